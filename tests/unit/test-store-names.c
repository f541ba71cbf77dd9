/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-db.h"
#include "amia-store-lists.h"
#include "amia-store-names.h"
#include "store-sharing.h"

/* What people are called, and sub-projects: two columns that came later than their tables. */

#define CASE   1
#define OTHER  2
#define MEMBER 10
#define LATER  11
#define OWN    20

static void
put_member (Fixture    *fixture,
            guint       number,
            const char *user,
            const char *name)
{
  AmiaUuid id = fixture_id (number);
  AmiaUuid case_id = fixture_id (CASE);

  fixture_put (fixture, "member", &id, &case_id, "user", user);
  if (name != NULL)
    fixture_put (fixture, "member", &id, &case_id, "name", name);
}

static void
open_case (Fixture *fixture)
{
  AmiaUuid case_id = fixture_id (CASE);

  fixture_open (fixture, "anna", "FK");
  fixture_put (fixture, "case", &case_id, &case_id, "title", "Märta");
}

static void
assert_person (Fixture    *fixture,
               const char *user,
               const char *name)
{
  g_assert_cmpstr (amia_store_get_person (fixture->store, user), ==, name);
}

static void
test_account_where_there_is_none (void)
{
  g_auto (Fixture) fixture = { 0 };

  open_case (&fixture);
  assert_person (&fixture, "anna", "anna"); /* the program made her a member by her account */
  assert_person (&fixture, "nobody", "nobody");
  put_member (&fixture, MEMBER, "bertil", NULL);
  assert_person (&fixture, "bertil", "bertil");
}

static void
test_as_the_team_says (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid member = fixture_id (MEMBER);
  AmiaUuid case_id = fixture_id (CASE);

  open_case (&fixture);
  put_member (&fixture, MEMBER, "bertil", "Bertil Kvist");
  assert_person (&fixture, "bertil", "Bertil Kvist");
  put_member (&fixture, LATER, "bertil", "Bertil Qvarnström");
  assert_person (&fixture, "bertil", "Bertil Qvarnström");
  fixture_put (&fixture, "member", &member, &case_id, "to", "2014-03-14");
  fixture_reopen (&fixture);
  assert_person (&fixture, "bertil", "Bertil Qvarnström");
  fixture_assert_sound (&fixture);
}

static void
name_own (Fixture    *fixture,
          const char *name)
{
  AmiaUuid   id = fixture_id (OWN);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_name_person (edits, &id, name);
  g_assert_true (fixture_commit (fixture, edits, &error));
  g_assert_no_error (error);
}

static void
test_own_word_counts_most (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         id;
  AmiaUuid         expected = fixture_id (OWN);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  open_case (&fixture);
  g_assert_true (amia_store_find_own_name (fixture.store, &id, &name, &error));
  g_assert_null (name);
  g_assert_true (amia_uuid_is_nil (&id));

  put_member (&fixture, MEMBER, "anna", "A. Forsell");
  name_own (&fixture, "Anna Forsell");
  assert_person (&fixture, "anna", "Anna Forsell");
  g_assert_true (amia_store_find_own_name (fixture.store, &id, &name, &error));
  g_assert_cmpstr (name, ==, "Anna Forsell");
  g_assert_true (amia_uuid_equal (&id, &expected));

  name_own (&fixture, " ");
  assert_person (&fixture, "anna", "A. Forsell");
}

/* Said on two laptops before either had met the other, and taken back in one place: the latest word
 * counts, whatever the order of the records. */
static void
test_own_word_taken_back (void)
{
  static const guint orders[][2] = { { OWN, OWN + 1 }, { OWN + 1, OWN } };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      AmiaUuid first = fixture_id (orders[i][0]);
      AmiaUuid second = fixture_id (orders[i][1]);

      open_case (&fixture);
      put_member (&fixture, MEMBER, "anna", "A. Forsell");
      fixture_put (&fixture, "colleague", &first, NULL, "name", "Anna");
      fixture_put (&fixture, "colleague", &second, NULL, "name", "Anna Forsell");
      assert_person (&fixture, "anna", "Anna Forsell");
      fixture_put (&fixture, "colleague", &second, NULL, "name", "");
      assert_person (&fixture, "anna", "A. Forsell");
    }
}

/* The later membership has come first. */
static void
test_memberships_in_any_order (void)
{
  g_auto (Fixture) fixture = { 0 };

  open_case (&fixture);
  put_member (&fixture, LATER, "bertil", "Bertil Qvarnström");
  put_member (&fixture, MEMBER, "bertil", "Bertil Kvist");
  assert_person (&fixture, "bertil", "Bertil Qvarnström");
}

/* Who opens a case from then on is in its team by that name. */
static void
test_founder_is_named (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid id = fixture_id (OWN);
  AmiaUuid other = fixture_id (OTHER);

  open_case (&fixture);
  name_own (&fixture, "Anna Forsell");
  fixture_put (&fixture, "case", &other, &other, "title", "Signe");
  fixture_put (&fixture, "colleague", &id, NULL, "name", "");
  assert_person (&fixture, "anna", "Anna Forsell");
}

static guint
count_cases (Fixture    *fixture,
             const char *subproject)
{
  const AmiaCaseQuery query = { .subproject = subproject };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = amia_store_list_case_ids (fixture->store, &query, &error);

  g_assert_no_error (error);
  return ids->len;
}

static void
put_subprojects (Fixture *fixture)
{
  static const char *const typed[] = { "nord", "Nord ", "Öst", "Egen väg", "" };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      AmiaUuid id = fixture_id (30 + i);

      fixture_put (fixture, "case", &id, &id, "subproject", typed[i]);
    }
}

