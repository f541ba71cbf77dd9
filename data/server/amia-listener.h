/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AMIA_USER_EVERYBODY:
 *
 * Stands for everybody where users are named to be woken; no account has this name.
 */
#define AMIA_USER_EVERYBODY "*"

/**
 * AmiaNoticeFunc:
 * @user: an account, or %AMIA_USER_EVERYBODY
 * @is_progress: whether it is only about how far colleagues are
 * @user_data: what the listener was made with
 */
typedef void (*AmiaNoticeFunc) (const char *user,
                                gboolean    is_progress,
                                gpointer    user_data);

/**
 * AmiaListener:
 *
 * Hears what the other servers on a ledger say. Belongs to the thread that runs the main context it
 * was made in; that is another one than the ledger's.
 */
typedef struct _AmiaListener AmiaListener;

/**
 * amia_listener_new_postgres:
 * @url: the address of the database
 * @own: the name under which the server's own notices are sent
 * @func: called for each notice of others
 * @user_data: for @func
 *
 * See amia_ledger_listen().
 *
 * Returns: (transfer full): a listener, which connects as soon as the main loop runs
 */
AmiaListener *amia_listener_new_postgres (const char    *url,
                                          const char    *own,
                                          AmiaNoticeFunc func,
                                          gpointer       user_data) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_listener_write:
 * @own: the name under which it is sent
 * @wake: (element-type utf8): whom to wake, see amia_ledger_notify()
 * @progress: (element-type utf8): whose colleagues have come further
 *
 * Returns: (transfer full): a notice as it is sent, 7999 bytes at most; what does not fit is
 *   dropped of @progress, and is everybody of @wake
 */
char *amia_listener_write (const char *own,
                           GPtrArray  *wake,
                           GPtrArray  *progress) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_listener_read:
 * @notice: what was sent
 * @own: a name whose notices are not heard
 * @func: called for each user in it
 * @user_data: for @func
 *
 * The reverse. What is not a notice says nothing.
 */
void amia_listener_read (const char    *notice,
                         const char    *own,
                         AmiaNoticeFunc func,
                         gpointer       user_data);

/**
 * amia_listener_free:
 * @listener: (transfer full) (nullable): a listener
 */
void amia_listener_free (AmiaListener *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaListener, amia_listener_free)

G_END_DECLS
