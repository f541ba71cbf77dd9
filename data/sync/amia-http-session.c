/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-http-session.h"

#include "amia-transport.h"

/* What the transport of text and that of attachments have in common. */

gboolean
amia_http_authorities_load (const char    *ca_file,
                            GTlsDatabase **authorities,
                            GError       **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (authorities != NULL, FALSE);

  *authorities = NULL;
  if (ca_file == NULL)
    return TRUE;

  /* A relative path would be warned about, and then nothing trusted. */
  path = g_canonicalize_filename (ca_file, NULL);
  *authorities = g_tls_file_database_new (path, &cause);
  if (*authorities == NULL)
    g_set_error (error,
                 AMIA_TRANSPORT_ERROR,
                 AMIA_TRANSPORT_ERROR_CERTIFICATE,
                 "Failed to read the certificates in %s: %s",
                 path,
                 cause->message);
  return *authorities != NULL;
}

SoupSession *
amia_http_session_new (GTlsDatabase *authorities,
                       guint         timeout_seconds)
{
  SoupSession *session = soup_session_new_with_options ("timeout",
                                                        timeout_seconds,
                                                        "user-agent",
                                                        "AMiA/" AMIA_VERSION,
                                                        NULL);

  /* A portal's request for a password must not become a dialogue of ours. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (authorities != NULL)
    soup_session_set_tls_database (session, authorities);
  return session;
}
