/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "amia-keys.h"
#include "amia-store-end.h"
#include "amia-store-keys.h"
#include "store-fixture.h"

/* The ways into a replica, and how it ends. */

static char *
make_replica (void)
{
  g_autofree char *directory = test_directory_new ();
  char            *path = g_build_filename (directory, "replica", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStore) store = amia_store_create (path, "karin", "FK", "två granar", &error);

  g_assert_no_error (error);
  g_assert_true (amia_store_set_setting (store, "name", "Karin", &error));
  return path;
}

static gboolean
opens (const char *path,
       const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStore) store = amia_store_open (path, passphrase, &error);
  g_autofree char *name = NULL;

  if (store == NULL)
    {
      g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
      return FALSE;
    }

  name = amia_store_get_setting (store, "name");
  g_assert_cmpstr (name, ==, "Karin");
  return TRUE;
}

static char *
make_recovery (const char *path,
               char      **public_path)
{
  char *secret_path = g_strconcat (path, "-office.key", NULL);
  g_autoptr (GError) error = NULL;

  *public_path = g_strconcat (path, "-office.pub", NULL);
  g_assert_true (amia_store_generate_recovery (*public_path, secret_path, &error));
  g_assert_no_error (error);
  return secret_path;
}

static void
test_passphrase_changes (void)
{
  g_autofree char *path = make_replica ();
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (amia_store_change_passphrase (path, "fel", "tre björkar", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_false (amia_store_change_passphrase (path, "två granar", "", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);

  /* Somebody works in it meanwhile. */
  store = amia_store_open (path, "två granar", &error);
  g_assert_true (amia_store_change_passphrase (path, "två granar", "tre björkar", &error));
  g_assert_no_error (error);
  g_assert_true (amia_store_set_setting (store, "x", "y", &error));
  g_clear_pointer (&store, amia_store_close);

  g_assert_true (opens (path, "tre björkar"));
  g_assert_false (opens (path, "två granar"));
}

static void
test_wrong_ones_wait (void)
{
  g_autofree char *path = make_replica ();

  for (guint i = 0; i <= AMIA_KEYS_FREE_TRIES; i++)
    g_assert_false (opens (path, "fel"));
  g_assert_cmpint (amia_store_get_unlock_wait_ms (path), >, 0);
  g_assert_false (opens (path, "två granar"));
}

static void
test_keyring (void)
{
  g_autofree char *path = make_replica ();
  g_autofree char *secret = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const others[] = { "", "00", "zz", "två granar" };

  g_assert_false (amia_store_has_keyring (path));
  secret = amia_store_add_keyring (path, "två granar", &error);
  g_assert_no_error (error);
  g_assert_true (amia_store_has_keyring (path));

  {
    g_autoptr (AmiaStore) store = amia_store_open_with_keyring (path, secret, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (amia_store_get_identity (store)->user, ==, "karin");
  }

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_null (amia_store_open_with_keyring (path, others[i], &error));
      g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
      g_clear_error (&error);
    }

  g_assert_true (amia_store_remove_keyring (path, &error));
  g_assert_null (amia_store_open_with_keyring (path, secret, NULL));
  g_assert_true (opens (path, "två granar"));
}

static void
test_organisation_recovers (void)
{
  g_autofree char *path = make_replica ();
  g_autofree char *public_path = NULL;
  g_autofree char *secret_path = make_recovery (path, &public_path);
  g_autoptr (GError) error = NULL;

  g_assert_false (amia_store_recover (path, secret_path, "tre björkar", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);

  g_assert_true (amia_store_add_recovery (path, "två granar", public_path, &error));
  g_assert_no_error (error);
  g_assert_true (amia_store_has_recovery (path));
  g_assert_true (amia_store_recover (path, secret_path, "tre björkar", &error));
  g_assert_no_error (error);
  g_assert_true (opens (path, "tre björkar"));
  g_assert_false (opens (path, "två granar"));
}

/* Somebody exchanged the recovery slot: the key in it opens nothing, so nothing is written. */
static void
test_foreign_slot_changes_nothing (void)
{
  g_autofree char   *path = make_replica ();
  g_autofree char   *keys = g_strconcat (path, ".keys", NULL);
  g_autofree char   *public_path = NULL;
  g_autofree char   *secret_path = make_recovery (path, &public_path);
  AmiaDataKey        other = { { 7 } };
  AmiaRecoveryPublic public_key;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_recovery_load_public (public_path, &public_key, &error));
  g_assert_true (amia_keys_add_recovery (keys, &other, &public_key, &error));
  g_assert_false (amia_store_recover (path, secret_path, "tre björkar", &error));
  g_assert_nonnull (error);
  g_assert_true (opens (path, "två granar"));
}

/* --- The end ---------------------------------------------------------------------------------- */

static void
assert_gone (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *prefix = g_path_get_basename (path);
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_prefix (name, prefix) && !g_str_has_suffix (name, ".ended") &&
          strstr (name, "-office.") == NULL)
        g_error ("%s is still there", name);
    }
}

static void
test_wiped_is_gone (void)
{
  g_autofree char *path = make_replica ();
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_wipe (path, &error));
  g_assert_no_error (error);
  assert_gone (path);
  g_assert_true (amia_store_wipe (path, &error));
}

