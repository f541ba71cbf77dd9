/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-teams.h"

G_BEGIN_DECLS

/**
 * AmiaVisibility:
 * @ledger: where sources are looked up
 * @teams: who may see what
 * @reader: who reads
 * @cited: (nullable) (element-type AmiaChange): changes that were looked up as sources, kept from
 *   op to op; starts as %NULL
 *
 * What decides, for one reader, which ops leave the server: the one place that does.
 */
typedef struct
{
  AmiaLedger *ledger;
  AmiaTeams  *teams;
  AmiaReader  reader;
  GHashTable *cited;
} AmiaVisibility;

/**
 * amia_visibility_clear:
 * @visibility: a visibility that is not used any more
 */
void amia_visibility_clear (AmiaVisibility *visibility);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaVisibility, amia_visibility_clear)

/**
 * amia_visibility_check:
 * @visibility: for whom
 * @change: a change, author and agency filled in
 * @op: one of its ops
 * @is_visible: (out): whether the reader may see it today
 * @error: return location
 *
 * Asks amia_rights_allow() with what the reader's grant in the op's scope allows; of an op with
 * sources, the same for every op of each source's change with that field, and for their sources.
 * One with a source that can't be found, or with more than can be looked through, is its author's
 * only.
 *
 * Returns: %TRUE on success; on failure nothing may be delivered
 */
gboolean amia_visibility_check (AmiaVisibility   *visibility,
                                const AmiaChange *change,
                                const AmiaOp     *op,
                                gboolean         *is_visible,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaOpComes:
 * @op: an op
 * @data: the caller's
 *
 * Returns: whether the caller delivers ops of @op's scope at all
 */
typedef gboolean (*AmiaOpComes) (const AmiaOp *op,
                                 gpointer      data);

/**
 * amia_visibility_filter:
 * @visibility: for whom
 * @change: a change, author and agency filled in; ops that do not come, or that the reader may not
 *   see, are taken out of it
 * @comes: what comes
 * @data: for @comes
 * @error: return location
 *
 * amia_visibility_check() for each op of a change. Who sees one sees those beside it that are
 * alike, so that a form of a hundred answers is asked about once for each area.
 *
 * Returns: %TRUE on success; on failure nothing may be delivered
 */
gboolean amia_visibility_filter (AmiaVisibility *visibility,
                                 AmiaChange     *change,
                                 AmiaOpComes     comes,
                                 gpointer        data,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
