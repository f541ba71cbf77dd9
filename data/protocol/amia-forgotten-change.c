/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-request.h"

#include <string.h>

#include "amia-wire-private.h"

/* What stands in a request for a change of which there is only the hash. */

#define FORGOTTEN_START "{\"hash\":"

GBytes *
amia_forgotten_change_new (const guint8 *hash)
{
  GString *out;

  g_return_val_if_fail (hash != NULL, NULL);

  out = g_string_new (FORGOTTEN_START);
  _amia_wire_append_hex (out, hash, AMIA_CHANGE_HASH_LENGTH);
  g_string_append_c (out, '}');
  return g_string_free_to_bytes (out);
}

gboolean
amia_forgotten_change_read (GBytes *change,
                            guint8 *hash)
{
  const gsize    start = strlen (FORGOTTEN_START);
  const gsize    hex = AMIA_CHANGE_HASH_LENGTH * 2 + 2;
  const AmiaWire wire = { "forgotten change", NULL };
  AmiaWireValue  value = { AMIA_SCAN_STRING, { NULL, hex } };
  const char    *text;
  gsize          length;

  g_return_val_if_fail (change != NULL, FALSE);
  g_return_val_if_fail (hash != NULL, FALSE);

  text = g_bytes_get_data (change, &length);
  if (length != start + hex + 1 || memcmp (text, FORGOTTEN_START, start) != 0 ||
      text[start] != '"' || text[length - 2] != '"' || text[length - 1] != '}')
    return FALSE;

  value.slice.text = text + start;
  return _amia_wire_parse_hex (&wire, "its hash", &value, hash, AMIA_CHANGE_HASH_LENGTH);
}
