/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-due-facts-private.h"
#include "amia-store-access-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"

/* Forgetting: what this reader may no longer see leaves the log, and everything that was made of it
 * leaves the projections. What may be seen again, or is only hidden for a while, goes the same way
 * without the first step.
 *
 *   an op that the scope's rights do not allow        goes
 *   an op that has one of those as its source          goes too, whatever its scope, and so on
 *   an own change that the server does not have        stays in the log, not shown ("locked"), until
 *                                                      the server has it or keeps it sealed
 *   an own change of which something went              keeps the hash of its bytes, for the chain
 *   a colleague's change of which nothing is left      leaves no row
 *
 * That a replaced text is shown again when the one that replaced it is gone comes by itself: the
 * records are merged anew from what is left. No byte of the files holds what went once
 * amia-store-scrub.c has been over them. */

/* An op that went, or that is not, or once more, to be seen. */
typedef struct
{
  AmiaUuid device;
  gint64   device_idx;
  gint64   n;
  char    *field;
  gboolean is_gone;
} Lost;

/* A record that is to be merged anew. */
typedef struct
{
  char    *kind;
  AmiaUuid id;
  AmiaUuid case_id;
} Affected;

typedef struct
{
  AmiaStore  *store;
  GQueue      work;    /* (element-type Lost): ops whose descendants are to be looked at */
  GHashTable *seen;    /* (element-type utf8): those that were */
  GHashTable *records; /* (element-type AmiaUuid Affected) */
  gboolean    is_any_gone;
} Forget;

static void
lost_free (gpointer data)
{
  Lost *lost = data;

  g_free (lost->field);
  g_free (lost);
}

static void
affected_free (gpointer data)
{
  Affected *affected = data;

  g_free (affected->kind);
  g_free (affected);
}

static void
forget_init (Forget    *forget,
             AmiaStore *store)
{
  memset (forget, 0, sizeof *forget);
  forget->store = store;
  g_queue_init (&forget->work);
  forget->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  forget->records =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, affected_free);
}

static void
forget_clear (Forget *forget)
{
  g_queue_clear_full (&forget->work, lost_free);
  g_hash_table_unref (forget->seen);
  g_hash_table_unref (forget->records);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Forget, forget_clear)

static void
note_affected (Forget       *forget,
               const AmiaOp *op)
{
  Affected *affected;

  if (g_hash_table_contains (forget->records, &op->record))
    return;

  affected = g_new0 (Affected, 1);
  affected->kind = g_strdup (op->kind);
  affected->id = op->record;
  affected->case_id = op->case_id;
  g_hash_table_insert (forget->records, &affected->id, affected);
}

/* Its record is merged anew, and what has it as a source is looked at. */
static void
note_lost (Forget           *forget,
           const AmiaLogged *logged,
           const AmiaOp     *op,
           gboolean          is_gone)
{
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d %s",
                                           logged->device_idx,
                                           logged->change->n,
                                           is_gone,
                                           op->field);
  Lost            *lost;

  note_affected (forget, op);
  if (!g_hash_table_add (forget->seen, g_steal_pointer (&name)))
    return;

  lost = g_new0 (Lost, 1);
  lost->device = logged->change->device;
  lost->device_idx = logged->device_idx;
  lost->n = logged->change->n;
  lost->field = g_strdup (op->field);
  lost->is_gone = is_gone;
  g_queue_push_tail (&forget->work, lost);
}

/* --- Ops that may not be seen ---------------------------------------------------------------- */

/* Own work that only this laptop has: what the server does not have yet, or refused without anybody
 * having dealt with it, be it under a name that this file had before it was set back. */
static gboolean
is_only_here (AmiaStore        *store,
              const AmiaLogged *logged)
{
  if (logged->state == AMIA_CHANGE_REFUSED)
    return !logged->is_dismissed;

  return logged->device_idx == store->device_idx && logged->change->n > store->position.acked;
}

