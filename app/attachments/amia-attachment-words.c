/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-attachments"

#include "config.h"

#include "amia-attachment-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-report.h"
#include "amia-words.h"

/* What a list of attachments says about each: plain words, never a media type or a hash. */

static const char *
describe_type (const char *type)
{
  if (strcmp (type, "application/pdf") == 0)
    return _ ("PDF document");
  if (strcmp (type, "text/plain") == 0)
    return _ ("Text");
  return _ ("Picture");
}

char *
amia_attachment_words_title (const AmiaAttachment *attachment)
{
  g_return_val_if_fail (attachment != NULL, NULL);

  if (attachment->title != NULL && *attachment->title != '\0')
    return g_strdup (attachment->title);
  return g_strdup (describe_type (attachment->type));
}

static char *
describe_state (const AmiaAttachmentRow *row,
                gboolean                 has_server)
{
  gint64 length = amia_blob_get_sealed_length (row->attachment->size);

  switch (row->state)
    {
    case AMIA_BLOB_WANTED:
      return g_strdup (_ ("not here yet"));
    case AMIA_BLOB_PARTLY:
      /* Translators: how much of a file has come to this laptop. */
      return g_strdup_printf (_ ("%d %% here"), (int) (100 * row->n_here / length));
    case AMIA_BLOB_HERE:
      return g_strdup (has_server ? _ ("here, waits to be sent") : _ ("here"));
    case AMIA_BLOB_SENT:
    default:
      return g_strdup (_ ("here and on the server"));
    }
}

char *
amia_attachment_words_detail (const AmiaAttachmentRow *row,
                              gboolean                 has_server)
{
  const AmiaAttachment *attachment = row->attachment;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (words, g_strdup (describe_type (attachment->type)));
  g_ptr_array_add (words, g_format_size ((guint64) attachment->size));
  if (attachment->date != NULL)
    g_ptr_array_add (words, amia_words_date (attachment->date));
  else
    g_ptr_array_add (words, amia_words_day (attachment->added_ms, amia_words_now_ms ()));
  if (attachment->area != NULL && amia_words_area (attachment->area) != NULL)
    g_ptr_array_add (words, g_strdup (amia_words_area (attachment->area)));
  if (row->author != NULL)
    g_ptr_array_add (words, g_strdup (row->author));
  if (!amia_uuid_is_nil (&attachment->form))
    g_ptr_array_add (words, g_strdup (_ ("scanned page of a form")));
  g_ptr_array_add (words, describe_state (row, has_server));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

const char *
amia_attachment_words_error (const GError *error)
{
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID))
    return _ ("Only pictures, PDF documents and plain text of up to 50 MB can be added.");
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING))
    return _ ("The file has not come to this laptop yet. It comes by itself when there is a network.");
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED))
    return _ ("The file is damaged on this laptop. If the server has it, it is fetched anew.");
  if (error->domain == G_IO_ERROR)
    return _ ("The file could not be read or written.");
  return amia_report_describe (error);
}
