/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-blob-transfer.h"

/* One blob from here to the server, or from there to here:
 *
 *   up     LOOK, then BRING from where the server stands until it has all
 *   down   GET from where we stand until we have all
 *
 * Each step begins with what is known for certain, so that it does not matter where the last try
 * was cut off. */

#define PART_START (256 * 1024)

void
amia_blob_transfer_init (AmiaBlobTransfer   *transfer,
                         const AmiaBlobTask *task)
{
  g_return_if_fail (transfer != NULL);
  g_return_if_fail (task != NULL);

  *transfer = (AmiaBlobTransfer){ .task = *task, .part_bytes = PART_START };
}

AmiaBlobRequest *
amia_blob_transfer_prepare (const AmiaBlobTransfer *transfer,
                            AmiaStore              *store,
                            GError                **error)
{
  g_autoptr (AmiaBlobRequest) request = NULL;
  const AmiaBlobTask *task;

  g_return_val_if_fail (transfer != NULL, NULL);
  g_return_val_if_fail (store != NULL, NULL);

  task = &transfer->task;
  request = g_new0 (AmiaBlobRequest, 1);
  request->id = task->id;
  request->length = task->length;
  request->part_max = transfer->part_bytes;
  if (!task->is_upload)
    {
      request->verb = AMIA_BLOB_GET;
      request->offset = task->n_here;
      return g_steal_pointer (&request);
    }
  if (!transfer->is_known)
    {
      request->verb = AMIA_BLOB_LOOK;
      return g_steal_pointer (&request);
    }

  request->verb = AMIA_BLOB_BRING;
  request->offset = transfer->n_there;
  request->bytes = amia_store_read_blob (
      store, &task->id, transfer->n_there, transfer->part_bytes, error);
  return request->bytes != NULL ? g_steal_pointer (&request) : NULL;
}

static gboolean
take_up (AmiaBlobTransfer    *transfer,
         AmiaStore           *store,
         const AmiaBlobReply *reply,
         AmiaBlobProgress    *progress,
         GError             **error)
{
  const AmiaBlobTask *task = &transfer->task;

  /* Our file is not what its name says, or the server makes no sense, or takes no attachments. */
  if (reply->outcome == AMIA_BLOB_WRONG || reply->n_here > task->length ||
      (reply->outcome == AMIA_BLOB_MISSING && transfer->is_known) ||
      (reply->outcome == AMIA_BLOB_GAP && reply->n_here == transfer->n_there &&
       transfer->n_there > 0))
    {
      *progress = AMIA_BLOB_PUT_OFF;
      return TRUE;
    }

  transfer->is_known = TRUE;
  transfer->n_there = reply->outcome == AMIA_BLOB_MISSING ? 0 : reply->n_here;
  if (reply->outcome != AMIA_BLOB_TAKEN || transfer->n_there < task->length)
    return TRUE;

  *progress = AMIA_BLOB_CARRIED;
  return amia_store_set_blob_sent (store, &task->id, error);
}

static gboolean
take_down (AmiaBlobTransfer    *transfer,
           AmiaStore           *store,
           const AmiaBlobReply *reply,
           AmiaBlobProgress    *progress,
           GError             **error)
{
  AmiaBlobTask *task = &transfer->task;
  gboolean      is_whole;

  if (reply->outcome != AMIA_BLOB_TAKEN || reply->bytes == NULL)
    {
      *progress = AMIA_BLOB_PUT_OFF;
      return TRUE;
    }

  if (!amia_store_write_blob (store, &task->id, task->n_here, reply->bytes, &is_whole, error))
    return FALSE;

  task->n_here += (gint64) g_bytes_get_size (reply->bytes);
  if (is_whole)
    *progress = AMIA_BLOB_CARRIED;
  return TRUE;
}

gboolean
amia_blob_transfer_take (AmiaBlobTransfer    *transfer,
                         AmiaStore           *store,
                         const AmiaBlobReply *reply,
                         AmiaBlobProgress    *progress,
                         GError             **error)
{
  g_return_val_if_fail (transfer != NULL, FALSE);
  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (reply != NULL, FALSE);
  g_return_val_if_fail (progress != NULL, FALSE);

  *progress = AMIA_BLOB_GOES_ON;
  transfer->part_bytes = MIN (2 * transfer->part_bytes, AMIA_BLOB_PART_MAX);
  return transfer->task.is_upload ? take_up (transfer, store, reply, progress, error)
                                  : take_down (transfer, store, reply, progress, error);
}

void
amia_blob_transfer_falter (AmiaBlobTransfer *transfer)
{
  g_return_if_fail (transfer != NULL);

  transfer->part_bytes = MAX (transfer->part_bytes / 4, AMIA_BLOB_PART_MIN);
  /* The part may have got there, and only the answer not back. */
  transfer->is_known = FALSE;
}

gint64
amia_blob_transfer_get_done (const AmiaBlobTransfer *transfer)
{
  g_return_val_if_fail (transfer != NULL, 0);

  return transfer->task.is_upload ? transfer->n_there : transfer->task.n_here;
}
