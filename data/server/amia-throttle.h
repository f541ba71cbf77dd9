/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaThrottle:
 *
 * Slows down who guesses passwords. What is slowed is an address, and an account as tried from one
 * address: so nobody can lock a colleague out by guessing from elsewhere. Plain data in bounded
 * memory; the clock is a parameter.
 */
typedef struct _AmiaThrottle AmiaThrottle;

AmiaThrottle *amia_throttle_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          amia_throttle_free (AmiaThrottle *throttle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaThrottle, amia_throttle_free)

/**
 * amia_throttle_check:
 * @throttle: a throttle
 * @user: the account that somebody wants to sign in to
 * @address: from where
 * @now_ms: the time
 *
 * Returns: how many seconds to wait before the next try, 0 if it may be made now
 */
guint amia_throttle_check (AmiaThrottle *throttle,
                           const char   *user,
                           const char   *address,
                           gint64        now_ms);

/**
 * amia_throttle_note:
 * @throttle: a throttle
 * @user: the account
 * @address: from where
 * @is_right: whether the password was right
 * @now_ms: the time
 *
 * After %AMIA_THROTTLE_FREE wrong tries each further one doubles the wait, up to
 * %AMIA_THROTTLE_SECONDS_MAX. The right password ends it.
 */
void amia_throttle_note (AmiaThrottle *throttle,
                         const char   *user,
                         const char   *address,
                         gboolean      is_right,
                         gint64        now_ms);

#define AMIA_THROTTLE_FREE         5
#define AMIA_THROTTLE_ADDRESS_FREE 50
#define AMIA_THROTTLE_SECONDS_MAX  900

G_END_DECLS
