/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "server-laptop.h"

/* What a round gives out: to whom, by which way, and what colleagues learn of it.
 * All are of one agency: teams decide here, consents in test-consent-rounds.c. */

#define P1     "018f3a5b-7c00-7000-8000-0000000000b1"
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
test_strangers_get_nothing (Fixture      *f,
                            gconstpointer data)
{
  laptop_found_case (f->anna, 1, NULL);
  laptop_write_journal (f->anna, 1, 1);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);

  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, 0);
  g_assert_cmpint (f->bertil->since, ==, f->anna->since);
}

static void
test_second_laptop (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr (Laptop) second = laptop_new (f->office, "anna", 0x11);

  laptop_write (f->anna, "[\"participant\",\"" P1 "\",null,\"name\",\"basics\",[],\"Berta Ek\"]");
  laptop_found_case (f->anna, 1, P1);
  laptop_sync (f->anna);
  laptop_sync (second);

  g_assert_true (laptop_has (second, "9f/1/" P1 "/name"));
  g_assert_cmpuint (g_hash_table_size (second->ops), ==, 4);
  g_assert_cmpuint (g_hash_table_size (f->anna->ops), ==, 0);
}

static void
test_lane_brings_the_past (Fixture      *f,
                           gconstpointer data)
{
  g_autofree char *first = g_strdup_printf ("9f/2/%s/text", id_of ("journal", 1));

  laptop_found_case (f->anna, 1, NULL);
  laptop_write_journal (f->anna, 1, 1);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_write_journal (f->anna, 1, 2);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);

  g_assert_true (laptop_has (f->bertil, first));
  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, 5);
}

/* Pages of one change: the lane goes on from where it was, also when answers get lost, and no op
 * comes twice. */
static void
test_lane_in_small_pages (Fixture      *f,
                          gconstpointer data)
{
  guint n_received = 0;

  laptop_found_case (f->anna, 1, NULL);
  for (guint i = 0; i < 20; i++)
    laptop_write_journal (f->anna, 1, i);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_write_journal (f->anna, 1, 20);
  laptop_sync (f->anna);

  f->bertil->page_max = 1;
  for (gboolean has_more = TRUE; has_more;)
    {
      g_autoptr (AmiaRoundAnswer) answer = NULL;

      laptop_lose_round (f->bertil);
      answer = laptop_round (f->bertil, 200);
      g_assert_cmpuint (answer->response->feed->len, <=, 1);
      n_received += answer->response->feed->len;
      has_more = answer->response->more;
    }

  g_assert_cmpuint (n_received, ==, 23);
  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, 24);
}

static void
test_put_out (Fixture      *f,
              gconstpointer data)
{
  g_autofree char *removal = NULL;
  guint            n_before;

  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  n_before = g_hash_table_size (f->bertil->ops);

  removal = g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"removed\",\"basics\",[],true]",
                             id_of ("member bertil", 1),
                             id_of ("case", 1));
  laptop_write (f->anna, removal);
  laptop_write_journal (f->anna, 1, 1);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, n_before);

  laptop_write_journal (f->bertil, 1, 2);
  {
    g_autoptr (AmiaRoundAnswer) answer = laptop_round (f->bertil, 200);

    g_assert_cmpuint (answer->response->refused->len, ==, 0);
    g_assert_cmpstr (g_array_index (answer->response->escrowed, AmiaWireRefusal, 0).reason,
                     ==,
                     "not_member");
  }
}

static void
test_let_in_again (Fixture      *f,
                   gconstpointer data)
{
  g_autofree char *missed = g_strdup_printf ("9f/4/%s/text", id_of ("journal", 1));
  g_autofree char *out = NULL;
  g_autofree char *in = NULL;

  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);

  out = g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"to\",\"basics\",[],\"2001-01-01\"]",
                         id_of ("member bertil", 1),
                         id_of ("case", 1));
  in = g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"to\",\"basics\",[3],null]",
                        id_of ("member bertil", 1),
                        id_of ("case", 1));
  laptop_write (f->anna, out);
  laptop_write_journal (f->anna, 1, 1);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_false (laptop_has (f->bertil, missed));

  laptop_write (f->anna, in);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_true (laptop_has (f->bertil, missed));
}

