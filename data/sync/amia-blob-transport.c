/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-blob-transport.h"

/* The abstract way: nothing but the two slots. */

G_DEFINE_ABSTRACT_TYPE (AmiaBlobTransport, amia_blob_transport, G_TYPE_OBJECT)

void
amia_blob_request_free (AmiaBlobRequest *request)
{
  if (request == NULL)
    return;

  g_clear_pointer (&request->bytes, g_bytes_unref);
  g_free (request);
}

void
amia_blob_reply_free (AmiaBlobReply *reply)
{
  if (reply == NULL)
    return;

  g_clear_pointer (&reply->bytes, g_bytes_unref);
  g_free (reply);
}

static void
amia_blob_transport_class_init (AmiaBlobTransportClass *klass)
{
}

static void
amia_blob_transport_init (AmiaBlobTransport *self)
{
}

void
amia_blob_transport_exchange_async (AmiaBlobTransport     *transport,
                                    const char            *url,
                                    const char            *token,
                                    const AmiaBlobRequest *request,
                                    GCancellable          *cancellable,
                                    GAsyncReadyCallback    callback,
                                    gpointer               user_data)
{
  g_return_if_fail (AMIA_IS_BLOB_TRANSPORT (transport));
  g_return_if_fail (url != NULL);
  g_return_if_fail (token != NULL);
  g_return_if_fail (request != NULL);

  AMIA_BLOB_TRANSPORT_GET_CLASS (transport)->exchange_async (
      transport, url, token, request, cancellable, callback, user_data);
}

AmiaBlobReply *
amia_blob_transport_exchange_finish (AmiaBlobTransport *transport,
                                     GAsyncResult      *result,
                                     GError           **error)
{
  g_return_val_if_fail (AMIA_IS_BLOB_TRANSPORT (transport), NULL);

  return AMIA_BLOB_TRANSPORT_GET_CLASS (transport)->exchange_finish (transport, result, error);
}
