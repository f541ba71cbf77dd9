/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sqlite-ledger.h"

#include <string.h>

#include "amia-sqlite-ledger-private.h"

/* The ledger in one SQLite file: its schema, its life and its transactions. The rest is in
 * amia-sqlite-ledger-accounts.c, -log.c and -access.c. */

/* "AmSv", so that file(1) and we know one when we see it. */
#define APPLICATION_ID 0x416d5376

static const char schema_1[] =
    /* One row: where the log stands. The epochs before are kept, with the number they began at. */
    "CREATE TABLE life (id INTEGER PRIMARY KEY CHECK (id = 1), epoch TEXT NOT NULL,"
    " head INTEGER NOT NULL, swept_on TEXT);"
    "CREATE TABLE epoch (epoch TEXT PRIMARY KEY, base INTEGER NOT NULL, began_ms INTEGER NOT NULL)"
    " WITHOUT ROWID;"

    "CREATE TABLE account (name TEXT PRIMARY KEY, agency TEXT NOT NULL, role TEXT NOT NULL,"
    " password TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE device (num INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
    " user TEXT NOT NULL REFERENCES account (name), token BLOB NOT NULL UNIQUE,"
    " expires_ms INTEGER NOT NULL, is_revoked INTEGER NOT NULL, last_n INTEGER NOT NULL,"
    " chain BLOB NOT NULL, since INTEGER NOT NULL, position INTEGER NOT NULL,"
    " lanes_open INTEGER NOT NULL);"
    "CREATE INDEX device_user ON device (user);"

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
    "CREATE TABLE access_grant (user TEXT NOT NULL, scope BLOB NOT NULL, generation INTEGER NOT "
    "NULL,"
    " is_active INTEGER NOT NULL, PRIMARY KEY (user, scope)) WITHOUT ROWID;"
    "CREATE INDEX access_grant_scope ON access_grant (scope, is_active, user);"
    "CREATE TABLE dated_case (case_id BLOB PRIMARY KEY) WITHOUT ROWID;"

    "INSERT INTO life VALUES (1, '', 0, NULL);";

static const AmiaMigration migrations[] = {
  { 1, schema_1 },
};

G_DEFINE_FINAL_TYPE (AmiaSqliteLedger, amia_sqlite_ledger, AMIA_TYPE_LEDGER)

void
_amia_bind_uuid (AmiaStatement  *statement,
                 int             index,
                 const AmiaUuid *id)
{
  amia_statement_bind_blob (statement, index, id->bytes, sizeof id->bytes);
}

void
_amia_get_bytes (AmiaStatement *statement,
                 int            column,
                 guint8        *bytes,
                 gsize          length)
{
  gsize         stored;
  gconstpointer blob = amia_statement_get_blob (statement, column, &stored);

  /* Another length can only be a damaged file; zeros match nothing. */
  memset (bytes, 0, length);
  if (stored == length)
    memcpy (bytes, blob, length);
}

void
_amia_get_uuid (AmiaStatement *statement,
                int            column,
                AmiaUuid      *id)
{
  _amia_get_bytes (statement, column, id->bytes, sizeof id->bytes);
}

gboolean
_amia_run (AmiaStatement *statement,
           GError       **error)
{
  g_autoptr (AmiaStatement) owned = statement;

  return amia_statement_run (owned, error);
}

static gboolean
ledger_begin (AmiaLedger *ledger,
              GError    **error)
{
  return amia_db_begin (get_db (ledger), error);
}

static gboolean
ledger_commit (AmiaLedger *ledger,
               GError    **error)
{
  return amia_db_commit (get_db (ledger), error);
}

static void
ledger_rollback (AmiaLedger *ledger)
{
  amia_db_rollback (get_db (ledger));
}

