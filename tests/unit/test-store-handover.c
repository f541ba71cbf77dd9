/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-store-agenda.h"
#include "amia-store-handover.h"
#include "amia-store-lists.h"
#include "amia-store-workload.h"
#include "store-server.h"

/* Change of caseworker: who owns the case at every moment, and what somebody leaves behind. */

#define TODAY "2026-11-22"

static AmiaUuid
open_case (Fixture    *fixture,
           guint       number,
           const char *name)
{
  AmiaUuid case_id = fixture_id (number);

  fixture_put (fixture, "case", &case_id, &case_id, "title", name);
  return case_id;
}

static AmiaUuid
offer (Fixture        *fixture,
       const AmiaUuid *case_id,
       const char     *to)
{
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;

  amia_handover_offer (edits, &(AmiaHandoverOffer){ .case_id = case_id,
                                                    .from = "anna",
                                                    .to = to,
                                                    .note = "Ring på tisdagar",
                                                    .today = TODAY,
                                                    .now_ms = fixture_tick (fixture) });
  fixture_commit (fixture, edits, &error);
  g_assert_no_error (error);
  all = amia_store_list_handovers (fixture->store, case_id, &error);
  g_assert_no_error (error);
  return ((const AmiaHandover *) g_ptr_array_index (all, 0))->id;
}

static char *
list_cases_of (Fixture    *fixture,
               const char *user)
{
  const AmiaCaseQuery query = { .with = user };
  g_autoptr (GArray) ids = amia_store_list_case_ids (fixture->store, &query, NULL);

  return g_strdup_printf ("%s %u", user, ids->len);
}

