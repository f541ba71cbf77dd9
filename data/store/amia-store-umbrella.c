/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-umbrella.h"

#include <string.h>

#include "amia-date.h"

/* Records to what stands under the umbrella, a function a kind. */

static void
item_free (gpointer data)
{
  AmiaUmbrellaItem *item = data;

  g_free (item->kind);
  g_free (item->title);
  g_free (item->level);
  g_free (item->from);
  g_free (item->to);
  g_free (item->time);
  g_free (item->place);
  g_free (item->note);
  g_free (item);
}

void
amia_case_umbrella_free (AmiaCaseUmbrella *umbrella)
{
  if (umbrella == NULL)
    return;

  g_free (umbrella->enrolled);
  g_free (umbrella->benefit_end);
  g_free (umbrella->ali_from);
  g_ptr_array_unref (umbrella->incomes);
  g_ptr_array_unref (umbrella->activities);
  g_ptr_array_unref (umbrella->meetings);
  g_free (umbrella);
}

/* --- Kinds ------------------------------------------------------------------------------------ */

static AmiaUmbrellaItem *
make_item (const AmiaRecord *record)
{
  AmiaUmbrellaItem *item = g_new0 (AmiaUmbrellaItem, 1);

  item->id = record->id;
  item->kind = amia_record_dup_string (record, "kind");
  item->title = amia_record_dup_string (record, "title");
  item->place = amia_record_dup_string (record, "place");
  item->note = amia_record_dup_string (record, "note");
  return item;
}

static void
read_visit (AmiaCaseUmbrella *umbrella,
            const AmiaRecord *record)
{
  g_autofree char *from = amia_record_dup_string (record, "from");

  if (from != NULL && (umbrella->enrolled == NULL || strcmp (from, umbrella->enrolled) < 0))
    {
      g_free (umbrella->enrolled);
      umbrella->enrolled = g_steal_pointer (&from);
    }
}

static void
read_income (AmiaCaseUmbrella *umbrella,
             const AmiaRecord *record)
{
  AmiaUmbrellaItem *item = make_item (record);

  item->level = amia_record_dup_string (record, "level");
  item->from = amia_record_dup_string (record, "from");
  item->to = amia_record_dup_string (record, "to");
  g_ptr_array_add (umbrella->incomes, item);
}

static void
read_activity (AmiaCaseUmbrella *umbrella,
               const AmiaRecord *record)
{
  AmiaUmbrellaItem *item = make_item (record);

  item->from = amia_record_dup_string (record, "from");
  item->to = amia_record_dup_string (record, "to");
  g_ptr_array_add (umbrella->activities, item);
}

static void
read_meeting (AmiaCaseUmbrella *umbrella,
              const AmiaRecord *record)
{
  g_autofree char  *status = amia_record_dup_string (record, "status");
  g_autofree char  *start = amia_record_dup_string (record, "start");
  AmiaUmbrellaItem *item = NULL;

  if (start == NULL || strlen (start) < AMIA_DATE_TEXT_LENGTH ||
      g_strcmp0 (status, "cancelled") == 0)
    return;

  item = make_item (record);
  item->from = g_strndup (start, AMIA_DATE_TEXT_LENGTH);
  item->to = g_strdup (item->from);
  if (strlen (start) >= strlen ("YYYY-MM-DDThh:mm"))
    item->time = g_strndup (start + AMIA_DATE_TEXT_LENGTH + 1, strlen ("hh:mm"));
  g_ptr_array_add (umbrella->meetings, item);
}

/* --- Reading ---------------------------------------------------------------------------------- */

static const struct
{
  const char *kind;
  void (*read) (AmiaCaseUmbrella *umbrella,
                const AmiaRecord *record);
} readers[] = {
  { "visit", read_visit },
  { "income", read_income },
  { "activity", read_activity },
  { "meeting", read_meeting },
};

typedef struct
{
  AmiaCaseUmbrella *umbrella;
  void (*read) (AmiaCaseUmbrella *umbrella,
                const AmiaRecord *record);
} Reading;

