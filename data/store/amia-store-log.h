/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/* The log as it is read: who wrote what when, and how far it has come. */

/**
 * amia_store_get_author:
 * @store: a store
 * @device: a device
 * @agency: (out) (optional) (transfer none): its agency
 *
 * Whose laptop that is. Strings live as long as the store.
 *
 * Returns: (transfer none) (nullable): the account's name, or %NULL for an unknown device
 */
const char *amia_store_get_author (AmiaStore      *store,
                                   const AmiaUuid *device,
                                   const char    **agency);

/**
 * amia_store_get_written_ms:
 * @store: a store
 * @device: the device of a change
 * @n: its number
 * @stamp: its stamp
 *
 * When a change is shown as made: by its author's clock, or by the server's where that was ahead.
 * Costs a look into the log.
 *
 * Returns: ms since 1970 UTC
 */
gint64 amia_store_get_written_ms (AmiaStore      *store,
                                  const AmiaUuid *device,
                                  gint64          n,
                                  AmiaStamp       stamp);

/**
 * AmiaChangeState:
 * @AMIA_CHANGE_HERE: on this device only
 * @AMIA_CHANGE_ACCEPTED: the server has it
 * @AMIA_CHANGE_REFUSED: the server refused it; it stays readable here
 * @AMIA_CHANGE_FOREIGN: it came from the server
 * @AMIA_CHANGE_KEPT: the server had it and was set back since; it is offered anew, and stays
 *   whether it is taken or not
 * @AMIA_CHANGE_ESCROW: the server keeps it sealed, since its author was no longer let into the
 *   case; it is delivered to nobody, and taken up when the author is let in again
 * @AMIA_CHANGE_FORGOTTEN: an own one that the server has and this laptop may not keep: its number
 *   and hash are left, none of its ops
 *
 * How far a change has come.
 */
typedef enum
{
  AMIA_CHANGE_HERE,
  AMIA_CHANGE_ACCEPTED,
  AMIA_CHANGE_REFUSED,
  AMIA_CHANGE_FOREIGN,
  AMIA_CHANGE_KEPT,
  AMIA_CHANGE_ESCROW,
  AMIA_CHANGE_FORGOTTEN,
} AmiaChangeState;

/**
 * AmiaChangeFunc:
 * @change: a change of the log, author and agency filled in, valid during the call
 * @state: how far it has come
 * @reason: (nullable): why it was refused
 * @data: what was given with it
 *
 * Returns: %TRUE to go on
 */
typedef gboolean (*AmiaChangeFunc) (const AmiaChange *change,
                                    AmiaChangeState   state,
                                    const char       *reason,
                                    gpointer          data);

/**
 * AmiaLogQuery:
 * @case_id: (nullable): only changes that touch this case
 * @record: (nullable): only changes that touch this record
 * @state: only changes in this state, or -1 for all
 *
 * Which changes.
 */
typedef struct
{
  const AmiaUuid *case_id;
  const AmiaUuid *record;
  int             state;
} AmiaLogQuery;

/**
 * amia_store_foreach_change:
 * @store: a store
 * @query: which
 * @func: called for each, in local order
 * @data: passed to it
 * @error: return location
 *
 * What may not be shown today, see amia_store_keep_day(), is not in the changes that @func gets,
 * but for own ones that the server has not taken.
 *
 * Returns: %TRUE when all were visited or @func stopped it
 */
gboolean amia_store_foreach_change (AmiaStore          *store,
                                    const AmiaLogQuery *query,
                                    AmiaChangeFunc      func,
                                    gpointer            data,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
