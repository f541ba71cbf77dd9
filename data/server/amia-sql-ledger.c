/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql-ledger.h"

#include <string.h>

#include "amia-sql-ledger-private.h"
#include "amia-sync-response.h"

/* The ledger in a database: its life and its transactions. The rest is in amia-sql-ledger-schema.c,
 * -accounts.c, -log.c and -access.c. */

/* "AmSv", so that file(1) and we know one when we see it. */
#define APPLICATION_ID 0x416d5376

G_DEFINE_FINAL_TYPE (AmiaSqlLedger, amia_sql_ledger, AMIA_TYPE_LEDGER)

void
_amia_bind_uuid (AmiaSqlStatement *statement,
                 int               index,
                 const AmiaUuid   *id)
{
  amia_sql_statement_bind_blob (statement, index, id->bytes, sizeof id->bytes);
}

void
_amia_get_bytes (AmiaSqlStatement *statement,
                 int               column,
                 guint8           *bytes,
                 gsize             length)
{
  gsize         stored;
  gconstpointer blob = amia_sql_statement_get_blob (statement, column, &stored);

  /* Another length can only be a damaged file; zeros match nothing. */
  memset (bytes, 0, length);
  if (stored == length)
    memcpy (bytes, blob, length);
}

void
_amia_get_uuid (AmiaSqlStatement *statement,
                int               column,
                AmiaUuid         *id)
{
  _amia_get_bytes (statement, column, id->bytes, sizeof id->bytes);
}

gboolean
_amia_list_reasons (AmiaLedger     *ledger,
                    const char     *sql,
                    const AmiaUuid *device,
                    gint64          from,
                    gint64          to,
                    GArray         *reasons,
                    GError        **error)
{
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list what was not taken", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, from);
  amia_sql_statement_bind_int (statement, 3, to);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      const AmiaWireRefusal reason = {
        amia_sql_statement_get_int (statement, 0),
        g_strdup (amia_sql_statement_get_text (statement, 1)),
      };

      g_array_append_val (reasons, reason);
    }

  return step == AMIA_DONE;
}

gboolean
_amia_run (AmiaSqlStatement *statement,
           GError          **error)
{
  g_autoptr (AmiaSqlStatement) owned = statement;

  return amia_sql_statement_run (owned, error);
}

gboolean
_amia_run_later (AmiaSqlStatement *statement,
                 GError          **error)
{
  g_autoptr (AmiaSqlStatement) owned = statement;

  return amia_sql_statement_run_later (owned, error);
}

/* What was true of a transaction is not of the next. */
static void
forget_transaction (AmiaLedger *ledger)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (ledger);

  self->has_new_facts = FALSE;
  g_hash_table_remove_all (self->expected);
  amia_segment_clear (self->pending);
  self->last_body = 0;
}

gboolean
_amia_sql_ledger_touch_facts (AmiaLedger *ledger,
                              GError    **error)
{
  static const char sql[] = "UPDATE life SET facts = facts + 1";
  AmiaSqlLedger    *self = AMIA_SQL_LEDGER (ledger);
  AmiaSqlStatement *statement;

  if (self->has_new_facts)
    return TRUE;

  statement = amia_sql_prepare (self->sql, sql, "note that facts have changed", error);
  self->has_new_facts = statement != NULL && _amia_run_later (statement, error);
  return self->has_new_facts;
}

static gboolean
ledger_begin (AmiaLedger *ledger,
              GError    **error)
{
  forget_transaction (ledger);
  return amia_sql_begin (get_sql (ledger), error);
}

