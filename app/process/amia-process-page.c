/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-process"

#include "config.h"

#include "amia-process-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-case-reader.h"
#include "amia-case-row-view.h"
#include "amia-date.h"
#include "amia-day-input.h"
#include "amia-process-map.h"
#include "amia-process-words.h"
#include "amia-process.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-step-change.h"
#include "amia-template.h"
#include "amia-words.h"

/* The page shows what the reader has and the step that the map has selected; whatever is done here
 * is written, and comes back as something new to show. */

typedef struct
{
  AmiaCaseProcess *process;
  char            *name;
} Contents;

struct _AmiaProcessPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *as_list;
  GtkWidget *stack;
  GtkWidget *views;
  GtkWidget *map;
  GtkWidget *list;
  GtkWidget *step_title;
  GtkWidget *day;
  GtkWidget *enter;
  GtkWidget *leave;
  GtkWidget *note;
  GtkWidget *visits;
  GtkWidget *no_visits;
  GtkWidget *missing;
  GtkWidget *nothing_missing;
  GtkWidget *missing_hint;

  AmiaCaseReader *reader;
  gboolean        is_shown; /* the step where the case is was selected once */
};

G_DEFINE_FINAL_TYPE (AmiaProcessPage, amia_process_page, GTK_TYPE_WIDGET)

/* --- Reading ---------------------------------------------------------------------------------- */

static void
free_contents (gpointer data)
{
  Contents *contents = data;

  g_clear_pointer (&contents->process, amia_case_process_free);
  g_free (contents->name);
  g_free (contents);
}

static gpointer
read_contents (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  g_autofree char *today = amia_words_today ();
  AmiaCaseProcess *process = amia_store_load_process (store, data, today, error);
  Contents        *contents = NULL;

  if (process == NULL)
    return NULL;

  contents = g_new0 (Contents, 1);
  contents->process = process;
  contents->name = amia_case_row_load_name (store, data);
  return contents;
}

static const AmiaCaseProcess *
get_process (AmiaProcessPage *self)
{
  const Contents *contents = amia_case_reader_get (self->reader);

  return contents != NULL ? contents->process : NULL;
}

/* --- Showing ---------------------------------------------------------------------------------- */

static const AmiaVisit *
get_visit_here (AmiaProcessPage *self)
{
  const AmiaVisit *current = amia_case_process_get_current (get_process (self));
  const AmiaStep  *step = current != NULL ? amia_process_find_step (current->step) : NULL;
  const char      *selected = amia_process_map_get_selected (AMIA_PROCESS_MAP (self->map));

  return step != NULL && strcmp (step->code, selected) == 0 ? current : NULL;
}

static void
update_visits (AmiaProcessPage *self,
               const char      *selected)
{
  GPtrArray *visits = get_process (self)->visits;
  guint      n_shown = 0;

  amia_list_clear (self->visits);
  for (guint i = visits->len; i > 0; i--)
    {
      const AmiaVisit *visit = g_ptr_array_index (visits, i - 1);
      const AmiaStep  *step = amia_process_find_step (visit->step);
      g_autofree char *period = NULL;
      g_autofree char *words = NULL;

      if (step == NULL || strcmp (step->code, selected) != 0)
        continue;
      period = amia_process_words_period (visit);
      words = amia_process_words_visit (visit);
      gtk_list_box_append (GTK_LIST_BOX (self->visits), amia_row_new (period, words));
      n_shown++;
    }

  gtk_widget_set_visible (self->visits, n_shown > 0);
  gtk_widget_set_visible (self->no_visits, n_shown == 0);
}

static void
update_missing (AmiaProcessPage *self,
                const char      *selected)
{
  g_autoptr (GArray) missing =
      amia_process_list_missing (&get_process (self)->facts, selected);

  amia_list_clear (self->missing);
  for (guint i = 0; i < missing->len; i++)
    {
      const AmiaProcessNeed need = g_array_index (missing, AmiaProcessNeed, i);
      const AmiaStep       *step = amia_process_find_step (selected);
      const char           *part = amia_process_need_get_step (need);
      const char           *rule = amia_process_words_rule (need);
      const char           *name = strcmp (part, step->code) != 0 ? amia_process_find_name (part)
                                                                  : NULL;
      g_autofree char      *about = name != NULL ? g_strdup_printf ("%s %s", part, name) : NULL;

      gtk_list_box_append (GTK_LIST_BOX (self->missing),
                           amia_row_new (amia_process_words_need (need),
                                         rule != NULL ? rule : about));
    }

  gtk_widget_set_visible (self->missing, missing->len > 0);
  gtk_widget_set_visible (self->missing_hint, missing->len > 0);
  gtk_widget_set_visible (self->nothing_missing, missing->len == 0);
}

