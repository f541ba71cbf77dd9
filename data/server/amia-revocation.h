/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-audit.h"
#include "amia-safeguard.h"

G_BEGIN_DECLS

/**
 * amia_revocation_write:
 * @ledger: a ledger outside a transaction
 * @safeguard: (nullable): its safeguard, %NULL for a ledger that has none
 * @fact: which device, and by whom: `device`, `user`, `agency` and `detail`; the kind is set here
 * @now_ms: the time
 * @error: return location
 *
 * Shuts a device out for good: a laptop that was lost, or given back. It is told so at its next
 * contact and destroys its keys then. A device that is shut out already stays so, and so does one
 * that a ledger put back from a backup has forgotten about.
 *
 * Returns: %TRUE when that and the entry of the audit are on disk
 */
gboolean amia_revocation_write (AmiaLedger          *ledger,
                                AmiaSafeguard       *safeguard,
                                const AmiaAuditFact *fact,
                                gint64               now_ms,
                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
