/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-store-lists.h"
#include "amia-store-selection.h"
#include "amia-store-twins.h"
#include "store-fixture.h"

/* The selection list in a replica: who is on it and in which order, what is done there, and people
 * who are here twice. */

static AmiaUuid
add (Fixture    *fixture,
     const char *name,
     const char *personnummer,
     const char *benefit_end)
{
  const char *values[AMIA_SELECTION_N_FIELDS] = { NULL };
  AmiaEdits  *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  AmiaUuid case_id;

  values[AMIA_SELECTION_NAME] = name;
  values[AMIA_SELECTION_PERSONNUMMER] = personnummer;
  values[AMIA_SELECTION_BENEFIT_END] = benefit_end;
  amia_selection_add (edits, values, "Väst", "2014-01-31", fixture_tick (fixture), &case_id);
  fixture_commit (fixture, edits, &error);
  g_assert_no_error (error);
  return case_id;
}

static guint
count_cases (Fixture      *fixture,
             AmiaCaseQuery query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = amia_store_list_case_ids (fixture->store, &query, &error);

  g_assert_no_error (error);
  return ids->len;
}

static char *
describe_list (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = amia_store_list_selection (fixture->store, &error);
  GString *words = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < people->len; i++)
    {
      const AmiaSelected *one = g_ptr_array_index (people, i);

      g_string_append_printf (words, "%s%s %s", i > 0 ? ", " : "",
                              one->name != NULL ? one->name : "-",
                              one->benefit_end != NULL ? one->benefit_end : "-");
    }
  return g_string_free (words, FALSE);
}

static void
test_who_ends_first_stands_first (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *words = NULL;

  fixture_open (&fixture, "anna", "FK");
  add (&fixture, "Zara Alm", NULL, "2014-09-30");
  add (&fixture, "Bo Dal", NULL, NULL);
  add (&fixture, "Åke Ek", NULL, "2014-08-31");
  add (&fixture, "Adam Ek", NULL, "2014-08-31");

  words = describe_list (&fixture);
  g_assert_cmpstr (words, ==, "Adam Ek 2014-08-31, Åke Ek 2014-08-31, Zara Alm 2014-09-30, Bo Dal -");
  fixture_assert_sound (&fixture);
}

static void
test_is_no_ordinary_case (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid closed;

  fixture_open (&fixture, "anna", "FK");
  add (&fixture, "Zara Alm", NULL, NULL);
  closed = add (&fixture, "Bo Dal", NULL, NULL);
  fixture_put (&fixture, "case", &closed, &closed, "status", "closed");

  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ 0 }), ==, 0);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .mine = TRUE }), ==, 0);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .words = "dal" }), ==, 1);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .words = "dal", .mine = TRUE }), ==, 1);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .words = "alm" }), ==, 0);
  g_assert_cmpuint (
      count_cases (&fixture, (AmiaCaseQuery){ .stage = AMIA_CASES_SELECTION }), ==, 1);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .stage = AMIA_CASES_CLOSED }), ==, 1);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .stage = AMIA_CASES_ALL }), ==, 2);
}

static void
test_judging_again (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   case_id;
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (AmiaSelected) before = NULL;
  g_autoptr (AmiaSelected) after = NULL;

  fixture_open (&fixture, "anna", "FK");
  case_id = add (&fixture, "Zara Alm", NULL, NULL);
  amia_selection_judge (edits, &case_id, "avbojer", "Vill vänta");
  g_assert_true (fixture_commit (&fixture, edits, NULL));
  before = amia_store_load_selected (fixture.store, &case_id, NULL);
  g_assert_cmpstr (before->selection, ==, "not-current");
  g_assert_cmpstr (before->reason, ==, "avbojer");
  g_assert_cmpstr (before->note, ==, "Vill vänta");

  edits = amia_edits_new ();
  amia_selection_judge (edits, &case_id, NULL, NULL);
  g_assert_true (fixture_commit (&fixture, edits, NULL));
  after = amia_store_load_selected (fixture.store, &case_id, NULL);
  g_assert_cmpstr (after->selection, ==, "current");
  g_assert_null (after->reason);
}

static void
test_handing_over (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         case_id;
  AmiaUuid         form = fixture_id (7);
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *day = NULL;
  g_autofree char *words = NULL;

  fixture_open (&fixture, "anna", "FK");
  case_id = add (&fixture, "Zara Alm", NULL, NULL);
  amia_selection_hand_over (edits, &(AmiaSelectionHandOver){ .case_id = &case_id,
                                                             .from = "anna",
                                                             .to = "bertil",
                                                             .form = &form,
                                                             .today = "2014-02-03",
                                                             .now_ms = fixture_tick (&fixture) });
  g_assert_true (fixture_commit (&fixture, edits, NULL));

  day = fixture_get (&fixture, &case_id, "handed-over");
  words = describe_list (&fixture);
  g_assert_cmpstr (day, ==, "2014-02-03");
  g_assert_cmpstr (words, ==, "");
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ 0 }), ==, 1);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .with = "bertil" }), ==, 1);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .with = "cecilia" }), ==, 0);
  fixture_assert_sound (&fixture);
}