/* A lane that was under way when its reader was put out is over. */
static void
test_lane_ends_with_membership (Fixture      *f,
                                gconstpointer data)
{
  g_autofree char *out =
      g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"removed\",\"basics\",[],true]",
                       id_of ("member bertil", 1),
                       id_of ("case", 1));

  laptop_found_case (f->anna, 1, NULL);
  for (guint i = 0; i < 5; i++)
    laptop_write_journal (f->anna, 1, i);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_sync (f->anna);

  f->bertil->page_max = 2;
  amia_round_answer_free (laptop_round (f->bertil, 200));
  g_assert_cmpuint (f->bertil->lanes->len, ==, 1);

  laptop_write (f->anna, out);
  laptop_sync (f->anna);
  {
    g_autoptr (AmiaRoundAnswer) answer = laptop_round (f->bertil, 200);

    g_assert_cmpuint (answer->response->feed->len, ==, 0);
    g_assert_cmpuint (answer->response->lanes->len, ==, 0);
  }
}

/* Memberships begin and end by themselves, at midnight in Sweden. */
static void
test_membership_by_date (Fixture      *f,
                         gconstpointer data)
{
  guint n_before;

  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", "\"from\",\"basics\",[],\"2026-11-24\"");
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, 0);

  f->office->now_ms += 3 * DAY_MS;
  laptop_sync (f->bertil);
  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, 4);

  laptop_write_journal (f->anna, 1, 1);
  laptop_add_member (f->anna, 1, "cilla", "\"to\",\"basics\",[],\"2026-11-27\"");
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_cmpuint (g_hash_table_size (f->bertil->ops), ==, 7);

  {
    g_autoptr (Laptop) cilla = laptop_new (f->office, "cilla", 0x33);

    laptop_sync (cilla);
    n_before = g_hash_table_size (cilla->ops);
    g_assert_cmpuint (n_before, ==, 7);
    f->office->now_ms += 3 * DAY_MS;
    laptop_write_journal (f->anna, 1, 2);
    laptop_sync (f->anna);
    laptop_sync (cilla);
    g_assert_cmpuint (g_hash_table_size (cilla->ops), ==, n_before);
  }
}

static void
test_participant_of_two_cases (Fixture      *f,
                               gconstpointer data)
{
  g_autofree char *out =
      g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"removed\",\"basics\",[],true]",
                       id_of ("member bertil", 1),
                       id_of ("case", 1));

  laptop_write (f->anna, "[\"participant\",\"" P1 "\",null,\"name\",\"basics\",[],\"Berta Ek\"]");
  laptop_found_case (f->anna, 1, P1);
  laptop_found_case (f->anna, 2, P1);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_add_member (f->anna, 2, "bertil", NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_true (laptop_has (f->bertil, "9f/1/" P1 "/name"));

  laptop_write (f->anna, out);
  laptop_write (f->anna, "[\"participant\",\"" P1 "\",null,\"phone\",\"basics\",[],\"070\"]");
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_true (laptop_has (f->bertil, "9f/7/" P1 "/phone"));
}

/* A change of ops in two cases: each reader gets those of theirs, each once. */
static void
test_change_across_cases (Fixture      *f,
                          gconstpointer data)
{
  g_autofree char *both = g_strdup_printf ("[\"goal\",\"%s\",\"%s\",\"text\",\"plan\",[],\"a\"],"
                                           "[\"goal\",\"%s\",\"%s\",\"text\",\"plan\",[],\"b\"]",
                                           id_of ("goal", 1),
                                           id_of ("case", 1),
                                           id_of ("goal", 2),
                                           id_of ("case", 2));
  g_autofree char *first = g_strdup_printf ("9f/3/%s/text", id_of ("goal", 1));
  g_autofree char *second = g_strdup_printf ("9f/3/%s/text", id_of ("goal", 2));

  laptop_found_case (f->anna, 1, NULL);
  laptop_found_case (f->anna, 2, NULL);
  laptop_write (f->anna, both);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_true (laptop_has (f->bertil, first));
  g_assert_false (laptop_has (f->bertil, second));

  laptop_add_member (f->anna, 2, "bertil", NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  g_assert_true (laptop_has (f->bertil, second));
}

/* How far colleagues are. */

static gint64
get_reader (const AmiaRoundAnswer *answer,
            const char            *user)
{
  for (guint i = 0; answer->response->readers != NULL && i < answer->response->readers->len; i++)
    {
      const AmiaWireReader *reader = &g_array_index (answer->response->readers, AmiaWireReader, i);

      if (g_str_equal (reader->user, user))
        return reader->position;
    }

  return -1;
}

static void
test_readers (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) before = NULL;
  g_autoptr (AmiaRoundAnswer) sent = NULL;
  g_autoptr (AmiaRoundAnswer) after = NULL;
  g_autoptr (AmiaRoundAnswer) again = NULL;

  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  before = laptop_round (f->anna, 200);
  g_assert_cmpint (get_reader (before, "bertil"), ==, 0);

  /* Sent is not there yet: only the next round says that it is on Bertil's disk. */
  amia_round_answer_free (laptop_round (f->bertil, 200));
  sent = laptop_run (f->anna, laptop_ask (f->anna));
  g_assert_cmpint (get_reader (sent, "bertil"), ==, -1);

  amia_round_answer_free (laptop_round (f->bertil, 200));
  after = laptop_round (f->anna, 200);
  g_assert_cmpint (get_reader (after, "bertil"), ==, 2);
  again = laptop_round (f->anna, 200);
  g_assert_null (again->response->readers);
}

