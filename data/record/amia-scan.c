/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-scan.h"

#include <string.h>

#include "amia-scan-private.h"

/* The walk: only looks for where a value ends, trusting that amia_scan_check () has been over the
 * bytes. It never reads outside its slice whatever it is given, but on bytes that were not checked
 * it may hand out nonsense. */

enum
{
  OTHER = 0,
  STRING,
  OPEN,
  CLOSE,
};

/* What a byte is between strings, when only the end of a value is looked for. */
static const guint8 structure_class[256] = {
  ['"'] = STRING,
  ['['] = OPEN,
  ['{'] = OPEN,
  [']'] = CLOSE,
  ['}'] = CLOSE,
};

/* Looks for quotation marks and then back for what escapes them, since the library looks for one
 * character many times faster than a loop here looks at all. */
static const char *
find_string_end (const char *at,
                 const char *end)
{
  const char *first = at + 1;

  for (at = first; at < end; at++)
    {
      const char *escape;

      at = memchr (at, '"', (gsize) (end - at));
      if (at == NULL)
        return NULL;

      for (escape = at; escape > first && escape[-1] == '\\';)
        escape--;
      if ((at - escape) % 2 == 0)
        return at + 1;
    }

  return NULL;
}

static const char *
find_container_end (const char *at,
                    const char *end)
{
  gsize depth = 0;

  while (at != NULL && at < end)
    {
      switch (structure_class[(guchar) *at])
        {
        case STRING:
          at = find_string_end (at, end);
          continue;
        case OPEN:
          depth++;
          break;
        case CLOSE:
          if (--depth == 0)
            return at + 1;
          break;
        default:
          break;
        }
      at++;
    }

  return NULL;
}

static const char *
find_scalar_end (const char *at,
                 const char *end)
{
  while (at < end && !is_space (*at) && *at != ',' && *at != ']' && *at != '}')
    at++;
  return at;
}

static AmiaScanType
take_value (AmiaScan  *scan,
            AmiaSlice *value)
{
  const char  *end = NULL;
  AmiaScanType type = scan->at < scan->end ? type_of (*scan->at) : AMIA_SCAN_ERROR;

  if (type == AMIA_SCAN_STRING)
    end = find_string_end (scan->at, scan->end);
  else if (type == AMIA_SCAN_ARRAY || type == AMIA_SCAN_OBJECT)
    end = find_container_end (scan->at, scan->end);
  else if (type != AMIA_SCAN_ERROR)
    end = find_scalar_end (scan->at, scan->end);

  if (end == NULL)
    return AMIA_SCAN_ERROR;

  value->text = scan->at;
  value->length = (gsize) (end - scan->at);
  scan->at = end;
  return type;
}

/* Goes to the next element: %AMIA_SCAN_NULL when there is one. */
static AmiaScanType
advance (AmiaScan *scan)
{
  scan->at = skip_space (scan->at, scan->end);
  if (scan->at >= scan->end)
    return AMIA_SCAN_ERROR;

  if (*scan->at == scan->close)
    return AMIA_SCAN_END;

  if (!scan->is_first)
    {
      if (*scan->at != ',')
        return AMIA_SCAN_ERROR;
      scan->at = skip_space (scan->at + 1, scan->end);
    }
  scan->is_first = FALSE;

  return AMIA_SCAN_NULL;
}

AmiaScanType
amia_scan_enter (AmiaScan *scan,
                 AmiaSlice value)
{
  AmiaScanType type;

  g_return_val_if_fail (scan != NULL, AMIA_SCAN_ERROR);

  scan->end = value.text + value.length;
  scan->at = skip_space (value.text, scan->end);
  scan->is_first = TRUE;

  type = scan->at < scan->end ? type_of (*scan->at) : AMIA_SCAN_ERROR;
  if (type != AMIA_SCAN_ARRAY && type != AMIA_SCAN_OBJECT)
    return AMIA_SCAN_ERROR;

  scan->close = type == AMIA_SCAN_ARRAY ? ']' : '}';
  scan->at++;
  return type;
}

AmiaScanType
amia_scan_next (AmiaScan  *scan,
                AmiaSlice *value)
{
  AmiaScanType type = advance (scan);

  return type == AMIA_SCAN_NULL ? take_value (scan, value) : type;
}

AmiaScanType
amia_scan_next_member (AmiaScan  *scan,
                       AmiaSlice *name,
                       AmiaSlice *value)
{
  AmiaScanType type = advance (scan);

  if (type != AMIA_SCAN_NULL)
    return type;

  if (take_value (scan, name) != AMIA_SCAN_STRING)
    return AMIA_SCAN_ERROR;

  scan->at = skip_space (scan->at, scan->end);
  if (scan->at >= scan->end || *scan->at != ':')
    return AMIA_SCAN_ERROR;

  scan->at = skip_space (scan->at + 1, scan->end);
  return take_value (scan, value);
}

gboolean
amia_scan_is (AmiaSlice   string,
              const char *text)
{
  gsize length = strlen (text);

  return string.length == length + 2 && memcmp (string.text + 1, text, length) == 0;
}

gboolean
amia_scan_get_int (AmiaSlice number,
                   gint64   *value)
{
  const char *at = number.text;
  const char *end = number.text + number.length;
  gboolean    is_negative = at < end && *at == '-';
  gint64      result = 0;

  if (is_negative)
    at++;
  if (at == end)
    return FALSE;

  /* Counts downwards, since there is one more negative number than there are positive. */
  for (; at < end; at++)
    {
      if (!g_ascii_isdigit (*at) ||
          __builtin_mul_overflow (result, 10, &result) ||
          __builtin_sub_overflow (result, *at - '0', &result))
        return FALSE;
    }

  if (!is_negative && __builtin_mul_overflow (result, -1, &result))
    return FALSE;

  *value = result;
  return TRUE;
}
