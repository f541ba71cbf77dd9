/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-log.h"
#include "amia-store-private.h"

G_BEGIN_DECLS

/* Who may see what of a case today, and what follows when that becomes less: ops are forgotten, the
 * files are scrubbed, and a day that ends hides by itself what was lent until then. */

/* --- amia-store-access.c ------------------------------------------------------------------- */

/* The case or participant that rights to @op are asked of. */
const AmiaUuid *_amia_op_get_scope (const AmiaOp *op);
void            _amia_scope_access_free (gpointer access);
/* The entry in the transaction's cache, loaded or without a row. */
AmiaScopeAccess *_amia_access_get (AmiaStore      *store,
                                   const AmiaUuid *scope,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* For whoever asks outside a transaction: what was looked up is true for as long as that took. */
void     _amia_access_drop (AmiaStore *store);
gboolean _amia_access_store (AmiaStore             *store,
                             const AmiaScopeAccess *access,
                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* As much as can be read of what another replica may see; generations begin anew. */
void _amia_access_copy (AmiaStore *store,
                        AmiaDb    *from);
/* Whether nothing in a scope can be affected by its first rights: all of it was written here, and
 * whoever is in the team and the pair is allowed all of their own agency's. Reads no change. */
gboolean _amia_access_is_all_own (AmiaStore             *store,
                                  const AmiaScopeAccess *access,
                                  gboolean              *is_own,
                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @rights (NULL: unrestricted) allow @op of @change. */
gboolean _amia_access_allows (AmiaStore        *store,
                              const AmiaRights *rights,
                              const AmiaChange *change,
                              const AmiaOp     *op);
/* Whether @op counts today: its scope's effective rights allow it, and so they do each source. A
 * source that is not here is the server's to judge, unless the change is an own one that it does
 * not have: then it was here once. */
gboolean _amia_access_check (AmiaStore        *store,
                             const AmiaChange *change,
                             const AmiaOp     *op,
                             AmiaChangeState   state,
                             gboolean         *counts,
                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* The ops of @change that the server's rights allow, borrowed; NULL if that is all of them. */
gboolean _amia_access_filter (AmiaStore        *store,
                              const AmiaChange *change,
                              GPtrArray       **ops,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether any op has sources at all. */
gboolean _amia_access_has_sources (AmiaStore *store,
                                   gboolean  *has_sources,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-forget.c ------------------------------------------------------------------- */

/* Gives @access new rights: removes from the log what @rights no longer allow (NULL: they stay as
 * they are), and takes in and out of the projections what @effective says. Both are taken. */
gboolean _amia_forget_change_rights (AmiaStore       *store,
                                     AmiaScopeAccess *access,
                                     AmiaRights      *rights,
                                     AmiaRights      *effective,
                                     gboolean        *is_any_gone,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Own changes that waited though they may no longer be seen go when the server has them. */
gboolean _amia_forget_acknowledged (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* A change that is a source of others has come (back): they may count again. */
gboolean _amia_forget_take_back (AmiaStore        *store,
                                 const AmiaChange *change,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-scrub.c -------------------------------------------------------------------- */

/* Outside a transaction: leaves no byte of what was forgotten in any file of ours, and makes the
 * receipts due. Does nothing if there is nothing to do. */
gboolean _amia_store_scrub (AmiaStore *store,
                            GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-day.c ---------------------------------------------------------------------- */

/* The next task of the thread that owns the store; NULL once a minute, and first of all, when it
 * has looked at the day. */
GTask *_amia_day_pop (AmiaStore   *store,
                      GAsyncQueue *queue);
/* Whether the laptop has been out of contact for longer than its lease. */
gboolean _amia_day_is_lapsed (AmiaStore *store);
/* The server answered at @server_ms by its clock (0: it did not say). What a day's end or the
 * lease's had hidden comes back: the server has spoken. */
gboolean _amia_day_note_contact (AmiaStore *store,
                                 gint64     server_ms,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