/* Takes the ops with a mark in @is_gone out of the log, or locks the change. */
static gboolean
cut (Forget         *forget,
     AmiaLogged     *logged,
     const gboolean *is_gone,
     gboolean        by_source,
     GError        **error)
{
  AmiaStore *store = forget->store;
  GPtrArray *ops = logged->change->ops;
  gboolean   stays = is_only_here (store, logged) &&
                   !(by_source && logged->state == AMIA_CHANGE_REFUSED);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_op_free);

  for (guint i = ops->len; i > 0; i--)
    {
      if (!is_gone[i - 1])
        continue;

      note_lost (forget, logged, g_ptr_array_index (ops, i - 1), TRUE);
      if (!stays)
        g_ptr_array_add (gone, g_ptr_array_steal_index (ops, i - 1));
    }

  if (stays)
    return _amia_log_lock (store, logged->seq, error);

  forget->is_any_gone = TRUE;
  return _amia_log_cut (store, logged, gone, error);
}

/* --- What goes ------------------------------------------------------------------------------- */

static gboolean
contains_true (const gboolean *marks,
               guint           length)
{
  for (guint i = 0; i < length; i++)
    {
      if (marks[i])
        return TRUE;
    }

  return FALSE;
}

/* The ops of one change in the scope whose rights change. */
static gboolean
look_at_change (Forget                *forget,
                gint64                 seq,
                const AmiaScopeAccess *access,
                const AmiaRights      *old_effective,
                GError               **error)
{
  AmiaStore *store = forget->store;
  g_auto (AmiaLogged) logged = { 0 };
  g_autofree gboolean *is_gone = NULL;

  if (!_amia_log_load (store, seq, NULL, 0, &logged, error))
    return FALSE;
  if (logged.change == NULL)
    return TRUE;

  is_gone = g_new0 (gboolean, logged.change->ops->len + 1);
  for (guint i = 0; i < logged.change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (logged.change->ops, i);

      if (!amia_uuid_equal (_amia_op_get_scope (op), &access->scope))
        continue;

      is_gone[i] = !_amia_access_allows (store, access->rights, logged.change, op);
      if (!is_gone[i] && _amia_access_allows (store, old_effective, logged.change, op) !=
                             _amia_access_allows (store, access->effective, logged.change, op))
        note_lost (forget, &logged, op, FALSE);
    }

  return !contains_true (is_gone, logged.change->ops->len) ||
         cut (forget, &logged, is_gone, FALSE, error);
}

static GArray *
list_numbers (AmiaStatement *statement,
              GError       **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  AmiaStep step;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      gint64 number = amia_statement_get_int (statement, 0);

      g_array_append_val (numbers, number);
    }

  return step == AMIA_DONE ? g_steal_pointer (&numbers) : NULL;
}

static GArray *
list_changes_in (AmiaStore      *store,
                 const AmiaUuid *scope,
                 GError        **error)
{
  static const char sql[] =
      "SELECT t.seq FROM record AS r JOIN touch AS t ON t.record = r.key WHERE r.case_id = ?1 "
      "UNION SELECT t.seq FROM record AS r JOIN touch AS t ON t.record = r.key WHERE r.id = ?1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find what is in a scope", error);

  if (statement == NULL)
    return NULL;

  _amia_statement_bind_uuid (statement, 1, scope);
  return list_numbers (statement, error);
}

static GArray *
list_changes_from (AmiaStore *store,
                   gint64     device_idx,
                   gint64     n,
                   GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT seq FROM source WHERE device = ? AND n = ?",
                       "find what was made of a text",
                       error);

  if (statement == NULL)
    return NULL;

  amia_statement_bind_int (statement, 1, device_idx);
  amia_statement_bind_int (statement, 2, n);
  return list_numbers (statement, error);
}

