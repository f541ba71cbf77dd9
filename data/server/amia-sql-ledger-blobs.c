/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-blobs.h"
#include "amia-sql-ledger-private.h"

/* Attachments in the ledger: a row each, and their bytes in parts as they came, so that no
 * statement ever carries more than one request does. */

/* What nobody would miss: it is not all here, or no change speaks of it. */
#define IS_LOOSE \
  "(is_whole = 0 OR NOT EXISTS (SELECT 1 FROM blob_ref WHERE blob_ref.id = blob.id))"

static void
bind_blob_id (AmiaSqlStatement *statement,
              int               index,
              const AmiaBlobId *id)
{
  amia_sql_statement_bind_blob (statement, index, id->bytes, sizeof id->bytes);
}

static gboolean
ledger_find_blob (AmiaLedger       *ledger,
                  const AmiaBlobId *id,
                  AmiaBlobRow      *row,
                  gboolean         *is_found,
                  GError          **error)
{
  static const char sql[] =
      "SELECT length, n_here, is_whole, device, touched_ms FROM blob WHERE id = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find an attachment", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  bind_blob_id (statement, 1, id);
  step = amia_sql_statement_step (statement, error);
  *is_found = step == AMIA_ROW;
  if (!*is_found)
    return step == AMIA_DONE;

  row->id = *id;
  row->length = amia_sql_statement_get_int (statement, 0);
  row->n_here = amia_sql_statement_get_int (statement, 1);
  row->is_whole = amia_sql_statement_get_int (statement, 2) != 0;
  _amia_get_uuid (statement, 3, &row->device);
  row->touched_ms = amia_sql_statement_get_int (statement, 4);
  return TRUE;
}

static gboolean
ledger_put_blob (AmiaLedger        *ledger,
                 const AmiaBlobRow *row,
                 GError           **error)
{
  static const char sql[] =
      "INSERT INTO blob (id, length, n_here, is_whole, device, touched_ms)"
      " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET length = excluded.length,"
      " n_here = excluded.n_here, is_whole = excluded.is_whole, device = excluded.device,"
      " touched_ms = excluded.touched_ms";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "note an attachment", error);

  if (statement == NULL)
    return FALSE;

  bind_blob_id (statement, 1, &row->id);
  amia_sql_statement_bind_int (statement, 2, row->length);
  amia_sql_statement_bind_int (statement, 3, row->n_here);
  amia_sql_statement_bind_int (statement, 4, row->is_whole);
  _amia_bind_uuid (statement, 5, &row->device);
  amia_sql_statement_bind_int (statement, 6, row->touched_ms);
  return _amia_run (statement, error);
}

static gboolean
ledger_drop_blob (AmiaLedger       *ledger,
                  const AmiaBlobId *id,
                  GError          **error)
{
  static const char parts_sql[] = "DELETE FROM blob_part WHERE id = ?";
  static const char blob_sql[] = "DELETE FROM blob WHERE id = ?";
  AmiaSqlStatement *parts =
      amia_sql_prepare (get_sql (ledger), parts_sql, "drop an attachment", error);
  AmiaSqlStatement *blob;

  if (parts == NULL)
    return FALSE;

  bind_blob_id (parts, 1, id);
  if (!_amia_run (parts, error))
    return FALSE;

  blob = amia_sql_prepare (get_sql (ledger), blob_sql, "drop an attachment", error);
  if (blob == NULL)
    return FALSE;

  bind_blob_id (blob, 1, id);
  return _amia_run (blob, error);
}

static gboolean
ledger_append_blob_part (AmiaLedger       *ledger,
                         const AmiaBlobId *id,
                         gint64            offset,
                         GBytes           *bytes,
                         GError          **error)
{
  static const char sql[] = "INSERT INTO blob_part (id, start, body) VALUES (?, ?, ?)";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "keep a part of an attachment", error);
  gsize         length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  if (statement == NULL)
    return FALSE;

  bind_blob_id (statement, 1, id);
  amia_sql_statement_bind_int (statement, 2, offset);
  amia_sql_statement_bind_blob (statement, 3, data, length);
  return _amia_run (statement, error);
}

