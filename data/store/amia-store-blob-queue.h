/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-id.h"
#include "amia-store.h"

G_BEGIN_DECLS

#define AMIA_BLOB_TASKS_MAX 1000

/**
 * AmiaBlobTask:
 * @id: which
 * @is_upload: from here to the server, and not the other way
 * @length: how many sealed bytes there are
 * @n_here: how many of them are here
 *
 * A blob that is to be carried.
 */
typedef struct
{
  AmiaBlobId id;
  gboolean   is_upload;
  gint64     length;
  gint64     n_here;
} AmiaBlobTask;

/**
 * amia_store_list_blob_tasks:
 * @store: a store
 * @error: return location
 *
 * What is to be carried, in the order in which to: first what only this laptop has, oldest first,
 * then what is missing here, newest first. Once the server has been set back, all that is here is
 * offered to it again.
 *
 * Returns: (transfer full) (element-type AmiaBlobTask): at most %AMIA_BLOB_TASKS_MAX, or %NULL on
 *   error
 */
GArray *amia_store_list_blob_tasks (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_read_blob:
 * @store: a store
 * @id: a blob that is here
 * @offset: from where
 * @length_max: how much at most
 * @error: return location
 *
 * Returns: (transfer full): sealed bytes, fewer than asked for only at the end; or %NULL with
 *   %AMIA_STORE_ERROR_MISSING if it is gone
 */
GBytes *amia_store_read_blob (AmiaStore        *store,
                              const AmiaBlobId *id,
                              gint64            offset,
                              gsize             length_max,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_write_blob:
 * @store: a store
 * @id: a blob that is wanted here
 * @offset: where @bytes begin; a gap is refused, what is there already is written over
 * @bytes: sealed bytes that came
 * @is_whole: (out): whether it is complete now
 * @error: return location
 *
 * Takes in a part of a blob. It stays over a restart. When the last part is here the address is
 * checked; a blob of another address is thrown away.
 *
 * Returns: %TRUE when it is on disk; else %FALSE with %AMIA_STORE_ERROR_INVALID (a gap, too much,
 *   or no attachment wants it any more), %AMIA_STORE_ERROR_DAMAGED (not what its address says) or
 *   %AMIA_STORE_ERROR_FULL
 */
gboolean amia_store_write_blob (AmiaStore        *store,
                                const AmiaBlobId *id,
                                gint64            offset,
                                GBytes           *bytes,
                                gboolean         *is_whole,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_set_blob_sent:
 * @store: a store
 * @id: a blob
 * @error: return location
 *
 * Notes that the server has all of it. What was kept only until then is let go.
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_store_set_blob_sent (AmiaStore        *store,
                                   const AmiaBlobId *id,
                                   GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
