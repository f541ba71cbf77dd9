/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#include "amia-db.h"
#include "amia-gzip.h"
#include "server-client.h"

/* What the server does in a second, over HTTP on loopback, client and server in one process. Prints
 * `name value unit` lines. The ratio is to the same bytes put into a table of the same kind of file
 * and no more, measured in turns with the rounds. Times of the processor are of both ends together;
 * wall-clock times tell on a shared machine what others do as well. */

#define N_CHANGES 10000
#define N_BATCH   2000
#define N_ROUNDS  200

static const char *const words[] = { "möte", "ringde", "vården", "planering", "sömn", "arbete",
                                     "Skellefteå", "praktik", "läkare", "uppföljning", "yoga",
                                     "samtycke", "ekonomi", "bättre", "vila", "handläggare" };

/* Anna's and Bertil's agencies may see each other's whole work. */
#define CONSENT          "018f3a5b-7c00-7000-8000-0000000000e1"
#define CONSENT_OP(f, v) "[\"consent\",\"" CONSENT "\",\"" HOST_CASE "\",\"" f "\",\"basics\",[]," v "]"
#define CONSENT_OPS                        \
  CONSENT_OP ("kind", "\"participation\"") \
  "," CONSENT_OP ("parties", "[\"FK\",\"AF\"]") "," CONSENT_OP ("areas", "[\"*\"]")

typedef struct
{
  Host  *host;
  GRand *random;
  char  *anna;
  char  *bertil;
  char  *epoch;
  guint8 chain[AMIA_CHAIN_LENGTH];
  gint64 acked;
  gint64 anna_since;
  gint64 bertil_since;
  char  *readers_hash;
  gsize  n_sent;
  gsize  n_received;
} Bench;

/* With a ledger in PostgreSQL the figures have names of their own. */
static const char *
get_name (void)
{
  return g_strcmp0 (g_getenv ("AMIA_TEST_LEDGER"), "postgres") == 0 ? "server-postgres" : "server";
}

static gint64
get_processor_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static GBytes *
make_change (Bench *bench,
             guint  number)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char *change;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (text,
                            "%s ",
                            words[g_rand_int_range (bench->random, 0, G_N_ELEMENTS (words))]);
  change = g_strdup_printf ("{\"h\":\"%016x\",\"ops\":["
                            "[\"journal\",\"018f3a5b-7c00-7000-8001-%012x\",\"" HOST_CASE "\","
                            "\"headline\",\"basics\",[],\"Möte %u\"],"
                            "[\"journal\",\"018f3a5b-7c00-7000-8001-%012x\",\"" HOST_CASE "\","
                            "\"text\",\"basics\",[],\"%s\"]]}",
                            number + 1,
                            number,
                            number,
                            number,
                            text->str);
  return g_bytes_new_take (change, strlen (change));
}

/* One round on a connection that stays, packed both ways. */
static AmiaSyncResponse *
make_round (Bench             *bench,
            GSocketConnection *connection,
            const char        *token,
            AmiaSyncRequest   *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = amia_sync_request_encode (request);
  g_autoptr (GBytes) packed = amia_gzip_deflate (plain);
  g_autofree char *headers =
      g_strdup_printf ("Authorization: Bearer %s\r\nContent-Encoding: gzip\r\n"
                       "Accept-Encoding: gzip\r\n",
                       token);
  g_autoptr (Reply) reply = NULL;
  AmiaSyncResponse *response;

  send_request (connection,
                "POST",
                "/v1/sync",
                headers,
                g_bytes_get_data (packed, NULL),
                g_bytes_get_size (packed));
  reply = connection_receive (connection);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  response = amia_sync_response_decode (g_bytes_get_data (reply->body, NULL),
                                        g_bytes_get_size (reply->body),
                                        &error);
  g_assert_no_error (error);

  bench->n_sent += g_bytes_get_size (packed);
  bench->n_received += reply->body_length;
  return response;
}

