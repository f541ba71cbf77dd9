/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-record.h"

#include <string.h>

#include "amia-change-private.h"
#include "amia-name-set-private.h"
#include "amia-record-private.h"
#include "amia-scan-private.h"

/* The merge rule. Two caseworkers write in the same record, both without a network; this file
 * decides what is there when their laptops have met.
 *
 * A field is a multi-value register: its heads are the ops applied that no op applied replaces. An
 * op replaces what its author saw and named in `over`, nothing else. So nothing is lost that nobody
 * read, whatever the clocks say and in whatever order things arrive.
 *
 *   who saw what, and did what                    heads      shown      conflict  record
 *   --------------------------------------------  ---------  ---------  --------  -------------
 *   A adds a                                      a          a          no        there
 *   A adds a; A or B saw it, edits to b           b          b          no        there
 *   neither saw: A edits to x, B edits to y       x y        newest     yes       there
 *   neither saw: A edits to x, B edits to x       x x        x          no        there
 *   then one types over, having seen x and y      the other  newest     yes       there
 *                                                 and the
 *                                                 new one
 *   then one settles, having seen x and y         the new    the new    no        there
 *   one settles, the other edits x unseen         both       newest     yes       there
 *   both settle unseen, alike                     both       newest     no        there
 *   both settle unseen, differently               both       newest     yes       there
 *   A removes, having seen all                    as before  as before  as before gone
 *   A removes, B removes unseen                   as before  as before  as before gone
 *   A removes, B edits unseen, in either order    B's        B's        no        back
 *   then one removes, having seen B's edit        B's        B's        no        gone
 *   A removes, A or B saw it, edits               the new    the new    no        back
 *   A removes, A or B saw it, undoes it           as before  as before  as before there
 *   A undoes a removal, B removes unseen again    as before  as before  as before back
 *   an op is forgotten (no longer for this        what it replaced is a head again, unless another
 *   reader) and the record merged anew            op that is still there replaces it too
 *
 * "Newest" is by stamp; equal stamps by device id, since all replicas order those alike. It decides
 * what stands first on the screen and nothing more.
 *
 * A removal is an op in the field `removed` that names every head of the whole record that its
 * author saw. The record is gone while all heads of `removed` say true and every head of every
 * other field is named by one of them. "Back" is when somebody's removal stands but that does not
 * hold.
 *
 * The state that makes this independent of order is the set of all replaced names. Names that were
 * met are kept in it as well: dropping them would save little, as they lie in runs, and would make
 * the outcome depend on how often something is delivered. */

AmiaRegister *
_amia_record_obtain_register (AmiaRecord *record,
                              const char *field)
{
  AmiaRegister *self = g_hash_table_lookup (record->registers, field);

  if (self == NULL)
    {
      self = _amia_register_new ();
      g_hash_table_insert (record->registers, g_strdup (field), self);
    }

  return self;
}

static const AmiaRegister *
find_register (const AmiaRecord *record,
               const char       *field)
{
  return g_hash_table_lookup (record->registers, field);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
_amia_record_list_registers (const AmiaRecord *record)
{
  GPtrArray     *names = g_ptr_array_sized_new (g_hash_table_size (record->registers));
  GHashTableIter iter;
  gpointer       name;

  g_hash_table_iter_init (&iter, record->registers);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);

  g_ptr_array_sort (names, compare_names);
  return names;
}

AmiaRecord *
amia_record_new (const char     *kind,
                 const AmiaUuid *id,
                 const AmiaUuid *case_id)
{
  AmiaRecord *record;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  record = g_new0 (AmiaRecord, 1);
  record->kind = g_strdup (kind);
  record->id = *id;
  if (case_id != NULL)
    record->case_id = *case_id;
  record->registers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) _amia_register_free);

  return record;
}

/* The refs of @op to other fields, sorted; NULL if there is none. */
static GArray *
collect_seen (const AmiaOp *op)
{
  GArray *seen = NULL;

  for (guint i = 0; i < op->over->len; i++)
    {
      AmiaRef ref = g_array_index (op->over, AmiaRef, i);

      if (ref.field == NULL)
        continue;

      if (seen == NULL)
        seen = _amia_refs_new ();
      ref.field = g_strdup (ref.field);
      g_array_append_val (seen, ref);
    }

  if (seen != NULL)
    g_array_sort (seen, _amia_ref_compare);
  return seen;
}

