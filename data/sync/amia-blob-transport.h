/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-blob-message.h"
#include "amia-transport.h"

G_BEGIN_DECLS

/**
 * AmiaBlobVerb:
 * @AMIA_BLOB_LOOK: how much of it does the server have?
 * @AMIA_BLOB_BRING: here is a part
 * @AMIA_BLOB_GET: give me a part
 *
 * What is asked of the server.
 */
typedef enum
{
  AMIA_BLOB_LOOK,
  AMIA_BLOB_BRING,
  AMIA_BLOB_GET,
} AmiaBlobVerb;

/**
 * AmiaBlobRequest:
 * @verb: what is asked
 * @id: of which blob
 * @offset: where the part begins
 * @length: how long the whole is
 * @part_max: how much may come at most
 * @bytes: (nullable): the part that is brought
 *
 * One exchange about a blob.
 */
typedef struct
{
  AmiaBlobVerb verb;
  AmiaBlobId   id;
  gint64       offset;
  gint64       length;
  gsize        part_max;
  GBytes      *bytes;
} AmiaBlobRequest;

void amia_blob_request_free (AmiaBlobRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaBlobRequest, amia_blob_request_free)

/**
 * AmiaBlobOutcome:
 * @AMIA_BLOB_TAKEN: done; @n_here or @bytes of #AmiaBlobReply say how
 * @AMIA_BLOB_MISSING: the server does not have it, or not for this reader
 * @AMIA_BLOB_GAP: the server wants it from @n_here on
 * @AMIA_BLOB_WRONG: what was brought is not what its address says
 *
 * What the server made of it.
 */
typedef enum
{
  AMIA_BLOB_TAKEN,
  AMIA_BLOB_MISSING,
  AMIA_BLOB_GAP,
  AMIA_BLOB_WRONG,
} AmiaBlobOutcome;

/**
 * AmiaBlobReply:
 * @outcome: what the server made of it
 * @n_here: how many bytes it has
 * @length: how many there are to be
 * @bytes: (nullable): the part that came
 *
 * An answer about a blob.
 */
typedef struct
{
  AmiaBlobOutcome outcome;
  gint64          n_here;
  gint64          length;
  GBytes         *bytes;
} AmiaBlobReply;

void amia_blob_reply_free (AmiaBlobReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaBlobReply, amia_blob_reply_free)

#define AMIA_TYPE_BLOB_TRANSPORT (amia_blob_transport_get_type ())
G_DECLARE_DERIVABLE_TYPE (
    AmiaBlobTransport, amia_blob_transport, AMIA, BLOB_TRANSPORT, GObject)

/**
 * AmiaBlobTransportClass:
 * @exchange_async: starts an exchange
 * @exchange_finish: ends it
 *
 * The way that attachments take to a server, beside that of the rounds (#AmiaTransport), so that
 * neither waits for the other.
 */
struct _AmiaBlobTransportClass
{
  GObjectClass parent_class;

  void (*exchange_async) (AmiaBlobTransport     *transport,
                          const char            *url,
                          const char            *token,
                          const AmiaBlobRequest *request,
                          GCancellable          *cancellable,
                          GAsyncReadyCallback    callback,
                          gpointer               user_data);
  AmiaBlobReply *(*exchange_finish) (AmiaBlobTransport *transport,
                                     GAsyncResult      *result,
                                     GError           **error);
};

/**
 * amia_blob_transport_exchange_async:
 * @transport: a way to a server
 * @url: the server's address, `https://…`, without a path
 * @token: what the login gave
 * @request: what is asked; may be freed once this call has returned
 * @cancellable: (nullable): to give up. The server may have taken the part all the same
 * @callback: called when done, on the main context of the caller
 * @user_data: for @callback
 *
 * Makes one exchange. Nothing is tried twice here.
 */
void amia_blob_transport_exchange_async (AmiaBlobTransport     *transport,
                                         const char            *url,
                                         const char            *token,
                                         const AmiaBlobRequest *request,
                                         GCancellable          *cancellable,
                                         GAsyncReadyCallback    callback,
                                         gpointer               user_data);

/**
 * amia_blob_transport_exchange_finish:
 * @transport: a way to a server
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the answer, or %NULL with an #AmiaTransportError or
 *   %G_IO_ERROR_CANCELLED
 */
AmiaBlobReply *amia_blob_transport_exchange_finish (AmiaBlobTransport *transport,
                                                    GAsyncResult      *result,
                                                    GError           **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
