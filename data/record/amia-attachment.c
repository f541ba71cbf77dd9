/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-attachment.h"

#include <string.h>

#include "amia-media-type.h"

/* Reads records of kind attachment. Ids and keys are both 32 bytes in hexadecimal, so one parser
 * does for both. */

G_STATIC_ASSERT (AMIA_BLOB_KEY_LENGTH == AMIA_BLOB_ID_LENGTH);

static gboolean
read_bytes (const AmiaRecord *record,
            const char       *field,
            guint8           *bytes)
{
  g_autofree char *text = amia_record_dup_string (record, field);
  AmiaBlobId       read;
  gboolean         is_read = amia_blob_id_parse (text, &read);

  if (is_read)
    memcpy (bytes, read.bytes, sizeof read.bytes);
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  explicit_bzero (&read, sizeof read);
  return is_read;
}

/* Whole numbers only; what else JSON allows would not be a size. */
static gboolean
read_size (const AmiaRecord *record,
           gint64           *size)
{
  const char *value = amia_record_get_value (record, "size");

  return value != NULL &&
         g_ascii_string_to_signed (value, 10, 1, AMIA_BLOB_BYTES_MAX, size, NULL);
}

static gboolean
read_contents (const AmiaRecord *record,
               AmiaAttachment   *attachment)
{
  g_autofree char *type = amia_record_dup_string (record, "type");

  attachment->type = amia_media_type_find (type);
  return attachment->type != NULL &&
         read_size (record, &attachment->size) &&
         read_bytes (record, "sha256", attachment->blob.bytes) &&
         read_bytes (record, "key", attachment->key);
}

static void
read_form (const AmiaRecord *record,
           AmiaAttachment   *attachment)
{
  g_autofree char *form = amia_record_dup_string (record, "form");

  if (form == NULL || !amia_uuid_parse (form, -1, &attachment->form))
    attachment->form = (AmiaUuid){ 0 };
}

AmiaAttachment *
amia_attachment_read (const AmiaRecord *record)
{
  g_autoptr (AmiaAttachment) attachment = NULL;
  const AmiaHead *head;

  g_return_val_if_fail (record != NULL, NULL);

  head = amia_record_get_shown (record, "sha256");
  if (strcmp (record->kind, AMIA_ATTACHMENT_KIND) != 0 || head == NULL)
    return NULL;

  attachment = g_new0 (AmiaAttachment, 1);
  if (!read_contents (record, attachment))
    return NULL;

  attachment->record = record->id;
  attachment->case_id = record->case_id;
  attachment->area = g_strdup (head->area);
  attachment->device = head->device;
  attachment->added_ms = amia_stamp_get_ms (head->stamp);
  attachment->title = amia_record_dup_string (record, "title");
  attachment->date = amia_record_dup_string (record, "date");
  attachment->note = amia_record_dup_string (record, "note");
  read_form (record, attachment);
  attachment->is_removed = amia_record_is_removed (record);
  return g_steal_pointer (&attachment);
}

void
amia_attachment_free (AmiaAttachment *attachment)
{
  g_return_if_fail (attachment != NULL);

  explicit_bzero (attachment->key, sizeof attachment->key);
  g_free (attachment->area);
  g_free (attachment->title);
  g_free (attachment->date);
  g_free (attachment->note);
  g_free (attachment);
}
