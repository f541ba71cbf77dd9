/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-round-run.h"

/* A round from end to end, for a program with a main loop:
 *
 *     prepare (replica's thread) ─► exchange (transport) ─► take (replica's thread)
 *
 * Where the next request is known before an answer is taken, it is under way meanwhile.
 *
 * The calls on the replica's thread are not cancelled: they are short, and they use what the task
 * holds. */

typedef struct
{
  AmiaTransport   *transport;
  AmiaRoundLimits  limits;
  AmiaServerTime  *time;
  AmiaRoundAhead  *ahead;
  gint64           sent_ms;
  gint64           received_ms;
  char            *url;
  char            *token;
  AmiaSyncRequest *request;
  AmiaExchange    *exchange;
  AmiaRoundResult *result;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->transport);
  g_free (run->url);
  g_free (run->token);
  g_clear_pointer (&run->request, amia_sync_request_free);
  g_clear_pointer (&run->exchange, amia_exchange_free);
  g_clear_pointer (&run->result, amia_round_result_free);
  g_free (run);
}

void
amia_round_result_free (AmiaRoundResult *result)
{
  if (result == NULL)
    return;

  g_clear_pointer (&result->problem, amia_problem_free);
  g_free (result);
}

/* --- On the replica's thread ---------------------------------------------------------------- */

static gpointer
prepare (AmiaStore    *store,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  Run *run = data;

  run->url = amia_store_get_setting (store, AMIA_SETTING_SERVER_URL);
  run->token = amia_store_get_setting (store, AMIA_SETTING_SERVER_TOKEN);
  if (run->url == NULL || run->token == NULL)
    {
      g_set_error_literal (error,
                           AMIA_TRANSPORT_ERROR,
                           AMIA_TRANSPORT_ERROR_UNAUTHORIZED,
                           "Failed to sync: nobody has signed in");
      return NULL;
    }

  run->request = amia_round_prepare (store, &run->limits, error);
  return run->request;
}

static gpointer
take (AmiaStore    *store,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  Run *run = data;

  if (!amia_round_take (store,
                        run->request,
                        run->exchange->response,
                        &run->result->outcome,
                        error))
    return NULL;
  return run->result;
}

/* --- Steps ---------------------------------------------------------------------------------- */

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Run    *run = g_task_get_task_data (task);
  GError *error = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           g_steal_pointer (&run->result),
                           (GDestroyNotify) amia_round_result_free);
}

static void
note_time (Run *run)
{
  AmiaSyncResponse *response = run->exchange->response;

  run->result->has_new_time = amia_server_time_note (run->time,
                                                     response->now_ms,
                                                     run->sent_ms,
                                                     run->received_ms,
                                                     run->limits.wait_seconds > 0);
  response->now_ms = amia_server_time_get (run->time, run->received_ms);
}

/* Takes @task, and @error if there is no answer. */
static void
go_on (GTask  *task,
       GError *error)
{
  g_autoptr (GTask) own = task;
  Run         *run = g_task_get_task_data (task);
  AmiaReplica *replica = g_task_get_source_object (task);

  if (run->exchange == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (run->exchange->problem != NULL)
    {
      run->result->problem = g_steal_pointer (&run->exchange->problem);
      g_task_return_pointer (task,
                             g_steal_pointer (&run->result),
                             (GDestroyNotify) amia_round_result_free);
      return;
    }

  note_time (run);
  if (run->ahead != NULL)
    amia_round_ahead_ask (run->ahead,
                          run->transport,
                          run->url,
                          run->token,
                          run->request,
                          run->exchange->response);
  amia_replica_call_async (replica,
                           take,
                           run,
                           NULL,
                           NULL,
                           NULL,
                           taken_cb,
                           g_steal_pointer (&own));
}

static void
exchanged_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Run    *run = g_task_get_task_data (user_data);
  GError *error = NULL;

  run->exchange = amia_transport_sync_finish (run->transport, result, &error);
  run->received_ms = g_get_real_time () / 1000;
  go_on (user_data, error);
}

static void
waited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Run    *run = g_task_get_task_data (user_data);
  GError *error = NULL;

  run->exchange =
      amia_round_ahead_wait_finish (result, &run->sent_ms, &run->received_ms, &error);
  go_on (user_data, error);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Run    *run = g_task_get_task_data (task);
  GError *error = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  if (run->ahead != NULL &&
      amia_round_ahead_has (run->ahead, run->url, run->token, run->request))
    {
      amia_round_ahead_wait_async (run->ahead,
                                   g_task_get_cancellable (task),
                                   waited_cb,
                                   g_object_ref (task));
      return;
    }

  run->sent_ms = g_get_real_time () / 1000;
  amia_transport_sync_async (run->transport,
                             run->url,
                             run->token,
                             run->request,
                             g_task_get_cancellable (task),
                             exchanged_cb,
                             g_object_ref (task));
}

void
amia_round_run_async (AmiaReplica           *replica,
                      AmiaTransport         *transport,
                      const AmiaRoundLimits *limits,
                      AmiaServerTime        *time,
                      AmiaRoundAhead        *ahead,
                      GCancellable          *cancellable,
                      GAsyncReadyCallback    callback,
                      gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (AMIA_IS_TRANSPORT (transport));
  g_return_if_fail (limits != NULL);
  g_return_if_fail (time != NULL);

  task = g_task_new (replica, cancellable, callback, user_data);
  g_task_set_source_tag (task, amia_round_run_async);
  /* A round that was taken is reported as taken even when it has been given up meanwhile. */
  g_task_set_check_cancellable (task, FALSE);

  run = g_new0 (Run, 1);
  run->transport = g_object_ref (transport);
  run->limits = *limits;
  run->time = time;
  run->ahead = ahead;
  run->result = g_new0 (AmiaRoundResult, 1);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);

  amia_replica_call_async (replica,
                           prepare,
                           run,
                           NULL,
                           NULL,
                           NULL,
                           prepared_cb,
                           g_steal_pointer (&task));
}

AmiaRoundResult *
amia_round_run_finish (AmiaReplica  *replica,
                       GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (g_task_is_valid (result, replica), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Mending -------------------------------------------------------------------------------- */

typedef struct
{
  AmiaSyncMend mend;
  AmiaProblem *problem;
} Mend;

static void
mend_free (Mend *mend)
{
  g_clear_pointer (&mend->problem, amia_problem_free);
  g_free (mend);
}

static gpointer
mend_store (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Mend *mend = data;

  return amia_round_mend (store, mend->mend, mend->problem, error) ? store : NULL;
}

static AmiaProblem *
copy_problem (const AmiaProblem *problem)
{
  AmiaProblem *copy = g_new (AmiaProblem, 1);

  *copy = (AmiaProblem){ g_strdup (problem->code), problem->expect, g_strdup (problem->epoch) };
  return copy;
}

void
amia_round_mend_async (AmiaReplica        *replica,
                       AmiaSyncMend        what,
                       const AmiaProblem  *problem,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  Mend *mend;

  g_return_if_fail (AMIA_IS_REPLICA (replica));

  mend = g_new (Mend, 1);
  *mend = (Mend){ what, problem != NULL ? copy_problem (problem) : NULL };
  amia_replica_call_async (replica,
                           mend_store,
                           mend,
                           (GDestroyNotify) mend_free,
                           NULL,
                           NULL,
                           callback,
                           user_data);
}

gboolean
amia_round_mend_finish (AmiaReplica  *replica,
                        GAsyncResult *result,
                        GError      **error)
{
  return amia_replica_call_finish (replica, result, error) != NULL;
}
