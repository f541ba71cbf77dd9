/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-transport.h"

G_BEGIN_DECLS

#define AMIA_TYPE_HTTP_TRANSPORT (amia_http_transport_get_type ())
G_DECLARE_FINAL_TYPE (AmiaHttpTransport, amia_http_transport, AMIA, HTTP_TRANSPORT, AmiaTransport)

/**
 * amia_http_transport_new:
 * @ca_file: (nullable): a PEM file with the authorities to trust instead of the system's
 * @error: return location
 *
 * HTTPS by libsoup, gzip both ways, bounded bodies, one connection for the long poll and one for
 * the rest. Plain http is only let through to loopback addresses.
 *
 * Returns: (transfer full): a transport, or %NULL if @ca_file can't be read
 */
AmiaTransport *amia_http_transport_new (const char *ca_file,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
