/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-form-day.h"

#include "amia-clock.h"

/* Which day a form is of that does not say so. */

void
amia_form_day_find_begun (const AmiaRecord *record,
                          GDate            *day)
{
  g_autoptr (GPtrArray) fields = NULL;
  gint64 first = G_MAXINT64;

  g_return_if_fail (record != NULL);
  g_return_if_fail (day != NULL);

  fields = amia_record_get_fields (record);
  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaHead *head = amia_record_get_shown (record, g_ptr_array_index (fields, i));

      if (head != NULL)
        first = MIN (first, amia_stamp_get_ms (head->stamp));
    }

  g_date_clear (day, 1);
  g_date_set_time_t (day, (time_t) (first / 1000));
}
