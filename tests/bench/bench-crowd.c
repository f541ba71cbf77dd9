/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "amia-clock.h"
#include "amia-ledger-accounts.h"
#include "amia-password.h"
#include "amia-sql-ledger.h"
#include "bench-times.h"
#include "server-client.h"

/* An office of laptops at one server: a hundred that begin at the same time, and a thousand that
 * wait. Client and server are one process, so the memory of a waiter is that of both ends. Prints
 * `name value unit` lines. */

#define N_LAPTOPS 1000
#define N_FIRST   100
#define N_CHANGES 1000

#define CONSENT "018f3a5b-7c00-7000-8000-0000000000e1"
#define CONSENT_OP(field, value) \
  "[\"consent\",\"" CONSENT "\",\"" HOST_CASE "\",\"" field "\",\"basics\",[]," value "]"
#define CONSENT_OPS                        \
  CONSENT_OP ("kind", "\"participation\"") \
  "," CONSENT_OP ("parties", "[\"FK\",\"AF\"]") "," CONSENT_OP ("areas", "[\"*\"]")

typedef struct
{
  AmiaUuid           id;
  char               token[AMIA_TOKEN_TEXT_LENGTH + 1];
  GSocketConnection *connection;
} Laptop;

typedef struct
{
  Host            *host;
  char            *anna;
  AmiaSyncRequest *writing;
  Laptop           laptops[N_LAPTOPS];
  char            *epoch;
  char            *readers_hash;
  gint64           since;
} Crowd;

/* All of Bertil's. To sign in a thousand times would measure Argon2. */
static void
add_laptops (Crowd *crowd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = amia_sql_ledger_open (crowd->host->path, &error);

  g_assert_no_error (error);
  g_assert_true (amia_ledger_begin (ledger, &error));
  for (guint i = 0; i < N_LAPTOPS; i++)
    {
      Laptop          *laptop = &crowd->laptops[i];
      g_autofree char *name = g_strdup_printf ("laptop %u", i);
      g_autofree char *token = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
      AmiaDevice       device = { 0 };

      laptop->id = amia_uuid_new_random ();
      g_strlcpy (laptop->token, token, sizeof laptop->token);
      device.id = laptop->id;
      device.user = (char *) "bertil";
      device.expires_ms = G_MAXINT64 / 2;
      g_assert_true (amia_token_hash (laptop->token, device.token));
      g_assert_true (amia_ledger_put_device (ledger, &device, &error));
    }
  g_assert_true (amia_ledger_commit (ledger, &error));
}

/* What stands in the request; the next begins where this one ends. */
static void
send_changes (Crowd *crowd)
{
  AmiaSyncRequest *request = crowd->writing;
  g_autoptr (AmiaSyncResponse) response = host_sync (crowd->host, crowd->anna, request);

  g_assert_cmpint (response->ack, ==, request->from - 1 + request->changes->len);
  g_assert_cmpuint (response->refused->len, ==, 0);
  for (guint i = 0; i < request->changes->len; i++)
    {
      gsize       length;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (request->changes, i), &length);

      amia_chain_next (request->chain, bytes, length, request->chain);
    }
  request->from = response->ack + 1;
  request->since = response->next;
  g_free (request->epoch);
  request->epoch = g_strdup (response->epoch);
  g_ptr_array_set_size (request->changes, 0);
}

static void
add_note (Crowd *crowd,
          guint  i)
{
  g_autofree char *ops = g_strdup_printf (
      "[\"journal\",\"018f3a5b-7c00-7000-8001-%012x\",\"" HOST_CASE "\",\"text\",\"basics\","
      "[],\"Ringde om planeringen för tredje gången, nummer %u\"]",
      i,
      i);

  request_add_change (crowd->writing, ops);
}

static void
write_case (Crowd *crowd)
{
  crowd->writing = new_request (1);
  request_add_change (crowd->writing, HOST_CASE_OPS "," CONSENT_OPS);
  for (guint i = 1; i < N_CHANGES; i++)
    add_note (crowd, i);
  send_changes (crowd);
}

static void
ask (Crowd  *crowd,
     Laptop *laptop,
     guint   wait_seconds)
{
  g_autoptr (AmiaSyncRequest) request = new_request (2);

  request->device = laptop->id;
  request->epoch = g_strdup (crowd->epoch);
  request->since = crowd->since;
  request->readers_hash = g_strdup (crowd->readers_hash);
  request->wait_seconds = wait_seconds;
  request->page_max = N_CHANGES;
  send_poll (laptop->connection, laptop->token, request);
}

