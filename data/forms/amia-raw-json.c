/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-raw-json.h"

#include <string.h>

#include "amia-forms-error.h"

/* The reader: recursive descent over bytes that were checked to be UTF-8 first, with an explicit
 * depth, into nodes that are allocated in blocks and freed together. The document keeps a copy of
 * its source so that any value can be quoted as it was written. */

#define BLOCK_NODES_MAX 512

struct _AmiaRawDocument
{
  gatomicrefcount ref_count;
  char           *source;
  gsize           length;
  GPtrArray      *blocks;
  guint           block_size;
  guint           block_used;
  GStringChunk   *strings;
  AmiaRaw        *root;
};

typedef struct
{
  AmiaRawDocument *document;
  const char      *at;
  const char      *end;
  guint            depth;
  GString         *buffer;
} Reader;

static AmiaRaw *read_value (Reader *reader, GError **error);

static AmiaRaw *
new_node (AmiaRawDocument *document, AmiaRawKind kind, gsize start)
{
  AmiaRaw *block;
  AmiaRaw *node;

  if (document->blocks->len == 0 || document->block_used == document->block_size)
    {
      /* A single answer is a few nodes, a form tens of thousands. */
      document->block_size = document->blocks->len == 0 ? 4 : BLOCK_NODES_MAX;
      document->block_used = 0;
      g_ptr_array_add (document->blocks, g_new0 (AmiaRaw, document->block_size));
    }
  block = g_ptr_array_index (document->blocks, document->blocks->len - 1);
  node = &block[document->block_used++];
  node->kind = kind;
  node->start = start;
  return node;
}

static void
set_error (Reader *reader, GError **error, const char *cause)
{
  guint       line = 1;
  const char *line_start = reader->document->source;

  for (const char *p = line_start; p < reader->at; p++)
    if (*p == '\n')
      {
        line++;
        line_start = p + 1;
      }
  g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_SYNTAX,
               "Failed to read JSON: %s at line %u, column %u", cause, line,
               (guint) (g_utf8_pointer_to_offset (line_start, reader->at) + 1));
}

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end &&
         (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' || *reader->at == '\t'))
    reader->at++;
}

static gboolean
accept (Reader *reader, char c)
{
  skip_space (reader);
  if (reader->at >= reader->end || *reader->at != c)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gboolean
read_hex (Reader *reader, guint *value)
{
  *value = 0;
  if (reader->end - reader->at < 4)
    return FALSE;
  for (guint i = 0; i < 4; i++, reader->at++)
    {
      int digit = g_ascii_xdigit_value (*reader->at);

      if (digit < 0)
        return FALSE;
      *value = *value * 16 + (guint) digit;
    }
  return TRUE;
}

/* After "\u". A code point beyond the first plane takes two escapes. */
static gboolean
read_unicode_escape (Reader *reader, GError **error)
{
  guint code, low;

  if (!read_hex (reader, &code))
    {
      set_error (reader, error, "four hexadecimal digits expected");
      return FALSE;
    }
  if (code >= 0xd800 && code < 0xdc00)
    {
      if (reader->end - reader->at < 6 || reader->at[0] != '\\' || reader->at[1] != 'u')
        low = 0;
      else
        {
          reader->at += 2;
          if (!read_hex (reader, &low))
            low = 0;
        }
      if (low < 0xdc00 || low > 0xdfff)
        {
          set_error (reader, error, "half a surrogate pair");
          return FALSE;
        }
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
  if (code == 0 || (code >= 0xdc00 && code < 0xe000))
    {
      set_error (reader, error, "a character that text cannot hold");
      return FALSE;
    }
  g_string_append_unichar (reader->buffer, code);
  return TRUE;
}

static gboolean
read_escape (Reader *reader, GError **error)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char       *found;
  char              c;

  if (reader->at >= reader->end)
    {
      set_error (reader, error, "unfinished string");
      return FALSE;
    }
  c = *reader->at++;
  if (c == 'u')
    return read_unicode_escape (reader, error);
  found = c == '\0' ? NULL : strchr (escapes, c);
  if (found == NULL)
    {
      set_error (reader, error, "unknown escape");
      return FALSE;
    }
  g_string_append_c (reader->buffer, meanings[found - escapes]);
  return TRUE;
}

/* After the opening quote. */
static const char *
read_string (Reader *reader, GError **error)
{
  g_string_truncate (reader->buffer, 0);
  for (;;)
    {
      const char *run = reader->at;

      while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\' &&
             (guchar) *reader->at >= 0x20)
        reader->at++;
      g_string_append_len (reader->buffer, run, reader->at - run);
      if (reader->at >= reader->end)
        {
          set_error (reader, error, "unfinished string");
          return NULL;
        }
      if ((guchar) *reader->at < 0x20)
        {
          set_error (reader, error, "control character in a string");
          return NULL;
        }
      if (*reader->at++ == '"')
        return g_string_chunk_insert_len (reader->document->strings, reader->buffer->str,
                                          (gssize) reader->buffer->len);
      if (!read_escape (reader, error))
        return NULL;
    }
}

