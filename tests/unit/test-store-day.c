/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "amia-replica.h"
#include "amia-store-lists.h"
#include "amia-store-log.h"
#include "store-sharing.h"

/* What ends by date, hidden by the laptop itself: not deleted, and back when the server has spoken.
 * The days here are in Europe/Stockholm; the histories begin in the forenoon of 2026-11-22. */

#define DAY_MS G_GINT64_CONSTANT (86400000)

/* Karin's and Lars' memberships and FK's consent, with the days given. */
static void
open_with_days (Sharing    *sharing,
                const char *kind,
                const char *member_to,
                const char *valid_from,
                const char *valid_to)
{
  AmiaUuid lars = fixture_id (50);
  AmiaUuid consent = fixture_id (51);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  sharing_open (sharing, NULL);
  amia_edits_set_string (edits, "member", &lars, &sharing->case_id, "user", "lars");
  amia_edits_set_string (edits, "member", &lars, &sharing->case_id, "role", "caseworker");
  amia_edits_set_string (edits, "member", &lars, &sharing->case_id, "to", member_to);
  amia_edits_set (
      edits, "consent", &consent, &sharing->case_id, "parties", NULL, "[\"FK\",\"AF\"]");
  amia_edits_set (edits, "consent", &consent, &sharing->case_id, "areas", NULL, "[\"health\"]");
  if (kind != NULL)
    amia_edits_set_string (edits, "consent", &consent, &sharing->case_id, "kind", kind);
  amia_edits_set_string (
      edits, "consent", &consent, &sharing->case_id, "valid-from", valid_from);
  amia_edits_set_string (edits, "consent", &consent, &sharing->case_id, "valid-to", valid_to);
  if (!amia_store_commit (sharing->karin.store, edits, NULL, &error))
    g_assert_no_error (error);

  sharing_write (sharing, &sharing->karin, 2, "health", "Karins ord");
  sharing->server_now_ms = FIXTURE_START_MS;
  sharing->lars.now_ms = FIXTURE_START_MS;
  sharing_deliver (sharing, ALL_RIGHTS);
  sharing_write (sharing, &sharing->lars, 3, "plan", "Lars ord");
}

static void
keep_day (Sharing *sharing)
{
  g_autoptr (GError) error = NULL;

  if (!amia_store_keep_day (sharing->lars.store, &error))
    g_assert_no_error (error);
  fixture_assert_sound (&sharing->lars);
}

static void
assert_seen (Sharing    *sharing,
             const char *theirs,
             const char *own)
{
  g_autofree char *first = sharing_read (sharing, 2);
  g_autofree char *second = sharing_read (sharing, 3);

  g_assert_cmpstr (first, ==, theirs);
  g_assert_cmpstr (second, ==, own);
}

static gboolean
find_word (const AmiaChange *change,
           AmiaChangeState   state,
           const char       *reason,
           gpointer          data)
{
  g_autofree char *bytes = amia_change_encode (change);

  *(gboolean *) data |= strstr (bytes, "Karins ord") != NULL;
  return TRUE;
}

/* The history is no way round. */
static gboolean
log_tells (Sharing *sharing)
{
  const AmiaLogQuery query = { NULL, NULL, -1 };
  gboolean           tells = FALSE;
  g_autoptr (GError) error = NULL;

  if (!amia_store_foreach_change (sharing->lars.store, &query, find_word, &tells, &error))
    g_assert_no_error (error);
  return tells;
}

typedef struct
{
  const char *name;
  const char *kind;
  const char *member_to;
  const char *valid_from;
  const char *valid_to;
  int         days; /* how far the laptop's clock goes */
  const char *theirs;
  const char *own;
} Case;