static AmiaSyncResponse *
hear (Laptop *laptop)
{
  g_autoptr (Reply) reply = connection_receive (laptop->connection);
  g_autoptr (GError) error = NULL;
  AmiaSyncResponse *response;

  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  response = amia_sync_response_decode (g_bytes_get_data (reply->body, NULL),
                                        g_bytes_get_size (reply->body),
                                        &error);
  g_assert_no_error (error);
  return response;
}

/* They all ask, and then they all get everything. */
static void
measure_first_syncs (Crowd *crowd)
{
  double start_ms = bench_now_ms ();
  double start_processor_ms = bench_processor_ms ();

  for (guint i = 0; i < N_FIRST; i++)
    ask (crowd, &crowd->laptops[i], 0);
  for (guint i = 0; i < N_FIRST; i++)
    {
      g_autoptr (AmiaSyncResponse) response = hear (&crowd->laptops[i]);

      g_assert_cmpuint (response->feed->len, >, N_CHANGES / 2);
      crowd->since = response->next;
      g_free (crowd->epoch);
      g_free (crowd->readers_hash);
      crowd->epoch = g_strdup (response->epoch);
      crowd->readers_hash = g_strdup (response->readers_hash);
    }

  bench_print ("crowd-first-syncs-last", bench_now_ms () - start_ms, "ms");
  bench_print ("crowd-first-sync-processor",
               (bench_processor_ms () - start_processor_ms) / N_FIRST,
               "ms");
}

/* Laptops that say where they are until there is nothing that they are told at once. */
static void
settle (Crowd *crowd)
{
  for (guint i = 0; i < N_LAPTOPS; i++)
    {
      g_autoptr (AmiaSyncResponse) response = NULL;

      ask (crowd, &crowd->laptops[i], 0);
      response = hear (&crowd->laptops[i]);
      crowd->since = response->next;
      if (response->readers_hash != NULL)
        {
          g_free (crowd->readers_hash);
          crowd->readers_hash = g_strdup (response->readers_hash);
        }
    }
}

static double
get_memory_kib (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  fields = g_strsplit (text, " ", 3);
  return g_ascii_strtod (fields[1], NULL) * (double) sysconf (_SC_PAGESIZE) / 1024;
}

static void
connect_laptops (Crowd *crowd,
                 guint  first,
                 guint  last)
{
  for (guint i = first; i <= last; i++)
    crowd->laptops[i].connection = host_connect (crowd->host);
}

/* From before a colleague's change is sent until the last laptop has it. */
static void
measure_waiting (Crowd *crowd)
{
  double memory_kib = get_memory_kib ();
  double start_ms;
  double start_processor_ms;

  connect_laptops (crowd, N_FIRST, N_LAPTOPS - 1);
  settle (crowd);
  for (guint i = 0; i < N_LAPTOPS; i++)
    ask (crowd, &crowd->laptops[i], AMIA_WAIT_SECONDS_MAX);
  host_await_metric (crowd->host, "amia_waiting", N_LAPTOPS);
  bench_print ("crowd-waiter-memory",
               (get_memory_kib () - memory_kib) / (N_LAPTOPS - N_FIRST),
               "kib");

  start_ms = bench_now_ms ();
  start_processor_ms = bench_processor_ms ();
  add_note (crowd, N_CHANGES);
  send_changes (crowd);
  for (guint i = 0; i < N_LAPTOPS; i++)
    {
      g_autoptr (AmiaSyncResponse) response = hear (&crowd->laptops[i]);

      g_assert_cmpuint (response->feed->len, ==, 1);
    }
  bench_print ("crowd-wake-up-last", bench_now_ms () - start_ms, "ms");
  bench_print ("crowd-wake-up-processor",
               (bench_processor_ms () - start_processor_ms) * 1000 / N_LAPTOPS,
               "us/laptop");
}

/* Two descriptors for each, and the usual bound is a thousand. */
static void
allow_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = MIN (limit.rlim_max, 4 * N_LAPTOPS);
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_error ("Too few files may be open");
}

int
main (void)
{
  g_autofree Crowd *crowd = g_new0 (Crowd, 1);

  allow_descriptors ();
  crowd->host = host_new (NULL);
  crowd->anna = host_login (crowd->host, "anna", 1);
  add_laptops (crowd);
  write_case (crowd);
  connect_laptops (crowd, 0, N_FIRST - 1);
  measure_first_syncs (crowd);
  measure_waiting (crowd);

  for (guint i = 0; i < N_LAPTOPS; i++)
    g_object_unref (crowd->laptops[i].connection);
  host_free (crowd->host);
  amia_sync_request_free (crowd->writing);
  g_free (crowd->anna);
  g_free (crowd->epoch);
  g_free (crowd->readers_hash);
  return 0;
}
