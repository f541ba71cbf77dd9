/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-record.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaVersion:
 * @device: the device of the op
 * @n: its number
 * @value: the value as JSON text
 * @area: (nullable): its consent area
 * @author: (nullable): who wrote it
 * @agency: (nullable): for which agency
 * @at_ms: when, ms since 1970 UTC, see amia_store_get_written_ms()
 *
 * One of several values of a field.
 */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  char    *value;
  char    *area;
  char    *author;
  char    *agency;
  gint64   at_ms;
} AmiaVersion;

/**
 * AmiaVersions:
 * @versions: (element-type AmiaVersion): all of them, oldest first, the shown one last; equal
 * values of two people are both here
 * @base: (nullable): the value that all of them replaced, as JSON text, if there is one
 *
 * What there is to choose from.
 */
typedef struct
{
  GPtrArray *versions;
  char      *base;
} AmiaVersions;

/**
 * amia_versions_load:
 * @store: a store, on its thread
 * @record: a record
 * @field: a field
 * @error: return location
 *
 * Returns: (transfer full): the versions, or %NULL on error
 */
AmiaVersions *amia_versions_load (AmiaStore        *store,
                                  const AmiaRecord *record,
                                  const char       *field,
                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;

void amia_versions_free (AmiaVersions *versions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaVersions, amia_versions_free)

G_END_DECLS
