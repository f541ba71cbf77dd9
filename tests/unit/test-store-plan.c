/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-store-plan.h"
#include "amia-store-proposals.h"
#include "amia-store-umbrella.h"
#include "store-sharing.h"

/* A case's plan as it is read, and what is kept when it is agreed on. */

#define CASE     1
#define GOAL     2
#define SUB_GOAL 3
#define ACTIVITY 4
#define OTHER    5
#define AGREED   10
#define REVISION 20
#define FORM     30

static void
put (Fixture    *fixture,
     const char *kind,
     guint       number,
     const char *field,
     const char *json)
{
  AmiaUuid   id = fixture_id (number);
  AmiaUuid   case_id = fixture_id (CASE);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set (edits, kind, &id, &case_id, field, NULL, json);
  g_assert_true (fixture_commit (fixture, edits, &error));
  g_assert_no_error (error);
}

static AmiaCasePlan *
load (Fixture *fixture)
{
  AmiaUuid case_id = fixture_id (CASE);
  g_autoptr (GError) error = NULL;
  AmiaCasePlan *plan = amia_store_load_plan (fixture->store, &case_id, &error);

  g_assert_no_error (error);
  return plan;
}

static void
open_case (Fixture *fixture)
{
  fixture_open (fixture, "anna", "FK");
  put (fixture, "case", CASE, "title", "\"Märta\"");
}

static void
make_plan (Fixture *fixture)
{
  char             goal[AMIA_UUID_TEXT_LENGTH + 1];
  AmiaUuid         id = fixture_id (GOAL);
  g_autofree char *reference = g_strdup_printf ("\"%s\"", amia_uuid_print (&id, goal));

  put (fixture, "goal", GOAL, "text", "\"En vardag som håller\"");
  put (fixture, "goal", SUB_GOAL, "text", "\"Sova\"");
  put (fixture, "goal", SUB_GOAL, "parent", reference);
  put (fixture, "activity", ACTIVITY, "title", "\"MediYoga\"");
  put (fixture, "activity", ACTIVITY, "goal", reference);
  put (fixture, "activity", ACTIVITY, "hours", "1.5");
  put (fixture, "activity", ACTIVITY, "times", "[{\"day\":1,\"from\":\"09:00\",\"to\":\"10:30\"}]");
}

static void
test_nothing_yet (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaCasePlan) plan = NULL;

  open_case (&fixture);
  plan = load (&fixture);
  g_assert_cmpuint (plan->plan->goals->len + plan->plan->activities->len, ==, 0);
  g_assert_cmpuint (plan->todos->len + plan->revisions->len + plan->meetings->len, ==, 0);
  g_assert_null (plan->busy);
}

static void
test_goals_and_activities (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaCasePlan) plan = NULL;
  g_autoptr (GArray) rows = NULL;
  const AmiaPlanRow *last = NULL;

  open_case (&fixture);
  make_plan (&fixture);
  put (&fixture, "activity", OTHER, "title", "\"Kom igång\"");
  put (&fixture, "activity", OTHER, "removed", "true");
  plan = load (&fixture);
  rows = amia_action_plan_list_rows (plan->plan);
  g_assert_cmpuint (rows->len, ==, 3);
  last = &g_array_index (rows, AmiaPlanRow, 1);
  g_assert_cmpstr (last->activity->title, ==, "MediYoga");
  g_assert_cmpfloat (last->activity->hours, ==, 1.5);
  g_assert_cmpuint (last->activity->times->len, ==, 1);
  g_assert_cmpuint (plan->sources->len, ==, 0); /* all of it is our own */
  g_assert_cmpuint (g_hash_table_size (plan->conflicts), ==, 0);
}

static void
test_todos_by_day (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaCasePlan) plan = NULL;
  static const char *const expected[] = { "B", "A", "D", "C" };

  open_case (&fixture);
  put (&fixture, "todo", AGREED, "text", "\"A\"");
  put (&fixture, "todo", AGREED, "due", "\"2014-03-14\"");
  put (&fixture, "todo", AGREED + 1, "text", "\"B\"");
  put (&fixture, "todo", AGREED + 1, "due", "\"2014-03-10\"");
  put (&fixture, "todo", AGREED + 2, "text", "\"C\"");
  put (&fixture, "todo", AGREED + 2, "due", "\"2014-03-01\"");
  put (&fixture, "todo", AGREED + 2, "done", "\"2014-03-01\"");
  put (&fixture, "todo", AGREED + 3, "text", "\"D\"");
  plan = load (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (((AmiaPlanTodo *) g_ptr_array_index (plan->todos, i))->text, ==, expected[i]);
}

