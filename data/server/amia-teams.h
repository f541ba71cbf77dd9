/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-access.h"
#include "amia-ledger.h"

G_BEGIN_DECLS

/**
 * AmiaTeams:
 *
 * Who is in the team of which case, read from the log's member and consent records and kept at
 * hand; and the grants that follow from it: since which server number somebody gets a case's, or a
 * participant's, changes through the feed. Everything older comes to them by a lane.
 *
 * A participant is reached through the cases that are about them. Belongs to the ledger's thread.
 */
typedef struct _AmiaTeams AmiaTeams;

/**
 * amia_teams_new:
 * @ledger: where the facts are
 *
 * Returns: (transfer full): teams that know nothing yet and look up what they are asked
 */
AmiaTeams *amia_teams_new (AmiaLedger *ledger) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_free:
 * @teams: (transfer full) (nullable): teams
 */
void amia_teams_free (AmiaTeams *teams);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaTeams, amia_teams_free)

/**
 * amia_teams_forget:
 * @teams: teams
 *
 * Drops all that is kept at hand: after a transaction was taken back.
 */
void amia_teams_forget (AmiaTeams *teams);

/**
 * amia_teams_set_today:
 * @teams: teams
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * Memberships begin and end by the day.
 */
void amia_teams_set_today (AmiaTeams  *teams,
                           const char *today);

/**
 * amia_teams_get_today:
 * @teams: teams
 *
 * Returns: the day that was set
 */
const char *amia_teams_get_today (const AmiaTeams *teams);

/**
 * amia_teams_find_access:
 * @teams: teams
 * @case_id: a case
 * @access: (out) (nullable) (transfer none): who may see what of it, %NULL for a case of which no
 *   member or consent is known; valid until the next change
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_find_access (AmiaTeams             *teams,
                                 const AmiaUuid        *case_id,
                                 const AmiaCaseAccess **access,
                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_find_person_access:
 * @teams: teams
 * @participant: a participant
 * @user: who wants to reach them
 * @access: (out) (nullable) (transfer none): the access of a case about them in whose team @user is
 *   today; else of any case about them; %NULL if there is none. Valid until the next change
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_find_person_access (AmiaTeams             *teams,
                                        const AmiaUuid        *participant,
                                        const char            *user,
                                        const AmiaCaseAccess **access,
                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_find_grants:
 * @teams: teams
 * @user: an account
 * @grants: (out) (transfer none) (element-type AmiaUuid gint64): the scopes they are in, each with
 *   its generation; valid until the next change
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_find_grants (AmiaTeams   *teams,
                                 const char  *user,
                                 GHashTable **grants,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_find_colleagues:
 * @teams: teams
 * @user: an account
 * @colleagues: (out) (transfer none) (element-type AmiaColleague): who shares a scope with them
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_find_colleagues (AmiaTeams  *teams,
                                     const char *user,
                                     GPtrArray **colleagues,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_refresh:
 * @teams: teams, the ledger in a transaction
 * @case_id: a case whose members or consents have changed
 * @seq: the server number of the change that did it
 * @error: return location
 *
 * Reads the case's facts anew and lets in or out whom they let in or out: from @seq on.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_refresh (AmiaTeams      *teams,
                             const AmiaUuid *case_id,
                             gint64          seq,
                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_link:
 * @teams: teams, the ledger in a transaction
 * @case_id: a case
 * @participant: (nullable): whom it is now about
 * @seq: the server number of the change that said so
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_link (AmiaTeams      *teams,
                          const AmiaUuid *case_id,
                          const AmiaUuid *participant,
                          gint64          seq,
                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_sweep:
 * @teams: teams, the ledger in a transaction
 * @error: return location
 *
 * Memberships that begin or end by their dates: to be called once a day, after
 * amia_teams_set_today(). Cases without a date to come are not looked at.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_sweep (AmiaTeams *teams,
                           GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
