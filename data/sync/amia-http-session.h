/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * amia_http_authorities_load:
 * @ca_file: (nullable): a PEM file with the certificates to trust instead of the system's
 * @authorities: (out) (nullable) (transfer full): they; %NULL for the system's
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE with %AMIA_TRANSPORT_ERROR_CERTIFICATE
 */
gboolean amia_http_authorities_load (const char    *ca_file,
                                     GTlsDatabase **authorities,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_http_session_new:
 * @authorities: (nullable): whom to trust; %NULL for the system's
 * @timeout_seconds: after how long without a byte a request fails
 *
 * Returns: (transfer full): a session that says who we are and never asks anybody for a password
 */
SoupSession *amia_http_session_new (GTlsDatabase *authorities,
                                    guint         timeout_seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
