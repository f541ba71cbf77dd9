/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"

/* What may be seen here. The server says it, scope by scope; a scope that it has not spoken of yet
 * is one that was made here. Each scope's rights are looked up once in a transaction, so that a
 * page of thousands of ops costs no more than its cases.
 *
 * Two sets of rights: what the server gave decides what is in the log at all, what is left of that
 * today (amia-store-day.c) decides what of it is shown. */

/* How many sources are looked at for one op, as amia-visibility.c does: two people who write one
 * text in turn, each into what the other wrote, come to a few dozen. */
#define LOOKS_MAX 1000

/* One question: whether an op counts, and everything that it was made of. */
typedef struct
{
  AmiaStore  *store;
  GHashTable *seen; /* names of sources that were looked at, NULL for none yet */
  gboolean    is_own;
} Question;

const AmiaUuid *
_amia_op_get_scope (const AmiaOp *op)
{
  return amia_uuid_is_nil (&op->case_id) ? &op->record : &op->case_id;
}

void
_amia_scope_access_free (gpointer data)
{
  AmiaScopeAccess *access = data;

  g_clear_pointer (&access->rights, amia_rights_unref);
  g_clear_pointer (&access->effective, amia_rights_unref);
  g_free (access);
}

static gboolean
ask_any (AmiaStore  *store,
         const char *sql,
         AmiaAnyRow *answer,
         GError    **error)
{
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaStep step;

  if (*answer != AMIA_UNASKED)
    return TRUE;

  statement = amia_db_prepare (store->db, sql, "look up what may be seen", error);
  step = statement != NULL ? amia_statement_step (statement, error) : AMIA_ERROR;
  *answer = step == AMIA_ROW ? AMIA_SOME : AMIA_NONE;
  return step != AMIA_ERROR;
}

/* What can't be read gives nothing. */
static AmiaRights *
read_rights (const char *text)
{
  AmiaRights *rights = text != NULL ? amia_rights_decode (text, NULL) : NULL;

  return rights != NULL ? rights : amia_rights_new_none ();
}

static gboolean
load_access (AmiaStore       *store,
             AmiaScopeAccess *access,
             GError         **error)
{
  static const char sql[] =
      "SELECT generation, rights, effective FROM scope_access WHERE scope = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look up what may be seen", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &access->scope);
  step = amia_statement_step (statement, error);
  if (step == AMIA_ROW)
    {
      access->has_row = TRUE;
      access->generation = amia_statement_get_int (statement, 0);
      access->rights = read_rights (amia_statement_get_text (statement, 1));
      access->effective = amia_statement_is_null (statement, 2)
                              ? amia_rights_ref (access->rights)
                              : read_rights (amia_statement_get_text (statement, 2));
    }
  return step != AMIA_ERROR;
}

AmiaScopeAccess *
_amia_access_get (AmiaStore      *store,
                  const AmiaUuid *scope,
                  GError        **error)
{
  AmiaScopeAccess *access = g_hash_table_lookup (store->scopes, scope);

  if (access != NULL)
    return access;
  if (!ask_any (store, "SELECT 1 FROM scope_access LIMIT 1", &store->has_scopes, error))
    return NULL;

  access = g_new0 (AmiaScopeAccess, 1);
  access->scope = *scope;
  if (store->has_scopes == AMIA_SOME && !load_access (store, access, error))
    {
      _amia_scope_access_free (access);
      return NULL;
    }

  g_hash_table_insert (store->scopes, &access->scope, access);
  return access;
}

void
_amia_access_drop (AmiaStore *store)
{
  g_hash_table_remove_all (store->scopes);
  store->has_scopes = AMIA_UNASKED;
  store->has_sources = AMIA_UNASKED;
}

gboolean
_amia_access_store (AmiaStore             *store,
                    const AmiaScopeAccess *access,
                    GError               **error)
{
  static const char sql[] =
      "INSERT INTO scope_access (scope, generation, rights, effective) VALUES (?, ?, ?, ?) "
      "ON CONFLICT (scope) DO UPDATE SET generation = excluded.generation, "
      "rights = excluded.rights, effective = excluded.effective";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note what may be seen", error);
  g_autofree char *rights = amia_rights_encode (access->rights);
  g_autofree char *effective = amia_rights_encode (access->effective);

  if (statement == NULL)
    return FALSE;

  store->has_scopes = AMIA_SOME;
  _amia_statement_bind_uuid (statement, 1, &access->scope);
  amia_statement_bind_int (statement, 2, access->generation);
  amia_statement_bind_text (statement, 3, rights);
  amia_statement_bind_text (statement, 4, strcmp (rights, effective) != 0 ? effective : NULL);
  return amia_statement_run (statement, error);
}

