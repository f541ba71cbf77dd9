/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-round.h"
#include "amia-store-lists.h"
#include "store-fixture.h"

/* The two halves of a round on the store's side: what is asked, and which answers are believed. */

static const AmiaRoundLimits limits = { .changes_max = 10, .bytes_max = 100000, .page_max = 10 };

static void
commit (Fixture    *fixture,
        const char *title)
{
  static const AmiaUuid id = { { 1 } };
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set_string (edits, "case", &id, &id, "title", title);
  g_assert_true (amia_store_commit (fixture->store, edits, NULL, &error));
}

static AmiaSyncRequest *
prepare (Fixture *fixture,
         guint    changes_max)
{
  AmiaRoundLimits some = limits;
  g_autoptr (GError) error = NULL;
  AmiaSyncRequest *request;

  some.changes_max = changes_max;
  request = amia_round_prepare (fixture->store, &some, &error);
  g_assert_no_error (error);
  return request;
}

static AmiaSyncResponse *
answer_in (const char *epoch,
           gint64      ack,
           gint64      next)
{
  AmiaSyncResponse *response = amia_sync_response_new ();

  response->epoch = g_strdup (epoch);
  response->ack = ack;
  response->next = next;
  return response;
}

static AmiaSyncResponse *
answer (gint64 ack,
        gint64 next)
{
  return answer_in ("e1", ack, next);
}

static void
take (Fixture               *fixture,
      const AmiaSyncRequest *request,
      AmiaSyncResponse      *response,
      AmiaRoundOutcome      *outcome)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_round_take (fixture->store, request, response, outcome, &error));
  g_assert_no_error (error);
}

static void
assert_state (Fixture *fixture,
              gint64   acked,
              gint64   since)
{
  g_auto (AmiaSyncState) state = { 0 };

  g_assert_true (amia_store_get_sync_state (fixture->store, &state, NULL));
  g_assert_cmpint (state.acked, ==, acked);
  g_assert_cmpint (state.since, ==, since);
}

static void
test_what_waits_is_sent_and_acknowledged (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (2, 2);
  AmiaRoundOutcome outcome;

  fixture_open (&fixture, "anna", "FK");
  commit (&fixture, "Ett");
  commit (&fixture, "Två");
  commit (&fixture, "Tre");
  request = prepare (&fixture, 2);
  g_assert_cmpint (request->from, ==, 1);
  g_assert_cmpuint (request->changes->len, ==, 2);

  take (&fixture, request, response, &outcome);
  g_assert_cmpuint (outcome.n_pushed, ==, 2);
  g_assert_cmpuint (outcome.n_left, ==, 1);
  g_assert_true (outcome.is_progress);
  assert_state (&fixture, 2, 2);
}

static void
test_no_more_is_believed_than_was_sent (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (1, 5);
  AmiaRoundOutcome outcome;

  /* A file that was set back asks; before the answer comes somebody writes, under a number that the
   * server knows for something else. */
  fixture_open (&fixture, "anna", "FK");
  request = prepare (&fixture, 10);
  commit (&fixture, "Ett annat");

  take (&fixture, request, response, &outcome);
  g_assert_cmpuint (outcome.n_pushed, ==, 0);
  g_assert_cmpuint (outcome.n_left, ==, 1);
  assert_state (&fixture, 0, 0);
}

static void
test_more_than_was_ever_written_is_a_fork (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (1, 5);
  AmiaRoundOutcome outcome;

  fixture_open (&fixture, "anna", "FK");
  request = prepare (&fixture, 10);
  take (&fixture, request, response, &outcome);

  g_assert_true (outcome.needs_fork);
  assert_state (&fixture, 0, 0);
}

/* A title that a colleague of another agency wrote, in the case that commit() writes in. */
static AmiaChange *
make_title (const char *text)
{
  static const AmiaUuid device = { { 0xbe } };
  static const AmiaUuid id = { { 1 } };
  AmiaChange           *change = amia_change_new (&device, 1, 1, "bertil", "AF");

  g_ptr_array_add (change->ops, amia_op_new ("case", &id, &id, "title", "basics", text));
  return change;
}

/* A file that was set back has what its reader lost since. That is heard in the first answer,
 * though the page is not believed, be it that something was written meanwhile or that nothing was:
 * it may be long until somebody signs in under the new name. */
