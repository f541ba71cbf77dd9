/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-ledger-accounts.h"
#include "amia-round.h"
#include "amia-store-lists.h"
#include "amia-store-log.h"
#include "server-laptop.h"
#include "store-fixture.h"

/* What becomes of a change after the server has acknowledged it: sealed, and later taken up or
 * refused after all. Anna has a replica as in the program; Cilla founds the cases. */

typedef struct
{
  Office *office;
  Laptop *cilla;
  Fixture anna;
  guint8  token[AMIA_TOKEN_HASH_LENGTH];
} World;

static void
put_device (World          *w,
            const AmiaUuid *id,
            const char     *user,
            guint8          token,
            gboolean        is_revoked)
{
  g_autoptr (GError) error = NULL;
  AmiaDevice device = { .id = *id, .user = (char *) user, .is_revoked = is_revoked };

  device.expires_ms = G_MAXINT64;
  memset (device.token, token, sizeof device.token);
  g_assert_true (amia_ledger_begin (w->office->ledger, &error));
  g_assert_true (amia_ledger_put_device (w->office->ledger, &device, &error));
  g_assert_true (amia_ledger_commit (w->office->ledger, &error));
}

static void
add_device (World *w)
{
  memset (w->token, 0x51, sizeof w->token);
  put_device (w, &amia_store_get_identity (w->anna.store)->device, "anna", 0x51, FALSE);
}

/* What went over the wire is what is taken. */
static guint
run_round (World            *w,
           guint             wait_seconds,
           AmiaRoundOutcome *outcome)
{
  const AmiaRoundLimits limits = { 100, 1 << 20, 100, wait_seconds };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_round_prepare (w->anna.store, &limits, &error);
  g_autoptr (GBytes) asked = amia_sync_request_encode (request);
  g_autoptr (AmiaSyncRequest) received = NULL;
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_autoptr (GBytes) answered = NULL;
  g_autoptr (AmiaSyncResponse) response = NULL;
  AmiaRoundAsk ask = { { 0 }, NULL, w->office->now_ms, wait_seconds > 0, NULL };

  received =
      amia_sync_request_decode (g_bytes_get_data (asked, NULL), g_bytes_get_size (asked), &error);
  g_assert_no_error (error);
  ask.request = received;
  memcpy (ask.token, w->token, sizeof ask.token);
  answer = amia_rounds_run (w->office->rounds, &ask);
  if (answer->status != 200)
    return answer->status;

  amia_sync_response_shorten (answer->response, received);
  answered = amia_sync_response_encode (answer->response);
  response = amia_sync_response_decode (g_bytes_get_data (answered, NULL),
                                        g_bytes_get_size (answered),
                                        &error);
  g_assert_no_error (error);
  g_assert_true (amia_round_take (w->anna.store, request, response, outcome, &error));
  g_assert_no_error (error);
  return 200;
}

static void
sync_anna (World *w)
{
  AmiaRoundOutcome outcome;
  guint            n = 0;

  do
    {
      g_assert_cmpuint (run_round (w, 0, &outcome), ==, 200);
      g_assert_cmpuint (++n, <, 100);
    }
  while (outcome.has_more || outcome.has_lanes || outcome.n_left > 0);
}

/* There is nothing more to say: the server would let her wait. */
static void
assert_quiet (World *w)
{
  AmiaRoundOutcome outcome;
  guint            n = 0;

  while (run_round (w, 25, &outcome) == 200)
    g_assert_cmpuint (++n, <, 5);
}

static AmiaUuid
id_number (const char *what,
           guint       number)
{
  AmiaUuid id;

  g_assert_true (amia_uuid_parse (id_of (what, number), -1, &id));
  return id;
}

/* One change with an entry in each of the cases up to @n_cases. */
static void
write_entries (World *w,
               guint  n_cases)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= n_cases; i++)
    {
      AmiaUuid id = id_number ("journal", i);
      AmiaUuid case_id = id_number ("case", i);

      amia_edits_set_string (edits, "journal", &id, &case_id, "text", "Ringde.");
    }
  g_assert_true (amia_store_commit (w->anna.store, edits, NULL, &error));
  g_assert_no_error (error);
}

/* Cilla lets Anna out of the first case, or in again. */
static void
set_end (World      *w,
         const char *over,
         const char *day)
{
  g_autofree char *member = g_strdup (id_of ("member anna", 1));
  g_autofree char *op = g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"to\",\"basics\",%s,%s]",
                                         member,
                                         id_of ("case", 1),
                                         over,
                                         day);

  laptop_write (w->cilla, op);
  laptop_sync (w->cilla);
}

