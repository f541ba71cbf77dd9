/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql-ledger-private.h"

/* The tables of the ledger, step by step: a change of the schema is one more step at the end, and
 * an old step is never edited. Written as SQLite understands it; what other databases call
 * otherwise is translated (see amia-sql.h). */

static const char schema_1[] =
    /* One row: where the log stands. The epochs before are kept, with the number they began at. */
    "CREATE TABLE life (id INTEGER PRIMARY KEY CHECK (id = 1), epoch TEXT NOT NULL,"
    " head INTEGER NOT NULL, swept_on TEXT);"
    "CREATE TABLE epoch (epoch TEXT PRIMARY KEY, base INTEGER NOT NULL, began_ms INTEGER NOT NULL)"
    " WITHOUT ROWID;"

    "CREATE TABLE account (name TEXT PRIMARY KEY, agency TEXT NOT NULL, role TEXT NOT NULL,"
    " password TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE device (num INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
    " \"user\" TEXT NOT NULL REFERENCES account (name), token BLOB NOT NULL UNIQUE,"
    " expires_ms INTEGER NOT NULL, is_revoked INTEGER NOT NULL, last_n INTEGER NOT NULL,"
    " chain BLOB NOT NULL, since INTEGER NOT NULL, position INTEGER NOT NULL,"
    " lanes_open INTEGER NOT NULL);"
    "CREATE INDEX device_user ON device (\"user\");"

    /* Devices are named by their small number here; scopes are the ids of all scopes, joined, so
     * that a reader's feed can pass a row by without looking into its body. */
    "CREATE TABLE log (seq INTEGER PRIMARY KEY, device INTEGER NOT NULL REFERENCES device (num),"
    " n INTEGER NOT NULL, agency TEXT NOT NULL, chain BLOB NOT NULL, scopes BLOB NOT NULL,"
    " body TEXT NOT NULL, UNIQUE (device, n));"
    "CREATE TABLE entry (scope BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (scope, seq))"
    " WITHOUT ROWID;"
    "CREATE TABLE refused (device INTEGER NOT NULL REFERENCES device (num), n INTEGER NOT NULL,"
    " reason TEXT NOT NULL, chain BLOB NOT NULL, PRIMARY KEY (device, n)) WITHOUT ROWID;"

    "CREATE TABLE record (id BLOB PRIMARY KEY, kind TEXT NOT NULL, case_id BLOB NOT NULL,"
    " author TEXT NOT NULL, agency TEXT NOT NULL, state TEXT) WITHOUT ROWID;"
    "CREATE INDEX record_fact ON record (case_id, id) WHERE state IS NOT NULL;"
    "CREATE TABLE person_case (case_id BLOB PRIMARY KEY, participant BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX person_case_participant ON person_case (participant);"
    "CREATE TABLE access_grant (\"user\" TEXT NOT NULL, scope BLOB NOT NULL,"
    " generation INTEGER NOT NULL, is_active INTEGER NOT NULL, PRIMARY KEY (\"user\", scope))"
    " WITHOUT ROWID;"
    "CREATE INDEX access_grant_scope ON access_grant (scope, is_active, \"user\");"
    "CREATE TABLE dated_case (case_id BLOB PRIMARY KEY) WITHOUT ROWID;"

    "INSERT INTO life VALUES (1, '', 0, NULL);";

/* In PostgreSQL `user` means who is signed in there, unless it is quoted, and nothing warns. */
static const char schema_2[] =
    "ALTER TABLE device RENAME COLUMN \"user\" TO account;"
    "ALTER TABLE access_grant RENAME COLUMN \"user\" TO account;"
    /* Raised by whatever changes who may see what. */
    "ALTER TABLE life ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;";

/* The audit, and what keeps it from saying the same thing twice. Its number and the hash of its
 * last entry stand where the log's number stands (see amia-audit.h). */
static const char schema_3[] =
    "CREATE TABLE audit (id INTEGER PRIMARY KEY, entered_ms INTEGER NOT NULL, kind TEXT NOT NULL,"
    " at_ms INTEGER NOT NULL, account TEXT NOT NULL, agency TEXT NOT NULL, device BLOB,"
    " scope BLOB, detail TEXT NOT NULL, hash BLOB NOT NULL);"
    "CREATE INDEX audit_scope ON audit (scope, id);"
    "CREATE TABLE audit_delivery (day TEXT NOT NULL, device BLOB NOT NULL, scope BLOB NOT NULL,"
    " PRIMARY KEY (day, device, scope)) WITHOUT ROWID;"
    "CREATE TABLE audit_told (device BLOB PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;"
    "ALTER TABLE life ADD COLUMN audit_id INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE life ADD COLUMN audit_hash BLOB;";

/* What those who look after the server need to know. */
static const char schema_4[] =
    "CREATE TABLE office (id TEXT PRIMARY KEY, name TEXT NOT NULL, agency TEXT NOT NULL,"
    " subproject TEXT, is_closed INTEGER NOT NULL) WITHOUT ROWID;"
    "ALTER TABLE account ADD COLUMN office TEXT REFERENCES office (id);"
    "ALTER TABLE account ADD COLUMN is_disabled INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE device ADD COLUMN seen_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE device ADD COLUMN version TEXT;";

/* Rights instead of mere membership, and what keeps them. What was let in before gets its rights by
 * the next sweep. */
