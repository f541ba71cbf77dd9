/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-values-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-case-values.h"
#include "amia-checklists.h"
#include "amia-date.h"
#include "amia-print.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-values-grid.h"
#include "amia-values-paper.h"
#include "amia-values-words.h"
#include "amia-wheel.h"
#include "amia-words.h"

/* Everything on the page is worked out anew from the checklists whenever one changes or another
 * button is pressed. A single case is shown meeting by meeting; over all cases there are periods
 * only, and nothing in them leads back to a meeting. */

#define COLUMNS_MAX 12

struct _AmiaValuesPage
{
  GtkWidget parent_instance;

  GtkWidget *all_cases;
  GtkWidget *before;
  GtkWidget *participant;
  GtkWidget *as_picture;
  GtkWidget *as_list;
  GtkWidget *stack;
  GtkWidget *lead;
  GtkWidget *slipped;
  GtkWidget *note;
  GtkWidget *frame;
  GtkWidget *picture;
  GtkWidget *legend;
  GtkWidget *pointed;
  GtkWidget *sums;
  GtkWidget *meetings;

  AmiaReplica    *replica;
  AmiaUuid        case_id;
  AmiaCaseReader *own_case;
  AmiaCaseReader *every_case; /* made when it is asked for */
  GArray         *columns;    /* AmiaValuesColumn, all of them, by time */
  guint           first;      /* of those in the drawing */
};

G_DEFINE_FINAL_TYPE (AmiaValuesPage, amia_values_page, GTK_TYPE_WIDGET)

static gboolean
is_about_all (AmiaValuesPage *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all_cases));
}

static AmiaValuesSide
get_side (AmiaValuesPage *self)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->before)))
    return AMIA_VALUES_BEFORE;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->participant)))
    return AMIA_VALUES_PARTICIPANT;
  return AMIA_VALUES_AFTER;
}

static const AmiaCaseValues *
get_values (AmiaValuesPage *self)
{
  AmiaCaseReader *reader = is_about_all (self) ? self->every_case : self->own_case;

  return reader != NULL ? amia_case_reader_get (reader) : NULL;
}

/* --- Columns ---------------------------------------------------------------------------------- */

static char *
dup_day (const GDate *day)
{
  char text[AMIA_DATE_TEXT_LENGTH + 1];

  return amia_words_date (amia_date_print_iso (day, text));
}

/* Day, month and, where it is not that of the column before, year, one beneath the other. */
static char *
dup_heading (const GDate *day,
             const GDate *previous)
{
  g_autofree char *words = dup_day (day);
  g_auto (GStrv) parts = g_strsplit (words, " ", 3);
  g_autofree char *month = NULL;

  if (g_strv_length (parts) != 3)
    return g_steal_pointer (&words);

  month = g_utf8_substring (parts[1], 0, MIN (3, g_utf8_strlen (parts[1], -1)));
  if (previous != NULL && g_date_get_year (previous) == g_date_get_year (day))
    return g_strdup_printf ("%s\n%s", parts[0], month);
  return g_strdup_printf ("%s\n%s\n%s", parts[2], parts[0], month);
}

/* Month and year: a period is made of whole months, and no day of a meeting is to be told. */
static char *
dup_month (const GDate *day)
{
  g_autofree char *words = dup_day (day);
  const char      *space = strchr (words, ' ');

  return g_strdup (space != NULL ? space + 1 : words);
}

static void
clear_column (gpointer data)
{
  AmiaValuesColumn *column = data;

  g_free (column->heading);
  g_free (column->name);
}

static const AmiaValuesColumn *
get_column (AmiaValuesPage *self,
            guint           index)
{
  return &g_array_index (self->columns, AmiaValuesColumn, index);
}

static void
add_meeting (AmiaValuesPage    *self,
             AmiaValuesMeeting *meeting)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  AmiaValuesColumn column = { NULL };

  if (meeting->n_checklists[get_side (self)] == 0)
    return;

  g_ptr_array_add (one, meeting);
  amia_values_sum_up (one, get_side (self), &column.period);
  column.name = dup_day (&meeting->day);
  g_array_append_val (self->columns, column);
}

