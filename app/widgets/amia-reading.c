/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-reading.h"
#include "amia-store-log.h"

/* The agency of the oldest value that still stands: the one that made it, or one of the same. */
static char *
dup_agency (AmiaStore        *store,
            const AmiaRecord *record)
{
  g_autoptr (GPtrArray) names = amia_record_get_fields (record);
  const AmiaHead *oldest = NULL;
  const char     *agency = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      gsize           n_heads;
      const AmiaHead *heads =
          amia_record_get_heads (record, g_ptr_array_index (names, i), &n_heads);

      if (n_heads > 0 && (oldest == NULL || heads[0].stamp < oldest->stamp))
        oldest = &heads[0];
    }

  if (oldest != NULL)
    amia_store_get_author (store, &oldest->device, &agency);
  return g_strdup (agency);
}

AmiaReading *
amia_reading_load (AmiaStore      *store,
                   const AmiaUuid *id,
                   GError        **error)
{
  GError *local_error = NULL;
  g_autoptr (AmiaRecord) record = NULL;
  AmiaReading *reading = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  record = amia_store_load_record (store, id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  reading = g_new0 (AmiaReading, 1);
  reading->agency = record != NULL ? dup_agency (store, record) : NULL;
  reading->record = g_steal_pointer (&record);
  return reading;
}

void
amia_reading_free (AmiaReading *reading)
{
  if (reading == NULL)
    return;

  g_clear_pointer (&reading->record, amia_record_free);
  g_free (reading->agency);
  g_free (reading);
}
