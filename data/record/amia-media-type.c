/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-media-type.h"

#include <string.h>

/* What may be attached is what people scan, photograph and are sent: few kinds, each known by its
 * first bytes. Programs, archives and documents with macros are not among them. */

/* A PDF may have rubbish before its header; readers look this far. */
#define PDF_HEADER_WITHIN 1024

typedef struct
{
  const char *type;
  const char *ending;
  const char *magic; /* NULL: see looks_like () */
  gsize       length;
} Known;

static const Known types[] = {
  { "image/png", "png", "\x89PNG\r\n\x1a\n", 8 },
  { "image/jpeg", "jpg", "\xff\xd8\xff", 3 },
  { "image/tiff", "tif", "II*\0", 4 },
  { "image/tiff", "tif", "MM\0*", 4 },
  { "application/pdf", "pdf", NULL, 0 },
  { "text/plain", "txt", NULL, 0 },
};

static gboolean
is_pdf (const guint8 *bytes,
        gsize         length)
{
  static const char header[] = { '%', 'P', 'D', 'F', '-' };

  length = MIN (length, PDF_HEADER_WITHIN);
  for (gsize i = 0; i + sizeof header <= length; i++)
    {
      if (memcmp (bytes + i, header, sizeof header) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The last character may have been cut in two by the end of what is looked at. */
static gboolean
is_text (const guint8 *bytes,
         gsize         length)
{
  const char *text = (const char *) bytes;
  const char *end;

  if (length == 0)
    return FALSE;

  if (!g_utf8_validate_len (text, length, &end) &&
      (length < AMIA_MEDIA_SNIFF_LENGTH ||
       g_utf8_get_char_validated (end, text + length - end) != (gunichar) -2))
    return FALSE;

  for (const char *at = text; at < end; at++)
    {
      if ((guchar) *at < ' ' && strchr ("\t\n\r\f", *at) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
looks_like (const Known  *known,
            const guint8 *bytes,
            gsize         length)
{
  if (known->magic != NULL)
    return length >= known->length && memcmp (bytes, known->magic, known->length) == 0;
  return strcmp (known->ending, "pdf") == 0 ? is_pdf (bytes, length) : is_text (bytes, length);
}

const char *
amia_media_type_sniff (const guint8 *bytes,
                       gsize         length)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  length = MIN (length, AMIA_MEDIA_SNIFF_LENGTH);
  for (gsize i = 0; i < G_N_ELEMENTS (types) && length > 0; i++)
    {
      if (looks_like (&types[i], bytes, length))
        return types[i].type;
    }

  return NULL;
}

const char *
amia_media_type_find (const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_strcmp0 (types[i].type, type) == 0)
        return types[i].type;
    }

  return NULL;
}

const char *
amia_media_type_get_ending (const char *type)
{
  g_return_val_if_fail (type != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (strcmp (types[i].type, type) == 0)
        return types[i].ending;
    }

  g_return_val_if_reached ("bin");
}