static gboolean
skip_digits (Reader *reader)
{
  const char *start = reader->at;

  while (reader->at < reader->end && g_ascii_isdigit (*reader->at))
    reader->at++;
  return reader->at > start;
}

static gboolean
skip_number (Reader *reader)
{
  if (reader->at < reader->end && *reader->at == '-')
    reader->at++;
  if (reader->at < reader->end && *reader->at == '0')
    reader->at++;
  else if (!skip_digits (reader))
    return FALSE;
  if (reader->at < reader->end && *reader->at == '.')
    {
      reader->at++;
      if (!skip_digits (reader))
        return FALSE;
    }
  if (reader->at < reader->end && (*reader->at == 'e' || *reader->at == 'E'))
    {
      reader->at++;
      if (reader->at < reader->end && (*reader->at == '+' || *reader->at == '-'))
        reader->at++;
      if (!skip_digits (reader))
        return FALSE;
    }
  return TRUE;
}

static AmiaRaw *
read_number (Reader *reader, GError **error)
{
  const char *start = reader->at;
  AmiaRaw    *node;

  if (!skip_number (reader))
    {
      set_error (reader, error, "a value expected");
      return NULL;
    }
  node = new_node (reader->document, AMIA_RAW_NUMBER, (gsize) (start - reader->document->source));
  node->text = g_string_chunk_insert_len (reader->document->strings, start, reader->at - start);
  return node;
}

static AmiaRaw *
read_word (Reader *reader, const char *word, AmiaRawKind kind, GError **error)
{
  gsize length = strlen (word);

  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, word, length) != 0)
    {
      set_error (reader, error, "a value expected");
      return NULL;
    }
  reader->at += length;
  return new_node (reader->document, kind,
                   (gsize) (reader->at - reader->document->source) - length);
}

static AmiaRaw *
read_member (Reader *reader, GError **error)
{
  const char *key;
  AmiaRaw    *value;

  if (!accept (reader, '"'))
    {
      set_error (reader, error, "a quoted name expected");
      return NULL;
    }
  key = read_string (reader, error);
  if (key == NULL)
    return NULL;
  if (!accept (reader, ':'))
    {
      set_error (reader, error, "a colon expected");
      return NULL;
    }
  value = read_value (reader, error);
  if (value != NULL)
    value->key = key;
  return value;
}

/* After the opening bracket or brace. */
static gboolean
read_children (Reader *reader, AmiaRaw *container, GError **error)
{
  gboolean  is_object = container->kind == AMIA_RAW_OBJECT;
  char      closing = is_object ? '}' : ']';
  AmiaRaw **link = &container->first;

  if (accept (reader, closing))
    return TRUE;
  do
    {
      AmiaRaw *child = is_object ? read_member (reader, error) : read_value (reader, error);

      if (child == NULL)
        return FALSE;
      *link = child;
      link = &child->next;
      container->n_children++;
    }
  while (accept (reader, ','));
  if (accept (reader, closing))
    return TRUE;
  set_error (reader, error, is_object ? "a comma or } expected" : "a comma or ] expected");
  return FALSE;
}

static AmiaRaw *
read_container (Reader *reader, AmiaRawKind kind, GError **error)
{
  AmiaRaw *node;

  if (++reader->depth > AMIA_FORMS_MAX_JSON_DEPTH)
    {
      g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT,
                   "Failed to read JSON: nested deeper than %d", AMIA_FORMS_MAX_JSON_DEPTH);
      return NULL;
    }
  node = new_node (reader->document, kind, (gsize) (reader->at - reader->document->source));
  reader->at++;
  if (!read_children (reader, node, error))
    return NULL;
  reader->depth--;
  return node;
}

