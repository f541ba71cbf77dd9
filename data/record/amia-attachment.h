/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-id.h"
#include "amia-record.h"

G_BEGIN_DECLS

#define AMIA_ATTACHMENT_KIND "attachment"

/**
 * AmiaAttachment:
 * @record: the record's id
 * @case_id: its case
 * @blob: the address of its contents
 * @key: what opens them
 * @size: how long they are, in bytes, before they were sealed
 * @type: what they are; one that amia_media_type_sniff() gives
 * @area: (nullable): the consent area
 * @title: (nullable): what it is called
 * @date: (nullable): the day that is on the paper
 * @note: (nullable): what somebody wants to say about it
 * @form: the form that it is a scanned page of; nil for none
 * @device: the device it was attached on
 * @added_ms: when, by that device's clock
 * @is_removed: somebody took it away
 *
 * A record of kind `attachment`, read. Its contents are a blob, sealed by the device that attached
 * it with a key of its own that stands in the record, in the same area as all else of it. So the
 * rules for reading ops (amia-access.h) are the rules for reading attachments: who does not get the
 * op with the key has nothing but noise, and a laptop that forgets the op can't open its own file.
 */
typedef struct
{
  AmiaUuid    record;
  AmiaUuid    case_id;
  AmiaBlobId  blob;
  guint8      key[AMIA_BLOB_KEY_LENGTH];
  gint64      size;
  const char *type;
  char       *area;
  char       *title;
  char       *date;
  char       *note;
  AmiaUuid    form;
  AmiaUuid    device;
  gint64      added_ms;
  gboolean    is_removed;
} AmiaAttachment;

/**
 * amia_attachment_read:
 * @record: a record as its reader sees it
 *
 * Trusts nothing that others wrote: an id, a key, a size or a type that is none makes it no
 * attachment.
 *
 * Returns: (transfer full) (nullable): the attachment; %NULL for another kind of record, or one of
 *   which this reader may not see what it takes to open it
 */
AmiaAttachment *amia_attachment_read (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_attachment_free:
 * @attachment: (transfer full): an attachment
 *
 * Overwrites the key first.
 */
void amia_attachment_free (AmiaAttachment *attachment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaAttachment, amia_attachment_free)

G_END_DECLS