/* The first heading that is shown has the year, too. */
static void
set_headings (AmiaValuesPage *self)
{
  const GDate *previous = NULL;

  for (guint i = self->first; i < self->columns->len; i++)
    {
      AmiaValuesColumn *column = &g_array_index (self->columns, AmiaValuesColumn, i);

      column->heading = dup_heading (&column->period.from, previous);
      previous = &column->period.from;
    }
}

static void
add_period (AmiaValuesPage         *self,
            const AmiaValuesPeriod *period)
{
  g_autofree char *from = dup_month (&period->from);
  g_autofree char *to = dup_month (&period->to);
  AmiaValuesColumn column = { .period = *period };

  /* Translators: the first and the last month of a time */
  column.name = g_strdup_printf (_ ("%s to %s"), from, to);
  column.heading = g_strdup_printf (
      /* Translators: two months, and the number of meetings in them; three lines */
      ngettext ("%s\n– %s\n%u meeting", "%s\n– %s\n%u meetings", period->n_meetings), from, to,
      period->n_meetings);
  g_array_append_val (self->columns, column);
}

static void
collect_columns (AmiaValuesPage *self)
{
  const AmiaCaseValues *values = get_values (self);
  g_autoptr (GPtrArray) periods = NULL;

  g_array_set_size (self->columns, 0);
  if (values == NULL)
    return;

  if (!is_about_all (self))
    {
      for (guint i = 0; i < values->meetings->len; i++)
        add_meeting (self, g_ptr_array_index (values->meetings, i));
      return;
    }

  periods = amia_values_list_periods (values->meetings, get_side (self));
  for (guint i = 0; i < periods->len; i++)
    add_period (self, g_ptr_array_index (periods, i));
}

/* --- Sentences and lists ---------------------------------------------------------------------- */

static void
show_words (GtkWidget  *label,
            const char *words)
{
  gtk_label_set_label (GTK_LABEL (label), words != NULL ? words : "");
  gtk_widget_set_visible (label, words != NULL);
}

static char *
describe_selection (AmiaValuesPage *self)
{
  if (is_about_all (self))
    return g_strdup_printf (
        _ ("Sums of at least %d meetings in at least %d cases that you are in. Single meetings and "
           "participants are not shown."),
        AMIA_VALUES_MEETINGS_MIN, AMIA_VALUES_CASES_MIN);
  if (self->first > 0)
    return g_strdup_printf (
        _ ("The picture has the latest %d of %u meetings, the list has all of them."), COLUMNS_MAX,
        self->columns->len);

  return NULL;
}

static char *
describe_slipped (AmiaValuesPage         *self,
                  const AmiaValuesPeriod *all)
{
  return get_side (self) == AMIA_VALUES_AFTER
             ? amia_values_words_slipped (all, is_about_all (self) ? 2 : 1)
             : NULL;
}

static void
show_sentences (AmiaValuesPage         *self,
                const AmiaValuesPeriod *all)
{
  g_autofree char *lead = amia_values_words_most_missed (all);
  g_autofree char *slipped = describe_slipped (self, all);
  g_autofree char *note = describe_selection (self);

  show_words (self->lead, lead);
  show_words (self->slipped, slipped);
  show_words (self->note, note);
}

static void
list_sums (AmiaValuesPage         *self,
           const AmiaValuesPeriod *all)
{
  guint order[AMIA_VALUES];

  amia_list_clear (self->sums);
  amia_values_rank (all, order);
  for (guint i = 0; i < AMIA_VALUES; i++)
    {
      g_autofree char *words = amia_values_words_tally (&all->tallies[order[i]]);

      gtk_list_box_append (GTK_LIST_BOX (self->sums),
                           amia_row_new (amia_values_words_value (order[i]), words));
    }
}

static GtkWidget *
make_column_row (AmiaValuesPage *self,
                 guint           index)
{
  const AmiaValuesColumn *column = get_column (self, index);
  g_autofree char        *words = is_about_all (self)
                                      ? amia_values_words_most_missed (&column->period)
                                      : amia_values_words_by_mark (&column->period);
  GtkWidget              *row = amia_row_new (column->name, words);

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (!is_about_all (self))
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data (G_OBJECT (row), "amia-column", GUINT_TO_POINTER (index));
    }
  return row;
}

