/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"
#include "amia-teams.h"

G_BEGIN_DECLS

/*
 * A ledger that was put back from a backup has lost its last hours: what was written, and also
 * which consents were withdrawn. The laptops still have it. So a new life of the log begins,
 * closed: the server takes in and acknowledges what laptops bring back, and gives nothing out,
 * until every laptop that has been in contact lately has brought everything it has, or somebody
 * who looks after the server says that they will not.
 */

/* A laptop that has not been in contact for so long is not waited for. */
#define AMIA_RESTORE_WAIT_MS (30ll * 24 * 60 * 60 * 1000)

/**
 * amia_restore_begin_life:
 * @ledger: a ledger in a transaction
 * @reason: a word for the audit: `laptop-ahead`, `restore`
 * @now_ms: the time
 * @error: return location
 *
 * Begins a closed life. Whoever puts a ledger back from a backup calls this, so that it is closed
 * before the first laptop notices.
 *
 * Returns: %TRUE on success
 */
gboolean amia_restore_begin_life (AmiaLedger *ledger,
                                  const char *reason,
                                  gint64      now_ms,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_restore_count_missing:
 * @ledger: a ledger
 * @now_ms: the time
 * @count: (out): how many laptops are still waited for; 0 when the life is open
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_restore_count_missing (AmiaLedger *ledger,
                                     gint64      now_ms,
                                     guint      *count,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_restore_take_remains:
 * @teams: teams, the ledger in a transaction
 * @life: the ledger's life
 * @user: whose laptop it is
 * @receipts: (element-type AmiaWireReceipt): what it says; those of generation 0 are of what it has
 *   from the life before and has not heard of in this one
 * @error: return location
 *
 * In an open life nothing that has come back lets its user in there, and they are let out. While
 * the life is closed it may still come, and what may be the last copy stays where it is.
 *
 * Returns: %TRUE on success
 */
gboolean amia_restore_take_remains (AmiaTeams      *teams,
                                    const AmiaLife *life,
                                    const char     *user,
                                    const GArray   *receipts,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_restore_confirm:
 * @ledger: a ledger outside a transaction
 * @now_ms: the time
 * @was_closed: (out) (optional): whether there was something to confirm
 * @error: return location
 *
 * Opens a closed life although not every laptop has brought back what it has: `amia-server
 * confirm-restore`. What the safeguard knows to have ended stays ended.
 *
 * Returns: %TRUE on success
 */
gboolean amia_restore_confirm (AmiaLedger *ledger,
                               gint64      now_ms,
                               gboolean   *was_closed,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
