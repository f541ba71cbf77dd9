/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-time-report-bar.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-date.h"
#include "amia-instrument.h"
#include "amia-report.h"
#include "amia-time-sources.h"
#include "amia-words.h"

/* The link ids are those of the activity report among the templates; what a form of another shape
 * does not have is passed over. */

struct _AmiaTimeReportBar
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  GtkWidget     *button;
  GtkWidget     *answer;
  GCancellable  *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaTimeReportBar, amia_time_report_bar, GTK_TYPE_BOX)

/* --- Filling in ------------------------------------------------------------------------------ */

typedef struct
{
  AmiaResponse          *response;
  const AmiaTimeSources *sources;
  GPtrArray             *edits;
  guint                  n_cells;
} Filling;

static void
take_edits (Filling   *filling,
            GPtrArray *edits)
{
  g_ptr_array_extend_and_steal (filling->edits, edits);
}

static void
fill_cell (Filling    *filling,
           AmiaNode   *within,
           const char *link_id,
           const char *value)
{
  AmiaNode  *node = amia_instrument_find (within, link_id);
  GPtrArray *edits = NULL;
  g_autoptr (GError) local_error = NULL;

  if (node == NULL || value == NULL || amia_node_is_answered (node))
    return;
  edits = amia_response_set (filling->response, amia_node_get_value_path (node), value,
                             &local_error);
  if (edits == NULL)
    {
      g_debug ("Failed to fill in %s: %s", link_id, local_error->message);
      return;
    }
  take_edits (filling, edits);
  filling->n_cells++;
}

static void
fill_text (Filling    *filling,
           AmiaNode   *within,
           const char *link_id,
           const char *text)
{
  g_autoptr (GString) quoted = g_string_new (NULL);

  if (text == NULL)
    return;
  amia_scan_append_string (quoted, text);
  fill_cell (filling, within, link_id, quoted->str);
}

static void
fill_hours (Filling    *filling,
            AmiaNode   *row,
            const char *link_id,
            guint       minutes)
{
  g_autofree char *hours = amia_time_report_print_hours (minutes);

  if (minutes > 0)
    fill_cell (filling, row, link_id, hours);
}

static void
fill_category (Filling    *filling,
               AmiaNode   *row,
               const char *category)
{
  AmiaNode        *node = amia_instrument_find (row, "rad-kategori");
  g_autofree char *code = g_strdup_printf ("\"code\":\"%s\"", category);

  for (guint i = 0; node != NULL && category != NULL && i < amia_node_get_item (node)->options->len;
       i++)
    {
      const AmiaOption *option = g_ptr_array_index (amia_node_get_item (node)->options, i);

      if (strstr (option->value, code) != NULL)
        fill_cell (filling, row, "rad-kategori", option->value);
    }
}

static gboolean
has_text (AmiaNode   *row,
          const char *link_id,
          const char *text)
{
  AmiaNode *node = amia_instrument_find (row, link_id);
  g_autoptr (GString) quoted = g_string_new (NULL);

  amia_scan_append_string (quoted, text);
  return node != NULL && g_strcmp0 (amia_node_get_value (node), quoted->str) == 0;
}

static AmiaNode *
find_row (AmiaNode   *list,
          const char *day,
          const char *title)
{
  for (guint i = 0; i < amia_node_get_n_children (list); i++)
    {
      AmiaNode *row = amia_node_get_child (list, i);

      if (has_text (row, "rad-datum", day) && has_text (row, "rad-aktivitet", title))
        return row;
    }
  return NULL;
}

static AmiaNode *
add_row (Filling  *filling,
         AmiaNode *list)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *edits =
      amia_response_add_row (filling->response, list, NULL, NULL, &local_error);

  if (edits == NULL)
    {
      g_debug ("Failed to add a row: %s", local_error->message);
      return NULL;
    }
  take_edits (filling, edits);
  return amia_node_get_child (list, amia_node_get_n_children (list) - 1);
}

static void
fill_row (Filling           *filling,
          AmiaNode          *list,
          const AmiaTimeRow *what)
{
  const AmiaPlannedActivity *activity =
      &g_array_index (filling->sources->activities, AmiaPlannedActivity, what->activity);
  char      day[AMIA_DATE_TEXT_LENGTH + 1];
  AmiaNode *row = NULL;

  amia_date_print_iso (&what->day, day);
  row = find_row (list, day, activity->title);
  if (row == NULL)
    row = add_row (filling, list);
  if (row == NULL)
    return;
  fill_text (filling, row, "rad-datum", day);
  fill_text (filling, row, "rad-aktivitet", activity->title);
  fill_category (filling, row, g_ptr_array_index (filling->sources->categories, what->activity));
  fill_text (filling, row, "rad-anordnare",
             g_ptr_array_index (filling->sources->providers, what->activity));
  fill_hours (filling, row, "rad-planerat", what->planned_minutes);
  fill_hours (filling, row, "rad-genomfort", what->done_minutes);
}

static gboolean
get_answered_date (AmiaNode   *root,
                   const char *link_id,
                   GDate      *date)
{
  AmiaNode   *node = amia_instrument_find (root, link_id);
  const char *value = node != NULL ? amia_node_get_value (node) : NULL;

  return value != NULL && *value == '"' &&
         amia_date_parse_iso (value + 1, AMIA_DATE_TEXT_LENGTH, date);
}

