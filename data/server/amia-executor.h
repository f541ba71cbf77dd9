/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaExecutor:
 *
 * Threads for what must not hold up a main loop. With one thread it is an owner: everything it is
 * given runs there, in order, and needs no lock. Its other functions are called from one thread,
 * the one that runs the main context it was made for.
 */
typedef struct _AmiaExecutor AmiaExecutor;

/**
 * AmiaWorkFunc:
 * @data: what was given to amia_executor_run()
 */
typedef void (*AmiaWorkFunc) (gpointer data);

/**
 * amia_executor_new:
 * @n_threads: how many
 * @queue_max: how much may wait
 * @context: the main context that gets the results
 *
 * Returns: (transfer full): an executor
 */
AmiaExecutor *amia_executor_new (guint         n_threads,
                                 guint         queue_max,
                                 GMainContext *context) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_executor_run:
 * @executor: an executor
 * @work: what to do, called in one of its threads
 * @done: called in the main context when it is done
 * @data: for both
 *
 * Returns: %TRUE, or %FALSE if too much waits already: then nothing is called
 */
gboolean amia_executor_run (AmiaExecutor *executor,
                            AmiaWorkFunc  work,
                            AmiaWorkFunc  done,
                            gpointer      data) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_executor_get_n_pending:
 * @executor: an executor
 *
 * Returns: how many calls of done there will be
 */
guint amia_executor_get_n_pending (const AmiaExecutor *executor);

/**
 * amia_executor_get_n_waiting:
 * @executor: an executor
 *
 * May be called in its threads.
 *
 * Returns: how many calls of work no thread has begun yet
 */
guint amia_executor_get_n_waiting (const AmiaExecutor *executor);

/**
 * amia_executor_free:
 * @executor: (transfer full) (nullable): an executor with nothing pending
 */
void amia_executor_free (AmiaExecutor *executor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaExecutor, amia_executor_free)

G_END_DECLS