/* "Anna Ek number": who it is and why; "" for nobody. */
static char *
find (Fixture    *fixture,
      const char *name,
      const char *personnummer)
{
  static const char *const signs[] = { "number", "birth", "name" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaTwins) twins = amia_twins_new (fixture->store, &error);
  g_autoptr (AmiaTwin) twin = NULL;

  g_assert_no_error (error);
  twin = amia_twins_find (twins, name, personnummer);
  return twin != NULL ? g_strdup_printf ("%s %s", twin->name != NULL ? twin->name : "-",
                                         signs[twin->sign])
                      : g_strdup ("");
}

static void
test_protected_is_not_found (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         case_id;
  AmiaUuid         person;
  g_autofree char *reference = NULL;
  g_autofree char *words = NULL;
  g_autofree char *twin = NULL;
  g_autoptr (AmiaSelected) selected = NULL;

  fixture_open (&fixture, "anna", "FK");
  case_id = add (&fixture, "Kanariefågel Alm", "18840312-2388", "2014-08-31");
  reference = fixture_get (&fixture, &case_id, "participant");
  g_assert_true (amia_uuid_parse (reference, -1, &person));
  {
    AmiaEdits *edits = amia_edits_new ();

    amia_edits_set (edits, "participant", &person, NULL, "protected", NULL, "true");
    amia_edits_set_string (edits, "participant", &person, NULL, "municipality", "Kanarieby");
    g_assert_true (fixture_commit (&fixture, edits, NULL));
  }

  words = describe_list (&fixture);
  g_assert_cmpstr (words, ==, "- 2014-08-31");
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .stage = AMIA_CASES_ALL,
                                                            .words = "kanarie" }),
                    ==, 0);
  g_assert_cmpuint (count_cases (&fixture, (AmiaCaseQuery){ .stage = AMIA_CASES_ALL,
                                                            .without_protected = TRUE }),
                    ==, 0);

  /* That somebody is here already is said, and nothing else. */
  selected = amia_store_load_selected (fixture.store, &case_id, NULL);
  g_assert_null (selected->name);
  g_assert_null (selected->personnummer);
  g_assert_null (selected->municipality);
  twin = find (&fixture, "Någon Annan", "18840312-2388");
  g_assert_cmpstr (twin, ==, "- number");
}

static void
test_finds_who_is_here (void)
{
  static const struct
  {
    const char *name;
    const char *personnummer;
    const char *found;
  } rows[] = {
    { "Någon Annan", "18840312-2388", "Hulda Ekvall number" },
    { "Hulda Ekwall", "18840312-1111", "Hulda Ekvall birth" },
    { "Hilma Ekvall", "18840312-1111", "" },
    { "Ekvall, Hulda", NULL, "Hulda Ekvall name" },
    { "Hulda Ekvall", "18850312-1111", "" },
    { "Bo Dal", "18850312-1111", "Bo Dal name" },
    { "Någon Annan", NULL, "" },
    { NULL, NULL, "" },
  };
  g_auto (Fixture) fixture = { 0 };

  fixture_open (&fixture, "anna", "FK");
  add (&fixture, "Hulda Ekvall", "18840312-2388", NULL);
  add (&fixture, "Bo Dal", NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = find (&fixture, rows[i].name, rows[i].personnummer);

      g_test_message ("%s %s", rows[i].name, rows[i].personnummer);
      g_assert_cmpstr (found, ==, rows[i].found);
    }
}

static guint
count_pairs (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pairs = amia_store_list_twins (fixture->store, &error);

  g_assert_no_error (error);
  return pairs->len;
}

static void
test_twice_until_said_different (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (AmiaRecord) record = NULL;
  const AmiaTwinPair *pair = NULL;
  AmiaEdits          *edits = amia_edits_new ();

  fixture_open (&fixture, "anna", "FK");
  add (&fixture, "Hulda Ekvall", "18840312-2388", NULL);
  g_assert_cmpuint (count_pairs (&fixture), ==, 0);
  add (&fixture, "Hulda Ekwall", "18840312-1111", NULL);
  add (&fixture, "Bo Dal", NULL, NULL);

  pairs = amia_store_list_twins (fixture.store, NULL);
  g_assert_cmpuint (pairs->len, ==, 1);
  pair = g_ptr_array_index (pairs, 0);
  g_assert_cmpint (pair->a->sign, ==, AMIA_TWIN_BIRTH);
  g_assert_cmpstr (pair->a->name, ==, "Hulda Ekvall");

  record = amia_store_load_record (fixture.store, &pair->b->participant, NULL);
  amia_twins_set_different (edits, record, &pair->a->participant);
  g_assert_true (fixture_commit (&fixture, edits, NULL));
  g_assert_cmpuint (count_pairs (&fixture), ==, 0);
  add (&fixture, "Hulda Ekvall", "18840312-2388", NULL);
  g_assert_cmpuint (count_pairs (&fixture), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/selection/who-ends-first-stands-first",
                   test_who_ends_first_stands_first);
  g_test_add_func ("/store/selection/is-no-ordinary-case", test_is_no_ordinary_case);
  g_test_add_func ("/store/selection/judging-again", test_judging_again);
  g_test_add_func ("/store/selection/handing-over", test_handing_over);
  g_test_add_func ("/store/selection/protected-is-not-found", test_protected_is_not_found);
  g_test_add_func ("/store/twins/finds-who-is-here", test_finds_who_is_here);
  g_test_add_func ("/store/twins/twice-until-said-different", test_twice_until_said_different);

  return g_test_run ();
}
