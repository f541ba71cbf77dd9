/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-attachment.h"
#include "amia-store-access-private.h"
#include "amia-store-agenda-private.h"
#include "amia-store-blobs-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-store-project-private.h"
#include "amia-store-words-private.h"

/* Records as the transaction sees them: each is loaded once, merged into as often as need be, and
 * stored once. A page of thousands of changes costs as many row writes as it has records. */

void
_amia_statement_bind_uuid (AmiaStatement  *statement,
                           int             index,
                           const AmiaUuid *uuid)
{
  if (uuid == NULL || amia_uuid_is_nil (uuid))
    amia_statement_bind_null (statement, index);
  else
    amia_statement_bind_blob (statement, index, uuid->bytes, sizeof uuid->bytes);
}

AmiaUuid
_amia_statement_get_uuid (AmiaStatement *statement,
                          int            column)
{
  AmiaUuid      uuid = { { 0 } };
  gsize         length;
  gconstpointer bytes = amia_statement_get_blob (statement, column, &length);

  if (length == sizeof uuid.bytes)
    memcpy (uuid.bytes, bytes, length);
  return uuid;
}

void
_amia_entry_free (gpointer data)
{
  AmiaEntry *entry = data;

  amia_record_free (entry->record);
  g_clear_pointer (&entry->origin.ops, g_ptr_array_unref);
  g_free (entry);
}

AmiaRecord *
_amia_record_read (AmiaStore     *store,
                   AmiaStatement *statement,
                   GError       **error)
{
  AmiaUuid    id = _amia_statement_get_uuid (statement, 1);
  AmiaUuid    case_id = _amia_statement_get_uuid (statement, 2);
  const char *kind = amia_statement_get_text (statement, 0);
  const char *state = amia_statement_get_text (statement, 3);
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (GError) cause = NULL;

  if (g_strcmp0 (state, AMIA_STATE_OF_LOG) == 0)
    return _amia_records_merge (
        store, amia_statement_get_int (statement, 4), kind, &id, &case_id, FALSE, error);

  record = amia_record_new (kind != NULL ? kind : "", &id, &case_id);
  if (amia_record_decode (record, state, &cause))
    return g_steal_pointer (&record);

  _amia_store_fail (error, AMIA_STORE_ERROR_DAMAGED, "Failed to read a record: %s", cause->message);
  return NULL;
}

static AmiaEntry *
add_entry (AmiaStore  *store,
           AmiaRecord *record,
           gint64      key)
{
  AmiaEntry *entry = g_new0 (AmiaEntry, 1);

  entry->record = record;
  entry->key = key;
  g_hash_table_insert (store->records, &record->id, entry);
  return entry;
}

AmiaEntry *
_amia_records_find (AmiaStore      *store,
                    const AmiaUuid *id,
                    gboolean       *is_missing,
                    GError        **error)
{
  static const char sql[] =
      "SELECT kind, id, case_id, state, key, is_empty, is_removed FROM record WHERE id = ?";
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaEntry  *entry = g_hash_table_lookup (store->records, id);
  AmiaRecord *record;
  AmiaStep    step;

  *is_missing = FALSE;
  if (entry != NULL)
    {
      _amia_entry_settle (entry);
      return entry;
    }

  statement = amia_db_prepare (store->db, sql, "load a record", error);
  if (statement == NULL)
    return NULL;

  _amia_statement_bind_uuid (statement, 1, id);
  step = amia_statement_step (statement, error);
  *is_missing = step == AMIA_DONE;
  if (step != AMIA_ROW || (record = _amia_record_read (store, statement, error)) == NULL)
    return NULL;

  entry = add_entry (store, record, amia_statement_get_int (statement, 4));
  entry->is_empty = amia_statement_get_int (statement, 5) != 0;
  entry->is_removed = amia_statement_get_int (statement, 6) != 0;
  return entry;
}

static gboolean
take_key (AmiaStore *store,
          gint64    *key,
          GError   **error)
{
  if (store->next_key == 0)
    {
      g_autoptr (AmiaStatement) statement = amia_db_prepare (
          store->db, "SELECT coalesce (max (key), 0) + 1 FROM record", "number a record", error);

      if (statement == NULL || amia_statement_step (statement, error) == AMIA_ERROR)
        return FALSE;
      store->next_key = amia_statement_get_int (statement, 0);
    }

  *key = store->next_key++;
  return TRUE;
}

AmiaEntry *
_amia_records_get (AmiaStore      *store,
                   const char     *kind,
                   const AmiaUuid *id,
                   const AmiaUuid *case_id,
                   GError        **error)
{
  gboolean   is_missing;
  gint64     key;
  AmiaEntry *entry = _amia_records_find (store, id, &is_missing, error);

  if (entry != NULL || !is_missing || !take_key (store, &key, error))
    return entry;

  entry = add_entry (store, amia_record_new (kind, id, case_id), key);
  entry->is_new = TRUE;
  entry->is_empty = TRUE;
  return entry;
}

