/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "amia-keys.h"
#include "test-directory.h"

/* The key file: which slot is opened by what, what an interrupted change leaves, how long somebody
 * who guesses waits, and that what was destroyed is gone. */

#define NOW_MS G_GINT64_CONSTANT (1700000000000)

/* Written by the first version of the program, for the passphrase below. */
static const char old_file[] =
    "{\"version\":1,\"device\":\"f3d315d4bba33585fc7554a7098a40f9\",\"slots\":[{"
    "\"type\":\"passphrase\",\"alg\":\"argon2id13\",\"opslimit\":3,\"memlimit\":67108864,"
    "\"salt\":\"tRMQWKiBBY1VmeL4k+Eh8w==\",\"nonce\":\"g83+tBhvItJSI9mBELQ1qEAwtLFQ/2hz\","
    "\"wrapped\":\"ItShn2qicBKMdsJmH8AL1/Tx12BQZhsncHLrVRqn5bfCRWDWe/SUOavVOtGlHNnT\"}]}";
static const char old_passphrase[] = "gröt och sill i maj";

static char *
make_path (const char *name)
{
  g_autofree char *directory = test_directory_new ();

  return g_build_filename (directory, name, NULL);
}

static char *
make_keys (AmiaDataKey *key)
{
  char *path = make_path ("a.keys");
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_keys_create (path, "9f", "två granar", key, &error));
  g_assert_no_error (error);
  return path;
}

static void
assert_opens (const char        *path,
              const char        *passphrase,
              const AmiaDataKey *key)
{
  AmiaDataKey opened;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_keys_unlock (path, passphrase, NOW_MS, &opened, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (key->bytes, AMIA_KEY_LENGTH, opened.bytes, AMIA_KEY_LENGTH);
}

static void
assert_wrong (const char *path,
              const char *passphrase)
{
  AmiaDataKey opened;
  g_autoptr (GError) error = NULL;

  g_assert_false (amia_keys_unlock (path, passphrase, NOW_MS, &opened, &error));
  g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_PASSPHRASE);
}

static void
test_keys_open_with_their_passphrase (void)
{
  g_autofree char *path = make_path ("a.keys");
  g_autofree char *text = NULL;
  GStatBuf         info;
  AmiaDataKey      made;
  AmiaDataKey      opened;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_keys_create (path, "9f", "två granar", &made, &error));
  g_assert_no_error (error);
  g_assert_true (amia_keys_unlock (path, "två granar", NOW_MS, &opened, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (made.bytes, AMIA_KEY_LENGTH, opened.bytes, AMIA_KEY_LENGTH);

  g_assert_false (amia_keys_unlock (path, "tva granar", NOW_MS, &opened, &error));
  g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_PASSPHRASE);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "granar"));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_keys_of_all_sorts (void)
{
  static const struct
  {
    const char   *text;
    AmiaKeysError code;
  } files[] = {
    { "", AMIA_KEYS_ERROR_MALFORMED },
    { "[]", AMIA_KEYS_ERROR_MALFORMED },
    { "{\"version\":1}", AMIA_KEYS_ERROR_MALFORMED },
    { "{\"version\":\"1\",\"device\":\"9f\",\"slots\":[]}", AMIA_KEYS_ERROR_MALFORMED },
    { "{\"version\":2,\"device\":\"9f\",\"slots\":[]}", AMIA_KEYS_ERROR_TOO_NEW },
    { "{\"version\":1,\"device\":\"9f\",\"slots\":[]}", AMIA_KEYS_ERROR_PASSPHRASE },
    { "{\"version\":1,\"device\":\"9f\",\"slots\":[3,{\"type\":\"keyring\"}]}",
      AMIA_KEYS_ERROR_PASSPHRASE },
    { "{\"version\":1,\"device\":\"9f\",\"slots\":[{\"type\":\"passphrase\",\"alg\":\"argon2id13\","
      "\"opslimit\":3,\"memlimit\":99999999999,\"salt\":\"\",\"nonce\":\"\",\"wrapped\":\"\"}]}",
      AMIA_KEYS_ERROR_MALFORMED },
    { "{\"version\":1,\"device\":\"9f\",\"slots\":[{\"type\":\"passphrase\",\"alg\":\"argon2id13\","
      "\"opslimit\":3,\"memlimit\":65536,\"salt\":\"QQ==\",\"nonce\":\"\",\"wrapped\":\"\"}]}",
      AMIA_KEYS_ERROR_MALFORMED },
  };
  g_autofree char *path = make_path ("a.keys");

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      AmiaDataKey key;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, files[i].text, -1, NULL));
      g_assert_false (amia_keys_unlock (path, "x", NOW_MS, &key, &error));
      g_assert_error (error, AMIA_KEYS_ERROR, (int) files[i].code);
    }
}

