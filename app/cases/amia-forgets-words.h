/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-forgets-message.h"

G_BEGIN_DECLS

/* Who has forgotten, in words. The server's times are shown by this laptop's clock. */

/**
 * AmiaForgetsKnown:
 * @AMIA_FORGETS_FRESH: the server said so just now
 * @AMIA_FORGETS_OLD: the server said so once, and can't be asked at the moment
 * @AMIA_FORGETS_ASKING: it is being asked
 *
 * How what is shown is known.
 */
typedef enum
{
  AMIA_FORGETS_FRESH,
  AMIA_FORGETS_OLD,
  AMIA_FORGETS_ASKING,
} AmiaForgetsKnown;

/**
 * AmiaForgetState:
 * @AMIA_FORGET_CONFIRMED: the laptop has said that it has forgotten
 * @AMIA_FORGET_WAITING: it has not said so, and has been, or may have been, in contact since
 * @AMIA_FORGET_NO_CONTACT: it has certainly not been in contact since it was asked
 *
 * How it stands with one laptop.
 */
typedef enum
{
  AMIA_FORGET_CONFIRMED,
  AMIA_FORGET_WAITING,
  AMIA_FORGET_NO_CONTACT,
} AmiaForgetState;

/**
 * amia_forgets_words_find_state:
 * @forget: a laptop
 *
 * Returns: how it stands with it
 */
AmiaForgetState amia_forgets_words_find_state (const AmiaWireForget *forget);

/**
 * amia_forgets_words_name:
 * @response: what the server said
 * @index: one of its laptops
 * @name: what its owner is called
 *
 * Returns: (transfer full): the name, with a number if the owner has several laptops
 */
char *amia_forgets_words_name (const AmiaForgetsResponse *response,
                               guint                      index,
                               const char                *name) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_forgets_words_laptop:
 * @forget: a laptop
 * @offset_ms: the server's clock minus this laptop's
 * @now_ms: what time it is here
 *
 * Returns: (transfer full): whether it has forgotten, and when; if not, since when it should and
 *   when it was last in contact
 */
char *amia_forgets_words_laptop (const AmiaWireForget *forget,
                                 gint64                offset_ms,
                                 gint64                now_ms) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_forgets_words_known:
 * @response: (nullable): what the server said last
 * @known: how that is known
 * @offset_ms: the server's clock minus this laptop's
 * @now_ms: what time it is here
 *
 * Returns: (transfer full): as of when this is, and why no newer
 */
char *amia_forgets_words_known (const AmiaForgetsResponse *response,
                                AmiaForgetsKnown           known,
                                gint64                     offset_ms,
                                gint64                     now_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
