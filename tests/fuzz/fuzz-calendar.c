/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>

#include "amia-calendar-file.h"
#include "amia-recurrence.h"

/* A calendar file from anywhere. What is read has an end after its beginning and texts that are
 * text, recurs a bounded number of times, and can be written again. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GPtrArray) events =
      amia_calendar_file_read ((const char *) data, size, NULL, NULL);
  g_autofree char *written = NULL;

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const AmiaCalendarEvent *event = g_ptr_array_index (events, i);

      g_assert (event->end > event->start);
      g_assert (g_utf8_validate (event->uid, -1, NULL));
      if (event->rule != NULL)
        g_array_unref (amia_recurrence_expand (event->rule,
                                               event->start,
                                               (const char *const *) event->except,
                                               event->start,
                                               event->start + 366 * AMIA_DAY_MINUTES));
    }
  if (events != NULL)
    written = amia_calendar_file_write (events, 0);
  return 0;
}
