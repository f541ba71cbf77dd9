/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-selection"

#include "config.h"

#include "amia-selection-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-candidate-page.h"
#include "amia-day-input.h"
#include "amia-import-page.h"
#include "amia-line-view.h"
#include "amia-navigator.h"
#include "amia-register-page.h"
#include "amia-report.h"
#include "amia-search-keys.h"
#include "amia-selection-words.h"
#include "amia-store-routines.h"
#include "amia-template.h"
#include "amia-twins-page.h"

/* The whole list is read when the page comes up and when something in a case has changed; what the
 * search field and the chips leave of it is decided here. */

struct _AmiaSelectionPage
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *search;
  GtkWidget *open;
  GtkWidget *current;
  GtkWidget *not_current;
  GtkWidget *twins;
  GtkWidget *twins_label;
  GtkWidget *stack;
  GtkWidget *lines;

  AmiaSession  *session;
  GCancellable *cancellable;
  GPtrArray    *people;   /* (element-type AmiaSelected), NULL until they are read */
  GArray       *routines; /* (element-type AmiaKeptRoutine), together with them */
  guint         n_twins;
  gboolean      is_loading;
  gboolean      is_stale;
};

G_DEFINE_FINAL_TYPE (AmiaSelectionPage, amia_selection_page, GTK_TYPE_WIDGET)

static void load (AmiaSelectionPage *self);

typedef struct
{
  GPtrArray *people;
  GArray    *routines;
  guint      n_twins;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->people, g_ptr_array_unref);
  g_clear_pointer (&reading->routines, g_array_unref);
  g_free (reading);
}

static gpointer
read_list (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GPtrArray) pairs = NULL;

  reading->people = amia_store_list_selection (store, error);
  if (reading->people != NULL)
    reading->routines = amia_store_list_routines (store, error);
  if (reading->routines != NULL)
    pairs = amia_store_list_twins (store, error);
  if (pairs == NULL)
    {
      reading_free (reading);
      return NULL;
    }

  reading->n_twins = pairs->len;
  return reading;
}

/* --- What is shown -------------------------------------------------------------------------- */

static gboolean
is_active (GtkWidget *toggle)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle));
}