static gboolean
names_source (const AmiaOp *op,
              const Lost   *lost)
{
  for (guint i = 0; op->sources != NULL && i < op->sources->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->sources, AmiaRef, i);

      if (ref->n == lost->n && amia_uuid_equal (&ref->device, &lost->device) &&
          strcmp (ref->field != NULL ? ref->field : op->field, lost->field) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
look_at_descendants (Forget     *forget,
                     const Lost *lost,
                     GError    **error)
{
  AmiaStore *store = forget->store;
  g_autoptr (GArray) changes = list_changes_from (store, lost->device_idx, lost->n, error);

  if (changes == NULL)
    return FALSE;

  for (guint k = 0; k < changes->len; k++)
    {
      g_auto (AmiaLogged) logged = { 0 };
      g_autofree gboolean *is_gone = NULL;

      if (!_amia_log_load (
              store, g_array_index (changes, gint64, k), NULL, 0, &logged, error))
        return FALSE;
      if (logged.change == NULL)
        continue;

      is_gone = g_new0 (gboolean, logged.change->ops->len + 1);
      for (guint i = 0; i < logged.change->ops->len; i++)
        {
          const AmiaOp *op = g_ptr_array_index (logged.change->ops, i);

          if (!names_source (op, lost))
            continue;

          is_gone[i] = lost->is_gone;
          if (!lost->is_gone)
            note_lost (forget, &logged, op, FALSE);
        }

      if (contains_true (is_gone, logged.change->ops->len) &&
          !cut (forget, &logged, is_gone, TRUE, error))
        return FALSE;
    }

  return TRUE;
}

/* Works off what was noted, to a fixpoint, and merges anew the records that it touches. */
static gboolean
finish (Forget  *forget,
        GError **error)
{
  AmiaStore     *store = forget->store;
  GHashTableIter iter;
  gpointer       value;
  gboolean       has_sources;
  Lost          *lost;

  if (!_amia_access_has_sources (store, &has_sources, error))
    return FALSE;

  while (has_sources && (lost = g_queue_pop_head (&forget->work)) != NULL)
    {
      gboolean is_done = look_at_descendants (forget, lost, error);

      lost_free (lost);
      if (!is_done)
        return FALSE;
    }

  g_hash_table_iter_init (&iter, forget->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Affected *affected = value;
      AmiaEntry      *entry =
          _amia_records_get (store, affected->kind, &affected->id, &affected->case_id, error);

      if (entry == NULL || !_amia_records_rebuild (store, entry, error))
        return FALSE;
    }

  if (forget->is_any_gone)
    store->position.is_unclean = store->position.is_dirty = TRUE;
  return TRUE;
}

/* What the device itself has put down about a case: what was begun and never became a change, and
 * who else had to forget. */
static gboolean
forget_settings (AmiaStore      *store,
                 const AmiaUuid *scope,
                 GError        **error)
{
  static const char sql[] = "DELETE FROM setting WHERE name LIKE '%/' || ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "forget the settings", error);
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, amia_uuid_print (scope, text));
  return amia_statement_run (statement, error);
}

static gboolean
forget_openings (AmiaStore      *store,
                 const AmiaUuid *scope,
                 GError        **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "DELETE FROM opening WHERE case_id = ?", "forget the openings", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, scope);
  return amia_statement_run (statement, error);
}

gboolean
_amia_forget_change_rights (AmiaStore       *store,
                            AmiaScopeAccess *access,
                            AmiaRights      *rights,
                            AmiaRights      *effective,
                            gboolean        *is_any_gone,
                            GError         **error)
{
  g_autoptr (AmiaRights) old_rights = NULL;
  g_autoptr (AmiaRights) old_effective = g_steal_pointer (&access->effective);
  g_autoptr (GArray) changes = NULL;
  g_auto (Forget) forget;
  gboolean is_same;

  forget_init (&forget, store);
  if (rights != NULL)
    {
      old_rights = g_steal_pointer (&access->rights);
      access->rights = rights;
    }
  access->effective = effective;
  access->has_row = TRUE;
  /* What may have been done unseen is another matter now, also where nothing was written. */
  if (!_amia_access_store (store, access, error) ||
      !_amia_due_forget (store, &access->scope, error))
    return FALSE;

  if (!amia_rights_is_member (access->rights) &&
      (!forget_settings (store, &access->scope, error) ||
       !forget_openings (store, &access->scope, error)))
    return FALSE;

  is_same = old_effective != NULL && amia_rights_equal (old_effective, effective) &&
            (old_rights == NULL || amia_rights_contain (access->rights, old_rights));
  if (!is_same && old_effective == NULL &&
      !_amia_access_is_all_own (store, access, &is_same, error))
    return FALSE;
  if (is_same)
    return TRUE;

  changes = list_changes_in (store, &access->scope, error);
  if (changes == NULL)
    return FALSE;

  for (guint i = 0; i < changes->len; i++)
    {
      if (!look_at_change (
              &forget, g_array_index (changes, gint64, i), access, old_effective, error))
        return FALSE;
    }

  if (!finish (&forget, error))
    return FALSE;
  *is_any_gone |= forget.is_any_gone;
  return TRUE;
}

