/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-day.h"

/* Europe/Stockholm, whatever time zone the server was installed with. */

static char *
format_in_sweden (gint64      now_ms,
                  const char *format)
{
  /* Without the time zone database: the summer's and winter's hours by the rule of the European
   * Union, as POSIX writes it. */
  static const char *const zones[] = { "Europe/Stockholm", "CET-1CEST,M3.5.0,M10.5.0/3", "+01" };
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  for (gsize i = 0; zone == NULL && i < G_N_ELEMENTS (zones); i++)
    zone = g_time_zone_new_identifier (zones[i]);

  local = g_date_time_to_timezone (utc, zone);
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
