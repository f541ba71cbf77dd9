/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-laptops.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "amia-http-transport.h"
#include "amia-store-lists.h"
#include "amia-store-sync.h"

#define PASSWORD "ljung och hjortron"

static const char *const words[] = { "möte", "ringde", "vården", "planering", "sömn", "arbete",
                                     "Skellefteå", "praktik", "läkare", "uppföljning", "yoga",
                                     "samtycke", "ekonomi", "bättre", "vila", "handläggare" };

/* With the four that this program knows an entry has thirteen fields, as in a diary. */
static const char *const more_fields[] = { "mood", "sleep", "pain", "steps", "hours",
                                           "energy", "calls", "visits", "weight" };

/* --- Waiting ------------------------------------------------------------------------------- */

void
bench_store_result_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GAsyncResult *
bench_wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

gboolean
bench_give_up_cb (gpointer user_data)
{
  g_error ("Waited in vain for %s", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

gpointer
bench_call (Laptop         *laptop,
            AmiaReplicaFunc func,
            gpointer        data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer answer;

  amia_replica_call_async (laptop->replica,
                           func,
                           data,
                           NULL,
                           NULL,
                           NULL,
                           bench_store_result_cb,
                           &result);
  answer = amia_replica_call_finish (laptop->replica, bench_wait_for (&result), &error);
  if (error != NULL)
    g_error ("%s", error->message);
  return answer;
}

/* --- What is written ------------------------------------------------------------------------ */

/* The agencies may see each other's whole work, so that every op is asked about and travels. */
static void
add_consent (AmiaEdits      *edits,
             const AmiaUuid *case_id)
{
  AmiaUuid id = amia_uuid_new_random ();

  amia_edits_set_string (edits, "consent", &id, case_id, "kind", "participation");
  amia_edits_set (edits, "consent", &id, case_id, "parties", NULL, "[\"FK\",\"AF\"]");
  amia_edits_set (edits, "consent", &id, case_id, "areas", NULL, "[\"*\"]");
}

static AmiaEdits *
found_case (Bench *bench,
            guint  i)
{
  AmiaEdits       *edits = amia_edits_new ();
  AmiaUuid         member = amia_uuid_new_random ();
  g_autofree char *title = g_strdup_printf ("Ärende %u", i);

  bench->cases[i] = amia_uuid_new_random ();
  bench->forms[i] = amia_uuid_new_v7 (g_get_real_time () / 1000);
  amia_edits_set_string (edits, "case", &bench->cases[i], &bench->cases[i], "title", title);
  amia_edits_set_string (edits, "member", &member, &bench->cases[i], "user", "bertil");
  add_consent (edits, &bench->cases[i]);
  return edits;
}

AmiaEdits *
bench_write_note (Bench *bench)
{
  const AmiaUuid *case_id = &bench->cases[g_rand_int_range (bench->random, 0, N_CASES)];
  AmiaEdits      *edits = amia_edits_new ();
  const AmiaUuid  id = amia_uuid_new_v7 (g_get_real_time () / 1000);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 25; i++)
    {
      gint32 n = g_rand_int_range (bench->random, 0, G_N_ELEMENTS (words));

      g_string_append_printf (text, "%s ", words[n]);
    }
  amia_edits_set_string (edits, "journal", &id, case_id, "kind", "note");
  amia_edits_set_string (edits, "journal", &id, case_id, "headline", "Telefonsamtal");
  amia_edits_set_string (edits, "journal", &id, case_id, "text", text->str);
  amia_edits_set_string (edits, "journal", &id, case_id, "date", "2026-03-14");
  for (gsize i = 0; i < G_N_ELEMENTS (more_fields); i++)
    {
      g_autofree char *value = g_strdup_printf ("%d", g_rand_int_range (bench->random, 0, 1000));

      amia_edits_set (edits, "journal", &id, case_id, more_fields[i], "basics", value);
    }
  return edits;
}

static AmiaEdits *
write_answer (Bench *bench)
{
  const gint32     i = g_rand_int_range (bench->random, 0, N_CASES);
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *field =
      g_strdup_printf ("answer/fraga-%d", g_rand_int_range (bench->random, 0, 5));
  g_autoptr (GString) line = g_string_new ("\"");

  for (guint k = 0; k < 8; k++)
    g_string_append_printf (line,
                            "%s ",
                            words[g_rand_int_range (bench->random, 0, G_N_ELEMENTS (words))]);
  g_string_append_c (line, '"');
  amia_edits_set (
      edits, "form", &bench->forms[i], &bench->cases[i], field, "work", line->str);
  return edits;
}

static gpointer
commit_all (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return GINT_TO_POINTER (amia_store_commit_all (store, data, NULL, error));
}

void
bench_write_notes (Bench *bench,
                   guint  n)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (actions, bench_write_note (bench));
  bench_call (&bench->anna, commit_all, actions);
}

