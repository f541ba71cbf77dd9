/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-case-values.h"

#include "amia-form-day.h"

/* The two caseworkers' checklists are of the kind `pair-form`, the participant's is a `form` as any
 * other. */

typedef struct
{
  AmiaUuid        device;
  AmiaCaseValues *values;
  GHashTable     *groups; /* text of a case's id → its number */
} Walk;

static guint
get_group (Walk           *walk,
           const AmiaUuid *case_id)
{
  char     text[AMIA_UUID_TEXT_LENGTH + 1];
  gpointer number = NULL;

  amia_uuid_print (case_id, text);
  if (!g_hash_table_lookup_extended (walk->groups, text, NULL, &number))
    {
      number = GUINT_TO_POINTER (walk->values->n_cases++);
      g_hash_table_insert (walk->groups, g_strdup (text), number);
    }

  return GPOINTER_TO_UINT (number);
}

static gboolean
is_own (const Walk       *walk,
        const AmiaRecord *record)
{
  const AmiaHead *head = amia_record_get_shown (record, "questionnaire");

  return head != NULL && amia_uuid_equal (&head->device, &walk->device);
}

static gboolean
add_form (const AmiaRecord *record,
          gpointer          data)
{
  Walk               *walk = data;
  g_autofree char    *canonical = amia_record_dup_string (record, "questionnaire");
  AmiaValuesChecklist list = { 0 };
  AmiaCaseChecklist   place = { 0 };
  g_autoptr (GPtrArray) fields = NULL;

  if (amia_record_is_removed (record) || !amia_values_find_side (canonical, &list.side))
    return TRUE;

  amia_form_day_find_begun (record, &list.day);
  fields = amia_record_get_fields (record);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      amia_values_checklist_add (&list, field, amia_record_get_value (record, field));
    }

  place = (AmiaCaseChecklist){ .form_id = record->id,
                               .group = get_group (walk, &record->case_id),
                               .side = list.side,
                               .day = list.day,
                               .is_own = is_own (walk, record) };
  g_array_append_val (walk->values->checklists, place);
  amia_values_add_to_meetings (walk->values->meetings, place.group, &list);
  return TRUE;
}

AmiaCaseValues *
amia_case_values_read (AmiaStore      *store,
                       const AmiaUuid *case_id,
                       GError        **error)
{
  const AmiaRecordQuery queries[] = { { "form", NULL, case_id }, { "pair-form", NULL, case_id } };
  g_autoptr (AmiaCaseValues) values = g_new0 (AmiaCaseValues, 1);
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk walk = { amia_store_get_identity (store)->device, values, groups };

  values->meetings = g_ptr_array_new_with_free_func (g_free);
  values->checklists = g_array_new (FALSE, FALSE, sizeof (AmiaCaseChecklist));
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      if (!amia_store_foreach_record (store, &queries[i], add_form, &walk, error))
        return NULL;
    }

  amia_values_sort_meetings (values->meetings);
  return g_steal_pointer (&values);
}

const AmiaCaseChecklist *
amia_case_values_find (const AmiaCaseValues *self,
                       guint                 group,
                       AmiaValuesSide        side,
                       const GDate          *day)
{
  const AmiaCaseChecklist *found = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (day != NULL, NULL);

  for (guint i = 0; i < self->checklists->len; i++)
    {
      const AmiaCaseChecklist *place = &g_array_index (self->checklists, AmiaCaseChecklist, i);

      if (place->group == group && place->side == side && g_date_compare (&place->day, day) == 0 &&
          (found == NULL || place->is_own > found->is_own))
        found = place;
    }

  return found;
}

void
amia_case_values_free (AmiaCaseValues *self)
{
  g_clear_pointer (&self->meetings, g_ptr_array_unref);
  g_clear_pointer (&self->checklists, g_array_unref);
  g_free (self);
}

static gpointer
read_values (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return amia_case_values_read (store, data, error);
}

AmiaCaseReader *
amia_case_values_new (AmiaReplica    *replica,
                      const AmiaUuid *case_id)
{
  const AmiaCaseReading reading = {
    .case_id = case_id,
    .read = read_values,
    .request = case_id != NULL ? g_memdup2 (case_id, sizeof *case_id) : NULL,
    .free_request = g_free,
    .free_read = (GDestroyNotify) amia_case_values_free,
  };

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  return amia_case_reader_new_with (replica, &reading);
}
