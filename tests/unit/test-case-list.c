/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "amia-case-list.h"
#include "amia-id-diff.h"
#include "test-directory.h"

/* The lazy list, and the difference of two lists that it tells a view by. */

/* --- Difference ------------------------------------------------------------------------------ */

static const struct
{
  const char *from; /* a letter an id */
  const char *to;
  guint       n_steps;
} diffs[] = {
  { "", "", 0 },
  { "", "abc", 1 },
  { "abc", "", 1 },
  { "abc", "abc", 0 },
  { "abc", "abxc", 1 },
  { "abc", "ac", 1 },
  { "abcdef", "fabcde", 2 }, /* one moved to the front */
  { "abcdef", "bcdefa", 2 },
  { "abcdef", "axcdyf", 2 },
  { "abc", "xyz", 1 },
  { "abcdefgh", "hgfedcba", 2 },
  { "acegik", "abcdefghijk", 5 },
};

static GArray *
make_ids (const char *letters)
{
  GArray *ids = g_array_new (FALSE, TRUE, sizeof (AmiaUuid));

  g_array_set_size (ids, (guint) strlen (letters));
  for (guint i = 0; i < ids->len; i++)
    g_array_index (ids, AmiaUuid, i).bytes[0] = (guint8) letters[i];
  return ids;
}

static char *
print_ids (const GArray *ids)
{
  char *text = g_malloc0 (ids->len + 1);

  for (guint i = 0; i < ids->len; i++)
    text[i] = (char) g_array_index (ids, AmiaUuid, i).bytes[0];
  return text;
}

static void
test_diff (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (diffs); i++)
    {
      g_autoptr (GArray) ids = make_ids (diffs[i].from);
      g_autoptr (GArray) to = make_ids (diffs[i].to);
      g_autoptr (GArray) steps = amia_id_diff (
          (AmiaUuid *) (gpointer) ids->data, ids->len, (AmiaUuid *) (gpointer) to->data, to->len);
      g_autofree char *text = NULL;

      for (guint k = 0; k < steps->len; k++)
        {
          const AmiaIdEdit *step = &g_array_index (steps, AmiaIdEdit, k);

          if (step->n_removed > 0)
            g_array_remove_range (ids, step->position, step->n_removed);
          g_array_insert_vals (
              ids, step->position, &g_array_index (to, AmiaUuid, step->source), step->n_added);
        }

      text = print_ids (ids);
      g_assert_cmpstr (text, ==, diffs[i].to);
      g_assert_cmpuint (steps->len, ==, diffs[i].n_steps);
    }
}

/* --- The list -------------------------------------------------------------------------------- */

typedef struct
{
  char         *path;
  AmiaReplica  *replica;
  GAsyncResult *result;
} World;

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  ((World *) data)->result = g_object_ref (result);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static AmiaUuid
make_case_id (guint number)
{
  AmiaUuid id = { { 2, (guint8) (number >> 8), (guint8) number } };

  return id;
}

static void
add_case (AmiaEdits  *edits,
          guint       number,
          const char *title)
{
  AmiaUuid         id = make_case_id (number);
  g_autofree char *text = title != NULL ? g_strdup (title) : g_strdup_printf ("Case %04u", number);

  amia_edits_set_string (edits, "case", &id, &id, "title", text);
}

static void
commit (World     *world,
        AmiaEdits *edits)
{
  g_autoptr (GError) error = NULL;

  amia_replica_commit_async (world->replica, edits, NULL, done_cb, world);
  while (world->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!amia_replica_commit_finish (world->replica, world->result, NULL, &error))
    g_assert_no_error (error);
  g_clear_object (&world->result);
}

