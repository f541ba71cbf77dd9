/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-feed.h"

G_BEGIN_DECLS

/**
 * AmiaScopeRow:
 * @row: a change of the scope as it is in the log, kept
 * @is_gone: whether its records are gone, and it with them
 */
typedef struct
{
  AmiaLogRow row;
  gboolean   is_gone;
} AmiaScopeRow;

/**
 * amia_scope_gone_find:
 * @feed: for whom
 * @scope: the scope that the rows are of
 * @rows: (element-type AmiaScopeRow): the whole log of the scope
 * @is_any: (out): whether anything is gone
 * @error: return location
 *
 * Marks changes that amia_scope_log_keep_in_force() would take out because their record is removed,
 * where that can be told from their bytes. It need not find them all: what it does not mark is read
 * and looked at as ever.
 *
 * Returns: %TRUE on success
 */
gboolean amia_scope_gone_find (const AmiaFeed *feed,
                               const AmiaUuid *scope,
                               GArray         *rows,
                               gboolean       *is_any,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
