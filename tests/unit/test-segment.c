/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-gzip.h"
#include "amia-segment.h"

/* What goes into a packed segment comes out of it, and nothing else passes for one. */

static AmiaSegment *
pack_and_unpack (const AmiaSegment *segment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) packed = amia_segment_pack (segment);
  AmiaSegment *unpacked = amia_segment_unpack (packed, &error);

  g_assert_no_error (error);
  return unpacked;
}

static void
test_comes_back (void)
{
  static const struct
  {
    gint64      seq;
    const char *body;
  } changes[] = {
    { 1, "{\"h\":1}" },
    { 2, "" },
    { 128, "{\"text\":\"räksmörgås\"}" },
    { G_GINT64_CONSTANT (0x100000000), "{}" },
    { G_MAXINT64, "[]" },
  };
  g_autoptr (AmiaSegment) segment = amia_segment_new ();
  g_autoptr (AmiaSegment) unpacked = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    amia_segment_add (segment, changes[i].seq, changes[i].body, strlen (changes[i].body));
  unpacked = pack_and_unpack (segment);

  g_assert_cmpuint (amia_segment_get_n_changes (unpacked), ==, G_N_ELEMENTS (changes));
  g_assert_cmpuint (amia_segment_get_n_bytes (unpacked), ==, amia_segment_get_n_bytes (segment));
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      gsize       length;
      const char *body = amia_segment_find (unpacked, changes[i].seq, &length);

      g_assert_nonnull (body);
      g_assert_cmpmem (body, length, changes[i].body, strlen (changes[i].body));
    }
}

static void
test_knows_what_it_has_not (void)
{
  g_autoptr (AmiaSegment) segment = amia_segment_new ();
  gsize length;

  g_assert_null (amia_segment_find (segment, 1, &length));
  amia_segment_add (segment, 5, "{}", 2);
  amia_segment_add (segment, 9, "{}", 2);
  g_assert_null (amia_segment_find (segment, 4, &length));
  g_assert_null (amia_segment_find (segment, 7, &length));
  g_assert_null (amia_segment_find (segment, 10, &length));

  amia_segment_clear (segment);
  g_assert_null (amia_segment_find (segment, 5, &length));
  g_assert_cmpuint (amia_segment_get_n_bytes (segment), ==, 0);
}

static void
test_large (void)
{
  g_autoptr (AmiaSegment) segment = amia_segment_new ();
  g_autoptr (AmiaSegment) unpacked = NULL;
  g_autofree char *body = g_malloc (3 * 1024 * 1024);
  gsize            length;

  memset (body, 'x', 3 * 1024 * 1024);
  amia_segment_add (segment, 7, body, 3 * 1024 * 1024);
  unpacked = pack_and_unpack (segment);
  g_assert_cmpmem (amia_segment_find (unpacked, 7, &length),
                   3 * 1024 * 1024,
                   body,
                   3 * 1024 * 1024);
  g_assert_cmpuint (length, ==, 3 * 1024 * 1024);
}

static void
test_refuses_rubbish (void)
{
  /* A name, and the bytes before they are packed; without any: not packed at all. */
  static const struct
  {
    const char *name;
    const char *bytes;
    gsize       length;
  } cases[] = {
    { "empty", "", 0 },
    { "no-changes", "\x00", 1 },
    { "more-changes-than-bytes", "\x7f\x01\x01x", 4 },
    { "same-number", "\x02\x01\x01\x00\x01xx", 7 },
    { "body-cut-off", "\x01\x01\x05xx", 5 },
    { "bytes-left", "\x01\x01\x01xx", 5 },
    { "endless-number", "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12 },
    { "length-past-all", "\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7fx", 12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) plain_error = NULL;
      g_autoptr (GBytes) plain = g_bytes_new (cases[i].bytes, cases[i].length);
      g_autoptr (GBytes) packed = amia_gzip_deflate (plain);

      g_test_message ("%s", cases[i].name);
      g_assert_null (amia_segment_unpack (packed, &error));
      g_assert_nonnull (error);
      g_assert_null (amia_segment_unpack (plain, &plain_error));
      g_assert_nonnull (plain_error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/segment/comes-back", test_comes_back);
  g_test_add_func ("/segment/knows-what-it-has-not", test_knows_what_it_has_not);
  g_test_add_func ("/segment/large", test_large);
  g_test_add_func ("/segment/refuses-rubbish", test_refuses_rubbish);

  return g_test_run ();
}
