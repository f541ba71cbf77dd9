/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger-blobs.h"
#include "amia-listener.h"

G_BEGIN_DECLS

/**
 * AmiaLedgerClass:
 *
 * One slot per method of amia-ledger.h and of the amia-ledger-….h beside it, with the same promise.
 * Lookups that find nothing return %TRUE and set their result to %NULL, 0 or %FALSE.
 */
struct _AmiaLedgerClass
{
  GObjectClass parent_class;

  gboolean (*begin) (AmiaLedger *ledger, GError **error);
  gboolean (*commit) (AmiaLedger *ledger, GError **error);
  void (*rollback) (AmiaLedger *ledger);

  gboolean (*get_life) (AmiaLedger *ledger, AmiaLife *life, GError **error);
  gboolean (*begin_life) (AmiaLedger *ledger, const char *epoch, gint64 now_ms, GError **error);
  gboolean (*take_numbers) (AmiaLedger *ledger, guint count, gint64 *first, GError **error);
  gboolean (*set_swept) (AmiaLedger *ledger, const char *day, GError **error);

  gboolean (*add_account) (AmiaLedger *ledger, const AmiaAccount *account, GError **error);
  gboolean (*set_password) (AmiaLedger *ledger,
                            const char *name,
                            const char *password,
                            gboolean   *is_found,
                            GError    **error);
  gboolean (*find_account) (AmiaLedger   *ledger,
                            const char   *name,
                            AmiaAccount **account,
                            GError      **error);
  GPtrArray *(*list_accounts) (AmiaLedger *ledger, GError **error);

  gboolean (*find_device) (AmiaLedger     *ledger,
                           const AmiaUuid *id,
                           AmiaDevice    **device,
                           GError        **error);
  gboolean (*find_token) (AmiaLedger   *ledger,
                          const guint8 *token,
                          AmiaDevice  **device,
                          GError      **error);
  gboolean (*put_device) (AmiaLedger *ledger, const AmiaDevice *device, GError **error);
  gboolean (*get_position) (AmiaLedger *ledger, const char *user, gint64 *position, GError **error);

  gboolean (*append_change) (AmiaLedger *ledger, const AmiaLogRow *row, GError **error);
  gboolean (*append_refusal) (AmiaLedger     *ledger,
                              const AmiaUuid *device,
                              gint64          n,
                              const char     *reason,
                              const guint8   *chain,
                              GError        **error);
  gboolean (*get_chain) (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         gint64          n,
                         guint8         *chain,
                         gboolean       *is_found,
                         GError        **error);
  gboolean (*list_refusals) (AmiaLedger     *ledger,
                             const AmiaUuid *device,
                             gint64          from,
                             gint64          to,
                             GArray         *refusals,
                             GError        **error);
  gboolean (*read_log) (AmiaLedger *ledger,
                        gint64      after,
                        AmiaLogFunc wants_body,
                        AmiaLogFunc func,
                        gpointer    user_data,
                        GError    **error);
  gboolean (*read_scope) (AmiaLedger     *ledger,
                          const AmiaUuid *scope,
                          gint64          after,
                          gint64          before,
                          AmiaLogFunc     func,
                          gpointer        user_data,
                          GError        **error);
  gboolean (*has_before) (
      AmiaLedger *ledger, const AmiaUuid *scope, gint64 before, gboolean *has, GError **error);

  gboolean (*find_record) (AmiaLedger     *ledger,
                           const AmiaUuid *id,
                           AmiaRecordRow **row,
                           GError        **error);
  gboolean (*put_record) (AmiaLedger *ledger, const AmiaRecordRow *row, GError **error);
  GPtrArray *(*list_facts) (AmiaLedger *ledger, const AmiaUuid *case_id, GError **error);

  gboolean (*put_link) (AmiaLedger     *ledger,
                        const AmiaUuid *case_id,
                        const AmiaUuid *participant,
                        GError        **error);
  gboolean (*find_link) (AmiaLedger     *ledger,
                         const AmiaUuid *case_id,
                         AmiaUuid       *participant,
                         GError        **error);
  GArray *(*list_links) (AmiaLedger *ledger, const AmiaUuid *participant, GError **error);

  gboolean (*put_grant) (AmiaLedger *ledger, const AmiaGrant *grant, GError **error);
  GPtrArray *(*list_user_grants) (AmiaLedger *ledger, const char *user, GError **error);
  GPtrArray *(*list_scope_grants) (AmiaLedger *ledger, const AmiaUuid *scope, GError **error);
  GPtrArray *(*list_colleagues) (AmiaLedger *ledger, const char *user, GError **error);