static gboolean
read_record (const AmiaRecord *record,
             gpointer          data)
{
  const Reading *reading = data;

  if (!amia_record_is_removed (record))
    reading->read (reading->umbrella, record);
  return TRUE;
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const AmiaUmbrellaItem *first = *(AmiaUmbrellaItem *const *) a;
  const AmiaUmbrellaItem *second = *(AmiaUmbrellaItem *const *) b;
  int                     order = g_strcmp0 (first->from, second->from);

  if (order == 0)
    order = g_strcmp0 (first->time, second->time);

  return order != 0 ? order : amia_uuid_compare (&first->id, &second->id);
}

static gboolean
read_case (AmiaStore        *store,
           AmiaCaseUmbrella *umbrella,
           GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRecord) record =
      amia_store_load_record (store, &umbrella->case_id, &local_error);
  g_autoptr (AmiaRecord) participant = NULL;
  g_autofree char *id = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (record == NULL || strcmp (record->kind, "case") != 0)
    {
      g_set_error_literal (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING,
                           "Failed to read the umbrella: there is no such case here");
      return FALSE;
    }

  umbrella->ali_from = amia_record_dup_string (record, "ali-from");
  id = amia_record_dup_string (record, "participant");
  if (id == NULL || !amia_uuid_parse (id, -1, &umbrella->participant))
    return TRUE;

  /* Ignored: who may not read the participant knows no day either. */
  participant = amia_store_load_record (store, &umbrella->participant, NULL);
  if (participant != NULL)
    umbrella->benefit_end = amia_record_dup_string (participant, "benefit-end");
  return TRUE;
}

AmiaCaseUmbrella *
amia_store_load_umbrella (AmiaStore      *store,
                          const AmiaUuid *case_id,
                          GError        **error)
{
  g_autoptr (AmiaCaseUmbrella) umbrella = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  umbrella = g_new0 (AmiaCaseUmbrella, 1);
  umbrella->case_id = *case_id;
  umbrella->incomes = g_ptr_array_new_with_free_func (item_free);
  umbrella->activities = g_ptr_array_new_with_free_func (item_free);
  umbrella->meetings = g_ptr_array_new_with_free_func (item_free);
  if (!read_case (store, umbrella, error))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      const AmiaRecordQuery query = { readers[i].kind, NULL, case_id };
      Reading               reading = { umbrella, readers[i].read };

      if (!amia_store_foreach_record (store, &query, read_record, &reading, error))
        return NULL;
    }

  g_ptr_array_sort (umbrella->incomes, compare_items);
  g_ptr_array_sort (umbrella->activities, compare_items);
  g_ptr_array_sort (umbrella->meetings, compare_items);
  return g_steal_pointer (&umbrella);
}

/* --- The picture ------------------------------------------------------------------------------ */

static AmiaUmbrellaSpan *
make_spans (GPtrArray *items)
{
  AmiaUmbrellaSpan *spans = g_new0 (AmiaUmbrellaSpan, items->len + 1);

  for (guint i = 0; i < items->len; i++)
    {
      const AmiaUmbrellaItem *item = g_ptr_array_index (items, i);

      spans[i].from = item->from;
      spans[i].to = item->to;
    }

  return spans;
}

AmiaUmbrella *
amia_case_umbrella_lay_out (const AmiaCaseUmbrella *umbrella,
                            const char             *today)
{
  g_autofree AmiaUmbrellaSpan *incomes = NULL;
  g_autofree AmiaUmbrellaSpan *activities = NULL;
  g_autofree AmiaUmbrellaSpan *meetings = NULL;
  AmiaUmbrellaFacts            facts = { .today = today };

  g_return_val_if_fail (umbrella != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  incomes = make_spans (umbrella->incomes);
  activities = make_spans (umbrella->activities);
  meetings = make_spans (umbrella->meetings);
  facts.enrolled = umbrella->enrolled;
  facts.benefit_end = umbrella->benefit_end;
  facts.ali_from = umbrella->ali_from;
  facts.incomes = incomes;
  facts.n_incomes = umbrella->incomes->len;
  facts.activities = activities;
  facts.n_activities = umbrella->activities->len;
  facts.meetings = meetings;
  facts.n_meetings = umbrella->meetings->len;
  return amia_umbrella_lay_out (&facts);
}
