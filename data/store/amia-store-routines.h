/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-routine.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaKeptRoutine:
 * @routine: how the sub-project works; its name is interned
 * @id: the record that says so; nil for one that comes with the program
 * @device: the device it was written on, if it was
 * @author: (nullable): whose that is; interned
 * @written_ms: when it was written, ms since 1970 UTC; 0 for one that comes with the program
 *
 * A routine that holds here.
 */
typedef struct
{
  AmiaRoutine routine;
  AmiaUuid    id;
  AmiaUuid    device;
  const char *author;
  gint64      written_ms;
} AmiaKeptRoutine;

/**
 * amia_store_list_routines:
 * @store: a store
 * @error: return location
 *
 * The routines that hold: those that come with the program, each in its place the one that the
 * organisation has written for the same sub-project (records of kind `routine`), and then those of
 * sub-projects of its own. Of several for one sub-project the one with the highest version holds,
 * then the one with the latest id: the same on every laptop. What such a record does not say is as
 * it is in the shipped one; a number that makes no sense is left out.
 *
 * Returns: (transfer full) (element-type AmiaKeptRoutine): routines; %NULL with an #AmiaStoreError
 */
GArray *amia_store_list_routines (AmiaStore *store,
                                  GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_kept_routines_find:
 * @routines: (element-type AmiaKeptRoutine): routines
 * @subproject: (nullable): a sub-project's name, in any case
 *
 * Returns: (transfer none) (nullable): its routine, as long as @routines are not changed
 */
const AmiaKeptRoutine *amia_kept_routines_find (const GArray *routines,
                                                const char   *subproject);

/**
 * amia_edits_set_routine:
 * @edits: a user action
 * @id: the record
 * @routine: what it is to say
 *
 * Adds one op for each part of a routine.
 */
void amia_edits_set_routine (AmiaEdits         *edits,
                             const AmiaUuid    *id,
                             const AmiaRoutine *routine);

G_END_DECLS