static void
test_revoked_is_gone_and_says_so (void)
{
  g_autofree char *path = make_replica ();
  AmiaEnding       ending;
  g_autoptr (GError) error = NULL;

  g_assert_false (amia_store_load_ending (path, &ending));
  g_assert_true (amia_store_revoke (path, 3, &error));
  g_assert_no_error (error);
  assert_gone (path);
  g_assert_true (amia_store_load_ending (path, &ending));
  g_assert_cmpuint (ending.n_unsent, ==, 3);
  g_assert_false (ending.is_recoverable);

  amia_store_forget_ending (path);
  g_assert_false (amia_store_load_ending (path, &ending));
}

/* The note is there and nothing else was done when the power went. */
static void
test_revoking_goes_on (void)
{
  g_autofree char *path = make_replica ();
  g_autofree char *note = g_strconcat (path, ".ended", NULL);
  AmiaEnding       ending;

  g_assert_true (g_file_set_contents (note, "amia-ended 1 1795302000000 2 0\n", -1, NULL));
  g_assert_true (amia_store_load_ending (path, &ending));
  g_assert_cmpuint (ending.n_unsent, ==, 2);
  assert_gone (path);
}

static void
test_revoked_opens_for_the_organisation (void)
{
  g_autofree char *path = make_replica ();
  g_autofree char *public_path = NULL;
  g_autofree char *secret_path = make_recovery (path, &public_path);
  g_autofree char *secret = NULL;
  AmiaEnding       ending;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_add_recovery (path, "två granar", public_path, &error));
  secret = amia_store_add_keyring (path, "två granar", &error);
  g_assert_true (amia_store_revoke (path, 1, &error));
  g_assert_no_error (error);

  g_assert_false (opens (path, "två granar"));
  g_assert_null (amia_store_open_with_keyring (path, secret, NULL));
  g_assert_true (amia_store_load_ending (path, &ending));
  g_assert_true (ending.is_recoverable);
  amia_store_forget_ending (path);
  g_assert_true (amia_store_load_ending (path, &ending));

  g_assert_true (amia_store_recover (path, secret_path, "tre björkar", &error));
  g_assert_no_error (error);
  g_assert_false (amia_store_load_ending (path, &ending));
  g_assert_true (opens (path, "tre björkar"));
}

/* All was on the server: there is nothing to recover, so nothing is kept. */
static void
test_revoked_with_nothing_unsent_is_gone (void)
{
  g_autofree char *path = make_replica ();
  g_autofree char *public_path = NULL;
  g_autofree char *secret_path = make_recovery (path, &public_path);
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_add_recovery (path, "två granar", public_path, &error));
  g_assert_true (amia_store_revoke (path, 0, &error));
  assert_gone (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/keys/passphrase-changes", test_passphrase_changes);
  g_test_add_func ("/store/keys/wrong-ones-wait", test_wrong_ones_wait);
  g_test_add_func ("/store/keys/keyring", test_keyring);
  g_test_add_func ("/store/keys/organisation-recovers", test_organisation_recovers);
  g_test_add_func ("/store/keys/foreign-slot-changes-nothing", test_foreign_slot_changes_nothing);
  g_test_add_func ("/store/end/wiped-is-gone", test_wiped_is_gone);
  g_test_add_func ("/store/end/revoked-is-gone-and-says-so", test_revoked_is_gone_and_says_so);
  g_test_add_func ("/store/end/revoking-goes-on", test_revoking_goes_on);
  g_test_add_func ("/store/end/revoked-opens-for-the-organisation",
                   test_revoked_opens_for_the_organisation);
  g_test_add_func ("/store/end/revoked-with-nothing-unsent-is-gone",
                   test_revoked_with_nothing_unsent_is_gone);
  return g_test_run ();
}