/* The days that the form says, else the month of the one that it says, else this month. */
static void
find_period (AmiaNode *root,
             GDate    *from,
             GDate    *to)
{
  g_autofree char *today = amia_words_today ();
  GDate            day;
  GDate            first;
  GDate            last;

  if (!get_answered_date (root, "manad-fran", &day) &&
      !get_answered_date (root, "manad-till", &day) && !amia_date_parse_iso (today, -1, &day))
    g_assert_not_reached ();
  amia_time_report_get_month (&day, from, to);
  if (get_answered_date (root, "manad-fran", &first))
    *from = first;
  if (get_answered_date (root, "manad-till", &last))
    *to = last;
}

static GPtrArray *
fill_in (AmiaResponse *response,
         gpointer      data)
{
  Filling  *filling = data;
  AmiaNode *root = amia_response_get_root (response);
  AmiaNode *list = amia_instrument_find (root, "rad");
  GDate     from;
  GDate     to;
  char      text[AMIA_DATE_TEXT_LENGTH + 1];
  g_autoptr (GArray) rows = NULL;

  filling->response = response;
  filling->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edit_free);
  if (list == NULL || !amia_node_is_list (list))
    return filling->edits;
  find_period (root, &from, &to);
  rows = amia_time_report_make (
      (const AmiaPlannedActivity *) filling->sources->activities->data,
      filling->sources->activities->len,
      (const AmiaDiaryMoment *) filling->sources->moments->data,
      filling->sources->moments->len, &from, &to);
  if (rows->len == 0)
    return filling->edits;

  fill_text (filling, root, "manad-fran", amia_date_print_iso (&from, text));
  fill_text (filling, root, "manad-till", amia_date_print_iso (&to, text));
  for (guint i = 0; i < rows->len; i++)
    fill_row (filling, list, &g_array_index (rows, AmiaTimeRow, i));
  return filling->edits;
}

/* --- The button ------------------------------------------------------------------------------ */

static void
undo_cb (AmiaFormModel *model)
{
  amia_form_model_undo (model);
}

static void
report (AmiaTimeReportBar *self,
        guint              n_cells)
{
  g_autofree char *words = NULL;

  /* Beside the button and not for some seconds only: nothing else tells that it was pressed. */
  gtk_widget_set_visible (self->answer, n_cells == 0);
  if (n_cells == 0)
    return;
  words = g_strdup_printf (ngettext ("%u answer filled in", "%u answers filled in", n_cells), n_cells);
  amia_report_with_button (GTK_WIDGET (self), words, _ ("Undo"), G_CALLBACK (undo_cb),
                           g_object_ref (self->model),
                           (GClosureNotify) (void (*) (void)) g_object_unref);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaTimeReportBar) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaTimeSources) sources =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &local_error);
  Filling filling = { .sources = sources };

  if (sources == NULL)
    {
      amia_report_error (GTK_WIDGET (self), local_error);
      return;
    }
  if (self->model == NULL || amia_form_model_get_is_completed (self->model))
    return;
  amia_form_model_change (self->model, fill_in, &filling);
  report (self, filling.n_cells);
}

static gpointer
load_on_store_thread (AmiaStore    *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  return amia_time_sources_load (store, data, error);
}

static void
clicked_cb (AmiaTimeReportBar *self)
{
  amia_replica_call_async (amia_form_model_get_replica (self->model),
                           load_on_store_thread,
                           g_memdup2 (amia_form_model_get_case_id (self->model), sizeof (AmiaUuid)),
                           g_free,
                           (GDestroyNotify) amia_time_sources_free,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}

static void
update (AmiaTimeReportBar *self)
{
  gtk_widget_set_sensitive (self->button, !amia_form_model_get_is_completed (self->model));
}

static void
amia_time_report_bar_dispose (GObject *object)
{
  AmiaTimeReportBar *self = AMIA_TIME_REPORT_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amia_time_report_bar_parent_class)->dispose (object);
}

static void
amia_time_report_bar_class_init (AmiaTimeReportBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_time_report_bar_dispose;
}

static void
amia_time_report_bar_init (AmiaTimeReportBar *self)
{
  self->cancellable = g_cancellable_new ();
  self->button = gtk_button_new_with_label (_ ("Fill In from Plan and Diary"));
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->button);
  self->answer = g_object_new (GTK_TYPE_LABEL,
                               "label",
                               _ ("Plan and diary have nothing more to fill in for these days."),
                               "wrap", TRUE,
                               "xalign", 0.0,
                               "visible", FALSE,
                               NULL);
  gtk_box_append (GTK_BOX (self), self->answer);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

GtkWidget *
amia_time_report_bar_new (AmiaFormModel *model)
{
  AmiaTimeReportBar *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  self = g_object_new (AMIA_TYPE_TIME_REPORT_BAR, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "saved-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

gboolean
amia_time_report_bar_is_for (const AmiaItem *item)
{
  g_return_val_if_fail (item != NULL, FALSE);

  return g_strcmp0 (item->instrument, "hours") == 0;
}