/* Two answers are under way to one laptop, and the one that was sent last is lost: what it offered
 * is not on that disk. */
static void
test_readers_of_lost_offer (Fixture      *f,
                            gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) late = NULL;
  g_autoptr (AmiaRoundAnswer) first = NULL;
  g_autoptr (AmiaRoundAnswer) second = NULL;

  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  laptop_write_journal (f->anna, 1, 1);
  laptop_sync (f->anna);
  late = laptop_run (f->bertil, laptop_ask (f->bertil));
  laptop_write_journal (f->anna, 1, 2);
  laptop_sync (f->anna);
  laptop_lose_round (f->bertil);

  laptop_take (f->bertil, late);
  amia_round_answer_free (laptop_round (f->bertil, 200));
  first = laptop_round (f->anna, 200);
  g_assert_cmpint (get_reader (first, "bertil"), ==, 3);

  amia_round_answer_free (laptop_round (f->bertil, 200));
  second = laptop_round (f->anna, 200);
  g_assert_cmpint (get_reader (second, "bertil"), ==, 4);
}

/* What is nobody else's business moves nobody's position, or laptops would wake each other for
 * ever. */
static void
test_readers_rest (Fixture      *f,
                   gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_autoptr (Laptop) cilla = laptop_new (f->office, "cilla", 0x33);

  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_sync (f->anna);
  for (guint i = 0; i < 2; i++)
    {
      laptop_sync (f->bertil);
      laptop_sync (f->anna);
    }

  laptop_found_case (cilla, 9, NULL);
  laptop_sync (cilla);
  laptop_sync (f->bertil);
  laptop_sync (f->bertil);
  answer = laptop_round (f->anna, 200);
  g_assert_null (answer->response->readers);
}

static void
test_hold (Fixture      *f,
           gconstpointer data)
{
  AmiaRoundAsk ask = { { 0 }, NULL, f->office->now_ms, TRUE };
  g_autoptr (AmiaRoundAnswer) held = NULL;
  g_autoptr (AmiaRoundAnswer) pushed = NULL;

  laptop_found_case (f->anna, 1, NULL);
  laptop_add_member (f->anna, 1, "bertil", NULL);
  laptop_sync (f->anna);
  laptop_sync (f->bertil);
  laptop_sync (f->bertil);

  memcpy (ask.token, f->bertil->token, sizeof ask.token);
  ask.request = laptop_ask (f->bertil);
  held = amia_rounds_run (f->office->rounds, &ask);
  g_assert_cmpuint (held->status, ==, 0);
  g_assert_cmpstr (held->user, ==, "bertil");
  amia_sync_request_free (ask.request);

  laptop_write_journal (f->anna, 1, 1);
  pushed = laptop_round (f->anna, 200);
  g_assert_true (g_ptr_array_find_with_equal_func (pushed->wake, "bertil", g_str_equal, NULL));
  g_assert_false (g_ptr_array_find_with_equal_func (pushed->wake, "cilla", g_str_equal, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/feed/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("feed/strangers-get-nothing", test_strangers_get_nothing);
  ADD ("feed/second-laptop-gets-contents", test_second_laptop);
  ADD ("feed/change-across-cases-is-parted", test_change_across_cases);
  ADD ("lane/brings-the-past", test_lane_brings_the_past);
  ADD ("lane/in-small-pages-with-losses", test_lane_in_small_pages);
  ADD ("lane/ends-with-membership", test_lane_ends_with_membership);
  ADD ("team/put-out", test_put_out);
  ADD ("team/let-in-again", test_let_in_again);
  ADD ("team/by-date", test_membership_by_date);
  ADD ("team/participant-of-two-cases", test_participant_of_two_cases);
  ADD ("readers/on-disk-there", test_readers);
  ADD ("readers/not-by-what-was-lost", test_readers_of_lost_offer);
  ADD ("readers/rest-when-nothing-concerns-them", test_readers_rest);
  ADD ("hold/and-who-is-woken", test_hold);
#undef ADD

  return g_test_run ();
}