static gboolean
ledger_read_blob_part (AmiaLedger       *ledger,
                       const AmiaBlobId *id,
                       gint64            offset,
                       GBytes          **bytes,
                       GError          **error)
{
  static const char sql[] = "SELECT start, body FROM blob_part WHERE id = ? AND start <= ?"
                            " ORDER BY start DESC LIMIT 1";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "read a part of an attachment", error);
  AmiaStep      step;
  gconstpointer data;
  gsize         length;
  gint64        skip;

  *bytes = NULL;
  if (statement == NULL)
    return FALSE;

  bind_blob_id (statement, 1, id);
  amia_sql_statement_bind_int (statement, 2, offset);
  step = amia_sql_statement_step (statement, error);
  if (step != AMIA_ROW)
    return step == AMIA_DONE;

  skip = offset - amia_sql_statement_get_int (statement, 0);
  data = amia_sql_statement_get_blob (statement, 1, &length);
  if (skip < (gint64) length)
    *bytes = g_bytes_new ((const guint8 *) data + skip, length - (gsize) skip);
  return TRUE;
}

static gboolean
ledger_count_blobs (AmiaLedger     *ledger,
                    const AmiaUuid *device,
                    gint64         *count,
                    gint64         *n_bytes,
                    GError        **error)
{
  /* PostgreSQL's sum of integers is a numeric, unless it is told. */
  static const char sql[] = "SELECT count(*), CAST (coalesce (sum(length), 0) AS INTEGER) FROM blob"
                            " WHERE device = ? AND " IS_LOOSE;
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "count attachments", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  if (amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *count = amia_sql_statement_get_int (statement, 0);
  *n_bytes = amia_sql_statement_get_int (statement, 1);
  return TRUE;
}

static gboolean
ledger_drop_stale_blobs (AmiaLedger *ledger,
                         gint64      before_ms,
                         GError    **error)
{
  static const char parts_sql[] = "DELETE FROM blob_part WHERE id IN"
                                  " (SELECT id FROM blob WHERE touched_ms < ? AND " IS_LOOSE ")";
  static const char blobs_sql[] = "DELETE FROM blob WHERE touched_ms < ? AND " IS_LOOSE;
  const char *const texts[] = { parts_sql, blobs_sql };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      AmiaSqlStatement *statement =
          amia_sql_prepare (get_sql (ledger), texts[i], "drop stale attachments", error);

      if (statement == NULL)
        return FALSE;

      amia_sql_statement_bind_int (statement, 1, before_ms);
      if (!_amia_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
ledger_put_blob_ref (AmiaLedger       *ledger,
                     const AmiaBlobId *id,
                     gint64            seq,
                     const AmiaUuid   *record,
                     GError          **error)
{
  static const char sql[] = "INSERT INTO blob_ref (id, seq, record) VALUES (?, ?, ?)"
                            " ON CONFLICT (id, seq, record) DO NOTHING";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "note where an attachment is named", error);

  if (statement == NULL)
    return FALSE;

  bind_blob_id (statement, 1, id);
  amia_sql_statement_bind_int (statement, 2, seq);
  _amia_bind_uuid (statement, 3, record);
  return _amia_run (statement, error);
}

static GArray *
ledger_list_blob_refs (AmiaLedger       *ledger,
                       const AmiaBlobId *id,
                       guint             n_max,
                       GError          **error)
{
  static const char sql[] =
      "SELECT seq, record FROM blob_ref WHERE id = ? AND seq <> ? ORDER BY seq, record LIMIT ?";
  g_autoptr (GArray) refs = g_array_new (FALSE, FALSE, sizeof (AmiaBlobRef));
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find where an attachment is named", error);
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  bind_blob_id (statement, 1, id);
  amia_sql_statement_bind_int (statement, 2, AMIA_BLOB_SEALED);
  amia_sql_statement_bind_int (statement, 3, n_max);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaBlobRef ref = { .seq = amia_sql_statement_get_int (statement, 0) };

      _amia_get_uuid (statement, 1, &ref.record);
      g_array_append_val (refs, ref);
    }

  return step == AMIA_DONE ? g_steal_pointer (&refs) : NULL;
}

void
_amia_sql_ledger_class_init_blobs (AmiaLedgerClass *klass)
{
  klass->find_blob = ledger_find_blob;
  klass->put_blob = ledger_put_blob;
  klass->drop_blob = ledger_drop_blob;
  klass->append_blob_part = ledger_append_blob_part;
  klass->read_blob_part = ledger_read_blob_part;
  klass->count_blobs = ledger_count_blobs;
  klass->drop_stale_blobs = ledger_drop_stale_blobs;
  klass->put_blob_ref = ledger_put_blob_ref;
  klass->list_blob_refs = ledger_list_blob_refs;
}
