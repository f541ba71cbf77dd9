/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-due.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaAbsence:
 * @id: the record
 * @user: (nullable): who is away
 * @from: (nullable): the first day
 * @to: (nullable): the last day, %NULL for good
 * @deputy: (nullable): who does their work meanwhile
 *
 * A caseworker is away, or leaves. Never why.
 */
typedef struct
{
  AmiaUuid id;
  char    *user;
  char    *from;
  char    *to;
  char    *deputy;
} AmiaAbsence;

/**
 * AmiaWorkload:
 * @user: the account
 * @name: what its owner is called, the account where nobody has said
 * @agency: (nullable): its agency
 * @n_cases: in how many cases under way they are in the team today
 * @n_alone: in how many of those nobody else of their agency is
 * @n_overdue: how much is overdue in the cases whose caseworker they are
 * @n_meetings: how many meetings their cases have within seven days
 * @absence: (nullable): the absence that lasts, or the next one
 *
 * How much work somebody has, as far as it is here.
 */
typedef struct
{
  char        *user;
  char        *name;
  char        *agency;
  guint        n_cases;
  guint        n_alone;
  guint        n_overdue;
  guint        n_meetings;
  AmiaAbsence *absence;
} AmiaWorkload;

/**
 * amia_store_list_workload:
 * @store: a store
 * @error: return location
 *
 * Reads projections only, but for the absences, of which there are few.
 *
 * Returns: (transfer full) (element-type AmiaWorkload): everybody in a team today, who has most
 *   cases first; or %NULL on error
 */
GPtrArray *amia_store_list_workload (AmiaStore *store,
                                     GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaOrphanCase:
 * @case_id: the case
 * @name: (nullable): the participant's name; %NULL for a protected identity, too
 * @is_protected: a protected identity
 * @others: (array zero-terminated=1): the rest of the team, each a name and the agency
 * @is_alone: whether none of those is of the same agency
 *
 * A case that somebody leaves.
 */
typedef struct
{
  AmiaUuid case_id;
  char    *name;
  gboolean is_protected;
  char   **others;
  gboolean is_alone;
} AmiaOrphanCase;

/**
 * AmiaOrphans:
 * @user: who is away
 * @name: what they are called
 * @cases: (element-type AmiaOrphanCase): their cases, those that nobody else of the agency has
 *   first
 * @meetings: (element-type AmiaAgendaItem): the meetings of those cases in that time
 * @due: what is due in those cases; only lines up to the last day count
 * @absences: (element-type AmiaAbsence): when they are away, the next first
 *
 * What would be nobody's while somebody is away.
 */
typedef struct
{
  char        *user;
  char        *name;
  GPtrArray   *cases;
  GPtrArray   *meetings;
  AmiaDueList *due;
  GPtrArray   *absences;
} AmiaOrphans;

/**
 * amia_orphans_free:
 * @orphans: (nullable): what would be nobody's
 */
void amia_orphans_free (AmiaOrphans *orphans);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaOrphans, amia_orphans_free)

/**
 * amia_store_list_orphans:
 * @store: a store
 * @user: who is away
 * @from: (nullable): the first day, %NULL for today
 * @to: (nullable): the last day, %NULL for a year from then
 * @error: return location
 *
 * Returns: (transfer full): what would be nobody's, or %NULL on error
 */
AmiaOrphans *amia_store_list_orphans (AmiaStore  *store,
                                      const char *user,
                                      const char *from,
                                      const char *to,
                                      GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
