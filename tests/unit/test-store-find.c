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
  g_autoptr (GPtrArray) all = amia_store_find (fixture->store, words, 50, NULL, &error);
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
  g_assert_cmpstr (found, ==, "0 Kanariefågel Alm, 1 Kanariefågel Alm, 3 Kanariefågel Alm");
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

/* --- Forms and meetings ----------------------------------------------------------------------- */

#define MAPPING "https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0"

static void
index_all (Fixture *fixture)
{
  gboolean has_more = TRUE;

  while (has_more)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (amia_store_index_some (fixture->store, &has_more, &error));
      g_assert_no_error (error);
    }
}

static void
put_answer (Fixture    *fixture,
            guint       form,
            guint       of_case,
            const char *field,
            const char *json)
{
  AmiaUuid   id = fixture_id (form);
  AmiaUuid   case_id = fixture_id (of_case);
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_set_string (edits, "form", &id, &case_id, "questionnaire", MAPPING);
  amia_edits_set (edits, "form", &id, &case_id, field, "health", json);
  g_assert_true (fixture_commit (fixture, edits, NULL));
}

/* What can be found of an answer, and what can't. */
static void
test_answers (void)
{
  static const struct
  {
    const char *words;
    guint       n_hits;
  } cases[] = {
    { "trapphus", 1 },
    { "trapp", 1 },
    { "TRAPPHUSET", 1 },
    { "knä trapp", 1 },
    { "hus", 0 }, /* no word begins so */
    { "trapp sjö", 0 },
    { "södra-trapp", 1 },
    { "bättre", 1 },  /* what was chosen */
    { "tredje", 1 },  /* one of several */
    { "dagtyp", 0 },  /* a code is no word of anybody's */
    { "ordning", 0 }, /* where a row stands among the rows is none either */
    { "kanarie", 0 },
    { "\"*(", 0 },
  };
  g_auto (Fixture) fixture = { 0 };

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Hulda Ekvall", FALSE);
  put_answer (&fixture, 20, 11, "answer/halsa/hinder", "\"Knät gör ont i södra trapphuset\"");
  put_answer (&fixture, 20, 11, "answer/halsa/typ",
              "{\"system\": \"dagtyp\", \"code\": \"dagtyp\", \"display\": \"Bättre\"}");
  put_answer (&fixture, 20, 11, "answer/halsa/flera", "[\"första\", \"tredje\"]");
  put_answer (&fixture, 20, 11, "answer/rad/[a1]", "\"ordning\"");
  put_answer (&fixture, 20, 11, "answer/halsa/skala", "7");
  index_all (&fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) all =
          amia_store_find (fixture.store, cases[i].words, 50, NULL, &error);

      g_test_message ("%s", cases[i].words);
      g_assert_no_error (error);
      if (g_strcmp0 (cases[i].words, "kanarie") != 0)
        g_assert_cmpuint (all->len, ==, cases[i].n_hits);
      for (guint k = 0; k < all->len; k++)
        {
          const AmiaFound *found = g_ptr_array_index (all, k);

          if (found->group == AMIA_FOUND_FORMS)
            g_assert_cmpuint (cases[i].n_hits, ==, 1);
        }
    }
  fixture_assert_sound (&fixture);
}

static void
test_answer_knows_its_place (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) all = NULL;
  const AmiaFound *found;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Hulda Ekvall", FALSE);
  put_answer (&fixture, 20, 11, "answer/a/b", "\"Annat\"");
  put_answer (&fixture, 20, 11, "answer/halsa/hinder", "\"Ont i trapphuset\"");
  index_all (&fixture);

  all = amia_store_find (fixture.store, "trapp", 50, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  found = g_ptr_array_index (all, 0);
  g_assert_cmpstr (found->field, ==, "answer/halsa/hinder");
  g_assert_cmpstr (found->name, ==, "Hulda Ekvall");
  g_assert_cmpstr (found->snippet, ==, "Annat Ont i ‹trapp›huset");
}

/* Somebody saves an answer and looks for it at once: nothing has been read at leisure yet. */
static void
test_answers_of_a_moment_ago (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Hulda Ekvall", FALSE);
  put_answer (&fixture, 20, 11, "answer/a", "\"trapphuset\"");
  first = find (&fixture, "trapp");
  put_answer (&fixture, 20, 11, "answer/a", "\"köket\"");
  old = find (&fixture, "trapp");
  new = find (&fixture, "köket");

  g_assert_cmpstr (first, ==, "2 Hulda Ekvall");
  g_assert_cmpstr (old, ==, "");
  g_assert_cmpstr (new, ==, "2 Hulda Ekvall");
  fixture_assert_sound (&fixture);
}