static AmiaRaw *
read_text (Reader *reader, GError **error)
{
  AmiaRaw *node;

  node = new_node (reader->document, AMIA_RAW_STRING,
                   (gsize) (reader->at - reader->document->source));
  reader->at++;
  node->text = read_string (reader, error);
  return node->text != NULL ? node : NULL;
}

static AmiaRaw *
read_value (Reader *reader, GError **error)
{
  AmiaRaw *node;

  skip_space (reader);
  switch (reader->at < reader->end ? *reader->at : '\0')
    {
    case '{':
      node = read_container (reader, AMIA_RAW_OBJECT, error);
      break;
    case '[':
      node = read_container (reader, AMIA_RAW_ARRAY, error);
      break;
    case '"':
      node = read_text (reader, error);
      break;
    case 't':
      node = read_word (reader, "true", AMIA_RAW_TRUE, error);
      break;
    case 'f':
      node = read_word (reader, "false", AMIA_RAW_FALSE, error);
      break;
    case 'n':
      node = read_word (reader, "null", AMIA_RAW_NULL, error);
      break;
    default:
      node = read_number (reader, error);
      break;
    }
  if (node != NULL)
    node->end = (gsize) (reader->at - reader->document->source);
  return node;
}

static gboolean
check_bytes (const char *data, gsize length, GError **error)
{
  const char *end;

  if (length > AMIA_FORMS_MAX_BYTES)
    {
      g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT,
                   "Failed to read JSON: larger than %d bytes", AMIA_FORMS_MAX_BYTES);
      return FALSE;
    }
  if (!g_utf8_validate_len (data, length, &end))
    {
      g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_SYNTAX,
                   "Failed to read JSON: not UTF-8 at byte %" G_GSIZE_FORMAT,
                   (gsize) (end - data));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_document (AmiaRawDocument *document, GError **error)
{
  g_autoptr (GString) buffer = g_string_new (NULL);
  Reader reader = { .document = document, .at = document->source, .buffer = buffer };

  reader.end = document->source + document->length;
  if (document->length >= 3 && memcmp (reader.at, "\xef\xbb\xbf", 3) == 0)
    reader.at += 3;
  document->root = read_value (&reader, error);
  if (document->root == NULL)
    return FALSE;
  skip_space (&reader);
  if (reader.at == reader.end)
    return TRUE;
  set_error (&reader, error, "more text after the end");
  return FALSE;
}

AmiaRawDocument *
amia_raw_document_new (const char *data, gsize length, GError **error)
{
  g_autoptr (AmiaRawDocument) self = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  if (!check_bytes (data, length, error))
    return NULL;
  self = g_new0 (AmiaRawDocument, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->source = g_strndup (data, length);
  self->length = length;
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->strings = g_string_chunk_new (MIN (length + 1, 4096));
  if (!read_document (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

AmiaRawDocument *
amia_raw_document_ref (AmiaRawDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
amia_raw_document_unref (AmiaRawDocument *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->blocks);
  g_string_chunk_free (self->strings);
  g_free (self->source);
  g_free (self);
}

const AmiaRaw *
amia_raw_document_get_root (const AmiaRawDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

char *
amia_raw_document_dup_source (const AmiaRawDocument *self, const AmiaRaw *value)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);
  g_return_val_if_fail (value->end <= self->length, NULL);

  return g_strndup (self->source + value->start, value->end - value->start);
}

gboolean
amia_raw_is (const AmiaRaw *self, AmiaRawKind kind)
{
  return self != NULL && self->kind == kind;
}

const AmiaRaw *
amia_raw_get (const AmiaRaw *self, const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  if (!amia_raw_is (self, AMIA_RAW_OBJECT))
    return NULL;
  for (const AmiaRaw *member = self->first; member != NULL; member = member->next)
    if (strcmp (member->key, key) == 0)
      return member;
  return NULL;
}

const char *
amia_raw_get_string (const AmiaRaw *self, const char *key)
{
  const AmiaRaw *member = amia_raw_get (self, key);

  return amia_raw_is (member, AMIA_RAW_STRING) ? member->text : NULL;
}

gboolean
amia_raw_get_boolean (const AmiaRaw *self, const char *key)
{
  return amia_raw_is (amia_raw_get (self, key), AMIA_RAW_TRUE);
}

const AmiaRaw *
amia_raw_get_array (const AmiaRaw *self, const char *key)
{
  const AmiaRaw *member = amia_raw_get (self, key);

  return amia_raw_is (member, AMIA_RAW_ARRAY) ? member->first : NULL;
}
