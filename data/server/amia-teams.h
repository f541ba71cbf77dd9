/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-access.h"
#include "amia-ledger.h"

G_BEGIN_DECLS

/**
 * AmiaTeams:
 *
 * Who is in the team of which case, read from the log's member and consent records and kept at
 * hand; and the grants that follow from it: what each reader may see of each scope, since when that
 * is so, and from which server number on the feed brings it. Everything older comes by a lane.
 *
 * A participant is reached through the cases that are about them: what any of those allows is
 * allowed. Belongs to the ledger's thread.
 */
typedef struct _AmiaTeams AmiaTeams;

/**
 * AmiaReach:
 * @generation: the server number at which the rights were last changed
 * @fed_from: from which server number on the feed brings the scope
 * @rights: what the reader may see of it today; of a former member, nothing
 * @agency: (nullable): the agency of the reader's account for which the rights were worked out
 *
 * One reader's grant in one scope, kept at hand.
 */
typedef struct
{
  gint64      generation;
  gint64      fed_from;
  AmiaRights *rights;
  char       *agency;
} AmiaReach;

/**
 * AmiaTeamChange:
 * @user: whose rights
 * @scope: to which case or participant
 * @generation: the server number that did it
 * @is_let_in: whether they had none before
 * @is_narrower: whether something was taken from them
 * @is_member: whether they have any now
 *
 * What came of a change of facts.
 */
typedef struct
{
  char    *user;
  AmiaUuid scope;
  gint64   generation;
  gboolean is_let_in;
  gboolean is_narrower;
  gboolean is_member;
} AmiaTeamChange;

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
 * amia_teams_read_anew:
 * @teams: teams
 *
 * Drops all that is kept at hand, since facts have changed beside amia_teams_refresh(). What is to
 * be taken by amia_teams_take_changes() stays: whoever has lost something is still to be asked to
 * forget.
 */
void amia_teams_read_anew (AmiaTeams *teams);

/**
 * amia_teams_forget:
 * @teams: teams
 *
 * Drops all that is kept at hand, and what is to be taken by amia_teams_take_changes(): after a
 * transaction was taken back, or another process has changed facts.
 */
void amia_teams_forget (AmiaTeams *teams);

/**
 * amia_teams_follow:
 * @teams: teams
 * @facts: how often facts have changed, by #AmiaLife, as it is now
 *
 * Forgets what is at hand if somebody else has changed facts since.
 */
void amia_teams_follow (AmiaTeams *teams,
                        gint64     facts);

/**
 * amia_teams_adopt:
 * @teams: teams, through which all was changed that this transaction changes
 * @facts: how often facts have changed, at the end of the transaction
 *
 * What is at hand is of this state.
 */
void amia_teams_adopt (AmiaTeams *teams,
                       gint64     facts);

/**
 * amia_teams_set_today:
 * @teams: teams
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * Memberships and consents begin and end by the day.
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
 * @user: who wants to write to them
 * @access: (out) (nullable) (transfer none): the access of a case about them in whose team @user is
 *   today; else of any case about them; %NULL if there is none. Valid until the next change
 * @error: return location
 *
 * For writing, where it is enough to be in one of the teams. What may be read stands in the grant.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_find_person_access (AmiaTeams             *teams,
                                        const AmiaUuid        *participant,
                                        const char            *user,
                                        const AmiaCaseAccess **access,
                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_find_reaches:
 * @teams: teams
 * @user: an account
 * @reaches: (out) (transfer none) (element-type AmiaUuid AmiaReach): the scopes that they are, or
 *   once were, let into; valid until the next change
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_find_reaches (AmiaTeams   *teams,
                                  const char  *user,
                                  GHashTable **reaches,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_is_of_agency:
 * @teams: teams
 * @user: an account
 * @agency: its agency
 * @is_so: (out): whether all of its rights were worked out for that agency
 * @error: return location
 *
 * They were not when the account was let into a team before it existed, or has been moved.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_is_of_agency (AmiaTeams  *teams,
                                  const char *user,
                                  const char *agency,
                                  gboolean   *is_so,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

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
 * Reads the case's facts anew and changes the rights of those whose rights they change, from @seq
 * on, in the case and to the participant whom it is about.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_refresh (AmiaTeams      *teams,
                             const AmiaUuid *case_id,
                             gint64          seq,
                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_refresh_person:
 * @teams: teams, the ledger in a transaction
 * @participant: a participant of whom it was said whether their identity is protected
 * @seq: the server number of the change that said it
 * @error: return location
 *
 * amia_teams_refresh() for all cases about them.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_refresh_person (AmiaTeams      *teams,
                                    const AmiaUuid *participant,
                                    gint64          seq,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_refresh_user:
 * @teams: teams, the ledger in a transaction
 * @user: an account whose agency is another than their rights were worked out for
 * @error: return location
 *
 * Works out the rights anew in all scopes that the account is let into.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_refresh_user (AmiaTeams  *teams,
                                  const char *user,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_shut_out:
 * @teams: teams, the ledger in a transaction
 * @user: an account
 * @scope: a case or participant of which one of their laptops has something
 * @error: return location
 *
 * For what a ledger that was put back from a backup has forgotten: that it had let somebody in, by
 * a change that has not come back. Who has no right by what is known of the scope is let out. Of
 * one of which nothing at all is known, what is on a laptop may be all there is, and stays.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_shut_out (AmiaTeams      *teams,
                              const char     *user,
                              const AmiaUuid *scope,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_redeliver:
 * @teams: teams, the ledger in a transaction
 * @scope: a case or participant
 * @seq: a server number of its own
 * @error: return location
 *
 * Opens a lane for everybody who is let in: something that the feed has passed can be seen now.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_redeliver (AmiaTeams      *teams,
                               const AmiaUuid *scope,
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
 * Memberships and consents that begin or end by their dates: to be called once a day, after
 * amia_teams_set_today(). Cases without a date to come are not looked at.
 *
 * Returns: %TRUE on success
 */
gboolean amia_teams_sweep (AmiaTeams *teams,
                           GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_teams_take_changes:
 * @teams: teams
 *
 * Returns: (transfer full) (element-type AmiaTeamChange): whose rights have changed since this was
 *   called last, in the order in which it happened
 */
GPtrArray *amia_teams_take_changes (AmiaTeams *teams) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