/* What is no number keeps nobody from agreeing on the rest. */
static void
test_endless_hours (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaCasePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = fixture_id (REVISION);

  open_case (&fixture);
  put (&fixture, "activity", ACTIVITY, "hours", "1e999");
  put (&fixture, "activity", ACTIVITY, "order", "-1e999");
  plan = load (&fixture);
  amia_edits_agree_plan (edits, plan, &id, "2014-04-01", NULL);
  g_assert_true (fixture_commit (&fixture, edits, &error));
  g_assert_no_error (error);
}

static void
test_agreed_plan_stays (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaCasePlan) before = NULL;
  g_autoptr (AmiaCasePlan) after = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;
  AmiaEdits              *edits = amia_edits_new ();
  AmiaUuid                id = fixture_id (REVISION);
  const AmiaPlanRevision *revision = NULL;

  open_case (&fixture);
  make_plan (&fixture);
  before = load (&fixture);
  amia_edits_agree_plan (edits, before, &id, "2014-04-01", "Första planen.");
  g_assert_true (fixture_commit (&fixture, edits, &error));
  g_assert_no_error (error);
  put (&fixture, "activity", ACTIVITY, "hours", "3");

  after = load (&fixture);
  g_assert_cmpuint (after->revisions->len, ==, 1);
  revision = g_ptr_array_index (after->revisions, 0);
  g_assert_cmpstr (revision->date, ==, "2014-04-01");
  g_assert_cmpstr (revision->note, ==, "Första planen.");
  g_assert_cmpstr (revision->author, ==, "anna");
  g_assert_cmpstr (revision->agency, ==, "FK");
  changes = amia_action_plan_compare (revision->plan, after->plan);
  g_assert_cmpuint (changes->len, ==, 3);
  g_assert_cmpstr (((AmiaPlanChange *) g_ptr_array_index (changes, 1))->fields[0], ==, "hours");
}

static void
test_meetings_and_week (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaCasePlan) plan = NULL;

  open_case (&fixture);
  put (&fixture, "meeting", 40, "start", "\"2014-05-02T10:00\"");
  put (&fixture, "meeting", 41, "start", "\"2014-05-01T10:00\"");
  put (&fixture, "meeting", 42, "start", "\"2014-04-01T10:00\"");
  put (&fixture, "meeting", 42, "status", "\"cancelled\"");
  put (&fixture, "form", FORM, "questionnaire",
       "\"https://amia.se/fhir/Questionnaire/veckoschema|1.0.0\"");
  put (&fixture, "form", FORM, "answer/veckan/mandag/mandag-formiddag", "\"Sover\"");
  plan = load (&fixture);
  g_assert_cmpuint (plan->meetings->len, ==, 2);
  g_assert_cmpstr (((AmiaPlanMeeting *) g_ptr_array_index (plan->meetings, 0))->start, ==,
                   "2014-05-01T10:00");
  g_assert_nonnull (plan->busy);
  g_assert_cmpstr (plan->busy->texts[0][1], ==, "Sover");
}

/* The first visit is the beginning, in whichever order they came; what was called off is no
 * meeting. */
static void
test_umbrella_of_what_took_place (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaCaseUmbrella) umbrella = NULL;
  g_autoptr (GError) error = NULL;
  AmiaUuid case_id = fixture_id (CASE);

  open_case (&fixture);
  put (&fixture, "visit", 50, "from", "\"2026-10-05\"");
  put (&fixture, "visit", 51, "from", "\"2026-09-01\"");
  put (&fixture, "visit", 52, "from", "\"2026-11-02\"");
  put (&fixture, "meeting", 60, "start", "\"2026-11-10T09:00\"");
  put (&fixture, "meeting", 61, "start", "\"2026-11-11T09:00\"");
  put (&fixture, "meeting", 61, "status", "\"cancelled\"");

  umbrella = amia_store_load_umbrella (fixture.store, &case_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (umbrella->enrolled, ==, "2026-09-01");
  g_assert_cmpuint (umbrella->meetings->len, ==, 1);
}

/* --- What the catalogue has ------------------------------------------------------------------- */

#define PERSON 40
#define YOGA   41
#define SHOP   42
#define BUDGET 43
#define ONLINE 44