gboolean
amia_record_apply (AmiaRecord       *record,
                   const AmiaChange *change,
                   const AmiaOp     *op)
{
  AmiaRegister *self;
  gboolean      has_changed = FALSE;
  guint         place;

  g_return_val_if_fail (record != NULL, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);
  g_return_val_if_fail (op != NULL, FALSE);
  g_return_val_if_fail (amia_uuid_equal (&record->id, &op->record), FALSE);

  self = _amia_record_obtain_register (record, op->field);

  for (guint i = 0; i < op->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->over, AmiaRef, i);

      if (ref->field == NULL)
        has_changed |= _amia_register_replace (self, ref);
    }

  if ((self->replaced == NULL ||
       !_amia_name_set_contains (self->replaced, &change->device, change->n)) &&
      !_amia_register_find_head (self, &change->device, change->n, &place))
    {
      AmiaHead head = { change->device, change->n, change->stamp,
                        g_strdup (op->area), g_strdup (op->value) };

      _amia_register_insert (self,
                             head,
                             strcmp (op->field, REMOVED_FIELD) == 0 ? collect_seen (op) : NULL);
      has_changed = TRUE;
    }

  return has_changed;
}

GPtrArray *
amia_record_get_fields (const AmiaRecord *record)
{
  g_autoptr (GPtrArray) names = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  names = _amia_record_list_registers (record);
  for (guint i = names->len; i > 0; i--)
    {
      if (find_register (record, g_ptr_array_index (names, i - 1))->heads->len == 0)
        g_ptr_array_remove_index (names, i - 1);
    }

  return g_steal_pointer (&names);
}

const AmiaHead *
amia_record_get_heads (const AmiaRecord *record,
                       const char       *field,
                       gsize            *n_heads)
{
  const AmiaRegister *self;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (n_heads != NULL, NULL);

  self = find_register (record, field);
  *n_heads = self != NULL ? self->heads->len : 0;
  return *n_heads > 0 ? _amia_register_get_head (self, 0) : NULL;
}

const AmiaHead *
amia_record_get_shown (const AmiaRecord *record,
                       const char       *field)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  return heads != NULL ? &heads[n_heads - 1] : NULL;
}

const char *
amia_record_get_value (const AmiaRecord *record,
                       const char       *field)
{
  const AmiaHead *shown = amia_record_get_shown (record, field);

  return shown != NULL ? shown->value : NULL;
}

char *
amia_record_dup_string (const AmiaRecord *record,
                        const char       *field)
{
  const char *value = amia_record_get_value (record, field);

  /* Values are checked when they come in, so what begins as a string is one. */
  return value != NULL && value[0] == '"' ? amia_scan_dup_string (_amia_scan_trim (value)) : NULL;
}

