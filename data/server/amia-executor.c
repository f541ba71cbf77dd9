/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-executor.h"

/* A pool of GLib's with a bound on its queue, and the way back to the main context. The threads are
 * the executor's own, so that one thread is always the same one. */

struct _AmiaExecutor
{
  GThreadPool  *pool;
  GMainContext *context;
  guint         queue_max;
  guint         n_pending;
};

typedef struct
{
  AmiaExecutor *executor;
  AmiaWorkFunc  work;
  AmiaWorkFunc  done;
  gpointer      data;
} Job;

static gboolean
finish_cb (gpointer user_data)
{
  g_autofree Job *job = user_data;

  job->executor->n_pending--;
  job->done (job->data);
  return G_SOURCE_REMOVE;
}

static void
work_cb (gpointer data,
         gpointer user_data)
{
  Job          *job = data;
  AmiaExecutor *executor = user_data;
  g_autoptr (GSource) source = NULL;

  job->work (job->data);

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, finish_cb, job, NULL);
  g_source_attach (source, executor->context);
}

AmiaExecutor *
amia_executor_new (guint         n_threads,
                   guint         queue_max,
                   GMainContext *context)
{
  AmiaExecutor *executor;

  g_return_val_if_fail (n_threads > 0, NULL);
  g_return_val_if_fail (queue_max > 0, NULL);

  executor = g_new0 (AmiaExecutor, 1);
  executor->pool = g_thread_pool_new (work_cb, executor, (int) n_threads, TRUE, NULL);
  executor->context = g_main_context_ref (context);
  executor->queue_max = queue_max;

  return executor;
}

gboolean
amia_executor_run (AmiaExecutor *executor,
                   AmiaWorkFunc  work,
                   AmiaWorkFunc  done,
                   gpointer      data)
{
  Job *job;

  g_return_val_if_fail (executor != NULL, FALSE);
  g_return_val_if_fail (work != NULL, FALSE);
  g_return_val_if_fail (done != NULL, FALSE);

  if (executor->n_pending >= executor->queue_max)
    return FALSE;

  job = g_new (Job, 1);
  *job = (Job){ executor, work, done, data };
  executor->n_pending++;
  g_thread_pool_push (executor->pool, job, NULL);
  return TRUE;
}

guint
amia_executor_get_n_pending (const AmiaExecutor *executor)
{
  g_return_val_if_fail (executor != NULL, 0);

  return executor->n_pending;
}

guint
amia_executor_get_n_waiting (const AmiaExecutor *executor)
{
  g_return_val_if_fail (executor != NULL, 0);

  return g_thread_pool_unprocessed (executor->pool);
}

void
amia_executor_free (AmiaExecutor *executor)
{
  if (executor == NULL)
    return;

  g_assert (executor->n_pending == 0);
  g_thread_pool_free (executor->pool, FALSE, TRUE);
  g_main_context_unref (executor->context);
  g_free (executor);
}