static void
test_leaver_stays_until_confirmed (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  AmiaUuid case_id;
  AmiaUuid id;

  fixture_open (&fixture, "anna", "FK");
  case_id = open_case (&fixture, 1, "Hulda Ekvall");
  g_assert_false (amia_store_may_leave (fixture.store, &case_id, "anna", TODAY));
  g_assert_true (amia_store_may_leave (fixture.store, &case_id, "bertil", TODAY));

  id = offer (&fixture, &case_id, "bertil");
  {
    g_autofree char *anna = list_cases_of (&fixture, "anna");
    g_autofree char *bertil = list_cases_of (&fixture, "bertil");

    g_assert_cmpstr (anna, ==, "anna 1");
    g_assert_cmpstr (bertil, ==, "bertil 1");
  }
  g_assert_true (amia_store_may_leave (fixture.store, &case_id, "anna", TODAY));

  g_assert_true (amia_store_confirm_handover (fixture.store, &id, TODAY, &error));
  g_assert_no_error (error);
  /* To the end of the day both are in the team. */
  g_assert_true (amia_store_may_leave (fixture.store, &case_id, "bertil", TODAY));
  g_assert_false (amia_store_may_leave (fixture.store, &case_id, "bertil", "2026-11-23"));
  fixture.now_ms += 24 * 60 * 60 * 1000;
  {
    g_autofree char *anna = list_cases_of (&fixture, "anna");

    g_assert_cmpstr (anna, ==, "anna 0");
  }
  g_assert_false (amia_store_confirm_handover (fixture.store, &id, TODAY, &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
  fixture_assert_sound (&fixture);
}

/* The receiver was taken out again before they answered: then the leaver is still the owner. */
static void
test_nobody_confirms_for_nobody (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  AmiaUuid case_id;
  AmiaUuid id;
  AmiaUuid member = fixture_id (9);

  fixture_open (&fixture, "anna", "FK");
  case_id = open_case (&fixture, 1, "Hulda Ekvall");
  fixture_put (&fixture, "member", &member, &case_id, "user", "bertil");
  fixture_put (&fixture, "member", &member, &case_id, "role", "navigator");
  {
    AmiaEdits *edits = amia_edits_new ();

    amia_handover_offer (edits, &(AmiaHandoverOffer){ .case_id = &case_id,
                                                      .from = "anna",
                                                      .to = "bertil",
                                                      .is_member = TRUE,
                                                      .today = TODAY,
                                                      .now_ms = fixture_tick (&fixture) });
    g_assert_true (fixture_commit (&fixture, edits, NULL));
  }
  {
    g_autoptr (GPtrArray) all = amia_store_list_handovers (fixture.store, &case_id, NULL);

    id = ((const AmiaHandover *) g_ptr_array_index (all, 0))->id;
  }

  /* A navigator is no owner. */
  g_assert_false (amia_store_may_leave (fixture.store, &case_id, "anna", TODAY));
  g_assert_true (amia_store_confirm_handover (fixture.store, &id, TODAY, NULL));
  fixture.now_ms += 24 * 60 * 60 * 1000;
  rows = amia_store_load_case_rows (fixture.store, &case_id, 1, NULL);
  g_assert_cmpuint (
      g_strv_length (((const AmiaCaseRow *) g_ptr_array_index (rows, 0))->members), ==, 2);
}

/* Whoever has no part in a case may leave it, though nobody else has. */
static void
test_whoever_has_no_part_may_leave (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid unknown = fixture_id (1);

  fixture_open (&fixture, "anna", "FK");
  g_assert_true (amia_store_may_leave (fixture.store, &unknown, "bertil", TODAY));
}

static void
test_counts_work (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) loads = NULL;
  g_autoptr (AmiaOrphans) orphans = NULL;
  const AmiaWorkload *load = NULL;
  AmiaUuid            meeting = fixture_id (7);
  AmiaUuid            called_off = fixture_id (6);
  AmiaUuid            absence = fixture_id (8);
  AmiaUuid            first;

  fixture_open (&fixture, "anna", "FK");
  first = open_case (&fixture, 1, "Hulda Ekvall");
  open_case (&fixture, 2, "Bo Dal");
  offer (&fixture, &first, "bertil");
  fixture_put (&fixture, "meeting", &meeting, &first, "start", "2026-11-25T10:00");
  fixture_put (&fixture, "meeting", &meeting, &first, "end", "2026-11-25T11:00");
  fixture_put (&fixture, "meeting", &called_off, &first, "start", "2026-11-26T10:00");
  fixture_put (&fixture, "meeting", &called_off, &first, "status", "cancelled");
  fixture_put (&fixture, "absence", &absence, NULL, "user", "anna");
  fixture_put (&fixture, "absence", &absence, NULL, "from", "2026-11-24");
  fixture_put (&fixture, "absence", &absence, NULL, "to", "2026-11-28");
  fixture_put (&fixture, "absence", &absence, NULL, "deputy", "cecilia");

  loads = amia_store_list_workload (fixture.store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loads->len, ==, 2);
  load = g_ptr_array_index (loads, 0);
  g_assert_cmpstr (load->user, ==, "anna");
  g_assert_cmpstr (load->agency, ==, "FK");
  g_assert_cmpuint (load->n_cases, ==, 2);
  g_assert_cmpuint (load->n_alone, ==, 2);
  g_assert_cmpuint (load->n_meetings, ==, 1);
  g_assert_cmpstr (load->absence->deputy, ==, "cecilia");

  orphans = amia_store_list_orphans (fixture.store, "anna", "2026-11-24", "2026-11-28", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (orphans->cases->len, ==, 2);
  g_assert_cmpuint (orphans->meetings->len, ==, 1);
  g_assert_cmpuint (orphans->absences->len, ==, 1);
  g_clear_pointer (&orphans, amia_orphans_free);
  orphans = amia_store_list_orphans (fixture.store, "anna", "2026-11-26", NULL, &error);
  g_assert_cmpuint (orphans->meetings->len, ==, 0);
}

/* "- 1 karin FK": whose case, whether nobody of the agency is left, who is. */
static char *
describe_orphans (Fixture *fixture,
                  guint   *n_meetings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaOrphans) orphans =
      amia_store_list_orphans (fixture->store, "anna", TODAY, NULL, &error);
  GString *words = g_string_new (NULL);

  g_assert_no_error (error);
  *n_meetings = orphans->meetings->len;
  for (guint i = 0; i < orphans->cases->len; i++)
    {
      const AmiaOrphanCase *orphan = g_ptr_array_index (orphans->cases, i);
      g_autofree char      *others = g_strjoinv (",", orphan->others);

      g_string_append_printf (words, "%s%s %d %s", i > 0 ? "; " : "",
                              orphan->name != NULL ? orphan->name : "-", orphan->is_alone, others);
    }
  return g_string_free (words, FALSE);
}

/* A case with a colleague of the same agency is not alone; of one that is protected nobody is
 * named; and what was called off is nobody's. */
static void
test_what_somebody_leaves (void)
{
  g_auto (Server) server = { 0 };
  g_auto (Fixture) anna = { 0 };
  g_auto (Fixture) karin = { 0 };
  AmiaUuid         member = fixture_id (20);
  AmiaUuid         person = fixture_id (21);
  AmiaUuid         meeting = fixture_id (22);
  AmiaUuid         shared;
  AmiaUuid         alone;
  AmiaEdits       *edits = amia_edits_new ();
  char             text[AMIA_UUID_TEXT_LENGTH + 1];
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint            n_meetings;

  server_start (&server);
  fixture_open (&anna, "anna", "FK");
  fixture_open (&karin, "karin", "FK");
  shared = open_case (&anna, 1, "Bo Dal");
  alone = open_case (&anna, 2, "Kanariefågel Alm");
  fixture_put (&anna, "member", &member, &shared, "user", "karin");
  fixture_put (&anna, "meeting", &meeting, &alone, "start", "2026-11-25T10:00");
  server_sync (&server, &anna);
  server_sync (&server, &karin);
  fixture_put (&karin, "case", &shared, &shared, "title", "Bo Dal");
  server_sync (&server, &karin);
  server_sync (&server, &anna);
  before = describe_orphans (&anna, &n_meetings);
  g_assert_cmpstr (before, ==, "Kanariefågel Alm 1 ; Bo Dal 0 karin FK");
  g_assert_cmpuint (n_meetings, ==, 1);

  fixture_put (&anna, "meeting", &meeting, &alone, "status", "cancelled");
  amia_edits_set (edits, "participant", &person, NULL, "protected", NULL, "true");
  amia_edits_set_string (edits, "case", &alone, &alone, "participant", amia_uuid_print (&person, text));
  g_assert_true (fixture_commit (&anna, edits, NULL));
  after = describe_orphans (&anna, &n_meetings);
  g_assert_cmpstr (after, ==, "- 1 ; Bo Dal 0 karin FK");
  g_assert_cmpuint (n_meetings, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/handover/leaver-stays-until-confirmed",
                   test_leaver_stays_until_confirmed);
  g_test_add_func ("/store/handover/nobody-confirms-for-nobody", test_nobody_confirms_for_nobody);
  g_test_add_func ("/store/handover/whoever-has-no-part-may-leave",
                   test_whoever_has_no_part_may_leave);
  g_test_add_func ("/store/workload/counts-work", test_counts_work);
  g_test_add_func ("/store/workload/what-somebody-leaves", test_what_somebody_leaves);

  return g_test_run ();
}
