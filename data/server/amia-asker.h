/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/**
 * AmiaAsker:
 * @device: (nullable): the device whose token came
 * @account: (nullable): its account
 *
 * Who asks.
 */
typedef struct
{
  AmiaDevice  *device;
  AmiaAccount *account;
} AmiaAsker;

void amia_asker_clear (AmiaAsker *asker);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaAsker, amia_asker_clear)

/**
 * amia_asker_find:
 * @ledger: a ledger
 * @token: (array fixed-size=32): SHA-256 of the token that came
 * @now_ms: the time
 * @asker: (out caller-allocates): who it is
 * @problem: (out): why they may not ask, to be answered with status 401: `unauthorized`, or
 *   `revoked` with the token of a device that was shut out; %NULL when they may
 * @error: return location
 *
 * Whose token it is: of a device that was not shut out, not run out, and of an account that is not
 * disabled.
 *
 * Returns: %TRUE on success, whoever it is; %FALSE if the ledger can't be read
 */
gboolean amia_asker_find (AmiaLedger   *ledger,
                          const guint8 *token,
                          gint64        now_ms,
                          AmiaAsker    *asker,
                          const char  **problem,
                          GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
