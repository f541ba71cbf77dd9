/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-feed.h"

G_BEGIN_DECLS

/**
 * AmiaScopeChange:
 * @seq: the server's number
 * @change: the change with those of its ops that are of the scope and may be seen today, author and
 *   agency filled in
 * @shown_ms: when it is shown to have been written, 0 for as its stamp says
 * @length: how many bytes it is in the log
 *
 * A change of one scope, as one reader may see it.
 */
typedef struct
{
  gint64      seq;
  AmiaChange *change;
  gint64      shown_ms;
  gsize       length;
} AmiaScopeChange;

/**
 * amia_scope_log_read:
 * @feed: where from, for whom
 * @scope: a case, a participant, or nil for what is everybody's
 * @after: only changes with a higher number
 * @before: only changes with a lower number
 * @n_rows: (inout): raised by the number of rows that were looked at
 * @error: return location
 *
 * Everything that the reader may see today of a scope, in memory: for a case that is some thousand
 * changes at most, since people write them.
 *
 * Returns: (transfer full) (element-type AmiaScopeChange): the changes of which there is anything
 *   to see, in order, or %NULL
 */
GPtrArray *amia_scope_log_read (const AmiaFeed *feed,
                                const AmiaUuid *scope,
                                gint64          after,
                                gint64          before,
                                guint          *n_rows,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_scope_log_keep_in_force:
 * @changes: (element-type AmiaScopeChange): everything that a reader may see of a scope
 * @agency: the reader's agency
 *
 * Takes out the ops that a reader who has nothing of the scope can do without, for ever: those that
 * can't come back to the top whatever rights are taken from the reader later. Changes without any
 * op left are taken out, too. The rules are at the top of amia-scope-log.c.
 *
 * Returns: whether whole records were taken out because they are removed: somebody who has not seen
 *   the removal may bring one back, and then all of it is needed
 */
gboolean amia_scope_log_keep_in_force (GPtrArray  *changes,
                                       const char *agency) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_scope_log_read_in_force:
 * @feed: where from, for whom
 * @scope: a case, a participant, or nil for what is everybody's
 * @before: only changes with a lower number
 * @n_rows: (inout): raised by the number of rows that were looked at
 * @leaves_out: (out): whether whole records were taken out because they are removed
 * @error: return location
 *
 * amia_scope_log_read() from the beginning and then amia_scope_log_keep_in_force(), without reading
 * through what is plainly gone.
 *
 * Returns: (transfer full) (element-type AmiaScopeChange): the changes of which there is anything
 *   in force, in order, or %NULL
 */
GPtrArray *amia_scope_log_read_in_force (const AmiaFeed *feed,
                                         const AmiaUuid *scope,
                                         gint64          before,
                                         guint          *n_rows,
                                         gboolean       *leaves_out,
                                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_scope_log_digest:
 * @changes: (element-type AmiaScopeChange): everything that a reader may see of a scope
 * @digest: (out caller-allocates): %AMIA_DIGEST_LENGTH bytes, see amia_digest_add_record()
 */
void amia_scope_log_digest (GPtrArray *changes,
                            guint8    *digest);

G_END_DECLS
