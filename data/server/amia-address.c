/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-address.h"

#include <string.h>

/* Addresses as text in, addresses as text out. */

/* A list that is longer was made to be long. */
#define HOPS_MAX 16

/* `::ffff:192.0.2.1` is 192.0.2.1, seen by a socket that takes both. */
static GInetAddress *
parse_address (const char *text)
{
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  const guint8 *bytes;

  if (address == NULL || g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_steal_pointer (&address);

  bytes = g_inet_address_to_bytes (address);
  if (memcmp (bytes, mapped, sizeof mapped) != 0)
    return g_steal_pointer (&address);

  return g_inet_address_new_from_bytes (bytes + sizeof mapped, G_SOCKET_FAMILY_IPV4);
}

GPtrArray *
amia_address_parse_proxies (const char *text,
                            GError    **error)
{
  g_autoptr (GPtrArray) proxies = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", "; ,", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      GInetAddressMask *mask;

      if (*words[i] == '\0')
        continue;

      mask = g_inet_address_mask_new_from_string (words[i], error);
      if (mask == NULL)
        return NULL;
      g_ptr_array_add (proxies, mask);
    }

  return g_steal_pointer (&proxies);
}

static gboolean
is_believed (GPtrArray    *proxies,
             GInetAddress *address)
{
  for (guint i = 0; i < proxies->len; i++)
    {
      if (g_inet_address_mask_matches (g_ptr_array_index (proxies, i), address))
        return TRUE;
    }

  return FALSE;
}

char *
amia_address_find_client (GPtrArray  *proxies,
                          const char *peer,
                          const char *forwarded)
{
  g_autoptr (GInetAddress) address = NULL;
  g_auto (GStrv) hops = NULL;

  g_return_val_if_fail (proxies != NULL, NULL);
  g_return_val_if_fail (peer != NULL, NULL);

  address = parse_address (peer);
  if (address == NULL)
    return g_strdup (peer);

  hops = g_strsplit (forwarded != NULL ? forwarded : "", ",", -1);
  for (guint i = g_strv_length (hops), n = 0; i > 0 && n < HOPS_MAX; i--, n++)
    {
      g_autoptr (GInetAddress) before = NULL;

      if (!is_believed (proxies, address))
        break;

      before = parse_address (g_strstrip (hops[i - 1]));
      if (before == NULL)
        break;
      g_set_object (&address, before);
    }

  return g_inet_address_to_string (address);
}

char *
amia_address_get_network (const char *address)
{
  g_autoptr (GInetAddress) parsed = NULL;
  const guint8 *bytes;

  g_return_val_if_fail (address != NULL, NULL);

  parsed = parse_address (address);
  if (parsed == NULL)
    return g_strdup (address);
  if (g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (parsed);

  bytes = g_inet_address_to_bytes (parsed);
  return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64",
                          bytes[0],
                          bytes[1],
                          bytes[2],
                          bytes[3],
                          bytes[4],
                          bytes[5],
                          bytes[6],
                          bytes[7]);
}
