/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-edits-private.h"
#include "amia-later.h"
#include "amia-store-access-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-store-private.h"

/* A user action becomes a change: validated, told what it replaces, stamped, numbered, logged and
 * merged, in one transaction. */

static gboolean
refuse (GError        **error,
        const AmiaEdit *edit,
        const char     *cause)
{
  return _amia_store_fail (error,
                           AMIA_STORE_ERROR_INVALID,
                           "Failed to set %s of a %s: %s",
                           edit->field,
                           edit->kind,
                           cause);
}

static gboolean
is_name (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= AMIA_OP_NAME_MAX && g_utf8_validate (text, -1, NULL);
}

/* A kind that this program does not know may be with or without a case. */
static gboolean
check_case (const AmiaEdit *edit,
            GError        **error)
{
  const AmiaKind *kind = amia_kind_find (edit->kind);
  gboolean        has_case = !amia_uuid_is_nil (&edit->case_id);

  if (kind == NULL)
    return TRUE;

  if (kind->scope == AMIA_SCOPE_CASE || kind->scope == AMIA_SCOPE_PAIR)
    {
      if (!has_case)
        return refuse (error, edit, "it must be in a case");
    }
  else if (has_case)
    return refuse (error, edit, "it is not in any case");

  return strcmp (edit->kind, "case") != 0 || amia_uuid_equal (&edit->case_id, &edit->id) ||
         refuse (error, edit, "a case is in itself");
}

static gboolean
check_edit (const AmiaEdit *edit,
            GError        **error)
{
  const AmiaKind *kind = amia_kind_find (edit->kind);

  if (!is_name (edit->kind) || !is_name (edit->field) ||
      (edit->area != NULL && !is_name (edit->area)))
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to make a change: a name is empty, too long or not UTF-8");
  if (amia_uuid_is_nil (&edit->id))
    return refuse (error, edit, "the record has no id");
  if (!amia_scan_check (edit->value, strlen (edit->value), NULL))
    return refuse (error, edit, "the value is not JSON");
  if (kind != NULL && kind->is_append_only && strcmp (edit->field, "removed") == 0)
    return refuse (error, edit, "what is written there stays; add a new one that cites it");

  return check_case (edit, error);
}

/* The rules that need nothing but the action itself. */
static gboolean
check_edits (const AmiaEdits *edits,
             GError         **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (edits->list->len == 0 || edits->list->len > AMIA_CHANGE_OPS_MAX)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to make a change: it has %u fields, 1 to %d can be set",
                             edits->list->len,
                             AMIA_CHANGE_OPS_MAX);

  for (guint i = 0; i < edits->list->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (edits->list, i);
      char            id[AMIA_UUID_TEXT_LENGTH + 1];

      if (!check_edit (edit, error))
        return FALSE;
      if (!g_hash_table_add (names,
                             g_strconcat (amia_uuid_print (&edit->id, id), edit->field, NULL)))
        return refuse (error, edit, "it is set twice in one action");
    }

  return TRUE;
}

/* The questionnaire that the same action gives a new form. */
static char *
find_questionnaire (const AmiaEdits *edits,
                    const AmiaUuid  *id)
{
  for (guint i = 0; i < edits->list->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (edits->list, i);

      if (strcmp (edit->field, "questionnaire") == 0 && amia_uuid_equal (&edit->id, id) &&
          edit->value[0] == '"')
        {
          AmiaSlice slice = { edit->value, strlen (edit->value) };

          return amia_scan_dup_string (slice);
        }
    }

  return NULL;
}

static char *
choose_area (AmiaStore        *store,
             const AmiaEdits  *edits,
             const AmiaEdit   *edit,
             const AmiaRecord *record)
{
  g_autofree char *questionnaire = NULL;

  if (edit->area != NULL)
    return g_strdup (edit->area);

  if (amia_kind_has_answers (amia_kind_find (edit->kind)))
    questionnaire = find_questionnaire (edits, &edit->id);
  return _amia_store_find_area (store,
                                amia_kind_find (edit->kind),
                                record,
                                questionnaire,
                                edit->field);
}

/* Adds to what @op replaces the heads of @field that this device wrote after @seen was read: the
 * same person's typing of a moment ago. */
