/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "amia-keys.h"

/* The key file and the recovery keys, as somebody with the laptop's disk may have left them: the
 * first byte says whether the others are the file itself or changes to a good one, three bytes
 * each. Whatever it is, it opens with the one data key or not at all, and a slot that is removed is
 * gone. */

#define EDITS_MAX 16

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static const char passphrase[] = "två lönnar";

static char              *path;
static char              *public_path;
static char              *secret_path;
static char              *good;
static gsize              good_length;
static AmiaDataKey        data_key;
static AmiaDataKey        keyring_secret;
static AmiaRecoverySecret recovery_secret;

/* Argon2id costs 64 MiB and a tenth of a second, on purpose; here only its place in the file
 * counts, and that nobody asks for too much of it. */
int
crypto_pwhash (unsigned char *const out,
               unsigned long long   out_length,
               const char *const    text,
               unsigned long long   length,
               const unsigned char *salt,
               unsigned long long   operations,
               size_t               memory,
               int                  algorithm)
{
  g_assert_cmpuint (memory, <=, 1024u * 1024 * 1024);
  g_assert_cmpuint (operations, <=, 16);
  return crypto_generichash (out,
                             (size_t) out_length,
                             (const unsigned char *) text,
                             length,
                             salt,
                             crypto_pwhash_SALTBYTES);
}

/* Nothing here has to outlive a power cut. */
int
fsync (int descriptor)
{
  return 0;
}

static void
delete_files (void)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (directory, name, NULL);

      g_unlink (file);
    }
  g_rmdir (directory);
}

static void
make_files (void)
{
  /* In memory where there is such a place: replacing a file is slow on a disk. */
  const char        *base = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();
  g_autofree char   *directory = g_build_filename (base, "amia-fuzz-XXXXXX", NULL);
  AmiaRecoveryPublic public_key;

  g_assert_nonnull (g_mkdtemp (directory));
  path = g_build_filename (directory, "keys", NULL);
  public_path = g_build_filename (directory, "recovery.pub", NULL);
  secret_path = g_build_filename (directory, "recovery.key", NULL);
  g_assert_true (amia_keys_create (path,
                                   "9f000000000000000000000000000001",
                                   passphrase,
                                   &data_key,
                                   NULL));
  g_assert_true (amia_recovery_generate (public_path, secret_path, NULL));
  g_assert_true (amia_recovery_load_public (public_path, &public_key, NULL));
  g_assert_true (amia_recovery_load_secret (secret_path, &recovery_secret, NULL));
  g_assert_true (amia_keys_add_keyring (path, &data_key, &keyring_secret, NULL));
  g_assert_true (amia_keys_add_recovery (path, &data_key, &public_key, NULL));
  g_assert_true (g_file_get_contents (path, &good, &good_length, NULL));
  g_assert_cmpint (atexit (delete_files), ==, 0);
}

static void
write_file (const char    *name,
            const uint8_t *data,
            size_t         size)
{
  FILE *file = g_fopen (name, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
write_edited (const uint8_t *edits,
              size_t         size)
{
  g_autofree char *text = g_memdup2 (good, good_length);

  for (size_t i = 0; i + 3 <= size && i < EDITS_MAX * 3; i += 3)
    text[((gsize) edits[i] << 8 | edits[i + 1]) % good_length] = (char) edits[i + 2];
  write_file (path, (const uint8_t *) text, good_length);
}

static void
assert_right (const AmiaDataKey *key)
{
  g_assert (memcmp (key->bytes, data_key.bytes, sizeof key->bytes) == 0);
}

/* As often as an input wants, so that it never has to wait. */
static void
check_opening (void)
{
  g_auto (AmiaDataKey) key = { { 0 } };
  static gint64 now_ms = 1000;

  now_ms += 1000 * 1000;
  if (amia_keys_unlock (path, passphrase, now_ms, &key, NULL))
    assert_right (&key);
  if (amia_keys_unlock_keyring (path, &keyring_secret, &key, NULL))
    assert_right (&key);
  if (amia_keys_recover (path, &recovery_secret, &key, NULL))
    assert_right (&key);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  AmiaRecoveryPublic public_key;
  g_auto (AmiaRecoverySecret) secret = { { 0 } };

  if (path == NULL)
    make_files ();
  if (size == 0)
    return 0;

  if ((data[0] & 1) != 0)
    {
      write_file (path, data + 1, size - 1);
      write_file (public_path, data + 1, size - 1);
      write_file (secret_path, data + 1, size - 1);
      (void) !amia_recovery_load_public (public_path, &public_key, NULL);
      (void) !amia_recovery_load_secret (secret_path, &secret, NULL);
    }
  else
    write_edited (data + 1, size - 1);

  check_opening ();
  if (amia_keys_remove (path, AMIA_KEY_SLOTS_KEYRING, NULL))
    g_assert_false (amia_keys_get_slots (path) & AMIA_KEY_SLOTS_KEYRING);
  check_opening ();
  return 0;
}
