/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-group-details.h"

#include <string.h>

#include "amia-case-row-view.h"
#include "amia-group.h"
#include "amia-store-lists.h"

/* Occasions, seats and enrolments of one group, laid together. Who somebody is comes from the list
 * of cases, so that a protected identity is hidden here as it is there. */

#define ATTENDED "attended/"

typedef struct
{
  AmiaGroupDetails *details;
  char              group[AMIA_UUID_TEXT_LENGTH + 1];
  char              occasion[AMIA_UUID_TEXT_LENGTH + 1];
  GPtrArray        *seats; /* of utf8 */
  GHashTable       *noted; /* an occasion's id as text → [present, noted] */
} Load;

static void
free_occasion (gpointer data)
{
  AmiaGroupOccasion *occasion = data;

  g_free (occasion->start);
  g_free (occasion->end);
  g_free (occasion->place);
  g_free (occasion->phase);
  g_free (occasion);
}

static void
free_member (gpointer data)
{
  AmiaGroupMember *member = data;

  g_free (member->name);
  g_free (member->to);
  g_free (member->reason);
  g_free (member->attended);
  g_free (member);
}

static gboolean
is_of_group (Load             *load,
             const AmiaRecord *record)
{
  g_autofree char *group = amia_record_dup_string (record, "group");

  return !amia_record_is_removed (record) && g_strcmp0 (group, load->group) == 0;
}

static gboolean
read_seat (const AmiaRecord *record,
           gpointer          data)
{
  Load            *load = data;
  g_autofree char *state = amia_record_dup_string (record, "state");
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  if (is_of_group (load, record) && g_strcmp0 (state, "left") != 0)
    g_ptr_array_add (load->seats, g_strdup (amia_uuid_print (&record->id, id)));
  return TRUE;
}

static void
count_attendance (Load       *load,
                  const char *occasion,
                  gboolean    was_present)
{
  guint *counts = g_hash_table_lookup (load->noted, occasion);

  if (counts == NULL)
    {
      counts = g_new0 (guint, 2);
      g_hash_table_insert (load->noted, g_strdup (occasion), counts);
    }
  counts[0] += was_present ? 1 : 0;
  counts[1]++;
}

static void
read_attendance (Load             *load,
                 const AmiaRecord *record,
                 AmiaGroupMember  *member)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  for (guint i = 0; i < fields->len; i++)
    {
      const char      *field = g_ptr_array_index (fields, i);
      const char      *occasion = field + strlen (ATTENDED);
      g_autofree char *how = NULL;

      if (!g_str_has_prefix (field, ATTENDED))
        continue;
      how = amia_record_dup_string (record, field);
      if (how == NULL)
        continue;

      count_attendance (load, occasion, strcmp (how, "present") == 0);
      member->n_present += strcmp (how, "present") == 0 ? 1 : 0;
      if (strcmp (occasion, load->occasion) == 0)
        member->attended = g_steal_pointer (&how);
    }
}

static gboolean
read_enrolment (const AmiaRecord *record,
                gpointer          data)
{
  Load            *load = data;
  AmiaGroupMember *member = NULL;
  g_autofree char *seat = amia_record_dup_string (record, "seat");

  if (!is_of_group (load, record))
    return TRUE;

  member = g_new0 (AmiaGroupMember, 1);
  member->id = record->id;
  member->case_id = record->case_id;
  member->to = amia_record_dup_string (record, "to");
  member->reason = amia_record_dup_string (record, "reason");
  read_attendance (load, record, member);
  if (seat != NULL && member->to == NULL)
    member->queue_place = amia_group_get_queue_place (load->details->max, load->seats, seat);
  g_ptr_array_add (load->details->members, member);
  return TRUE;
}

