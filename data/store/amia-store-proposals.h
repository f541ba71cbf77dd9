/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-proposal.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaProposal:
 * @offer: the entry of the catalogue
 * @title: (nullable): what it is called
 * @category: (nullable): as the catalogue calls it, `1` to `4`
 * @provider: (nullable): who offers it
 * @municipality: (nullable): where
 * @place: (nullable): where there
 * @cost: (nullable): what it costs
 * @contact: (nullable): whom to ask
 * @km: how far it is from the participant's municipality to that of the entry, as
 *   amia_distance_get_km() reckons; negative where that is not known
 * @is_late: nobody has confirmed the entry for long
 * @is_planned: it is in the plan, and was not broken off
 *
 * An entry of the catalogue, seen from one participant.
 */
typedef struct
{
  AmiaUuid offer;
  char    *title;
  char    *category;
  char    *provider;
  char    *municipality;
  char    *place;
  char    *cost;
  char    *contact;
  double   km;
  gboolean is_late;
  gboolean is_planned;
} AmiaProposal;

/**
 * amia_proposal_new:
 * @offer: a record of the kind `offer`
 *
 * Returns: (transfer full): it as it stands in the catalogue: how far it is not known, not planned,
 *   not late
 */
AmiaProposal *amia_proposal_new (const AmiaRecord *offer) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_proposal_free:
 * @proposal: (nullable) (transfer full): an entry
 */
void amia_proposal_free (AmiaProposal *proposal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaProposal, amia_proposal_free)

/**
 * AmiaProposals:
 * @case_id: the case
 * @municipality: (nullable): where the participant lives, as far as that may be seen here
 * @is_lacking: for each category, whether the plan has nothing of it
 * @proposals: (element-type AmiaProposal): the whole catalogue: the nearest first, what is not
 *   known to be near last, then by name
 *
 * What the catalogue has for one participant.
 */
typedef struct
{
  AmiaUuid   case_id;
  char      *municipality;
  gboolean   is_lacking[AMIA_N_CATEGORIES];
  GPtrArray *proposals;
} AmiaProposals;

/**
 * amia_proposals_free:
 * @proposals: (nullable) (transfer full): what there is
 */
void amia_proposals_free (AmiaProposals *proposals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaProposals, amia_proposals_free)

/**
 * amia_store_list_proposals:
 * @store: a store, on its thread
 * @case_id: a case
 * @today: the day to look from, ISO
 * @error: return location
 *
 * Reads the catalogue, the plan of the case and where its participant lives.
 *
 * Returns: (transfer full): what there is; %NULL with %AMIA_STORE_ERROR_MISSING for a case that is
 *   not here, or %AMIA_STORE_ERROR_FAILED
 */
AmiaProposals *amia_store_list_proposals (AmiaStore      *store,
                                          const AmiaUuid *case_id,
                                          const char     *today,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_edits_plan_proposal:
 * @edits: an action
 * @case_id: the case
 * @activity: the new activity's id
 * @proposal: the entry
 *
 * Puts an entry of the catalogue into a plan: a copy, so that what was agreed on stays when the
 * catalogue changes.
 */
void amia_edits_plan_proposal (AmiaEdits          *edits,
                               const AmiaUuid     *case_id,
                               const AmiaUuid     *activity,
                               const AmiaProposal *proposal);

G_END_DECLS
