/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-ledger-blobs.h"
#include "amia-sql-ledger.h"
#include "ledger-place.h"

/* Attachments in every kind of ledger: parts come back as they were put in, from any byte on, and
 * only what nobody speaks of is ever cleared away. */

#define NOW_MS 1795312345678

typedef struct
{
  char       *place;
  AmiaLedger *ledger;
} Fixture;

static const AmiaUuid   device_1 = { { 1 } };
static const AmiaUuid   device_2 = { { 2 } };
static const AmiaUuid   record_1 = { { 0xa1 } };
static const AmiaBlobId blob_1 = { { 0xb1 } };
static const AmiaBlobId blob_2 = { { 0xb2 } };

static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  g_autoptr (GError) error = NULL;

  f->place = ledger_place_new (kind);
  f->ledger = amia_sql_ledger_open (f->place, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  g_assert_finalize_object (f->ledger);
  ledger_place_free (f->place);
}

static void
begin (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_no_error (error);
}

static void
commit (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_commit (f->ledger, &error));
  g_assert_no_error (error);
}

static void
put (Fixture          *f,
     const AmiaBlobId *id,
     const AmiaUuid   *device,
     gint64            length,
     gboolean          is_whole,
     gint64            touched_ms)
{
  const AmiaBlobRow row = { *id, length, length, is_whole, *device, touched_ms };

  begin (f);
  g_assert_true (amia_ledger_put_blob (f->ledger, &row, NULL));
  commit (f);
}

static void
append (Fixture          *f,
        const AmiaBlobId *id,
        gint64            offset,
        const char       *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  begin (f);
  g_assert_true (amia_ledger_append_blob_part (f->ledger, id, offset, bytes, NULL));
  commit (f);
}

static void
refer (Fixture          *f,
       const AmiaBlobId *id,
       gint64            seq)
{
  const AmiaBlobRef ref = { seq, record_1 };

  begin (f);
  g_assert_true (amia_ledger_put_blob_ref (f->ledger, id, &ref, NULL));
  commit (f);
}

static gboolean
has (Fixture          *f,
     const AmiaBlobId *id)
{
  AmiaBlobRow row;
  gboolean    is_found;

  g_assert_true (amia_ledger_find_blob (f->ledger, id, &row, &is_found, NULL));
  return is_found;
}

static void
test_row_comes_back (Fixture      *f,
                     gconstpointer kind)
{
  AmiaBlobRow row;
  gboolean    is_found;

  g_assert_false (has (f, &blob_1));
  put (f, &blob_1, &device_1, 100, FALSE, NOW_MS);
  put (f, &blob_1, &device_2, 100, TRUE, NOW_MS + 1);
  g_assert_true (amia_ledger_find_blob (f->ledger, &blob_1, &row, &is_found, NULL));
  g_assert_true (is_found);
  g_assert_cmpmem (&row.id, sizeof row.id, &blob_1, sizeof blob_1);
  g_assert_cmpint (row.length, ==, 100);
  g_assert_cmpint (row.n_here, ==, 100);
  g_assert_true (row.is_whole);
  g_assert_true (amia_uuid_equal (&row.device, &device_2));
  g_assert_cmpint (row.touched_ms, ==, NOW_MS + 1);
}

static void
test_parts_are_read_from_any_byte (Fixture      *f,
                                   gconstpointer kind)
{
  static const struct
  {
    gint64      offset;
    const char *expected;
  } cases[] = {
    { 0, "abc" },
    { 2, "c" },
    { 3, "defgh" },
    { 7, "h" },
    { 8, NULL },
    { 1000, NULL },
  };

  append (f, &blob_1, 0, "abc");
  append (f, &blob_1, 3, "defgh");
  append (f, &blob_2, 0, "others");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      gsize         length = 0;
      gconstpointer data;

      g_assert_true (
          amia_ledger_read_blob_part (f->ledger, &blob_1, cases[i].offset, &bytes, NULL));
      data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
      if (cases[i].expected == NULL)
        g_assert_null (bytes);
      else
        g_assert_cmpmem (data, length, cases[i].expected, strlen (cases[i].expected));
    }
}

static void
test_dropped_one_leaves_nothing (Fixture      *f,
                                 gconstpointer kind)
{
  g_autoptr (GBytes) bytes = NULL;

  put (f, &blob_1, &device_1, 3, TRUE, NOW_MS);
  append (f, &blob_1, 0, "abc");
  begin (f);
  g_assert_true (amia_ledger_drop_blob (f->ledger, &blob_1, NULL));
  commit (f);
  g_assert_false (has (f, &blob_1));
  g_assert_true (amia_ledger_read_blob_part (f->ledger, &blob_1, 0, &bytes, NULL));
  g_assert_null (bytes);
}