static void
test_rights_are_heard_before_a_fork (void)
{
  for (guint is_written = 0; is_written < 2; is_written++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_autoptr (AmiaSyncRequest) first = NULL;
      g_autoptr (AmiaSyncRequest) request = NULL;
      g_autoptr (AmiaSyncResponse) gift = answer (0, 5);
      g_autoptr (AmiaSyncResponse) response = answer (1, 9);
      AmiaRoundOutcome outcome;
      const AmiaUuid   scope = { { 1 } };
      const AmiaUuid   goal = { { 2 } };
      const AmiaUuid   own_case = { { 3 } };
      AmiaWireScope    taken = { scope, 8, NULL };
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      fixture_open (&fixture, "anna", "FK");
      first = prepare (&fixture, 10);
      amia_sync_response_take_change (gift, 5, make_title ("\"Hemligt\""), 0);
      take (&fixture, first, gift, &outcome);
      before = fixture_get (&fixture, &scope, "title");
      g_assert_cmpstr (before, ==, "Hemligt");

      request = prepare (&fixture, 10);
      if (is_written > 0)
        (void) fixture_put (&fixture, "goal", &goal, &own_case, "text", "Eget");
      g_array_append_val (response->scopes, taken);
      take (&fixture, request, response, &outcome);
      g_assert_cmpint (outcome.needs_fork, ==, is_written == 0);
      after = fixture_get (&fixture, &scope, "title");
      g_assert_null (after);
      assert_state (&fixture, 0, 5);
    }
}

/* The numbers are another file's of this name: what was sent under them is still to be sent. */
static void
test_numbers_of_another_file_take_nothing (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (99, 0);
  AmiaRoundOutcome outcome;
  const AmiaUuid   goal = { { 2 } };
  const AmiaUuid   own_case = { { 3 } };
  g_autoptr (GError) error = NULL;
  AmiaStatus status = { 0 };

  fixture_open (&fixture, "anna", "FK");
  (void) fixture_put (&fixture, "goal", &goal, &own_case, "text", "Eget");
  request = prepare (&fixture, 10);
  g_assert_cmpuint (request->changes->len, ==, 1);
  take (&fixture, request, response, &outcome);

  g_assert_true (outcome.needs_fork);
  g_assert_cmpuint (outcome.n_pushed, ==, 0);
  g_assert_cmpuint (outcome.n_left, ==, 1);
  g_assert_true (amia_store_get_status (fixture.store, &status, &error));
  g_assert_cmpuint (status.n_waiting, ==, 1);
}

static void
test_answer_to_an_older_question_is_passed_over (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncRequest) stale = NULL;
  g_autoptr (AmiaSyncResponse) first = answer (0, 10);
  g_autoptr (AmiaSyncResponse) second = answer (0, 20);
  AmiaRoundOutcome outcome;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  request = prepare (&fixture, 10);
  take (&fixture, request, first, &outcome);
  stale = prepare (&fixture, 10);
  assert_state (&fixture, 0, 10);

  /* The server began a new life in between: 10 to 20 of the old one would leave a gap in it. */
  g_assert_true (amia_store_rewind (fixture.store, "e2", 0, &error));
  take (&fixture, stale, second, &outcome);
  g_assert_false (outcome.is_progress);
  assert_state (&fixture, 0, 0);
}

/* What was given here before the server was set back, and it never speaks of again, is asked about
 * when it gives something out. */
static void
test_remains_of_an_earlier_life_are_asked_about (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncRequest) closed = NULL;
  g_autoptr (AmiaSyncRequest) open = NULL;
  g_autoptr (AmiaSyncRequest) settled = NULL;
  g_autoptr (AmiaSyncResponse) first = answer (0, 10);
  g_autoptr (AmiaSyncResponse) nothing = answer_in ("e2", 0, 0);
  g_autoptr (AmiaSyncResponse) something = answer_in ("e2", 0, 5);
  g_autoptr (AmiaSyncResponse) last = answer_in ("e2", 0, 5);
  const AmiaUuid   scope = { { 7 } };
  AmiaWireScope    given = { scope, 4, g_strdup ("{\"pair\":true,\"from\":{}}") };
  AmiaRoundOutcome outcome;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  g_array_append_val (first->scopes, given);
  request = prepare (&fixture, 10);
  take (&fixture, request, first, &outcome);
  g_assert_true (amia_store_rewind (fixture.store, "e2", 0, &error));

  closed = prepare (&fixture, 10);
  g_assert_cmpuint (closed->receipts->len, ==, 0);
  take (&fixture, closed, nothing, &outcome);
  take (&fixture, closed, something, &outcome);

  open = prepare (&fixture, 10);
  g_assert_cmpuint (open->receipts->len, ==, 1);
  g_assert_cmpint (g_array_index (open->receipts, AmiaWireReceipt, 0).generation, ==, 0);
  g_assert_true (
      amia_uuid_equal (&g_array_index (open->receipts, AmiaWireReceipt, 0).scope, &scope));
  take (&fixture, open, last, &outcome);
  settled = prepare (&fixture, 10);
  g_assert_cmpuint (settled->receipts->len, ==, 0);
}