static void
test_old_files_open (void)
{
  g_autofree char *path = make_path ("a.keys");
  AmiaDataKey      key;
  AmiaDataKey      secret;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, old_file, -1, NULL));
  g_assert_cmpint (amia_keys_get_slots (path), ==, AMIA_KEY_SLOTS_PASSPHRASE);
  g_assert_true (amia_keys_unlock (path, old_passphrase, NOW_MS, &key, &error));
  g_assert_no_error (error);

  g_assert_true (amia_keys_add_keyring (path, &key, &secret, &error));
  assert_opens (path, old_passphrase, &key);
}

static void
test_new_passphrase_same_key (void)
{
  AmiaDataKey      key;
  g_autofree char *path = make_keys (&key);
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_keys_set_passphrase (path, &key, "tre björkar", &error));
  g_assert_no_error (error);
  assert_opens (path, "tre björkar", &key);
  assert_wrong (path, "två granar");
}

static void
test_composed_and_decomposed_are_one (void)
{
  AmiaDataKey      key;
  g_autofree char *path = make_keys (&key);

  assert_opens (path, "tva\xcc\x8a granar", &key);
}

/* --- Cut off --------------------------------------------------------------------------------- */

/* A new file that can't be written beyond so many bytes: a full disk, a quota, a torn write. */
static void
test_cut_off_leaves_the_old (void)
{
  static const rlim_t limits[] = { 0, 1, 100, 300 };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      AmiaDataKey      key;
      g_autofree char *path = make_keys (&key);
      struct rlimit    old;
      struct rlimit    tight;
      gboolean         is_set;
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
      tight = old;
      tight.rlim_cur = limits[i];
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
      is_set = amia_keys_set_passphrase (path, &key, "tre björkar", &error);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

      g_assert_false (is_set);
      g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_FAILED);
      assert_opens (path, "två granar", &key);
    }
}

/* Killed between the new file's last byte and its name: what lies about disturbs nobody. */
static void
test_leftovers_disturb_nobody (void)
{
  AmiaDataKey      key;
  g_autofree char *path = make_keys (&key);
  g_autofree char *left = g_strconcat (path, ".Ab3xYz", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (left, "{\"version\":1,\"dev", -1, NULL));
  assert_opens (path, "två granar", &key);
  g_assert_true (amia_keys_set_passphrase (path, &key, "tre björkar", &error));
  assert_opens (path, "tre björkar", &key);
}

/* The bytes of the old file are not only nameless: they are no more. A second name shows them. */
static void
test_replaced_is_overwritten (void)
{
  AmiaDataKey      key;
  g_autofree char *path = make_keys (&key);
  g_autofree char *twin = g_strconcat (path, "-twin", NULL);
  g_autofree char *text = NULL;
  gsize            length;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (link (path, twin), ==, 0);
  g_assert_true (amia_keys_set_passphrase (path, &key, "tre björkar", &error));
  g_assert_true (g_file_get_contents (twin, &text, &length, NULL));
  for (gsize i = 0; i < length; i++)
    g_assert_cmpint (text[i], ==, 0);
}

/* --- Other slots ------------------------------------------------------------------------------ */

