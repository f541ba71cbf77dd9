/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-gzip.h"
#include "amia-packer.h"

#include <string.h>

/* What is packed is gzip, and the digits of a message weigh little in it. */

static char *
make_digits (guint   n,
             guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  char *digits = g_malloc (n + 1);

  for (guint i = 0; i < n; i++)
    digits[i] = "0123456789abcdef"[g_rand_int_range (random, 0, 16)];
  digits[n] = '\0';
  return digits;
}

/* Whatever there is of digits, and wherever, it comes back as it was. */
static void
test_come_back (void)
{
  static const struct
  {
    const char *before;
    guint       n_first;
    const char *between;
    guint       n_second;
    const char *after;
  } cases[] = {
    { "", 0, "", 0, "" },
    { "", 0, "", 0, "a" },
    { "{\"records\":\"", 511, "\",\"cases\":\"", 32, "\"}" },
    { "{\"records\":\"", 512, "\",\"cases\":\"", 32, "\"}" },
    { "{\"records\":\"", 3200, "\",\"cases\":\"", 1952, "\",\"case\":[1,2,3]}" },
    { "", 600, "", 0, "" },
    { "xyz", 70000, " and a word or two more than a name ", 90000, "z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases) * 2; i++)
    {
      const gsize      k = i / 2;
      g_autofree char *first = make_digits (cases[k].n_first, 1);
      g_autofree char *second = make_digits (cases[k].n_second, 2);
      g_autofree char *text = g_strconcat (
          cases[k].before, first, cases[k].between, second, cases[k].after, NULL);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (AmiaPacker) packer = amia_packer_new (i % 2 == 0);

      for (guint turn = 0; turn < 2; turn++)
        {
          g_autoptr (GBytes) packed = amia_packer_pack (packer, bytes);
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) back = amia_gzip_inflate (packed, strlen (text), &error);

          g_assert_no_error (error);
          g_assert_true (g_bytes_equal (bytes, back));
        }
    }
}

/* What gets no shorter by packing still has room, whatever blocks it is divided into. */
static void
test_noise (void)
{
  static const guint lengths[] = { 1, 16383, 16384, 65535, 100000, 1000000 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths) * 2; i++)
    {
      const guint length = lengths[i / 2];
      g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) i);
      g_autoptr (GByteArray) text = g_byte_array_new ();
      g_autofree char *digits = make_digits (600, 5);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) packed = NULL;
      g_autoptr (GBytes) back = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaPacker) packer = amia_packer_new (i % 2 == 0);

      for (guint part = 0; part < 2; part++)
        {
          for (guint k = 0; k < length; k++)
            {
              const guint8 byte = (guint8) g_rand_int_range (random, 0, 256);

              g_byte_array_append (text, &byte, 1);
            }
          if (part == 0)
            g_byte_array_append (text, (const guint8 *) digits, 600);
        }
      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&text));
      packed = amia_packer_pack (packer, bytes);
      back = amia_gzip_inflate (packed, g_bytes_get_size (bytes), &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, back));
    }
}

/* The connection may break where a block ends, too: what has come until then is not taken. */
static void
test_cut_off (void)
{
  g_autofree char *digits = make_digits (700, 6);
  g_autofree char *text = g_strconcat ("{\"v\":1,\"records\":\"", digits, "\",\"case\":1}", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) packed = amia_gzip_deflate_answer (bytes);

  for (gsize length = 0; length < g_bytes_get_size (packed); length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (packed, 0, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) back = amia_gzip_inflate (part, strlen (text), &error);

      g_assert_null (back);
      g_assert_nonnull (error);
    }
}

static gsize
get_length_in_one (GBytes *bytes)
{
  g_autoptr (GConverter) gzip =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  char             packed[8192];
  gsize            n_read;
  gsize            n_written;
  GConverterResult result = g_converter_convert (gzip,
                                                 g_bytes_get_data (bytes, NULL),
                                                 g_bytes_get_size (bytes),
                                                 packed,
                                                 sizeof packed,
                                                 G_CONVERTER_INPUT_AT_END,
                                                 &n_read,
                                                 &n_written,
                                                 NULL);

  g_assert_cmpint (result, ==, G_CONVERTER_FINISHED);
  return n_written;
}

/* Digits that nobody can guess, among words that nobody can guess either. */
static void
test_pack (void)
{
  g_autoptr (GString) text = g_string_new ("{\"v\":1,\"records\":\"");
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autofree char *digits = make_digits (4000, 3);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GError) error = NULL;

  g_string_append (text, digits);
  for (guint i = 0; i < 3000; i++)
    g_string_append_c (text, (char) g_rand_int_range (random, 'A', 'z'));
  bytes = g_bytes_new (text->str, text->len);
  packed = amia_gzip_deflate_answer (bytes);
  back = amia_gzip_inflate (packed, text->len, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, back));
  g_assert_cmpuint (g_bytes_get_size (packed) + 100, <, get_length_in_one (bytes));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packer/what-is-packed-comes-back", test_come_back);
  g_test_add_func ("/packer/noise-has-room", test_noise);
  g_test_add_func ("/packer/part-of-it-is-nothing", test_cut_off);
  g_test_add_func ("/packer/digits-are-packed-by-themselves", test_pack);
  return g_test_run ();
}
