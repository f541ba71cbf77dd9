/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-sign-in-run.h"

/* Signing in from end to end: whose device this is (replica's thread), the server's word
 * (transport), and keeping it (replica's thread). The device is asked of the store each time, since
 * a fork gives it a new name. */

typedef struct
{
  AmiaTransport     *transport;
  char              *url;
  AmiaLoginRequest  *request;
  AmiaLoginResponse *response;
} SignIn;

static void
sign_in_free (SignIn *sign_in)
{
  g_object_unref (sign_in->transport);
  g_free (sign_in->url);
  g_clear_pointer (&sign_in->request, amia_login_request_free);
  g_clear_pointer (&sign_in->response, amia_login_response_free);
  g_free (sign_in);
}

static gpointer
introduce (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  SignIn *sign_in = data;

  sign_in->request->device = amia_store_get_identity (store)->device;
  return sign_in;
}

static gpointer
keep (AmiaStore    *store,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  SignIn          *sign_in = data;
  g_autofree char *ca_file = amia_store_get_setting (store, AMIA_SETTING_SERVER_CA);
  g_autoptr (GError) cause = NULL;

  if (amia_sign_in_keep (store, sign_in->url, ca_file, sign_in->response, &cause))
    return sign_in;

  if (g_error_matches (cause, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID))
    g_set_error_literal (error,
                         AMIA_TRANSPORT_ERROR,
                         AMIA_TRANSPORT_ERROR_FORBIDDEN,
                         cause->message);
  else
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  sign_in->response = amia_transport_login_finish (sign_in->transport, result, &error);
  if (sign_in->response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  amia_replica_call_async (g_task_get_source_object (task),
                           keep,
                           sign_in,
                           NULL,
                           NULL,
                           NULL,
                           kept_cb,
                           g_object_ref (task));
}

static void
introduced_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  amia_transport_login_async (sign_in->transport,
                              sign_in->url,
                              sign_in->request,
                              g_task_get_cancellable (task),
                              answered_cb,
                              g_object_ref (task));
}

void
amia_sign_in_async (AmiaReplica        *replica,
                    AmiaTransport      *transport,
                    const char         *url,
                    const char         *user,
                    const char         *password,
                    GCancellable       *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  SignIn *sign_in;

  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (AMIA_IS_TRANSPORT (transport));
  g_return_if_fail (url != NULL);
  g_return_if_fail (user != NULL);
  g_return_if_fail (password != NULL);

  task = g_task_new (replica, cancellable, callback, user_data);
  g_task_set_source_tag (task, amia_sign_in_async);
  /* What is kept is kept, whoever still waits for it. */
  g_task_set_check_cancellable (task, FALSE);

  sign_in = g_new0 (SignIn, 1);
  sign_in->transport = g_object_ref (transport);
  sign_in->url = g_strdup (url);
  sign_in->request = g_new0 (AmiaLoginRequest, 1);
  sign_in->request->user = g_strdup (user);
  sign_in->request->password = g_strdup (password);
  g_task_set_task_data (task, sign_in, (GDestroyNotify) sign_in_free);

  amia_replica_call_async (replica,
                           introduce,
                           sign_in,
                           NULL,
                           NULL,
                           NULL,
                           introduced_cb,
                           g_steal_pointer (&task));
}

gboolean
amia_sign_in_finish (AmiaReplica  *replica,
                     GAsyncResult *result,
                     GError      **error)
{
  g_return_val_if_fail (AMIA_IS_REPLICA (replica), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, replica), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
keep_offset (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return amia_store_set_setting (store, AMIA_SETTING_SERVER_OFFSET, data, error) ? store : NULL;
}

void
amia_server_time_keep (AmiaReplica          *replica,
                       const AmiaServerTime *time)
{
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (time != NULL);

  /* Ignored: whether it could be kept; the next round tells the time again. */
  amia_replica_call_async (replica,
                           keep_offset,
                           g_strdup_printf ("%" G_GINT64_FORMAT, time->offset_ms),
                           g_free,
                           NULL,
                           NULL,
                           NULL,
                           NULL);
}
