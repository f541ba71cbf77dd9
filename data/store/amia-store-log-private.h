/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-log.h"
#include "amia-store-private.h"

G_BEGIN_DECLS

/* The log of changes: how they get in, what the server says of the own ones, and how much of one is
 * left when some of its ops must go. */

/* A change as it stands in the log. */
typedef struct
{
  AmiaChange     *change;
  gint64          seq;
  gint64          device_idx;
  AmiaChangeState state;
  gboolean        is_dismissed;
  gboolean        has_hash;
} AmiaLogged;

void _amia_logged_clear (AmiaLogged *logged);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaLogged, _amia_logged_clear)

/* --- amia-store-log.c ---------------------------------------------------------------------- */

AmiaDevice *_amia_log_get_device (AmiaStore      *store,
                                  const AmiaUuid *id,
                                  const char     *author,
                                  const char     *agency,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    _amia_log_append (AmiaStore        *store,
                              const AmiaChange *change,
                              const char       *bytes,
                              AmiaChangeState   state,
                              gint64            server_seq,
                              gint64           *seq,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether anything in the log is not written here. */
gboolean _amia_log_has_others (AmiaStore *store,
                               gboolean  *answer,
                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* From a row of: device id, n, body, author, agency, from @column on. */
AmiaChange *_amia_log_read (AmiaStatement *statement,
                            int            column,
                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The own change n; *change is NULL if there is none. */
gboolean _amia_log_find_own (AmiaStore       *store,
                             gint64           n,
                             AmiaChange     **change,
                             gint64          *seq,
                             AmiaChangeState *state,
                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* The change in row @seq, or of @device with number @n where @seq is 0; logged->change is NULL if
 * there is none. */
gboolean _amia_log_load (AmiaStore      *store,
                         gint64          seq,
                         const AmiaUuid *device,
                         gint64          n,
                         AmiaLogged     *logged,
                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Which changes name which as sources: to find what must go with one. */
gboolean _amia_log_note_sources (AmiaStore        *store,
                                 const AmiaChange *change,
                                 guint             first_op,
                                 gint64            seq,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_set_pending (AmiaStore        *store,
                                const AmiaChange *change,
                                gint64            seq,
                                AmiaChangeState   state,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-own.c ---------------------------------------------------------------------- */

/* Makes anew the records that @change has ops of. */
gboolean _amia_records_rebuild_of (AmiaStore        *store,
                                   const AmiaChange *change,
                                   GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Own changes in this range that waited are on the server. */
gboolean _amia_log_accept_waiting (AmiaStore *store,
                                   gint64     first,
                                   gint64     last,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of all in the range, of which the first has the number @server_seq there and the others
 * follow; those that the server once refused are taken back into the registers. */
gboolean _amia_log_accept (AmiaStore *store,
                           gint64     first,
                           gint64     last,
                           gint64     server_seq,
                           GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_refuse (AmiaStore  *store,
                           gint64      n,
                           const char *reason,
                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* After a new life of the server's log has begun; and what it says of what was offered to it. */
gboolean _amia_refill_begin (AmiaStore *store,
                             GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_refill_take (AmiaStore          *store,
                            const AmiaIncoming *incoming,
                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* What stood in a change that was sealed, forgotten here and then refused. */
gboolean _amia_log_give_back (AmiaStore  *store,
                              gint64      n,
                              const char *body,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* The server keeps it sealed. */
gboolean _amia_log_seal (AmiaStore  *store,
                         gint64      n,
                         const char *reason,
                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was sealed, refused or lost under a name that this file had once came by the feed. */
gboolean _amia_log_take_up (AmiaStore  *store,
                            AmiaLogged *logged,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_set_state (AmiaStore      *store,
                              gint64          seq,
                              AmiaChangeState state,
                              const char     *reason,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Carries @chain on over own changes. */
gboolean _amia_log_chain (AmiaStore *store,
                          gint64     first,
                          gint64     last,
                          guint8    *chain,
                          GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-cut.c ---------------------------------------------------------------------- */

/* @logged has lost the ops in @gone: writes what is left of it. */
gboolean _amia_log_cut (AmiaStore        *store,
                        const AmiaLogged *logged,
                        const GPtrArray  *gone,
                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* An own change that may not be seen here, but for now only is here. */
gboolean _amia_log_lock (AmiaStore *store,
                         gint64     seq,
                         GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_log_unlock (AmiaStore *store,
                           gint64     seq,
                           GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