static void
assert_status (World *w,
               guint  n_escrow,
               guint  n_refused)
{
  g_autoptr (GError) error = NULL;
  AmiaStatus status = { 0 };

  g_assert_true (amia_store_get_status (w->anna.store, &status, &error));
  g_assert_cmpuint (status.n_waiting, ==, 0);
  g_assert_cmpuint (status.n_escrow, ==, n_escrow);
  g_assert_cmpuint (status.n_refused, ==, n_refused);
}

static gboolean
count_cb (const AmiaChange *change,
          AmiaChangeState   state,
          const char       *reason,
          gpointer          data)
{
  *(guint *) data += change->ops->len;
  return TRUE;
}

/* How many ops of refused changes can be read on Anna's laptop. */
static void
assert_readable (World *w,
                 guint  n_ops)
{
  const AmiaLogQuery refused = { .state = AMIA_CHANGE_REFUSED };
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_true (amia_store_foreach_change (w->anna.store, &refused, count_cb, &n, &error));
  g_assert_cmpuint (n, ==, n_ops);
  g_assert_true (amia_store_verify (w->anna.store, report, &error));
  g_assert_cmpstr (report->str, ==, "");
}

static void
set_up (World        *w,
        gconstpointer data)
{
  w->office = office_new ();
  office_add_user (w->office, "anna", "FK");
  office_add_user (w->office, "cilla", "FK");
  w->cilla = laptop_new (w->office, "cilla", 0x9f);
  fixture_open (&w->anna, "anna", "FK");
  add_device (w);

  laptop_found_case (w->cilla, 1, NULL);
  laptop_found_case (w->cilla, 2, NULL);
  laptop_add_member (w->cilla, 1, "anna", NULL);
  laptop_sync (w->cilla);
  sync_anna (w);
}

static void
tear_down (World        *w,
           gconstpointer data)
{
  fixture_clear (&w->anna);
  laptop_free (w->cilla);
  office_free (w->office);
}

static void
test_taken_up (World        *w,
               gconstpointer data)
{
  write_entries (w, 1);
  set_end (w, "[]", "\"2020-01-01\"");
  sync_anna (w);
  assert_status (w, 1, 0);

  set_end (w, "[4]", "null");
  sync_anna (w);
  assert_status (w, 0, 0);
}

/* The change has a part in a case that Anna was never let into: as soon as the first part is no
 * reason to wait any more, that is one to refuse it. */
static void
test_refused_after_all (World        *w,
                        gconstpointer data)
{
  AmiaRoundOutcome outcome;

  write_entries (w, 2);
  set_end (w, "[]", "\"2020-01-01\"");
  sync_anna (w);
  assert_status (w, 1, 0);

  set_end (w, "[4]", "null");
  g_assert_cmpuint (run_round (w, 0, &outcome), ==, 200);
  g_assert_cmpuint (outcome.n_refused, ==, 1);
  assert_status (w, 0, 1);

  assert_quiet (w);
}

/* What was forgotten while it was sealed is there again, to be copied or sent once more. */
static void
test_given_back (World        *w,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_entries (w, 2);
  set_end (w, "[]", "\"2020-01-01\"");
  sync_anna (w);
  set_end (w, "[4]", "null");
  sync_anna (w);
  assert_status (w, 0, 1);
  assert_readable (w, 2);

  g_assert_true (amia_store_dismiss_refusal (w->anna.store, 1, &error));
  sync_anna (w);
  assert_status (w, 0, 0);
  assert_readable (w, 0);
}

/* But not with words of a case that Anna is not let into: then they stay on the server, and what is
 * left is what was never forgotten. */
static void
test_not_given_back_with_anothers_words (World        *w,
                                         gconstpointer data)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *goal = g_strdup (id_of ("goal", 1));
  g_autofree char *op = NULL;
  AmiaUuid         id = id_number ("journal", 1);
  AmiaUuid         other = id_number ("journal", 2);
  AmiaUuid         case_id = id_number ("case", 1);
  AmiaUuid         closed = id_number ("case", 2);

  op = g_strdup_printf ("[\"goal\",\"%s\",\"%s\",\"text\",\"plan\",[],\"Cillas ord\"]", goal,
                        id_of ("case", 2));
  laptop_write (w->cilla, op);
  laptop_sync (w->cilla);
  amia_edits_set_string (edits, "journal", &id, &case_id, "text", "Cillas ord");
  amia_edits_add_source (edits, &w->cilla->device, w->cilla->acked, "text");
  amia_edits_set_string (edits, "journal", &other, &closed, "text", "Ringde.");
  g_assert_true (amia_store_commit (w->anna.store, edits, NULL, &error));
  g_assert_no_error (error);
  set_end (w, "[]", "\"2020-01-01\"");
  sync_anna (w);
  assert_status (w, 1, 0);

  set_end (w, "[5]", "null");
  sync_anna (w);
  assert_status (w, 0, 1);
  assert_readable (w, 1);
}