static void
assert_subprojects (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = amia_store_list_subprojects (fixture->store, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv ("|", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, "Egen väg|Nord|Öst");
  g_assert_cmpuint (count_cases (fixture, NULL), ==, 6);
  g_assert_cmpuint (count_cases (fixture, "Nord"), ==, 2);
  g_assert_cmpuint (count_cases (fixture, "Egen väg"), ==, 1);
  g_assert_cmpuint (count_cases (fixture, "Väst"), ==, 0);
}

static void
test_subprojects (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid id = fixture_id (31);

  open_case (&fixture);
  put_subprojects (&fixture);
  assert_subprojects (&fixture);
  fixture_assert_sound (&fixture);

  fixture_put (&fixture, "case", &id, &id, "subproject", "Väst");
  g_assert_cmpuint (count_cases (&fixture, "Nord"), ==, 1);
  g_assert_cmpuint (count_cases (&fixture, "Väst"), ==, 1);
}

/* What a colleague says of herself is her name, and never taken for one's own. */
static void
test_colleague_says_it (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid         id = fixture_id (OWN);
  AmiaUuid         found;
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  sharing_open (&sharing, NULL);
  amia_edits_name_person (edits, &id, "Karin Lind");
  g_assert_true (fixture_commit (&sharing.karin, edits, &error));
  sharing_deliver (&sharing, ALL_RIGHTS);
  assert_person (&sharing.lars, "karin", "Karin Lind");
  assert_person (&sharing.lars, "lars", "lars");
  g_assert_true (amia_store_find_own_name (sharing.lars.store, &found, &name, &error));
  g_assert_null (name);
  g_assert_true (amia_uuid_is_nil (&found));

  edits = amia_edits_new ();
  amia_edits_set (edits, "colleague", &id, NULL, "removed", NULL, "true");
  g_assert_true (fixture_commit (&sharing.karin, edits, &error));
  assert_person (&sharing.karin, "karin", "karin");
}

/* Who is known by a case alone is called nothing when that is forgotten, not even from memory. */
static void
test_forgotten_with_the_case (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid member = fixture_id (MEMBER);

  sharing_open (&sharing, NULL);
  fixture_put (&sharing.karin, "member", &member, &sharing.case_id, "user", "bertil");
  fixture_put (&sharing.karin, "member", &member, &sharing.case_id, "name", "Bertil Qvarn");
  sharing_deliver (&sharing, ALL_RIGHTS);
  assert_person (&sharing.lars, "bertil", "Bertil Qvarn");

  sharing_tell (&sharing, NULL);
  assert_person (&sharing.lars, "bertil", "bertil");
  g_assert_false (sharing_has_word (&sharing, "Bertil Qvarn"));
}

/* A replica of before the columns gets them filled when it is opened. */
static void
change_file (Fixture    *fixture,
             const char *sql)
{
  g_autoptr (GError) error = NULL;
  AmiaDb *db = amia_db_open (fixture->path, AMIA_DB_NONE, &error);

  g_assert_no_error (error);
  g_assert_true (amia_db_exec (db, sql, "change a replica", &error));
  g_assert_no_error (error);
  amia_db_close (db);
}

static void
open_older (Fixture *fixture)
{
  open_case (fixture);
  put_subprojects (fixture);
  put_member (fixture, MEMBER, "bertil", "Bertil Qvarnström");
  g_clear_pointer (&fixture->store, amia_store_close);
  change_file (fixture,
               "UPDATE case_row SET subproject = NULL; UPDATE span SET name = NULL;"
               "REPLACE INTO setting VALUES ('columns', 'due')");
}

static void
assert_filled (Fixture *fixture)
{
  g_autofree char *due = NULL;

  fixture_reopen (fixture);
  assert_subprojects (fixture);
  assert_person (fixture, "bertil", "Bertil Qvarnström");
  fixture_assert_sound (fixture);
  due = amia_store_get_setting (fixture->store, "columns");
  g_assert_null (due); /* once is enough */
}

static void
test_older_replica_is_filled (void)
{
  g_auto (Fixture) fixture = { 0 };

  open_older (&fixture);
  assert_filled (&fixture);
}

/* Cut off in the middle, by a full disk or a power cut, none of it is done; the next time all of it
 * is. */
static void
test_filling_is_cut_off (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  open_older (&fixture);
  change_file (&fixture,
               "CREATE TRIGGER full AFTER UPDATE ON case_row WHEN new.subproject = 'Öst' "
               "BEGIN SELECT RAISE (ABORT, 'full'); END");
  g_assert_null (amia_store_open (fixture.path, NULL, &error));
  g_assert_nonnull (error);
  change_file (&fixture,
               "DROP TRIGGER full; CREATE TEMP TABLE none (n CHECK (n = 0));"
               "INSERT INTO none SELECT count (*) FROM case_row WHERE subproject IS NOT NULL");
  assert_filled (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/names/account-where-there-is-none", test_account_where_there_is_none);
  g_test_add_func ("/store/names/as-the-team-says", test_as_the_team_says);
  g_test_add_func ("/store/names/own-word-counts-most", test_own_word_counts_most);
  g_test_add_func ("/store/names/own-word-taken-back", test_own_word_taken_back);
  g_test_add_func ("/store/names/memberships-in-any-order", test_memberships_in_any_order);
  g_test_add_func ("/store/names/founder-is-named", test_founder_is_named);
  g_test_add_func ("/store/names/colleague-says-it", test_colleague_says_it);
  g_test_add_func ("/store/names/forgotten-with-the-case", test_forgotten_with_the_case);
  g_test_add_func ("/store/subprojects/filter", test_subprojects);
  g_test_add_func ("/store/subprojects/older-replica-is-filled", test_older_replica_is_filled);
  g_test_add_func ("/store/subprojects/filling-is-cut-off", test_filling_is_cut_off);

  return g_test_run ();
}