static gboolean
read_occasion (const AmiaRecord *record,
               gpointer          data)
{
  Load              *load = data;
  AmiaGroupOccasion *occasion = NULL;
  const guint       *counts = NULL;
  char               id[AMIA_UUID_TEXT_LENGTH + 1];

  if (!is_of_group (load, record))
    return TRUE;

  occasion = g_new0 (AmiaGroupOccasion, 1);
  counts = g_hash_table_lookup (load->noted, amia_uuid_print (&record->id, id));
  occasion->id = record->id;
  occasion->start = amia_record_dup_string (record, "start");
  occasion->end = amia_record_dup_string (record, "end");
  occasion->place = amia_record_dup_string (record, "place");
  occasion->phase = amia_record_dup_string (record, "phase");
  occasion->n_present = counts != NULL ? counts[0] : 0;
  occasion->n_noted = counts != NULL ? counts[1] : 0;
  g_ptr_array_add (load->details->occasions, occasion);
  return TRUE;
}

static gboolean
load_names (AmiaStore        *store,
            AmiaGroupDetails *details,
            GError          **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < details->members->len; i++)
    g_array_append_val (ids,
                        ((AmiaGroupMember *) g_ptr_array_index (details->members, i))->case_id);

  rows = amia_store_load_case_rows (store, (const AmiaUuid *) ids->data, ids->len, error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < details->members->len; i++)
    {
      AmiaGroupMember   *member = g_ptr_array_index (details->members, i);
      const AmiaCaseRow *row = i < rows->len ? g_ptr_array_index (rows, i) : NULL;

      member->name = row != NULL ? amia_case_row_dup_name (row) : g_strdup ("–");
    }

  return TRUE;
}

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  const AmiaGroupMember *const *first = a;
  const AmiaGroupMember *const *second = b;
  int                           order = ((*first)->to != NULL) - ((*second)->to != NULL);

  return order != 0 ? order : g_utf8_collate ((*first)->name, (*second)->name);
}

static int
compare_occasions (gconstpointer a,
                   gconstpointer b)
{
  const AmiaGroupOccasion *const *first = a;
  const AmiaGroupOccasion *const *second = b;

  return g_strcmp0 ((*first)->start, (*second)->start);
}

static gboolean
read_max (AmiaStore        *store,
          const AmiaUuid   *group,
          AmiaGroupDetails *details,
          GError          **error)
{
  GError *local_error = NULL;
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, group, &local_error);
  const char *value = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  value = record != NULL ? amia_record_get_value (record, "max") : NULL;
  if (value != NULL && strcmp (value, "null") != 0)
    details->max = (guint) CLAMP (g_ascii_strtod (value, NULL), 0, 10000);
  return TRUE;
}

static gboolean
read_records (AmiaStore *store,
              Load      *load,
              GError   **error)
{
  /* Who has a place is known when all seats are, what was noted when all enrolments are. */
  static const struct
  {
    const char    *kind;
    AmiaRecordFunc read;
  } readers[] = {
    { "seat", read_seat },
    { "enrolment", read_enrolment },
    { "occasion", read_occasion },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      const AmiaRecordQuery query = { .kind = readers[i].kind };

      if (!amia_store_foreach_record (store, &query, readers[i].read, load, error))
        return FALSE;
    }

  return TRUE;
}

AmiaGroupDetails *
amia_group_details_load (AmiaStore      *store,
                         const AmiaUuid *group,
                         const AmiaUuid *occasion,
                         GError        **error)
{
  g_autoptr (AmiaGroupDetails) details = NULL;
  g_autoptr (GPtrArray) seats = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Load load = { .seats = seats, .noted = noted };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (group != NULL, NULL);

  details = g_new0 (AmiaGroupDetails, 1);
  details->occasions = g_ptr_array_new_with_free_func (free_occasion);
  details->members = g_ptr_array_new_with_free_func (free_member);
  load.details = details;
  amia_uuid_print (group, load.group);
  if (occasion != NULL)
    amia_uuid_print (occasion, load.occasion);

  if (!read_max (store, group, details, error) || !read_records (store, &load, error) ||
      !load_names (store, details, error))
    return NULL;

  details->n_seats = seats->len;
  g_ptr_array_sort (details->members, compare_members);
  g_ptr_array_sort (details->occasions, compare_occasions);
  return g_steal_pointer (&details);
}

void
amia_group_details_free (AmiaGroupDetails *details)
{
  if (details == NULL)
    return;

  g_ptr_array_unref (details->occasions);
  g_ptr_array_unref (details->members);
  g_free (details);
}
