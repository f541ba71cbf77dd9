/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaWaiting:
 *
 * Who waits for an answer that is held back until there is something to say: by user, bounded in
 * number. Belongs to one thread.
 */
typedef struct _AmiaWaiting AmiaWaiting;

/**
 * AmiaWakeFunc:
 * @item: one that waits; it no longer does
 */
typedef void (*AmiaWakeFunc) (gpointer item);

/**
 * amia_waiting_new:
 * @n_max: how many may wait
 * @wake: called for each that is woken
 *
 * Returns: (transfer full): nobody waiting
 */
AmiaWaiting *amia_waiting_new (guint        n_max,
                               AmiaWakeFunc wake) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_waiting_free:
 * @waiting: (transfer full) (nullable): nobody waiting any more
 */
void amia_waiting_free (AmiaWaiting *waiting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaWaiting, amia_waiting_free)

/**
 * amia_waiting_add:
 * @waiting: who waits
 * @item: one more
 * @user: for what is this user's
 * @until_us: until then, by g_get_monotonic_time()
 *
 * Returns: %TRUE, or %FALSE if too many wait already
 */
gboolean amia_waiting_add (AmiaWaiting *waiting,
                           gpointer     item,
                           const char  *user,
                           gint64       until_us);

/**
 * amia_waiting_remove:
 * @waiting: who waits
 * @item: one that has gone; it is not woken
 *
 * Returns: %TRUE if it was waiting
 */
gboolean amia_waiting_remove (AmiaWaiting *waiting,
                              gpointer     item);

/**
 * amia_waiting_wake:
 * @waiting: who waits
 * @user: whose waiting has an end, %AMIA_USER_EVERYBODY for all
 */
void amia_waiting_wake (AmiaWaiting *waiting,
                        const char  *user);

/**
 * amia_waiting_wake_others:
 * @waiting: who waits
 * @user: whose waiting has an end, %AMIA_USER_EVERYBODY for all
 * @item: (nullable): but not this one, who is told in another way
 */
void amia_waiting_wake_others (AmiaWaiting *waiting,
                               const char  *user,
                               gpointer     item);

/**
 * amia_waiting_wake_soon:
 * @waiting: who waits
 * @user: whose waiting has an end, but not at once
 *
 * For what is good to know rather than waited for: collected for half a second, so that laptops
 * that tell each other how far they are don't keep each other busy.
 */
void amia_waiting_wake_soon (AmiaWaiting *waiting,
                             const char  *user);

/**
 * amia_waiting_notice:
 * @waiting: who waits
 * @user: whose waiting has an end, %AMIA_USER_EVERYBODY for all
 *
 * As amia_waiting_wake(), for what another server did: that may be heard of at any time, also
 * between the moment when it is found that there is nothing to say and that when the waiting
 * begins. See amia_waiting_was_noticed().
 */
void amia_waiting_notice (AmiaWaiting *waiting,
                          const char  *user);

/**
 * amia_waiting_get_n_notices:
 * @waiting: who waits
 *
 * Returns: how many notices there have been
 */
guint64 amia_waiting_get_n_notices (const AmiaWaiting *waiting);

/**
 * amia_waiting_was_noticed:
 * @waiting: who waits
 * @user: an account
 * @n_notices: how many notices there had been before it was looked whether there is something to
 *   say
 *
 * Returns: whether there has been one for @user since, so that it has to be looked again
 */
gboolean amia_waiting_was_noticed (const AmiaWaiting *waiting,
                                   const char        *user,
                                   guint64            n_notices);

/**
 * amia_waiting_get_n:
 * @waiting: who waits
 *
 * Returns: how many
 */
guint amia_waiting_get_n (const AmiaWaiting *waiting);

G_END_DECLS