void
_amia_access_copy (AmiaStore *store,
                   AmiaDb    *from)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (from,
                       "SELECT scope, generation, rights, effective FROM scope_access",
                       "read what may be seen",
                       NULL);

  /* Ignored: the server says all of it again, from the beginning. */
  while (statement != NULL && amia_statement_step (statement, NULL) == AMIA_ROW)
    {
      AmiaUuid         scope = _amia_statement_get_uuid (statement, 0);
      AmiaScopeAccess *access = _amia_access_get (store, &scope, NULL);

      if (access == NULL || access->has_row)
        continue;

      access->has_row = TRUE;
      access->rights = read_rights (amia_statement_get_text (statement, 2));
      access->effective = amia_statement_is_null (statement, 3)
                              ? amia_rights_ref (access->rights)
                              : read_rights (amia_statement_get_text (statement, 3));
      if (!_amia_access_store (store, access, NULL))
        break;
    }
}

static gboolean
is_whole_team (const AmiaRights *rights)
{
  return amia_rights_is_member (rights) && amia_rights_is_pair (rights);
}

gboolean
_amia_access_is_all_own (AmiaStore             *store,
                         const AmiaScopeAccess *access,
                         gboolean              *is_own,
                         GError               **error)
{
  static const char sql[] =
      "SELECT 1 FROM record AS r JOIN touch AS t ON t.record = r.key "
      "JOIN log AS l ON l.seq = t.seq WHERE r.case_id = ?1 AND l.device <> ?2 UNION ALL "
      "SELECT 1 FROM record AS r JOIN touch AS t ON t.record = r.key "
      "JOIN log AS l ON l.seq = t.seq WHERE r.id = ?1 AND l.device <> ?2 LIMIT 1";
  g_autoptr (AmiaStatement) statement = NULL;
  gboolean has_others;
  AmiaStep step;

  *is_own = is_whole_team (access->rights) && is_whole_team (access->effective);
  if (!*is_own)
    return TRUE;
  if (!_amia_log_has_others (store, &has_others, error))
    return FALSE;
  if (!has_others)
    return TRUE;

  statement = amia_db_prepare (store->db, sql, "find what others wrote in a scope", error);
  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &access->scope);
  amia_statement_bind_int (statement, 2, store->device_idx);
  step = amia_statement_step (statement, error);
  *is_own = step == AMIA_DONE;
  return step != AMIA_ERROR;
}

gboolean
_amia_access_allows (AmiaStore        *store,
                     const AmiaRights *rights,
                     const AmiaChange *change,
                     const AmiaOp     *op)
{
  const AmiaReader reader = { store->identity.user, store->identity.agency };

  return rights == NULL ||
         amia_rights_allow (rights,
                            &reader,
                            op,
                            change->author,
                            change->agency != NULL ? change->agency : "") == AMIA_VERDICT_YES;
}

gboolean
_amia_access_has_sources (AmiaStore *store,
                          gboolean  *has_sources,
                          GError   **error)
{
  if (!ask_any (store, "SELECT 1 FROM source LIMIT 1", &store->has_sources, error))
    return FALSE;

  *has_sources = store->has_sources == AMIA_SOME;
  return TRUE;
}

static gboolean check_op (Question         *question,
                          const AmiaChange *change,
                          const AmiaOp     *op,
                          AmiaChangeState   state,
                          gboolean         *counts,
                          GError          **error);

static char *
dup_name (const AmiaRef *ref,
          const char    *field)
{
  char device[AMIA_UUID_HEX_LENGTH + 1];

  return g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%s",
                          amia_uuid_print_hex (&ref->device, device),
                          ref->n,
                          field);
}

