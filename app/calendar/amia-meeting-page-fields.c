/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "amia-calendar-words.h"
#include "amia-date.h"
#include "amia-day-input.h"
#include "amia-drop-down.h"
#include "amia-input.h"
#include "amia-meeting-page-private.h"
#include "amia-row.h"

/* Between the records of a meeting and the fields of its page. */

static const char *const status_codes[] = { "planned", "held", "cancelled", "missed" };

static const struct
{
  const char *words;
  const char *rule; /* NULL for once */
} rules[] = {
  { N_ ("Once"), NULL },
  { N_ ("Every week"), "FREQ=WEEKLY" },
  { N_ ("Every second week"), "FREQ=WEEKLY;INTERVAL=2" },
  { N_ ("Every month"), "FREQ=MONTHLY" },
};

/* --- What there is to choose from ------------------------------------------------------------ */

static gboolean
is_of_case (AmiaMeetingPage *self)
{
  return !amia_uuid_is_nil (&self->case_id);
}

/* The @n-th kind that fits. */
static const AmiaMeetingKind *
get_nth_kind (AmiaMeetingPage *self,
              guint            n)
{
  gsize                  n_kinds;
  const AmiaMeetingKind *kinds = amia_meeting_get_kinds (&n_kinds);

  for (gsize i = 0; i < n_kinds; i++)
    {
      if (kinds[i].is_of_case == is_of_case (self) && n-- == 0)
        return &kinds[i];
    }

  return NULL;
}

/* The kind that is chosen. */
static const AmiaMeetingKind *
get_kind (AmiaMeetingPage *self)
{
  return get_nth_kind (self, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind)));
}

void
_amia_meeting_page_fill_kinds (AmiaMeetingPage *self,
                               const char      *code)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const AmiaMeetingKind *kind;
  guint                  selected = 0;

  for (guint i = 0; (kind = get_nth_kind (self, i)) != NULL; i++)
    {
      gtk_string_list_append (names, kind->name);
      if (g_strcmp0 (kind->code, code) == 0)
        selected = i;
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kind), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind), selected);
}

/* --- Day and times --------------------------------------------------------------------------- */

char *
_amia_meeting_page_dup_text (GtkWidget *input)
{
  return amia_input_dup_text (AMIA_INPUT (input));
}

void
_amia_meeting_page_print_clock (GtkWidget *input,
                                int        minute)
{
  g_autofree char *text = g_strdup_printf ("%02d:%02d", minute / 60, minute % 60);

  amia_input_reset (AMIA_INPUT (input), text);
}

/* FALSE while there is something to mend; says so beside it if @is_asked. */
gboolean
_amia_meeting_page_read_times (AmiaMeetingPage *self,
                               gboolean         is_asked,
                               AmiaLocalTime   *start,
                               AmiaLocalTime   *end)
{
  g_autofree char *day_text = _amia_meeting_page_dup_text (self->day);
  g_autofree char *from_text = _amia_meeting_page_dup_text (self->from);
  g_autofree char *to_text = _amia_meeting_page_dup_text (self->to);
  gboolean         has_from;
  gboolean         has_to;
  GDate            day;
  int              from = 0;
  int              to = 0;

  has_from = amia_clock_parse_typed (from_text, &from) && from < AMIA_DAY_MINUTES;
  has_to = has_from && amia_clock_parse_typed_end (to_text, from, &to);
  if (is_asked || *from_text != '\0')
    amia_input_set_message (AMIA_INPUT (self->from),
                            has_from ? NULL : _ ("Write a time such as 9 or 13:30."));
  if (is_asked || *to_text != '\0')
    amia_input_set_message (
        AMIA_INPUT (self->to),
        has_to || !has_from ? NULL : _ ("Write a later time, or how long: 45 min."));
  if (!has_to || !amia_date_parse_iso (day_text, -1, &day))
    return FALSE;

  *start = amia_local_time_make (&day, from);
  *end = amia_local_time_make (&day, to);
  return TRUE;
}

/* A beginning brings its end along: a meeting is as long as such meetings are. */
void
_amia_meeting_page_suggest_end (AmiaMeetingPage *self)
{
  const AmiaMeetingKind *kind =
      get_kind (self);
  g_autofree char *from_text = _amia_meeting_page_dup_text (self->from);
  g_autofree char *to_text = _amia_meeting_page_dup_text (self->to);
  int              from;

  if (*to_text == '\0' && kind != NULL && amia_clock_parse_typed (from_text, &from) &&
      from + kind->minutes < AMIA_DAY_MINUTES)
    _amia_meeting_page_print_clock (self->to, from + kind->minutes);
}

/* --- Showing --------------------------------------------------------------------------------- */

