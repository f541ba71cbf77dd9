/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-store-find.h"
#include "amia-store-search.h"
#include "store-fixture.h"

/* One search over everything: grouped, each case once, and nothing of who is protected. */

static void
make_case (Fixture    *fixture,
           guint       number,
           const char *name,
           gboolean    is_protected)
{
  AmiaUuid   person = fixture_id (number);
  AmiaUuid   case_id = fixture_id (number + 1);
  AmiaUuid   note = fixture_id (number + 2);
  AmiaUuid   activity = fixture_id (number + 3);
  AmiaEdits *edits = amia_edits_new ();
  char       text[AMIA_UUID_TEXT_LENGTH + 1];

  amia_edits_set_string (edits, "participant", &person, NULL, "name", name);
  amia_edits_set (
      edits, "participant", &person, NULL, "protected", NULL, is_protected ? "true" : "false");
  amia_edits_set_string (edits, "case", &case_id, &case_id, "title", name);
  amia_edits_set_string (
      edits, "case", &case_id, &case_id, "participant", amia_uuid_print (&person, text));
  amia_edits_set_string (edits, "journal", &note, &case_id, "text", "Talade med kanariefågel");
  amia_edits_set_string (edits, "activity", &activity, &case_id, "title", "Kanariefågel ute");
  g_assert_true (fixture_commit (fixture, edits, NULL));
}

/* "participant Kanariefågel Alm, journal …": kind and whose case. */
static char *
find (Fixture    *fixture,
      const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = amia_store_find (fixture->store, words, 50, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++)
    {
      const AmiaFound *found = g_ptr_array_index (all, i);

      g_string_append_printf (
          text, "%s%u %s", i > 0 ? ", " : "", (guint) found->group, found->name);
    }
  return g_string_free (text, FALSE);
}

static void
test_groups (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *found = NULL;
  g_autofree char *nothing = NULL;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Kanariefågel Alm", FALSE);
  found = find (&fixture, "kanarie");
  nothing = find (&fixture, "duva");
  g_assert_cmpstr (found, ==, "0 Kanariefågel Alm, 1 Kanariefågel Alm, 2 Kanariefågel Alm");
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_nothing_of_who_is_protected (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *found = NULL;
  g_autoptr (GPtrArray) hits = NULL;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Kanariefågel Alm", TRUE);
  found = find (&fixture, "kanarie");
  hits = amia_store_search (fixture.store, "kanarie", 50, NULL);
  g_assert_cmpstr (found, ==, "");
  g_assert_cmpuint (hits->len, ==, 0);
}

/* Nor once the case is removed: then nobody knows any more that it is protected. */
static void
test_nothing_of_a_removed_case (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         case_id = fixture_id (11);
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *found = NULL;
  g_autoptr (GPtrArray) hits = NULL;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Kanariefågel Alm", TRUE);
  amia_edits_set (edits, "case", &case_id, &case_id, "removed", NULL, "true");
  g_assert_true (fixture_commit (&fixture, edits, NULL));

  found = find (&fixture, "kanarie");
  hits = amia_store_search (fixture.store, "kanarie", 50, NULL);
  g_assert_cmpstr (found, ==, "");
  g_assert_cmpuint (hits->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/find/groups", test_groups);
  g_test_add_func ("/store/find/nothing-of-who-is-protected", test_nothing_of_who_is_protected);
  g_test_add_func ("/store/find/nothing-of-a-removed-case", test_nothing_of_a_removed_case);

  return g_test_run ();
}