static void
put_offer (Fixture    *fixture,
           guint       number,
           const char *title,
           const char *category,
           const char *municipality)
{
  AmiaUuid   id = fixture_id (number);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set_string (edits, "offer", &id, NULL, "title", title);
  amia_edits_set_string (edits, "offer", &id, NULL, "category", category);
  if (municipality != NULL)
    amia_edits_set_string (edits, "offer", &id, NULL, "municipality", municipality);
  g_assert_true (fixture_commit (fixture, edits, &error));
  g_assert_no_error (error);
}

static void
fill_catalogue (Fixture *fixture)
{
  char             text[AMIA_UUID_TEXT_LENGTH + 1];
  AmiaUuid         person = fixture_id (PERSON);
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *reference = g_strdup_printf ("\"%s\"", amia_uuid_print (&person, text));
  g_autoptr (GError) error = NULL;

  amia_edits_set_string (edits, "participant", &person, NULL, "municipality", "Berg");
  g_assert_true (fixture_commit (fixture, edits, &error));
  put (fixture, "case", CASE, "participant", reference);
  put_offer (fixture, ONLINE, "Allt på nätet", "4", NULL);
  put_offer (fixture, BUDGET, "Budget- och skuldrådgivning", "2", "Strömsund");
  put_offer (fixture, YOGA, "MediYoga", "1", "Östersund");
  put_offer (fixture, SHOP, "Café Myran", "3", "Bergs kommun");
}

static AmiaProposals *
propose (Fixture *fixture)
{
  AmiaUuid case_id = fixture_id (CASE);
  g_autoptr (GError) error = NULL;
  AmiaProposals *proposals =
      amia_store_list_proposals (fixture->store, &case_id, "2014-03-14", &error);

  g_assert_no_error (error);
  return proposals;
}

static const AmiaProposal *
get_proposal (const AmiaProposals *proposals,
              guint                index)
{
  g_assert_cmpuint (index, <, proposals->proposals->len);
  return g_ptr_array_index (proposals->proposals, index);
}

static void
test_nearest_first (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaProposals) proposals = NULL;

  open_case (&fixture);
  fill_catalogue (&fixture);
  proposals = propose (&fixture);
  g_assert_cmpstr (proposals->municipality, ==, "Berg");
  g_assert_cmpuint (proposals->proposals->len, ==, 4);
  g_assert_cmpstr (get_proposal (proposals, 0)->title, ==, "Café Myran");
  g_assert_cmpfloat (get_proposal (proposals, 0)->km, ==, 0);
  g_assert_cmpstr (get_proposal (proposals, 1)->title, ==, "MediYoga");
  g_assert_cmpstr (get_proposal (proposals, 2)->municipality, ==, "Strömsund");
  g_assert_cmpstr (get_proposal (proposals, 3)->title, ==, "Allt på nätet");
  g_assert_cmpfloat (get_proposal (proposals, 3)->km, <, 0);
  g_assert_true (get_proposal (proposals, 0)->is_late); /* nobody has ever looked at it */
}

/* What somebody has taken out of the catalogue meanwhile is proposed to nobody. */
static void
test_removed_from_the_catalogue (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid   id = fixture_id (SHOP);
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (AmiaProposals) proposals = NULL;

  open_case (&fixture);
  fill_catalogue (&fixture);
  amia_edits_set (edits, "offer", &id, NULL, "removed", NULL, "true");
  g_assert_true (fixture_commit (&fixture, edits, NULL));
  proposals = propose (&fixture);
  g_assert_cmpuint (proposals->proposals->len, ==, 3);
  g_assert_cmpstr (get_proposal (proposals, 0)->title, ==, "MediYoga");
}

/* Without a participant nothing is near, and all of it is still there. */
static void
test_nobody_knows_where (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaProposals) proposals = NULL;

  open_case (&fixture);
  put_offer (&fixture, YOGA, "MediYoga", "1", "Östersund");
  proposals = propose (&fixture);
  g_assert_null (proposals->municipality);
  g_assert_cmpfloat (get_proposal (proposals, 0)->km, <, 0);
}

