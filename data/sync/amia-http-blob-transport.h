/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-transport.h"

G_BEGIN_DECLS

#define AMIA_TYPE_HTTP_BLOB_TRANSPORT (amia_http_blob_transport_get_type ())
G_DECLARE_FINAL_TYPE (AmiaHttpBlobTransport,
                      amia_http_blob_transport,
                      AMIA,
                      HTTP_BLOB_TRANSPORT,
                      AmiaBlobTransport)

/**
 * amia_http_blob_transport_new:
 * @ca_file: (nullable): certificates to trust instead of the system's
 * @error: return location
 *
 * Attachments over HTTP, by connections of their own. No more is ever read than one part.
 *
 * Returns: (transfer full): a transport, or %NULL with %AMIA_TRANSPORT_ERROR_CERTIFICATE
 */
AmiaBlobTransport *amia_http_blob_transport_new (const char *ca_file,
                                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
