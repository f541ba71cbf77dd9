/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-meeting-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-calendar-words.h"
#include "amia-date.h"
#include "amia-day-input.h"
#include "amia-input.h"
#include "amia-meeting-page-private.h"
#include "amia-report.h"
#include "amia-template.h"
#include "amia-words.h"

/* Nothing is written before the button (or Ctrl+Enter): a time that is half typed is in nobody's
 * way. What stands at the same time is said as soon as day and times are there. */

G_DEFINE_FINAL_TYPE (AmiaMeetingPage, amia_meeting_page, GTK_TYPE_WIDGET)

/* --- What there is at the same time ---------------------------------------------------------- */

static gpointer
load_clashes (AmiaStore    *store,
              gpointer      query,
              GCancellable *cancellable,
              GError      **error)
{
  return amia_store_list_agenda (store, query, error);
}

static gboolean
is_in_the_way (AmiaMeetingPage      *self,
               const AmiaAgendaItem *item)
{
  return !amia_uuid_equal (&item->id, &self->id) && g_strcmp0 (item->status, "cancelled") != 0 &&
         g_strcmp0 (item->status, "missed") != 0;
}

static void
clashes_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (AmiaMeetingPage) self = data;
  g_autoptr (GPtrArray) items = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (items == NULL || self->replica == NULL)
    return;

  for (guint i = 0; i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);
      g_autofree char      *words = amia_calendar_words_title (item);
      g_autofree char      *times = amia_calendar_words_times (item);

      if (is_in_the_way (self, item))
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? "\n" : "", times, words);
    }
  if (text->len > 0)
    {
      g_string_prepend_c (text, '\n');
      g_string_prepend (text, _ ("At the same time:"));
    }
  gtk_label_set_label (GTK_LABEL (self->clash_label), text->str);
  gtk_widget_set_visible (self->clash, text->len > 0);
}

static void
look_for_clashes (AmiaMeetingPage *self)
{
  AmiaAgendaQuery *query = g_new0 (AmiaAgendaQuery, 1);

  if (!_amia_meeting_page_read_times (self, FALSE, &query->from, &query->to))
    {
      g_free (query);
      gtk_widget_set_visible (self->clash, FALSE);
      return;
    }

  query->kinds = AMIA_AGENDA_MEETINGS | AMIA_AGENDA_OCCASIONS | AMIA_AGENDA_ABSENCES;
  query->mine = TRUE;
  amia_replica_call_async (self->replica, load_clashes, query, g_free,
                           (GDestroyNotify) g_ptr_array_unref, self->cancellable, clashes_cb,
                           g_object_ref (self));
}

static void
time_left_cb (AmiaMeetingPage *self)
{
  g_autofree char *from_text = _amia_meeting_page_dup_text (self->from);
  g_autofree char *to_text = NULL;
  int              from = 0;
  int              to;

  amia_day_input_check (AMIA_INPUT (self->day));
  _amia_meeting_page_suggest_end (self);
  if (amia_clock_parse_typed (from_text, &from) && from < AMIA_DAY_MINUTES)
    {
      _amia_meeting_page_print_clock (self->from, from);
      to_text = _amia_meeting_page_dup_text (self->to);
      if (amia_clock_parse_typed_end (to_text, from, &to))
        _amia_meeting_page_print_clock (self->to, to);
    }
  look_for_clashes (self);
}

/* --- Free times ------------------------------------------------------------------------------ */

static void
free_activated_cb (AmiaMeetingPage *self,
                   GtkListBoxRow   *row)
{
  const AmiaSlotItem *slot = g_ptr_array_index (self->facts->free_times,
                                                (guint) gtk_list_box_row_get_index (row));
  GDate               day;
  char                text[AMIA_DATE_TEXT_LENGTH + 1];

  g_free (self->slot);
  self->slot = amia_uuid_to_string (&slot->time->id);
  self->slot_start = slot->time->start;
  amia_local_time_get_day (slot->time->start, &day);
  amia_input_reset (AMIA_INPUT (self->day), amia_date_print_iso (&day, text));
  _amia_meeting_page_print_clock (self->from, amia_local_time_get_minute (slot->time->start));
  _amia_meeting_page_print_clock (self->to, amia_local_time_get_minute (slot->time->end));
  if (slot->time->place != NULL)
    amia_input_reset (AMIA_INPUT (self->place), slot->time->place);
  if (slot->time->what != NULL)
    _amia_meeting_page_fill_kinds (self, slot->time->what);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->free_button));
  gtk_widget_grab_focus (self->place);
  look_for_clashes (self);
}

/* --- Reading the facts ----------------------------------------------------------------------- */

typedef struct
{
  AmiaUuid id;
  AmiaUuid case_id;
  gboolean is_new;
} Wanted;

static gpointer
load_facts (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const Wanted *wanted = data;

  return amia_meeting_facts_load (
      store,
      wanted->is_new ? NULL : &wanted->id,
      amia_uuid_is_nil (&wanted->case_id) ? NULL : &wanted->case_id,
      error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaMeetingPage) self = data;
  g_autoptr (GError) error = NULL;
  AmiaMeetingFacts *facts = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (facts == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  g_clear_pointer (&self->facts, amia_meeting_facts_free);
  self->facts = facts;
  if (facts->record != NULL)
    self->case_id = facts->record->case_id;
  if (self->replica != NULL)
    {
      _amia_meeting_page_show (self);
      look_for_clashes (self);
    }
}

/* --- Doing ----------------------------------------------------------------------------------- */

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaMeetingPage) self = data;
  g_autoptr (GError) error = NULL;

  (void) !amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (error == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
  else
    {
      gtk_widget_set_sensitive (self->done_button, TRUE);
      amia_report_error (GTK_WIDGET (self), error);
    }
}