static const Case cases[] = {
  { "same-day", NULL, NULL, "2026-11-01", "2026-11-22", 0, "Karins ord", "Lars ord" },
  { "consent-ends", NULL, NULL, "2026-11-01", "2026-11-22", 1, NULL, "Lars ord" },
  { "consent-goes-on", NULL, NULL, "2026-11-01", "2026-12-22", 20, "Karins ord", "Lars ord" },
  { "consent-ends-later", NULL, NULL, "2026-11-01", "2026-12-01", 20, NULL, "Lars ord" },
  { "membership-ends", NULL, "2026-11-23", "2026-11-01", NULL, 2, NULL, NULL },
  { "membership-goes-on", NULL, "2026-11-24", "2026-11-01", NULL, 2, "Karins ord", "Lars ord" },
  { "lease-holds", NULL, NULL, "2026-11-01", NULL, 29, "Karins ord", "Lars ord" },
  { "lease-ends", NULL, NULL, "2026-11-01", NULL, 31, NULL, "Lars ord" },
  { "spoken-holds", "spoken", NULL, "2026-11-01", NULL, 8, "Karins ord", "Lars ord" },
  { "spoken-ends", "spoken", NULL, "2026-11-01", NULL, 9, NULL, "Lars ord" },
  /* What the facts do not give, the server has given for a reason that is not here yet. */
  { "facts-not-here", NULL, NULL, "2027-01-01", NULL, 1, "Karins ord", "Lars ord" },
};

static void
test_day (gconstpointer data)
{
  const Case *item = data;
  g_auto (Sharing) sharing = { 0 };

  open_with_days (&sharing, item->kind, item->member_to, item->valid_from, item->valid_to);
  assert_seen (&sharing, "Karins ord", "Lars ord");
  sharing.lars.now_ms += item->days * DAY_MS;
  keep_day (&sharing);
  assert_seen (&sharing, item->theirs, item->own);
  g_assert_cmpint (log_tells (&sharing), ==, item->theirs != NULL);

  /* Hidden, not deleted. */
  g_assert_true (sharing_has_word (&sharing, "Karins ord"));
}

static void
test_comes_back_by_itself (gconstpointer data)
{
  int days = GPOINTER_TO_INT (data);
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();

  open_with_days (&sharing, NULL, NULL, "2026-11-01", "2026-11-22");
  sharing.lars.now_ms += days * DAY_MS;
  keep_day (&sharing);
  assert_seen (&sharing, NULL, "Lars ord");

  /* A new paper was signed meanwhile: the server has nothing to take away. */
  sharing.server_now_ms = sharing.lars.now_ms;
  page->epoch = g_strdup (sharing.server.epoch);
  sharing_receive (&sharing, page);
  assert_seen (&sharing, "Karins ord", "Lars ord");
  keep_day (&sharing);
  assert_seen (&sharing, "Karins ord", "Lars ord");
}

/* What was written while it was hidden comes on the very page by which the rest comes back. */
static void
test_new_comes_with_what_comes_back (gconstpointer data)
{
  int days = GPOINTER_TO_INT (data);
  g_auto (Sharing) sharing = { 0 };
  g_autofree char *word = NULL;
  g_autoptr (AmiaIncoming) page = NULL;
  gint64 since;

  open_with_days (&sharing, NULL, NULL, "2026-11-01", "2026-11-22");
  sharing.lars.now_ms += days * DAY_MS;
  keep_day (&sharing);
  since = sharing.server.log->len;
  sharing_write (&sharing, &sharing.karin, 4, "health", "Karins nya ord");
  server_push (&sharing.server, &sharing.karin);

  sharing.server_now_ms = sharing.lars.now_ms;
  page = server_answer (&sharing.server, &sharing.lars, since);
  sharing_receive (&sharing, page);
  fixture_assert_sound (&sharing.lars);
  assert_seen (&sharing, "Karins ord", "Lars ord");
  word = sharing_read (&sharing, 4);
  g_assert_cmpstr (word, ==, "Karins nya ord");
}