static void
world_open (World *world,
            guint  n_cases)
{
  g_autofree char *directory = test_directory_new ();
  g_autoptr (GError) error = NULL;
  AmiaEdits *edits = amia_edits_new ();

  world->path = g_build_filename (directory, "replica", NULL);
  amia_replica_create_async (world->path, "karin", "FK", NULL, NULL, done_cb, world);
  while (world->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  world->replica = amia_replica_open_finish (world->result, &error);
  g_assert_no_error (error);
  g_clear_object (&world->result);

  for (guint i = 0; i < n_cases; i++)
    add_case (edits, i, NULL);
  commit (world, edits);
}

/* Closing answers everything that was asked, so that nobody holds the list any longer. */
static void
world_close (World        *world,
             AmiaCaseList *list)
{
  amia_replica_close (world->replica);
  settle ();
  g_assert_finalize_object (list);
  g_assert_finalize_object (world->replica);
  g_free (world->path);
}

static void
wait_until_loaded (AmiaCaseList *list)
{
  while (amia_case_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
}

static AmiaCaseItem *
get_filled (AmiaCaseList *list,
            guint         position)
{
  AmiaCaseItem *item = g_list_model_get_item (G_LIST_MODEL (list), position);

  while (amia_case_item_get_row (item) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return item;
}

static void
count_cb (gpointer object,
          gpointer data)
{
  *(guint *) data += 1;
}

static void
test_gives_placeholders_and_fills_them (void)
{
  World world = { 0 };
  guint n_filled = 0;
  g_autoptr (AmiaCaseList) list = NULL;
  g_autoptr (AmiaCaseItem) item = NULL;
  g_autoptr (AmiaCaseItem) same = NULL;
  g_autoptr (AmiaCaseItem) neighbour = NULL;

  world_open (&world, 250);
  list = amia_case_list_new (world.replica);
  g_assert_true (amia_case_list_get_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  wait_until_loaded (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 250);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == AMIA_TYPE_CASE_ITEM);

  item = g_list_model_get_item (G_LIST_MODEL (list), 130);
  g_assert_null (amia_case_item_get_row (item));
  g_signal_connect (item, "filled", G_CALLBACK (count_cb), &n_filled);
  while (amia_case_item_get_row (item) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_filled, ==, 1);
  g_assert_cmpstr (amia_case_item_get_row (item)->title, ==, "Case 0130");

  /* The whole page came along. */
  same = g_list_model_get_item (G_LIST_MODEL (list), 130);
  neighbour = g_list_model_get_item (G_LIST_MODEL (list), 199);
  g_assert_true (same == item);
  g_assert_nonnull (amia_case_item_get_row (neighbour));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 250));

  g_clear_object (&item);
  g_clear_object (&same);
  g_clear_object (&neighbour);
  world_close (&world, g_steal_pointer (&list));
}

typedef struct
{
  guint position;
  guint n_removed;
  guint n_added;
  guint n_emissions;
} ItemsChanged;

static void
items_changed_cb (GListModel *list,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  gpointer    data)
{
  ItemsChanged *changes = data;

  changes->position = position;
  changes->n_removed = n_removed;
  changes->n_added = n_added;
  changes->n_emissions++;
}

static void
test_follows_the_replica (void)
{
  World        world = { 0 };
  ItemsChanged changes = { 0 };
  AmiaEdits   *edits = amia_edits_new ();
  g_autoptr (AmiaCaseList) list = NULL;

  world_open (&world, 10);
  list = amia_case_list_new (world.replica);
  wait_until_loaded (list);
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &changes);

  add_case (edits, 500, "Case 0003b");
  commit (&world, edits);
  while (changes.n_emissions == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (changes.n_emissions, ==, 1);
  g_assert_cmpuint (changes.position, ==, 4);
  g_assert_cmpuint (changes.n_removed, ==, 0);
  g_assert_cmpuint (changes.n_added, ==, 1);

  world_close (&world, g_steal_pointer (&list));
}

static void
test_shown_row_is_filled_anew (void)
{
  World        world = { 0 };
  ItemsChanged changes = { 0 };
  guint        n_filled = 0;
  AmiaUuid     id = make_case_id (5);
  AmiaEdits   *edits = amia_edits_new ();
  g_autoptr (AmiaCaseList) list = NULL;
  g_autoptr (AmiaCaseItem) item = NULL;

  world_open (&world, 10);
  list = amia_case_list_new (world.replica);
  wait_until_loaded (list);
  item = get_filled (list, 5);
  g_signal_connect (item, "filled", G_CALLBACK (count_cb), &n_filled);
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &changes);

  amia_edits_set_string (edits, "case", &id, &id, "status", "active");
  commit (&world, edits);
  while (n_filled == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (amia_case_item_get_row (item)->status, ==, "active");
  g_assert_cmpuint (changes.n_emissions, ==, 0);

  g_clear_object (&item);
  world_close (&world, g_steal_pointer (&list));
}

static void
test_latest_question_is_answered (void)
{
  World         world = { 0 };
  AmiaCaseQuery none = { .words = "nobody" };
  AmiaCaseQuery one = { .words = "0007" };
  g_autoptr (AmiaCaseList) list = NULL;
  g_autoptr (AmiaCaseItem) item = NULL;

  world_open (&world, 10);
  list = amia_case_list_new (world.replica);
  amia_case_list_set_query (list, &none);
  amia_case_list_set_query (list, &one);
  wait_until_loaded (list);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  item = get_filled (list, 0);
  g_assert_cmpstr (amia_case_item_get_row (item)->title, ==, "Case 0007");

  g_clear_object (&item);
  world_close (&world, g_steal_pointer (&list));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/case-list/difference", test_diff);
  g_test_add_func ("/case-list/gives-placeholders-and-fills-them",
                   test_gives_placeholders_and_fills_them);
  g_test_add_func ("/case-list/follows-the-replica", test_follows_the_replica);
  g_test_add_func ("/case-list/shown-row-is-filled-anew", test_shown_row_is_filled_anew);
  g_test_add_func ("/case-list/latest-question-is-answered", test_latest_question_is_answered);
  return g_test_run ();
}
