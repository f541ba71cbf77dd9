/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-ledger-rows.h"

G_BEGIN_DECLS

/*
 * What the server remembers, whatever remembers it: accounts, devices, the log in the order of its
 * commits, and who was let into what from when on. An AmiaLedger stores and finds; it decides
 * nothing. The rules stand in amia-intake.c, amia-feed.c and amia-teams.c, once for every kind of
 * ledger.
 *
 * A ledger belongs to one thread. All methods fail with an AmiaDbError. A method that changes rows
 * may fail as late as with amia_ledger_commit(); it is promised to fail at once only where an error
 * code is named.
 */

#define AMIA_TYPE_LEDGER (amia_ledger_get_type ())
G_DECLARE_DERIVABLE_TYPE (AmiaLedger, amia_ledger, AMIA, LEDGER, GObject)

/**
 * amia_ledger_begin:
 * @ledger: a ledger outside a transaction
 * @error: return location
 *
 * Starts a writing transaction. Methods that change something are only called inside one.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_begin (AmiaLedger *ledger,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_commit:
 * @ledger: a ledger in a transaction
 * @error: return location
 *
 * Makes everything since amia_ledger_begin() durable, or, failing, nothing of it.
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_ledger_commit (AmiaLedger *ledger,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_rollback:
 * @ledger: a ledger in a transaction
 *
 * Takes back everything since amia_ledger_begin().
 */
void amia_ledger_rollback (AmiaLedger *ledger);

/**
 * amia_ledger_get_life:
 * @ledger: a ledger
 * @life: (out caller-allocates): where the log stands; amia_life_clear() it
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_get_life (AmiaLedger *ledger,
                               AmiaLife   *life,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_begin_life:
 * @ledger: a ledger in a transaction
 * @epoch: a new random name
 * @now_ms: the time
 * @error: return location
 *
 * Begins a new life of the log at the number it has reached. The earlier ones are remembered.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_begin_life (AmiaLedger *ledger,
                                 const char *epoch,
                                 gint64      now_ms,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_take_numbers:
 * @ledger: a ledger in a transaction
 * @count: how many
 * @first: (out): the first of them
 * @error: return location
 *
 * Gives out server numbers. Whoever has taken some keeps all others waiting until the transaction
 * ends, so that the order of numbers is the order of commits and no reader ever passes one that
 * comes later.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_take_numbers (AmiaLedger *ledger,
                                   guint       count,
                                   gint64     *first,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_set_swept:
 * @ledger: a ledger in a transaction
 * @day: `YYYY-MM-DD`
 * @error: return location
 *
 * Notes that memberships are up to date for that day.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_set_swept (AmiaLedger *ledger,
                                const char *day,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_get_position:
 * @ledger: a ledger
 * @user: an account
 * @position: (out): the furthest position of the account's devices; one with lanes open counts as 0
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_get_position (AmiaLedger *ledger,
                                   const char *user,
                                   gint64     *position,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_append_change:
 * @ledger: a ledger in a transaction
 * @row: a change, numbered by amia_ledger_take_numbers(), above all that are in the log
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_append_change (AmiaLedger       *ledger,
                                    const AmiaLogRow *row,
                                    GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_append_refusal:
 * @ledger: a ledger in a transaction
 * @device: a device
 * @n: its change that was refused
 * @reason: an AMIA_REASON code
 * @chain: the device's chain after it
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_append_refusal (AmiaLedger     *ledger,
                                     const AmiaUuid *device,
                                     gint64          n,
                                     const char     *reason,
                                     const guint8   *chain,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_get_chain:
 * @ledger: a ledger
 * @device: a device
 * @n: one of its changes, taken or refused
 * @chain: (out caller-allocates): the chain after it
 * @is_found: (out): whether it is here
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_get_chain (AmiaLedger     *ledger,
                                const AmiaUuid *device,
                                gint64          n,
                                guint8         *chain,
                                gboolean       *is_found,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_refusals:
 * @ledger: a ledger
 * @device: a device
 * @from: the first change
 * @to: the last
 * @refusals: (element-type AmiaWireRefusal): where to add which of them were refused, in order
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_list_refusals (AmiaLedger     *ledger,
                                    const AmiaUuid *device,
                                    gint64          from,
                                    gint64          to,
                                    GArray         *refusals,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_read_log:
 * @ledger: a ledger
 * @after: a server number
 * @wants_body: (nullable): called for each row before @func, with all of it but its body, which is
 *   by far the most work to read: if it says no, @func gets %NULL for that; %NULL wants all
 * @func: called for every change after it, in order, until it says stop
 * @user_data: for both
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_read_log (AmiaLedger *ledger,
                               gint64      after,
                               AmiaLogFunc wants_body,
                               AmiaLogFunc func,
                               gpointer    user_data,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_read_scope:
 * @ledger: a ledger
 * @scope: a case or participant
 * @after: a server number
 * @before: another
 * @func: called for every change between them that touches @scope, in order, until it says stop
 * @user_data: for @func
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_read_scope (AmiaLedger     *ledger,
                                 const AmiaUuid *scope,
                                 gint64          after,
                                 gint64          before,
                                 AmiaLogFunc     func,
                                 gpointer        user_data,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_has_before:
 * @ledger: a ledger
 * @scope: a case or participant
 * @before: a server number
 * @has: (out): whether there is an earlier change that touches @scope
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_has_before (AmiaLedger     *ledger,
                                 const AmiaUuid *scope,
                                 gint64          before,
                                 gboolean       *has,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_record:
 * @ledger: a ledger
 * @id: a record
 * @row: (out) (nullable) (transfer full): it
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_record (AmiaLedger     *ledger,
                                  const AmiaUuid *id,
                                  AmiaRecordRow **row,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_record:
 * @ledger: a ledger in a transaction
 * @row: a record; of one that is there already only the state is replaced
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_record (AmiaLedger          *ledger,
                                 const AmiaRecordRow *row,
                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_facts:
 * @ledger: a ledger
 * @case_id: a case
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaRecordRow): the case's records that have a state, by
 *   id, or %NULL
 */
GPtrArray *amia_ledger_list_facts (AmiaLedger     *ledger,
                                   const AmiaUuid *case_id,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_link:
 * @ledger: a ledger in a transaction
 * @case_id: a case
 * @participant: (nullable): whom it is about, %NULL for nobody
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_link (AmiaLedger     *ledger,
                               const AmiaUuid *case_id,
                               const AmiaUuid *participant,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_link:
 * @ledger: a ledger
 * @case_id: a case
 * @participant: (out): whom it is about, nil for nobody
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_link (AmiaLedger     *ledger,
                                const AmiaUuid *case_id,
                                AmiaUuid       *participant,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_links:
 * @ledger: a ledger
 * @participant: a participant
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaUuid): the cases that are about them, or %NULL
 */
GArray *amia_ledger_list_links (AmiaLedger     *ledger,
                                const AmiaUuid *participant,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
