/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaReferralStage:
 * @AMIA_REFERRAL_SENT: it went out
 * @AMIA_REFERRAL_RECEIVED: it arrived
 * @AMIA_REFERRAL_STARTED: somebody works with it
 * @AMIA_REFERRAL_ANSWERED: there is a result
 *
 * How far something has come that was asked of somebody else.
 */
typedef enum
{
  AMIA_REFERRAL_SENT,
  AMIA_REFERRAL_RECEIVED,
  AMIA_REFERRAL_STARTED,
  AMIA_REFERRAL_ANSWERED,
} AmiaReferralStage;

/**
 * AmiaReferral:
 * @id: the record
 * @kind: (nullable): `referral`, `question` or `statement`, a doctor's
 * @agency: (nullable): whose: `FK`, `AF`, `VARD`, `KOMMUN`; something else for others
 * @to: (nullable): who
 * @question: (nullable): what was asked
 * @ground: (nullable): of a statement: `legal` or `paid`
 * @answer_by: (nullable): the day an answer should have come
 * @days: when it was sent, received, started, answered, by #AmiaReferralStage; %NULL for not yet
 * @reminded: (nullable): when somebody was reminded last
 * @result: (nullable): the answer
 * @stage: how far it has come
 * @is_late: whether the answer should have come
 *
 * A referral, a question, or a request for a doctor's statement.
 */
typedef struct
{
  AmiaUuid          id;
  char             *kind;
  char             *agency;
  char             *to;
  char             *question;
  char             *ground;
  char             *answer_by;
  char             *days[AMIA_REFERRAL_ANSWERED + 1];
  char             *reminded;
  char             *result;
  AmiaReferralStage stage;
  gboolean          is_late;
} AmiaReferral;

/**
 * AmiaReferrals:
 * @referrals: (element-type AmiaReferral): those of the case, the last first
 * @shares: (element-type AmiaShare): what consents let go from which agency to which, today and
 *   before
 *
 * What went from a case to others, and what they may see of it.
 */
typedef struct
{
  GPtrArray *referrals;
  GPtrArray *shares;
} AmiaReferrals;

/**
 * amia_referrals_free:
 * @referrals: (nullable): a case's
 */
void amia_referrals_free (AmiaReferrals *referrals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaReferrals, amia_referrals_free)

/**
 * amia_store_list_referrals:
 * @store: a store
 * @case_id: a case
 * @today: the day, ISO
 * @error: return location
 *
 * Returns: (transfer full): what went to others, or %NULL on error
 */
AmiaReferrals *amia_store_list_referrals (AmiaStore      *store,
                                          const AmiaUuid *case_id,
                                          const char     *today,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_referrals_list_areas:
 * @referrals: a case's
 * @from: the agency that sends
 * @to: the agency that receives
 *
 * What a valid consent lets the receiver see today of what the sender's agency wrote.
 *
 * Returns: (transfer full) (array zero-terminated=1): the areas; `*` alone for all of them, none
 * for nothing
 */
char **amia_referrals_list_areas (const AmiaReferrals *referrals,
                                  const char          *from,
                                  const char          *to) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_referral_stage_get_field:
 * @stage: a stage
 *
 * Returns: (transfer none): the field that holds its day
 */
const char *amia_referral_stage_get_field (AmiaReferralStage stage);

G_END_DECLS
