/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-selection.h"

#include <string.h>

#include "amia-store-lists.h"

/* The selection list: read from the rows of the cases that are on it and two records of each, which
 * are the small ones; and the three things that are done with a person there. */

void
amia_selected_free (AmiaSelected *selected)
{
  if (selected == NULL)
    return;

  g_free (selected->name);
  g_free (selected->personnummer);
  g_free (selected->benefit_end);
  g_free (selected->opened);
  g_free (selected->subproject);
  g_free (selected->municipality);
  g_free (selected->selection);
  g_free (selected->reason);
  g_free (selected->note);
  g_free (selected);
}

static gboolean
read_case (AmiaStore    *store,
           AmiaSelected *selected,
           GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRecord) record =
      amia_store_load_record (store, &selected->case_id, &local_error);

  if (record != NULL)
    {
      selected->opened = amia_record_dup_string (record, "opened");
      selected->subproject = amia_record_dup_string (record, "subproject");
      selected->selection = amia_record_dup_string (record, "selection");
      selected->reason = amia_record_dup_string (record, "selection-reason");
      selected->note = amia_record_dup_string (record, "selection-note");
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_participant (AmiaStore    *store,
                  AmiaSelected *selected,
                  GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRecord) record =
      amia_store_load_record (store, &selected->participant, &local_error);

  if (record != NULL)
    {
      selected->benefit_end = amia_record_dup_string (record, "benefit-end");
      if (!selected->is_protected)
        selected->municipality = amia_record_dup_string (record, "municipality");
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static AmiaSelected *
load (AmiaStore         *store,
      const AmiaCaseRow *row,
      GError           **error)
{
  g_autoptr (AmiaSelected) selected = g_new0 (AmiaSelected, 1);

  selected->case_id = row->id;
  selected->participant = row->participant;
  selected->is_protected = row->is_protected;
  if (!row->is_protected)
    {
      selected->name = g_strdup (row->name != NULL ? row->name : row->title);
      selected->personnummer = g_strdup (row->personnummer);
    }

  if (!read_case (store, selected, error) || !read_participant (store, selected, error))
    return NULL;
  return g_steal_pointer (&selected);
}

/* The rows come by name, and the sort keeps that order within a day. */
static int
compare_days (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const AmiaSelected *first = *(const AmiaSelected *const *) a;
  const AmiaSelected *second = *(const AmiaSelected *const *) b;

  if (first->benefit_end == NULL || second->benefit_end == NULL)
    return (first->benefit_end == NULL) - (second->benefit_end == NULL);
  return strcmp (first->benefit_end, second->benefit_end);
}

GPtrArray *
amia_store_list_selection (AmiaStore *store,
                           GError   **error)
{
  const AmiaCaseQuery query = { .stage = AMIA_CASES_SELECTION };
  g_autoptr (GPtrArray) people =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_selected_free);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) ids = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  ids = amia_store_list_case_ids (store, &query, error);
  if (ids == NULL)
    return NULL;

  rows = amia_store_load_case_rows (
      store, (const AmiaUuid *) (gpointer) ids->data, ids->len, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const AmiaCaseRow *row = g_ptr_array_index (rows, i);
      AmiaSelected      *selected = row != NULL ? load (store, row, error) : NULL;

      if (row != NULL && selected == NULL)
        return NULL;
      if (selected != NULL)
        g_ptr_array_add (people, selected);
    }

  g_ptr_array_sort_with_data (people, compare_days, NULL);
  return rows != NULL ? g_steal_pointer (&people) : NULL;
}

AmiaSelected *
amia_store_load_selected (AmiaStore      *store,
                          const AmiaUuid *case_id,
                          GError        **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  rows = amia_store_load_case_rows (store, case_id, 1, error);
  if (rows == NULL || g_ptr_array_index (rows, 0) == NULL)
    return NULL;

  return load (store, g_ptr_array_index (rows, 0), error);
}

/* --- Writing -------------------------------------------------------------------------------- */

