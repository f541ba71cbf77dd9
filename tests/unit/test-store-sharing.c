/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "amia-store-sharing.h"
#include "store-sharing.h"

/* Who may see what of a case, on which consent: as the case page and the tool tell it. */

#define DAY_MS G_GINT64_CONSTANT (86400000)

static void
add_consent (Sharing    *sharing,
             Fixture    *fixture,
             guint       number,
             const char *parties,
             const char *areas,
             const char *to)
{
  AmiaUuid consent = fixture_id (number);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set (edits, "consent", &consent, &sharing->case_id, "parties", NULL, parties);
  amia_edits_set (edits, "consent", &consent, &sharing->case_id, "areas", NULL, areas);
  amia_edits_set_string (
      edits, "consent", &consent, &sharing->case_id, "kind", "participation");
  amia_edits_set_string (
      edits, "consent", &consent, &sharing->case_id, "valid-from", "2026-11-01");
  amia_edits_set_string (edits, "consent", &consent, &sharing->case_id, "valid-to", to);
  if (!amia_store_commit (fixture->store, edits, NULL, &error))
    g_assert_no_error (error);
}

static void
open_case (Sharing *sharing)
{
  AmiaUuid karin = fixture_id (50);
  AmiaUuid lars = fixture_id (51);

  sharing_open (sharing, NULL);
  fixture_put (&sharing->karin, "member", &karin, &sharing->case_id, "user", "karin");
  fixture_put (&sharing->karin, "member", &lars, &sharing->case_id, "user", "lars");
  add_consent (sharing, &sharing->karin, 60, "[\"AF\"]", "[\"health\",\"plan\"]", "2026-11-24");
  add_consent (sharing, &sharing->karin, 61, "[\"VARD\"]", "[\"*\"]", NULL);
  sharing->server_now_ms = FIXTURE_START_MS;
  sharing_deliver (sharing, ALL_RIGHTS);
  add_consent (sharing, &sharing->lars, 62, "[\"FK\"]", "[\"work\"]", NULL);
}

