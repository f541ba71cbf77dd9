/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "amia-scan.h"

G_BEGIN_DECLS

/* What the check and the walk share. The inner loops classify bytes by a table, since that is where
 * the time goes: the log is written and relayed at tens of thousands of changes a second. */

/* What a byte is inside a string. */
enum
{
  PLAIN = 0,
  QUOTE,     /* " */
  BACKSLASH, /* \ */
  CONTROL,   /* below space: must be escaped in a string */
  HIGH,      /* part of a UTF-8 sequence */
};

extern const guint8 _amia_string_class[256];

/* Writes what the string stands for to @at, with a NUL, and returns the place after that; NULL if
 * it has no C form. Takes no more than the slice's length. */
char *_amia_scan_copy_string (AmiaSlice string, char *at);

/* Checks one value, the @depth-th inside others, and returns the byte after it; NULL if there is
 * none. */
const char *_amia_scan_check_value (const char *at, const char *end, int depth);

static inline gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline const char *
skip_space (const char *at,
            const char *end)
{
  while (at < end && is_space (*at))
    at++;
  return at;
}

/* A value without the white space around it, which says nothing. */
static inline AmiaSlice
_amia_scan_trim (const char *text)
{
  AmiaSlice   slice;
  const char *end = text + strlen (text);

  slice.text = skip_space (text, end);
  while (end > slice.text && is_space (end[-1]))
    end--;
  slice.length = (gsize) (end - slice.text);
  return slice;
}

static inline AmiaScanType
type_of (char first)
{
  switch (first)
    {
    case 'n':
      return AMIA_SCAN_NULL;
    case 't':
    case 'f':
      return AMIA_SCAN_BOOLEAN;
    case '"':
      return AMIA_SCAN_STRING;
    case '[':
      return AMIA_SCAN_ARRAY;
    case '{':
      return AMIA_SCAN_OBJECT;
    default:
      return first == '-' || g_ascii_isdigit (first) ? AMIA_SCAN_NUMBER : AMIA_SCAN_ERROR;
    }
}

G_END_DECLS
