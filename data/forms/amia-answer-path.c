/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-answer-path.h"

#include <string.h>

/* Builds and takes apart the field names that the header defines. Parsing is strict, so that every
 * answer has exactly one name: an escape that was not necessary makes a path invalid. */

#define SEGMENTS_MAX 512

static void
segment_free (AmiaSegment *segment)
{
  g_free (segment->name);
  g_free (segment);
}

static void
append_escaped (GString *out, const char *link_id)
{
  const char *p = link_id;

  if (strcmp (link_id, "=") == 0)
    {
      g_string_append (out, "~3");
      return;
    }
  if (*p == '[')
    {
      g_string_append (out, "~2");
      p++;
    }
  for (; *p != '\0'; p++)
    if (*p == '~')
      g_string_append (out, "~0");
    else if (*p == '/')
      g_string_append (out, "~1");
    else
      g_string_append_c (out, *p);
}

char *
amia_answer_path_append_link_id (const char *path, const char *link_id)
{
  GString *out;

  g_return_val_if_fail (link_id != NULL, NULL);

  out = g_string_new (path != NULL ? path : "answer");
  g_string_append_c (out, '/');
  append_escaped (out, link_id);
  return g_string_free (out, FALSE);
}

char *
amia_answer_path_append_row (const char *path, const char *row_id)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (row_id != NULL && strpbrk (row_id, "/]") == NULL, NULL);

  return g_strconcat (path, "/[", row_id, "]", NULL);
}

char *
amia_answer_path_append_value (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return g_strconcat (path, "/=", NULL);
}

static char *
unescape (const char *start, gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length);
  g_autoptr (GString) again = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      static const char meanings[] = "~/[=";
      int               index;

      if (start[i] != '~')
        {
          g_string_append_c (out, start[i]);
          continue;
        }
      index = ++i < length ? start[i] - '0' : -1;
      if (index < 0 || index > 3)
        return NULL;
      g_string_append_c (out, meanings[index]);
    }
  append_escaped (again, out->str);
  if (again->len != length || memcmp (again->str, start, length) != 0)
    return NULL;
  return g_strndup (out->str, out->len);
}

static AmiaSegment *
parse_segment (const char *start, gsize length)
{
  AmiaSegment *segment;
  char        *name;
  gboolean     is_row = length > 0 && start[0] == '[';
  gboolean     is_value = length == 1 && start[0] == '=';

  if (length == 0 || (is_row && (length < 3 || memchr (start, ']', length) != start + length - 1)))
    return NULL;
  if (is_row)
    name = g_strndup (start + 1, length - 2);
  else
    name = is_value ? g_strdup ("=") : unescape (start, length);
  if (name == NULL)
    return NULL;
  segment = g_new0 (AmiaSegment, 1);
  segment->name = name;
  segment->kind = is_row     ? AMIA_SEGMENT_ROW
                  : is_value ? AMIA_SEGMENT_VALUE
                             : AMIA_SEGMENT_LINK_ID;
  return segment;
}

/* A row follows an item, a value ends the path and follows a row. */
static gboolean
may_follow (GPtrArray *segments, AmiaSegmentKind kind)
{
  AmiaSegmentKind last = AMIA_SEGMENT_VALUE;

  if (segments->len > 0)
    last = ((AmiaSegment *) g_ptr_array_index (segments, segments->len - 1))->kind;
  if (segments->len >= SEGMENTS_MAX)
    return FALSE;
  if (kind == AMIA_SEGMENT_LINK_ID)
    return segments->len == 0 || last != AMIA_SEGMENT_VALUE;
  return last == (kind == AMIA_SEGMENT_ROW ? AMIA_SEGMENT_LINK_ID : AMIA_SEGMENT_ROW);
}

GPtrArray *
amia_answer_path_parse (const char *path)
{
  g_autoptr (GPtrArray) segments = NULL;
  const char *p;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_str_has_prefix (path, AMIA_ANSWER_PREFIX))
    return NULL;
  segments = g_ptr_array_new_with_free_func ((GDestroyNotify) segment_free);
  for (p = path + strlen (AMIA_ANSWER_PREFIX);;)
    {
      gsize        length = strcspn (p, "/");
      AmiaSegment *segment = parse_segment (p, length);

      if (segment == NULL)
        return NULL;
      if (!may_follow (segments, segment->kind))
        {
          segment_free (segment);
          return NULL;
        }
      g_ptr_array_add (segments, segment);
      if (p[length] == '\0')
        return g_steal_pointer (&segments);
      p += length + 1;
    }
}

char *
amia_answer_path_dup_link_id (const char *path)
{
  g_autoptr (GPtrArray) segments = amia_answer_path_parse (path);

  for (guint i = segments != NULL ? segments->len : 0; i > 0; i--)
    {
      AmiaSegment *segment = g_ptr_array_index (segments, i - 1);

      if (segment->kind == AMIA_SEGMENT_LINK_ID)
        return g_steal_pointer (&segment->name);
    }
  return NULL;
}

gboolean
amia_answer_path_is_row_marker (const char *path)
{
  g_autoptr (GPtrArray) segments = amia_answer_path_parse (path);

  return segments != NULL &&
         ((AmiaSegment *) g_ptr_array_index (segments, segments->len - 1))->kind ==
             AMIA_SEGMENT_ROW;
}
