/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-id.h"
#include "amia-store-private.h"

G_BEGIN_DECLS

/* What the store's files about attachments share, and what the rest of the store calls. */

#define AMIA_BLOB_NEW_PREFIX  "new-"
#define AMIA_BLOB_PART_SUFFIX ".part"

/* Where the sealed files of the replica at @path lie. */
char *_amia_blobs_get_directory (const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* The sealed file, whole or, with AMIA_BLOB_PART_SUFFIX, on its way. */
char *_amia_blobs_get_file (AmiaStore        *store,
                            const AmiaBlobId *id,
                            const char       *suffix) G_GNUC_WARN_UNUSED_RESULT;
/* How long that file is; 0 if there is none. */
gint64   _amia_blobs_measure (AmiaStore        *store,
                              const AmiaBlobId *id,
                              const char       *suffix);
void     _amia_blobs_bind_id (AmiaStatement    *statement,
                              int               index,
                              const AmiaBlobId *id);
gboolean _amia_blobs_get_id (AmiaStatement *statement,
                             int            column,
                             AmiaBlobId    *id) G_GNUC_WARN_UNUSED_RESULT;

/* Writes to a file; an error of ours with what errno says. Always FALSE, the second. */
gboolean _amia_blob_write_all (int           fd,
                               gconstpointer data,
                               gsize         length,
                               GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_blob_fail_errno (GError    **error,
                                const char *action);

/* The row of `attachment` of a record in the transaction's cache. */
gboolean _amia_blobs_project (AmiaStore       *store,
                              const AmiaEntry *entry,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* Deletes the sealed files of @scope (NULL: of all) that nothing in the log speaks of any more, so
 * that with the key in the forgotten op the file is gone, too. To be called outside a transaction
 * when the ops are gone, before the receipt is due; again whenever in doubt. What was attached here
 * and has not been sent stays until it has: its author may not lose work. */
gboolean _amia_blobs_forget_scope (AmiaStore      *store,
                                   const AmiaUuid *scope,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/* On opening: finishes a forget that was cut off, and deletes files that nobody knows. Never fails:
 * what can't be deleted now is deleted next time. */
void _amia_blobs_sweep (AmiaStore *store);

/* All sealed files of the replica at @path, with their folder. */
void _amia_blobs_delete_all (const char *path);

G_END_DECLS