static void
test_keyring_slot (void)
{
  AmiaDataKey      key;
  AmiaDataKey      first;
  AmiaDataKey      second;
  AmiaDataKey      opened;
  g_autofree char *path = make_keys (&key);
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_keys_add_keyring (path, &key, &first, &error));
  g_assert_true (amia_keys_unlock_keyring (path, &first, &opened, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (key.bytes, AMIA_KEY_LENGTH, opened.bytes, AMIA_KEY_LENGTH);

  /* There is one at most. */
  g_assert_true (amia_keys_add_keyring (path, &key, &second, &error));
  g_assert_false (amia_keys_unlock_keyring (path, &first, &opened, &error));
  g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_true (amia_keys_unlock_keyring (path, &second, &opened, &error));

  /* A new passphrase leaves it, taking it away leaves the passphrase. */
  g_assert_true (amia_keys_set_passphrase (path, &key, "tre björkar", &error));
  g_assert_true (amia_keys_unlock_keyring (path, &second, &opened, &error));
  g_assert_true (amia_keys_remove (path, AMIA_KEY_SLOTS_KEYRING, &error));
  g_assert_cmpint (amia_keys_get_slots (path), ==, AMIA_KEY_SLOTS_PASSPHRASE);
  g_assert_false (amia_keys_unlock_keyring (path, &second, &opened, &error));
  assert_opens (path, "tre björkar", &key);
}

static void
test_recovery_slot (void)
{
  AmiaDataKey        key;
  AmiaDataKey        opened;
  AmiaRecoveryPublic public_key;
  AmiaRecoveryPublic other_public;
  AmiaRecoverySecret secret;
  AmiaRecoverySecret other_secret;
  g_autofree char   *path = make_keys (&key);
  g_autofree char   *pub = make_path ("office.pub");
  g_autofree char   *sec = make_path ("office.key");
  g_autofree char   *other_pub = make_path ("other.pub");
  g_autofree char   *other_sec = make_path ("other.key");
  GStatBuf           info;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_recovery_generate (pub, sec, &error));
  g_assert_true (amia_recovery_generate (other_pub, other_sec, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (sec, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (amia_recovery_load_public (pub, &public_key, &error));
  g_assert_true (amia_recovery_load_public (other_pub, &other_public, &error));
  g_assert_true (amia_recovery_load_secret (sec, &secret, &error));
  g_assert_true (amia_recovery_load_secret (other_sec, &other_secret, &error));
  g_assert_no_error (error);

  g_assert_false (amia_keys_recover (path, &secret, &opened, NULL));
  g_assert_true (amia_keys_add_recovery (path, &key, &public_key, &error));
  g_assert_true (amia_keys_recover (path, &secret, &opened, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (key.bytes, AMIA_KEY_LENGTH, opened.bytes, AMIA_KEY_LENGTH);
  g_assert_false (amia_keys_recover (path, &other_secret, &opened, NULL));

  /* A revoked device: only the organisation gets in. */
  g_assert_true (amia_keys_remove (path, AMIA_KEY_SLOTS_PASSPHRASE, &error));
  assert_wrong (path, "två granar");
  g_assert_true (amia_keys_recover (path, &secret, &opened, &error));

  /* The organisation changes its key. */
  g_assert_true (amia_keys_add_recovery (path, &key, &other_public, &error));
  g_assert_false (amia_keys_recover (path, &secret, &opened, NULL));
  g_assert_true (amia_keys_recover (path, &other_secret, &opened, &error));
  g_assert_no_error (error);
}

static void
test_recovery_keys_of_all_sorts (void)
{
  static const char *const files[] = {
    "",
    "amia-recovery-public-key 1",
    "amia-recovery-public-key 1 QUJD\n",
    "amia-recovery-public-key 2 QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=\n",
    "amia-recovery-secret-key 1 QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=\n",
  };
  g_autofree char *path = make_path ("office.pub");

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      AmiaRecoveryPublic public_key;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, files[i], -1, NULL));
      g_assert_false (amia_recovery_load_public (path, &public_key, &error));
      g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_MALFORMED);
    }
}

static void
test_recovery_keys_are_never_replaced (void)
{
  g_autofree char *pub = make_path ("office.pub");
  g_autofree char *sec = make_path ("office.key");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (sec, "mine", -1, NULL));
  g_assert_false (amia_recovery_generate (pub, sec, &error));
  g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_FAILED);
  g_assert_false (g_file_test (pub, G_FILE_TEST_EXISTS));
}

