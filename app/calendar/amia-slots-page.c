/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-slots-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "amia-calendar-words.h"
#include "amia-case-reader.h"
#include "amia-date.h"
#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-input.h"
#include "amia-meeting.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-slots-data.h"
#include "amia-template.h"
#include "amia-words.h"

/* The lists are functions of what the store says, read anew at each change. */

#define OFFERED_MAX      3
#define LENGTH_MAX       480
#define TALK_KIND        "flerpartssamtal"
#define MONTHS_PUBLISHED 3

struct _AmiaSlotsPage
{
  GtkWidget parent_instance;

  GtkWidget *doubles_title;
  GtkWidget *doubles;
  GtkWidget *lost_title;
  GtkWidget *lost;
  GtkWidget *times;
  GtkWidget *times_empty;
  GtkWidget *kind;
  GtkWidget *weekday;
  GtkWidget *from;
  GtkWidget *to;
  GtkWidget *length;
  GtkWidget *first;
  GtkWidget *last;
  GtkWidget *days_ahead;
  GtkWidget *team;
  GtkWidget *place;

  AmiaReplica         *replica;
  AmiaCaseReader      *reader;
  const AmiaSlotsData *data; /* the reader's */
};

G_DEFINE_FINAL_TYPE (AmiaSlotsPage, amia_slots_page, GTK_TYPE_WIDGET)

/* --- Settling -------------------------------------------------------------------------------- */

/* What a button is about: the numbers of a time, and of a booking or another time. */
typedef struct
{
  guint first;
  guint second;
} Pair;

static GtkWidget *
add_choice (AmiaSlotsPage *self,
            GtkWidget     *row,
            const char    *label,
            const char    *name,
            Pair           pair)
{
  GtkWidget *button = amia_row_add_button (row, label, name);

  g_object_set_data_full (
      G_OBJECT (button), "amia-pair", g_memdup2 (&pair, sizeof pair), g_free);
  return button;
}

static void
settle (AmiaSlotsPage *self,
        guint          slot_number,
        guint          booking_number)
{
  const AmiaSlotItem *slot = g_ptr_array_index (self->data->slots, slot_number);
  char                id[AMIA_UUID_TEXT_LENGTH + 1];

  if (slot->state != AMIA_SLOT_DOUBLE || booking_number >= slot->bookings->len)
    return;

  amia_report_commit (
      GTK_WIDGET (self),
      self->replica,
      amia_slots_settle (
          amia_uuid_print (&slot->time->id, id),
          ((const AmiaBookingItem *) g_ptr_array_index (slot->bookings, booking_number))->id));
}

static void
settle_cb (AmiaSlotsPage *self,
           GtkWidget     *button)
{
  const Pair *pair = g_object_get_data (G_OBJECT (button), "amia-pair");

  settle (self, pair->first, pair->second);
}

/* 1 and 2 settle the first that is open. */
static gboolean
digit_cb (GtkWidget *widget,
          GVariant  *parameter,
          gpointer   user_data)
{
  AmiaSlotsPage *self = AMIA_SLOTS_PAGE (widget);
  GtkWidget     *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (self->data == NULL || GTK_IS_EDITABLE (focus))
    return FALSE;

  for (guint i = 0; i < self->data->slots->len; i++)
    {
      const AmiaSlotItem *slot = g_ptr_array_index (self->data->slots, i);

      if (slot->state == AMIA_SLOT_DOUBLE)
        {
          settle (self, i, (guint) g_variant_get_int32 (parameter));
          return TRUE;
        }
    }

  return FALSE;
}

static void
move_cb (AmiaSlotsPage *self,
         GtkWidget     *button)
{
  const Pair *pair = g_object_get_data (G_OBJECT (button), "amia-pair");

  amia_report_commit (GTK_WIDGET (self),
                      self->replica,
                      amia_slots_move (g_ptr_array_index (self->data->lost, pair->first),
                                       g_ptr_array_index (self->data->slots, pair->second),
                                       amia_replica_get_identity (self->replica)->user));
}

static void
withdraw_cb (AmiaSlotsPage *self,
             GtkWidget     *button)
{
  const Pair         *pair = g_object_get_data (G_OBJECT (button), "amia-pair");
  const AmiaSlotItem *slot = g_ptr_array_index (self->data->slots, pair->first);
  AmiaEdits          *edits = amia_edits_new ();

  amia_edits_set (edits, "slot", &slot->time->id, NULL, "removed", NULL, "true");
  amia_report_commit (GTK_WIDGET (self), self->replica, edits);
}