/* The latest first. */
static void
list_columns (AmiaValuesPage *self)
{
  amia_list_clear (self->meetings);
  for (guint i = self->columns->len; i-- > 0;)
    gtk_list_box_append (GTK_LIST_BOX (self->meetings), make_column_row (self, i));
}

static const char *
choose_page (AmiaValuesPage *self)
{
  if (self->columns->len > 0)
    return "values";
  return is_about_all (self) ? "too-few" : "empty";
}

static void
update (AmiaValuesPage *self)
{
  AmiaValuesPeriod all = { 0 };

  collect_columns (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "values.print", self->columns->len > 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), choose_page (self));
  self->first = self->columns->len > COLUMNS_MAX ? self->columns->len - COLUMNS_MAX : 0;
  if (self->columns->len == 0)
    return;

  if (!is_about_all (self))
    set_headings (self);
  amia_values_sum_up (get_values (self)->meetings, get_side (self), &all);
  show_sentences (self, &all);
  amia_values_grid_show (AMIA_VALUES_GRID (self->picture), get_column (self, self->first),
                         self->columns->len - self->first, !is_about_all (self));
  list_sums (self, &all);
  list_columns (self);
  gtk_label_set_label (GTK_LABEL (self->pointed), "");
}

/* --- What is pressed -------------------------------------------------------------------------- */

static void
choice_cb (AmiaValuesPage *self)
{
  if (self->replica == NULL)
    return;
  if (is_about_all (self) && self->every_case == NULL)
    {
      self->every_case = amia_case_values_new (self->replica, NULL);
      g_signal_connect_object (
          self->every_case, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
open_column (AmiaValuesPage *self,
             guint           index)
{
  const AmiaValuesColumn  *column = get_column (self, index);
  const AmiaCaseChecklist *place =
      amia_case_values_find (get_values (self), 0, get_side (self), &column->period.from);
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (place != NULL)
    gtk_widget_activate_action (
        GTK_WIDGET (self), "win.open-form", "s", amia_uuid_print (&place->form_id, id));
}

static void
opened_cb (AmiaValuesPage *self,
           guint           column)
{
  open_column (self, self->first + column);
}

static void
row_activated_cb (AmiaValuesPage *self,
                  GtkListBoxRow  *row)
{
  open_column (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "amia-column")));
}

/* Which cases and whose checklists, in the words of the buttons. */
static char *
describe_choice (AmiaValuesPage *self)
{
  static const char *const sides[] = {
    [AMIA_VALUES_BEFORE] = N_ ("Before the Meeting"),
    [AMIA_VALUES_AFTER] = N_ ("After the Meeting"),
    [AMIA_VALUES_PARTICIPANT] = N_ ("The Participant"),
  };

  return g_strdup_printf ("%s · %s", is_about_all (self) ? _ ("All My Cases") : _ ("A case"),
                          _ (sides[get_side (self)]));
}

static char *
make_footer (AmiaValuesPage *self)
{
  g_autofree char *today = amia_words_today ();
  g_autofree char *day = amia_words_date (today);

  return g_strdup_printf ("%s, %s", amia_replica_get_identity (self->replica)->user, day);
}

static AmiaSheet *
make_sheet (AmiaValuesPage *self)
{
  AmiaValuesPeriod all = { 0 };
  g_autofree char *about = describe_choice (self);
  g_autofree char *footer = make_footer (self);
  g_autofree char *note = describe_selection (self);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *lead = NULL;
  g_autofree char *slipped = NULL;
  g_auto (GStrv) sentences = NULL;
  AmiaValuesPaper paper = { .about = about, .footer = footer, .all = &all };

  amia_values_sum_up (get_values (self)->meetings, get_side (self), &all);
  lead = amia_values_words_most_missed (&all);
  slipped = describe_slipped (self, &all);
  g_strv_builder_add (builder, lead);
  if (slipped != NULL)
    g_strv_builder_add (builder, slipped);
  if (note != NULL)
    g_strv_builder_add (builder, note);
  sentences = g_strv_builder_end (builder);
  paper.sentences = (const char *const *) sentences;
  paper.columns = get_column (self, self->first);
  paper.n_columns = self->columns->len - self->first;
  return amia_values_paper_new (&paper);
}

/* Sums over cases tell nothing of anybody, so the audit need not know of them. */
static void
print_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  AmiaValuesPage    *self = AMIA_VALUES_PAGE (widget);
  const AmiaPrintJob job = {
    .name = _ ("Value base over time"),
    .is_pdf = parameter != NULL && g_variant_get_boolean (parameter),
    .replica = is_about_all (self) ? NULL : self->replica,
    .case_id = &self->case_id,
    .about = "values",
  };

  if (self->columns->len > 0)
    amia_print_sheet (widget, make_sheet (self), &job);
}

