/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "amia-incoming.h"
#include "amia-store-search.h"
#include "amia-store-sync.h"

/* The texts of a large page go into the full-text indexes afterwards. Whoever searches must not be
 * able to tell. */

#define N_NOTES 500

typedef struct
{
  char      *folder;
  char      *path;
  AmiaUuid   case_id;
  AmiaStore *writer;
  AmiaStore *reader;
} Fixture;

static AmiaStore *
new_store (Fixture    *fixture,
           const char *user)
{
  g_autofree char *path = g_build_filename (fixture->folder, user, NULL);
  g_autoptr (GError) error = NULL;
  AmiaStore *store = amia_store_create (path, user, "FK", NULL, &error);

  g_assert_no_error (error);
  return store;
}

static AmiaEdits *
write_note (const AmiaUuid *id,
            const AmiaUuid *case_id,
            guint           i)
{
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *text = g_strdup_printf ("Mötet nummer%u blev inställt på Åland", i);

  amia_edits_set_string (edits, "goal", id, case_id, "text", text);
  return edits;
}

static AmiaUuid
name_note (guint i)
{
  const AmiaUuid id = { { 1, 2, 3, (guint8) (i >> 8), (guint8) i } };

  return id;
}

/* All that @writer has written, as one page for @reader. */
static void
deliver (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes =
      amia_store_list_outgoing (fixture->writer, 1, N_NOTES, G_MAXINT, &error);
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  const AmiaIdentity *writer = amia_store_get_identity (fixture->writer);

  page->epoch = g_strdup ("life");
  page->next = changes->len;
  for (guint i = 0; i < changes->len; i++)
    {
      gsize       length;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (changes, i), &length);
      AmiaChange *change = amia_change_decode (&writer->device, i + 1, bytes, length, &error);

      g_assert_no_error (error);
      change->author = g_strdup (writer->user);
      change->agency = g_strdup (writer->agency);
      amia_incoming_add_change (page, i + 1, change);
    }
  g_assert_true (amia_store_receive (fixture->reader, page, NULL, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("amia-unindexed-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "lars", NULL);
  fixture->case_id = amia_uuid_new_random ();
  fixture->writer = new_store (fixture, "karin");
  fixture->reader = new_store (fixture, "lars");

  for (guint i = 0; i < N_NOTES; i++)
    {
      const AmiaUuid id = name_note (i);

      g_ptr_array_add (actions, write_note (&id, &fixture->case_id, i));
    }
  g_assert_true (amia_store_commit_all (fixture->writer, actions, NULL, &error));
  deliver (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  amia_store_close (fixture->writer);
  amia_store_close (fixture->reader);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static guint
count_hits (Fixture    *fixture,
            const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = amia_store_search (fixture->reader, words, 1000, &error);

  g_assert_no_error (error);
  return hits->len;
}

/* Returns how many transactions it took. */
static guint
index_all (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gboolean has_more = TRUE;
  guint    n = 0;

  for (; has_more; n++)
    {
      g_assert_true (amia_store_index_some (fixture->reader, &has_more, &error));
      g_assert_no_error (error);
    }

  return n;
}

static void
assert_whole (Fixture *fixture)
{
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_verify (fixture->reader, report, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (report->str, ==, "");
}

static void
assert_finds (Fixture *fixture)
{
  static const struct
  {
    const char *words;
    guint       n;
  } searches[] = {
    { "inställt", N_NOTES },
    { "nummer499", 1 },
    { "UMMER42 möte", 11 }, /* 42 and 420 to 429 */
    { "ål", N_NOTES },
    { "al", 0 },
    { "an", 0 }, /* a short word begins a word */
    { "bl land", N_NOTES },
    { "nummer500", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    g_assert_cmpuint (count_hits (fixture, searches[i].words), ==, searches[i].n);
}

static void
test_search_finds_the_same (Fixture      *fixture,
                            gconstpointer data)
{
  assert_finds (fixture);
  assert_whole (fixture);
  g_assert_cmpuint (index_all (fixture), >, 1);
  assert_finds (fixture);
  assert_whole (fixture);
}

/* Half of them are in the indexes, and the program ends. */
static void
test_is_taken_up_again (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean has_more;

  g_assert_true (amia_store_index_some (fixture->reader, &has_more, &error));
  g_assert_true (has_more);
  amia_store_close (fixture->reader);
  fixture->reader = amia_store_open (fixture->path, NULL, &error);
  g_assert_no_error (error);

  assert_finds (fixture);
  assert_whole (fixture);
  g_assert_cmpuint (index_all (fixture), >=, 1);
  assert_finds (fixture);
  assert_whole (fixture);
}

/* What changes before it was indexed must not be taken out of an index that never had it. */
static void
test_is_changed_before (Fixture      *fixture,
                        gconstpointer data)
{
  const AmiaUuid changed = name_note (7);
  const AmiaUuid removed = name_note (8);
  AmiaEdits     *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set_string (edits, "goal", &changed, &fixture->case_id, "text", "En annan gång");
  amia_edits_set (edits, "goal", &removed, &fixture->case_id, "removed", NULL, "true");
  g_assert_true (amia_store_commit (fixture->reader, edits, NULL, &error));
  amia_edits_free (edits);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (count_hits (fixture, "annan"), ==, 1);
      g_assert_cmpuint (count_hits (fixture, "inställt"), ==, N_NOTES - 2);
      g_assert_cmpuint (count_hits (fixture, "nummer8"), ==, 10);
      assert_whole (fixture);
      index_all (fixture);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/store/unindexed/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("search-finds-the-same", test_search_finds_the_same);
  ADD ("is-taken-up-again", test_is_taken_up_again);
  ADD ("is-changed-before", test_is_changed_before);
#undef ADD

  return g_test_run ();
}
