/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "server-laptop.h"

/* The rules of a round, on a real ledger and without HTTP. Anna is FK's, Bertil AF's; each case
 * begins where nobody knows of anything. */

#define DAY_MS (24ll * 60 * 60 * 1000)

typedef struct
{
  Office *office;
  Laptop *anna;
  Laptop *bertil;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->office = office_new ();
  office_add_user (f->office, "anna", "FK");
  office_add_user (f->office, "bertil", "FK");
  office_add_user (f->office, "cilla", "FK");
  f->anna = laptop_new (f->office, "anna", 0x9f);
  f->bertil = laptop_new (f->office, "bertil", 0x77);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  laptop_free (f->anna);
  laptop_free (f->bertil);
  office_free (f->office);
}

static void
assert_problem (AmiaRoundAnswer *answer,
                const char      *code,
                gint64           expect)
{
  g_autoptr (AmiaRoundAnswer) owned = answer;

  g_assert_null (owned->response);
  g_assert_cmpstr (owned->problem->code, ==, code);
  g_assert_cmpint (owned->problem->expect, ==, expect);
}

/* Who asks. */

static void
test_unknown_token (Fixture      *f,
                    gconstpointer data)
{
  f->anna->token[0] ^= 1;
  assert_problem (laptop_round (f->anna, 401), "unauthorized", 0);
}

static void
test_expired_token (Fixture      *f,
                    gconstpointer data)
{
  f->office->now_ms += 61 * DAY_MS;
  assert_problem (laptop_round (f->anna, 401), "unauthorized", 0);
}

static void
test_other_device (Fixture      *f,
                   gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  f->anna->device = f->bertil->device;
  assert_problem (laptop_round (f->anna, 403), "forbidden", 0);
}

/* What comes in. */

static void
test_push (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  const AmiaWireOwn *own;

  laptop_found_case (f->anna, 1, NULL);
  laptop_write_journal (f->anna, 1, 1);
  answer = laptop_round (f->anna, 200);

  g_assert_cmpint (answer->response->ack, ==, 2);
  g_assert_cmpuint (answer->response->feed->len, ==, 0);
  g_assert_cmpuint (answer->response->own->len, ==, 1);
  own = &g_array_index (answer->response->own, AmiaWireOwn, 0);
  g_assert_cmpint (own->first, ==, 1);
  g_assert_cmpint (own->last, ==, 2);
  g_assert_cmpint (own->seq, ==, 1);
}

static void
test_answer_lost (Fixture      *f,
                  gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_found_case (f->anna, 1, NULL);
  laptop_write (
      f->anna,
      "[\"journal\",\"018f3a5b-7c00-7000-8000-000000000001\",null,\"text\",\"basics\",[],1]");
  laptop_lose_round (f->anna);
  laptop_lose_round (f->anna);
  laptop_write_journal (f->anna, 1, 1);
  answer = laptop_round (f->anna, 200);

  g_assert_cmpint (answer->response->ack, ==, 3);
  g_assert_cmpuint (answer->n_taken, ==, 1);
  g_assert_cmpuint (answer->n_refused, ==, 0);
  g_assert_cmpuint (answer->response->own->len, ==, 2);
  g_assert_cmpuint (answer->response->refused->len, ==, 1);
  g_assert_cmpint (g_array_index (answer->response->refused, AmiaWireRefusal, 0).n, ==, 2);
}

static void
test_restart (Fixture      *f,
              gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_lose_round (f->anna);
  office_restart (f->office);
  laptop_write_journal (f->anna, 1, 1);
  laptop_sync (f->anna);
  office_restart (f->office);
  laptop_sync (f->bertil);

  g_assert_cmpint (f->anna->acked, ==, 3);
  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, 4);
}

static void
test_gap (Fixture      *f,
          gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  f->anna->acked = 4;
  assert_problem (laptop_round (f->anna, 409), "gap", 1);
}

static void
test_fork_before (Fixture      *f,
                  gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  laptop_sync (f->anna);
  f->anna->chain[0] ^= 1;
  assert_problem (laptop_round (f->anna, 409), "fork", 0);
}

/* A laptop set back to yesterday writes something else under a number that is taken. */
static void
test_fork_same_number (Fixture      *f,
                       gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  laptop_lose_round (f->anna);
  g_ptr_array_set_size (f->anna->outbox, 0);
  laptop_found_case (f->anna, 2, NULL);
  assert_problem (laptop_round (f->anna, 409), "fork", 1);
}

/* What was not taken is not below the fork: under the old name nobody would ever hear of it. */
static void
test_fork_after_a_refusal (Fixture      *f,
                           gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  laptop_write_journal (f->anna, 9, 1);
  laptop_write_journal (f->anna, 1, 2);
  laptop_lose_round (f->anna);
  g_ptr_array_set_size (f->anna->outbox, 2);
  laptop_write_journal (f->anna, 1, 3);
  assert_problem (laptop_round (f->anna, 409), "fork", 2);
}

/* The acknowledgement tells a laptop that was set back, and has not written yet, that it was. */
static void
test_set_back_laptop (Fixture      *f,
                      gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_found_case (f->anna, 1, NULL);
  laptop_lose_round (f->anna);
  g_ptr_array_set_size (f->anna->outbox, 0);
  answer = laptop_run (f->anna, laptop_ask (f->anna));
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->response->ack, ==, 1);
}

