/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-blob-message.h"

#include <string.h>

/* Paths and ranges, read strictly: digits are digits, nothing may follow, and no number is larger
 * than a blob may be. */

#define DIGITS_MAX 10

/* Moves @text behind a number. */
static gboolean
read_number (const char **text,
             gint64      *number)
{
  const char *at = *text;

  *number = 0;
  while (g_ascii_isdigit (*at) && at - *text < DIGITS_MAX)
    *number = *number * 10 + (*at++ - '0');
  if (at == *text || g_ascii_isdigit (*at) || *number > AMIA_BLOB_SEALED_LENGTH_MAX)
    return FALSE;

  *text = at;
  return TRUE;
}

static gboolean
skip (const char **text,
      const char  *expected)
{
  gsize length = strlen (expected);

  if (strncmp (*text, expected, length) != 0)
    return FALSE;

  *text += length;
  return TRUE;
}

gboolean
amia_blob_path_parse (const char *path,
                      AmiaBlobId *id)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return skip (&path, AMIA_BLOB_PATH) && amia_blob_id_parse (path, id);
}

char *
amia_blob_path_print (const AmiaBlobId *id)
{
  char name[AMIA_BLOB_HEX_LENGTH + 1];

  return g_strconcat (AMIA_BLOB_PATH, amia_blob_id_print (id, name), NULL);
}

gboolean
amia_blob_range_parse_wanted (const char    *text,
                              AmiaBlobRange *range)
{
  g_return_val_if_fail (range != NULL, FALSE);

  *range = (AmiaBlobRange){ 0, -1, 0 };
  if (text == NULL || !skip (&text, "bytes=") || !read_number (&text, &range->first) ||
      !skip (&text, "-"))
    return FALSE;

  if (*text == '\0')
    return TRUE;
  return read_number (&text, &range->last) && *text == '\0' && range->last >= range->first;
}

gboolean
amia_blob_range_parse_content (const char    *text,
                               AmiaBlobRange *range)
{
  g_return_val_if_fail (range != NULL, FALSE);

  return text != NULL && skip (&text, "bytes ") && read_number (&text, &range->first) &&
         skip (&text, "-") && read_number (&text, &range->last) && skip (&text, "/") &&
         read_number (&text, &range->length) && *text == '\0' && range->first <= range->last &&
         range->last < range->length && range->last - range->first < AMIA_BLOB_PART_MAX;
}

char *
amia_blob_range_print_content (const AmiaBlobRange *range)
{
  g_return_val_if_fail (range != NULL, NULL);

  return g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                          range->first,
                          range->last,
                          range->length);
}

gboolean
amia_blob_length_parse (const char *text,
                        gint64     *length)
{
  g_return_val_if_fail (length != NULL, FALSE);

  return text != NULL && read_number (&text, length) && *text == '\0';
}