static void
cover_own (AmiaStore        *store,
           const AmiaRecord *record,
           const AmiaRecord *seen,
           const char       *field,
           AmiaOp           *op)
{
  gsize           n_heads;
  gsize           n_seen;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);
  const AmiaHead *known = amia_record_get_heads (seen, field, &n_seen);

  for (gsize i = 0; i < n_heads; i++)
    {
      gboolean is_known = !amia_uuid_equal (&heads[i].device, &store->identity.device);

      for (gsize k = 0; k < n_seen && !is_known; k++)
        is_known = known[k].n == heads[i].n &&
                   amia_uuid_equal (&known[k].device, &heads[i].device);

      if (!is_known)
        amia_op_add_over (op, &heads[i].device, heads[i].n, field);
    }
}

static void
cover (AmiaStore        *store,
       const AmiaEdits  *edits,
       const AmiaRecord *record,
       AmiaOp           *op)
{
  const AmiaRecord *seen = NULL;
  g_autoptr (GPtrArray) fields = NULL;

  for (guint i = 0; i < edits->seen->len && seen == NULL; i++)
    {
      const AmiaRecord *candidate = g_ptr_array_index (edits->seen, i);

      if (amia_uuid_equal (&candidate->id, &record->id))
        seen = candidate;
    }

  amia_record_cover (seen != NULL ? seen : record, op, edits->mode);
  if (seen == NULL)
    return;

  cover_own (store, record, seen, op->field, op);
  if (strcmp (op->field, "removed") != 0)
    return;

  /* A removal names the heads of all the other fields, too. */
  fields = amia_record_get_fields (record);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      if (strcmp (field, op->field) != 0)
        cover_own (store, record, seen, field, op);
    }
}

static gboolean
add_op (AmiaStore       *store,
        const AmiaEdits *edits,
        const AmiaEdit  *edit,
        AmiaChange      *change,
        GError         **error)
{
  AmiaEntry       *entry = _amia_records_get (store, edit->kind, &edit->id, &edit->case_id, error);
  g_autofree char *area = NULL;
  AmiaOp          *op;

  if (entry == NULL)
    return FALSE;
  if (strcmp (entry->record->kind, edit->kind) != 0)
    return refuse (error, edit, "a record's kind never changes");
  if (!amia_uuid_equal (&entry->record->case_id, &edit->case_id))
    return refuse (error, edit, "a record's case never changes");
  if (!amia_kind_check_write (amia_kind_find (edit->kind),
                              edit->field,
                              edit->value,
                              !entry->is_empty,
                              error))
    return FALSE;

  area = choose_area (store, edits, edit, entry->record);
  op = amia_op_new (edit->kind, &edit->id, &edit->case_id, edit->field, area, edit->value);
  cover (store, edits, entry->record, op);
  for (guint i = 0; edit->sources != NULL && i < edit->sources->len; i++)
    {
      const AmiaRef *ref = &g_array_index (edit->sources, AmiaRef, i);

      amia_op_add_source (op, &ref->device, ref->n, ref->field);
    }
  g_ptr_array_add (change->ops, op);
  return amia_record_check_later (entry->record, op, error);
}

static gboolean
has_own_member (AmiaStore        *store,
                const AmiaChange *change,
                const AmiaUuid   *case_id)
{
  g_autoptr (GString) user = g_string_new (NULL);

  amia_scan_append_string (user, store->identity.user);
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (strcmp (op->kind, "member") == 0 && strcmp (op->field, "user") == 0 &&
          amia_uuid_equal (&op->case_id, case_id) && amia_value_equal (op->value, user->str))
        return TRUE;
    }

  return FALSE;
}

static void
add_member_op (AmiaChange     *change,
               const AmiaUuid *id,
               const AmiaUuid *case_id,
               const char     *field,
               const char     *text)
{
  g_autoptr (GString) value = g_string_new (NULL);

  amia_scan_append_string (value, text);
  g_ptr_array_add (change->ops,
                   amia_op_new ("member", id, case_id, field, "basics", value->str));
}

/* Who opens a case is its first member; in the same change, or a crash could leave a case that
 * nobody may read. Without a first day: by the server's clock a laptop that is ahead would have
 * opened a case whose founder is not in the team yet. */
static void
add_first_member (AmiaStore      *store,
                  AmiaChange     *change,
                  const AmiaUuid *case_id)
{
  AmiaUuid id = amia_uuid_new_v7 (_amia_store_get_now (store));

  add_member_op (change, &id, case_id, "user", store->identity.user);
  add_member_op (change, &id, case_id, "name",
                 amia_store_get_person (store, store->identity.user));
  add_member_op (change, &id, case_id, "role", store->identity.role);
}