static void
test_refused_does_not_hold_up (Fixture      *f,
                               gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_found_case (f->anna, 1, NULL);
  laptop_write_bytes (f->anna, "{\"nothing\":\"of a change\"}");
  laptop_write_journal (f->anna, 2, 1);
  laptop_write_journal (f->anna, 1, 2);
  answer = laptop_round (f->anna, 200);

  g_assert_cmpint (answer->response->ack, ==, 4);
  g_assert_cmpuint (answer->response->refused->len, ==, 2);
  g_assert_cmpstr (g_array_index (answer->response->refused, AmiaWireRefusal, 0).reason,
                   ==,
                   "invalid");
  g_assert_cmpint (g_array_index (answer->response->refused, AmiaWireRefusal, 1).n, ==, 3);
  g_assert_cmpstr (g_array_index (answer->response->refused, AmiaWireRefusal, 1).reason,
                   ==,
                   "not_member");
}

/* What goes out. */

/* Both write the same, without having seen each other: a third reader who holds only one of the two
 * would take it for replaced when the other's next op names the other. */
static void
test_equal_values_are_passed_on (Fixture      *f,
                                 gconstpointer data)
{
  g_autofree char *id = g_strdup (id_of ("case", 1));
  g_autofree char *op =
      g_strdup_printf ("[\"case\",\"%s\",\"%s\",\"title\",\"basics\",[[\"9f9f9f9f9f9f9f9f9f9f9f9f9f"
                       "9f9f9f\",1]],\"Same\"]",
                       id,
                       id);
  g_autofree char *of_anna = g_strdup_printf ("9f/3/%s/title", id);
  g_autofree char *of_bertil = g_strdup_printf ("77/1/%s/title", id);

  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  laptop_write (f->anna, op);
  laptop_write (f->bertil, op);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  laptop_sync (f->anna);

  g_assert_true (laptop_has (f->bertil, of_anna));
  g_assert_true (laptop_has (f->anna, of_bertil));
}

/* A change has more ops than a page has changes: it comes whole or not at all. */
static void
test_page_cuts_no_change (Fixture      *f,
                          gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_write_journal (f->anna, 1, 1);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  laptop_found_case (f->anna, 2, NULL);
  laptop_add_member (f->anna, 2, "bertil", NULL);
  laptop_sync (f->anna);

  f->bertil->page_max = 1;
  for (gboolean has_more = TRUE; has_more;)
    {
      g_autoptr (AmiaRoundAnswer) answer = laptop_round (f->bertil, 200);

      for (guint i = 0; i < answer->response->feed->len; i++)
        {
          const AmiaWireChange *entry = g_ptr_array_index (answer->response->feed, i);

          if (entry->change->n == 4)
            g_assert_cmpuint (entry->change->ops->len, ==, 2);
        }
      has_more = answer->response->more || answer->response->lanes->len > 0;
      laptop_take (f->bertil, answer);
    }
  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, 7);
}

/* Lives of the log. */

static void
test_other_epoch (Fixture      *f,
                  gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  laptop_sync (f->anna);
  g_free (f->anna->epoch);
  f->anna->epoch = g_strdup ("another");
  assert_problem (laptop_round (f->anna, 410), "epoch", 1);
}

static void
test_server_set_back (Fixture      *f,
                      gconstpointer data)
{
  g_autofree char *epoch = NULL;
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_found_case (f->anna, 1, NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  epoch = g_strdup (f->anna->epoch);

  /* As if the last hour of the server had not been. */
  f->office->now_ms += DAY_MS;
  f->anna->since = 1000;
  answer = laptop_round (f->anna, 410);
  g_assert_cmpstr (answer->problem->epoch, !=, epoch);
  g_assert_cmpint (answer->problem->expect, ==, 1);
  assert_problem (laptop_round (f->bertil, 410), "epoch", 0);

  /* Once is enough: in its first minutes the new life is not ended by another claim. */
  g_free (f->anna->epoch);
  f->anna->epoch = g_strdup (answer->problem->epoch);
  assert_problem (laptop_round (f->anna, 409), "gap", 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/rounds/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("asker/unknown-token", test_unknown_token);
  ADD ("asker/expired-token", test_expired_token);
  ADD ("asker/another-device", test_other_device);
  ADD ("intake/push", test_push);
  ADD ("intake/answer-lost-is-no-harm", test_answer_lost);
  ADD ("intake/restart-in-between-is-no-harm", test_restart);
  ADD ("intake/gap", test_gap);
  ADD ("intake/fork-before-the-batch", test_fork_before);
  ADD ("intake/fork-under-the-same-number", test_fork_same_number);
  ADD ("intake/fork-after-a-refusal", test_fork_after_a_refusal);
  ADD ("intake/laptop-set-back-is-told", test_set_back_laptop);
  ADD ("intake/refused-does-not-hold-up", test_refused_does_not_hold_up);
  ADD ("feed/equal-values-are-passed-on", test_equal_values_are_passed_on);
  ADD ("feed/page-cuts-no-change", test_page_cuts_no_change);
  ADD ("epoch/another-one", test_other_epoch);
  ADD ("epoch/server-was-set-back", test_server_set_back);
#undef ADD

  return g_test_run ();
}