static void
test_loose_ones_are_counted_by_device (Fixture      *f,
                                       gconstpointer kind)
{
  gint64 count;
  gint64 n_bytes;

  put (f, &blob_1, &device_1, 100, FALSE, NOW_MS);
  put (f, &blob_2, &device_1, 50, TRUE, NOW_MS);
  g_assert_true (amia_ledger_count_blobs (f->ledger, &device_1, &count, &n_bytes, NULL));
  g_assert_cmpint (count, ==, 2);
  g_assert_cmpint (n_bytes, ==, 150);

  refer (f, &blob_2, 7);
  g_assert_true (amia_ledger_count_blobs (f->ledger, &device_1, &count, &n_bytes, NULL));
  g_assert_cmpint (count, ==, 1);
  g_assert_cmpint (n_bytes, ==, 100);

  g_assert_true (amia_ledger_count_blobs (f->ledger, &device_2, &count, &n_bytes, NULL));
  g_assert_cmpint (count, ==, 0);
  g_assert_cmpint (n_bytes, ==, 0);
}

static void
test_only_stale_loose_ones_are_cleared (Fixture      *f,
                                        gconstpointer kind)
{
  static const AmiaBlobId blob_3 = { { 0xb3 } };

  put (f, &blob_1, &device_1, 3, TRUE, NOW_MS - 10);
  put (f, &blob_2, &device_1, 3, TRUE, NOW_MS - 10);
  put (f, &blob_3, &device_1, 3, FALSE, NOW_MS);
  append (f, &blob_1, 0, "abc");
  refer (f, &blob_2, 7);

  begin (f);
  g_assert_true (amia_ledger_drop_stale_blobs (f->ledger, NOW_MS, NULL));
  commit (f);
  g_assert_false (has (f, &blob_1));
  g_assert_true (has (f, &blob_2));
  g_assert_true (has (f, &blob_3));
}

static void
test_references_are_listed_oldest_first (Fixture      *f,
                                         gconstpointer kind)
{
  g_autoptr (GArray) refs = NULL;
  g_autoptr (GArray) one = NULL;

  refer (f, &blob_1, 5);
  refer (f, &blob_1, 9);
  refer (f, &blob_1, 9);
  refer (f, &blob_2, 7);
  refs = amia_ledger_list_blob_refs (f->ledger, &blob_1, 100, NULL);
  g_assert_cmpuint (refs->len, ==, 2);
  g_assert_cmpint (g_array_index (refs, AmiaBlobRef, 0).seq, ==, 5);
  g_assert_true (amia_uuid_equal (&g_array_index (refs, AmiaBlobRef, 1).record, &record_1));
  one = amia_ledger_list_blob_refs (f->ledger, &blob_1, 1, NULL);
  g_assert_cmpuint (one->len, ==, 1);
}

static void
test_sealed_one_is_kept_and_not_listed (Fixture      *f,
                                        gconstpointer kind)
{
  g_autoptr (GArray) refs = NULL;

  put (f, &blob_1, &device_1, 3, TRUE, NOW_MS - 10);
  refer (f, &blob_1, AMIA_BLOB_SEALED);

  begin (f);
  g_assert_true (amia_ledger_drop_stale_blobs (f->ledger, NOW_MS, NULL));
  commit (f);
  g_assert_true (has (f, &blob_1));
  refs = amia_ledger_list_blob_refs (f->ledger, &blob_1, 100, NULL);
  g_assert_cmpuint (refs->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "row-comes-back", test_row_comes_back },
    { "parts-are-read-from-any-byte", test_parts_are_read_from_any_byte },
    { "dropped-one-leaves-nothing", test_dropped_one_leaves_nothing },
    { "loose-ones-are-counted-by-device", test_loose_ones_are_counted_by_device },
    { "only-stale-loose-ones-are-cleared", test_only_stale_loose_ones_are_cleared },
    { "references-are-listed-oldest-first", test_references_are_listed_oldest_first },
    { "sealed-one-is-kept-and-not-listed", test_sealed_one_is_kept_and_not_listed },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    ledger_test_add ("/ledger-blobs",
                     tests[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) tests[i].test,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
