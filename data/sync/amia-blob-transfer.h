/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-transport.h"
#include "amia-store-blob-queue.h"

G_BEGIN_DECLS

/**
 * AmiaBlobTransfer:
 * @task: what is to be carried
 * @is_known: whether it has been asked how much the server has
 * @n_there: how much that is
 * @part_bytes: how much goes with the next exchange
 *
 * The carrying of one blob, exchange by exchange; plain data. It keeps nothing that must survive:
 * what has come lies in the store, what has gone the server knows.
 */
typedef struct
{
  AmiaBlobTask task;
  gboolean     is_known;
  gint64       n_there;
  gsize        part_bytes;
} AmiaBlobTransfer;

/**
 * AmiaBlobProgress:
 * @AMIA_BLOB_GOES_ON: there is more to do
 * @AMIA_BLOB_CARRIED: all of it is here and there
 * @AMIA_BLOB_PUT_OFF: it can't be carried now: the server does not have it yet, or will not take
 *   what is here
 *
 * How a transfer stands.
 */
typedef enum
{
  AMIA_BLOB_GOES_ON,
  AMIA_BLOB_CARRIED,
  AMIA_BLOB_PUT_OFF,
} AmiaBlobProgress;

/**
 * amia_blob_transfer_init:
 * @transfer: (out caller-allocates): a transfer
 * @task: what is to be carried
 */
void amia_blob_transfer_init (AmiaBlobTransfer   *transfer,
                              const AmiaBlobTask *task);

/**
 * amia_blob_transfer_prepare:
 * @transfer: a transfer that goes on
 * @store: the store, on its thread
 * @error: return location
 *
 * Returns: (transfer full): the next thing to ask of the server; or %NULL with an #AmiaStoreError,
 *   when the file can't be read any more
 */
AmiaBlobRequest *amia_blob_transfer_prepare (const AmiaBlobTransfer *transfer,
                                             AmiaStore              *store,
                                             GError                **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_transfer_take:
 * @transfer: a transfer
 * @store: the store, on its thread
 * @reply: what the server answered
 * @progress: (out): how it stands
 * @error: return location
 *
 * Takes in an answer: what came is on disk when this returns. Parts grow while all goes well.
 *
 * Returns: %TRUE, or %FALSE with an #AmiaStoreError, %AMIA_STORE_ERROR_INVALID if it is not wanted
 *   here any more
 */
gboolean amia_blob_transfer_take (AmiaBlobTransfer    *transfer,
                                  AmiaStore           *store,
                                  const AmiaBlobReply *reply,
                                  AmiaBlobProgress    *progress,
                                  GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_transfer_falter:
 * @transfer: a transfer of which an exchange failed
 *
 * Goes on in smaller parts: on a slow line a large one may never arrive.
 */
void amia_blob_transfer_falter (AmiaBlobTransfer *transfer);

/**
 * amia_blob_transfer_get_done:
 * @transfer: a transfer
 *
 * Returns: how many bytes have been carried
 */
gint64 amia_blob_transfer_get_done (const AmiaBlobTransfer *transfer);

G_END_DECLS