static void
push (Bench             *bench,
      GSocketConnection *connection,
      GPtrArray         *changes)
{
  g_autoptr (AmiaSyncRequest) request = new_request (1);
  g_autoptr (AmiaSyncResponse) response = NULL;

  request->epoch = g_strdup (bench->epoch);
  request->from = bench->acked + 1;
  request->since = bench->anna_since;
  memcpy (request->chain, bench->chain, sizeof request->chain);
  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (request->changes, g_bytes_ref (g_ptr_array_index (changes, i)));

  response = make_round (bench, connection, bench->anna, request);
  g_assert_cmpint (response->ack, ==, bench->acked + changes->len);
  g_assert_cmpuint (response->refused->len, ==, 0);
  for (guint i = 0; i < changes->len; i++)
    {
      gsize       length;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (changes, i), &length);

      amia_chain_next (bench->chain, bytes, length, bench->chain);
    }
  bench->acked = response->ack;
  bench->anna_since = response->next;
  g_free (bench->epoch);
  bench->epoch = g_strdup (response->epoch);
}

static gint64
insert_bare (AmiaDb    *bare,
             GPtrArray *changes)
{
  static const char sql[] = "INSERT INTO bare (body) VALUES (?)";
  g_autoptr (GError) error = NULL;
  gint64 began_us = g_get_monotonic_time ();

  g_assert_true (amia_db_begin (bare, &error));
  for (guint i = 0; i < changes->len; i++)
    {
      g_autoptr (AmiaStatement) statement = amia_db_prepare (bare, sql, "insert", &error);
      gsize       length;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (changes, i), &length);

      amia_statement_bind_text_length (statement, 1, bytes, length);
      g_assert_true (amia_statement_run (statement, &error));
    }
  g_assert_true (amia_db_commit (bare, &error));
  return g_get_monotonic_time () - began_us;
}

static void
measure_push (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = host_connect (bench->host);
  g_autofree char *path = g_build_filename (bench->host->directory, "bare.db", NULL);
  g_autoptr (AmiaDb) bare = amia_db_open (path, AMIA_DB_CREATE, &error);
  const AmiaMigration migration = {
    1,
    "CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"
  };
  gint64 round_us = 0;
  gint64 bare_us = 0;
  gint64 processor_us = 0;

  g_assert_true (amia_db_migrate (bare, 1, &migration, 1, &error));
  for (guint number = 0; number < N_CHANGES; number += N_BATCH)
    {
      g_autoptr (GPtrArray) changes =
          g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      gint64 began_us;
      gint64 processor_began_us;

      for (guint i = 0; i < N_BATCH; i++)
        g_ptr_array_add (changes, make_change (bench, number + i));

      began_us = g_get_monotonic_time ();
      processor_began_us = get_processor_us ();
      push (bench, connection, changes);
      round_us += g_get_monotonic_time () - began_us;
      processor_us += get_processor_us () - processor_began_us;
      bare_us += insert_bare (bare, changes);
    }

  g_print ("%s-push %.0f changes/s\n", get_name (), N_CHANGES * 1e6 / (double) round_us);
  g_print ("%s-push-processor %.1f us/change\n", get_name (), (double) processor_us / N_CHANGES);
  g_print ("%s-push-to-bare-insert %.2f ratio\n", get_name (), (double) round_us / (double) bare_us);
  g_print ("%s-push-wire %.0f bytes/change\n", get_name (), (double) bench->n_sent / N_CHANGES);
  (void) g_unlink (path);
}

static void
measure_pull (Bench *bench)
{
  g_autoptr (GSocketConnection) connection = host_connect (bench->host);
  gint64   began_us = g_get_monotonic_time ();
  gint64   processor_began_us = get_processor_us ();
  gsize    n_before = bench->n_received;
  guint    n_changes = 0;
  gboolean has_more = TRUE;

  while (has_more)
    {
      g_autoptr (AmiaSyncRequest) request = new_request (2);
      g_autoptr (AmiaSyncResponse) response = NULL;

      request->epoch = g_strdup (bench->bertil_since > 0 ? bench->epoch : NULL);
      request->since = bench->bertil_since;
      response = make_round (bench, connection, bench->bertil, request);
      n_changes += response->feed->len;
      bench->bertil_since = response->next;
      has_more = response->more;
      g_free (bench->readers_hash);
      bench->readers_hash = g_strdup (response->readers_hash);
    }

  g_assert_cmpuint (n_changes, >=, N_CHANGES);
  g_print ("%s-pull %.0f changes/s\n", get_name (),
           n_changes * 1e6 / (double) (g_get_monotonic_time () - began_us));
  g_print ("%s-pull-processor %.1f us/change\n", get_name (),
           (double) (get_processor_us () - processor_began_us) / n_changes);
  g_print ("%s-pull-wire %.0f bytes/change\n", get_name (),
           (double) (bench->n_received - n_before) / n_changes);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gint64 *first = a;
  const gint64 *second = b;

  return *first < *second ? -1 : *first > *second;
}