static void
test_contradictions_are_refused (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;

  fixture_open (&fixture, "anna", "FK");
  commit (&fixture, "Ett");
  request = prepare (&fixture, 10);
  request->epoch = g_strdup ("e0");
  request->from = 5;

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (AmiaSyncResponse) response = answer (i == 1 ? 3 : 4, 0);
      AmiaWireRefusal  refusal = { 9, g_strdup ("invalid") };
      AmiaRoundOutcome outcome;
      g_autoptr (GError) error = NULL;

      if (i > 0)
        {
          g_free (response->epoch);
          response->epoch = g_strdup ("e0");
        }
      g_array_append_val (response->refused, refusal);
      g_assert_false (amia_round_take (fixture.store, request, response, &outcome, &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
    }
  assert_state (&fixture, 0, 0);
}

static void
test_escrow_and_refusals_are_counted_apart (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (4, 4);
  AmiaWireRefusal  refused = { 2, g_strdup ("invalid") };
  AmiaWireRefusal  escrowed[] = { { 3, g_strdup ("not_member") }, { 4, g_strdup ("not_member") } };
  AmiaRoundOutcome outcome;

  fixture_open (&fixture, "anna", "FK");
  commit (&fixture, "Ett");
  commit (&fixture, "Två");
  commit (&fixture, "Tre");
  commit (&fixture, "Fyra");
  request = prepare (&fixture, 10);
  g_array_append_val (response->refused, refused);
  g_array_append_vals (response->escrowed, escrowed, G_N_ELEMENTS (escrowed));

  take (&fixture, request, response, &outcome);
  g_assert_cmpuint (outcome.n_pushed, ==, 1);
  g_assert_cmpuint (outcome.n_refused, ==, 1);
  g_assert_cmpuint (outcome.n_escrowed, ==, 2);
  assert_state (&fixture, 4, 4);
}

/* A server is sent columns once it has said that it reads them, and until it no longer does. */
static void
test_columns_are_sent_to_who_reads_them (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaRoundOutcome outcome;

  fixture_open (&fixture, "anna", "FK");
  for (gint64 i = 0; i < 3; i++)
    {
      g_autoptr (AmiaSyncRequest) request = prepare (&fixture, 10);
      g_autoptr (AmiaSyncResponse) response = answer (0, i);

      g_assert_true (request->can_columns);
      g_assert_cmpint (request->use_columns, ==, i == 1);
      response->can_columns = i == 0;
      take (&fixture, request, response, &outcome);
    }
}

static gboolean
is_short (const AmiaSyncRequest *request)
{
  GBytes *bytes = g_ptr_array_index (request->changes, request->changes->len - 1);
  g_autoptr (AmiaChange) change = NULL;
  g_autoptr (GError) error = NULL;

  change = amia_change_decode (&request->device,
                               request->from + request->changes->len - 1,
                               g_bytes_get_data (bytes, NULL),
                               g_bytes_get_size (bytes),
                               &error);
  g_assert_no_error (error);
  g_assert_cmpuint (change->ops->len, ==, 2);
  return change->is_short;
}

/* What is written before the server has said that it reads the short form is in the long one, and
 * so it is again once an older one has taken its place. An answer in short says nothing of it. */
static void
test_changes_are_short_for_who_reads_them (void)
{
  static const struct
  {
    gboolean says_can;
    gboolean can_short;
    gboolean was_short;
  } steps[] = {
    { TRUE, TRUE, FALSE },
    { FALSE, FALSE, TRUE },
    { TRUE, FALSE, TRUE },
    { TRUE, FALSE, FALSE },
  };
  g_auto (Fixture) fixture = { 0 };

  fixture_open (&fixture, "anna", "FK");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const AmiaUuid id = { { (guint8) (i + 1) } };
      g_autoptr (AmiaEdits) edits = amia_edits_new ();
      g_autoptr (AmiaSyncRequest) request = NULL;
      g_autoptr (AmiaSyncResponse) response = answer (i + 1, 0);
      g_autoptr (GError) error = NULL;
      AmiaRoundOutcome outcome;

      amia_edits_set_string (edits, "participant", &id, NULL, "name", "Karin");
      amia_edits_set_string (edits, "participant", &id, NULL, "phone", "070");
      g_assert_true (amia_store_commit (fixture.store, edits, NULL, &error));
      request = prepare (&fixture, 10);
      g_assert_cmpint (is_short (request), ==, steps[i].was_short);
      response->says_can = steps[i].says_can;
      response->can_short = steps[i].can_short;
      take (&fixture, request, response, &outcome);
    }
}