gboolean
amia_record_has_conflict (const AmiaRecord *record,
                          const char       *field)
{
  const AmiaRegister *self;

  g_return_val_if_fail (record != NULL, FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  self = find_register (record, field);
  return self != NULL && _amia_register_has_conflict (self);
}

guint
amia_record_count_conflicts (const AmiaRecord *record)
{
  GHashTableIter iter;
  gpointer       self;
  guint          n_conflicts = 0;

  g_return_val_if_fail (record != NULL, 0);

  g_hash_table_iter_init (&iter, record->registers);
  while (g_hash_table_iter_next (&iter, NULL, &self))
    n_conflicts += _amia_register_has_conflict (self) ? 1 : 0;

  return n_conflicts;
}

static gboolean
was_seen_by_remover (const AmiaRegister *removed,
                     const char         *field,
                     const AmiaHead     *head)
{
  AmiaRef ref = { head->device, head->n, (char *) field };

  for (guint i = 0; i < removed->heads->len; i++)
    {
      const GArray *seen = _amia_register_get_seen (removed, i);

      if (seen != NULL &&
          bsearch (&ref, seen->data, seen->len, sizeof ref, _amia_ref_compare) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
all_were_seen_by_removers (const AmiaRecord   *record,
                           const AmiaRegister *removed)
{
  GHashTableIter iter;
  gpointer       field;
  gpointer       data;

  g_hash_table_iter_init (&iter, record->registers);
  while (g_hash_table_iter_next (&iter, &field, &data))
    {
      const AmiaRegister *self = data;

      for (guint i = 0; self != removed && i < self->heads->len; i++)
        {
          if (!was_seen_by_remover (removed, field, _amia_register_get_head (self, i)))
            return FALSE;
        }
    }

  return TRUE;
}

static guint
count_removals (const AmiaRegister *removed)
{
  guint n_removals = 0;

  for (guint i = 0; i < removed->heads->len; i++)
    n_removals += strcmp (_amia_register_get_head (removed, i)->value, "true") == 0 ? 1 : 0;

  return n_removals;
}

gboolean
amia_record_is_removed (const AmiaRecord *record)
{
  const AmiaRegister *removed;

  g_return_val_if_fail (record != NULL, FALSE);

  removed = find_register (record, REMOVED_FIELD);
  return removed != NULL &&
         removed->heads->len > 0 &&
         count_removals (removed) == removed->heads->len &&
         all_were_seen_by_removers (record, removed);
}

static void
take_newer (const AmiaHead **newest,
            const AmiaHead  *head)
{
  if (*newest == NULL || _amia_head_compare (*newest, head) < 0)
    *newest = head;
}

/* The newest head, of any field, that nobody who took the record away had seen. */
static const AmiaHead *
find_unseen (const AmiaRecord   *record,
             const AmiaRegister *removed)
{
  const AmiaHead *newest = NULL;
  GHashTableIter  iter;
  gpointer        field;
  gpointer        data;

  g_hash_table_iter_init (&iter, record->registers);
  while (g_hash_table_iter_next (&iter, &field, &data))
    {
      const AmiaRegister *self = data;

      for (guint i = 0; i < self->heads->len; i++)
        {
          const AmiaHead *head = _amia_register_get_head (self, i);

          if (self == removed ? strcmp (head->value, "true") != 0
                              : !was_seen_by_remover (removed, field, head))
            take_newer (&newest, head);
        }
    }

  return newest;
}

gboolean
amia_record_get_revival (const AmiaRecord *record,
                         const AmiaHead  **removal,
                         const AmiaHead  **edit)
{
  const AmiaRegister *removed;
  const AmiaHead     *newest = NULL;
  const AmiaHead     *unseen;

  g_return_val_if_fail (record != NULL, FALSE);

  removed = find_register (record, REMOVED_FIELD);
  for (guint i = 0; removed != NULL && i < removed->heads->len; i++)
    {
      const AmiaHead *head = _amia_register_get_head (removed, i);

      if (strcmp (head->value, "true") == 0)
        take_newer (&newest, head);
    }
  unseen = newest != NULL ? find_unseen (record, removed) : NULL;

  if (removal != NULL)
    *removal = newest;
  if (edit != NULL)
    *edit = unseen;
  return unseen != NULL;
}

static void
cover_field (const AmiaRecord *record,
             AmiaOp           *op,
             const char       *field,
             AmiaOverMode      mode)
{
  const AmiaRegister *self = find_register (record, field);
  const AmiaHead     *shown = amia_record_get_shown (record, field);

  for (guint i = 0; self != NULL && i < self->heads->len; i++)
    {
      const AmiaHead *head = _amia_register_get_head (self, i);

      if (mode == AMIA_OVER_ALL || head == shown || amia_value_equal (head->value, shown->value))
        amia_op_add_over (op, &head->device, head->n, field);
    }
}

void
amia_record_cover (const AmiaRecord *record,
                   AmiaOp           *op,
                   AmiaOverMode      mode)
{
  g_return_if_fail (record != NULL);
  g_return_if_fail (op != NULL);
  g_return_if_fail (amia_uuid_equal (&record->id, &op->record));

  if (strcmp (op->field, REMOVED_FIELD) == 0)
    {
      g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

      for (guint i = 0; i < fields->len; i++)
        cover_field (record, op, g_ptr_array_index (fields, i), AMIA_OVER_ALL);
    }
  else
    cover_field (record, op, op->field, mode);
}

void
amia_record_free (AmiaRecord *record)
{
  if (record == NULL)
    return;

  g_free (record->kind);
  g_hash_table_unref (record->registers);
  g_free (record);
}