static gboolean
ledger_commit (AmiaLedger *ledger,
               GError    **error)
{
  if (!_amia_sql_ledger_settle_bodies (ledger, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  forget_transaction (ledger);
  if (amia_sql_commit (get_sql (ledger), error))
    return TRUE;

  _amia_sql_ledger_forget_segments (ledger);
  return FALSE;
}

static void
ledger_rollback (AmiaLedger *ledger)
{
  forget_transaction (ledger);
  _amia_sql_ledger_forget_segments (ledger);
  amia_sql_rollback (get_sql (ledger));
}

static gboolean
ledger_get_life (AmiaLedger *ledger,
                 AmiaLife   *life,
                 GError    **error)
{
  static const char sql[] = "SELECT life.epoch, life.head, life.swept_on, epoch.began_ms,"
                            " life.is_set_back, life.is_closed, life.safeguard,"
                            " life.facts, life.floor FROM life"
                            " LEFT JOIN epoch ON epoch.epoch = life.epoch";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "read the epoch", error);

  if (statement == NULL || amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  life->epoch = g_strdup (amia_sql_statement_get_text (statement, 0));
  life->head = amia_sql_statement_get_int (statement, 1);
  life->swept_on = g_strdup (amia_sql_statement_get_text (statement, 2));
  life->began_ms = amia_sql_statement_get_int (statement, 3);
  life->is_set_back = amia_sql_statement_get_int (statement, 4) != 0;
  life->is_closed = amia_sql_statement_get_int (statement, 5) != 0;
  life->safeguard = g_strdup (amia_sql_statement_get_text (statement, 6));
  life->facts = amia_sql_statement_get_int (statement, 7);
  life->floor = amia_sql_statement_get_int (statement, 8);
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
  static const char update_sql[] = "UPDATE life SET epoch = ?, floor = 0";
  AmiaSqlStatement *insert = amia_sql_prepare (get_sql (ledger), insert_sql, "begin an epoch", error);
  AmiaSqlStatement *update;

  if (insert == NULL)
    return FALSE;

  amia_sql_statement_bind_text (insert, 1, epoch);
  amia_sql_statement_bind_int (insert, 2, now_ms);
  if (!_amia_run (insert, error))
    return FALSE;

  update = amia_sql_prepare (get_sql (ledger), update_sql, "begin an epoch", error);
  if (update == NULL)
    return FALSE;

  amia_sql_statement_bind_text (update, 1, epoch);
  return _amia_run (update, error);
}

static gboolean
ledger_take_numbers (AmiaLedger *ledger,
                     guint       count,
                     gint64     *first,
                     GError    **error)
{
  static const char sql[] = "UPDATE life SET head = head + ? RETURNING head";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "number changes", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, count);
  if (amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *first = amia_sql_statement_get_int (statement, 0) - count + 1;
  return TRUE;
}

static gboolean
ledger_set_swept (AmiaLedger *ledger,
                  const char *day,
                  GError    **error)
{
  static const char sql[] = "UPDATE life SET swept_on = ?";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "note the day", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, day);
  return _amia_run (statement, error);
}

static void
amia_sql_ledger_finalize (GObject *object)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (object);

  g_clear_pointer (&self->sql, amia_sql_close);
  g_hash_table_unref (self->expected);
  g_tree_unref (self->unpacked);
  amia_segment_unref (self->pending);
  g_free (self->place);

  G_OBJECT_CLASS (amia_sql_ledger_parent_class)->finalize (object);
}

static void
amia_sql_ledger_class_init (AmiaSqlLedgerClass *klass)
{
  AmiaLedgerClass *ledger_class = AMIA_LEDGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_sql_ledger_finalize;

  ledger_class->begin = ledger_begin;
  ledger_class->commit = ledger_commit;
  ledger_class->rollback = ledger_rollback;
  ledger_class->get_life = ledger_get_life;
  ledger_class->begin_life = ledger_begin_life;
  ledger_class->take_numbers = ledger_take_numbers;
  ledger_class->set_swept = ledger_set_swept;
  _amia_sql_ledger_class_init_accounts (ledger_class);
  _amia_sql_ledger_class_init_log (ledger_class);
  _amia_sql_ledger_class_init_peers (ledger_class);
  _amia_sql_ledger_class_init_access (ledger_class);
  _amia_sql_ledger_class_init_admin (ledger_class);
  _amia_sql_ledger_class_init_audit (ledger_class);
  _amia_sql_ledger_class_init_blobs (ledger_class);
  _amia_sql_ledger_class_init_escrow (ledger_class);
  _amia_sql_ledger_class_init_floor (ledger_class);
  _amia_sql_ledger_class_init_restore (ledger_class);
  _amia_sql_ledger_class_init_share (ledger_class);
}

static void
free_record (gpointer row)
{
  if (row != NULL)
    amia_record_row_free (row);
}

static void
amia_sql_ledger_init (AmiaSqlLedger *self)
{
  AmiaUuid name = amia_uuid_new_random ();

  (void) amia_uuid_print_hex (&name, self->name);
  self->expected = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, free_record);
  self->pending = amia_segment_new ();
  self->unpacked = _amia_sql_ledger_new_segments ();
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

gboolean
_amia_sql_ledger_is_address (const char *place)
{
  return g_str_has_prefix (place, "postgres://") || g_str_has_prefix (place, "postgresql://");
}

AmiaSql *
_amia_sql_ledger_connect (const char *place,
                          GError    **error)
{
  gboolean is_address = _amia_sql_ledger_is_address (place);
  g_autoptr (AmiaSql) sql =
      is_address ? amia_sql_open_postgres (place, error) : amia_sql_open_sqlite (place, error);

  if (sql == NULL || !amia_sql_migrate (sql,
                                        APPLICATION_ID,
                                        _amia_sql_ledger_migrations,
                                        _amia_sql_ledger_n_migrations,
                                        error))
    {
      /* An address may have a password in it. */
      g_prefix_error (error, "%s: ", is_address ? "postgres" : place);
      return NULL;
    }

  return g_steal_pointer (&sql);
}

AmiaLedger *
amia_sql_ledger_open (const char *place,
                      GError    **error)
{
  g_autoptr (AmiaSqlLedger) self = NULL;

  g_return_val_if_fail (place != NULL, NULL);

  self = g_object_new (AMIA_TYPE_SQL_LEDGER, NULL);
  self->place = g_strdup (place);
  self->sql = _amia_sql_ledger_connect (place, error);
  if (self->sql == NULL || !ensure_epoch (AMIA_LEDGER (self), error) ||
      !_amia_sql_ledger_pack_all (AMIA_LEDGER (self), error))
    return NULL;

  return AMIA_LEDGER (g_steal_pointer (&self));
}
