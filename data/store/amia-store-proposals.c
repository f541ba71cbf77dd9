/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-proposals.h"

#include "amia-distance.h"
#include "amia-palette.h"
#include "amia-store-plan.h"

/* The catalogue beside one plan. Its entries are hundreds, not thousands; they are read whole. */

typedef struct
{
  AmiaProposals *proposals;
  GHashTable    *planned; /* ids of entries, as text */
  const char    *today;
} Load;

AmiaProposal *
amia_proposal_new (const AmiaRecord *offer)
{
  AmiaProposal *proposal = NULL;

  g_return_val_if_fail (offer != NULL, NULL);

  proposal = g_new0 (AmiaProposal, 1);
  proposal->offer = offer->id;
  proposal->title = amia_record_dup_string (offer, "title");
  proposal->category = amia_record_dup_string (offer, "category");
  proposal->provider = amia_record_dup_string (offer, "provider");
  proposal->municipality = amia_record_dup_string (offer, "municipality");
  proposal->place = amia_record_dup_string (offer, "place");
  proposal->cost = amia_record_dup_string (offer, "cost");
  proposal->contact = amia_record_dup_string (offer, "contact");
  proposal->km = -1;
  return proposal;
}

void
amia_proposal_free (AmiaProposal *proposal)
{
  if (proposal == NULL)
    return;

  g_free (proposal->title);
  g_free (proposal->category);
  g_free (proposal->provider);
  g_free (proposal->municipality);
  g_free (proposal->place);
  g_free (proposal->cost);
  g_free (proposal->contact);
  g_free (proposal);
}

void
amia_proposals_free (AmiaProposals *proposals)
{
  if (proposals == NULL)
    return;

  g_free (proposals->municipality);
  g_ptr_array_unref (proposals->proposals);
  g_free (proposals);
}

static gboolean
read_activity (const AmiaRecord *record,
               gpointer          data)
{
  Load            *load = data;
  g_autofree char *offer = amia_record_dup_string (record, "offer");
  g_autofree char *status = amia_record_dup_string (record, "status");

  if (offer != NULL && !amia_record_is_removed (record) && g_strcmp0 (status, "stopped") != 0)
    g_hash_table_add (load->planned, g_steal_pointer (&offer));
  return TRUE;
}

static gboolean
read_offer (const AmiaRecord *record,
            gpointer          data)
{
  Load            *load = data;
  AmiaProposal    *proposal = NULL;
  g_autofree char *checked = NULL;
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  if (amia_record_is_removed (record))
    return TRUE;

  checked = amia_record_dup_string (record, "checked");
  proposal = amia_proposal_new (record);
  proposal->km = amia_distance_get_km (load->proposals->municipality, proposal->municipality);
  proposal->is_late = amia_offer_is_late (checked, load->today);
  proposal->is_planned =
      g_hash_table_contains (load->planned, amia_uuid_print (&proposal->offer, id));
  g_ptr_array_add (load->proposals->proposals, proposal);
  return TRUE;
}

static int
compare_proposals (gconstpointer a,
                   gconstpointer b)
{
  const AmiaProposal *first = *(AmiaProposal *const *) a;
  const AmiaProposal *second = *(AmiaProposal *const *) b;
  const AmiaOfferRank ranks[] = { { first->category, first->km },
                                  { second->category, second->km } };
  int                 order = amia_offer_compare (&ranks[0], &ranks[1], NULL);

  if (order == 0)
    order = g_utf8_collate (first->title != NULL ? first->title : "",
                            second->title != NULL ? second->title : "");
  return order != 0 ? order : amia_uuid_compare (&first->offer, &second->offer);
}

static AmiaRecord *
load_case (AmiaStore      *store,
           const AmiaUuid *case_id,
           GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  AmiaRecord *record = amia_store_load_record (store, case_id, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (record == NULL)
    g_set_error_literal (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING,
                         "Failed to read a case: it is not here");
  return record;
}

/* Without a participant that may be seen there is no municipality, and that is no failure. */
static gboolean
find_municipality (AmiaStore     *store,
                   AmiaProposals *proposals,
                   GError       **error)
{
  g_autoptr (AmiaRecord) record = load_case (store, &proposals->case_id, error);
  g_autoptr (AmiaRecord) person = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *reference = NULL;
  AmiaUuid         id;

  if (record == NULL)
    return FALSE;

  reference = amia_record_dup_string (record, "participant");
  if (reference == NULL || !amia_uuid_parse (reference, -1, &id))
    return TRUE;

  person = amia_store_load_record (store, &id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (person != NULL)
    proposals->municipality = amia_record_dup_string (person, "municipality");
  return TRUE;
}

static gboolean
read_plan (AmiaStore     *store,
           AmiaProposals *proposals,
           GError       **error)
{
  g_autoptr (AmiaCasePlan) plan = amia_store_load_plan (store, &proposals->case_id, error);

  if (plan == NULL)
    return FALSE;

  amia_proposal_find_lacking (plan->plan, proposals->is_lacking);
  return TRUE;
}

AmiaProposals *
amia_store_list_proposals (AmiaStore      *store,
                           const AmiaUuid *case_id,
                           const char     *today,
                           GError        **error)
{
  const AmiaRecordQuery activities = { .kind = "activity", .case_id = case_id };
  const AmiaRecordQuery offers = { .kind = "offer" };
  g_autoptr (AmiaProposals) proposals = NULL;
  g_autoptr (GHashTable) planned = NULL;
  Load load = { 0 };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  proposals = g_new0 (AmiaProposals, 1);
  proposals->case_id = *case_id;
  proposals->proposals = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_proposal_free);
  planned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  load = (Load){ proposals, planned, today };
  if (!find_municipality (store, proposals, error) || !read_plan (store, proposals, error) ||
      !amia_store_foreach_record (store, &activities, read_activity, &load, error) ||
      !amia_store_foreach_record (store, &offers, read_offer, &load, error))
    return NULL;

  g_ptr_array_sort (proposals->proposals, compare_proposals);
  return g_steal_pointer (&proposals);
}

static void
set_text (AmiaEdits      *edits,
          const AmiaUuid *case_id,
          const AmiaUuid *activity,
          const char     *field,
          const char     *text)
{
  if (text != NULL)
    amia_edits_set_string (edits, "activity", activity, case_id, field, text);
}

void
amia_edits_plan_proposal (AmiaEdits          *edits,
                          const AmiaUuid     *case_id,
                          const AmiaUuid     *activity,
                          const AmiaProposal *proposal)
{
  const char *category;
  char        offer[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_if_fail (edits != NULL);
  g_return_if_fail (case_id != NULL);
  g_return_if_fail (activity != NULL);
  g_return_if_fail (proposal != NULL);

  category = amia_category_get_plan_code (proposal->category);
  set_text (edits, case_id, activity, "title", proposal->title);
  set_text (edits, case_id, activity, "provider", proposal->provider);
  set_text (edits, case_id, activity, "category", category);
  set_text (edits, case_id, activity, "place", proposal->place);
  set_text (edits, case_id, activity, "offer", amia_uuid_print (&proposal->offer, offer));
  set_text (edits, case_id, activity, "status", "planned");
}
