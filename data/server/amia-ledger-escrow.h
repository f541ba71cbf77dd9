/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/* What a ledger keeps of changes that are not, or not only, read in the order of the log: those in
 * escrow, those that others cite, and with what time they are shown.
 *
 * Bodies in escrow are not encrypted beyond what the disk is. The server reads them whenever it
 * judges anew, so that a key would have to lie beside them, and the same agency's accepted changes
 * stand in the log in plain: whoever looks after the server is bound by their contract and the
 * audit, for the one as for the other. */

/**
 * amia_ledger_append_escrow:
 * @ledger: a ledger in a transaction
 * @row: a change that waits until its author is let in again
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_append_escrow (AmiaLedger          *ledger,
                                    const AmiaEscrowRow *row,
                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_remove_escrow:
 * @ledger: a ledger in a transaction
 * @device: a device
 * @n: its change, which has been numbered into the log
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_remove_escrow (AmiaLedger     *ledger,
                                    const AmiaUuid *device,
                                    gint64          n,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_refuse_escrow:
 * @ledger: a ledger in a transaction
 * @device: a device
 * @n: its change, which has been refused
 * @error: return location
 *
 * From now on it waits for nothing. It is kept: the laptop that wrote it may have had to forget it.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_refuse_escrow (AmiaLedger     *ledger,
                                    const AmiaUuid *device,
                                    gint64          n,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_escrow:
 * @ledger: a ledger
 * @device: a device
 * @n: one of its changes
 * @row: (out) (nullable) (transfer full): it, be it that it waits or that it was refused; %NULL if
 *   it is not in escrow
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_escrow (AmiaLedger     *ledger,
                                  const AmiaUuid *device,
                                  gint64          n,
                                  AmiaEscrowRow **row,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_escrow:
 * @ledger: a ledger
 * @scope: a case or participant
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaEscrowRow): the changes in escrow that touch @scope,
 *   those that were refused among them, each device's in its order, or %NULL
 */
GPtrArray *amia_ledger_list_escrow (AmiaLedger     *ledger,
                                    const AmiaUuid *scope,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaEscrowCount:
 * @scope: a case or participant
 * @agency: whose changes they are
 * @n_waiting: how many wait until their authors are let in again
 * @n_refused: how many were refused then, and are kept since they may be nowhere else
 * @oldest_ms: when the first of them came
 *
 * How much there is in escrow, and nothing of what it says.
 */
typedef struct
{
  AmiaUuid scope;
  char    *agency;
  gint64   n_waiting;
  gint64   n_refused;
  gint64   oldest_ms;
} AmiaEscrowCount;

void amia_escrow_count_free (AmiaEscrowCount *count);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaEscrowCount, amia_escrow_count_free)

/**
 * amia_ledger_count_escrow:
 * @ledger: a ledger
 * @scope: (nullable): a case or participant, or %NULL for all
 * @error: return location
 *
 * A change that touches several scopes counts in each of them.
 *
 * Returns: (transfer full) (element-type AmiaEscrowCount): what is in escrow, a row for each scope
 *   and agency, in an order that stays the same; or %NULL
 */
GPtrArray *amia_ledger_count_escrow (AmiaLedger     *ledger,
                                     const AmiaUuid *scope,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_escrowed:
 * @ledger: a ledger
 * @device: a device
 * @from: the first change
 * @to: the last
 * @escrowed: (element-type AmiaWireRefusal): where to add which of them wait in escrow, in order
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_list_escrowed (AmiaLedger     *ledger,
                                    const AmiaUuid *device,
                                    gint64          from,
                                    gint64          to,
                                    GArray         *escrowed,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_change:
 * @ledger: a ledger
 * @device: a device
 * @n: one of its changes
 * @change: (out) (nullable) (transfer full): it, author and agency filled in; %NULL if it is not in
 *   the log
 * @error: return location
 *
 * Returns: %TRUE on success; %FALSE with an #AmiaDbError or #AmiaRecordError
 */
gboolean amia_ledger_find_change (AmiaLedger     *ledger,
                                  const AmiaUuid *device,
                                  gint64          n,
                                  AmiaChange    **change,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_number:
 * @ledger: a ledger
 * @device: a device
 * @n: one of its changes
 * @seq: (out): its number in the log, 0 if it is not there
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_number (AmiaLedger     *ledger,
                                  const AmiaUuid *device,
                                  gint64          n,
                                  gint64         *seq,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_shown:
 * @ledger: a ledger
 * @device: a device
 * @from: the first change
 * @to: the last
 * @shown: (element-type AmiaWireShown): where to add which of them are shown with another time than
 *   their own, in order
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_list_shown (AmiaLedger     *ledger,
                                 const AmiaUuid *device,
                                 gint64          from,
                                 gint64          to,
                                 GArray         *shown,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_citation:
 * @ledger: a ledger in a transaction
 * @source: a scope
 * @scope: another, in which text from it was used
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_citation (AmiaLedger     *ledger,
                                   const AmiaUuid *source,
                                   const AmiaUuid *scope,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_citations:
 * @ledger: a ledger
 * @source: a scope
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaUuid): the scopes in which text from it was used, or
 *   %NULL
 */
GArray *amia_ledger_list_citations (AmiaLedger     *ledger,
                                    const AmiaUuid *source,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_awaited:
 * @ledger: a ledger in a transaction
 * @device: a device
 * @n: its change, which is cited but has not come yet
 * @scope: the scope in which it is cited
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_awaited (AmiaLedger     *ledger,
                                  const AmiaUuid *device,
                                  gint64          n,
                                  const AmiaUuid *scope,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_awaited:
 * @ledger: a ledger
 * @device: a device
 * @n: its change, which has come
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaUuid): the scopes in which it was waited for, or %NULL
 */
GArray *amia_ledger_list_awaited (AmiaLedger     *ledger,
                                  const AmiaUuid *device,
                                  gint64          n,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
