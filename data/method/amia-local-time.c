/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-local-time.h"

#include <string.h>

#include "amia-date.h"

/* Wall-clock time as one number, so that what overlaps what is a comparison of numbers. It counts
 * from the day before the first of the calendar, which leaves 0 free for none. */

#define HOUR_MINUTES 60
#define DAYS_MAX     3652059 /* 9999-12-31 */

AmiaLocalTime
amia_local_time_make (const GDate *day,
                      int          minute)
{
  g_return_val_if_fail (day != NULL && g_date_valid (day), AMIA_LOCAL_TIME_NONE);

  return (AmiaLocalTime) g_date_get_julian (day) * AMIA_DAY_MINUTES + minute;
}

void
amia_local_time_get_day (AmiaLocalTime time,
                         GDate        *day)
{
  gint64 number = CLAMP (time / AMIA_DAY_MINUTES, 1, DAYS_MAX);

  g_return_if_fail (day != NULL);

  g_date_clear (day, 1);
  g_date_set_julian (day, (guint32) number);
}

int
amia_local_time_get_minute (AmiaLocalTime time)
{
  return (int) (time % AMIA_DAY_MINUTES);
}

static gboolean
read_two_digits (const char *text,
                 int         max,
                 int        *number)
{
  if (!g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]))
    return FALSE;

  *number = (text[0] - '0') * 10 + text[1] - '0';
  return *number <= max;
}

gboolean
amia_local_time_parse (const char    *text,
                       AmiaLocalTime *time)
{
  GDate day;
  int   hour;
  int   minute;

  g_return_val_if_fail (time != NULL, FALSE);

  if (text == NULL || strlen (text) < AMIA_LOCAL_TIME_TEXT_LENGTH || text[10] != 'T' ||
      text[13] != ':' || !amia_date_parse_iso (text, AMIA_DATE_TEXT_LENGTH, &day) ||
      !read_two_digits (text + 11, 23, &hour) || !read_two_digits (text + 14, 59, &minute) ||
      (text[16] != '\0' && text[16] != ':'))
    return FALSE;

  *time = amia_local_time_make (&day, hour * HOUR_MINUTES + minute);
  return TRUE;
}

const char *
amia_local_time_print (AmiaLocalTime time,
                       char          text[AMIA_LOCAL_TIME_TEXT_LENGTH + 1])
{
  GDate day;
  char  iso[AMIA_DATE_TEXT_LENGTH + 1];
  guint minute;

  g_return_val_if_fail (time >= AMIA_DAY_MINUTES, NULL);

  minute = (guint) amia_local_time_get_minute (time);
  amia_local_time_get_day (time, &day);
  g_snprintf (text,
              AMIA_LOCAL_TIME_TEXT_LENGTH + 1,
              "%sT%02u:%02u",
              amia_date_print_iso (&day, iso),
              minute / HOUR_MINUTES % 24,
              minute % HOUR_MINUTES);
  return text;
}

/* Up to @n_digits_max digits; their number is told apart, since 9 and 09 and 900 are different. */
static int
take_digits (const char **at,
             int          n_digits_max,
             int         *number)
{
  int n_digits = 0;

  *number = 0;
  while (n_digits < n_digits_max && g_ascii_isdigit (**at))
    {
      *number = *number * 10 + (**at - '0');
      n_digits++;
      (*at)++;
    }

  return n_digits;
}

/* Without what people write around it. */
static char *
simplify (const char *text)
{
  g_autofree char *lower = g_utf8_validate (text, -1, NULL) ? g_utf8_strdown (text, -1) : NULL;
  const char      *at;

  if (lower == NULL)
    return NULL;

  at = g_strstrip (lower);
  if (g_str_has_prefix (at, "kl"))
    at += at[2] == '.' ? 3 : 2;
  while (*at == ' ')
    at++;
  return g_strdup (at);
}

gboolean
amia_clock_parse_typed (const char *text,
                        int        *minute)
{
  g_autofree char *simple = NULL;
  const char      *at;
  int              hours;
  int              minutes = 0;
  int              n_digits;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (minute != NULL, FALSE);

  simple = simplify (text);
  at = simple;
  n_digits = at != NULL ? take_digits (&at, 4, &hours) : 0;
  if (n_digits == 0)
    return FALSE;

  if (n_digits > 2)
    {
      minutes = hours % 100;
      hours /= 100;
    }
  else if (*at == ':' || *at == '.')
    {
      at++;
      if (take_digits (&at, 2, &minutes) != 2)
        return FALSE;
    }

  if (*at != '\0' || minutes > 59 || hours > 24 || (hours == 24 && minutes > 0))
    return FALSE;

  *minute = hours * HOUR_MINUTES + minutes;
  return TRUE;
}

/* How many minutes `45 min`, `+45`, `2 tim` or `1,5 h` are; 0 if the text is no such thing. */
static int
read_length (const char *text)
{
  static const struct
  {
    const char *unit;
    int         tenths; /* of a minute, for each tenth of the number */
  } units[] = { { "", 1 }, { "m", 1 }, { "min", 1 }, { "h", 60 }, { "t", 60 }, { "tim", 60 } };
  g_autofree char *simple = simplify (text);
  const char      *at = simple;
  gboolean         has_sign = at != NULL && *at == '+';
  int              whole;
  int              tenth = 0;

  if (at == NULL)
    return 0;
  at += has_sign ? 1 : 0;
  if (take_digits (&at, 3, &whole) == 0)
    return 0;
  if (*at == ',' || *at == '.')
    {
      at++;
      if (take_digits (&at, 1, &tenth) != 1)
        return 0;
    }
  while (*at == ' ')
    at++;

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (strcmp (at, units[i].unit) == 0 && (*at != '\0' || has_sign))
        return (whole * 10 + tenth) * units[i].tenths / 10;
    }

  return 0;
}

gboolean
amia_clock_parse_typed_end (const char *text,
                            int         start,
                            int        *minute)
{
  int end;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (minute != NULL, FALSE);

  if (!amia_clock_parse_typed (text, &end))
    {
      int length = read_length (text);

      if (length == 0)
        return FALSE;
      end = start + length;
    }
  if (end <= start || end > AMIA_DAY_MINUTES)
    return FALSE;

  *minute = end;
  return TRUE;
}
