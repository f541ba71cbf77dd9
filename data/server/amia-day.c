/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-day.h"

/* Europe/Stockholm, whatever time zone the server was installed with. */

/* Read once: the file is parsed anew whenever nobody holds it, and every round asks for the day. */
static GTimeZone *
get_zone (void)
{
  /* Without the time zone database: the summer's and winter's hours by the rule of the European
   * Union, as POSIX writes it. */
  static const char *const names[] = { "Europe/Stockholm", "CET-1CEST,M3.5.0,M10.5.0/3", "+01" };
  static GTimeZone        *zone = NULL;

  if (g_once_init_enter (&zone))
    {
      GTimeZone *found = NULL;

      for (gsize i = 0; found == NULL && i < G_N_ELEMENTS (names); i++)
        found = g_time_zone_new_identifier (names[i]);
      g_once_init_leave (&zone, found);
    }

  return zone;
}

static char *
format_in_sweden (gint64      now_ms,
                  const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, get_zone ());

  return g_date_time_format (local, format);
}

char *
amia_day_in_sweden (gint64 now_ms)
{
  return format_in_sweden (now_ms, "%Y-%m-%d");
}

char *
amia_time_in_sweden (gint64 now_ms)
{
  return format_in_sweden (now_ms, "%Y-%m-%d kl. %H.%M");
}