static gboolean
is_filtered (AmiaSelectionPage *self)
{
  return is_active (self->open) || is_active (self->current) || is_active (self->not_current) ||
         *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static gboolean
has_words (const AmiaSelected *one,
           const char         *words)
{
  g_autofree char *text = g_strjoin (" ", one->name != NULL ? one->name : "",
                                     one->personnummer != NULL ? one->personnummer : "",
                                     one->municipality != NULL ? one->municipality : "", NULL);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *wanted = g_utf8_casefold (words, -1);
  g_auto (GStrv) parts = g_strsplit (g_strstrip (wanted), " ", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (strstr (folded, parts[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_wanted (AmiaSelectionPage  *self,
           const AmiaSelected *one)
{
  gboolean is_judged_current = g_strcmp0 (one->selection, "current") == 0;
  gboolean is_judged_not = g_strcmp0 (one->selection, "not-current") == 0;
  gboolean has_chips =
      is_active (self->open) || is_active (self->current) || is_active (self->not_current);

  if (has_chips && !(is_active (self->open) && !is_judged_current && !is_judged_not) &&
      !(is_active (self->current) && is_judged_current) &&
      !(is_active (self->not_current) && is_judged_not))
    return FALSE;

  return has_words (one, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static AmiaLine *
make_line (const AmiaSelected *one,
           const GDate        *today)
{
  g_autofree char *left = amia_selection_words_left (one->benefit_end, today);
  g_autoptr (GString) subtitle = g_string_new (NULL);
  AmiaLine *line = NULL;

  if (one->personnummer != NULL && one->name != NULL)
    g_string_append_printf (subtitle, "%s · ", one->personnummer);
  g_string_append (subtitle, left);
  if (one->municipality != NULL)
    g_string_append_printf (subtitle, " · %s", one->municipality);

  line = amia_line_new (
      amia_selection_words_name (one->name, one->personnummer, one->is_protected), subtitle->str);
  amia_line_set_id (line, &one->case_id);
  if (g_strcmp0 (one->selection, "current") == 0)
    amia_line_add_pill (line, "success", "object-select-symbolic", _ ("Current"));
  else if (g_strcmp0 (one->selection, "not-current") == 0)
    amia_line_add_pill (line, "neutral", NULL, amia_selection_words_reason (one->reason));
  return line;
}

static AmiaSelectionTime
get_time (AmiaSelectionPage  *self,
          const AmiaSelected *one,
          const GDate        *today)
{
  const AmiaKeptRoutine *kept = amia_kept_routines_find (self->routines, one->subproject);

  return amia_selection_get_time (kept != NULL ? &kept->routine : NULL, one->benefit_end, today);
}

static void
add_group (AmiaSelectionPage *self,
           AmiaSelectionTime  time,
           const GDate       *today,
           GPtrArray         *lines)
{
  gboolean has_heading = FALSE;

  for (guint i = 0; i < self->people->len; i++)
    {
      const AmiaSelected *one = g_ptr_array_index (self->people, i);

      if (get_time (self, one, today) != time || !is_wanted (self, one))
        continue;

      if (!has_heading)
        g_ptr_array_add (lines, amia_line_new_heading (amia_selection_words_time (time)));
      has_heading = TRUE;
      g_ptr_array_add (lines, make_line (one, today));
    }
}

static void
update_twins (AmiaSelectionPage *self)
{
  g_autofree char *words = g_strdup_printf (
      ngettext ("%u person may be here twice.", "%u people may be here twice.", self->n_twins),
      self->n_twins);

  gtk_widget_set_visible (self->twins, self->n_twins > 0);
  gtk_label_set_label (GTK_LABEL (self->twins_label), words);
}

static void
update (AmiaSelectionPage *self)
{
  /* What is to be done today first: for the late ones it is too late for much. */
  static const AmiaSelectionTime order[] = { AMIA_SELECTION_SOON, AMIA_SELECTION_NOW,
                                             AMIA_SELECTION_LATE, AMIA_SELECTION_EARLY,
                                             AMIA_SELECTION_ENDED, AMIA_SELECTION_UNKNOWN };
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *subtitle = NULL;
  guint            n_people = self->people != NULL ? self->people->len : 0;
  GDate            today;

  if (self->people == NULL)
    return;

  amia_search_keys_asked (self->search);
  amia_day_input_get_today (&today);
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    add_group (self, order[i], &today, lines);

  amia_line_view_set_lines (AMIA_LINE_VIEW (self->lines), lines);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), lines->len > 0       ? "list"
                                                             : is_filtered (self) ? "no-hits"
                                                                                  : "empty");
  subtitle = g_strdup_printf (ngettext ("%u person", "%u people", n_people), n_people);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle);
  update_twins (self);
  amia_search_keys_answered (self->search);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaSelectionPage) self = data;
  g_autoptr (GError) error = NULL;
  Reading *reading = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_loading = FALSE;
  if (reading == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->routines, g_array_unref);
  self->people = g_steal_pointer (&reading->people);
  self->routines = g_steal_pointer (&reading->routines);
  self->n_twins = reading->n_twins;
  reading_free (reading);
  update (self);
  if (self->is_stale)
    load (self);
}

static void
load (AmiaSelectionPage *self)
{
  self->is_stale = self->is_loading;
  if (self->is_loading || self->session == NULL)
    return;

  self->is_loading = TRUE;
  amia_replica_call_async (amia_session_get_replica (self->session), read_list, NULL, NULL,
                           reading_free, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
changed_cb (AmiaSelectionPage *self,
            GArray            *cases)
{
  if (cases->len > 0)
    load (self);
}

/* --- What is done --------------------------------------------------------------------------- */

static void
open_cb (AmiaSelectionPage *self,
         AmiaLine          *line)
{
  amia_navigator_open (GTK_WIDGET (self),
                       amia_candidate_page_new (self->session, amia_line_get_id (line)));
}

static gboolean
open_first (GtkWidget *page)
{
  AmiaSelectionPage *self = AMIA_SELECTION_PAGE (page);
  AmiaLine          *first = amia_line_view_get_first (AMIA_LINE_VIEW (self->lines));

  if (first == NULL)
    return FALSE;

  open_cb (self, first);
  return TRUE;
}

static gboolean
go_to_first (GtkWidget *page)
{
  return amia_line_view_focus_first (AMIA_LINE_VIEW (AMIA_SELECTION_PAGE (page)->lines));
}

static void
clear_cb (AmiaSelectionPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->open), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->current), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->not_current), FALSE);
  gtk_widget_grab_focus (self->search);
}

static void
twins_cb (AmiaSelectionPage *self)
{
  amia_navigator_open (GTK_WIDGET (self), amia_twins_page_new (self->session));
}

static void
new_cb (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  AmiaSelectionPage *self = AMIA_SELECTION_PAGE (widget);

  amia_navigator_open (widget, amia_register_page_new_for_selection (self->session));
}

static void
import_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  AmiaSelectionPage *self = AMIA_SELECTION_PAGE (widget);

  amia_navigator_open (widget, amia_import_page_new (self->session));
}

static void
search_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  gtk_widget_grab_focus (AMIA_SELECTION_PAGE (widget)->search);
}

/* --- The widget ----------------------------------------------------------------------------- */

static void
amia_selection_page_dispose (GObject *object)
{
  AmiaSelectionPage *self = AMIA_SELECTION_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SELECTION_PAGE);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->routines, g_array_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_selection_page_parent_class)->dispose (object);
}

static void
amia_selection_page_finalize (GObject *object)
{
  g_object_unref (AMIA_SELECTION_PAGE (object)->cancellable);
  G_OBJECT_CLASS (amia_selection_page_parent_class)->finalize (object);
}

static void
amia_selection_page_class_init (AmiaSelectionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_selection_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_selection_page_finalize;

  g_type_ensure (AMIA_TYPE_LINE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-selection-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, search);
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, open);
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, current);
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, not_current);
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, twins);
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, twins_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaSelectionPage, lines);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, twins_cb);
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "page.import-list", NULL, import_cb);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_cb);
}

static void
amia_selection_page_init (AmiaSelectionPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_search_keys_capture (self->search, GTK_WIDGET (self));
  amia_search_keys_add (self->search, GTK_WIDGET (self), go_to_first, open_first);
}

GtkWidget *
amia_selection_page_new (AmiaSession *session)
{
  AmiaSelectionPage *self = g_object_new (AMIA_TYPE_SELECTION_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (amia_session_get_replica (session), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
