/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-day-input.h"

#include <glib/gi18n.h>

#include "amia-date.h"

/* Checked on leaving the field, never while typing. */

void
amia_day_input_get_today (GDate *today)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  g_return_if_fail (today != NULL);

  g_date_clear (today, 1);
  g_date_set_dmy (today,
                  (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now),
                  (GDateYear) g_date_time_get_year (now));
}

gboolean
amia_day_input_check (AmiaInput *input)
{
  g_autofree char *typed = NULL;
  GDate            today;
  GDate            date;
  char             text[AMIA_DATE_TEXT_LENGTH + 1];

  g_return_val_if_fail (AMIA_IS_INPUT (input), FALSE);

  typed = amia_input_dup_text (input);
  amia_day_input_get_today (&today);
  g_date_clear (&date, 1);
  if (*typed == '\0')
    {
      amia_input_set_message (input, NULL);
      return TRUE;
    }

  if (!amia_date_parse_typed (typed, &today, &date))
    {
      amia_input_set_message (input, _ ("Write a day such as 2014-03-14, 14/3 or idag."));
      return FALSE;
    }

  amia_input_reset (input, amia_date_print_iso (&date, text));
  return TRUE;
}