static void
update_step (AmiaProcessPage *self)
{
  const char      *selected = amia_process_map_get_selected (AMIA_PROCESS_MAP (self->map));
  const AmiaVisit *here = NULL;
  g_autofree char *title = amia_words_step (selected);

  if (get_process (self) == NULL)
    return;

  here = get_visit_here (self);
  gtk_label_set_label (GTK_LABEL (self->step_title), title);
  gtk_widget_set_visible (self->enter, here == NULL);
  gtk_widget_set_visible (self->leave, here != NULL);
  gtk_widget_set_visible (self->note, here != NULL);
  amia_input_set_text (AMIA_INPUT (self->note), here != NULL ? here->note : NULL);
  update_visits (self, selected);
  update_missing (self, selected);
}

static char *
describe_step (const AmiaCaseProcess *process,
               const char            *step)
{
  g_autofree char *entered =
      amia_process_words_visits (amia_case_process_count_visits (process, step));
  g_autofree char *missing = amia_process_words_missing (process, step);
  const AmiaVisit *current = amia_case_process_get_current (process);
  const AmiaStep  *here = current != NULL ? amia_process_find_step (current->step) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  if (here != NULL && strcmp (here->code, step) == 0)
    g_string_append_printf (words, "%s · ", _ ("Here now"));
  g_string_append (words, entered);
  if (missing != NULL)
    g_string_append_printf (words, " · %s", missing);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
update_list (AmiaProcessPage *self)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);
  const char     *selected = amia_process_map_get_selected (AMIA_PROCESS_MAP (self->map));

  for (gsize i = 0; i < n_steps; i++)
    {
      g_autofree char *title = amia_words_step (steps[i].code);
      g_autofree char *words = describe_step (get_process (self), steps[i].code);
      GtkListBoxRow   *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i);

      if (row == NULL)
        {
          gtk_list_box_append (GTK_LIST_BOX (self->list), amia_row_new (title, words));
          row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i);
          gtk_list_box_row_set_activatable (row, TRUE);
        }
      else
        amia_row_set (GTK_WIDGET (row), title, words);
      if (strcmp (steps[i].code, selected) == 0)
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
    }
}

static void
focus_step (AmiaProcessPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->as_list)) && row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    gtk_widget_grab_focus (self->map);
}

static void
changed_cb (AmiaProcessPage *self)
{
  const Contents  *contents = amia_case_reader_get (self->reader);
  const AmiaVisit *current = amia_case_process_get_current (contents->process);

  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title),
                                 contents->name != NULL ? contents->name : "");
  amia_process_map_set_process (AMIA_PROCESS_MAP (self->map), contents->process);
  if (!self->is_shown && current != NULL)
    amia_process_map_select (AMIA_PROCESS_MAP (self->map), current->step);
  update_list (self);
  update_step (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "map");
  if (!self->is_shown)
    focus_step (self);
  self->is_shown = TRUE;
}

static void
failed_cb (AmiaProcessPage *self,
           GError          *error)
{
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING))
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "gone");
  else if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
}

/* --- Doing ------------------------------------------------------------------------------------ */

/* Into a step, or with %NULL out of the one that lasts. */
static gboolean
change_step (AmiaProcessPage *self,
             const char      *step,
             const char      *day)
{
  const AmiaCaseProcess *process = get_process (self);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  const AmiaStepChange change = { amia_case_reader_get_case (self->reader), open, step, day };

  for (guint i = 0; i < process->visits->len; i++)
    {
      const AmiaVisit *visit = g_ptr_array_index (process->visits, i);

      if (visit->to == NULL)
        g_array_append_val (open, visit->id);
    }

  return amia_step_change (
      GTK_WIDGET (self), amia_case_reader_get_replica (self->reader), &change);
}

