/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-accounts.h"
#include "amia-ledger-escrow.h"
#include "amia-ledger-grants.h"
#include "amia-teams-private.h"

/* From facts to grants. A grant has two numbers:
 *
 *   generation  when the reader's rights were last changed, in either direction. The laptop is told
 *               the rights with that number, and takes no older ones after newer
 *   fed_from    from where on the feed brings the scope. What is older comes by a lane, which
 *               begins anew when rights grow: what the feed once passed by can be seen now
 *
 * Rights that only shrink leave fed_from alone: nothing has to be fetched again to see less. */

/* What everybody may see of one scope by the facts of today. */
typedef struct
{
  AmiaTeams      *teams;
  const AmiaUuid *scope;
  const char     *founder; /* wrote all there is so far, and has it already */
  gint64          seq;
  gboolean        is_wider; /* whether somebody may see more than before */
  GHashTable     *wanted;   /* user → AmiaRights */
  GHashTable     *agencies; /* user → agency, NULL for an account that is not known */
  GHashTable     *named;    /* users: whom a member record names, even one that gives nothing */
  gboolean        is_known; /* whether there is any fact about who may see it */
} Settlement;

static void
clear_settlement (Settlement *settlement)
{
  g_clear_pointer (&settlement->wanted, g_hash_table_unref);
  g_clear_pointer (&settlement->agencies, g_hash_table_unref);
  g_clear_pointer (&settlement->named, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settlement, clear_settlement)

static void
begin_settlement (Settlement     *settlement,
                  AmiaTeams      *teams,
                  const AmiaUuid *scope,
                  gint64          seq)
{
  settlement->teams = teams;
  settlement->scope = scope;
  settlement->seq = seq;
  settlement->wanted =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) amia_rights_unref);
  settlement->agencies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  settlement->named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
find_agency (Settlement  *settlement,
             const char  *user,
             const char **agency,
             GError     **error)
{
  g_autoptr (AmiaAccount) account = NULL;
  gpointer known;

  if (!g_hash_table_lookup_extended (settlement->agencies, user, NULL, &known))
    {
      if (!amia_ledger_find_account (settlement->teams->ledger, user, &account, error))
        return FALSE;

      known = account != NULL ? g_strdup (account->agency) : NULL;
      g_hash_table_insert (settlement->agencies, g_strdup (user), known);
    }

  *agency = known;
  return TRUE;
}

static AmiaRights *
work_out (const AmiaTeams      *teams,
          const AmiaCaseAccess *access,
          const char           *user,
          const char           *agency)
{
  const AmiaReader reader = { user, agency != NULL ? agency : "" };

  return amia_case_access_get_rights (access, &reader, teams->today);
}

static void
add_named (Settlement           *settlement,
           const AmiaCaseAccess *access)
{
  const GPtrArray *named = amia_case_access_get_named (access);

  for (guint i = 0; i < named->len; i++)
    g_hash_table_add (settlement->named, g_strdup (g_ptr_array_index (named, i)));
}

/* Adds what a case gives to its members. */
static gboolean
add_case (Settlement     *settlement,
          const AmiaUuid *case_id,
          GError        **error)
{
  AmiaTeams            *teams = settlement->teams;
  const AmiaCaseAccess *access;
  g_autoptr (GPtrArray) members = NULL;

  if (!amia_teams_find_access (teams, case_id, &access, error))
    return FALSE;
  if (access == NULL)
    return TRUE;

  settlement->is_known = TRUE;
  add_named (settlement, access);
  members = amia_case_access_list_members (access, teams->today);
  for (guint i = 0; i < members->len; i++)
    {
      const char *user = g_ptr_array_index (members, i);
      AmiaRights *known = g_hash_table_lookup (settlement->wanted, user);
      const char *agency;
      g_autoptr (AmiaRights) rights = NULL;

      if (!find_agency (settlement, user, &agency, error))
        return FALSE;

      rights = work_out (teams, access, user, agency);
      g_hash_table_insert (settlement->wanted,
                           g_strdup (user),
                           known != NULL ? amia_rights_join (known, rights)
                                         : g_steal_pointer (&rights));
    }

  return TRUE;
}

/* The scope is a case, or a participant with cases. */
static gboolean
add_cases (Settlement     *settlement,
           const AmiaUuid *scope,
           GError        **error)
{
  g_autoptr (GArray) cases = amia_ledger_list_links (settlement->teams->ledger, scope, error);

  if (cases == NULL)
    return FALSE;

  for (guint i = 0; i < cases->len; i++)
    {
      if (!add_case (settlement, &g_array_index (cases, AmiaUuid, i), error))
        return FALSE;
    }

  return cases->len > 0 || add_case (settlement, scope, error);
}

