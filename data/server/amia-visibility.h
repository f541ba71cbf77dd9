/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-teams.h"

G_BEGIN_DECLS

/**
 * AmiaVisibility:
 * @teams: who is in which team
 * @policy: how far consents are enforced
 * @reader: who reads
 *
 * What decides, for one reader, which ops leave the server: the one place that does.
 */
typedef struct
{
  AmiaTeams        *teams;
  AmiaConsentPolicy policy;
  AmiaReader        reader;
} AmiaVisibility;

/**
 * amia_visibility_check:
 * @visibility: for whom
 * @change: a change, author and agency filled in
 * @op: one of its ops
 * @is_visible: (out): whether the reader may see it today
 * @error: return location
 *
 * Asks amia_may_read() with the access of the op's case, or for a participant of a case through
 * which the reader reaches them.
 *
 * Returns: %TRUE on success; on failure nothing may be delivered
 */
gboolean amia_visibility_check (const AmiaVisibility *visibility,
                                const AmiaChange     *change,
                                const AmiaOp         *op,
                                gboolean             *is_visible,
                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
