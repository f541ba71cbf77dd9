/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-page-place.h"
#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * AmiaAttached:
 * @record: the attachment's record
 * @title: the file's name
 * @type: its media type, found from its contents
 * @size: its bytes
 * @place: if it is a page that was printed here, of what
 *
 * A file that has become part of a case.
 */
typedef struct
{
  AmiaUuid      record;
  char         *title;
  const char   *type;
  gint64        size;
  AmiaPagePlace place;
} AmiaAttached;

void amia_attached_free (AmiaAttached *attached);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaAttached, amia_attached_free)

/**
 * amia_attach_async:
 * @replica: a replica
 * @file: a file of the user's
 * @case_id: the case it is to belong to
 * @area: the consent area its contents have
 * @cancellable: (nullable): to give up
 * @callback: called when it is there, or could not be
 * @data: for @callback
 *
 * Seals @file on a thread of GTask's pool, since that takes as long as reading it, and then makes
 * it part of the case on the store's thread. Main thread.
 */
void amia_attach_async (AmiaReplica        *replica,
                        GFile              *file,
                        const AmiaUuid     *case_id,
                        const char         *area,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            data);

/**
 * amia_attach_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what was attached; %NULL with an error that
 *   amia_attachment_words_error() has words for
 */
AmiaAttached *amia_attach_finish (GAsyncResult *result,
                                  GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
