/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "amia-sealed-file.h"
#include "test-directory.h"

/* A file under a passphrase: all of it comes back, or nothing. */

#define CHUNK 65536

static char *
make_path (void)
{
  g_autofree char *directory = test_directory_new ();

  return g_build_filename (directory, "a.rescue", NULL);
}

static guint8 *
make_contents (gsize length)
{
  guint8 *contents = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    contents[i] = (guint8) (i * 7 + i / 251);
  return contents;
}

static void
test_all_comes_back (void)
{
  static const gsize lengths[] = { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char   *path = make_path ();
      g_autofree guint8 *contents = make_contents (lengths[i]);
      guint8            *again;
      gsize              length = 0;
      g_autoptr (GError) error = NULL;

      g_assert_true (amia_sealed_file_write (path, contents, lengths[i], "tre björkar", &error));
      g_assert_no_error (error);
      again = amia_sealed_file_read (path, "tre bjo\xcc\x88rkar", &length, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (again, length, contents, lengths[i]);
      amia_sealed_file_clear (again, length);
    }
}

static void
test_says_nothing (void)
{
  g_autofree char  *path = make_path ();
  g_autofree char  *text = NULL;
  gsize             length;
  static const char words[] = "Hulda orkar med hemmet";

  g_assert_true (amia_sealed_file_write (path, words, strlen (words), "tre björkar", NULL));
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_null (memmem (text, length, "Hulda", 5));
  g_assert_null (memmem (text, length, "rkar", 4));
}

static void
test_wrong_passphrase (void)
{
  g_autofree char *path = make_path ();
  gsize            length;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_sealed_file_write (path, "x", 1, "tre björkar", &error));
  g_assert_null (amia_sealed_file_read (path, "fyra björkar", &length, &error));
  g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_PASSPHRASE);
}

static void
test_is_never_written_over (void)
{
  g_autofree char *path = make_path ();
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_sealed_file_write (path, "x", 1, "tre björkar", &error));
  g_assert_false (amia_sealed_file_write (path, "y", 1, "tre björkar", &error));
  g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_FAILED);
}

/* Damage at the head, in a chunk, at a seam, and the same with the rest cut off. */
static void
test_damage_is_told (void)
{
  static const gssize spots[] = { 0, 15, 16, 20, 24, 40, 63, 64, 100, CHUNK, -CHUNK, -20, -1 };
  g_autofree char    *path = make_path ();
  g_autofree guint8  *contents = make_contents (2 * CHUNK + 10);
  g_autofree char    *text = NULL;
  gsize               whole;

  g_assert_true (amia_sealed_file_write (path, contents, 2 * CHUNK + 10, "tre björkar", NULL));
  g_assert_true (g_file_get_contents (path, &text, &whole, NULL));

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (spots); i++)
    {
      gssize           spot = spots[i / 2];
      gsize            at = spot >= 0 ? (gsize) spot : whole - (gsize) -spot;
      g_autofree char *damaged = g_memdup2 (text, whole);
      gsize            length = i % 2 == 0 ? whole : at;
      gsize            n;
      g_autoptr (GError) error = NULL;

      damaged[at] ^= 4;
      g_assert_true (g_file_set_contents (path, damaged, (gssize) length, NULL));
      g_assert_null (amia_sealed_file_read (path, "tre björkar", &n, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == AMIA_KEYS_ERROR);
    }
}

static void
test_other_chunks_are_told (void)
{
  g_autofree char   *path = make_path ();
  g_autofree guint8 *contents = make_contents (2 * CHUNK + 10);
  g_autofree char   *text = NULL;
  g_autofree char   *changed = NULL;
  gsize              whole;
  gsize              seal = CHUNK + 17;
  gsize              n;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_sealed_file_write (path, contents, 2 * CHUNK + 10, "tre björkar", NULL));
  g_assert_true (g_file_get_contents (path, &text, &whole, NULL));

  /* The second chunk twice, the first one not at all. */
  changed = g_memdup2 (text, whole);
  memcpy (&changed[64], &text[64 + seal], seal);
  g_assert_true (g_file_set_contents (path, changed, (gssize) whole, NULL));
  g_assert_null (amia_sealed_file_read (path, "tre björkar", &n, &error));
  g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_PASSPHRASE);
  g_clear_error (&error);

  /* Something after the end. */
  g_free (changed);
  changed = g_malloc0 (whole + 40);
  memcpy (changed, text, whole);
  g_assert_true (g_file_set_contents (path, changed, (gssize) whole + 40, NULL));
  g_assert_null (amia_sealed_file_read (path, "tre björkar", &n, &error));
  g_assert_error (error, AMIA_KEYS_ERROR, AMIA_KEYS_ERROR_MALFORMED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sealed-file/all-comes-back", test_all_comes_back);
  g_test_add_func ("/sealed-file/says-nothing", test_says_nothing);
  g_test_add_func ("/sealed-file/wrong-passphrase", test_wrong_passphrase);
  g_test_add_func ("/sealed-file/is-never-written-over", test_is_never_written_over);
  g_test_add_func ("/sealed-file/damage-is-told", test_damage_is_told);
  g_test_add_func ("/sealed-file/other-chunks-are-told", test_other_chunks_are_told);
  return g_test_run ();
}