static gboolean
ledger_get_life (AmiaLedger *ledger,
                 AmiaLife   *life,
                 GError    **error)
{
  static const char sql[] = "SELECT life.epoch, life.head, life.swept_on, epoch.began_ms FROM life"
                            " LEFT JOIN epoch ON epoch.epoch = life.epoch";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (get_db (ledger), sql, "read the epoch", error);

  if (statement == NULL || amia_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  life->epoch = g_strdup (amia_statement_get_text (statement, 0));
  life->head = amia_statement_get_int (statement, 1);
  life->swept_on = g_strdup (amia_statement_get_text (statement, 2));
  life->began_ms = amia_statement_get_int (statement, 3);
  return TRUE;
}

static gboolean
ledger_begin_life (AmiaLedger *ledger,
                   const char *epoch,
                   gint64      now_ms,
                   GError    **error)
{
  static const char insert_sql[] = "INSERT INTO epoch (epoch, base, began_ms)"
                                   " SELECT ?, head, ? FROM life";
  static const char update_sql[] = "UPDATE life SET epoch = ?";
  AmiaStatement    *insert = amia_db_prepare (get_db (ledger), insert_sql, "begin an epoch", error);
  AmiaStatement    *update;

  if (insert == NULL)
    return FALSE;

  amia_statement_bind_text (insert, 1, epoch);
  amia_statement_bind_int (insert, 2, now_ms);
  if (!_amia_run (insert, error))
    return FALSE;

  update = amia_db_prepare (get_db (ledger), update_sql, "begin an epoch", error);
  if (update == NULL)
    return FALSE;

  amia_statement_bind_text (update, 1, epoch);
  return _amia_run (update, error);
}

static gboolean
ledger_take_numbers (AmiaLedger *ledger,
                     guint       count,
                     gint64     *first,
                     GError    **error)
{
  static const char sql[] = "UPDATE life SET head = head + ? RETURNING head";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (get_db (ledger), sql, "number changes", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, count);
  if (amia_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *first = amia_statement_get_int (statement, 0) - count + 1;
  return TRUE;
}

static gboolean
ledger_set_swept (AmiaLedger *ledger,
                  const char *day,
                  GError    **error)
{
  static const char sql[] = "UPDATE life SET swept_on = ?";
  AmiaStatement    *statement = amia_db_prepare (get_db (ledger), sql, "note the day", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, day);
  return _amia_run (statement, error);
}

static void
amia_sqlite_ledger_finalize (GObject *object)
{
  AmiaSqliteLedger *self = AMIA_SQLITE_LEDGER (object);

  g_clear_pointer (&self->db, amia_db_close);

  G_OBJECT_CLASS (amia_sqlite_ledger_parent_class)->finalize (object);
}

static void
amia_sqlite_ledger_class_init (AmiaSqliteLedgerClass *klass)
{
  AmiaLedgerClass *ledger_class = AMIA_LEDGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_sqlite_ledger_finalize;

  ledger_class->begin = ledger_begin;
  ledger_class->commit = ledger_commit;
  ledger_class->rollback = ledger_rollback;
  ledger_class->get_life = ledger_get_life;
  ledger_class->begin_life = ledger_begin_life;
  ledger_class->take_numbers = ledger_take_numbers;
  ledger_class->set_swept = ledger_set_swept;
  _amia_sqlite_ledger_class_init_accounts (ledger_class);
  _amia_sqlite_ledger_class_init_log (ledger_class);
  _amia_sqlite_ledger_class_init_access (ledger_class);
}

static void
amia_sqlite_ledger_init (AmiaSqliteLedger *self)
{
}

/* A new file has no epoch yet; two programs that make it at once agree by the transaction. */
static gboolean
ensure_epoch (AmiaLedger *ledger,
              GError    **error)
{
  g_auto (AmiaLife) life = { NULL };
  AmiaUuid random = amia_uuid_new_random ();
  char     epoch[AMIA_UUID_HEX_LENGTH + 1];

  if (!amia_ledger_get_life (ledger, &life, error))
    return FALSE;
  if (*life.epoch != '\0')
    return TRUE;

  amia_life_clear (&life);
  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_ledger_get_life (ledger, &life, error) ||
      (*life.epoch == '\0' && !amia_ledger_begin_life (ledger,
                                                       amia_uuid_print_hex (&random, epoch),
                                                       g_get_real_time () / 1000,
                                                       error)))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  return amia_ledger_commit (ledger, error);
}

AmiaLedger *
amia_sqlite_ledger_open (const char *path,
                         GError    **error)
{
  g_autoptr (AmiaSqliteLedger) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (AMIA_TYPE_SQLITE_LEDGER, NULL);
  self->db = amia_db_open (path, AMIA_DB_CREATE, error);
  if (self->db == NULL ||
      !amia_db_migrate (self->db, APPLICATION_ID, migrations, G_N_ELEMENTS (migrations), error) ||
      !ensure_epoch (AMIA_LEDGER (self), error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  return AMIA_LEDGER (g_steal_pointer (&self));
}
