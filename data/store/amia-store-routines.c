/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-routines.h"

#include <stddef.h>

#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-store-private.h"

/* The organisation's routines over the shipped ones. One table says which field of the record is
 * which part of a routine, and what it may be. */

#define ROUTINE_KIND "routine"

static const struct
{
  const char *field;
  gsize       offset;
  guint       min;
  guint       max;
} parts[] = {
  { "version", offsetof (AmiaRoutine, version), 1, G_MAXUINT16 },
  { "look-months", offsetof (AmiaRoutine, look_months), 0, 24 },
  { "contact-days", offsetof (AmiaRoutine, contact_days), 0, 365 },
  { "first-meeting-days", offsetof (AmiaRoutine, first_meeting_days), 0, 365 },
  { "mapping-days", offsetof (AmiaRoutine, mapping_days), 0, 365 },
  { "meeting-months", offsetof (AmiaRoutine, meeting_months), 0, 24 },
  { "hours-day", offsetof (AmiaRoutine, hours_day), 1, AMIA_ROUTINE_LAST_DAY },
  { "n-surveys", offsetof (AmiaRoutine, n_surveys), 0, 3 },
  { "after-ali-months", offsetof (AmiaRoutine, after_ali_months), 0, 24 },
};

static guint *
get_part (AmiaRoutine *routine,
          gsize        part)
{
  return (guint *) (gpointer) ((guint8 *) routine + parts[part].offset);
}

static AmiaKeptRoutine *
find (const GArray *routines,
      const char   *subproject)
{
  g_autofree char *wanted = subproject != NULL ? g_utf8_casefold (subproject, -1) : NULL;

  for (guint i = 0; wanted != NULL && i < routines->len; i++)
    {
      AmiaKeptRoutine *kept = &g_array_index (routines, AmiaKeptRoutine, i);
      g_autofree char *name = g_utf8_casefold (kept->routine.subproject, -1);

      if (g_strcmp0 (name, wanted) == 0)
        return kept;
    }

  return NULL;
}

static void
read_parts (const AmiaRecord *record,
            AmiaRoutine      *routine)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *value = amia_record_get_value (record, parts[i].field);
      double      number = value != NULL ? g_ascii_strtod (value, NULL) : -1;

      if (number >= parts[i].min && number <= parts[i].max)
        *get_part (routine, i) = (guint) number;
    }
}

/* Records come by id, so that of two with the same version the later one is met last. */
static gboolean
take_record (const AmiaRecord *record,
             gpointer          data)
{
  GArray            *routines = data;
  g_autofree char   *name = amia_record_dup_string (record, "subproject");
  const AmiaRoutine *shipped = amia_routines_find (name);
  AmiaKeptRoutine    taken = { .routine = { .version = 1, .hours_day = AMIA_ROUTINE_LAST_DAY } };
  const AmiaHead    *head = amia_record_get_shown (record, "subproject");
  AmiaKeptRoutine   *kept;

  if (amia_record_is_removed (record) || head == NULL || name == NULL || *name == '\0')
    return TRUE;

  if (shipped != NULL)
    taken.routine = *shipped;
  else
    taken.routine.subproject = g_intern_string (name);
  taken.id = record->id;
  taken.device = head->device;
  taken.written_ms = (gint64) amia_stamp_get_ms (head->stamp);
  read_parts (record, &taken.routine);

  kept = find (routines, name);
  if (kept == NULL)
    g_array_append_val (routines, taken);
  else if (taken.routine.version >= kept->routine.version)
    *kept = taken;
  return TRUE;
}

GArray *
amia_store_list_routines (AmiaStore *store,
                          GError   **error)
{
  const AmiaRecordQuery query = { .kind = ROUTINE_KIND };
  g_autoptr (GArray) routines = g_array_new (FALSE, FALSE, sizeof (AmiaKeptRoutine));
  gsize              n_shipped;
  const AmiaRoutine *shipped = amia_routines_get_all (&n_shipped);

  g_return_val_if_fail (store != NULL, NULL);

  for (gsize i = 0; i < n_shipped; i++)
    {
      const AmiaKeptRoutine kept = { .routine = shipped[i] };

      g_array_append_val (routines, kept);
    }

  if (!amia_store_foreach_record (store, &query, take_record, routines, error))
    return NULL;

  /* When no query runs any more. */
  for (guint i = 0; i < routines->len; i++)
    {
      AmiaKeptRoutine *kept = &g_array_index (routines, AmiaKeptRoutine, i);

      if (!amia_uuid_is_nil (&kept->id))
        kept->author = g_intern_string (amia_store_get_author_person (store, &kept->device, NULL));
    }
  return g_steal_pointer (&routines);
}

const AmiaKeptRoutine *
amia_kept_routines_find (const GArray *routines,
                         const char   *subproject)
{
  g_return_val_if_fail (routines != NULL, NULL);

  return find (routines, subproject);
}

void
amia_edits_set_routine (AmiaEdits         *edits,
                        const AmiaUuid    *id,
                        const AmiaRoutine *routine)
{
  AmiaRoutine copy;

  g_return_if_fail (edits != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (routine != NULL);

  copy = *routine;
  amia_edits_set_string (edits, ROUTINE_KIND, id, NULL, "subproject", routine->subproject);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      char number[16];

      g_snprintf (number, sizeof number, "%u", *get_part (&copy, i));
      amia_edits_set (edits, ROUTINE_KIND, id, NULL, parts[i].field, NULL, number);
    }
}