/* --- Showing --------------------------------------------------------------------------------- */

static char *
describe_booking (const AmiaBookingItem *booking)
{
  /* Translators: who has booked, and for which agency. */
  return g_strdup_printf (_ ("%s (%s)"),
                          booking->person != NULL ? booking->person : "–",
                          amia_words_agency_short (booking->agency));
}

static char *
describe_where (const AmiaSlotItem *slot)
{
  const AmiaMeetingKind *kind = amia_meeting_find_kind (slot->time->what);
  const char            *parts[] = { kind != NULL ? kind->name : _ ("Any meeting"),
                          slot->time->team,
                          slot->time->place };
  g_autoptr (GString) words = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] != NULL)
        g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", parts[i]);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_double (AmiaSlotsPage      *self,
            const AmiaSlotItem *slot,
            guint               number)
{
  g_autofree char *time = amia_calendar_words_time (slot->time->start);
  g_autofree char *where = describe_where (slot);
  GtkWidget       *row = amia_row_new (time, where);

  for (guint i = 0; i < slot->bookings->len; i++)
    {
      g_autofree char *who = describe_booking (g_ptr_array_index (slot->bookings, i));
      /* Translators: the button gives a time that two have booked to one of them. */
      g_autofree char *label = g_strdup_printf (_ ("%s Gets It"), who);
      g_autofree char *name = g_strdup_printf ("%s, %s", label, time);
      GtkWidget       *button = add_choice (self, row, label, name, (Pair){ number, i });

      g_signal_connect_object (button, "clicked", G_CALLBACK (settle_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_list_box_append (GTK_LIST_BOX (self->doubles), row);
}

static void
add_lost (AmiaSlotsPage *self,
          guint          number)
{
  const AmiaLostBooking *lost = g_ptr_array_index (self->data->lost, number);
  GtkWidget             *row = amia_row_new (lost->words, _ ("Somebody else has the time."));
  guint                  n_offered = 0;

  for (guint i = 0; i < self->data->slots->len && n_offered < OFFERED_MAX; i++)
    {
      const AmiaSlotItem *slot = g_ptr_array_index (self->data->slots, i);
      g_autofree char    *time = amia_calendar_words_time (slot->time->start);
      g_autofree char    *name = NULL;
      GtkWidget          *button = NULL;

      if (!slot->is_open)
        continue;
      n_offered++;
      /* Translators: the button moves a meeting to that time. */
      name = g_strdup_printf (_ ("Move to %s"), time);
      button = add_choice (self, row, time, name, (Pair){ number, i });
      g_signal_connect_object (button, "clicked", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
    }
  if (n_offered == 0)
    amia_row_set (row, lost->words, _ ("Somebody else has the time, and no time is free."));
  gtk_list_box_append (GTK_LIST_BOX (self->lost), row);
}

static char *
describe_state (const AmiaSlotItem *slot)
{
  g_autofree char *where = describe_where (slot);
  g_autofree char *state = NULL;

  if (slot->state == AMIA_SLOT_DOUBLE)
    state = g_strdup (_ ("Double booking"));
  for (guint i = 0; slot->state == AMIA_SLOT_BOOKED && i < slot->bookings->len; i++)
    {
      const AmiaBookingItem *booking = g_ptr_array_index (slot->bookings, i);
      g_autofree char       *who = describe_booking (booking);

      if (g_strcmp0 (booking->id, slot->winner) == 0)
        /* Translators: by whom. */
        state = g_strdup_printf (_ ("Booked by %s"), who);
    }
  if (state == NULL && !slot->is_open)
    state = g_strdup (_ ("Too late to book"));
  return g_strdup_printf ("%s · %s", state != NULL ? state : _ ("Free"), where);
}

static void
add_time (AmiaSlotsPage      *self,
          const AmiaSlotItem *slot,
          guint               number)
{
  g_autofree char *time = amia_calendar_words_time (slot->time->start);
  g_autofree char *state = describe_state (slot);
  g_autofree char *name = g_strdup_printf (_ ("Take back %s"), time);
  GtkWidget       *row = amia_row_new (time, state);
  GtkWidget       *button = NULL;

  if (slot->state == AMIA_SLOT_FREE &&
      g_strcmp0 (slot->time->user, amia_replica_get_identity (self->replica)->user) == 0)
    {
      button = add_choice (self, row, _ ("Take Back"), name, (Pair){ number, 0 });
      g_signal_connect_object (
          button, "clicked", G_CALLBACK (withdraw_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_list_box_append (GTK_LIST_BOX (self->times), row);
}

static void
changed_cb (AmiaSlotsPage *self)
{
  guint n_doubles = 0;

  self->data = amia_case_reader_get (self->reader);
  amia_list_clear (self->doubles);
  amia_list_clear (self->lost);
  amia_list_clear (self->times);
  for (guint i = 0; i < self->data->slots->len; i++)
    {
      const AmiaSlotItem *slot = g_ptr_array_index (self->data->slots, i);

      if (slot->state == AMIA_SLOT_DOUBLE)
        {
          add_double (self, slot, i);
          n_doubles++;
        }
      add_time (self, slot, i);
    }
  for (guint i = 0; i < self->data->lost->len; i++)
    add_lost (self, i);

  gtk_widget_set_visible (self->doubles_title, n_doubles > 0);
  gtk_widget_set_visible (self->doubles, n_doubles > 0);
  gtk_widget_set_visible (self->lost_title, self->data->lost->len > 0);
  gtk_widget_set_visible (self->lost, self->data->lost->len > 0);
  gtk_widget_set_visible (self->times, self->data->slots->len > 0);
  gtk_widget_set_visible (self->times_empty, self->data->slots->len == 0);
}

/* --- Publishing ------------------------------------------------------------------------------ */

static char *
dup_text (GtkWidget *input)
{
  return amia_input_dup_text (AMIA_INPUT (input));
}

static gboolean
say (GtkWidget  *input,
     gboolean    is_good,
     const char *message)
{
  amia_input_set_message (AMIA_INPUT (input), is_good ? NULL : message);
  if (!is_good)
    gtk_widget_grab_focus (input);
  return is_good;
}

static gboolean
read_number (GtkWidget *input,
             int        min,
             int        max,
             int       *number)
{
  g_autofree char *text = dup_text (input);
  char            *end;

  *number = (int) strtol (text, &end, 10);
  return say (input, *text != '\0' && *end == '\0' && *number >= min && *number <= max,
              _ ("Write a number."));
}

static gboolean
read_plan (AmiaSlotsPage *self,
           AmiaSlotPlan  *plan)
{
  g_autofree char *from = dup_text (self->from);
  g_autofree char *to = dup_text (self->to);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (!amia_day_input_check (AMIA_INPUT (self->first)) ||
      !amia_day_input_check (AMIA_INPUT (self->last)))
    return FALSE;

  first = dup_text (self->first);
  last = dup_text (self->last);
  plan->n_weeks = 1;
  plan->weekday = (GDateWeekday) (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->weekday)) +
                                  G_DATE_MONDAY);
  return say (self->from, amia_clock_parse_typed (from, &plan->from),
              _ ("Write a time such as 9 or 13:30.")) &&
         say (self->to, amia_clock_parse_typed_end (to, plan->from, &plan->to),
              _ ("Write a later time, or how long: 45 min.")) &&
         read_number (self->length, 5, LENGTH_MAX, &plan->length) &&
         say (self->first, amia_date_parse_iso (first, -1, &plan->first), _ ("Write a day.")) &&
         say (self->last,
              amia_date_parse_iso (last, -1, &plan->last) &&
                  g_date_compare (&plan->first, &plan->last) <= 0,
              _ ("Write a day after the first."));
}

static void
publish_cb (AmiaSlotsPage *self)
{
  gsize                  n_kinds;
  const AmiaMeetingKind *kinds = amia_meeting_get_kinds (&n_kinds);
  guint                  kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
  g_autofree char       *team = dup_text (self->team);
  g_autofree char       *place = dup_text (self->place);
  AmiaSlotSeries         series = { .team = team,
                                    .place = place,
                                    .kind = kind > 0 ? kinds[kind - 1].code : NULL };
  AmiaEdits             *edits = NULL;
  g_autofree char       *words = NULL;
  guint                  n_slots;

  if (!read_plan (self, &series.plan) ||
      !read_number (self->days_ahead, 0, 366, &series.days_ahead))
    return;

  edits = amia_slots_publish (
      &series, amia_replica_get_identity (self->replica)->user, &n_slots);
  if (n_slots == 0)
    {
      amia_edits_free (edits);
      amia_report (GTK_WIDGET (self), _ ("There is no such time between those days."));
      return;
    }

  words = g_strdup_printf (ngettext ("%u free time published", "%u free times published", n_slots),
                           n_slots);
  amia_report_commit_saying (GTK_WIDGET (self), self->replica, edits, words);
}

static void
fill_choices (AmiaSlotsPage *self)
{
  gsize                  n_kinds;
  const AmiaMeetingKind *kinds = amia_meeting_get_kinds (&n_kinds);
  g_autoptr (GtkStringList) kind_names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) weekdays = gtk_string_list_new (NULL);

  gtk_string_list_append (kind_names, _ ("Any meeting"));
  for (gsize i = 0; i < n_kinds && kinds[i].is_of_case; i++)
    gtk_string_list_append (kind_names, kinds[i].name);
  for (guint i = 0; i < 5; i++)
    gtk_string_list_append (weekdays, amia_calendar_words_weekday (i));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kind), G_LIST_MODEL (kind_names));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->weekday), G_LIST_MODEL (weekdays));
  for (guint i = 0; i < n_kinds; i++)
    {
      if (strcmp (kinds[i].code, TALK_KIND) == 0)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind), i + 1);
    }
  amia_drop_down_set_name (self->kind, _ ("Kind of meeting"));
  amia_drop_down_set_name (self->weekday, _ ("Day of the week"));
}

