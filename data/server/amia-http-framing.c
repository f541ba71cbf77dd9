/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-http-private.h"

/* Where a request ends must be beyond doubt: when a proxy in front of the server and the server
 * itself read two lengths out of the same headers, what the one takes for a body is a request to
 * the other (RFC 9112, sections 6.1 and 6.3). libsoup takes both ways to tell a length, and prefers
 * one; here such a request is refused and its connection closed, as are ways of writing them that
 * some read and others don't. */

#define TOKEN_MARKS "!#$%&'*+-.^_`|~"

static gboolean
is_token (const char *name)
{
  for (const char *at = name; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr (TOKEN_MARKS, *at) == NULL)
        return FALSE;
    }

  return *name != '\0';
}

static gboolean
is_length (const char *value)
{
  return *value != '\0' && strlen (value) <= 15 &&
         strspn (value, "0123456789") == strlen (value);
}

gboolean
_amia_http_is_framed_well (SoupServerMessage *message)
{
  SoupMessageHeaders    *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeadersIter iter;
  const char            *name;
  const char            *value;
  guint                  n_lengths = 0;
  guint                  n_encodings = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (!is_token (name))
        return FALSE;

      if (g_ascii_strcasecmp (name, "Content-Length") == 0)
        {
          n_lengths++;
          if (!is_length (value))
            return FALSE;
        }
      else if (g_ascii_strcasecmp (name, "Transfer-Encoding") == 0)
        {
          n_encodings++;
          if (g_ascii_strcasecmp (value, "chunked") != 0)
            return FALSE;
        }
    }

  return n_lengths + n_encodings <= 1;
}
