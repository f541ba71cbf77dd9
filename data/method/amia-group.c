/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-group.h"

#include <string.h>

#include "amia-date.h"
#include "amia-workday.h"

/* Longer than any course; a typing error must not fill the calendar. */
#define OCCASIONS_MAX 104

AmiaSeating
amia_group_seat (guint max,
                 guint n_seats)
{
  guint n_seated = max == 0 ? n_seats : MIN (max, n_seats);

  return (AmiaSeating){ .n_seated = n_seated, .n_queued = n_seats - n_seated };
}

guint
amia_group_get_queue_place (guint       max,
                            GPtrArray  *seats,
                            const char *seat)
{
  guint n_before = 0;

  g_return_val_if_fail (seats != NULL, 0);
  g_return_val_if_fail (seat != NULL, 0);

  for (guint i = 0; i < seats->len; i++)
    {
      if (strcmp (g_ptr_array_index (seats, i), seat) < 0)
        n_before++;
    }

  return max == 0 || n_before < max ? 0 : n_before - max + 1;
}

GPtrArray *
amia_group_list_days (const char *first,
                      guint       weeks,
                      guint       n_occasions)
{
  GPtrArray *days = g_ptr_array_new_with_free_func (g_free);
  GDate      date;

  g_return_val_if_fail (first != NULL, days);
  g_return_val_if_fail (weeks > 0, days);

  g_date_clear (&date, 1);
  if (!amia_date_parse_iso (first, -1, &date))
    return days;

  /* Somebody may want the first one on a Saturday: then all are. */
  for (gboolean is_free_meant = amia_workday_is_free (&date);
       days->len < MIN (n_occasions, OCCASIONS_MAX);
       g_date_add_days (&date, weeks * 7))
    {
      char text[AMIA_DATE_TEXT_LENGTH + 1];

      if (is_free_meant || !amia_workday_is_free (&date))
        g_ptr_array_add (days, g_strdup (amia_date_print_iso (&date, text)));
    }

  return days;
}
