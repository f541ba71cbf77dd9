/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/* What a ledger keeps of the audit. Entries are made by amia_audit_append(), which knows what
 * belongs into one; here they are only stored and found. */

/**
 * amia_ledger_take_audit_number:
 * @ledger: a ledger in a transaction
 * @id: (out): the number of the next entry
 * @previous: (out caller-allocates) (array fixed-size=32): the hash of the one before
 * @error: return location
 *
 * Gives out the next number. All others who want one, or one for the log, wait until the
 * transaction ends.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_take_audit_number (AmiaLedger *ledger,
                                        gint64     *id,
                                        guint8     *previous,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_get_audit_head:
 * @ledger: a ledger
 * @id: (out): the number of the last entry, 0 for none
 * @hash: (out caller-allocates) (array fixed-size=32): its hash
 * @error: return location
 *
 * What the last entry should be: if it is not there, somebody has cut the end off.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_get_audit_head (AmiaLedger *ledger,
                                     gint64     *id,
                                     guint8     *hash,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_append_audit:
 * @ledger: a ledger in a transaction
 * @entry: an entry with the number that amia_ledger_take_audit_number() gave
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_append_audit (AmiaLedger           *ledger,
                                   const AmiaAuditEntry *entry,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_read_audit:
 * @ledger: a ledger
 * @query: which entries
 * @func: called for each, in the order of their numbers
 * @user_data: for @func
 * @error: return location
 *
 * Returns: %TRUE on success, also when @func wanted no more
 */
gboolean amia_ledger_read_audit (AmiaLedger           *ledger,
                                 const AmiaAuditQuery *query,
                                 AmiaAuditFunc         func,
                                 gpointer              user_data,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_mark_delivery:
 * @ledger: a ledger in a transaction
 * @device: a device
 * @scope: what it got contents of
 * @day: `YYYY-MM-DD`
 * @is_new: (out): whether it is the first time that day
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_mark_delivery (AmiaLedger     *ledger,
                                    const AmiaUuid *device,
                                    const AmiaUuid *scope,
                                    const char     *day,
                                    gboolean       *is_new,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_clear_deliveries:
 * @ledger: a ledger in a transaction
 * @before: `YYYY-MM-DD`
 * @error: return location
 *
 * Drops the marks of earlier days. The entries of the audit stay.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_clear_deliveries (AmiaLedger *ledger,
                                       const char *before,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_mark_told:
 * @ledger: a ledger in a transaction
 * @device: a device
 * @id: its number for a fact that it tells
 * @is_new: (out): whether that is above all it has told before
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_mark_told (AmiaLedger     *ledger,
                                const AmiaUuid *device,
                                gint64          id,
                                gboolean       *is_new,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