static const char schema_5[] =
    "ALTER TABLE access_grant ADD COLUMN rights TEXT;"
    "ALTER TABLE access_grant ADD COLUMN agency TEXT;"
    "ALTER TABLE access_grant ADD COLUMN fed_from INTEGER NOT NULL DEFAULT 0;"
    "UPDATE access_grant SET fed_from = generation;"
    "INSERT INTO dated_case (case_id) SELECT DISTINCT case_id FROM record"
    " WHERE state IS NOT NULL ON CONFLICT DO NOTHING;"
    "UPDATE life SET swept_on = NULL;"

    /* What each device was last asked to forget of a scope, and what it was last known to open. */
    "CREATE TABLE forget (device BLOB NOT NULL, scope BLOB NOT NULL, generation INTEGER NOT NULL,"
    " asked_ms INTEGER NOT NULL, done_ms INTEGER NOT NULL, PRIMARY KEY (device, scope))"
    " WITHOUT ROWID;"
    "CREATE INDEX forget_scope ON forget (scope);"
    "CREATE TABLE opened (case_id BLOB NOT NULL, account TEXT NOT NULL, position INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, PRIMARY KEY (case_id, account)) WITHOUT ROWID;"
    "CREATE INDEX opened_seq ON opened (seq);"
    "CREATE TABLE lease (agency TEXT PRIMARY KEY, days INTEGER NOT NULL) WITHOUT ROWID;"

    "ALTER TABLE log ADD COLUMN shown_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE device ADD COLUMN shown_ms INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE escrow (device BLOB NOT NULL, n INTEGER NOT NULL, account TEXT NOT NULL,"
    " agency TEXT NOT NULL, reason TEXT NOT NULL, chain BLOB NOT NULL, body TEXT NOT NULL,"
    " at_ms INTEGER NOT NULL, PRIMARY KEY (device, n)) WITHOUT ROWID;"
    "CREATE TABLE escrow_scope (scope BLOB NOT NULL, device BLOB NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (scope, device, n)) WITHOUT ROWID;"
    "CREATE INDEX escrow_scope_change ON escrow_scope (device, n);"

    /* In which scope text from which other is used, and which sources have not come yet. */
    "CREATE TABLE citation (source BLOB NOT NULL, scope BLOB NOT NULL, PRIMARY KEY (source, scope))"
    " WITHOUT ROWID;"
    "CREATE TABLE awaited (device BLOB NOT NULL, n INTEGER NOT NULL, scope BLOB NOT NULL,"
    " PRIMARY KEY (device, n, scope)) WITHOUT ROWID;"

    /* For when the ledger is put back from a backup. */
    "ALTER TABLE life ADD COLUMN is_set_back INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE life ADD COLUMN is_closed INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE life ADD COLUMN safeguard TEXT;"
    "ALTER TABLE device ADD COLUMN whole_in TEXT;"
    "CREATE TABLE ended (device BLOB NOT NULL, n INTEGER NOT NULL, scope BLOB NOT NULL,"
    " record BLOB NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY (device, n, record, field)) WITHOUT ROWID;"
    "CREATE INDEX ended_scope ON ended (scope);"
    "CREATE TABLE shut_out (device BLOB PRIMARY KEY) WITHOUT ROWID;";

/* Attachments: sealed bytes, in parts as they came, and which changes of the log name them. */
static const char schema_6[] =
    "CREATE TABLE blob (id BLOB PRIMARY KEY, length INTEGER NOT NULL, n_here INTEGER NOT NULL,"
    " is_whole INTEGER NOT NULL, device BLOB NOT NULL, touched_ms INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX blob_device ON blob (device);"
    "CREATE TABLE blob_part (id BLOB NOT NULL, start INTEGER NOT NULL, body BLOB NOT NULL,"
    " PRIMARY KEY (id, start));"
    "CREATE TABLE blob_ref (id BLOB NOT NULL, seq INTEGER NOT NULL, record BLOB NOT NULL,"
    " PRIMARY KEY (id, seq, record)) WITHOUT ROWID;";

/* How far back the feed goes for laptops that come back after a long time. */
static const char schema_7[] = "ALTER TABLE life ADD COLUMN floor INTEGER NOT NULL DEFAULT 0;";

/* Bodies apart from the log: those that are fresh, and those that are packed. What there was is
 * packed when the ledger is opened. */
static const char schema_8[] =
    "CREATE TABLE fresh (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);"
    "CREATE TABLE segment (first INTEGER PRIMARY KEY, body BLOB NOT NULL);"
    "INSERT INTO fresh (seq, body) SELECT seq, body FROM log;"
    "ALTER TABLE log DROP COLUMN body;";

/* What was sealed and is refused after all is not thrown away. */
static const char schema_9[] =
    "ALTER TABLE escrow ADD COLUMN is_refused INTEGER NOT NULL DEFAULT 0;";

/* Bodies may be in the short form from here on (amia-change.c), which a program of before can't
 * read: it must not open this ledger. */
static const char schema_10[] = "UPDATE life SET head = head;";

const AmiaMigration _amia_sql_ledger_migrations[] = {
  { 1, schema_1 },
  { 2, schema_2 },
  { 3, schema_3 },
  { 4, schema_4 },
  { 5, schema_5 },
  { 6, schema_6 },
  { 7, schema_7 },
  { 8, schema_8 },
  { 9, schema_9 },
  { 10, schema_10 },
};

const gsize _amia_sql_ledger_n_migrations = G_N_ELEMENTS (_amia_sql_ledger_migrations);
