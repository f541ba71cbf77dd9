/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-waiting.h"

#include "amia-listener.h"

/* One timer serves all: it runs while somebody waits, and looks through them once a second; a long
 * poll is not held to the millisecond. */

#define TICK_MS 1000
#define SOON_MS 500

/* Of so many users it is remembered when there last was a notice for them. */
#define NOTICED_MAX 4096

typedef struct
{
  gpointer item;
  char    *user;
  gint64   until_us;
} Waiter;

struct _AmiaWaiting
{
  GHashTable  *waiters; /* item → Waiter */
  GHashTable  *by_user; /* user → set of Waiter */
  GHashTable  *soon;    /* set of users */
  GHashTable  *noticed; /* user → the number of the last notice */
  guint64      n_notices;
  guint64      n_for_everybody; /* the number of the last one that was for all */
  guint        n_max;
  AmiaWakeFunc wake;
  GSource     *tick;
  GSource     *soon_timer;
};

static void
free_waiter (gpointer data)
{
  Waiter *waiter = data;

  g_free (waiter->user);
  g_free (waiter);
}

static GHashTable *
new_names (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

AmiaWaiting *
amia_waiting_new (guint        n_max,
                  AmiaWakeFunc wake)
{
  AmiaWaiting *waiting;

  g_return_val_if_fail (wake != NULL, NULL);

  waiting = g_new0 (AmiaWaiting, 1);
  waiting->waiters = g_hash_table_new_full (NULL, NULL, NULL, free_waiter);
  waiting->by_user = g_hash_table_new_full (g_str_hash,
                                            g_str_equal,
                                            g_free,
                                            (GDestroyNotify) g_hash_table_unref);
  waiting->soon = new_names ();
  waiting->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  waiting->n_max = n_max;
  waiting->wake = wake;

  return waiting;
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
amia_waiting_free (AmiaWaiting *waiting)
{
  if (waiting == NULL)
    return;

  clear_source (&waiting->tick);
  clear_source (&waiting->soon_timer);
  g_hash_table_unref (waiting->waiters);
  g_hash_table_unref (waiting->by_user);
  g_hash_table_unref (waiting->soon);
  g_hash_table_unref (waiting->noticed);
  g_free (waiting);
}

static GSource *
start_timer (guint       ms,
             GSourceFunc callback,
             gpointer    data)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, callback, data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

/* Waking may make the woken one wait anew, so that the list is taken first. */
static void
wake_all (AmiaWaiting *waiting,
          GHashTable  *set,
          gpointer     but)
{
  guint                n_items;
  g_autofree gpointer *items = g_hash_table_get_keys_as_array (set, &n_items);

  for (guint i = 0; i < n_items; i++)
    {
      if (items[i] != but && amia_waiting_remove (waiting, items[i]))
        waiting->wake (items[i]);
    }
}

static gboolean
tick_cb (gpointer user_data)
{
  AmiaWaiting *waiting = user_data;
  g_autoptr (GHashTable) due = g_hash_table_new (NULL, NULL);
  gint64         now_us = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer       item;
  gpointer       waiter;

  g_hash_table_iter_init (&iter, waiting->waiters);
  while (g_hash_table_iter_next (&iter, &item, &waiter))
    {
      if (((Waiter *) waiter)->until_us <= now_us)
        g_hash_table_add (due, item);
    }
  wake_all (waiting, due, NULL);

  if (g_hash_table_size (waiting->waiters) > 0)
    return G_SOURCE_CONTINUE;

  clear_source (&waiting->tick);
  return G_SOURCE_REMOVE;
}

gboolean
amia_waiting_add (AmiaWaiting *waiting,
                  gpointer     item,
                  const char  *user,
                  gint64       until_us)
{
  Waiter     *waiter;
  GHashTable *of_user;

  g_return_val_if_fail (waiting != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);

  if (g_hash_table_size (waiting->waiters) >= waiting->n_max)
    return FALSE;

  waiter = g_new (Waiter, 1);
  *waiter = (Waiter){ item, g_strdup (user), until_us };
  g_hash_table_insert (waiting->waiters, item, waiter);

  of_user = g_hash_table_lookup (waiting->by_user, user);
  if (of_user == NULL)
    {
      of_user = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (waiting->by_user, g_strdup (user), of_user);
    }
  g_hash_table_add (of_user, item);

  if (waiting->tick == NULL)
    waiting->tick = start_timer (TICK_MS, tick_cb, waiting);
  return TRUE;
}

gboolean
amia_waiting_remove (AmiaWaiting *waiting,
                     gpointer     item)
{
  const Waiter *waiter;
  GHashTable   *of_user;

  g_return_val_if_fail (waiting != NULL, FALSE);

  waiter = g_hash_table_lookup (waiting->waiters, item);
  if (waiter == NULL)
    return FALSE;

  of_user = g_hash_table_lookup (waiting->by_user, waiter->user);
  g_hash_table_remove (of_user, item);
  if (g_hash_table_size (of_user) == 0)
    g_hash_table_remove (waiting->by_user, waiter->user);

  return g_hash_table_remove (waiting->waiters, item);
}

void
amia_waiting_wake (AmiaWaiting *waiting,
                   const char  *user)
{
  amia_waiting_wake_others (waiting, user, NULL);
}

void
amia_waiting_wake_others (AmiaWaiting *waiting,
                          const char  *user,
                          gpointer     item)
{
  GHashTable *set;

  g_return_if_fail (waiting != NULL);
  g_return_if_fail (user != NULL);

  set = g_str_equal (user, AMIA_USER_EVERYBODY) ? waiting->waiters
                                                : g_hash_table_lookup (waiting->by_user, user);
  if (set != NULL)
    wake_all (waiting, set, item);
}

void
amia_waiting_notice (AmiaWaiting *waiting,
                     const char  *user)
{
  g_return_if_fail (waiting != NULL);
  g_return_if_fail (user != NULL);

  waiting->n_notices++;
  if (g_str_equal (user, AMIA_USER_EVERYBODY) ||
      g_hash_table_size (waiting->noticed) >= NOTICED_MAX)
    {
      g_hash_table_remove_all (waiting->noticed);
      waiting->n_for_everybody = waiting->n_notices;
    }
  else
    {
      g_hash_table_replace (waiting->noticed,
                            g_strdup (user),
                            g_memdup2 (&waiting->n_notices, sizeof waiting->n_notices));
    }

  amia_waiting_wake (waiting, user);
}

guint64
amia_waiting_get_n_notices (const AmiaWaiting *waiting)
{
  g_return_val_if_fail (waiting != NULL, 0);

  return waiting->n_notices;
}

gboolean
amia_waiting_was_noticed (const AmiaWaiting *waiting,
                          const char        *user,
                          guint64            n_notices)
{
  const guint64 *last;

  g_return_val_if_fail (waiting != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);

  last = g_hash_table_lookup (waiting->noticed, user);
  return waiting->n_for_everybody > n_notices || (last != NULL && *last > n_notices);
}

static gboolean
soon_cb (gpointer user_data)
{
  AmiaWaiting *waiting = user_data;
  g_autoptr (GHashTable) users = g_steal_pointer (&waiting->soon);
  GHashTableIter iter;
  gpointer       user;

  waiting->soon = new_names ();
  clear_source (&waiting->soon_timer);

  g_hash_table_iter_init (&iter, users);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    amia_waiting_wake (waiting, user);

  return G_SOURCE_REMOVE;
}

void
amia_waiting_wake_soon (AmiaWaiting *waiting,
                        const char  *user)
{
  g_return_if_fail (waiting != NULL);
  g_return_if_fail (user != NULL);

  /* Nobody there: they will be told when they come. */
  if (!g_hash_table_contains (waiting->by_user, user))
    return;

  g_hash_table_add (waiting->soon, g_strdup (user));
  if (waiting->soon_timer == NULL)
    waiting->soon_timer = start_timer (SOON_MS, soon_cb, waiting);
}

guint
amia_waiting_get_n (const AmiaWaiting *waiting)
{
  g_return_val_if_fail (waiting != NULL, 0);

  return g_hash_table_size (waiting->waiters);
}
