/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-db.h"
#include "amia-replica.h"
#include "amia-sync.h"

G_BEGIN_DECLS

/* Two laptops and the program amia-server, as a process of its own on loopback: stores, engines and
 * HTTP as in the window. Whatever goes wrong ends the program. */

#define N_CHANGES        10000
#define N_CASES          100
#define PATIENCE_SECONDS 120

typedef struct
{
  AmiaReplica   *replica;
  AmiaTransport *transport;
  AmiaSync      *sync;
  guint          n_pulled;
} Laptop;

typedef struct
{
  const char  *name; /* of the variant; all figures begin with it */
  char        *folder;
  char        *ledger;
  char        *certificate; /* NULL: without TLS */
  char        *key;
  const char  *program;
  char        *url;
  GSubprocess *server;
  GSubprocess *delay;    /* between the laptops and the server; NULL for none */
  guint        delay_ms; /* each way; 0 for none */
  AmiaDb      *bare;
  GRand       *random;
  AmiaUuid     cases[N_CASES];
  AmiaUuid     forms[N_CASES]; /* one in each */
  Laptop       anna;
  Laptop       bertil;
} Bench;

/* Lets the main loop run until @condition holds. */
#define WAIT_UNTIL(condition)                                       \
  G_STMT_START                                                      \
  {                                                                 \
    guint give_up_id = g_timeout_add_seconds (PATIENCE_SECONDS,     \
                                              bench_give_up_cb,     \
                                              (char *) #condition); \
    while (!(condition))                                            \
      g_main_context_iteration (NULL, TRUE);                        \
    g_source_remove (give_up_id);                                   \
  }                                                                 \
  G_STMT_END

void bench_store_result_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
/* Lets the main loop run until there is a result. */
GAsyncResult *bench_wait_for (GAsyncResult **result);
gboolean      bench_give_up_cb (gpointer user_data);
/* Runs @func on the laptop's thread and waits for it. */
gpointer bench_call (Laptop         *laptop,
                     AmiaReplicaFunc func,
                     gpointer        data);
/* A diary entry of thirteen fields in one of the cases. */
AmiaEdits *bench_write_note (Bench *bench);
void       bench_write_notes (Bench *bench,
                              guint  n);
/* As many answers in forms, a line of words each, and most of them not the first. */
void bench_write_answers (Bench *bench,
                          guint  n);
/* Anna, FK, founds them with Bertil, AF, in each, and a consent that lets everything travel. */
void     bench_found_cases (Bench *bench);
void     bench_start_server (Bench *bench);
void     bench_add_account (Bench      *bench,
                            const char *user,
                            const char *agency);
void     bench_open_laptop (Bench      *bench,
                            Laptop     *laptop,
                            const char *user,
                            const char *agency);
void     bench_close_laptop (Laptop *laptop);
gboolean bench_is_listening (Laptop *laptop);
gpointer bench_count_waiting (AmiaStore    *store,
                              gpointer      data,
                              GCancellable *cancellable,
                              GError      **error);
/* Processor time of the server so far, which the system counts in hundredths of a second. */
double bench_get_server_ms (Bench *bench);

G_END_DECLS