/* A laptop that waits hears of it as well, and has a reason to wait as long as there is none. */
static void
test_refused_while_waiting (World        *w,
                            gconstpointer data)
{
  AmiaRoundOutcome outcome;

  write_entries (w, 2);
  set_end (w, "[]", "\"2020-01-01\"");
  sync_anna (w);
  assert_quiet (w);

  set_end (w, "[4]", "null");
  g_assert_cmpuint (run_round (w, 25, &outcome), ==, 200);
  assert_status (w, 0, 1);
}

/* --- What laptops wrote that were shut out --------------------------------------------------- */

/* The number that the log gives to a change which Anna offers of another laptop; 0 for none. */
static gint64
offer (World          *w,
       const AmiaUuid *device,
       gint64          n)
{
  const AmiaRoundLimits limits = { 100, 1 << 20, 100, 25 };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup (id_of ("goal", (guint) n));
  g_autofree char *text = g_strdup_printf (
      "{\"h\":\"018f3a5b7c000001\",\"ops\":[[\"goal\",\"%s\",\"%s\",\"text\",\"plan\",[],\"Gå.\"]]}",
      id, id_of ("case", 1));
  AmiaWireRefill refill = { *device, n, g_bytes_new (text, strlen (text)) };
  g_autoptr (AmiaSyncRequest) request = amia_round_prepare (w->anna.store, &limits, &error);
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  AmiaRoundAsk ask = { { 0 }, request, w->office->now_ms, TRUE, NULL };

  g_assert_no_error (error);
  request->use_mark = FALSE;
  g_array_append_val (request->refill, refill);
  memcpy (ask.token, w->token, sizeof ask.token);
  answer = amia_rounds_run (w->office->rounds, &ask);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpuint (answer->response->refilled->len, ==, 1);
  return g_array_index (answer->response->refilled, AmiaWireRefilled, 0).seq;
}

static void
test_refill (World        *w,
             gconstpointer data)
{
  AmiaUuid lost = id_number ("device", 1);
  AmiaUuid working = id_number ("device", 2);
  AmiaUuid of_cilla = id_number ("device", 3);
  AmiaUuid unknown = id_number ("device", 4);
  gint64   seq;

  put_device (w, &lost, "anna", 0x52, TRUE);
  put_device (w, &working, "anna", 0x53, FALSE);
  put_device (w, &of_cilla, "cilla", 0x54, TRUE);

  seq = offer (w, &lost, 7);
  g_assert_cmpint (seq, >, 0);
  g_assert_cmpint (offer (w, &lost, 7), ==, seq);
  g_assert_cmpint (offer (w, &working, 8), ==, 0);
  g_assert_cmpint (offer (w, &of_cilla, 9), ==, 0);
  g_assert_cmpint (offer (w, &unknown, 10), ==, 0);

  /* What others have in the log is not spoken of either. */
  g_assert_cmpint (w->cilla->acked, >, 0);
  g_assert_cmpint (offer (w, &w->cilla->device, 1), ==, 0);
}

/* What of such a laptop's is sealed keeps its number: no other words are taken under it, as often
 * as somebody offers them. */
static void
test_refill_of_what_is_sealed (World        *w,
                               gconstpointer data)
{
  AmiaUuid lost = id_number ("device", 1);

  put_device (w, &lost, "anna", 0x52, TRUE);
  set_end (w, "[]", "\"2020-01-01\"");
  g_assert_cmpint (offer (w, &lost, 7), ==, 0);
  g_assert_cmpint (offer (w, &lost, 7), ==, 0);

  set_end (w, "[4]", "null");
  g_assert_cmpint (offer (w, &lost, 7), >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/kept-back/" path, World, NULL, set_up, function, tear_down)
  ADD ("taken-up-later", test_taken_up);
  ADD ("refused-after-all", test_refused_after_all);
  ADD ("given-back-when-refused", test_given_back);
  ADD ("not-given-back-with-anothers-words", test_not_given_back_with_anothers_words);
  ADD ("refill-of-own-laptop-that-was-shut-out", test_refill);
  ADD ("refill-of-what-is-sealed", test_refill_of_what_is_sealed);
  ADD ("refused-while-the-laptop-waits", test_refused_while_waiting);
#undef ADD

  return g_test_run ();
}