static void
set_participant (AmiaEdits         *edits,
                 const AmiaUuid    *person,
                 const char *const *values)
{
  static const struct
  {
    AmiaSelectionField field;
    const char        *name;
  } fields[] = {
    { AMIA_SELECTION_NAME, "name" },
    { AMIA_SELECTION_PERSONNUMMER, "personnummer" },
    { AMIA_SELECTION_BENEFIT_END, "benefit-end" },
    { AMIA_SELECTION_MUNICIPALITY, "municipality" },
    { AMIA_SELECTION_PHONE, "phone" },
    { AMIA_SELECTION_EMAIL, "email" },
    { AMIA_SELECTION_ADDRESS, "address" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (values[fields[i].field] != NULL)
        amia_edits_set_string (
            edits, "participant", person, NULL, fields[i].name, values[fields[i].field]);
    }
}

static void
set_if (AmiaEdits      *edits,
        const AmiaUuid *case_id,
        const char     *field,
        const char     *text)
{
  if (text != NULL && *text != '\0')
    amia_edits_set_string (edits, "case", case_id, case_id, field, text);
}

void
amia_selection_add (AmiaEdits         *edits,
                    const char *const *values,
                    const char        *subproject,
                    const char        *today,
                    gint64             now_ms,
                    AmiaUuid          *case_id)
{
  AmiaUuid person = amia_uuid_new_v7 (now_ms);
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_if_fail (edits != NULL);
  g_return_if_fail (values != NULL);
  g_return_if_fail (today != NULL);
  g_return_if_fail (case_id != NULL);

  if (values[AMIA_SELECTION_SUBPROJECT] != NULL)
    subproject = values[AMIA_SELECTION_SUBPROJECT];
  *case_id = amia_uuid_new_v7 (now_ms);
  set_participant (edits, &person, values);
  set_if (edits, case_id, "title", values[AMIA_SELECTION_NAME]);
  set_if (edits, case_id, "number", values[AMIA_SELECTION_NUMBER]);
  set_if (edits, case_id, "subproject", subproject);
  set_if (edits, case_id, "selection-note", values[AMIA_SELECTION_NOTE]);
  set_if (edits, case_id, "participant", amia_uuid_print (&person, text));
  set_if (edits, case_id, "status", "selection");
  set_if (edits, case_id, "opened", today);
}

void
amia_selection_judge (AmiaEdits      *edits,
                      const AmiaUuid *case_id,
                      const char     *reason,
                      const char     *note)
{
  g_return_if_fail (edits != NULL);
  g_return_if_fail (case_id != NULL);

  amia_edits_set_string (edits, "case", case_id, case_id, "selection",
                         reason != NULL ? "not-current" : "current");
  amia_edits_set_string (edits, "case", case_id, case_id, "selection-reason", reason);
  amia_edits_set_string (edits, "case", case_id, case_id, "selection-note", note);
}

void
amia_selection_hand_over (AmiaEdits                   *edits,
                          const AmiaSelectionHandOver *given)
{
  AmiaUuid member = amia_uuid_new_v7 (given->now_ms);
  AmiaUuid handover = amia_uuid_new_v7 (given->now_ms);
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_if_fail (edits != NULL);
  g_return_if_fail (given->case_id != NULL && given->from != NULL && given->to != NULL);
  g_return_if_fail (given->today != NULL);

  set_if (edits, given->case_id, "status", "open");
  set_if (edits, given->case_id, "selection", "current");
  set_if (edits, given->case_id, "handed-over", given->today);
  if (strcmp (given->from, given->to) == 0)
    return;

  amia_edits_set_string (edits, "member", &member, given->case_id, "user", given->to);
  amia_edits_set_string (edits, "member", &member, given->case_id, "role", "caseworker");
  amia_edits_set_string (edits, "member", &member, given->case_id, "from", given->today);
  amia_edits_set_string (edits, "handover", &handover, given->case_id, "from", given->from);
  amia_edits_set_string (edits, "handover", &handover, given->case_id, "to", given->to);
  amia_edits_set_string (edits, "handover", &handover, given->case_id, "date", given->today);
  if (given->form != NULL)
    amia_edits_set_string (edits, "handover", &handover, given->case_id, "form",
                           amia_uuid_print (given->form, text));
  if (given->note != NULL)
    amia_edits_set_string (edits, "handover", &handover, given->case_id, "note", given->note);
}
