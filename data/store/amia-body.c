/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-body-private.h"

#include <string.h>

#include "amia-change.h"

/* How the bytes of a change lie in the log. Each op of a change begins with what it belongs to,
 *
 *     ["journal","018f3a5b-…","018f3a5b-…",
 *
 * and as most changes are to one record, these hundred bytes come again with every field, and are
 * more than half of the whole. The first time they stand as they are; wherever they come again, be
 * it inside a value, one byte stands for them that JSON never has. Putting them back gives the very
 * bytes that the chain is made of. A row in which nothing comes again is the bytes themselves, as
 * are all rows of replicas from before. */

#define MARK '\x01'

static const char before_ops[] = "\"ops\":[";

/* What the first op begins with, up to its field; empty if that can't be found. */
static AmiaSlice
find_address (const char *bytes,
              gsize       length)
{
  const char *start = memmem (bytes, length, before_ops, strlen (before_ops));
  const char *end = bytes + length;
  gboolean    is_inside = FALSE;
  guint       n_commas = 0;

  if (start == NULL)
    return (AmiaSlice){ bytes, 0 };

  start += strlen (before_ops);
  for (const char *at = start; at < end && n_commas < 3; at++)
    {
      if (*at == '\\')
        at++;
      else if (*at == '"')
        is_inside = !is_inside;
      else if (*at == ',' && !is_inside && ++n_commas == 3)
        return (AmiaSlice){ start, (gsize) (at + 1 - start) };
    }

  return (AmiaSlice){ bytes, 0 };
}

/* What is kept as it is: to the end of the first address. */
static gsize
get_head_length (const char *bytes,
                 AmiaSlice   address)
{
  return (gsize) (address.text - bytes) + address.length;
}

/* memmem() would look at every byte; few are such as an address begins with. */
static const char *
find_again (const char *at,
            const char *end,
            AmiaSlice   address)
{
  while ((at = memchr (at, *address.text, (gsize) (end - at))) != NULL &&
         (gsize) (end - at) >= address.length)
    {
      if (memcmp (at, address.text, address.length) == 0)
        return at;
      at++;
    }

  return NULL;
}

static GString *
pack (const char *bytes,
      gsize       length,
      AmiaSlice   address)
{
  GString    *packed = g_string_sized_new (length);
  const char *at = bytes + get_head_length (bytes, address);
  const char *end = bytes + length;
  const char *next;

  g_string_append_len (packed, bytes, at - bytes);
  while ((next = find_again (at, end, address)) != NULL)
    {
      g_string_append_len (packed, at, next - at);
      g_string_append_c (packed, MARK);
      at = next + address.length;
    }

  g_string_append_len (packed, at, end - at);
  return packed;
}

void
_amia_body_bind (AmiaStatement *statement,
                 int            index,
                 const char    *bytes,
                 gsize          length)
{
  AmiaSlice address = find_address (bytes, length);
  g_autoptr (GString) packed = NULL;

  if (address.length > 0)
    packed = pack (bytes, length, address);

  amia_statement_bind_blob (statement,
                            index,
                            packed != NULL ? packed->str : bytes,
                            packed != NULL ? packed->len : length);
}

/* NULL if that is not what anybody packed. */
static char *
unpack (const char *bytes,
        gsize      *length)
{
  AmiaSlice   address = find_address (bytes, *length);
  const char *end = bytes + *length;
  const char *at = bytes;
  g_autoptr (GString) whole = NULL;

  if (address.length == 0)
    return NULL;

  whole = g_string_sized_new (*length + 16 * address.length);
  while (at < end)
    {
      const char *mark = memchr (at, MARK, (gsize) (end - at));

      g_string_append_len (whole, at, (mark != NULL ? mark : end) - at);
      if (mark != NULL)
        g_string_append_len (whole, address.text, (gssize) address.length);
      at = mark != NULL ? mark + 1 : end;
      if (whole->len > AMIA_CHANGE_BYTES_MAX)
        return NULL;
    }

  *length = whole->len;
  return g_string_free (g_steal_pointer (&whole), FALSE);
}

const char *
_amia_body_get (AmiaStatement *statement,
                int            column,
                char         **unpacked,
                gsize         *length)
{
  const char *bytes = amia_statement_get_blob (statement, column, length);

  *unpacked = NULL;
  if (bytes != NULL && memchr (bytes, MARK, *length) != NULL)
    *unpacked = unpack (bytes, length);
  return *unpacked != NULL ? *unpacked : bytes;
}