static AmiaTeamChange *
note_change (Settlement      *settlement,
             const AmiaGrant *grant,
             AmiaRights      *before,
             AmiaRights      *after)
{
  AmiaTeamChange *change;

  change = g_new (AmiaTeamChange, 1);
  change->user = g_strdup (grant->user);
  change->scope = grant->scope;
  change->generation = grant->generation;
  change->is_member = amia_rights_is_member (after);
  change->is_let_in = change->is_member && !amia_rights_is_member (before);
  change->is_narrower = !amia_rights_contain (after, before);
  g_ptr_array_add (settlement->teams->changes, change);
  return change;
}

/* Writes down what one reader may see from now on, if it is something else than before. @old is
 * their grant so far. */
static gboolean
settle_reader (Settlement      *settlement,
               const char      *user,
               const AmiaGrant *old,
               GError         **error)
{
  g_autoptr (AmiaRights) before =
      _amia_teams_read_rights (old != NULL ? old->rights : NULL, error);
  AmiaRights *wanted = g_hash_table_lookup (settlement->wanted, user);
  g_autoptr (AmiaRights) after =
      wanted != NULL ? amia_rights_ref (wanted) : amia_rights_new_none ();
  g_autofree char *text = amia_rights_is_member (after) ? amia_rights_encode (after) : NULL;
  AmiaGrant        grant = { (char *) user, *settlement->scope, settlement->seq,
                             settlement->seq, text != NULL, text, NULL };
  const char      *agency;

  if (before == NULL || !find_agency (settlement, user, &agency, error))
    return FALSE;

  g_hash_table_remove (settlement->teams->colleagues, user);
  grant.agency = (char *) agency;
  if (amia_rights_equal (before, after))
    {
      if (old == NULL || text == NULL || g_strcmp0 (old->agency, agency) == 0)
        return TRUE;
      /* The same rights, now known to be right for the account's agency. */
      grant.generation = old->generation;
      grant.fed_from = old->fed_from;
      return _amia_teams_put_grant (settlement->teams, &grant, error);
    }

  if (amia_rights_contain (before, after))
    grant.fed_from = old->fed_from;
  else if (g_strcmp0 (user, settlement->founder) == 0)
    grant.fed_from = 1;

  settlement->is_wider |= !amia_rights_contain (before, after);
  (void) note_change (settlement, &grant, before, after);
  return _amia_teams_put_grant (settlement->teams, &grant, error);
}

static gboolean
shut_out (Settlement *settlement,
          const char *user,
          GError    **error)
{
  g_autoptr (AmiaRights) none = amia_rights_new_none ();
  AmiaGrant       grant = { (char *) user, *settlement->scope, settlement->seq,
                            settlement->seq, FALSE, NULL, NULL };
  AmiaTeamChange *change;
  const char     *agency;

  if (!find_agency (settlement, user, &agency, error))
    return FALSE;

  grant.agency = (char *) agency;
  change = note_change (settlement, &grant, none, none);
  change->is_narrower = TRUE;
  return _amia_teams_put_grant (settlement->teams, &grant, error);
}

/* A ledger that was put back has forgotten whom it had let in since. Somebody who was let out again
 * then, as the safeguard or the records say, was never in by what it knows; but laptops keep what
 * they have until they are told. @seen are those who have a grant. */
static gboolean
shut_out_named (Settlement *settlement,
                GHashTable *seen,
                GError    **error)
{
  g_auto (AmiaLife) life = { NULL };
  GHashTableIter iter;
  gpointer       user;

  g_hash_table_iter_init (&iter, settlement->named);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    {
      if (g_hash_table_contains (seen, user) || g_hash_table_contains (settlement->wanted, user))
        continue;
      if (life.epoch == NULL && !amia_ledger_get_life (settlement->teams->ledger, &life, error))
        return FALSE;
      if (!life.is_set_back)
        return TRUE;
      if (!shut_out (settlement, user, error))
        return FALSE;
    }

  return TRUE;
}

/* What was made of the scope's text elsewhere may be seen by more people now, too; and what was
 * made of that. It is fetched again there. */