static void
reset_day (GtkWidget   *input,
           const GDate *day)
{
  char text[AMIA_DATE_TEXT_LENGTH + 1];

  amia_input_reset (AMIA_INPUT (input), amia_date_print_iso (day, text));
}

static void
reset_clock (GtkWidget *input,
             int        minute)
{
  g_autofree char *text = g_strdup_printf ("%02d:%02d", minute / 60, minute % 60);

  amia_input_reset (AMIA_INPUT (input), text);
}

static void
reset_number (GtkWidget *input,
              int        number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  amia_input_reset (AMIA_INPUT (input), text);
}

static void
suggest_talks (AmiaSlotsPage *self)
{
  AmiaSlotPlan plan;
  GDate        first;
  GDate        last;

  amia_day_input_get_today (&first);
  last = first;
  g_date_add_months (&last, MONTHS_PUBLISHED);
  amia_slot_plan_init_talks (&plan, &first, &last);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->weekday), plan.weekday - G_DATE_MONDAY);
  reset_clock (self->from, plan.from);
  reset_clock (self->to, plan.to);
  reset_number (self->length, plan.length);
  reset_number (self->days_ahead, AMIA_SLOT_TALK_DAYS_AHEAD);
  reset_day (self->first, &plan.first);
  reset_day (self->last, &plan.last);
}