static void
test_clock_set_back_shows_nothing (void)
{
  g_auto (Sharing) sharing = { 0 };

  open_with_days (&sharing, NULL, NULL, "2026-11-01", "2026-11-22");
  sharing.lars.now_ms += 2 * DAY_MS;
  keep_day (&sharing);
  sharing.lars.now_ms = FIXTURE_START_MS - 100 * DAY_MS;
  keep_day (&sharing);
  assert_seen (&sharing, NULL, "Lars ord");

  fixture_reopen (&sharing.lars);
  keep_day (&sharing);
  assert_seen (&sharing, NULL, "Lars ord");
}

/* The laptop's clock is years wrong: the day is the server's all the same. */
static void
test_day_is_the_servers (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();

  open_with_days (&sharing, NULL, NULL, "2026-11-01", "2026-11-22");
  sharing.lars.now_ms += 4000 * DAY_MS;
  sharing.server_now_ms = FIXTURE_START_MS + 1000;
  page->epoch = g_strdup (sharing.server.epoch);
  sharing_receive (&sharing, page);
  keep_day (&sharing);
  assert_seen (&sharing, "Karins ord", "Lars ord");

  sharing.lars.now_ms += DAY_MS;
  keep_day (&sharing);
  assert_seen (&sharing, NULL, "Lars ord");
}

static void
test_lease_is_the_servers_to_say (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();

  open_with_days (&sharing, NULL, NULL, "2026-11-01", NULL);
  page->epoch = g_strdup (sharing.server.epoch);
  page->lease_days = 3;
  sharing_receive (&sharing, page);
  sharing.lars.now_ms += 4 * DAY_MS;
  keep_day (&sharing);
  assert_seen (&sharing, NULL, "Lars ord");
}

/* Written while it was hidden: the later consent record changes the day to look at. */
static void
test_new_facts_count (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid consent = fixture_id (51);

  open_with_days (&sharing, NULL, NULL, "2026-11-01", NULL);
  keep_day (&sharing);
  sharing.lars.now_ms += DAY_MS;
  keep_day (&sharing);
  assert_seen (&sharing, "Karins ord", "Lars ord");

  fixture_put (
      &sharing.karin, "consent", &consent, &sharing.case_id, "withdrawn", "2026-11-25");
  server_push (&sharing.server, &sharing.karin);
  server_sync (&sharing.server, &sharing.lars);
  keep_day (&sharing);
  assert_seen (&sharing, "Karins ord", "Lars ord");
  sharing.lars.now_ms += 3 * DAY_MS;
  keep_day (&sharing);
  assert_seen (&sharing, NULL, "Lars ord");
}

/* Karin says whom the case is about, and the server lets Lars see it. */
static void
deliver_person (Sharing        *sharing,
                const AmiaUuid *person)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];
  g_autoptr (AmiaIncoming) page = NULL;

  fixture_put (&sharing->karin, "participant", person, NULL, "name", "Åsa Öberg");
  fixture_put (&sharing->karin,
               "case",
               &sharing->case_id,
               &sharing->case_id,
               "participant",
               amia_uuid_print (person, id));
  server_push (&sharing->server, &sharing->karin);
  page = server_answer (&sharing->server, &sharing->lars, 0);
  page->acked = -1;
  g_array_set_size (page->own, 0);
  amia_incoming_add_scope (page, person, ++sharing->generation, "{\"pair\":true,\"from\":{\"FK\":[\"*\"]}}");
  sharing_receive (sharing, page);
}

/* The case that a participant was reached through is hidden itself by the second day. */
static void
test_participant_stays_hidden (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid person = fixture_id (70);

  open_with_days (&sharing, NULL, "2026-11-22", "2026-11-01", NULL);
  deliver_person (&sharing, &person);

  for (guint day = 0; day < 4; day++)
    {
      g_autofree char *name = NULL;

      keep_day (&sharing);
      name = fixture_get (&sharing.lars, &person, "name");
      g_assert_cmpstr (name, ==, day == 0 ? "Åsa Öberg" : NULL);
      sharing.lars.now_ms += DAY_MS;
    }
}

