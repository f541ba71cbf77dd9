/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "amia-keys.h"
#include "amia-rescue.h"
#include "amia-sealed-file.h"

/* A rescue file, from whoever hands it over: the first byte says whether the others are the file as
 * it lies on the disk or what was sealed in it. It is read whole or refused, and another passphrase
 * opens nothing. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static const char passphrase[] = "två lönnar";

static char *path;

/* See fuzz-key-file.c. */
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

  g_unlink (path);
  g_rmdir (directory);
}

static void
write_file (const uint8_t *data,
            size_t         size)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
seal (const uint8_t *data,
      size_t         size)
{
  gsize   length;
  guint8 *back;

  g_unlink (path);
  g_assert_true (amia_sealed_file_write (path, data, size, passphrase, NULL));
  back = amia_sealed_file_read (path, passphrase, &length, NULL);
  g_assert (back != NULL && length == size);
  amia_sealed_file_clear (back, length);
  g_assert_null (amia_sealed_file_read (path, "en annan", &length, NULL));
}

static void
check_rescue (const AmiaRescue *rescue)
{
  g_assert (rescue->user != NULL && rescue->agency != NULL);
  for (guint i = 0; i < rescue->changes->len; i++)
    {
      const AmiaRescued *rescued = g_ptr_array_index (rescue->changes, i);

      g_assert (rescued->change != NULL);
      g_assert (amia_uuid_equal (&rescued->change->device, &rescue->device));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (AmiaRescue) rescue = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      g_autofree char *directory = g_dir_make_tmp ("amia-fuzz-XXXXXX", NULL);

      g_assert_nonnull (directory);
      path = g_build_filename (directory, "rescue", NULL);
      g_assert_cmpint (atexit (delete_files), ==, 0);
    }
  if (size == 0)
    return 0;

  if ((data[0] & 1) != 0)
    write_file (data + 1, size - 1);
  else
    seal (data + 1, size - 1);

  rescue = amia_rescue_load (path, passphrase, &error);
  g_assert ((rescue == NULL) == (error != NULL));
  if (rescue != NULL)
    check_rescue (rescue);
  return 0;
}