static gboolean
redeliver_citing (Settlement *settlement,
                  GError    **error)
{
  AmiaTeams *teams = settlement->teams;
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);

  g_array_append_vals (queue, settlement->scope, 1);
  for (guint i = 0; i < queue->len; i++)
    {
      const AmiaUuid source = g_array_index (queue, AmiaUuid, i);
      g_autoptr (GArray) citing = NULL;

      if (!g_hash_table_add (seen, g_memdup2 (&source, sizeof source)))
        continue;
      if (i > 0 && !amia_teams_redeliver (teams, &source, settlement->seq, error))
        return FALSE;

      citing = amia_ledger_list_citations (teams->ledger, &source, error);
      if (citing == NULL)
        return FALSE;
      g_array_append_vals (queue, citing->data, citing->len);
    }

  return TRUE;
}

/* Makes the grants of the scope those that are wanted and no others. */
static gboolean
settle (Settlement *settlement,
        GError    **error)
{
  g_autoptr (GPtrArray) grants =
      amia_ledger_list_scope_grants (settlement->teams->ledger, settlement->scope, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer       user;

  if (grants == NULL)
    return FALSE;

  for (guint i = 0; i < grants->len; i++)
    {
      const AmiaGrant *grant = g_ptr_array_index (grants, i);

      g_hash_table_add (seen, grant->user);
      if (!settle_reader (settlement, grant->user, grant, error))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, settlement->wanted);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    {
      if (!g_hash_table_contains (seen, user) && !settle_reader (settlement, user, NULL, error))
        return FALSE;
    }

  return shut_out_named (settlement, seen, error) &&
         (!settlement->is_wider || redeliver_citing (settlement, error));
}

static gboolean
settle_case (AmiaTeams      *teams,
             const AmiaUuid *case_id,
             gint64          seq,
             GError        **error)
{
  g_auto (Settlement) settlement = { 0 };

  begin_settlement (&settlement, teams, case_id, seq);
  return add_case (&settlement, case_id, error) && settle (&settlement, error);
}

static gboolean
settle_person (AmiaTeams      *teams,
               const AmiaUuid *participant,
               const char     *founder,
               gint64          seq,
               GError        **error)
{
  g_autoptr (GArray) cases = amia_ledger_list_links (teams->ledger, participant, error);
  g_auto (Settlement) settlement = { 0 };

  if (cases == NULL)
    return FALSE;

  begin_settlement (&settlement, teams, participant, seq);
  settlement.founder = founder;
  for (guint i = 0; i < cases->len; i++)
    {
      if (!add_case (&settlement, &g_array_index (cases, AmiaUuid, i), error))
        return FALSE;
    }

  return settle (&settlement, error);
}

/* A case with a day to come on which somebody's rights change is looked at again when the day does.
 */
static gboolean
note_dates (AmiaTeams      *teams,
            const AmiaUuid *case_id,
            GError        **error)
{
  const AmiaCaseAccess *access;
  g_autofree char      *next_day = NULL;

  if (!amia_teams_find_access (teams, case_id, &access, error))
    return FALSE;

  if (access != NULL)
    next_day = amia_case_access_get_next_day (access, teams->today);
  return amia_ledger_set_dated (teams->ledger, case_id, next_day != NULL, error);
}

gboolean
amia_teams_refresh (AmiaTeams      *teams,
                    const AmiaUuid *case_id,
                    gint64          seq,
                    GError        **error)
{
  AmiaUuid participant;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (case_id != NULL, FALSE);
  g_return_val_if_fail (teams->today != NULL, FALSE);

  _amia_teams_forget_access (teams, case_id);
  if (!settle_case (teams, case_id, seq, error) ||
      !note_dates (teams, case_id, error) ||
      !amia_ledger_find_link (teams->ledger, case_id, &participant, error))
    return FALSE;

  return amia_uuid_is_nil (&participant) || settle_person (teams, &participant, NULL, seq, error);
}

gboolean
amia_teams_refresh_person (AmiaTeams      *teams,
                           const AmiaUuid *participant,
                           gint64          seq,
                           GError        **error)
{
  g_autoptr (GArray) cases = NULL;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (participant != NULL, FALSE);

  cases = amia_ledger_list_links (teams->ledger, participant, error);
  if (cases == NULL)
    return FALSE;

  for (guint i = 0; i < cases->len; i++)
    {
      if (!amia_teams_refresh (teams, &g_array_index (cases, AmiaUuid, i), seq, error))
        return FALSE;
    }

  return TRUE;
}

/* Settles a scope of which it is not said whether it is a case or a participant. */
static gboolean
settle_scope (AmiaTeams      *teams,
              const AmiaUuid *scope,
              gint64          seq,
              GError        **error)
{
  g_autoptr (GArray) cases = amia_ledger_list_links (teams->ledger, scope, error);

  if (cases == NULL)
    return FALSE;

  return cases->len > 0 ? settle_person (teams, scope, NULL, seq, error)
                        : settle_case (teams, scope, seq, error);
}

gboolean
amia_teams_refresh_user (AmiaTeams  *teams,
                         const char *user,
                         GError    **error)
{
  g_autoptr (GPtrArray) grants = NULL;
  gint64 seq;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (teams->today != NULL, FALSE);

  grants = amia_ledger_list_user_grants (teams->ledger, user, error);
  if (grants == NULL || !amia_ledger_take_numbers (teams->ledger, 1, &seq, error))
    return FALSE;

  for (guint i = 0; i < grants->len; i++)
    {
      const AmiaGrant *grant = g_ptr_array_index (grants, i);

      if (grant->is_active && !settle_scope (teams, &grant->scope, seq, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_teams_shut_out (AmiaTeams      *teams,
                     const char     *user,
                     const AmiaUuid *scope,
                     GError        **error)
{
  g_auto (Settlement) settlement = { 0 };

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);

  begin_settlement (&settlement, teams, scope, 0);
  if (!add_cases (&settlement, scope, error))
    return FALSE;
  if (!settlement.is_known || g_hash_table_contains (settlement.wanted, user))
    return TRUE;

  return amia_ledger_take_numbers (teams->ledger, 1, &settlement.seq, error) &&
         shut_out (&settlement, user, error);
}

/* Whoever registered a participant that no case was about yet wrote all there is of them. */
static gboolean
find_founder (AmiaTeams      *teams,
              const AmiaUuid *participant,
              char          **founder,
              GError        **error)
{
  g_autoptr (GArray) cases = amia_ledger_list_links (teams->ledger, participant, error);
  g_autoptr (GPtrArray) grants = amia_ledger_list_scope_grants (teams->ledger, participant, error);
  g_autoptr (AmiaRecordRow) row = NULL;

  if (cases == NULL || grants == NULL)
    return FALSE;
  if (cases->len > 0 || grants->len > 0)
    return TRUE;

  if (!amia_ledger_find_record (teams->ledger, participant, &row, error))
    return FALSE;

  if (row != NULL)
    *founder = g_strdup (row->author);
  return TRUE;
}

/* The case has come to be about somebody else: whose identity may be protected, or no longer is. */
static gboolean
settle_link (AmiaTeams      *teams,
             const AmiaUuid *case_id,
             const AmiaUuid *participant,
             const char     *founder,
             gint64          seq,
             GError        **error)
{
  _amia_teams_forget_access (teams, case_id);

  return settle_case (teams, case_id, seq, error) &&
         note_dates (teams, case_id, error) &&
         (participant == NULL || settle_person (teams, participant, founder, seq, error));
}

gboolean
amia_teams_link (AmiaTeams      *teams,
                 const AmiaUuid *case_id,
                 const AmiaUuid *participant,
                 gint64          seq,
                 GError        **error)
{
  g_autofree char *founder = NULL;
  AmiaUuid         before;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (case_id != NULL, FALSE);
  g_return_val_if_fail (teams->today != NULL, FALSE);

  if (!amia_ledger_find_link (teams->ledger, case_id, &before, error))
    return FALSE;
  if (amia_uuid_equal (&before, participant != NULL ? participant : &(AmiaUuid){ { 0 } }))
    return TRUE;

  if ((participant != NULL && !find_founder (teams, participant, &founder, error)) ||
      !amia_ledger_put_link (teams->ledger, case_id, participant, error) ||
      !settle_link (teams, case_id, participant, founder, seq, error))
    return FALSE;

  return amia_uuid_is_nil (&before) || settle_person (teams, &before, NULL, seq, error);
}

gboolean
amia_teams_sweep (AmiaTeams *teams,
                  GError   **error)
{
  g_autoptr (GArray) cases = NULL;
  gint64 seq;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (teams->today != NULL, FALSE);

  cases = amia_ledger_list_dated (teams->ledger, error);
  if (cases == NULL)
    return FALSE;

  /* A number of its own, so that feeds have a place where what this day brings begins. */
  if (cases->len > 0 && !amia_ledger_take_numbers (teams->ledger, 1, &seq, error))
    return FALSE;

  for (guint i = 0; i < cases->len; i++)
    {
      if (!amia_teams_refresh (teams, &g_array_index (cases, AmiaUuid, i), seq, error))
        return FALSE;
    }

  return amia_ledger_set_swept (teams->ledger, teams->today, error);
}
