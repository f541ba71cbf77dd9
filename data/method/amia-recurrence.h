/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-local-time.h"

G_BEGIN_DECLS

/**
 * amia_recurrence_is_valid:
 * @rule: an RRULE
 *
 * Whether a rule is one that we follow: RFC 5545, 3.3.10, but for what recurs more often than once
 * a day, which no meeting does and which could keep a computer busy for ever.
 *
 * Returns: %TRUE if amia_recurrence_expand() knows the rule
 */
gboolean amia_recurrence_is_valid (const char *rule);

/**
 * amia_recurrence_expand:
 * @rule: an RRULE; its UNTIL is local time
 * @start: the first time
 * @except: (nullable) (array zero-terminated=1): days, `YYYY-MM-DD`, on which it does not hold
 * @from: the first minute that is asked about
 * @to: the first minute that is not
 *
 * When something recurs. In local time: what is at nine is at nine in winter and summer. At most
 * 20 000 times from @start on are looked at. Pure; any thread.
 *
 * Returns: (transfer full) (element-type AmiaLocalTime): the beginnings in [@from, @to), in order;
 *   empty for a rule that is not valid
 */
GArray *amia_recurrence_expand (const char        *rule,
                                AmiaLocalTime      start,
                                const char *const *except,
                                AmiaLocalTime      from,
                                AmiaLocalTime      to) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_recurrence_find_last:
 * @rule: an RRULE
 * @start: the first time
 *
 * Returns: the beginning of the last time, %AMIA_LOCAL_TIME_NONE for what goes on for ever or so
 *   long that it does not matter, or for a rule that is not valid
 */
AmiaLocalTime amia_recurrence_find_last (const char   *rule,
                                         AmiaLocalTime start);

G_END_DECLS