/* Picture and list are the views of this page. */
static void
other_view_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AmiaValuesPage *self = AMIA_VALUES_PAGE (widget);
  gboolean        is_list = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->as_list));
  GtkWidget      *other = is_list ? self->as_picture : self->as_list;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (other), TRUE);
  gtk_widget_grab_focus (other);
}

static void
pointed_cb (AmiaValuesPage *self,
            const char     *words)
{
  gtk_label_set_label (GTK_LABEL (self->pointed), words);
}

static void
amia_values_page_dispose (GObject *object)
{
  AmiaValuesPage *self = AMIA_VALUES_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_VALUES_PAGE);
  g_clear_object (&self->own_case);
  g_clear_object (&self->every_case);
  g_clear_object (&self->replica);
  g_clear_pointer (&self->columns, g_array_unref);

  G_OBJECT_CLASS (amia_values_page_parent_class)->dispose (object);
}

static void
amia_values_page_class_init (AmiaValuesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_values_page_dispose;

  g_type_ensure (AMIA_TYPE_VALUES_GRID);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-values-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, all_cases);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, before);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, participant);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, as_picture);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, as_list);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, lead);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, slipped);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, note);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, frame);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, picture);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, legend);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, pointed);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, sums);
  gtk_widget_class_bind_template_child (widget_class, AmiaValuesPage, meetings);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "values.print", "b", print_cb);
  gtk_widget_class_install_action (widget_class, "page.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "page.next-view", NULL, other_view_cb);
  gtk_widget_class_install_action (widget_class, "page.previous-view", NULL, other_view_cb);
}

static void
add_legend (AmiaValuesPage *self,
            AmiaValueMark   mark)
{
  GtkWidget *label = gtk_label_new (amia_values_words_mark (mark));

  gtk_widget_add_css_class (label, "grid-note");
  gtk_widget_set_margin_end (label, 12);
  gtk_box_append (GTK_BOX (self->legend), amia_values_grid_new_key (mark));
  gtk_box_append (GTK_BOX (self->legend), label);
}

static void
amia_values_page_init (AmiaValuesPage *self)
{
  self->columns = g_array_new (FALSE, FALSE, sizeof (AmiaValuesColumn));
  g_array_set_clear_func (self->columns, clear_column);
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_wheel_pass_on (GTK_SCROLLED_WINDOW (self->frame));
  add_legend (self, AMIA_VALUE_MISSED);
  add_legend (self, AMIA_VALUE_PARTLY);
  add_legend (self, AMIA_VALUE_MET);
  add_legend (self, AMIA_VALUE_UNSAID);
}

GtkWidget *
amia_values_page_new (AmiaReplica    *replica,
                      const AmiaUuid *case_id)
{
  AmiaValuesPage *self = NULL;
  GActionGroup   *checklists = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  self = g_object_new (AMIA_TYPE_VALUES_PAGE, NULL);
  self->replica = g_object_ref (replica);
  self->case_id = *case_id;
  checklists = amia_checklists_new_actions (GTK_WIDGET (self), replica, case_id);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "checklist", checklists);
  g_object_unref (checklists);
  self->own_case = amia_case_values_new (replica, case_id);
  g_signal_connect_object (
      self->own_case, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

const AmiaUuid *
amia_values_page_get_case (AmiaValuesPage *self)
{
  g_return_val_if_fail (AMIA_IS_VALUES_PAGE (self), NULL);

  return &self->case_id;
}