static gboolean
add_first_members (AmiaStore  *store,
                   AmiaChange *change,
                   GError    **error)
{
  guint n_ops = change->ops->len;

  for (guint i = 0; i < n_ops; i++)
    {
      const AmiaOp          *op = g_ptr_array_index (change->ops, i);
      const AmiaScopeAccess *access;
      AmiaEntry             *entry;

      if (strcmp (op->kind, "case") != 0)
        continue;

      /* One that the server has spoken of is not new, however little of it may be seen. */
      entry = _amia_records_get (store, op->kind, &op->record, &op->case_id, error);
      access = entry != NULL ? _amia_access_get (store, &op->case_id, error) : NULL;
      if (access == NULL)
        return FALSE;
      if (entry->is_empty && !access->has_row && !has_own_member (store, change, &op->case_id))
        add_first_member (store, change, &op->case_id);
    }

  return TRUE;
}

/* Looked up once in a transaction: an import makes thousands of changes. */
static gboolean
writes_short (AmiaStore *store)
{
  g_autofree char *value = NULL;

  if (store->writes_short == AMIA_UNASKED)
    {
      value = amia_store_get_setting (store, AMIA_SETTING_SERVER_SHORT);
      store->writes_short = g_strcmp0 (value, "1") == 0 ? AMIA_SOME : AMIA_NONE;
    }

  return store->writes_short == AMIA_SOME;
}

static AmiaChange *
make_change (AmiaStore       *store,
             const AmiaEdits *edits,
             GError         **error)
{
  AmiaStamp stamp = amia_clock_tick (&store->position.clock, _amia_store_get_now (store));
  g_autoptr (AmiaChange) change = amia_change_new (&store->identity.device,
                                                   store->position.last_n + 1,
                                                   stamp,
                                                   store->identity.user,
                                                   store->identity.agency);

  change->is_short = writes_short (store);
  for (guint i = 0; i < edits->list->len; i++)
    {
      if (!add_op (store, edits, g_ptr_array_index (edits->list, i), change, error))
        return NULL;
    }

  return add_first_members (store, change, error) ? g_steal_pointer (&change) : NULL;
}

/* Reads the bytes that are about to be logged. What nobody can read again, here or after it was
 * sent, would block all that comes after it: the reader's bounds hold for the writer, and there is
 * one place where they stand. */
static gboolean
check_readable (const AmiaChange *change,
                const char       *bytes,
                GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaChange) again = amia_change_decode (&change->device,
                                                     change->n,
                                                     bytes,
                                                     strlen (bytes),
                                                     &local_error);

  return again != NULL ||
         _amia_store_fail (error, AMIA_STORE_ERROR_INVALID, "%s", local_error->message);
}

gboolean
_amia_store_write (AmiaStore       *store,
                   const AmiaEdits *edits,
                   gint64          *n,
                   GError         **error)
{
  g_autoptr (AmiaChange) change = make_change (store, edits, error);
  g_autofree char *bytes = NULL;
  gint64           seq;

  if (change == NULL)
    return FALSE;

  bytes = amia_change_encode (change);
  if (strlen (bytes) > AMIA_CHANGE_BYTES_MAX)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to make a change: it is larger than %d bytes",
                             AMIA_CHANGE_BYTES_MAX);
  if (!check_readable (change, bytes, error))
    return FALSE;

  store->position.last_n = change->n;
  store->position.is_dirty = TRUE;
  if (!_amia_log_append (store, change, bytes, AMIA_CHANGE_HERE, 0, &seq, error) ||
      !_amia_records_apply (store, change, 0, seq, AMIA_CHANGE_HERE, error))
    return FALSE;

  *n = change->n;
  return TRUE;
}

static gboolean
write_all (AmiaStore *store,
           GPtrArray *actions,
           gint64    *n,
           GError   **error)
{
  for (guint i = 0; i < actions->len; i++)
    {
      if (!_amia_store_write (store, g_ptr_array_index (actions, i), n, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_store_commit_all (AmiaStore *store,
                       GPtrArray *actions,
                       gint64    *last_n,
                       GError   **error)
{
  gint64 number = 0;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (actions != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; i < actions->len; i++)
    {
      if (!check_edits (g_ptr_array_index (actions, i), &local_error))
        return _amia_store_report (error, local_error);
    }

  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);

  if (!write_all (store, actions, &number, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }

  if (!_amia_store_commit (store, &local_error))
    return _amia_store_report (error, local_error);

  if (last_n != NULL)
    *last_n = number;
  return TRUE;
}

gboolean
amia_store_commit (AmiaStore       *store,
                   const AmiaEdits *edits,
                   gint64          *n,
                   GError         **error)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new ();

  g_return_val_if_fail (edits != NULL, FALSE);

  g_ptr_array_add (actions, (gpointer) edits);
  return amia_store_commit_all (store, actions, n, error);
}