/* *is_first is FALSE for one that was looked at already, and for one too many. */
static void
note_source (Question      *question,
             const AmiaRef *ref,
             const char    *field,
             gboolean      *is_first,
             gboolean      *counts)
{
  if (question->seen == NULL)
    question->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *counts = TRUE;
  *is_first = g_hash_table_add (question->seen, dup_name (ref, field));
  if (g_hash_table_size (question->seen) <= LOOKS_MAX)
    return;

  /* What the server can't look through is its author's alone. */
  *is_first = FALSE;
  *counts = question->is_own;
}

static gboolean
check_source (Question      *question,
              const AmiaRef *ref,
              const char    *field,
              gboolean       is_trusted,
              gboolean      *counts,
              GError       **error)
{
  g_auto (AmiaLogged) source = { 0 };
  gboolean is_found = FALSE;
  gboolean is_first;

  note_source (question, ref, field, &is_first, counts);
  if (!is_first)
    return TRUE;
  if (!_amia_log_load (question->store, 0, &ref->device, ref->n, &source, error))
    return FALSE;

  for (guint i = 0; source.change != NULL && i < source.change->ops->len && *counts; i++)
    {
      const AmiaOp *op = g_ptr_array_index (source.change->ops, i);

      if (strcmp (op->field, field) != 0)
        continue;

      is_found = TRUE;
      if (!check_op (question, source.change, op, source.state, counts, error))
        return FALSE;
    }

  *counts = *counts && (is_found || is_trusted);
  return TRUE;
}

static gboolean
check_op (Question         *question,
          const AmiaChange *change,
          const AmiaOp     *op,
          AmiaChangeState   state,
          gboolean         *counts,
          GError          **error)
{
  AmiaStore             *store = question->store;
  const AmiaScopeAccess *access = _amia_access_get (store, _amia_op_get_scope (op), error);
  gboolean               is_trusted = state != AMIA_CHANGE_HERE && state != AMIA_CHANGE_KEPT;

  if (access == NULL)
    return FALSE;

  *counts = _amia_access_allows (store, access->effective, change, op);
  for (guint i = 0; *counts && op->sources != NULL && i < op->sources->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->sources, AmiaRef, i);
      const char    *field = ref->field != NULL ? ref->field : op->field;

      if (!check_source (question, ref, field, is_trusted, counts, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_amia_access_check (AmiaStore        *store,
                    const AmiaChange *change,
                    const AmiaOp     *op,
                    AmiaChangeState   state,
                    gboolean         *counts,
                    GError          **error)
{
  Question question = { store, NULL, g_strcmp0 (change->author, store->identity.user) == 0 };
  gboolean is_checked = check_op (&question, change, op, state, counts, error);

  g_clear_pointer (&question.seen, g_hash_table_unref);
  return is_checked;
}

/* By itself, and by what the server has said. */
static gboolean
is_allowed_now (AmiaStore        *store,
                const AmiaChange *change,
                const AmiaOp     *op,
                gboolean         *is_allowed,
                GError          **error)
{
  const AmiaScopeAccess *access = _amia_access_get (store, _amia_op_get_scope (op), error);

  if (access == NULL)
    return FALSE;

  *is_allowed = _amia_access_allows (store, access->rights, change, op);
  return TRUE;
}

gboolean
_amia_access_filter (AmiaStore        *store,
                     const AmiaChange *change,
                     GPtrArray       **ops,
                     GError          **error)
{
  const AmiaOp *before = NULL;
  g_autoptr (GPtrArray) kept = NULL;

  *ops = NULL;
  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaOp  *op = g_ptr_array_index (change->ops, i);
      gboolean is_allowed = before != NULL && amia_rights_allow_alike (before, op);

      if (!is_allowed && !is_allowed_now (store, change, op, &is_allowed, error))
        return FALSE;

      if (is_allowed)
        {
          before = op;
          if (kept != NULL)
            g_ptr_array_add (kept, op);
        }
      else if (kept == NULL)
        {
          /* Only now that one is missing the list differs from the change's own. */
          kept = g_ptr_array_new ();
          for (guint k = 0; k < i; k++)
            g_ptr_array_add (kept, g_ptr_array_index (change->ops, k));
        }
    }

  *ops = g_steal_pointer (&kept);
  return TRUE;
}
