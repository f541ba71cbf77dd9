/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-recurrence.h"

#include <string.h>

#include "amia-calendar-private.h"
#include "amia-date.h"

/* Recurrence by libical, fed with times that have no zone. Rules come from other programs' files,
 * so every walk has an end. */

#define TIMES_MAX       20000
#define RULE_LENGTH_MAX 1000

static gboolean
parse_rule (const char                *rule,
            struct icalrecurrencetype *parsed)
{
  if (strlen (rule) > RULE_LENGTH_MAX)
    return FALSE;

  /* libical prints and may abort on what it does not understand, unless it is told not to. */
  icalerror_set_errors_are_fatal (0);
  *parsed = icalrecurrencetype_from_string (rule);
  return parsed->freq == ICAL_DAILY_RECURRENCE || parsed->freq == ICAL_WEEKLY_RECURRENCE ||
         parsed->freq == ICAL_MONTHLY_RECURRENCE || parsed->freq == ICAL_YEARLY_RECURRENCE;
}

gboolean
amia_recurrence_is_valid (const char *rule)
{
  struct icalrecurrencetype parsed;
  gboolean                  is_valid;

  g_return_val_if_fail (rule != NULL, FALSE);

  is_valid = parse_rule (rule, &parsed);
  icalrecurrencetype_clear (&parsed);
  return is_valid;
}

static gboolean
is_excepted (AmiaLocalTime      time,
             const char *const *except)
{
  GDate day;
  char  text[AMIA_DATE_TEXT_LENGTH + 1];

  if (except == NULL || *except == NULL)
    return FALSE;

  amia_local_time_get_day (time, &day);
  return g_strv_contains (except, amia_date_print_iso (&day, text));
}

static icalrecur_iterator *
begin (const char   *rule,
       AmiaLocalTime start)
{
  struct icalrecurrencetype parsed;
  icalrecur_iterator       *iterator = NULL;

  if (start >= AMIA_DAY_MINUTES && parse_rule (rule, &parsed))
    iterator = icalrecur_iterator_new (parsed, _amia_local_time_to_ical (start));
  return iterator;
}

GArray *
amia_recurrence_expand (const char        *rule,
                        AmiaLocalTime      start,
                        const char *const *except,
                        AmiaLocalTime      from,
                        AmiaLocalTime      to)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (AmiaLocalTime));
  icalrecur_iterator *iterator;

  g_return_val_if_fail (rule != NULL, NULL);

  iterator = begin (rule, start);
  for (guint i = 0; iterator != NULL && i < TIMES_MAX; i++)
    {
      AmiaLocalTime time = _amia_local_time_from_ical (icalrecur_iterator_next (iterator));

      if (time == AMIA_LOCAL_TIME_NONE || time >= to)
        break;
      if (time >= from && !is_excepted (time, except))
        g_array_append_val (times, time);
    }

  g_clear_pointer (&iterator, icalrecur_iterator_free);
  return g_steal_pointer (&times);
}

AmiaLocalTime
amia_recurrence_find_last (const char   *rule,
                           AmiaLocalTime start)
{
  icalrecur_iterator *iterator;
  AmiaLocalTime       last = AMIA_LOCAL_TIME_NONE;
  gboolean            has_end = FALSE;

  g_return_val_if_fail (rule != NULL, AMIA_LOCAL_TIME_NONE);

  /* What says neither when nor how often has no end: no need to walk. */
  if (strstr (rule, "UNTIL=") == NULL && strstr (rule, "COUNT=") == NULL)
    return AMIA_LOCAL_TIME_NONE;

  iterator = begin (rule, start);
  for (guint i = 0; iterator != NULL && i < TIMES_MAX && !has_end; i++)
    {
      AmiaLocalTime time = _amia_local_time_from_ical (icalrecur_iterator_next (iterator));

      has_end = time == AMIA_LOCAL_TIME_NONE;
      last = has_end ? last : time;
    }

  g_clear_pointer (&iterator, icalrecur_iterator_free);
  return has_end ? last : AMIA_LOCAL_TIME_NONE;
}