static void
commit (AmiaMeetingPage *self)
{
  AmiaLocalTime start;
  AmiaLocalTime end;
  double        km;

  if (self->facts == NULL || !gtk_widget_get_sensitive (self->done_button))
    return;
  _amia_meeting_page_suggest_end (self);
  if (!amia_day_input_check (AMIA_INPUT (self->day)) ||
      !amia_day_input_check (AMIA_INPUT (self->until)) ||
      !_amia_meeting_page_read_times (self, TRUE, &start, &end))
    {
      g_autofree char *day = _amia_meeting_page_dup_text (self->day);

      if (*day == '\0')
        amia_input_set_message (AMIA_INPUT (self->day), _ ("Write the day of the meeting."));
      gtk_widget_grab_focus (*day == '\0' ? self->day : self->from);
      return;
    }
  if (!_amia_meeting_page_read_km (self, &km))
    {
      gtk_widget_grab_focus (self->km);
      return;
    }

  gtk_widget_set_sensitive (self->done_button, FALSE);
  amia_replica_call_async (self->replica, amia_meeting_save,
                           _amia_meeting_page_read (self, start, end, km),
                           (GDestroyNotify) amia_meeting_typed_free, NULL, NULL, done_cb,
                           g_object_ref (self));
}

static void
done_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  commit (AMIA_MEETING_PAGE (widget));
}

static void
remove_cb (AmiaMeetingPage *self)
{
  amia_replica_call_async (self->replica, amia_meeting_remove,
                           g_memdup2 (&self->id, sizeof self->id), g_free, NULL, NULL, done_cb,
                           g_object_ref (self));
}

static void
minutes_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (AmiaMeetingPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *form = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (form != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-form", "s", form);
  else if (error != NULL)
    amia_report_error (GTK_WIDGET (self), error);
}

static void
minutes_clicked_cb (AmiaMeetingPage *self)
{
  amia_replica_call_async (self->replica, amia_meeting_begin_minutes,
                           g_memdup2 (&self->id, sizeof self->id), g_free, g_free, NULL,
                           minutes_cb, g_object_ref (self));
}

/* --- The widget ------------------------------------------------------------------------------ */

static void
amia_meeting_page_dispose (GObject *object)
{
  AmiaMeetingPage *self = AMIA_MEETING_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_MEETING_PAGE);
  g_clear_pointer (&self->facts, amia_meeting_facts_free);
  g_clear_pointer (&self->slot, g_free);
  g_clear_pointer (&self->rule, g_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_meeting_page_parent_class)->dispose (object);
}

#define BIND(name) \
  gtk_widget_class_bind_template_child (widget_class, AmiaMeetingPage, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (title_widget);
  BIND (done_button);
  BIND (whom_label);
  BIND (kind);
  BIND (title);
  BIND (day);
  BIND (from);
  BIND (to);
  BIND (free_button);
  BIND (free_list);
  BIND (clash);
  BIND (clash_label);
  BIND (place);
  BIND (km);
  BIND (people);
  BIND (note);
  BIND (recurs_group);
  BIND (recurs);
  BIND (until);
  BIND (after_group);
  BIND (status);
  BIND (minutes_button);
  BIND (reflection);
  BIND (remove_button);
}

static void
amia_meeting_page_class_init (AmiaMeetingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_meeting_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/se/amia/Amia/amia-meeting-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, time_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, free_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, minutes_clicked_cb);
  gtk_widget_class_install_action (widget_class, "page.done", NULL, done_action_cb);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "page.done", NULL);
}

static void
amia_meeting_page_init (AmiaMeetingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  _amia_meeting_page_prepare (self);
}

static void
load (AmiaMeetingPage *self)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->id = self->id;
  wanted->case_id = self->case_id;
  wanted->is_new = self->is_new;
  amia_replica_call_async (self->replica, load_facts, wanted, g_free,
                           (GDestroyNotify) amia_meeting_facts_free, self->cancellable, loaded_cb,
                           g_object_ref (self));
}

GtkWidget *
amia_meeting_page_new (AmiaReplica    *replica,
                       const AmiaUuid *case_id,
                       const GDate    *day)
{
  AmiaMeetingPage *self = g_object_new (AMIA_TYPE_MEETING_PAGE, NULL);
  char             text[AMIA_DATE_TEXT_LENGTH + 1];

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self->replica = g_object_ref (replica);
  self->is_new = TRUE;
  self->id = amia_uuid_new_v7 (amia_words_now_ms ());
  if (case_id != NULL)
    self->case_id = *case_id;
  _amia_meeting_page_fill_kinds (self, NULL);
  if (day != NULL)
    amia_input_reset (AMIA_INPUT (self->day), amia_date_print_iso (day, text));
  load (self);
  return GTK_WIDGET (self);
}

GtkWidget *
amia_meeting_page_new_for (AmiaReplica    *replica,
                           const AmiaUuid *id)
{
  AmiaMeetingPage *self = g_object_new (AMIA_TYPE_MEETING_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self->replica = g_object_ref (replica);
  self->id = *id;
  load (self);
  return GTK_WIDGET (self);
}
