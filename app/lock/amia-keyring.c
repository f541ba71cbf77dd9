/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-lock"

#include "config.h"

#include "amia-keyring.h"

#include <libsecret/secret.h>

/* The one file that speaks to the Secret Service. */

/* Long enough to write a password, short enough not to wait for a service that hangs. */
#define LOOKUP_TIMEOUT_S 60

static const SecretSchema schema = {
  AMIA_APP_ID ".Replica",
  SECRET_SCHEMA_NONE,
  { { "path", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

void
amia_keyring_store_async (const char         *path,
                          const char         *secret,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            data)
{
  secret_password_store (&schema,
                         SECRET_COLLECTION_DEFAULT,
                         "AMiA",
                         secret,
                         cancellable,
                         callback,
                         data,
                         "path",
                         path,
                         NULL);
}

gboolean
amia_keyring_store_finish (GAsyncResult *result,
                           GError      **error)
{
  return secret_password_store_finish (result, error);
}

static gboolean
give_up_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
secret_free (gpointer secret)
{
  secret_password_free (secret);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char   *secret = secret_password_lookup_finish (result, &error);

  g_source_destroy (g_task_get_task_data (task));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, secret, secret_free);
}

void
amia_keyring_lookup_async (const char         *path,
                           GAsyncReadyCallback callback,
                           gpointer            data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GTask   *task = g_task_new (NULL, NULL, callback, data);
  GSource *timeout = g_timeout_source_new_seconds (LOOKUP_TIMEOUT_S);

  g_source_set_callback (timeout, give_up_cb, g_object_ref (cancellable), g_object_unref);
  g_source_attach (timeout, g_main_context_get_thread_default ());
  g_task_set_source_tag (task, amia_keyring_lookup_async);
  g_task_set_task_data (task, timeout, (GDestroyNotify) g_source_unref);
  secret_password_lookup (&schema, cancellable, looked_up_cb, task, "path", path, NULL);
}

char *
amia_keyring_lookup_finish (GAsyncResult *result,
                            GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
amia_keyring_free (char *secret)
{
  if (secret != NULL)
    secret_password_free (secret);
}

void
amia_keyring_forget (const char *path)
{
  /* Ignored: see the header. */
  secret_password_clear (&schema, NULL, NULL, NULL, "path", path, NULL);
}