/* A server that says it reads columns and calls them malformed is sent rows from then on; when it
 * can't read those either, nothing is tried any more. */
static void
test_rows_after_malformed_columns (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaProblem malformed = { (char *) "malformed", 0, NULL };
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AmiaSyncRequest) request = NULL;
      g_autoptr (AmiaSyncResponse) response = NULL;
      AmiaRoundOutcome outcome;

      commit (&fixture, "Ett");
      request = prepare (&fixture, 10);
      g_assert_cmpint (request->use_columns, ==, i == 1);
      if (i == 1)
        {
          g_assert_true (amia_round_rewind (fixture.store, &malformed, &error));
          continue;
        }
      response = answer (request->from - 1 + request->changes->len, 0);
      response->can_mark = FALSE;
      take (&fixture, request, response, &outcome);
    }

  g_assert_false (amia_round_rewind (fixture.store, &malformed, &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
}

static void
test_gap_goes_back_to_what_the_server_has (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncRequest) again = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (3, 3);
  AmiaRoundOutcome outcome;
  AmiaProblem      gap = { (char *) "gap", 2, NULL };
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  commit (&fixture, "Ett");
  commit (&fixture, "Två");
  commit (&fixture, "Tre");
  request = prepare (&fixture, 10);
  take (&fixture, request, response, &outcome);
  assert_state (&fixture, 3, 3);

  g_assert_true (amia_round_rewind (fixture.store, &gap, &error));
  again = prepare (&fixture, 10);
  g_assert_cmpint (again->from, ==, 2);
  g_assert_cmpuint (again->changes->len, ==, 2);
}

/* Both were set back: what the server has under our name in its new life need not be what is here,
 * so that its word for how much that is proves nothing. */
static void
test_new_life_is_shown_everything (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncRequest) again = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (2, 2);
  AmiaRoundOutcome outcome;
  AmiaProblem      epoch = { (char *) "epoch", 2, (char *) "e2" };
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  commit (&fixture, "Ett");
  commit (&fixture, "Två");
  request = prepare (&fixture, 10);
  take (&fixture, request, response, &outcome);

  g_assert_true (amia_round_rewind (fixture.store, &epoch, &error));
  g_assert_no_error (error);
  again = prepare (&fixture, 10);
  g_assert_cmpstr (again->epoch, ==, "e2");
  g_assert_cmpint (again->from, ==, 1);
  g_assert_cmpuint (again->changes->len, ==, 2);
}

/* --- What the server is to know ------------------------------------------------------------- */

static void
test_facts_are_told_until_the_server_has_them (void)
{
  static const AmiaUuid id = { { 1 } };
  /* What the answer says, and how many go with the next request. More than was told is not
   * believed: it would be about a copy of this file. */
  static const struct
  {
    gint64 acked;
    guint  n_left;
  } rows[] = { { -1, 2 }, { 0, 2 }, { 1, 1 }, { 99, 0 } };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  g_assert_true (amia_store_add_fact (fixture.store, AMIA_FACT_OPEN, &id, NULL, &error));
  g_assert_true (amia_store_add_fact (fixture.store, AMIA_FACT_PRINT, NULL, "blankett", &error));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaSyncRequest) request = prepare (&fixture, 10);
      g_autoptr (AmiaSyncRequest) next = NULL;
      g_autoptr (AmiaSyncResponse) response = answer (0, 0);
      AmiaRoundOutcome outcome;

      response->facts_acked = rows[i].acked;
      take (&fixture, request, response, &outcome);
      next = prepare (&fixture, 10);
      g_assert_cmpuint (next->facts->len, ==, rows[i].n_left);
      g_assert_cmpint (outcome.is_progress, ==, next->facts->len < request->facts->len);
    }
}

