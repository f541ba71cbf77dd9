/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-change.h"

#include <string.h>

#include "amia-scan-private.h"

/* Cuts the canonical form of a change into the parts of its ops. What is canonical leaves no choice
 * of what may follow, so that each byte is looked at once, and checked while it is: nearly all that
 * is ever read has been written by this program, and the log is read at tens of thousands of
 * changes a second. Whatever is otherwise is somebody else's to understand, or to refuse. */

#define START "{\"h\":\""
#define OPS   "\",\"ops\":["

/* A value stands inside the op, the list of ops and the change. */
#define VALUE_DEPTH 3

/* Digits of a number that surely fits; no device comes to write as many changes. */
#define REF_DIGITS_MAX 18

typedef struct
{
  const char *at;
  const char *end;
} Cursor;

static gboolean
take (Cursor     *cursor,
      const char *text)
{
  const gsize length = strlen (text);

  if ((gsize) (cursor->end - cursor->at) < length || memcmp (cursor->at, text, length) != 0)
    return FALSE;

  cursor->at += length;
  return TRUE;
}

static gboolean
take_char (Cursor *cursor,
           char    c)
{
  if (cursor->at == cursor->end || *cursor->at != c)
    return FALSE;

  cursor->at++;
  return TRUE;
}

static gboolean
take_stamp (Cursor    *cursor,
            AmiaStamp *stamp)
{
  char printed[AMIA_STAMP_TEXT_LENGTH + 1];

  if (cursor->end - cursor->at < AMIA_STAMP_TEXT_LENGTH ||
      !amia_stamp_parse (cursor->at, AMIA_STAMP_TEXT_LENGTH, stamp))
    return FALSE;

  amia_stamp_print (*stamp, printed);
  return take (cursor, printed);
}

static gboolean
take_part (Cursor    *cursor,
           AmiaOpCut *cut)
{
  const char *start = cursor->at;

  if (cut->n_parts == AMIA_OP_PARTS_MAX)
    return FALSE;

  cursor->at = _amia_scan_check_value (start, cursor->end, VALUE_DEPTH);
  if (cursor->at == NULL)
    return FALSE;

  cut->types[cut->n_parts] = type_of (*start);
  cut->parts[cut->n_parts] = (AmiaSlice){ start, (gsize) (cursor->at - start) };
  cut->n_parts++;
  return TRUE;
}

static gboolean
take_op (Cursor    *cursor,
         AmiaOpCut *cut)
{
  cut->n_parts = 0;
  if (!take_char (cursor, '['))
    return FALSE;

  do
    {
      if (!take_part (cursor, cut))
        return FALSE;
    }
  while (take_char (cursor, ','));

  return take_char (cursor, ']');
}

gboolean
amia_change_cut (AmiaSlice     bytes,
                 AmiaStamp    *stamp,
                 AmiaOpCutFunc func,
                 gpointer      data)
{
  Cursor    cursor = { bytes.text, bytes.text + bytes.length };
  AmiaOpCut cut;

  g_return_val_if_fail (bytes.text != NULL, FALSE);
  g_return_val_if_fail (stamp != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (!take (&cursor, START) || !take_stamp (&cursor, stamp) || !take (&cursor, OPS))
    return FALSE;

  if (!take_char (&cursor, ']'))
    {
      do
        {
          if (!take_op (&cursor, &cut) || !func (&cut, data))
            return FALSE;
        }
      while (take_char (&cursor, ','));

      if (!take_char (&cursor, ']'))
        return FALSE;
    }

  return take_char (&cursor, '}') && cursor.at == cursor.end;
}

/* A reference as it stands: a number, or a list with a number in it. */
static gboolean
take_number (Cursor *cursor,
             gint64 *n)
{
  const char *start = cursor->at;

  for (*n = 0; cursor->at < cursor->end && g_ascii_isdigit (*cursor->at); cursor->at++)
    {
      if (cursor->at - start == REF_DIGITS_MAX)
        return FALSE;
      *n = *n * 10 + (*cursor->at - '0');
    }

  return *n > 0 && *start != '0';
}

static gboolean
take_string (Cursor    *cursor,
             AmiaSlice *string)
{
  AmiaOpCut cut = { .n_parts = 0 };

  if (!take_part (cursor, &cut) || cut.types[0] != AMIA_SCAN_STRING)
    return FALSE;

  *string = cut.parts[0];
  return TRUE;
}

static gboolean
take_ref (Cursor     *cursor,
          AmiaRefCut *ref)
{
  *ref = (AmiaRefCut){ { NULL, 0 }, 0, { NULL, 0 } };
  if (!take_char (cursor, '['))
    return take_number (cursor, &ref->n);

  if (cursor->at < cursor->end && *cursor->at == '"' &&
      (!take_string (cursor, &ref->device) || !take_char (cursor, ',')))
    return FALSE;
  if (!take_number (cursor, &ref->n))
    return FALSE;

  return (!take_char (cursor, ',') || take_string (cursor, &ref->field)) &&
         take_char (cursor, ']');
}

gboolean
amia_refs_cut (AmiaSlice list,
               GArray   *refs)
{
  Cursor cursor = { list.text, list.text + list.length };

  g_return_val_if_fail (list.text != NULL, FALSE);
  g_return_val_if_fail (refs != NULL, FALSE);

  if (!take_char (&cursor, '['))
    return FALSE;

  if (!take_char (&cursor, ']'))
    {
      do
        {
          AmiaRefCut ref;

          if (!take_ref (&cursor, &ref))
            return FALSE;
          g_array_append_val (refs, ref);
        }
      while (take_char (&cursor, ','));

      if (!take_char (&cursor, ']'))
        return FALSE;
    }

  return cursor.at == cursor.end;
}