/* What a newer program put there stays when this one changes something else. */
static void
test_unknown_slots_stay (void)
{
  AmiaDataKey      key;
  AmiaDataKey      secret;
  g_autofree char *path = make_keys (&key);
  g_autofree char *text = NULL;
  g_autofree char *changed = NULL;
  char            *at;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strchr (strstr (text, "\"slots\""), '[');
  *at = '\0';
  changed = g_strconcat (text, "[ {\"type\":\"smart-card\",\"alg\":\"piv\",\"n\":7}, ", &at[1], NULL);
  g_assert_true (g_file_set_contents (path, changed, -1, NULL));

  assert_opens (path, "två granar", &key);
  g_assert_true (amia_keys_add_keyring (path, &key, &secret, &error));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "smart-card"));
  assert_opens (path, "två granar", &key);
}

/* --- Guessing --------------------------------------------------------------------------------- */

static void
try_at (const char   *path,
        const char   *passphrase,
        gint64        now_ms,
        AmiaKeysError code)
{
  AmiaDataKey key;
  g_autoptr (GError) error = NULL;

  g_assert_false (amia_keys_unlock (path, passphrase, now_ms, &key, &error));
  g_assert_error (error, AMIA_KEYS_ERROR, (int) code);
}

static void
test_wrong_tries_wait (void)
{
  AmiaDataKey      key;
  g_autofree char *path = make_keys (&key);
  gint64           now_ms = NOW_MS;

  for (guint i = 0; i <= AMIA_KEYS_FREE_TRIES; i++)
    try_at (path, "fel", now_ms, AMIA_KEYS_ERROR_PASSPHRASE);

  for (guint i = 0; i < 5; i++)
    {
      gint64 wait_ms = ((gint64) 1 << i) * 1000;

      g_assert_cmpint (amia_keys_get_wait_ms (path, now_ms), ==, wait_ms);
      /* Not even the right one is tried too early, and an early one makes nothing longer. */
      try_at (path, "två granar", now_ms + wait_ms - 1, AMIA_KEYS_ERROR_WAIT);
      g_assert_cmpint (amia_keys_get_wait_ms (path, now_ms), ==, wait_ms);
      now_ms += wait_ms;
      try_at (path, "fel", now_ms, AMIA_KEYS_ERROR_PASSPHRASE);
    }

  now_ms += 32 * 1000;
  g_assert_true (amia_keys_unlock (path, "två granar", now_ms, &key, NULL));
  g_assert_cmpint (amia_keys_get_wait_ms (path, now_ms), ==, 0);
}

static void
test_waiting_is_bounded (void)
{
  static const struct
  {
    const char *text;
    gint64      wait_s;
  } counts[] = {
    { "amia-tries 1 3 1700000000000\n", 0 },
    { "amia-tries 1 4 1700000000000\n", 1 },
    { "amia-tries 1 12 1700000000000\n", 256 },
    { "amia-tries 1 13 1700000000000\n", AMIA_KEYS_WAIT_S_MAX },
    { "amia-tries 1 4294967295 1700000000000\n", AMIA_KEYS_WAIT_S_MAX },
    /* Ten years ahead: the clock was wrong then, or is now. */
    { "amia-tries 1 13 2015360000000\n", AMIA_KEYS_WAIT_S_MAX },
    { "amia-tries 1 13 9223372036854775807\n", AMIA_KEYS_WAIT_S_MAX },
    { "amia-tries 1 13 0\n", 0 },
    { "amia-tries 1 13 -9223372036854775808\n", 0 },
    { "nonsense", 0 },
    { "", 0 },
  };
  g_autofree char *path = make_path ("a.keys");
  g_autofree char *tries = g_strconcat (path, "-tries", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_assert_true (g_file_set_contents (tries, counts[i].text, -1, NULL));
      g_assert_cmpint (amia_keys_get_wait_ms (path, NOW_MS), ==, counts[i].wait_s * 1000);
      /* And it passes. */
      g_assert_cmpint (amia_keys_get_wait_ms (path, NOW_MS + AMIA_KEYS_WAIT_S_MAX * 1000), ==, 0);
    }
}