/* What was written over or taken away is found no more, nor is a form that was removed. */
static void
test_answers_of_before (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autofree char *removed = NULL;
  AmiaUuid         form = fixture_id (20);
  AmiaUuid         case_id = fixture_id (11);
  AmiaEdits       *edits = amia_edits_new ();

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Hulda Ekvall", FALSE);
  put_answer (&fixture, 20, 11, "answer/a", "\"trapphuset\"");
  index_all (&fixture);
  before = find (&fixture, "trapp");
  put_answer (&fixture, 20, 11, "answer/a", "\"köket\"");
  index_all (&fixture);
  old = find (&fixture, "trapp");
  new = find (&fixture, "köket");
  fixture_assert_sound (&fixture);

  amia_edits_set (edits, "form", &form, &case_id, "removed", NULL, "true");
  g_assert_true (fixture_commit (&fixture, edits, NULL));
  removed = find (&fixture, "köket");

  g_assert_cmpstr (before, ==, "2 Hulda Ekvall");
  g_assert_cmpstr (old, ==, "");
  g_assert_cmpstr (new, ==, "2 Hulda Ekvall");
  g_assert_cmpstr (removed, ==, "");
  fixture_assert_sound (&fixture);
}

/* Who searches is told how much was not looked at, and nothing once all was. */
static void
test_says_what_is_unread (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  guint before = 0;
  guint after = 0;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Hulda Ekvall", FALSE);
  put_answer (&fixture, 20, 11, "answer/a", "\"trapphuset\"");
  put_answer (&fixture, 21, 11, "answer/a", "\"köket\"");
  g_assert_true (amia_store_count_unread (fixture.store, &before, &error));
  index_all (&fixture);
  g_assert_true (amia_store_count_unread (fixture.store, &after, &error));

  g_assert_no_error (error);
  g_assert_cmpuint (before, ==, 2);
  g_assert_cmpuint (after, ==, 0);
}

static void
test_no_answer_of_who_is_protected (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *found = NULL;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Kanariefågel Alm", TRUE);
  put_answer (&fixture, 20, 11, "answer/a", "\"trapphuset\"");
  index_all (&fixture);
  found = find (&fixture, "trapp");
  g_assert_cmpstr (found, ==, "");
}

static void
test_meetings_and_days (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) all = NULL;
  AmiaUuid         meeting = fixture_id (30);
  AmiaUuid         case_id = fixture_id (11);
  AmiaEdits       *edits = amia_edits_new ();
  const AmiaFound *found;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Hulda Ekvall", FALSE);
  amia_edits_set_string (edits, "meeting", &meeting, &case_id, "start", "2026-11-24T10:00");
  amia_edits_set_string (edits, "meeting", &meeting, &case_id, "note", "Ta med röntgenplåtar");
  g_assert_true (fixture_commit (&fixture, edits, NULL));

  all = amia_store_find (fixture.store, "röntgen", 50, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  found = g_ptr_array_index (all, 0);
  g_assert_cmpint (found->group, ==, AMIA_FOUND_MEETINGS);
  g_assert_cmpstr (found->day, ==, "2026-11-24");
}

/* However many notes have the words, the form does not drown among them. */
static void
test_forms_have_their_share (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) hits = NULL;
  AmiaUuid case_id = fixture_id (11);
  guint    n_forms = 0;

  fixture_open (&fixture, "anna", "FK");
  make_case (&fixture, 10, "Hulda Ekvall", FALSE);
  put_answer (&fixture, 20, 11, "answer/a", "\"trapphuset\"");
  for (guint i = 0; i < 12; i++)
    {
      AmiaUuid note = fixture_id (100 + i);

      fixture_put (&fixture, "journal", &note, &case_id, "text", "I trapphuset igen");
    }
  index_all (&fixture);

  hits = amia_store_search (fixture.store, "trapp", 8, NULL);
  g_assert_cmpuint (hits->len, ==, 8);
  for (guint i = 0; i < hits->len; i++)
    n_forms += g_str_equal (((const AmiaHit *) g_ptr_array_index (hits, i))->kind, "form");
  g_assert_cmpuint (n_forms, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/find/groups", test_groups);
  g_test_add_func ("/store/find/nothing-of-who-is-protected", test_nothing_of_who_is_protected);
  g_test_add_func ("/store/find/nothing-of-a-removed-case", test_nothing_of_a_removed_case);
  g_test_add_func ("/store/find/answers", test_answers);
  g_test_add_func ("/store/find/answer-knows-its-place", test_answer_knows_its_place);
  g_test_add_func ("/store/find/answers-of-a-moment-ago", test_answers_of_a_moment_ago);
  g_test_add_func ("/store/find/answers-of-before", test_answers_of_before);
  g_test_add_func ("/store/find/says-what-is-unread", test_says_what_is_unread);
  g_test_add_func ("/store/find/no-answer-of-who-is-protected", test_no_answer_of_who_is_protected);
  g_test_add_func ("/store/find/meetings-and-days", test_meetings_and_days);
  g_test_add_func ("/store/find/forms-have-their-share", test_forms_have_their_share);

  return g_test_run ();
}
