/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "amia-replica.h"
#include "test-directory.h"

/* The asynchronous face: calls in order, answers and signals on the caller's context, and an end
 * that finishes what was asked. */

typedef struct
{
  GMainContext *context;
  GAsyncResult *result;
} Wait;

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Wait *wait = data;

  wait->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Wait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&wait->result);
}

static char *
make_path (void)
{
  g_autofree char *directory = test_directory_new ();

  return g_build_filename (directory, "replica", NULL);
}

static AmiaReplica *
create_replica (const char *path)
{
  Wait wait = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AmiaReplica *replica;

  amia_replica_create_async (path, "karin", "FK", NULL, NULL, done_cb, &wait);
  result = wait_for (&wait);
  replica = amia_replica_open_finish (result, &error);
  g_assert_no_error (error);
  return replica;
}

static AmiaEdits *
name_participant (guint8      number,
                  const char *name)
{
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = { { 1, number } };

  amia_edits_set_string (edits, "participant", &id, NULL, "name", name);
  return edits;
}

/* The source that brings a task its end still holds it for a moment. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_commits_and_reopens (void)
{
  g_autofree char *path = make_path ();
  AmiaReplica     *replica = create_replica (path);
  Wait             wait = { 0 };
  gint64           n = 0;
  g_autoptr (GAsyncResult) committed = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (amia_replica_get_identity (replica)->user, ==, "karin");
  g_assert_cmpstr (amia_replica_get_path (replica), ==, path);
  amia_replica_commit_async (replica, name_participant (1, "A"), NULL, done_cb, &wait);
  committed = wait_for (&wait);
  g_assert_true (amia_replica_commit_finish (replica, committed, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 1);
  g_clear_object (&committed);
  settle ();
  g_assert_finalize_object (replica);

  amia_replica_open_async (path, NULL, NULL, done_cb, &wait);
  opened = wait_for (&wait);
  replica = amia_replica_open_finish (opened, &error);
  g_assert_no_error (error);
  g_clear_object (&opened);
  settle ();
  g_assert_finalize_object (replica);
}

static void
test_open_tells_why_not (void)
{
  g_autofree char *path = make_path ();
  Wait             wait = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  amia_replica_open_async (path, NULL, NULL, done_cb, &wait);
  result = wait_for (&wait);
  g_assert_null (amia_replica_open_finish (result, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING);
}

static void
test_invalid_commit_tells_why (void)
{
  g_autofree char *path = make_path ();
  AmiaReplica     *replica = create_replica (path);
  Wait             wait = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  amia_replica_commit_async (replica, amia_edits_new (), NULL, done_cb, &wait);
  result = wait_for (&wait);
  g_assert_false (amia_replica_commit_finish (replica, result, NULL, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
  g_clear_object (&result);
  settle ();
  g_assert_finalize_object (replica);
}

typedef struct
{
  GThread *main_thread;
  guint    n_emissions;
  guint    n_records;
  gboolean was_answered;
  Wait    *wait;
} Changes;

static void
changed_cb (AmiaReplica *replica,
            GArray      *cases,
            GArray      *records,
            gpointer     data)
{
  Changes *changes = data;

  g_assert_true (g_thread_self () == changes->main_thread);
  changes->n_emissions++;
  changes->n_records += records->len;
  changes->was_answered = changes->wait->result != NULL;
}

static void
test_change_is_told_before_the_answer (void)
{
  g_autofree char *path = make_path ();
  AmiaReplica     *replica = create_replica (path);
  Wait             wait = { 0 };
  Changes          changes = { g_thread_self (), 0, 0, FALSE, &wait };
  g_autoptr (GAsyncResult) result = NULL;

  g_signal_connect (replica, "changed", G_CALLBACK (changed_cb), &changes);
  amia_replica_commit_async (replica, name_participant (1, "A"), NULL, done_cb, &wait);
  result = wait_for (&wait);

  g_assert_cmpuint (changes.n_emissions, ==, 1);
  g_assert_cmpuint (changes.n_records, ==, 1);
  g_assert_false (changes.was_answered);
  g_clear_object (&result);
  settle ();
  g_assert_finalize_object (replica);
}

static gpointer
append_letter (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  g_autofree char *before = amia_store_get_setting (store, "letters");
  g_autofree char *after = g_strconcat (before != NULL ? before : "", data, NULL);

  return amia_store_set_setting (store, "letters", after, error) ? g_strdup (after) : NULL;
}

static void
test_calls_run_in_order (void)
{
  static const char *const letters[] = { "a", "b", "c", "d", "e" };
  g_autofree char         *path = make_path ();
  AmiaReplica             *replica = create_replica (path);
  Wait                     wait = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *all = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    amia_replica_call_async (replica,
                             append_letter,
                             (gpointer) letters[i],
                             NULL,
                             g_free,
                             NULL,
                             i + 1 == G_N_ELEMENTS (letters) ? done_cb : NULL,
                             &wait);
  result = wait_for (&wait);
  all = amia_replica_call_finish (replica, result, NULL);
  g_assert_cmpstr (all, ==, "abcde");
  g_clear_object (&result);
  settle ();
  g_assert_finalize_object (replica);
}

static void
test_cancelled_call_is_not_run (void)
{
  g_autofree char *path = make_path ();
  AmiaReplica     *replica = create_replica (path);
  Wait             first = { 0 };
  Wait             second = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *all = NULL;

  g_cancellable_cancel (cancellable);
  amia_replica_call_async (
      replica, append_letter, (gpointer) "x", NULL, g_free, cancellable, done_cb, &first);
  amia_replica_call_async (
      replica, append_letter, (gpointer) "y", NULL, g_free, NULL, done_cb, &second);
  cancelled = wait_for (&first);
  result = wait_for (&second);

  g_assert_null (amia_replica_call_finish (replica, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  all = amia_replica_call_finish (replica, result, NULL);
  g_assert_cmpstr (all, ==, "y");
  g_clear_object (&result);
  g_clear_object (&cancelled);
  settle ();
  g_assert_finalize_object (replica);
}

static void
test_close_finishes_what_was_asked (void)
{
  g_autofree char *path = make_path ();
  AmiaReplica     *replica = create_replica (path);
  Wait             wait = { 0 };
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStore) store = NULL;
  AmiaUuid last = { { 1, 99 } };
  g_autoptr (AmiaRecord) record = NULL;

  for (guint8 i = 0; i < 100; i++)
    amia_replica_commit_async (replica, name_participant (i, "A"), NULL, NULL, NULL);
  amia_replica_close (replica);
  amia_replica_commit_async (replica, name_participant (100, "A"), NULL, done_cb, &wait);
  refused = wait_for (&wait);
  g_assert_false (amia_replica_commit_finish (replica, refused, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_object (&refused);
  settle ();
  g_assert_finalize_object (replica);

  store = amia_store_open (path, NULL, NULL);
  record = amia_store_load_record (store, &last, NULL);
  g_assert_nonnull (record);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/replica/commits-and-reopens", test_commits_and_reopens);
  g_test_add_func ("/replica/open-tells-why-not", test_open_tells_why_not);
  g_test_add_func ("/replica/invalid-commit-tells-why", test_invalid_commit_tells_why);
  g_test_add_func ("/replica/change-is-told-before-the-answer",
                   test_change_is_told_before_the_answer);
  g_test_add_func ("/replica/calls-run-in-order", test_calls_run_in_order);
  g_test_add_func ("/replica/cancelled-call-is-not-run", test_cancelled_call_is_not_run);
  g_test_add_func ("/replica/close-finishes-what-was-asked", test_close_finishes_what_was_asked);
  return g_test_run ();
}
