/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-store-referrals.h"
#include "store-fixture.h"

/* What was asked of others: how far it has come, and what they may see. */

#define TODAY "2026-11-22"

static AmiaReferrals *
list (Fixture        *fixture,
      const AmiaUuid *case_id)
{
  g_autoptr (GError) error = NULL;
  AmiaReferrals *referrals =
      amia_store_list_referrals (fixture->store, case_id, TODAY, &error);

  g_assert_no_error (error);
  return referrals;
}

static void
test_stages (void)
{
  static const struct
  {
    const char       *field;
    const char       *day;
    AmiaReferralStage stage;
    gboolean          is_late;
  } rows[] = {
    { "sent", "2026-11-01", AMIA_REFERRAL_SENT, FALSE },
    { "answer-by", "2026-11-22", AMIA_REFERRAL_SENT, FALSE },
    { "answer-by", "2026-11-21", AMIA_REFERRAL_SENT, TRUE },
    { "started", "2026-11-10", AMIA_REFERRAL_STARTED, TRUE },
    { "received", "2026-11-05", AMIA_REFERRAL_STARTED, TRUE },
    { "answered", "2026-11-22", AMIA_REFERRAL_ANSWERED, FALSE },
  };
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid case_id = fixture_id (1);
  AmiaUuid id = fixture_id (2);

  fixture_open (&fixture, "anna", "FK");
  fixture_put (&fixture, "case", &case_id, &case_id, "title", "Hulda Ekvall");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaReferrals) referrals = NULL;
      const AmiaReferral *first = NULL;

      fixture_put (&fixture, "referral", &id, &case_id, rows[i].field, rows[i].day);
      referrals = list (&fixture, &case_id);
      g_assert_cmpuint (referrals->referrals->len, ==, 1);
      first = g_ptr_array_index (referrals->referrals, 0);
      g_test_message ("%s %s", rows[i].field, rows[i].day);
      g_assert_cmpint (first->stage, ==, rows[i].stage);
      g_assert_cmpint (first->is_late, ==, rows[i].is_late);
    }
}

static char *
describe_areas (Fixture        *fixture,
                const AmiaUuid *case_id)
{
  g_autoptr (AmiaReferrals) referrals = list (fixture, case_id);
  g_auto (GStrv) areas = amia_referrals_list_areas (referrals, "FK", "VARD");

  return g_strjoinv (" ", areas);
}

static void
test_what_the_consent_lets_see (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         case_id = fixture_id (1);
  AmiaUuid         consent = fixture_id (2);
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *withdrawn = NULL;

  fixture_open (&fixture, "anna", "FK");
  fixture_put (&fixture, "case", &case_id, &case_id, "title", "Hulda Ekvall");
  before = describe_areas (&fixture, &case_id);
  g_assert_cmpstr (before, ==, "");

  amia_edits_set (edits, "consent", &consent, &case_id, "parties", NULL, "[\"FK\",\"VARD\"]");
  amia_edits_set (edits, "consent", &consent, &case_id, "areas", NULL, "[\"health\",\"work\"]");
  amia_edits_set (edits, "consent", &consent, &case_id, "kind", NULL, "\"participation\"");
  amia_edits_set (edits, "consent", &consent, &case_id, "valid-from", NULL, "\"2026-11-01\"");
  g_assert_true (fixture_commit (&fixture, edits, NULL));
  after = describe_areas (&fixture, &case_id);
  g_assert_cmpstr (after, ==, "health work");

  fixture_put (&fixture, "consent", &consent, &case_id, "withdrawn", "2026-11-21");
  withdrawn = describe_areas (&fixture, &case_id);
  g_assert_cmpstr (withdrawn, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/referrals/stages", test_stages);
  g_test_add_func ("/store/referrals/what-the-consent-lets-see", test_what_the_consent_lets_see);

  return g_test_run ();
}