AmiaCaseEntry *
_amia_cases_get (AmiaStore      *store,
                 const AmiaUuid *id)
{
  AmiaCaseEntry *entry = g_hash_table_lookup (store->cases, id);

  if (entry == NULL)
    {
      entry = g_new0 (AmiaCaseEntry, 1);
      entry->id = *id;
      g_hash_table_insert (store->cases, &entry->id, entry);
    }

  return entry;
}

void
_amia_cases_redo (AmiaStore        *store,
                  const AmiaChange *change)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (!amia_uuid_is_nil (&op->case_id))
        _amia_cases_get (store, &op->case_id)->needs_row = TRUE;
    }
}

static gboolean
apply_ops_of (AmiaStore        *store,
              AmiaRecord       *record,
              const AmiaChange *change,
              AmiaChangeState   state,
              gboolean          is_whole,
              GError          **error)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      gboolean      counts = TRUE;

      if (!amia_uuid_equal (&op->record, &record->id))
        continue;
      if (!is_whole && !_amia_access_check (store, change, op, state, &counts, error))
        return FALSE;
      if (counts)
        amia_record_apply (record, change, op);
    }

  return TRUE;
}

AmiaRecord *
_amia_records_merge (AmiaStore      *store,
                     gint64          key,
                     const char     *kind,
                     const AmiaUuid *id,
                     const AmiaUuid *case_id,
                     gboolean        is_whole,
                     GError        **error)
{
  static const char sql[] =
      "SELECT d.id, l.n, l.body, d.author, d.agency, l.state FROM touch AS t "
      "JOIN log AS l ON l.seq = t.seq JOIN device AS d ON d.idx = l.device "
      "WHERE t.record = ? AND l.state <> 2 ORDER BY t.seq";
  g_autoptr (AmiaRecord) record = amia_record_new (kind, id, case_id);
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "merge a record from the log", error);
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  amia_statement_bind_int (statement, 1, key);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_autoptr (AmiaChange) change = _amia_log_read (statement, 0, error);
      AmiaChangeState state = (AmiaChangeState) amia_statement_get_int (statement, 5);

      if (change == NULL || !apply_ops_of (store, record, change, state, is_whole, error))
        return NULL;
    }

  return step == AMIA_DONE ? g_steal_pointer (&record) : NULL;
}

gboolean
_amia_records_rebuild (AmiaStore *store,
                       AmiaEntry *entry,
                       GError   **error)
{
  AmiaRecord *old = entry->record;
  AmiaRecord *merged =
      _amia_records_merge (store, entry->key, old->kind, &old->id, &old->case_id, FALSE, error);

  if (merged == NULL)
    return FALSE;

  /* The cache's key is the id inside the record. */
  g_hash_table_steal (store->records, &old->id);
  amia_record_free (old);
  entry->record = merged;
  g_hash_table_insert (store->records, &merged->id, entry);

  entry->is_dirty = TRUE;
  entry->is_rebuilt = TRUE;
  entry->needs_search = TRUE;
  if (!amia_uuid_is_nil (&merged->case_id))
    _amia_cases_get (store, &merged->case_id)->needs_row = TRUE;
  return TRUE;
}

static gboolean
has_no_field (const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  return fields->len == 0;
}

/* What the log says of a record was written once, each field by one change. */
static guint
count_conflicts (const AmiaEntry *entry)
{
  return entry->is_removed || _amia_entry_is_of_log (entry)
             ? 0
             : amia_record_count_conflicts (entry->record);
}

static gboolean
store_record (AmiaStore       *store,
              const AmiaEntry *entry,
              GError         **error)
{
  static const char insert[] =
      "INSERT INTO record (is_removed, is_empty, n_conflicts, state, key, id, kind, case_id) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
  static const char update[] =
      "UPDATE record SET is_removed = ?1, is_empty = ?2, n_conflicts = ?3, state = ?4 "
      "WHERE key = ?5";
  const AmiaRecord *record = entry->record;
  g_autofree char  *state = _amia_entry_is_of_log (entry) ? NULL : amia_record_encode (record);
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, entry->is_new ? insert : update, "store a record", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, entry->is_removed);
  amia_statement_bind_int (statement, 2, entry->is_empty);
  amia_statement_bind_int (statement, 3, count_conflicts (entry));
  amia_statement_bind_text (statement, 4, state != NULL ? state : AMIA_STATE_OF_LOG);
  amia_statement_bind_int (statement, 5, entry->key);
  if (entry->is_new)
    {
      _amia_statement_bind_uuid (statement, 6, &record->id);
      amia_statement_bind_text (statement, 7, record->kind);
      _amia_statement_bind_uuid (statement, 8, &record->case_id);
    }
  return amia_statement_run (statement, error);
}

