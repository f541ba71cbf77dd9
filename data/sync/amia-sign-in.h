/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-login-message.h"
#include "amia-store.h"

G_BEGIN_DECLS

/* What this device keeps about its server, by amia_store_set_setting(). */
#define AMIA_SETTING_SERVER_URL     "server-url"
#define AMIA_SETTING_SERVER_TOKEN   "server-token"
#define AMIA_SETTING_SERVER_CA      "server-ca"
#define AMIA_SETTING_SERVER_OFFSET  "server-offset-ms"
#define AMIA_SETTING_SERVER_COLUMNS "server-columns"

/**
 * amia_sign_in_keep:
 * @store: a store
 * @url: the server's address
 * @ca_file: (nullable): an absolute path to the authorities to trust, or %NULL for the system's
 * @response: what the server said
 * @error: return location
 *
 * Keeps address and token in the replica, and the account's role. An account of another name or
 * agency than the replica's is refused and nothing is kept: one person's work would go out in
 * another's name.
 *
 * Returns: %TRUE when it is on disk; else %FALSE with %AMIA_STORE_ERROR_INVALID for the wrong
 *   account, or another #AmiaStoreError
 */
gboolean amia_sign_in_keep (AmiaStore               *store,
                            const char              *url,
                            const char              *ca_file,
                            const AmiaLoginResponse *response,
                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaServerTime:
 * @offset_ms: the server's clock minus this laptop's
 * @rtt_ms: how long the round took that this was read from; 0 when nothing is known
 * @at_ms: when that was, by this laptop's wall clock
 *
 * How far this laptop's clock is from the server's: of recent rounds the one with the shortest way
 * is the one that knows best (RFC 5905 §10 does the same).
 */
typedef struct
{
  gint64 offset_ms;
  gint64 rtt_ms;
  gint64 at_ms;
} AmiaServerTime;

/**
 * amia_server_time_note:
 * @time: what is known
 * @server_ms: the clock that an answer carried
 * @sent_ms: when its question was sent, by this laptop's wall clock
 * @received_ms: when it came
 *
 * Only for rounds that the server did not hold: the way there and back must be all the time it
 * took.
 *
 * Returns: %TRUE if the offset changed by a second or more, and should be kept
 */
gboolean amia_server_time_note (AmiaServerTime *time,
                                gint64          server_ms,
                                gint64          sent_ms,
                                gint64          received_ms);

G_END_DECLS
