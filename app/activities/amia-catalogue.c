/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-activities"

#include "config.h"

#include "amia-catalogue.h"

#include <string.h>

#include "amia-palette.h"

/* Read in one go from the records of five kinds; there are hundreds of them, not thousands. */

typedef struct
{
  AmiaCatalogue *catalogue;
  const char    *today;
  GHashTable    *seats; /* a group's id as text → GPtrArray of ids */
} Load;

static void
free_offer (gpointer data)
{
  AmiaOffer *offer = data;

  g_free (offer->title);
  g_free (offer->text);
  g_free (offer->category);
  g_free (offer->colour);
  g_free (offer->provider);
  g_free (offer->municipality);
  g_free (offer->contact);
  g_free (offer);
}

static void
free_group (gpointer data)
{
  AmiaGroup *group = data;

  g_free (group->title);
  g_free (group->leader);
  g_free (group->place);
  g_free (group->from);
  g_free (group->to);
  g_ptr_array_unref (group->seats);
  g_free (group);
}

static void
free_suggestion (gpointer data)
{
  AmiaSuggestion *suggestion = data;

  g_free (suggestion->text);
  g_free (suggestion->date);
  g_free (suggestion->status);
  g_free (suggestion->result);
  g_free (suggestion);
}

static double
get_number (const AmiaRecord *record,
            const char       *field,
            double            otherwise)
{
  const char *value = amia_record_get_value (record, field);

  return value != NULL && strcmp (value, "null") != 0 ? g_ascii_strtod (value, NULL) : otherwise;
}

static gboolean
read_offer (const AmiaRecord *record,
            gpointer          data)
{
  Load            *load = data;
  AmiaOffer       *offer = NULL;
  g_autofree char *checked = NULL;

  if (amia_record_is_removed (record))
    return TRUE;

  offer = g_new0 (AmiaOffer, 1);
  checked = amia_record_dup_string (record, "checked");
  offer->id = record->id;
  offer->title = amia_record_dup_string (record, "title");
  offer->text = amia_record_dup_string (record, "text");
  offer->category = amia_record_dup_string (record, "category");
  offer->colour = amia_record_dup_string (record, "colour");
  offer->provider = amia_record_dup_string (record, "provider");
  offer->municipality = amia_record_dup_string (record, "municipality");
  offer->contact = amia_record_dup_string (record, "contact");
  offer->km = get_number (record, "km", -1);
  offer->is_late = amia_offer_is_late (checked, load->today);
  g_ptr_array_add (load->catalogue->offers, offer);
  return TRUE;
}

static gboolean
read_seat (const AmiaRecord *record,
           gpointer          data)
{
  Load            *load = data;
  g_autofree char *group = amia_record_dup_string (record, "group");
  g_autofree char *state = amia_record_dup_string (record, "state");
  GPtrArray       *seats = NULL;
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  if (amia_record_is_removed (record) || group == NULL || g_strcmp0 (state, "left") == 0)
    return TRUE;

  seats = g_hash_table_lookup (load->seats, group);
  if (seats == NULL)
    {
      seats = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (load->seats, g_steal_pointer (&group), seats);
    }
  g_ptr_array_add (seats, g_strdup (amia_uuid_print (&record->id, id)));
  return TRUE;
}

static gboolean
read_group (const AmiaRecord *record,
            gpointer          data)
{
  Load      *load = data;
  AmiaGroup *group = NULL;
  GPtrArray *seats = NULL;
  char       id[AMIA_UUID_TEXT_LENGTH + 1];

  if (amia_record_is_removed (record))
    return TRUE;

  group = g_new0 (AmiaGroup, 1);
  group->id = record->id;
  group->title = amia_record_dup_string (record, "title");
  group->leader = amia_record_dup_string (record, "leader");
  group->place = amia_record_dup_string (record, "place");
  group->from = amia_record_dup_string (record, "from");
  group->to = amia_record_dup_string (record, "to");
  group->max = (guint) CLAMP (get_number (record, "max", 0), 0, 10000);
  seats = g_hash_table_lookup (load->seats, amia_uuid_print (&record->id, id));
  group->seats = seats != NULL ? g_ptr_array_ref (seats)
                               : g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (load->catalogue->groups, group);
  return TRUE;
}

static gboolean
read_suggestion (const AmiaRecord *record,
                 gpointer          data)
{
  Load           *load = data;
  AmiaSuggestion *suggestion = NULL;

  if (amia_record_is_removed (record))
    return TRUE;

  suggestion = g_new0 (AmiaSuggestion, 1);
  suggestion->id = record->id;
  suggestion->text = amia_record_dup_string (record, "text");
  suggestion->date = amia_record_dup_string (record, "date");
  suggestion->status = amia_record_dup_string (record, "status");
  suggestion->result = amia_record_dup_string (record, "result");
  g_ptr_array_add (load->catalogue->suggestions, suggestion);
  return TRUE;
}

static int
compare_offers (gconstpointer a,
                gconstpointer b)
{
  const AmiaOffer *const *first = a;
  const AmiaOffer *const *second = b;

  return g_utf8_collate ((*first)->title != NULL ? (*first)->title : "",
                         (*second)->title != NULL ? (*second)->title : "");
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const AmiaGroup *const *first = a;
  const AmiaGroup *const *second = b;

  return g_strcmp0 ((*second)->from, (*first)->from);
}

static int
compare_suggestions (gconstpointer a,
                     gconstpointer b)
{
  const AmiaSuggestion *const *first = a;
  const AmiaSuggestion *const *second = b;

  return g_strcmp0 ((*second)->date, (*first)->date);
}

static AmiaCatalogue *
catalogue_new (void)
{
  AmiaCatalogue *catalogue = g_new0 (AmiaCatalogue, 1);

  g_atomic_ref_count_init (&catalogue->ref_count);
  catalogue->offers = g_ptr_array_new_with_free_func (free_offer);
  catalogue->groups = g_ptr_array_new_with_free_func (free_group);
  catalogue->suggestions = g_ptr_array_new_with_free_func (free_suggestion);
  return catalogue;
}

AmiaCatalogue *
amia_catalogue_load (AmiaStore  *store,
                     const char *today,
                     GError    **error)
{
  /* Seats before the groups that are filled by them. */
  static const struct
  {
    const char    *kind;
    AmiaRecordFunc read;
  } readers[] = {
    { "offer", read_offer },
    { "seat", read_seat },
    { "group", read_group },
    { "suggestion", read_suggestion },
  };
  g_autoptr (AmiaCatalogue) catalogue = catalogue_new ();
  g_autoptr (GHashTable) seats = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  Load load = { catalogue, today, seats };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      const AmiaRecordQuery query = { .kind = readers[i].kind };

      if (!amia_store_foreach_record (store, &query, readers[i].read, &load, error))
        return NULL;
    }

  g_ptr_array_sort (catalogue->offers, compare_offers);
  g_ptr_array_sort (catalogue->groups, compare_groups);
  g_ptr_array_sort (catalogue->suggestions, compare_suggestions);
  return g_steal_pointer (&catalogue);
}

AmiaCatalogue *
amia_catalogue_ref (AmiaCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);

  g_atomic_ref_count_inc (&catalogue->ref_count);
  return catalogue;
}

void
amia_catalogue_unref (AmiaCatalogue *catalogue)
{
  if (catalogue == NULL || !g_atomic_ref_count_dec (&catalogue->ref_count))
    return;

  g_ptr_array_unref (catalogue->offers);
  g_ptr_array_unref (catalogue->groups);
  g_ptr_array_unref (catalogue->suggestions);
  g_free (catalogue);
}