/* A participant's name stands in the rows of its cases. */
static gboolean
note_cases_of (AmiaStore        *store,
               const AmiaRecord *participant,
               GError          **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT id FROM case_row WHERE participant = ?",
                       "find the cases of a participant",
                       error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &participant->id);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id = _amia_statement_get_uuid (statement, 0);

      _amia_cases_get (store, &id)->needs_row = TRUE;
    }

  return step == AMIA_DONE;
}

static gboolean
is_touched (AmiaStore *store,
            gint64     key,
            gboolean  *answer,
            GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT 1 FROM touch WHERE record = ? LIMIT 1",
                       "look for what touches a record",
                       error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  step = amia_statement_step (statement, error);
  *answer = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

static gboolean
delete_record (AmiaStore       *store,
               const AmiaEntry *entry,
               GError         **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, "DELETE FROM record WHERE key = ?", "forget a record", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, entry->key);
  return amia_statement_run (statement, error);
}

/* A record of which nothing is left in the log is as if it had never been here. */
static gboolean
store_or_delete (AmiaStore *store,
                 AmiaEntry *entry,
                 GError   **error)
{
  gboolean has_touch = TRUE;

  if (entry->is_rebuilt && entry->is_empty &&
      !is_touched (store, entry->key, &has_touch, error))
    return FALSE;
  if (has_touch)
    return store_record (store, entry, error);

  return entry->is_new || delete_record (store, entry, error);
}

static gboolean
flush_entry (AmiaStore *store,
             AmiaEntry *entry,
             GError   **error)
{
  const char *kind = entry->record->kind;
  gboolean    is_removed;

  if (strcmp (kind, "template") == 0)
    _amia_templates_forget (store);
  if (strcmp (kind, "member") == 0 || strcmp (kind, "colleague") == 0)
    _amia_names_forget (store);
  if (_amia_form_words_has (kind) && !_amia_form_words_note (store, entry, error))
    return FALSE;
  if (_amia_entry_is_of_log (entry))
    return store_record (store, entry, error);

  is_removed = amia_record_is_removed (entry->record);
  /* Any op may bring a removed record back, and its words with it. */
  entry->needs_search |= is_removed != entry->is_removed;
  entry->is_removed = is_removed;
  if (entry->is_rebuilt)
    entry->is_empty = has_no_field (entry->record);

  return store_or_delete (store, entry, error) &&
         (!_amia_project_has_span (kind) || _amia_project_store_span (store, entry, error)) &&
         (strcmp (kind, AMIA_ATTACHMENT_KIND) != 0 || _amia_blobs_project (store, entry, error)) &&
         (!_amia_agenda_has (kind) || _amia_agenda_project (store, entry, error)) &&
         (strcmp (kind, "participant") != 0 || note_cases_of (store, entry->record, error));
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const AmiaEntry *first = *(AmiaEntry *const *) a;
  const AmiaEntry *second = *(AmiaEntry *const *) b;

  return (first->key > second->key) - (first->key < second->key);
}

/* By their keys, since the tables are appended to, and FTS5 gathers a transaction's words in memory
 * only while the rows come in order. */
static GPtrArray *
list_dirty (AmiaStore *store)
{
  GPtrArray     *entries = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, store->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (((AmiaEntry *) value)->is_dirty)
        g_ptr_array_add (entries, value);
    }

  g_ptr_array_sort (entries, compare_keys);
  return entries;
}

static gboolean
index_entries (AmiaStore *store,
               GPtrArray *entries,
               GError   **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      AmiaEntry *entry = g_ptr_array_index (entries, i);

      if (entry->needs_search && !_amia_index_store (store, entry, error))
        return FALSE;

      entry->is_dirty = FALSE;
      entry->is_new = FALSE;
      entry->is_changed = TRUE;
    }

  return TRUE;
}

/* The words come last of all, and nothing else between them: a statement for which SQLite sets a
 * savepoint, as REPLACE is, makes FTS5 write out what it has gathered so far, as a segment. */
gboolean
_amia_records_flush (AmiaStore *store,
                     GError   **error)
{
  g_autoptr (GPtrArray) entries = list_dirty (store);

  for (guint i = 0; i < entries->len; i++)
    {
      if (!flush_entry (store, g_ptr_array_index (entries, i), error))
        return FALSE;
    }

  return _amia_project_flush_cases (store, error) && index_entries (store, entries, error);
}