static void
fill_free_times (AmiaMeetingPage *self)
{
  amia_list_clear (self->free_list);
  for (guint i = 0; i < self->facts->free_times->len; i++)
    {
      const AmiaSlotItem *slot = g_ptr_array_index (self->facts->free_times, i);
      g_autofree char    *time = amia_calendar_words_time (slot->time->start);
      g_autofree char    *what = amia_calendar_words_title (slot->time);
      g_autofree char    *where = slot->time->place != NULL
                                      ? g_strdup_printf ("%s · %s", what, slot->time->place)
                                      : g_steal_pointer (&what);
      GtkWidget          *row = amia_row_new (time, where);

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (self->free_list), row);
    }
  gtk_widget_set_visible (self->free_button,
                          is_of_case (self) && self->facts->free_times->len > 0);
}

static void
show_field (GtkWidget        *input,
            const AmiaRecord *record,
            const char       *field)
{
  g_autofree char *text = amia_record_dup_string (record, field);

  amia_input_reset (AMIA_INPUT (input), text);
}

static void
show_people (AmiaMeetingPage  *self,
             const AmiaRecord *record)
{
  const AmiaAgendaItem item = { .participants =
                                    (char *) amia_record_get_value (record, "participants") };
  g_auto (GStrv) people = amia_agenda_item_dup_participants (&item);
  g_autofree char *joined = g_strjoinv (", ", people);

  amia_input_reset (AMIA_INPUT (self->people), joined);
}

static void
show_rule (AmiaMeetingPage  *self,
           const AmiaRecord *record)
{
  g_auto (GStrv) parts = NULL;
  guint selected = 0;

  self->rule = amia_record_dup_string (record, "recurs");
  if (self->rule == NULL)
    return;

  parts = g_strsplit (self->rule, ";UNTIL=", 2);
  for (guint i = 1; i < G_N_ELEMENTS (rules); i++)
    {
      if (strcmp (parts[0], rules[i].rule) == 0)
        selected = i;
    }
  /* A rule from another calendar that is none of ours stays as it is. */
  gtk_widget_set_sensitive (self->recurs_group, selected > 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->recurs), selected);
  if (selected > 0 && parts[1] != NULL && strlen (parts[1]) >= 8)
    {
      g_autofree char *day = g_strdup_printf ("%.4s-%.2s-%.2s", parts[1], parts[1] + 4, parts[1] + 6);

      amia_input_reset (AMIA_INPUT (self->until), day);
    }
}

static void
show_status (AmiaMeetingPage  *self,
             const AmiaRecord *record)
{
  g_autofree char *status = amia_record_dup_string (record, "status");

  for (guint i = 0; i < G_N_ELEMENTS (status_codes); i++)
    {
      if (g_strcmp0 (status_codes[i], status) == 0)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->status), i);
    }
}

static void
show_record (AmiaMeetingPage  *self,
             const AmiaRecord *record)
{
  g_autofree char *kind = amia_record_dup_string (record, "kind");
  g_autofree char *start_text = amia_record_dup_string (record, "start");
  g_autofree char *end_text = amia_record_dup_string (record, "end");
  const char      *km = amia_record_get_value (record, "km");
  AmiaLocalTime    start;
  AmiaLocalTime    end;
  GDate            day;
  char             text[AMIA_DATE_TEXT_LENGTH + 1];

  _amia_meeting_page_fill_kinds (self, kind);
  show_field (self->title, record, "title");
  show_field (self->place, record, "place");
  show_field (self->note, record, "note");
  amia_input_reset (AMIA_INPUT (self->km), km != NULL && g_ascii_isdigit (*km) ? km : NULL);
  show_people (self, record);
  show_rule (self, record);
  show_status (self, record);
  if (amia_local_time_parse (start_text, &start))
    {
      amia_local_time_get_day (start, &day);
      amia_input_reset (AMIA_INPUT (self->day), amia_date_print_iso (&day, text));
      _amia_meeting_page_print_clock (self->from, amia_local_time_get_minute (start));
      if (amia_local_time_parse (end_text, &end) && end > start &&
          end - start < AMIA_DAY_MINUTES)
        _amia_meeting_page_print_clock (self->to, amia_local_time_get_minute (end));
      self->slot = amia_record_dup_string (record, "slot");
      self->slot_start = start;
    }
}

