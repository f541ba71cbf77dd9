/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-case-meetings.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "amia-calendar-data.h"
#include "amia-calendar-words.h"
#include "amia-meeting-page.h"
#include "amia-navigator.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"

/* What is to come, and what was lately and still stands as planned. */

#define SHOWN_MAX  3
#define DAYS_BACK  92
#define DAYS_AHEAD 732

struct _AmiaCaseMeetings
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *empty;

  AmiaReplica  *replica;
  GCancellable *cancellable;
  AmiaUuid      case_id;
};

G_DEFINE_FINAL_TYPE (AmiaCaseMeetings, amia_case_meetings, GTK_TYPE_WIDGET)

static gpointer
load_meetings (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  const AmiaUuid       *case_id = data;
  AmiaLocalTime         now = amia_calendar_now ();
  const AmiaAgendaQuery query = { .from = now - DAYS_BACK * AMIA_DAY_MINUTES,
                                  .to = now + DAYS_AHEAD * AMIA_DAY_MINUTES,
                                  .kinds = AMIA_AGENDA_MEETINGS,
                                  .case_id = case_id };

  return amia_store_list_agenda (store, &query, error);
}

static gboolean
is_open (const AmiaAgendaItem *item)
{
  return item->status == NULL || g_str_equal (item->status, "planned") ||
         g_str_equal (item->status, "booked");
}

static GtkWidget *
make_row (const AmiaAgendaItem *item,
          AmiaLocalTime         now)
{
  g_autofree char *what = amia_calendar_words_what (item);
  g_autofree char *time = amia_calendar_words_time (item->start);
  g_autofree char *details = amia_calendar_words_details (item);
  g_autoptr (GString) subtitle = g_string_new (time);
  GtkWidget *row = NULL;

  if (*details != '\0')
    g_string_append_printf (subtitle, " · %s", details);
  if (item->end <= now)
    g_string_append_printf (subtitle, " · %s", _ ("How did it go?"));
  row = amia_row_new (what, subtitle->str);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (
      G_OBJECT (row), "amia-meeting", g_memdup2 (&item->id, sizeof item->id), g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaCaseMeetings) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  AmiaLocalTime now = amia_calendar_now ();
  guint         n_shown = 0;

  if (items == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  amia_list_clear (self->list);
  for (guint i = 0; i < items->len && n_shown < SHOWN_MAX; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);

      if (!is_open (item))
        continue;
      gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (item, now));
      n_shown++;
    }
  gtk_widget_set_visible (self->list, n_shown > 0);
  gtk_widget_set_visible (self->empty, n_shown == 0);
}

static void
row_activated_cb (AmiaCaseMeetings *self,
                  GtkListBoxRow    *row)
{
  amia_navigator_open (
      GTK_WIDGET (self),
      amia_meeting_page_new_for (self->replica,
                                 g_object_get_data (G_OBJECT (row), "amia-meeting")));
}

static void
book_cb (AmiaCaseMeetings *self)
{
  amia_navigator_open (GTK_WIDGET (self),
                       amia_meeting_page_new (self->replica, &self->case_id, NULL));
}

static void
amia_case_meetings_dispose (GObject *object)
{
  AmiaCaseMeetings *self = AMIA_CASE_MEETINGS (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_MEETINGS);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_meetings_parent_class)->dispose (object);
}

static void
amia_case_meetings_class_init (AmiaCaseMeetingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_meetings_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-case-meetings.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseMeetings, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseMeetings, empty);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, book_cb);
}

static void
amia_case_meetings_init (AmiaCaseMeetings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
amia_case_meetings_load (AmiaCaseMeetings *self,
                         AmiaReplica      *replica,
                         const AmiaUuid   *case_id)
{
  g_return_if_fail (AMIA_IS_CASE_MEETINGS (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL);

  g_set_object (&self->replica, replica);
  self->case_id = *case_id;
  amia_replica_call_async (replica, load_meetings, g_memdup2 (case_id, sizeof *case_id), g_free,
                           (GDestroyNotify) g_ptr_array_unref, self->cancellable, loaded_cb,
                           g_object_ref (self));
}