static void
test_into_the_plan (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaProposals) before = NULL;
  g_autoptr (AmiaProposals) after = NULL;
  g_autoptr (AmiaProposals) broken_off = NULL;
  g_autoptr (AmiaCasePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  AmiaUuid                case_id = fixture_id (CASE);
  AmiaUuid                id = fixture_id (ACTIVITY);
  AmiaEdits              *edits = amia_edits_new ();
  const AmiaPlanActivity *activity = NULL;

  open_case (&fixture);
  fill_catalogue (&fixture);
  before = propose (&fixture);
  g_assert_true (before->is_lacking[0]);
  g_assert_false (get_proposal (before, 1)->is_planned);
  amia_edits_plan_proposal (edits, &case_id, &id, get_proposal (before, 1));
  g_assert_true (fixture_commit (&fixture, edits, &error));

  plan = load (&fixture);
  activity = g_ptr_array_index (plan->plan->activities, 0);
  g_assert_cmpstr (activity->title, ==, "MediYoga");
  g_assert_cmpstr (activity->category, ==, "halsa");
  g_assert_cmpstr (activity->status, ==, "planned");
  after = propose (&fixture);
  g_assert_false (after->is_lacking[0]);
  g_assert_true (get_proposal (after, 1)->is_planned);

  put (&fixture, "activity", ACTIVITY, "status", "\"stopped\"");
  broken_off = propose (&fixture);
  g_assert_true (broken_off->is_lacking[0]);
  g_assert_false (get_proposal (broken_off, 1)->is_planned);
}

/* As it was copied from the catalogue once, and is in plans since. */
static void
test_old_category (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaCasePlan) plan = NULL;
  const AmiaPlanActivity *activity = NULL;

  open_case (&fixture);
  put (&fixture, "activity", ACTIVITY, "category", "\"3\"");
  plan = load (&fixture);
  activity = g_ptr_array_index (plan->plan->activities, 0);
  g_assert_cmpstr (activity->category, ==, "vagledning-provning");
}

static void
test_no_such_case (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  AmiaUuid nobody = fixture_id (99);

  open_case (&fixture);
  g_assert_null (amia_store_list_proposals (fixture.store, &nobody, "2014-03-14", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING);
}

/* The page is open when access ends: nothing is proposed any more. Who has pressed Enter a moment
 * too late has not lost that, and sees nothing of the case by it. */
static void
test_forgotten_case (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaProposals) before = NULL;
  g_autoptr (GError) error = NULL;
  AmiaUuid   offer = fixture_id (YOGA);
  guint      n_pushed;
  AmiaUuid   id = fixture_id (ACTIVITY);
  AmiaEdits *edits = amia_edits_new ();

  sharing_open (&sharing, NULL);
  fixture_put (&sharing.karin, "offer", &offer, NULL, "title", "MediYoga");
  sharing_deliver (&sharing, ALL_RIGHTS);
  before = amia_store_list_proposals (
      sharing.lars.store, &sharing.case_id, "2014-03-14", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->proposals->len, ==, 1);
  n_pushed = sharing.server.log->len;

  sharing_tell (&sharing, NULL);
  g_assert_null (amia_store_list_proposals (
      sharing.lars.store, &sharing.case_id, "2014-03-14", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING);
  amia_edits_plan_proposal (edits, &sharing.case_id, &id, get_proposal (before, 0));
  g_assert_true (fixture_commit (&sharing.lars, edits, NULL));
  server_push (&sharing.server, &sharing.lars);
  g_assert_cmpuint (sharing.server.log->len, ==, n_pushed + 1);
  g_clear_error (&error);
  g_assert_null (amia_store_list_proposals (
      sharing.lars.store, &sharing.case_id, "2014-03-14", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/plan/nothing-yet", test_nothing_yet);
  g_test_add_func ("/store/plan/goals-and-activities", test_goals_and_activities);
  g_test_add_func ("/store/plan/todos-by-day", test_todos_by_day);
  g_test_add_func ("/store/plan/agreed-plan-stays", test_agreed_plan_stays);
  g_test_add_func ("/store/plan/endless-hours", test_endless_hours);
  g_test_add_func ("/store/plan/meetings-and-week", test_meetings_and_week);
  g_test_add_func ("/store/umbrella/of-what-took-place", test_umbrella_of_what_took_place);
  g_test_add_func ("/store/proposals/nearest-first", test_nearest_first);
  g_test_add_func ("/store/proposals/removed-from-the-catalogue", test_removed_from_the_catalogue);
  g_test_add_func ("/store/proposals/nobody-knows-where", test_nobody_knows_where);
  g_test_add_func ("/store/proposals/into-the-plan", test_into_the_plan);
  g_test_add_func ("/store/proposals/old-category", test_old_category);
  g_test_add_func ("/store/proposals/no-such-case", test_no_such_case);
  g_test_add_func ("/store/proposals/forgotten-case", test_forgotten_case);

  return g_test_run ();
}
