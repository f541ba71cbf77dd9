/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-http.h"
#include "amia-log.h"

G_BEGIN_DECLS

/* What whoever runs the server decides: a file in the form of a desktop entry (#GKeyFile), and the
 * command line, which wins. Every key is described in the shipped example,
 * `data/server/amia-server.conf.example`. */

#define AMIA_SERVER_SETTINGS_FILE "/etc/amia/server.conf"

/**
 * AmiaServerSettings:
 * @db: (nullable): `ledger.db`: the ledger, a file or a `postgres://` address
 * @safeguard: (nullable): `ledger.safeguard`: the file beside it that no backup has
 * @listen: (nullable): `server.listen`: `ADDRESS:PORT`
 * @tls_cert: (nullable): `server.tls-cert`
 * @tls_key: (nullable): `server.tls-key`
 * @trusted_proxies: (nullable): `server.trusted-proxies`: addresses and networks, with semicolons
 *   between them
 * @log_format: `server.log-format`: `text` or `json`
 * @limits: the group `limits`
 *
 * Settings.
 */
typedef struct
{
  char          *db;
  char          *safeguard;
  char          *listen;
  char          *tls_cert;
  char          *tls_key;
  char          *trusted_proxies;
  AmiaLogFormat  log_format;
  AmiaHttpLimits limits;
} AmiaServerSettings;

/**
 * amia_server_settings_new:
 *
 * Returns: (transfer full): settings where nothing is set but the usual limits
 */
AmiaServerSettings *amia_server_settings_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_server_settings_free:
 * @settings: (transfer full) (nullable): settings
 */
void amia_server_settings_free (AmiaServerSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaServerSettings, amia_server_settings_free)

/**
 * amia_server_settings_read:
 * @settings: settings
 * @path: a file
 * @error: return location
 *
 * Sets what a file says. A group or key that there is not is an error, since it is a spelling
 * mistake more often than not, and then something is not as its writer believes.
 *
 * Returns: %TRUE, or %FALSE with a #GKeyFileError or #GFileError
 */
gboolean amia_server_settings_read (AmiaServerSettings *settings,
                                    const char         *path,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_server_settings_set:
 * @settings: settings
 * @key: `group.key`
 * @value: its value, as it would stand in the file
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE with %G_KEY_FILE_ERROR_KEY_NOT_FOUND or
 *   %G_KEY_FILE_ERROR_INVALID_VALUE
 */
gboolean amia_server_settings_set (AmiaServerSettings *settings,
                                   const char         *key,
                                   const char         *value,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_server_settings_list_keys:
 *
 * By this the test of the shipped example knows that it leaves no key out.
 *
 * Returns: (transfer container): all keys, `group.key`, as a NULL-terminated array
 */
const char **amia_server_settings_list_keys (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
