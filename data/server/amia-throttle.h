/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-uuid.h"

G_BEGIN_DECLS

/**
 * AmiaThrottle:
 *
 * Slows down who guesses passwords, in such a way that nobody can lock a colleague out by guessing:
 *
 *  - an account is slowed as tried from one place only: guesses from elsewhere change nothing for
 *    who sits at their own desk;
 *  - a place is slowed too, for whoever tries many accounts from there;
 *  - but not for a device on which the account has signed in before: it has a count of its own, so
 *    that guesses from behind the same office's address change nothing for those who work there.
 *
 * A place is a network as amia_address_get_network() has it. Plain data in bounded memory; the
 * clock is a parameter. A restart forgives everybody: whoever can restart the server need not
 * guess.
 */
typedef struct _AmiaThrottle AmiaThrottle;

AmiaThrottle *amia_throttle_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          amia_throttle_free (AmiaThrottle *throttle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaThrottle, amia_throttle_free)

/**
 * AmiaTry:
 * @user: the account that somebody wants to sign in to
 * @address: from where
 * @device: (nullable): the device, if the account has signed in on it before; %NULL if not
 *
 * One try; everything is only lent.
 */
typedef struct
{
  const char     *user;
  const char     *address;
  const AmiaUuid *device;
} AmiaTry;

/**
 * amia_throttle_check:
 * @throttle: a throttle
 * @attempt: a try
 * @now_ms: the time
 *
 * Returns: how many seconds to wait before it may be made, 0 if now
 */
guint amia_throttle_check (AmiaThrottle  *throttle,
                           const AmiaTry *attempt,
                           gint64         now_ms);

/**
 * amia_throttle_note:
 * @throttle: a throttle
 * @attempt: a try that was made
 * @is_right: whether the password was right
 * @now_ms: the time
 *
 * After %AMIA_THROTTLE_FREE wrong tries (%AMIA_THROTTLE_ADDRESS_FREE from one place, whatever the
 * account) each further one doubles the wait, up to %AMIA_THROTTLE_SECONDS_MAX. The right password
 * ends it for the account.
 */
void amia_throttle_note (AmiaThrottle  *throttle,
                         const AmiaTry *attempt,
                         gboolean       is_right,
                         gint64         now_ms);

#define AMIA_THROTTLE_FREE         5
#define AMIA_THROTTLE_ADDRESS_FREE 50
#define AMIA_THROTTLE_SECONDS_MAX  900

G_END_DECLS