/* A third fact of which an answer to an older question says nothing is told, too. */
static void
test_fact_after_the_question_is_kept (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncRequest) next = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (0, 0);
  AmiaRoundOutcome outcome;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  request = prepare (&fixture, 10);
  g_assert_true (amia_store_add_fact (fixture.store, AMIA_FACT_EXPORT, NULL, NULL, &error));
  response->facts_acked = 99;
  take (&fixture, request, response, &outcome);
  next = prepare (&fixture, 10);
  g_assert_cmpuint (next->facts->len, ==, 1);
}

static void
test_receipt_is_told_until_an_answer_is_taken (void)
{
  const AmiaUuid scope = { { 9 } };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaSyncRequest) first = NULL;
  g_autoptr (AmiaSyncRequest) second = NULL;
  g_autoptr (AmiaSyncRequest) third = NULL;
  g_autoptr (AmiaSyncResponse) narrower = answer (0, 20);
  g_autoptr (AmiaSyncResponse) heard = answer (0, 20);
  AmiaWireScope    event = { scope, 20, NULL };
  AmiaRoundOutcome outcome;

  fixture_open (&fixture, "anna", "FK");
  first = prepare (&fixture, 10);
  g_assert_cmpuint (first->receipts->len, ==, 0);
  g_array_append_val (narrower->scopes, event);
  take (&fixture, first, narrower, &outcome);

  second = prepare (&fixture, 10);
  g_assert_cmpuint (second->receipts->len, ==, 1);
  g_assert_cmpint (g_array_index (second->receipts, AmiaWireReceipt, 0).generation, ==, 20);
  take (&fixture, second, heard, &outcome);
  g_assert_true (outcome.is_progress);

  third = prepare (&fixture, 10);
  g_assert_cmpuint (third->receipts->len, ==, 0);
}

/* --- A change that does not get through ----------------------------------------------------- */

static void
test_large_change_goes_as_its_hash_and_is_refused_here (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *large = g_strnfill (20000, 'x');
  g_autoptr (AmiaSyncRequest) before = NULL;
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (2, 2);
  guint8           hash[AMIA_CHANGE_HASH_LENGTH];
  guint8           sent[AMIA_CHANGE_HASH_LENGTH];
  AmiaRoundOutcome outcome;
  AmiaStatus       status;
  gsize            length;
  const char      *bytes;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  commit (&fixture, large);
  commit (&fixture, "Litet");
  before = prepare (&fixture, 1);
  g_assert_true (amia_round_set_aside (fixture.store, &error));
  request = prepare (&fixture, 10);

  g_assert_cmpuint (request->changes->len, ==, 2);
  bytes = g_bytes_get_data (g_ptr_array_index (before->changes, 0), &length);
  amia_change_hash (bytes, length, hash);
  g_assert_true (amia_forgotten_change_read (g_ptr_array_index (request->changes, 0), sent));
  g_assert_cmpmem (hash, sizeof hash, sent, sizeof sent);
  g_assert_false (amia_forgotten_change_read (g_ptr_array_index (request->changes, 1), sent));

  take (&fixture, request, response, &outcome);
  assert_state (&fixture, 2, 2);
  g_assert_true (amia_store_get_status (fixture.store, &status, &error));
  g_assert_cmpuint (status.n_refused, ==, 1);
  g_assert_cmpuint (status.n_waiting, ==, 0);
}

static void
test_size_is_not_blamed_for_everything (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *large = g_strnfill (20000, 'x');
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncResponse) response = answer (1, 1);
  AmiaRoundOutcome outcome;

  /* Nothing waits; what waits is small; not even the hash got through. */
  fixture_open (&fixture, "anna", "FK");
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      if (i == 1)
        commit (&fixture, "Litet");
      if (i == 2)
        {
          request = prepare (&fixture, 10);
          take (&fixture, request, response, &outcome);
          commit (&fixture, large);
          g_assert_true (amia_round_set_aside (fixture.store, &error));
        }
      g_assert_false (amia_round_set_aside (fixture.store, &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE);
    }
}

/* --- A new name ----------------------------------------------------------------------------- */

