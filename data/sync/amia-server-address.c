/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-server-address.h"

#include <string.h>

#include "amia-transport.h"

/* Which addresses a token and a person's data may be sent to. */

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
check_address (GUri       *uri,
               const char *url,
               GError    **error)
{
  gboolean is_secure = uri != NULL && strcmp (g_uri_get_scheme (uri), "https") == 0;
  gboolean is_plain = uri != NULL && strcmp (g_uri_get_scheme (uri), "http") == 0;

  if ((!is_secure && !is_plain) || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error (error,
                   AMIA_TRANSPORT_ERROR,
                   AMIA_TRANSPORT_ERROR_UNREACHABLE,
                   "Failed to reach the server: “%s” is not an address like https://server",
                   url);
      return FALSE;
    }

  if (is_plain && !is_loopback (g_uri_get_host (uri)))
    {
      g_set_error (error,
                   AMIA_TRANSPORT_ERROR,
                   AMIA_TRANSPORT_ERROR_CERTIFICATE,
                   "Failed to reach the server: “%s” is not encrypted, use https://",
                   url);
      return FALSE;
    }

  return TRUE;
}

GUri *
amia_server_address_join (const char *url,
                          const char *path,
                          GError    **error)
{
  /* Ignored: check_address () says what is wrong with what can't be parsed. */
  g_autoptr (GUri) base = NULL;
  g_autofree char *whole_path = NULL;
  const char      *prefix;

  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (path != NULL && path[0] == '/', NULL);

  base = g_uri_parse (url, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (!check_address (base, url, error))
    return NULL;

  prefix = g_uri_get_path (base);
  whole_path = g_strconcat (prefix, g_str_has_suffix (prefix, "/") ? path + 1 : path, NULL);
  return g_uri_build (G_URI_FLAGS_SCHEME_NORMALIZE,
                      g_uri_get_scheme (base),
                      NULL,
                      g_uri_get_host (base),
                      g_uri_get_port (base),
                      whole_path,
                      NULL,
                      NULL);
}