/* --- The widget ------------------------------------------------------------------------------ */

static void
amia_slots_page_dispose (GObject *object)
{
  AmiaSlotsPage *self = AMIA_SLOTS_PAGE (object);

  amia_case_reader_stop (self->reader);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_SLOTS_PAGE);
  self->data = NULL;
  g_clear_object (&self->reader);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_slots_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, AmiaSlotsPage, name)

static void
amia_slots_page_class_init (AmiaSlotsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_slots_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-slots-page.ui");
  BIND (doubles_title);
  BIND (doubles);
  BIND (lost_title);
  BIND (lost);
  BIND (times);
  BIND (times_empty);
  BIND (kind);
  BIND (weekday);
  BIND (from);
  BIND (to);
  BIND (length);
  BIND (first);
  BIND (last);
  BIND (days_ahead);
  BIND (team);
  BIND (place);
  gtk_widget_class_bind_template_callback (widget_class, publish_cb);
  for (guint i = 0; i < 2; i++)
    gtk_widget_class_add_binding (
        widget_class, GDK_KEY_1 + i, (GdkModifierType) 0, digit_cb, "i", (int) i);
}

static void
amia_slots_page_init (AmiaSlotsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  suggest_talks (self);
}

GtkWidget *
amia_slots_page_new (AmiaReplica *replica)
{
  AmiaSlotsPage *self = g_object_new (AMIA_TYPE_SLOTS_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self->replica = g_object_ref (replica);
  self->reader = amia_case_reader_new_with (
      replica, &(AmiaCaseReading){ .read = amia_slots_data_load,
                                   .free_read = (GDestroyNotify) amia_slots_data_free });
  g_signal_connect_object (
      self->reader, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->reader, "failed", G_CALLBACK (amia_report_error), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
