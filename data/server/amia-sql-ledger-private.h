/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-segment.h"
#include "amia-sql-ledger.h"
#include "amia-sql.h"

G_BEGIN_DECLS

/* The ledger is written down in parts: accounts and devices, the log, and access. Who adds a part
 * adds a file, its class_init here, and a step of the schema in amia-sql-ledger-schema.c. */

struct _AmiaSqlLedger
{
  AmiaLedger parent_instance;

  AmiaSql    *sql;
  char       *place;
  char        name[AMIA_UUID_HEX_LENGTH + 1]; /* under which it speaks to other servers */
  gboolean    has_new_facts;                  /* in this transaction */
  GHashTable *expected;                       /* id → AmiaRecordRow, NULL: there is none */

  AmiaSegment *pending;   /* bodies of this transaction that are not in the database yet */
  gint64       last_body; /* the number of the last one that was put in this transaction */
  GTree       *unpacked;  /* first number → AmiaSegment that was read lately */
  gsize        n_unpacked_bytes;
};

static inline AmiaSql *
get_sql (AmiaLedger *ledger)
{
  return AMIA_SQL_LEDGER (ledger)->sql;
}

extern const AmiaMigration _amia_sql_ledger_migrations[];
extern const gsize         _amia_sql_ledger_n_migrations;

void _amia_sql_ledger_class_init_accounts (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_peers (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_log (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_access (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_admin (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_audit (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_blobs (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_escrow (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_floor (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_restore (AmiaLedgerClass *klass);
void _amia_sql_ledger_class_init_share (AmiaLedgerClass *klass);

/* Connects to the place of a ledger, and brings its schema up to date. */
AmiaSql *_amia_sql_ledger_connect (const char *place,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_sql_ledger_is_address (const char *place);

/* Notes that who may see what is no longer what it was: to be called by every method that changes
 * accounts, facts, links or grants, or whatever else others keep at hand. See AmiaLife. */
gboolean _amia_sql_ledger_touch_facts (AmiaLedger *ledger,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* Records that were expected, see amia_ledger_expect_records(). */
gboolean _amia_sql_ledger_find_expected (AmiaLedger     *ledger,
                                         const AmiaUuid *id,
                                         AmiaRecordRow **row);
void     _amia_sql_ledger_update_expected (AmiaLedger          *ledger,
                                           const AmiaRecordRow *row);

/* Bodies of changes, see amia-sql-ledger-bodies.c. To be put in the order of their numbers; settled
 * before any statement that joins them, and before the commit. */
gboolean _amia_sql_ledger_put_body (AmiaLedger *ledger,
                                    gint64      seq,
                                    const char *body,
                                    gsize       length,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_sql_ledger_settle_bodies (AmiaLedger *ledger,
                                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* The body of a change that is not among the fresh, or NULL with an error. @segment is the one that
 * was last looked into, or NULL; it is replaced by the one that holds the body. */
const char *_amia_sql_ledger_find_body (AmiaLedger   *ledger,
                                        gint64        seq,
                                        AmiaSegment **segment,
                                        gsize        *length,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;

GTree *_amia_sql_ledger_new_segments (void);

/* What was unpacked in a transaction that has been taken back never was. */
void _amia_sql_ledger_forget_segments (AmiaLedger *ledger);

/* Packs what a ledger had before there were segments. */
gboolean _amia_sql_ledger_pack_all (AmiaLedger *ledger,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* The columns of a record, and a row of them. */
#define AMIA_RECORD_COLUMNS "id, kind, case_id, author, agency, state"
AmiaRecordRow *_amia_read_record (AmiaSqlStatement *statement);

/* Binding and reading what all parts have: ids are blobs of 16 bytes. */
void _amia_bind_uuid (AmiaSqlStatement *statement,
                      int               index,
                      const AmiaUuid   *id);
void _amia_get_uuid (AmiaSqlStatement *statement,
                     int               column,
                     AmiaUuid         *id);
void _amia_get_bytes (AmiaSqlStatement *statement,
                      int               column,
                      guint8           *bytes,
                      gsize             length);

/* A device, of a row of these columns. */
#define AMIA_DEVICE_COLUMNS                                                      \
  "id, account, token, expires_ms, is_revoked, last_n, chain, since, position, " \
  "lanes_open, seen_ms, version, shown_ms, whole_in"
AmiaDevice *_amia_read_device (AmiaSqlStatement *statement);

/* What was said of a device's changes instead of taking them: (element-type AmiaWireRefusal), by
 * number. @sql selects number and reason, with the device and both ends as its parameters. */
gboolean _amia_list_reasons (AmiaLedger     *ledger,
                             const char     *sql,
                             const AmiaUuid *device,
                             gint64          from,
                             gint64          to,
                             GArray         *reasons,
                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs a statement to its end, gives it back, and says whether it went well; later: see
 * amia_sql_statement_run_later(). */
gboolean _amia_run (AmiaSqlStatement *statement,
                    GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_run_later (AmiaSqlStatement *statement,
                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