  gboolean (*set_dated) (AmiaLedger     *ledger,
                         const AmiaUuid *case_id,
                         gboolean        is_dated,
                         GError        **error);
  GArray *(*list_dated) (AmiaLedger *ledger, GError **error);

  /* amia-ledger-peers.h */
  gboolean (*begin_read) (AmiaLedger *ledger, GError **error);
  void (*end_read) (AmiaLedger *ledger);
  gboolean (*is_remote) (AmiaLedger *ledger);
  gboolean (*expect_records) (AmiaLedger *ledger, GArray *ids, GError **error);
  gboolean (*notify) (AmiaLedger *ledger, GPtrArray *wake, GPtrArray *progress, GError **error);
  AmiaListener *(*listen) (AmiaLedger *ledger, AmiaNoticeFunc func, gpointer user_data);

  /* amia-ledger-share.h */
  gboolean (*ask_to_forget) (AmiaLedger     *ledger,
                             const char     *user,
                             const AmiaUuid *scope,
                             gint64          generation,
                             gint64          now_ms,
                             GError        **error);
  gboolean (*put_receipt) (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           const AmiaUuid *scope,
                           gint64          generation,
                           gint64          now_ms,
                           gboolean       *is_news,
                           GError        **error);
  GPtrArray *(*list_unforgotten) (AmiaLedger *ledger, const AmiaUuid *device, GError **error);
  GPtrArray *(*list_forgets) (AmiaLedger *ledger, const AmiaUuid *scope, GError **error);
  gboolean (*put_opened) (AmiaLedger     *ledger,
                          const AmiaUuid *case_id,
                          const char     *user,
                          gint64          position,
                          gint64          seq,
                          GError        **error);
  gboolean (*get_opened) (AmiaLedger     *ledger,
                          const AmiaUuid *case_id,
                          const char     *user,
                          gint64         *position,
                          GError        **error);
  gboolean (*list_opened) (AmiaLedger *ledger,
                           const char *user,
                           gint64      after,
                           gint64      until,
                           GArray     *opened,
                           GError    **error);
  gboolean (*set_lease) (AmiaLedger *ledger, const char *agency, int days, GError **error);
  gboolean (*get_lease) (AmiaLedger *ledger, const char *agency, int *days, GError **error);

  /* amia-ledger-escrow.h */
  gboolean (*append_escrow) (AmiaLedger *ledger, const AmiaEscrowRow *row, GError **error);
  gboolean (*remove_escrow) (AmiaLedger *ledger, const AmiaUuid *device, gint64 n, GError **error);
  gboolean (*refuse_escrow) (AmiaLedger *ledger, const AmiaUuid *device, gint64 n, GError **error);
  gboolean (*find_escrow) (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64          n,
                           AmiaEscrowRow **row,
                           GError        **error);
  GPtrArray *(*list_escrow) (AmiaLedger *ledger, const AmiaUuid *scope, GError **error);
  GPtrArray *(*count_escrow) (AmiaLedger *ledger, const AmiaUuid *scope, GError **error);
  gboolean (*list_escrowed) (AmiaLedger     *ledger,
                             const AmiaUuid *device,
                             gint64          from,
                             gint64          to,
                             GArray         *escrowed,
                             GError        **error);
  gboolean (*find_change) (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64          n,
                           AmiaChange    **change,
                           GError        **error);
  gboolean (*find_number) (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64          n,
                           gint64         *seq,
                           GError        **error);
  gboolean (*list_shown) (AmiaLedger     *ledger,
                          const AmiaUuid *device,
                          gint64          from,
                          gint64          to,
                          GArray         *shown,
                          GError        **error);
  gboolean (*put_citation) (AmiaLedger     *ledger,
                            const AmiaUuid *source,
                            const AmiaUuid *scope,
                            GError        **error);
  GArray *(*list_citations) (AmiaLedger *ledger, const AmiaUuid *source, GError **error);
  gboolean (*put_awaited) (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64          n,
                           const AmiaUuid *scope,
                           GError        **error);
  GArray *(*list_awaited) (AmiaLedger *ledger, const AmiaUuid *device, gint64 n, GError **error);

