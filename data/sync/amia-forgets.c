/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-forgets.h"

#include <string.h>

#include "amia-sign-in.h"
#include "amia-store-lists.h"

/* Three steps: address and token from the replica, the question, the answer into the replica. It is
 * kept as a setting of the device under the case's id, as it came. */

/* One question on its way; the data of its task. */
typedef struct
{
  AmiaTransport       *transport;
  AmiaUuid             case_id;
  char                *url;
  char                *token;
  AmiaForgetsResponse *response;
} Ask;

static void
ask_free (Ask *ask)
{
  g_object_unref (ask->transport);
  g_free (ask->url);
  g_free (ask->token);
  g_clear_pointer (&ask->response, amia_forgets_response_free);
  g_free (ask);
}

static char *
print_name (const AmiaUuid *case_id)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  return g_strconcat ("forgets/", amia_uuid_print (case_id, text), NULL);
}

AmiaForgetsResponse *
amia_forgets_load (AmiaStore      *store,
                   const AmiaUuid *case_id)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  name = print_name (case_id);
  text = amia_store_get_setting (store, name);
  /* Ignored: what can't be read is as good as never asked. */
  return text != NULL ? amia_forgets_response_decode (text, strlen (text), NULL) : NULL;
}

/* --- On the replica's thread ---------------------------------------------------------------- */

static gpointer
prepare (AmiaStore    *store,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  Ask *ask = data;

  ask->url = amia_store_get_setting (store, AMIA_SETTING_SERVER_URL);
  ask->token = amia_store_get_setting (store, AMIA_SETTING_SERVER_TOKEN);
  if (ask->url != NULL && ask->token != NULL)
    return ask;

  g_set_error_literal (error,
                       AMIA_TRANSPORT_ERROR,
                       AMIA_TRANSPORT_ERROR_UNAUTHORIZED,
                       "Failed to ask who has forgotten: nobody has signed in");
  return NULL;
}

static gpointer
keep (AmiaStore    *store,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  Ask             *ask = data;
  g_autofree char *name = print_name (&ask->case_id);
  g_autofree char *text = amia_forgets_response_encode (ask->response);
  g_autoptr (GPtrArray) rows = amia_store_load_case_rows (store, &ask->case_id, 1, error);

  if (rows == NULL)
    return NULL;
  /* What was asked of a case that has been forgotten meanwhile must not come back. */
  if (rows->len == 0)
    return ask;
  return amia_store_set_setting (store, name, text, error) ? ask : NULL;
}

/* --- Steps ---------------------------------------------------------------------------------- */

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Ask    *ask = g_task_get_task_data (task);
  GError *error = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           g_steal_pointer (&ask->response),
                           (GDestroyNotify) amia_forgets_response_free);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Ask         *ask = g_task_get_task_data (task);
  AmiaReplica *replica = g_task_get_source_object (task);
  GError      *error = NULL;

  ask->response = amia_transport_forgets_finish (AMIA_TRANSPORT (source), result, &error);
  if (ask->response == NULL)
    g_task_return_error (task, error);
  else
    amia_replica_call_async (replica, keep, ask, NULL, NULL, NULL, kept_cb, g_object_ref (task));
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Ask    *ask = g_task_get_task_data (task);
  GError *error = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  amia_transport_forgets_async (ask->transport,
                                ask->url,
                                ask->token,
                                &ask->case_id,
                                g_task_get_cancellable (task),
                                answered_cb,
                                g_object_ref (task));
}

void
amia_forgets_ask_async (AmiaReplica        *replica,
                        AmiaTransport      *transport,
                        const AmiaUuid     *case_id,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  GTask *task;
  Ask   *ask;

  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (AMIA_IS_TRANSPORT (transport));
  g_return_if_fail (case_id != NULL);

  task = g_task_new (replica, cancellable, callback, user_data);
  g_task_set_source_tag (task, amia_forgets_ask_async);
  ask = g_new0 (Ask, 1);
  ask->transport = g_object_ref (transport);
  ask->case_id = *case_id;
  g_task_set_task_data (task, ask, (GDestroyNotify) ask_free);
  amia_replica_call_async (replica, prepare, ask, NULL, NULL, NULL, prepared_cb, task);
}

AmiaForgetsResponse *
amia_forgets_ask_finish (AmiaReplica  *replica,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (g_task_is_valid (result, replica), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
