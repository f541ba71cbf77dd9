/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-calendar-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-meeting.h"

/* Words for days, times and what stands in a calendar. */

static const char *const weekdays[] = {
  N_ ("Monday"),
  N_ ("Tuesday"),
  N_ ("Wednesday"),
  N_ ("Thursday"),
  N_ ("Friday"),
  N_ ("Saturday"),
  N_ ("Sunday"),
};

static const char *const months[] = {
  N_ ("January"),
  N_ ("February"),
  N_ ("March"),
  N_ ("April"),
  N_ ("May"),
  N_ ("June"),
  N_ ("July"),
  N_ ("August"),
  N_ ("September"),
  N_ ("October"),
  N_ ("November"),
  N_ ("December"),
};

static const struct
{
  const char *code;
  const char *words;
} statuses[] = {
  { "planned", N_ ("Planned") },
  { "booked", N_ ("Planned") },
  { "held", N_ ("Held") },
  { "cancelled", N_ ("Cancelled") },
  { "missed", N_ ("Did not come about") },
};

const char *
amia_calendar_words_status (const char *status)
{
  for (gsize i = 0; status != NULL && i < G_N_ELEMENTS (statuses); i++)
    {
      if (strcmp (statuses[i].code, status) == 0)
        return _ (statuses[i].words);
    }

  return status != NULL ? status : _ ("Planned");
}

char *
amia_calendar_words_what (const AmiaAgendaItem *item)
{
  const AmiaMeetingKind *kind;

  g_return_val_if_fail (item != NULL, NULL);

  kind = amia_meeting_find_kind (item->what);
  if (strcmp (item->kind, "absence") == 0)
    /* Translators: who is away for a time. */
    return g_strdup_printf (_ ("%s is away"), item->person != NULL ? item->person : "–");
  if (strcmp (item->kind, "slot") == 0)
    return kind != NULL
               /* Translators: a free time for a kind of meeting. */
               ? g_strdup_printf (_ ("Free time: %s"), kind->name)
               : g_strdup (_ ("Free time"));
  if (item->title != NULL && *item->title != '\0')
    return g_strdup (item->title);
  return g_strdup (kind != NULL ? kind->name : _ ("Meeting"));
}

/* Whom it is about, NULL for nobody. */
static char *
dup_whom (const AmiaAgendaItem *item)
{
  g_return_val_if_fail (item != NULL, NULL);

  if (item->is_protected)
    return g_strdup (_ ("Protected identity"));
  if (item->name != NULL && *item->name != '\0')
    return g_strdup (item->name);
  if (item->case_title != NULL && *item->case_title != '\0')
    return g_strdup (item->case_title);
  return strcmp (item->kind, "slot") == 0 && item->team != NULL ? g_strdup (item->team) : NULL;
}

char *
amia_calendar_words_title (const AmiaAgendaItem *item)
{
  g_autofree char *what = amia_calendar_words_what (item);
  g_autofree char *whom = dup_whom (item);

  return whom != NULL ? g_strdup_printf ("%s · %s", what, whom) : g_steal_pointer (&what);
}

char *
amia_calendar_words_times (const AmiaAgendaItem *item)
{
  int start;
  int end;

  g_return_val_if_fail (item != NULL, NULL);

  if (item->is_all_day)
    return g_strdup (_ ("All day"));

  start = amia_local_time_get_minute (item->start);
  end = amia_local_time_get_minute (item->end);
  return g_strdup_printf ("%02d:%02d–%02d:%02d", start / 60, start % 60, end / 60, end % 60);
}

static void
append (GString    *text,
        const char *words)
{
  if (words != NULL && *words != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words);
}

/* Who takes part may be the one who is protected. */
static void
append_people (GString              *text,
               const AmiaAgendaItem *item)
{
  g_auto (GStrv) people = amia_agenda_item_dup_participants (item);
  g_autofree char *joined = g_strjoinv (", ", people);

  if (!item->is_protected)
    append (text, joined);
}

char *
amia_calendar_words_details (const AmiaAgendaItem *item)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *km = NULL;

  g_return_val_if_fail (item != NULL, NULL);

  if (!item->is_protected)
    append (text, item->place);
  if (item->km > 0)
    /* Translators: how far it is. */
    km = g_strdup_printf (_ ("%g km"), item->km);
  append (text, km);
  append_people (text, item);
  if (item->status != NULL && strcmp (item->status, "planned") != 0 &&
      strcmp (item->status, "booked") != 0)
    append (text, amia_calendar_words_status (item->status));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
amia_calendar_words_all (const AmiaAgendaItem *item)
{
  g_autofree char *times = amia_calendar_words_times (item);
  g_autofree char *title = amia_calendar_words_title (item);
  g_autofree char *details = amia_calendar_words_details (item);

  return *details != '\0' ? g_strdup_printf ("%s %s · %s", times, title, details)
                          : g_strdup_printf ("%s %s", times, title);
}

const char *
amia_calendar_words_weekday (guint weekday)
{
  g_return_val_if_fail (weekday < G_N_ELEMENTS (weekdays), NULL);

  return _ (weekdays[weekday]);
}

/* `14 March`; without what every year has of its own. */
static char *
print_day (const GDate *day)
{
  g_autofree char *month =
      g_utf8_strdown (_ (months[g_date_get_month (day) - G_DATE_JANUARY]), -1);

  /* Translators: a day and its month, as in "14 march". */
  return g_strdup_printf (_ ("%d %s"), g_date_get_day (day), month);
}

static const char *
get_weekday (const GDate *day)
{
  return _ (weekdays[g_date_get_weekday (day) - G_DATE_MONDAY]);
}

char *
amia_calendar_words_day (const GDate *day)
{
  g_autofree char *words = NULL;

  g_return_val_if_fail (day != NULL && g_date_valid (day), NULL);

  words = print_day (day);
  return g_strdup_printf ("%s %s %d", get_weekday (day), words, g_date_get_year (day));
}

char *
amia_calendar_words_day_count (const GDate *day,
                               guint        n)
{
  g_autofree char *words = NULL;
  g_autofree char *count = NULL;

  g_return_val_if_fail (day != NULL && g_date_valid (day), NULL);

  words = print_day (day);
  count = n == 0 ? g_strdup (_ ("no meetings"))
                 : g_strdup_printf (ngettext ("%u meeting", "%u meetings", n), n);
  return g_strdup_printf ("%s %s, %s", get_weekday (day), words, count);
}

char *
amia_calendar_words_month (const GDate *day)
{
  g_return_val_if_fail (day != NULL && g_date_valid (day), NULL);

  return g_strdup_printf ("%s %d",
                          _ (months[g_date_get_month (day) - G_DATE_JANUARY]),
                          g_date_get_year (day));
}

char *
amia_calendar_words_time (AmiaLocalTime time)
{
  GDate            day;
  g_autofree char *words = NULL;
  int              minute = amia_local_time_get_minute (time);

  amia_local_time_get_day (time, &day);
  words = print_day (&day);
  return g_strdup_printf (
      "%s %s %02d:%02d", get_weekday (&day), words, minute / 60, minute % 60);
}