static AmiaSharingLock
get_row_lock (Sharing *sharing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      amia_store_load_case_rows (sharing->lars.store, &sharing->case_id, 1, &error);

  g_assert_no_error (error);
  return ((const AmiaCaseRow *) g_ptr_array_index (rows, 0))->lock;
}

/* The list says why there is no name: not for ever, after a lease. */
static void
test_row_says_why_the_name_is_hidden (void)
{
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid person = fixture_id (70);

  open_with_days (&sharing, NULL, NULL, "2026-11-01", "2026-11-22");
  deliver_person (&sharing, &person);
  keep_day (&sharing);
  g_assert_cmpint (get_row_lock (&sharing), ==, AMIA_SHARING_OPEN);
  sharing.lars.now_ms += DAY_MS;
  keep_day (&sharing);
  g_assert_cmpint (get_row_lock (&sharing), ==, AMIA_SHARING_DAY);
  sharing.lars.now_ms += 40 * DAY_MS;
  keep_day (&sharing);
  g_assert_cmpint (get_row_lock (&sharing), ==, AMIA_SHARING_LEASE);
}

/* --- The replica does it by itself ----------------------------------------------------------- */

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gpointer
read_goal (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  AmiaUuid id = fixture_id (2);

  return amia_store_load_record (store, &id, error);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gint64
long_ago (gpointer data)
{
  return g_get_real_time () / 1000 - 40 * DAY_MS;
}

static void
test_replica_keeps_the_day (void)
{
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaReplica) replica = NULL;
  g_autoptr (AmiaIncoming) page = amia_incoming_new ();
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) answered = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaRecord) record = NULL;

  open_with_days (&sharing, NULL, NULL, "2026-11-01", NULL);
  amia_store_set_clock (sharing.lars.store, long_ago, NULL);
  sharing.server_now_ms = long_ago (NULL);
  page->epoch = g_strdup (sharing.server.epoch);
  sharing_receive (&sharing, page);
  g_clear_pointer (&sharing.lars.store, amia_store_close);

  amia_replica_open_async (sharing.lars.path, NULL, NULL, take_result_cb, &opened);
  wait_for (&opened);
  replica = amia_replica_open_finish (opened, &error);
  g_assert_no_error (error);
  amia_replica_call_async (replica, read_goal, NULL, NULL, NULL, NULL, take_result_cb, &answered);
  wait_for (&answered);
  record = amia_replica_call_finish (replica, answered, &error);
  g_assert_no_error (error);
  g_assert_true (record == NULL || amia_record_get_value (record, "text") == NULL);
  amia_replica_close (replica);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/store/day/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_day);
    }

  g_test_add_data_func (
      "/store/day/comes-back-by-itself", GINT_TO_POINTER (1), test_comes_back_by_itself);
  g_test_add_data_func ("/store/day/comes-back-after-the-lease",
                        GINT_TO_POINTER (40),
                        test_comes_back_by_itself);
  g_test_add_data_func ("/store/day/new-comes-with-what-comes-back",
                        GINT_TO_POINTER (1),
                        test_new_comes_with_what_comes_back);
  g_test_add_data_func ("/store/day/new-comes-after-the-lease",
                        GINT_TO_POINTER (40),
                        test_new_comes_with_what_comes_back);
  g_test_add_func ("/store/day/clock-set-back-shows-nothing", test_clock_set_back_shows_nothing);
  g_test_add_func ("/store/day/day-is-the-servers", test_day_is_the_servers);
  g_test_add_func ("/store/day/lease-is-the-servers-to-say", test_lease_is_the_servers_to_say);
  g_test_add_func ("/store/day/new-facts-count", test_new_facts_count);
  g_test_add_func ("/store/day/participant-stays-hidden", test_participant_stays_hidden);
  g_test_add_func ("/store/day/row-says-why-the-name-is-hidden",
                   test_row_says_why_the_name_is_hidden);
  g_test_add_func ("/store/day/replica-keeps-the-day", test_replica_keeps_the_day);

  return g_test_run ();
}