  /* amia-ledger-restore.h */
  gboolean (*set_closed) (AmiaLedger *ledger, gboolean is_closed, GError **error);
  gboolean (*mark_set_back) (AmiaLedger *ledger, GError **error);
  gboolean (*count_missing) (AmiaLedger *ledger,
                             gint64      seen_after_ms,
                             gint64      now_ms,
                             guint      *count,
                             GError    **error);
  gboolean (*end_tokens) (AmiaLedger *ledger, GError **error);
  gboolean (*set_safeguard) (AmiaLedger *ledger, const char *id, GError **error);
  gboolean (*put_ended) (AmiaLedger *ledger, const AmiaEndedFact *fact, GError **error);
  gboolean (*drop_ended) (AmiaLedger *ledger, const AmiaUuid *device, gint64 n, GError **error);
  GPtrArray *(*list_ended) (AmiaLedger *ledger, const AmiaUuid *scope, GError **error);
  gboolean (*shut_out) (AmiaLedger *ledger, const AmiaUuid *device, GError **error);
  gboolean (*is_shut_out) (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gboolean       *is_so,
                           GError        **error);

  /* amia-ledger-floor.h */
  gboolean (*set_floor) (AmiaLedger *ledger, gint64 floor, GError **error);
  gboolean (*find_lowest_since) (AmiaLedger *ledger,
                                 gint64      seen_after_ms,
                                 gint64     *since,
                                 GError    **error);
  GArray *(*list_written_scopes) (AmiaLedger *ledger, const char *user, GError **error);

  /* amia-ledger-admin.h */
  gboolean (*set_disabled) (AmiaLedger *ledger,
                            const char *name,
                            gboolean    is_disabled,
                            gboolean   *is_found,
                            GError    **error);
  gboolean (*set_office) (AmiaLedger *ledger,
                          const char *name,
                          const char *office,
                          gboolean   *is_found,
                          GError    **error);
  gboolean (*put_office) (AmiaLedger *ledger, const AmiaOffice *office, GError **error);
  GPtrArray *(*list_offices) (AmiaLedger *ledger, GError **error);
  GPtrArray *(*list_devices) (AmiaLedger *ledger,
                              const char *user,
                              const char *agency,
                              GError    **error);

  /* amia-ledger-audit.h */
  gboolean (*take_audit_number) (AmiaLedger *ledger,
                                 gint64     *id,
                                 guint8     *previous,
                                 GError    **error);
  gboolean (*get_audit_head) (AmiaLedger *ledger, gint64 *id, guint8 *hash, GError **error);
  gboolean (*append_audit) (AmiaLedger *ledger, const AmiaAuditEntry *entry, GError **error);
  gboolean (*read_audit) (AmiaLedger           *ledger,
                          const AmiaAuditQuery *query,
                          AmiaAuditFunc         func,
                          gpointer              user_data,
                          GError              **error);
  gboolean (*mark_delivery) (AmiaLedger     *ledger,
                             const AmiaUuid *device,
                             const AmiaUuid *scope,
                             const char     *day,
                             gboolean       *is_new,
                             GError        **error);
  gboolean (*clear_deliveries) (AmiaLedger *ledger, const char *before, GError **error);
  gboolean (*mark_told) (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         gint64          id,
                         gboolean       *is_new,
                         GError        **error);

  /* amia-ledger-blobs.h */
  gboolean (*find_blob) (AmiaLedger       *ledger,
                         const AmiaBlobId *id,
                         AmiaBlobRow      *row,
                         gboolean         *is_found,
                         GError          **error);
  gboolean (*put_blob) (AmiaLedger *ledger, const AmiaBlobRow *row, GError **error);
  gboolean (*drop_blob) (AmiaLedger *ledger, const AmiaBlobId *id, GError **error);
  gboolean (*append_blob_part) (AmiaLedger       *ledger,
                                const AmiaBlobId *id,
                                gint64            offset,
                                GBytes           *bytes,
                                GError          **error);
  gboolean (*read_blob_part) (AmiaLedger       *ledger,
                              const AmiaBlobId *id,
                              gint64            offset,
                              GBytes          **bytes,
                              GError          **error);
  gboolean (*count_blobs) (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64         *count,
                           gint64         *n_bytes,
                           GError        **error);
  gboolean (*drop_stale_blobs) (AmiaLedger *ledger, gint64 before_ms, GError **error);
  gboolean (*put_blob_ref) (AmiaLedger       *ledger,
                            const AmiaBlobId *id,
                            gint64            seq,
                            const AmiaUuid   *record,
                            GError          **error);
  GArray *(*list_blob_refs) (AmiaLedger       *ledger,
                             const AmiaBlobId *id,
                             guint             n_max,
                             GError          **error);
};

G_END_DECLS
