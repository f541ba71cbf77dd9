/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaReading:
 * @record: (nullable): the record; %NULL if there is none
 * @agency: (nullable): the agency that made it, where that is known here
 *
 * A record, and whose it is.
 */
typedef struct
{
  AmiaRecord *record;
  char       *agency;
} AmiaReading;

/**
 * amia_reading_load:
 * @store: a store; on its thread
 * @id: a record
 * @error: return location
 *
 * Returns: (transfer full): what there is, or %NULL with an #AmiaStoreError
 */
AmiaReading *amia_reading_load (AmiaStore      *store,
                                const AmiaUuid *id,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_reading_free:
 * @reading: (transfer full): a reading
 */
void amia_reading_free (AmiaReading *reading);

G_END_DECLS
