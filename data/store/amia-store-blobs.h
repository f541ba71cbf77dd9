/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-attachment.h"
#include "amia-blob-file.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaNewAttachment:
 * @case_id: the case
 * @title: what it is called
 * @area: (nullable): the consent area, %NULL for `basics`
 * @date: (nullable): the day that is on the paper, `YYYY-MM-DD`
 * @note: (nullable): what is to be said about it
 * @form: (nullable): the form that it is a scanned page of
 *
 * What is known of an attachment besides its contents.
 */
typedef struct
{
  AmiaUuid    case_id;
  const char *title;
  const char *area;
  const char *date;
  const char *note;

  const AmiaUuid *form;
} AmiaNewAttachment;

/**
 * AmiaBlobState:
 * @AMIA_BLOB_WANTED: it is not here, and comes when there is a network
 * @AMIA_BLOB_PARTLY: some of it is here
 * @AMIA_BLOB_HERE: it is here, and as far as is known nowhere else
 * @AMIA_BLOB_SENT: it is here and on the server
 *
 * How far the contents of an attachment have come.
 */
typedef enum
{
  AMIA_BLOB_WANTED,
  AMIA_BLOB_PARTLY,
  AMIA_BLOB_HERE,
  AMIA_BLOB_SENT,
} AmiaBlobState;

/**
 * AmiaAttachmentRow:
 * @attachment: (transfer full): the attachment
 * @state: how far its contents have come
 * @n_here: how many sealed bytes are here, while they come
 * @author: (transfer none) (nullable): who attached it
 * @agency: (transfer none) (nullable): their agency
 *
 * A row of a case's list of attachments. Strings live as long as the store; to take a row to
 * another thread, copy them.
 */
typedef struct
{
  AmiaAttachment *attachment;
  AmiaBlobState   state;
  gint64          n_here;
  const char     *author;
  const char     *agency;
} AmiaAttachmentRow;

void amia_attachment_row_free (AmiaAttachmentRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaAttachmentRow, amia_attachment_row_free)

/**
 * amia_store_attach:
 * @store: a store
 * @what: what is known of it
 * @blob: a sealed file of this replica; its file is moved into place
 * @record: (out) (optional): the new record
 * @error: return location
 *
 * Adds an attachment to a case, as one change.
 *
 * Returns: %TRUE when record and file are on disk; else %FALSE with %AMIA_STORE_ERROR_INVALID (an
 *   area or a date that is none), %AMIA_STORE_ERROR_FULL or %AMIA_STORE_ERROR_FAILED
 */
gboolean amia_store_attach (AmiaStore               *store,
                            const AmiaNewAttachment *what,
                            AmiaSealedBlob          *blob,
                            AmiaUuid                *record,
                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_list_attachments:
 * @store: a store
 * @case_id: a case
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaAttachmentRow): the case's attachments that this
 *   reader may see and nobody has removed, newest first; or %NULL on error
 */
GPtrArray *amia_store_list_attachments (AmiaStore      *store,
                                        const AmiaUuid *case_id,
                                        GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_open_attachment:
 * @store: a store
 * @record: an attachment's record
 * @attachment: (out) (optional) (transfer full): what is known of it
 * @error: return location
 *
 * Opens what an attachment holds. The stream may be read in any thread, and goes on when the store
 * is closed.
 *
 * Returns: (transfer full): a stream, see amia_blob_stream_new(); or %NULL with
 *   %AMIA_STORE_ERROR_INVALID if there is no such attachment, %AMIA_STORE_ERROR_MISSING if it has
 *   not come here yet, or %AMIA_STORE_ERROR_DAMAGED
 */
GInputStream *amia_store_open_attachment (AmiaStore       *store,
                                          const AmiaUuid  *record,
                                          AmiaAttachment **attachment,
                                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_discard_blob:
 * @store: a store
 * @id: an address
 * @error: return location
 *
 * Throws away a file that turned out to be damaged, so that it is fetched anew. What the server is
 * not known to have is kept all the same: a damaged file may be better than none.
 *
 * Returns: %TRUE if it will be fetched anew
 */
gboolean amia_store_discard_blob (AmiaStore        *store,
                                  const AmiaBlobId *id,
                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
