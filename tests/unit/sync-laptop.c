/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sync-laptop.h"

#include <glib/gstdio.h>

#include "amia-http-transport.h"

void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

gboolean
laptop_give_up_cb (gpointer user_data)
{
  g_error ("waited for %s in vain", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

void
laptop_init (Laptop        *laptop,
             const char    *user,
             const char    *agency,
             AmiaTransport *transport)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  laptop->folder = g_dir_make_tmp ("amia-sync-XXXXXX", NULL);
  path = g_build_filename (laptop->folder, "replica.db", NULL);
  amia_replica_create_async (path, user, agency, NULL, NULL, store_result_cb, &result);
  laptop->replica = amia_replica_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  laptop->transport = transport;
  laptop->sync = amia_sync_new (laptop->replica, transport);
}

void
laptop_clear (Laptop *laptop)
{
  g_autoptr (GDir) folder = g_dir_open (laptop->folder, 0, NULL);
  const char *name;

  amia_sync_stop (laptop->sync);
  /* What is under way holds on to the engine until it has come to its end. */
  g_object_add_weak_pointer (G_OBJECT (laptop->sync), (gpointer *) &laptop->sync);
  g_object_unref (laptop->sync);
  WAIT_UNTIL (laptop->sync == NULL);
  g_object_unref (laptop->transport);
  amia_replica_close (laptop->replica);
  g_object_unref (laptop->replica);

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (laptop->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (laptop->folder);
  g_free (laptop->folder);
}

gboolean
laptop_login (Laptop     *laptop,
              const char *url,
              const char *user,
              const char *password,
              GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  amia_sync_login_async (laptop->sync, url, user, password, NULL, store_result_cb, &result);
  return amia_sync_login_finish (laptop->sync, wait_for (&result), error);
}

void
laptop_commit (Laptop         *laptop,
               const AmiaUuid *case_id,
               const char     *field,
               const char     *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_set_string (edits, "case", case_id, case_id, field, text);
  amia_replica_commit_async (laptop->replica, edits, NULL, store_result_cb, &result);
  g_assert_true (amia_replica_commit_finish (laptop->replica, wait_for (&result), NULL, &error));
}

void
laptop_add_member (Laptop         *laptop,
                   const AmiaUuid *case_id,
                   const char     *user)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = amia_uuid_new_random ();

  amia_edits_set_string (edits, "member", &id, case_id, "user", user);
  amia_replica_commit_async (laptop->replica, edits, NULL, store_result_cb, &result);
  g_assert_true (amia_replica_commit_finish (laptop->replica, wait_for (&result), NULL, &error));
}

AmiaUuid
laptop_add_consent (Laptop         *laptop,
                    const AmiaUuid *case_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = amia_uuid_new_random ();

  amia_edits_set (edits, "consent", &id, case_id, "parties", NULL, "[\"FK\",\"AF\"]");
  amia_edits_set (edits, "consent", &id, case_id, "areas", NULL, "[\"*\"]");
  amia_replica_commit_async (laptop->replica, edits, NULL, store_result_cb, &result);
  g_assert_true (amia_replica_commit_finish (laptop->replica, wait_for (&result), NULL, &error));
  return id;
}

void
laptop_withdraw (Laptop         *laptop,
                 const AmiaUuid *case_id,
                 const AmiaUuid *consent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_set_string (edits, "consent", consent, case_id, "withdrawn", "1914-03-03");
  amia_replica_commit_async (laptop->replica, edits, NULL, store_result_cb, &result);
  g_assert_true (amia_replica_commit_finish (laptop->replica, wait_for (&result), NULL, &error));
}

static gpointer
read_title (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, data, error);

  return record != NULL ? amia_record_dup_string (record, "title") : NULL;
}

char *
laptop_dup_title (Laptop         *laptop,
                  const AmiaUuid *case_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  amia_replica_call_async (laptop->replica,
                           read_title,
                           (gpointer) case_id,
                           NULL,
                           g_free,
                           NULL,
                           store_result_cb,
                           &result);
  return amia_replica_call_finish (laptop->replica, wait_for (&result), &error);
}

gboolean
laptop_has_title (Laptop         *laptop,
                  const AmiaUuid *case_id,
                  const char     *expected)
{
  g_autofree char *title = laptop_dup_title (laptop, case_id);

  return g_strcmp0 (title, expected) == 0;
}

static gpointer
get_setting (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return amia_store_get_setting (store, data);
}

char *
laptop_dup_setting (Laptop     *laptop,
                    const char *name)
{
  g_autoptr (GAsyncResult) result = NULL;

  amia_replica_call_async (laptop->replica,
                           get_setting,
                           (gpointer) name,
                           NULL,
                           g_free,
                           NULL,
                           store_result_cb,
                           &result);
  return amia_replica_call_finish (laptop->replica, wait_for (&result), NULL);
}

AmiaTransport *
laptop_new_http (void)
{
  g_autoptr (GError) error = NULL;
  AmiaTransport *transport = amia_http_transport_new (NULL, &error);

  g_assert_no_error (error);
  return transport;
}

void
laptop_start_signed_in (Laptop     *laptop,
                        Host       *host,
                        const char *user,
                        const char *agency)
{
  g_autoptr (GError) error = NULL;

  laptop_init (laptop, user, agency, laptop_new_http ());
  g_assert_true (
      laptop_login (laptop, amia_server_get_url (host->server), user, HOST_PASSWORD, &error));
  g_assert_no_error (error);
  amia_sync_start (laptop->sync);
  WAIT_UNTIL (amia_sync_get_phase (laptop->sync) == AMIA_SYNC_LISTENING);
}