void
bench_write_answers (Bench *bench,
                     guint  n)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (actions, write_answer (bench));
  bench_call (&bench->anna, commit_all, actions);
}

void
bench_found_cases (Bench *bench)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint i = 0; i < N_CASES; i++)
    g_ptr_array_add (actions, found_case (bench, i));
  bench_call (&bench->anna, commit_all, actions);
}

/* --- The office ----------------------------------------------------------------------------- */

void
bench_add_account (Bench      *bench,
                   const char *user,
                   const char *agency)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                              &error,
                              bench->program,
                              "user",
                              "add",
                              user,
                              "--agency",
                              agency,
                              "--role",
                              "caseworker",
                              "--db",
                              bench->ledger,
                              NULL);
  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, PASSWORD "\n", NULL, NULL, NULL, &error) ||
      !g_subprocess_wait_check (process, NULL, &error))
    g_error ("%s", error->message);
}

void
bench_start_server (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  bench->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                    &error,
                                    bench->program,
                                    "--db",
                                    bench->ledger,
                                    "--listen",
                                    "127.0.0.1:0",
                                    bench->certificate != NULL ? "--tls-cert" : NULL,
                                    bench->certificate,
                                    "--tls-key",
                                    bench->key,
                                    NULL);
  if (bench->server == NULL)
    g_error ("%s", error->message);

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bench->server));
  line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  if (line == NULL || !g_str_has_prefix (line, "listening "))
    g_error ("The server said: %s", line);
  bench->url = g_strdup (line + strlen ("listening "));
}

static void
count_pulled_cb (Laptop *laptop,
                 guint   n_pushed,
                 guint   n_pulled)
{
  laptop->n_pulled = MAX (laptop->n_pulled, n_pulled);
}

void
bench_open_laptop (Bench      *bench,
                   Laptop     *laptop,
                   const char *user,
                   const char *agency)
{
  g_autofree char *path = g_build_filename (bench->folder, user, NULL);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (GError) error = NULL;

  amia_replica_create_async (path, user, agency, NULL, NULL, bench_store_result_cb, &opened);
  laptop->replica = amia_replica_open_finish (bench_wait_for (&opened), &error);
  laptop->transport = amia_http_transport_new (bench->certificate, &error);
  if (laptop->replica == NULL || laptop->transport == NULL)
    g_error ("%s", error->message);

  laptop->sync = amia_sync_new (laptop->replica, laptop->transport);
  g_signal_connect_swapped (laptop->sync, "progress", G_CALLBACK (count_pulled_cb), laptop);
  amia_sync_login_async (laptop->sync, bench->url, user, PASSWORD, NULL,
                         bench_store_result_cb, &signed_in);
  if (!amia_sync_login_finish (laptop->sync, bench_wait_for (&signed_in), &error))
    g_error ("%s", error->message);
}

void
bench_close_laptop (Laptop *laptop)
{
  amia_sync_stop (laptop->sync);
  /* What is under way holds on to the engine until it has come to its end. */
  g_object_add_weak_pointer (G_OBJECT (laptop->sync), (gpointer *) &laptop->sync);
  g_object_unref (laptop->sync);
  WAIT_UNTIL (laptop->sync == NULL);
  g_object_unref (laptop->transport);
  amia_replica_close (laptop->replica);
  g_object_unref (laptop->replica);
}

gboolean
bench_is_listening (Laptop *laptop)
{
  return amia_sync_get_phase (laptop->sync) == AMIA_SYNC_LISTENING;
}

gpointer
bench_count_waiting (AmiaStore    *store,
                     gpointer      data,
                     GCancellable *cancellable,
                     GError      **error)
{
  AmiaStatus status = { 0 };

  if (!amia_store_get_status (store, &status, error))
    return NULL;
  if (status.n_refused > 0)
    g_error ("%u changes were refused", status.n_refused);
  return GUINT_TO_POINTER (status.n_waiting);
}

double
bench_get_server_ms (Bench *bench)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat",
                                           g_subprocess_get_identifier (bench->server));
  g_autofree char *text = NULL;
  unsigned long    user = 0;
  unsigned long    system = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      sscanf (strrchr (text, ')'),
              ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
              &user,
              &system) != 2)
    return 0;
  return (double) (user + system) * 1000.0 / (double) sysconf (_SC_CLK_TCK);
}