/* --- Own work that waited -------------------------------------------------------------------- */

static gboolean
lacks_source (AmiaStore    *store,
              const AmiaOp *op,
              gboolean     *lacks,
              GError      **error)
{
  *lacks = FALSE;
  for (guint i = 0; op->sources != NULL && i < op->sources->len && !*lacks; i++)
    {
      const AmiaRef *ref = &g_array_index (op->sources, AmiaRef, i);
      const char    *field = ref->field != NULL ? ref->field : op->field;
      g_auto (AmiaLogged) source = { 0 };
      gboolean is_found = FALSE;

      if (!_amia_log_load (store, 0, &ref->device, ref->n, &source, error))
        return FALSE;

      for (guint k = 0; source.change != NULL && k < source.change->ops->len; k++)
        is_found |=
            strcmp (((AmiaOp *) g_ptr_array_index (source.change->ops, k))->field, field) == 0;
      *lacks = !is_found;
    }

  return TRUE;
}

static gboolean
release (Forget  *forget,
         gint64   seq,
         GError **error)
{
  AmiaStore *store = forget->store;
  g_auto (AmiaLogged) logged = { 0 };
  g_autofree gboolean *is_gone = NULL;
  gboolean             by_source = FALSE;

  if (!_amia_log_load (store, seq, NULL, 0, &logged, error))
    return FALSE;
  if (logged.change == NULL || is_only_here (store, &logged))
    return TRUE;

  is_gone = g_new0 (gboolean, logged.change->ops->len + 1);
  for (guint i = 0; i < logged.change->ops->len; i++)
    {
      const AmiaOp          *op = g_ptr_array_index (logged.change->ops, i);
      const AmiaScopeAccess *access = _amia_access_get (store, _amia_op_get_scope (op), error);
      gboolean               lacks;

      if (access == NULL || !lacks_source (store, op, &lacks, error))
        return FALSE;

      by_source |= lacks;
      is_gone[i] = lacks || !_amia_access_allows (store, access->rights, logged.change, op);
    }

  if (contains_true (is_gone, logged.change->ops->len))
    return cut (forget, &logged, is_gone, by_source, error);
  return _amia_log_unlock (store, seq, error);
}

gboolean
_amia_forget_acknowledged (AmiaStore *store,
                           GError   **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "SELECT seq FROM locked ORDER BY seq", "find what was locked", error);
  g_autoptr (GArray) changes = statement != NULL ? list_numbers (statement, error) : NULL;
  g_auto (Forget) forget;

  forget_init (&forget, store);
  if (changes == NULL)
    return FALSE;

  for (guint i = 0; i < changes->len; i++)
    {
      if (!release (&forget, g_array_index (changes, gint64, i), error))
        return FALSE;
    }

  return changes->len == 0 || finish (&forget, error);
}

static gboolean
take_back_descendants (AmiaStore        *store,
                       const AmiaChange *change,
                       GError          **error)
{
  g_auto (AmiaLogged) logged = { 0 };
  g_auto (Forget) forget;

  forget_init (&forget, store);
  if (!_amia_log_load (store, 0, &change->device, change->n, &logged, error))
    return FALSE;

  for (guint i = 0; logged.change != NULL && i < logged.change->ops->len; i++)
    note_lost (&forget, &logged, g_ptr_array_index (logged.change->ops, i), FALSE);

  /* The records of the change itself are as they should be. */
  g_hash_table_remove_all (forget.records);
  return finish (&forget, error);
}

gboolean
_amia_forget_take_back (AmiaStore        *store,
                        const AmiaChange *change,
                        GError          **error)
{
  gboolean has_sources;

  return _amia_access_has_sources (store, &has_sources, error) &&
         (!has_sources || take_back_descendants (store, change, error));
}
