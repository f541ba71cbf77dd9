/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-http.h"

G_BEGIN_DECLS

/**
 * AmiaServer:
 *
 * A whole server in a thread of its own: what the program `amia-server` runs, and what tests run in
 * their own process.
 */
typedef struct _AmiaServer AmiaServer;

/**
 * AmiaServerOptions:
 * @db: the ledger: the path of an SQLite file
 * @safeguard: (nullable): the path of the safeguard file that goes with it (see amia-safeguard.h),
 *   %NULL to do without
 * @listen: `ADDRESS:PORT`, an IPv6 address in brackets; port 0 takes a free one
 * @tls_cert: (nullable): a PEM file with the certificate and those that lead to its authority
 * @tls_key: (nullable): a PEM file with its key
 * @trusted_proxies: (nullable): which reverse proxies are believed when they say for whom they ask,
 *   see amia_address_parse_proxies()
 * @limits: (nullable): bounds, %NULL for the usual ones
 * @log: (nullable): called in the server's thread for what is worth a line
 * @user_data: for @log
 *
 * What a server needs to know.
 */
typedef struct
{
  const char           *db;
  const char           *safeguard;
  const char           *listen;
  const char           *tls_cert;
  const char           *tls_key;
  const char           *trusted_proxies;
  const AmiaHttpLimits *limits;
  AmiaHttpLog           log;
  gpointer              user_data;
} AmiaServerOptions;

/**
 * amia_server_start:
 * @options: what it needs to know
 * @error: return location
 *
 * Opens the ledger, listens, and serves until amia_server_stop(). Any thread.
 *
 * Returns: (transfer full): a server at work; or %NULL with an #AmiaDbError, #GIOError or
 *   #GTlsError
 */
AmiaServer *amia_server_start (const AmiaServerOptions *options,
                               GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_server_get_url:
 * @server: a server
 *
 * Returns: its address, `http://127.0.0.1:8080`
 */
const char *amia_server_get_url (const AmiaServer *server);

/**
 * amia_server_stop:
 * @server: (transfer full) (nullable): a server
 *
 * Lets rounds under way come to their end, answers those who wait, and closes everything. Returns
 * when that is done. Any thread but the server's own.
 */
void amia_server_stop (AmiaServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaServer, amia_server_stop)

G_END_DECLS