static char *
describe (const AmiaCaseSharing *sharing)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sharing->members->len; i++)
    {
      const AmiaMemberSharing *member = g_ptr_array_index (sharing->members, i);

      g_string_append_printf (text, "%s %s:", member->user, member->agency);
      for (guint k = 0; k < member->shares->len; k++)
        {
          const AmiaConsentShare *share = g_ptr_array_index (member->shares, k);
          g_autofree char        *areas = g_strjoinv (",", share->areas);

          g_string_append_printf (text,
                                  " %s(%s..%s)=%s",
                                  share->agency,
                                  share->from_day,
                                  share->to_day != NULL ? share->to_day : "",
                                  areas);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static const struct
{
  const char *day;
  const char *text;
} days[] = {
  { NULL,
    "lars AF: FK(2026-11-01..2026-11-24)=health,plan FK(2026-11-01..)=\n"
    "karin FK: AF(2026-11-01..)=work\n" },
  { "2026-11-25",
    "lars AF: FK(2026-11-01..2026-11-24)= FK(2026-11-01..)=\n"
    "karin FK: AF(2026-11-01..)=work\n" },
  { "2026-10-31",
    "lars AF: FK(2026-11-01..2026-11-24)= FK(2026-11-01..)=\n"
    "karin FK: AF(2026-11-01..)=\n" },
};

static void
test_tells_by_day (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (GError) error = NULL;

  open_case (&sharing);
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (AmiaCaseSharing) told =
          amia_store_load_sharing (sharing.lars.store, &sharing.case_id, days[i].day, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = describe (told);
      g_assert_cmpstr (text, ==, days[i].text);
    }

  g_assert_null (
      amia_store_load_sharing (sharing.lars.store, &sharing.case_id, "2026-13-01", &error));
  g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID);
}

static void
assert_lock (Sharing        *sharing,
             AmiaSharingLock lock,
             guint           n_locked)
{
  g_autoptr (AmiaCaseSharing) told =
      amia_store_load_sharing (sharing->lars.store, &sharing->case_id, NULL, NULL);

  g_assert_nonnull (told);
  g_assert_cmpint (told->lock, ==, lock);
  g_assert_cmpuint (told->n_locked, ==, n_locked);
}

static void
test_says_why_it_is_locked (void)
{
  g_auto (Sharing) sharing = { 0 };

  open_case (&sharing);
  assert_lock (&sharing, AMIA_SHARING_OPEN, 0);
  sharing.lars.now_ms += 4 * DAY_MS;
  g_assert_true (amia_store_keep_day (sharing.lars.store, NULL));
  assert_lock (&sharing, AMIA_SHARING_DAY, 0);
  sharing.lars.now_ms += 40 * DAY_MS;
  g_assert_true (amia_store_keep_day (sharing.lars.store, NULL));
  assert_lock (&sharing, AMIA_SHARING_LEASE, 0);
  sharing_tell (&sharing, NULL);
  assert_lock (&sharing, AMIA_SHARING_OVER, 1);
}

static void
test_says_where_it_has_come (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaReaderPosition karin = { (char *) "karin", (char *) "FK", 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  g_autoptr (AmiaCaseSharing) told = NULL;
  const AmiaMemberSharing *member;

  open_case (&sharing);
  sharing_deliver (&sharing, ALL_RIGHTS);
  karin.position = sharing.server.log->len;
  page->epoch = g_strdup (sharing.server.epoch);
  page->readers = g_array_new (FALSE, FALSE, sizeof karin);
  g_array_append_val (page->readers, karin);
  amia_incoming_add_opening (page, &sharing.case_id, "karin", karin.position - 1);
  sharing_receive (&sharing, page);

  told = amia_store_load_sharing (sharing.lars.store, &sharing.case_id, NULL, NULL);
  g_assert_cmpuint (told->members->len, ==, 2);
  member = g_ptr_array_index (told->members, 1);
  g_assert_cmpstr (member->user, ==, "karin");
  g_assert_true (member->has_all);
  g_assert_cmpint (member->opened, ==, karin.position - 1);
  g_assert_false (member->has_opened_all);
}

/* --- Facts for the audit --------------------------------------------------------------------- */

static void
test_facts_wait_until_the_server_has_them (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_auto (AmiaSyncState) state = { 0 };
  g_auto (AmiaSyncState) later = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  AmiaStore *store;

  open_case (&sharing);
  store = sharing.lars.store;
  g_assert_true (amia_store_add_fact (store, "open", &sharing.case_id, NULL, NULL));
  g_assert_true (amia_store_add_fact (store, "open", &sharing.case_id, NULL, NULL));
  g_assert_true (amia_store_add_fact (store, "print", &sharing.case_id, "form", NULL));
  g_assert_true (amia_store_get_sync_state (store, &state, NULL));
  g_assert_cmpuint (state.facts->len, ==, 2);
  g_assert_cmpstr (g_array_index (state.facts, AmiaFact, 0).what, ==, "open");
  g_assert_cmpstr (g_array_index (state.facts, AmiaFact, 1).detail, ==, "form");

  page->epoch = g_strdup (sharing.server.epoch);
  page->facts_acked = g_array_index (state.facts, AmiaFact, 0).id;
  sharing_receive (&sharing, page);
  g_assert_true (amia_store_get_sync_state (store, &later, NULL));
  g_assert_cmpuint (later.facts->len, ==, 1);
  g_assert_cmpstr (g_array_index (later.facts, AmiaFact, 0).what, ==, "print");
}

/* An opening speaks of what was there: of a case that is still coming, of what has come. */
static void
test_opening_waits_for_the_lane (void)
{
  static const struct
  {
    guint  scope; /* of the lane */
    gint64 since;
  } rows[] = { { 1, 4 }, { 9, 10 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Sharing) sharing = { 0 };
      g_auto (AmiaSyncState) state = { 0 };
      g_autoptr (AmiaIncoming) page = amia_incoming_new ();
      AmiaLane lane = { fixture_id (rows[i].scope), 8, 4 };

      sharing_open (&sharing, NULL);
      page->epoch = g_strdup (sharing.server.epoch);
      page->next = 10;
      page->lanes = g_array_new (FALSE, FALSE, sizeof lane);
      g_array_append_val (page->lanes, lane);
      sharing_receive (&sharing, page);

      g_assert_true (
          amia_store_add_fact (sharing.lars.store, "open", &sharing.case_id, NULL, NULL));
      g_assert_true (amia_store_get_sync_state (sharing.lars.store, &state, NULL));
      g_assert_cmpint (g_array_index (state.facts, AmiaFact, 0).since, ==, rows[i].since);
    }
}

/* Who has been away for too long sees that there is a case, and not what is in it. */
static void
test_opening_of_what_is_hidden (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_auto (AmiaSyncState) state = { 0 };

  open_case (&sharing);
  sharing.lars.now_ms += 40 * DAY_MS;
  g_assert_true (amia_store_keep_day (sharing.lars.store, NULL));
  g_assert_true (amia_store_add_fact (sharing.lars.store, "open", &sharing.case_id, NULL, NULL));
  g_assert_true (amia_store_get_sync_state (sharing.lars.store, &state, NULL));
  g_assert_cmpint (state.since, >, 0);
  g_assert_cmpint (g_array_index (state.facts, AmiaFact, 0).since, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/sharing/tells-by-day", test_tells_by_day);
  g_test_add_func ("/store/sharing/says-why-it-is-locked", test_says_why_it_is_locked);
  g_test_add_func ("/store/sharing/says-where-it-has-come", test_says_where_it_has_come);
  g_test_add_func ("/store/sharing/opening-waits-for-the-lane", test_opening_waits_for_the_lane);
  g_test_add_func ("/store/sharing/opening-of-what-is-hidden", test_opening_of_what_is_hidden);
  g_test_add_func ("/store/sharing/facts-wait-until-the-server-has-them",
                   test_facts_wait_until_the_server_has_them);

  return g_test_run ();
}