/* The day in the field; %NULL after the field has said what is wrong with it. */
static char *
dup_day (AmiaProcessPage *self)
{
  g_autofree char *day = NULL;

  if (!amia_day_input_check (AMIA_INPUT (self->day)))
    {
      gtk_widget_child_focus (self->day, GTK_DIR_TAB_FORWARD);
      return NULL;
    }

  day = amia_input_dup_text (AMIA_INPUT (self->day));
  return *day != '\0' ? g_steal_pointer (&day) : amia_words_today ();
}

static void
enter_cb (AmiaProcessPage *self)
{
  const char      *step = amia_process_map_get_selected (AMIA_PROCESS_MAP (self->map));
  g_autofree char *day = dup_day (self);

  /* The button goes; the focus stays with the step. */
  if (day != NULL && get_process (self) != NULL && change_step (self, step, day))
    focus_step (self);
}

static void
leave_cb (AmiaProcessPage *self)
{
  g_autofree char *day = dup_day (self);

  if (day != NULL && get_process (self) != NULL && change_step (self, NULL, day))
    focus_step (self);
}

static void
note_left_cb (AmiaProcessPage *self)
{
  const AmiaVisit *here = get_process (self) != NULL ? get_visit_here (self) : NULL;
  g_autofree char *text = amia_input_dup_text (AMIA_INPUT (self->note));
  AmiaEdits       *edits = NULL;

  if (here == NULL || g_strcmp0 (here->note != NULL ? here->note : "", text) == 0)
    return;

  edits = amia_edits_new ();
  amia_edits_set_string (
      edits, "visit", &here->id, amia_case_reader_get_case (self->reader), "note", text);
  amia_report_commit (GTK_WIDGET (self), amia_case_reader_get_replica (self->reader), edits);
}

static void
day_left_cb (AmiaProcessPage *self)
{
  amia_day_input_check (AMIA_INPUT (self->day));
}

static void
selected_cb (AmiaProcessPage *self)
{
  if (self->reader != NULL && get_process (self) != NULL)
    {
      update_list (self);
      update_step (self);
    }
}

static void
row_selected_cb (AmiaProcessPage *self,
                 GtkListBoxRow   *row)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  if (row != NULL && get_process (self) != NULL)
    amia_process_map_select (
        AMIA_PROCESS_MAP (self->map), steps[gtk_list_box_row_get_index (row)].code);
}

/* Enter on a step leads to what can be done with it. */
static void
opened_cb (AmiaProcessPage *self)
{
  gtk_widget_grab_focus (gtk_widget_get_visible (self->enter) ? self->enter : self->leave);
}

static void
as_list_cb (AmiaProcessPage *self)
{
  const gboolean is_list = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->as_list));

  gtk_stack_set_visible_child_name (GTK_STACK (self->views), is_list ? "list" : "picture");
}

static void
list_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AmiaProcessPage *self = AMIA_PROCESS_PAGE (widget);
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (self->as_list);

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
  focus_step (self);
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
amia_process_page_dispose (GObject *object)
{
  AmiaProcessPage *self = AMIA_PROCESS_PAGE (object);

  amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_PROCESS_PAGE);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (amia_process_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, as_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, views);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, map);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, step_title);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, day);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, enter);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, leave);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, note);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, visits);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, no_visits);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, missing);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, nothing_missing);
  gtk_widget_class_bind_template_child (widget_class, AmiaProcessPage, missing_hint);
}

static void
amia_process_page_class_init (AmiaProcessPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_process_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  g_type_ensure (AMIA_TYPE_PROCESS_MAP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-process-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, as_list_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_left_cb);
  gtk_widget_class_install_action (widget_class, "process.list", NULL, list_action_cb);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_l, GDK_ALT_MASK, "process.list", NULL);
}

static void
amia_process_page_init (AmiaProcessPage *self)
{
  g_autofree char *today = amia_words_today ();

  gtk_widget_init_template (GTK_WIDGET (self));
  amia_input_set_text (AMIA_INPUT (self->day), today);
}

GtkWidget *
amia_process_page_new (AmiaReplica    *replica,
                       const AmiaUuid *case_id)
{
  AmiaProcessPage *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self = g_object_new (AMIA_TYPE_PROCESS_PAGE, NULL);
  self->reader = amia_case_reader_new (replica, case_id, read_contents, free_contents);
  g_signal_connect_object (
      self->reader, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->reader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