/* A new program on the same file, and one whose disk takes no more. */
static void
test_the_right_one_opens_on_a_full_disk (void)
{
  AmiaDataKey      key;
  g_autofree char *path = make_keys (&key);
  struct rlimit    old;
  struct rlimit    tight;
  AmiaDataKey      opened;
  gboolean         is_open;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  tight = old;
  tight.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  is_open = amia_keys_unlock (path, "två granar", NOW_MS, &opened, NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_true (is_open);
}

/* --- Destroying ------------------------------------------------------------------------------- */

static void
test_destroyed_is_gone (void)
{
  AmiaDataKey      key;
  g_autofree char *path = make_keys (&key);
  g_autofree char *twin = g_strconcat (path, "-twin", NULL);
  g_autofree char *tries = g_strconcat (path, "-tries", NULL);
  g_autofree char *text = NULL;
  gsize            length;
  g_autoptr (GError) error = NULL;

  assert_wrong (path, "fel");
  g_assert_true (g_file_test (tries, G_FILE_TEST_EXISTS));
  g_assert_cmpint (link (path, twin), ==, 0);
  g_assert_true (amia_keys_destroy (path, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (tries, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (twin, &text, &length, NULL));
  g_assert_cmpuint (length, >, 100);
  for (gsize i = 0; i < length; i++)
    g_assert_cmpint (text[i], ==, 0);

  g_assert_true (amia_keys_destroy (path, &error));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* A write beyond RLIMIT_FSIZE is to be an error, as on a full disk. */
  signal (SIGXFSZ, SIG_IGN);

  g_test_add_func ("/keys/open-with-their-passphrase", test_keys_open_with_their_passphrase);
  g_test_add_func ("/keys/of-all-sorts", test_keys_of_all_sorts);
  g_test_add_func ("/keys/old-files-open", test_old_files_open);
  g_test_add_func ("/keys/composed-and-decomposed-are-one", test_composed_and_decomposed_are_one);
  g_test_add_func ("/keys/change/same-key", test_new_passphrase_same_key);
  g_test_add_func ("/keys/change/cut-off-leaves-the-old", test_cut_off_leaves_the_old);
  g_test_add_func ("/keys/change/leftovers-disturb-nobody", test_leftovers_disturb_nobody);
  g_test_add_func ("/keys/change/replaced-is-overwritten", test_replaced_is_overwritten);
  g_test_add_func ("/keys/slot/keyring", test_keyring_slot);
  g_test_add_func ("/keys/slot/recovery", test_recovery_slot);
  g_test_add_func ("/keys/slot/unknown-stays", test_unknown_slots_stay);
  g_test_add_func ("/keys/recovery/of-all-sorts", test_recovery_keys_of_all_sorts);
  g_test_add_func ("/keys/recovery/never-replaced", test_recovery_keys_are_never_replaced);
  g_test_add_func ("/keys/tries/wait", test_wrong_tries_wait);
  g_test_add_func ("/keys/tries/waiting-is-bounded", test_waiting_is_bounded);
  g_test_add_func ("/keys/tries/right-one-opens-on-a-full-disk",
                   test_the_right_one_opens_on_a_full_disk);
  g_test_add_func ("/keys/destroyed-is-gone", test_destroyed_is_gone);
  return g_test_run ();
}