static void
test_fork_keeps_what_the_server_has (void)
{
  static const struct
  {
    gint64 expect;
    guint  n_renamed;
  } rows[] = { { 0, 3 }, { 1, 3 }, { 3, 1 }, { 9, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      AmiaProblem fork = { (char *) "fork", rows[i].expect, NULL };
      g_autoptr (AmiaSyncRequest) first = NULL;
      g_autoptr (AmiaSyncRequest) request = NULL;
      g_autoptr (AmiaSyncResponse) response = answer (0, 1);
      AmiaRoundOutcome outcome;
      g_autoptr (GError) error = NULL;

      fixture_open (&fixture, "anna", "FK");
      first = prepare (&fixture, 10);
      take (&fixture, first, response, &outcome);
      commit (&fixture, "Ett");
      commit (&fixture, "Två");
      commit (&fixture, "Tre");
      g_assert_true (amia_round_mend (fixture.store, AMIA_SYNC_MEND_FORK, &fork, &error));
      request = prepare (&fixture, 10);
      g_assert_false (amia_uuid_equal (&request->device, &first->device));
      g_assert_cmpuint (request->changes->len, ==, rows[i].n_renamed);
    }
}

/* --- Answers out of order ------------------------------------------------------------------- */

/* A poll that waited beside a round knows nothing of a lane that was opened meanwhile. */
static void
test_late_answer_closes_no_lane (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_auto (AmiaSyncState) state = { 0 };
  AmiaWireLane lane = { { { 7 } }, 20, 0 };
  g_autoptr (AmiaSyncRequest) poll = NULL;
  g_autoptr (AmiaSyncRequest) push = NULL;
  g_autoptr (AmiaSyncResponse) late = answer (0, 10);
  g_autoptr (AmiaSyncResponse) response = answer (0, 30);
  AmiaRoundOutcome outcome;

  fixture_open (&fixture, "anna", "FK");
  poll = prepare (&fixture, 0);
  push = prepare (&fixture, 10);
  g_array_append_val (response->lanes, lane);
  take (&fixture, push, response, &outcome);
  /* As if it had been asked in this life of the log. */
  poll->epoch = g_strdup ("e1");
  take (&fixture, poll, late, &outcome);

  g_assert_true (amia_store_get_sync_state (fixture.store, &state, NULL));
  g_assert_cmpint (state.since, ==, 30);
  g_assert_cmpuint (state.lanes->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/round/remains-of-an-earlier-life-are-asked-about",
                   test_remains_of_an_earlier_life_are_asked_about);
  g_test_add_func ("/round/what-waits-is-sent-and-acknowledged",
                   test_what_waits_is_sent_and_acknowledged);
  g_test_add_func ("/round/new-life-is-shown-everything", test_new_life_is_shown_everything);
  g_test_add_func ("/round/no-more-is-believed-than-was-sent",
                   test_no_more_is_believed_than_was_sent);
  g_test_add_func ("/round/more-than-was-ever-written-is-a-fork",
                   test_more_than_was_ever_written_is_a_fork);
  g_test_add_func ("/round/rights-are-heard-before-a-fork", test_rights_are_heard_before_a_fork);
  g_test_add_func ("/round/numbers-of-another-file-take-nothing",
                   test_numbers_of_another_file_take_nothing);
  g_test_add_func ("/round/answer-to-an-older-question-is-passed-over",
                   test_answer_to_an_older_question_is_passed_over);
  g_test_add_func ("/round/contradictions-are-refused", test_contradictions_are_refused);
  g_test_add_func ("/round/escrow-and-refusals-are-counted-apart",
                   test_escrow_and_refusals_are_counted_apart);
  g_test_add_func ("/round/changes-are-short-for-who-reads-them",
                   test_changes_are_short_for_who_reads_them);
  g_test_add_func ("/round/rows-after-malformed-columns", test_rows_after_malformed_columns);
  g_test_add_func ("/round/columns-are-sent-to-who-reads-them",
                   test_columns_are_sent_to_who_reads_them);
  g_test_add_func ("/round/gap-goes-back-to-what-the-server-has",
                   test_gap_goes_back_to_what_the_server_has);

  g_test_add_func ("/round/facts-are-told-until-the-server-has-them",
                   test_facts_are_told_until_the_server_has_them);
  g_test_add_func ("/round/fact-after-the-question-is-kept", test_fact_after_the_question_is_kept);
  g_test_add_func ("/round/receipt-is-told-until-an-answer-is-taken",
                   test_receipt_is_told_until_an_answer_is_taken);
  g_test_add_func ("/round/large-change-goes-as-its-hash-and-is-refused-here",
                   test_large_change_goes_as_its_hash_and_is_refused_here);
  g_test_add_func ("/round/size-is-not-blamed-for-everything",
                   test_size_is_not_blamed_for_everything);
  g_test_add_func ("/round/fork-keeps-what-the-server-has", test_fork_keeps_what_the_server_has);
  g_test_add_func ("/round/late-answer-closes-no-lane", test_late_answer_closes_no_lane);

  return g_test_run ();
}