void
_amia_meeting_page_show (AmiaMeetingPage *self)
{
  const AmiaMeetingFacts *facts = self->facts;
  const AmiaIdentity     *identity =
      amia_replica_get_identity (self->replica);
  g_autofree char *form = facts->record != NULL ? amia_record_dup_string (facts->record, "form")
                                                : NULL;

  gtk_label_set_label (GTK_LABEL (self->whom_label),
                       facts->is_protected   ? _ ("Protected identity")
                       : facts->name != NULL ? facts->name
                                             : _ ("Of nobody in particular: no names of "
                                                  "participants here, all agencies see it."));
  if (facts->record != NULL)
    show_record (self, facts->record);
  else
    amia_input_reset (AMIA_INPUT (self->people), facts->people);
  gtk_widget_set_visible (self->recurs_group, !is_of_case (self));
  gtk_widget_set_visible (self->after_group, !self->is_new);
  gtk_widget_set_visible (self->remove_button, !self->is_new);
  gtk_widget_set_visible (self->minutes_button, is_of_case (self));
  gtk_button_set_label (GTK_BUTTON (self->minutes_button),
                        form != NULL ? _ ("Open the Minutes") : _ ("Write Minutes"));
  /* Words between the two caseworkers. */
  gtk_widget_set_visible (self->reflection,
                          is_of_case (self) && strcmp (identity->role, "caseworker") == 0);
  amia_input_reset (AMIA_INPUT (self->reflection), facts->reflection);
  gtk_button_set_label (GTK_BUTTON (self->done_button),
                        self->is_new ? _ ("Book the Meeting") : _ ("Done"));
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title_widget),
                              self->is_new ? _ ("New Meeting") : _ ("Meeting"));
  fill_free_times (self);
}

/* --- Reading --------------------------------------------------------------------------------- */

static char **
read_people (AmiaMeetingPage *self)
{
  g_autofree char *text = _amia_meeting_page_dup_text (self->people);
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GStrvBuilder) people = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_strstrip (parts[i]);
      if (*parts[i] != '\0')
        g_strv_builder_add (people, parts[i]);
    }

  return g_strv_builder_end (people);
}

static char *
read_rule (AmiaMeetingPage *self)
{
  guint            selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->recurs));
  g_autofree char *until = _amia_meeting_page_dup_text (self->until);
  g_auto (GStrv) parts = NULL;
  g_autofree char *day = NULL;

  if (!gtk_widget_get_sensitive (self->recurs_group))
    return g_strdup (self->rule);
  if (rules[selected].rule == NULL)
    return NULL;
  if (*until == '\0')
    return g_strdup (rules[selected].rule);

  parts = g_strsplit (until, "-", 3);
  day = g_strjoinv ("", parts);
  return g_strdup_printf ("%s;UNTIL=%sT235900", rules[selected].rule, day);
}

gboolean
_amia_meeting_page_read_km (AmiaMeetingPage *self,
                            double          *km)
{
  g_autofree char *text = _amia_meeting_page_dup_text (self->km);
  char            *end;

  *km = -1;
  g_strdelimit (text, ",", '.');
  if (*text != '\0')
    *km = g_ascii_strtod (text, &end);
  if (*text == '\0' || (*end == '\0' && *km >= 0 && *km < 10000))
    {
      amia_input_set_message (AMIA_INPUT (self->km), NULL);
      return TRUE;
    }

  amia_input_set_message (AMIA_INPUT (self->km), _ ("Write a number of kilometres."));
  return FALSE;
}

AmiaMeetingTyped *
_amia_meeting_page_read (AmiaMeetingPage *self,
                         AmiaLocalTime    start,
                         AmiaLocalTime    end,
                         double           km)
{
  AmiaMeetingTyped      *typed = g_new0 (AmiaMeetingTyped, 1);
  const AmiaMeetingKind *kind =
      get_kind (self);

  typed->id = self->id;
  typed->case_id = self->case_id;
  typed->kind = kind != NULL ? kind->code : NULL;
  typed->title = _amia_meeting_page_dup_text (self->title);
  typed->start = start;
  typed->end = end;
  typed->place = _amia_meeting_page_dup_text (self->place);
  typed->km = km;
  typed->people = read_people (self);
  typed->note = _amia_meeting_page_dup_text (self->note);
  typed->status = status_codes[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->status))];
  typed->rule = is_of_case (self) ? NULL : read_rule (self);
  /* Who moved the meeting by hand has left the free time. */
  typed->slot = self->slot_start == start ? g_strdup (self->slot) : NULL;
  typed->reflection =
      gtk_widget_get_visible (self->reflection) ? _amia_meeting_page_dup_text (self->reflection)
                                                : NULL;
  return typed;
}

/* --- Choices --------------------------------------------------------------------------------- */

void
_amia_meeting_page_prepare (AmiaMeetingPage *self)
{
  g_autoptr (GtkStringList) rule_words = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) status_words = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    gtk_string_list_append (rule_words, _ (rules[i].words));
  for (gsize i = 0; i < G_N_ELEMENTS (status_codes); i++)
    gtk_string_list_append (status_words, amia_calendar_words_status (status_codes[i]));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->recurs), G_LIST_MODEL (rule_words));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->status), G_LIST_MODEL (status_words));
  amia_drop_down_set_name (self->kind, _ ("Kind of meeting"));
  amia_drop_down_set_name (self->recurs, _ ("How often"));
  amia_drop_down_set_name (self->status, _ ("How it went"));
}