static double
get_median_ms (GArray *times)
{
  g_array_sort (times, compare_times);
  return (double) g_array_index (times, gint64, times->len / 2) / 1000;
}

static void
measure_idle (Bench *bench)
{
  g_autoptr (GSocketConnection) connection = host_connect (bench->host);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gsize n_before = bench->n_sent + bench->n_received;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (AmiaSyncRequest) request = new_request (2);
      g_autoptr (AmiaSyncResponse) response = NULL;
      gint64 us = g_get_monotonic_time ();

      request->epoch = g_strdup (bench->epoch);
      request->since = bench->bertil_since;
      request->readers_hash = g_strdup (bench->readers_hash);
      response = make_round (bench, connection, bench->bertil, request);
      us = g_get_monotonic_time () - us;
      g_array_append_val (times, us);
    }

  g_print ("%s-idle-round-p50 %.2f ms\n", get_name (), get_median_ms (times));
  g_print ("%s-idle-round-wire %.0f bytes\n", get_name (),
           (double) (bench->n_sent + bench->n_received - n_before) / N_ROUNDS);
}

/* From the moment that a change is sent until the other laptop, which waits, has it. */
static void
measure_wake (Bench *bench)
{
  g_autoptr (GSocketConnection) writer = host_connect (bench->host);
  g_autoptr (GSocketConnection) reader = host_connect (bench->host);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (AmiaSyncRequest) poll = new_request (2);
      g_autoptr (GPtrArray) change =
          g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_autoptr (AmiaSyncResponse) response = NULL;
      g_autoptr (Reply) reply = NULL;
      gint64 us;

      poll->epoch = g_strdup (bench->epoch);
      poll->since = bench->bertil_since;
      poll->readers_hash = g_strdup (bench->readers_hash);
      poll->wait_seconds = AMIA_WAIT_SECONDS_MAX;
      send_poll (reader, bench->bertil, poll);
      g_ptr_array_add (change, make_change (bench, N_CHANGES + i));

      us = g_get_monotonic_time ();
      push (bench, writer, change);
      reply = connection_receive (reader);
      us = g_get_monotonic_time () - us;
      response = amia_sync_response_decode (g_bytes_get_data (reply->body, NULL),
                                            g_bytes_get_size (reply->body),
                                            NULL);
      bench->bertil_since = response->next;
      if (response->readers_hash != NULL)
        {
          g_free (bench->readers_hash);
          bench->readers_hash = g_strdup (response->readers_hash);
        }
      if (response->feed->len > 0)
        g_array_append_val (times, us);
    }

  g_print ("%s-edit-to-other-laptop-p50 %.2f ms\n", get_name (), get_median_ms (times));
}

int
main (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Bench bench = { 0 };
  g_autoptr (GSocketConnection) connection = host_connect (host);
  g_autoptr (GPtrArray) founding = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  static const char founding_text[] = "{\"h\":\"018f3a5b7c000001\",\"ops\":[" HOST_CASE_OPS "," CONSENT_OPS "]}";

  bench.host = host;
  bench.random = random;
  bench.anna = host_login (host, "anna", 1);
  bench.bertil = host_login (host, "bertil", 2);
  g_ptr_array_add (founding, g_bytes_new_static (founding_text, strlen (founding_text)));
  push (&bench, connection, founding);
  bench.n_sent = 0;

  measure_push (&bench);
  measure_pull (&bench);
  measure_idle (&bench);
  measure_wake (&bench);

  g_free (bench.anna);
  g_free (bench.bertil);
  g_free (bench.epoch);
  g_free (bench.readers_hash);
  return 0;
}
