/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-blob-queue.h"

G_BEGIN_DECLS

/*
 * Blobs that could not be carried, through nobody's fault: a colleague's laptop has not brought one
 * yet, or a file can't be read. Each is left alone for a while that doubles every time, so that the
 * others have their turn. Pure; the time is a parameter.
 */

/**
 * amia_blob_patience_new:
 *
 * Returns: (transfer full): an empty table
 */
GHashTable *amia_blob_patience_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_patience_add:
 * @patience: a table
 * @id: a blob that could not be carried
 * @now_us: the time
 *
 * Puts it off, for twice as long as the last time.
 */
void amia_blob_patience_add (GHashTable       *patience,
                             const AmiaBlobId *id,
                             gint64            now_us);

/**
 * amia_blob_patience_choose:
 * @patience: a table
 * @tasks: (element-type AmiaBlobTask): what is to be carried, in order
 * @now_us: the time
 * @next_us: (out): when the time of the next one comes, if none is returned
 *
 * Returns: (nullable): the first task whose time has come
 */
const AmiaBlobTask *amia_blob_patience_choose (GHashTable *patience,
                                               GArray     *tasks,
                                               gint64      now_us,
                                               gint64     *next_us);

G_END_DECLS
