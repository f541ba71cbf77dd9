/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-sign-out.h"

#include "amia-http-transport.h"
#include "amia-sign-in.h"

/* Logging out: first here, for that always works, then at the server. */

struct _AmiaSignOut
{
  char *url;
  char *token; /* NULL when nobody was signed in */
  char *ca_file;
};

void
amia_sign_out_free (AmiaSignOut *sign_out)
{
  if (sign_out == NULL)
    return;

  g_free (sign_out->url);
  g_free (sign_out->token);
  g_free (sign_out->ca_file);
  g_free (sign_out);
}

AmiaSignOut *
amia_sign_out_take (AmiaStore *store,
                    GError   **error)
{
  g_autoptr (AmiaSignOut) sign_out = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  sign_out = g_new0 (AmiaSignOut, 1);
  sign_out->url = amia_store_get_setting (store, AMIA_SETTING_SERVER_URL);
  sign_out->token = amia_store_get_setting (store, AMIA_SETTING_SERVER_TOKEN);
  sign_out->ca_file = amia_store_get_setting (store, AMIA_SETTING_SERVER_CA);
  if (!amia_store_set_setting (store, AMIA_SETTING_SERVER_TOKEN, NULL, error))
    return NULL;

  return g_steal_pointer (&sign_out);
}

static void
told_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (amia_transport_logout_finish (AMIA_TRANSPORT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
amia_sign_out_tell_async (const AmiaSignOut  *sign_out,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (AmiaTransport) transport = NULL;
  GError *error = NULL;

  g_return_if_fail (sign_out != NULL);

  g_task_set_source_tag (task, amia_sign_out_tell_async);
  if (sign_out->token == NULL || sign_out->url == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  transport = amia_http_transport_new (sign_out->ca_file, &error);
  if (transport == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  amia_transport_logout_async (transport,
                               sign_out->url,
                               sign_out->token,
                               cancellable,
                               told_cb,
                               g_steal_pointer (&task));
}

gboolean
amia_sign_out_tell_finish (GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
