/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-ended-facts.h"
#include "amia-ledger-grants.h"
#include "amia-teams-private.h"

/* What is kept at hand is only ever a copy of what the ledger says: it is dropped whenever the
 * facts behind it change, and when it has grown too large. */

#define CASES_MAX      8192
#define USERS_MAX      1024
#define COLLEAGUES_MAX 1024

static void
free_access (gpointer access)
{
  if (access != NULL)
    amia_case_access_free (access);
}

static void
free_reach (gpointer data)
{
  AmiaReach *reach = data;

  amia_rights_unref (reach->rights);
  g_free (reach->agency);
  g_free (reach);
}

static void
free_reader (gpointer data)
{
  AmiaTeamReader *reader = data;

  g_hash_table_unref (reader->reaches);
  g_free (reader->checked_agency);
  g_free (reader);
}

static void
free_change (gpointer data)
{
  AmiaTeamChange *change = data;

  g_free (change->user);
  g_free (change);
}

AmiaTeams *
amia_teams_new (AmiaLedger *ledger)
{
  AmiaTeams *teams;

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  teams = g_new0 (AmiaTeams, 1);
  teams->ledger = g_object_ref (ledger);
  teams->accesses = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, free_access);
  teams->readers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_reader);
  teams->colleagues = g_hash_table_new_full (g_str_hash,
                                             g_str_equal,
                                             g_free,
                                             (GDestroyNotify) g_ptr_array_unref);
  teams->changes = g_ptr_array_new_with_free_func (free_change);
  return teams;
}

void
amia_teams_free (AmiaTeams *teams)
{
  if (teams == NULL)
    return;

  g_hash_table_unref (teams->accesses);
  g_hash_table_unref (teams->readers);
  g_hash_table_unref (teams->colleagues);
  g_ptr_array_unref (teams->changes);
  g_free (teams->today);
  g_object_unref (teams->ledger);
  g_free (teams);
}

void
amia_teams_read_anew (AmiaTeams *teams)
{
  g_return_if_fail (teams != NULL);

  g_hash_table_remove_all (teams->accesses);
  g_hash_table_remove_all (teams->readers);
  g_hash_table_remove_all (teams->colleagues);
}

void
amia_teams_forget (AmiaTeams *teams)
{
  g_return_if_fail (teams != NULL);

  amia_teams_read_anew (teams);
  g_ptr_array_set_size (teams->changes, 0);
}

GPtrArray *
amia_teams_take_changes (AmiaTeams *teams)
{
  GPtrArray *changes;

  g_return_val_if_fail (teams != NULL, NULL);

  changes = g_steal_pointer (&teams->changes);
  teams->changes = g_ptr_array_new_with_free_func (free_change);
  return changes;
}

void
amia_teams_follow (AmiaTeams *teams,
                   gint64     facts)
{
  g_return_if_fail (teams != NULL);

  if (teams->facts != facts)
    amia_teams_forget (teams);
  teams->facts = facts;
}

void
amia_teams_adopt (AmiaTeams *teams,
                  gint64     facts)
{
  g_return_if_fail (teams != NULL);

  teams->facts = facts;
}

void
amia_teams_set_today (AmiaTeams  *teams,
                      const char *today)
{
  g_return_if_fail (teams != NULL);
  g_return_if_fail (today != NULL);

  g_free (teams->today);
  teams->today = g_strdup (today);
}

const char *
amia_teams_get_today (const AmiaTeams *teams)
{
  g_return_val_if_fail (teams != NULL, NULL);

  return teams->today;
}

static void
make_room (GHashTable *table,
           guint       size_max)
{
  if (g_hash_table_size (table) >= size_max)
    g_hash_table_remove_all (table);
}

static gboolean
is_access_fact (const AmiaRecordRow *row)
{
  return strcmp (row->kind, "member") == 0 || strcmp (row->kind, "consent") == 0;
}

/* Reads a record's registers, with what the safeguard knows to have ended. */
static AmiaRecord *
read_fact (const AmiaRecordRow *row,
           GPtrArray           *ended,
           GError             **error)
{
  g_autoptr (AmiaRecord) record = amia_record_new (row->kind, &row->id, &row->case_id);

  if (row->state != NULL && !amia_record_decode (record, row->state, error))
    return NULL;

  amia_ended_facts_apply (ended, record);
  return g_steal_pointer (&record);
}

/* Whether the participant's identity is protected, and by whom. */
static gboolean
find_owner (AmiaTeams      *teams,
            const AmiaUuid *case_id,
            char          **owner,
            GError        **error)
{
  g_autoptr (AmiaRecordRow) row = NULL;
  g_autoptr (GPtrArray) ended = NULL;
  g_autoptr (AmiaRecord) record = NULL;
  AmiaUuid participant;

  *owner = NULL;
  if (!amia_ledger_find_link (teams->ledger, case_id, &participant, error))
    return FALSE;
  if (amia_uuid_is_nil (&participant))
    return TRUE;

  if (!amia_ledger_find_record (teams->ledger, &participant, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;

  ended = amia_ledger_list_ended (teams->ledger, &participant, error);
  if (ended == NULL)
    return FALSE;

  record = read_fact (row, ended, error);
  if (record == NULL)
    return FALSE;

  if (amia_participant_is_protected (record))
    *owner = g_strdup (row->agency);
  return TRUE;
}

static gboolean
load_access (AmiaTeams       *teams,
             const AmiaUuid  *case_id,
             AmiaCaseAccess **access,
             GError         **error)
{
  g_autoptr (GPtrArray) rows = amia_ledger_list_facts (teams->ledger, case_id, error);
  g_autoptr (GPtrArray) ended = NULL;
  g_autoptr (AmiaCaseAccess) result = NULL;
  g_autofree char *owner = NULL;

  if (rows == NULL)
    return FALSE;

  ended = amia_ledger_list_ended (teams->ledger, case_id, error);
  if (ended == NULL || !find_owner (teams, case_id, &owner, error))
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaRecordRow *row = g_ptr_array_index (rows, i);
      g_autoptr (AmiaRecord) record = NULL;

      if (!is_access_fact (row))
        continue;

      record = read_fact (row, ended, error);
      if (record == NULL)
        return FALSE;

      if (result == NULL)
        result = amia_case_access_new ();
      amia_case_access_add (result, record, row->agency);
    }

  if (result != NULL && owner != NULL)
    amia_case_access_set_protected (result, owner);
  *access = g_steal_pointer (&result);
  return TRUE;
}

gboolean
amia_teams_find_access (AmiaTeams             *teams,
                        const AmiaUuid        *case_id,
                        const AmiaCaseAccess **access,
                        GError               **error)
{
  gpointer        known;
  AmiaCaseAccess *loaded = NULL;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (case_id != NULL, FALSE);
  g_return_val_if_fail (access != NULL, FALSE);

  if (g_hash_table_lookup_extended (teams->accesses, case_id, NULL, &known))
    {
      *access = known;
      return TRUE;
    }

  if (!load_access (teams, case_id, &loaded, error))
    return FALSE;

  make_room (teams->accesses, CASES_MAX);
  g_hash_table_insert (teams->accesses, g_memdup2 (case_id, sizeof *case_id), loaded);
  *access = loaded;
  return TRUE;
}

void
_amia_teams_forget_access (AmiaTeams      *teams,
                           const AmiaUuid *case_id)
{
  g_hash_table_remove (teams->accesses, case_id);
}

gboolean
amia_teams_find_person_access (AmiaTeams             *teams,
                               const AmiaUuid        *participant,
                               const char            *user,
                               const AmiaCaseAccess **access,
                               GError               **error)
{
  g_autoptr (GArray) cases = NULL;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (participant != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (access != NULL, FALSE);

  *access = NULL;
  cases = amia_ledger_list_links (teams->ledger, participant, error);
  if (cases == NULL)
    return FALSE;

  for (guint i = 0; i < cases->len; i++)
    {
      const AmiaCaseAccess *candidate;

      if (!amia_teams_find_access (teams, &g_array_index (cases, AmiaUuid, i), &candidate, error))
        return FALSE;
      if (candidate == NULL)
        continue;

      *access = candidate;
      if (amia_case_access_is_member (candidate, user, teams->today))
        break;
    }

  return TRUE;
}

AmiaRights *
_amia_teams_read_rights (const char *text,
                         GError    **error)
{
  return text != NULL ? amia_rights_decode (text, error) : amia_rights_new_none ();
}

static gboolean
keep_reach (AmiaTeamReader  *reader,
            const AmiaGrant *grant,
            GError         **error)
{
  AmiaRights *rights = _amia_teams_read_rights (grant->rights, error);
  AmiaReach  *reach;

  if (rights == NULL)
    return FALSE;

  reach = g_new (AmiaReach, 1);
  reach->generation = grant->generation;
  reach->fed_from = grant->fed_from;
  reach->rights = rights;
  reach->agency = g_strdup (grant->agency);
  g_hash_table_replace (reader->reaches,
                        g_memdup2 (&grant->scope, sizeof grant->scope),
                        reach);
  g_clear_pointer (&reader->checked_agency, g_free);
  return TRUE;
}

static gboolean
find_reader (AmiaTeams       *teams,
             const char      *user,
             AmiaTeamReader **reader,
             GError         **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  *reader = g_hash_table_lookup (teams->readers, user);
  if (*reader != NULL)
    return TRUE;

  rows = amia_ledger_list_user_grants (teams->ledger, user, error);
  if (rows == NULL)
    return FALSE;

  *reader = g_new0 (AmiaTeamReader, 1);
  (*reader)->reaches = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, free_reach);
  for (guint i = 0; i < rows->len; i++)
    {
      if (!keep_reach (*reader, g_ptr_array_index (rows, i), error))
        {
          free_reader (*reader);
          return FALSE;
        }
    }

  make_room (teams->readers, USERS_MAX);
  g_hash_table_insert (teams->readers, g_strdup (user), *reader);
  return TRUE;
}

gboolean
amia_teams_find_reaches (AmiaTeams   *teams,
                         const char  *user,
                         GHashTable **reaches,
                         GError     **error)
{
  AmiaTeamReader *reader;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (reaches != NULL, FALSE);

  if (!find_reader (teams, user, &reader, error))
    return FALSE;

  *reaches = reader->reaches;
  return TRUE;
}

gboolean
amia_teams_is_of_agency (AmiaTeams  *teams,
                         const char *user,
                         const char *agency,
                         gboolean   *is_so,
                         GError    **error)
{
  AmiaTeamReader *reader;
  GHashTableIter  iter;
  gpointer        value;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (agency != NULL, FALSE);
  g_return_val_if_fail (is_so != NULL, FALSE);

  if (!find_reader (teams, user, &reader, error))
    return FALSE;

  *is_so = TRUE;
  if (g_strcmp0 (reader->checked_agency, agency) == 0)
    return TRUE;

  g_hash_table_iter_init (&iter, reader->reaches);
  while (*is_so && g_hash_table_iter_next (&iter, NULL, &value))
    {
      const AmiaReach *reach = value;

      *is_so = !amia_rights_is_member (reach->rights) || g_strcmp0 (reach->agency, agency) == 0;
    }

  if (*is_so)
    {
      g_free (reader->checked_agency);
      reader->checked_agency = g_strdup (agency);
    }
  return TRUE;
}

gboolean
amia_teams_find_colleagues (AmiaTeams  *teams,
                            const char *user,
                            GPtrArray **colleagues,
                            GError    **error)
{
  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (colleagues != NULL, FALSE);

  *colleagues = g_hash_table_lookup (teams->colleagues, user);
  if (*colleagues != NULL)
    return TRUE;

  *colleagues = amia_ledger_list_colleagues (teams->ledger, user, error);
  if (*colleagues == NULL)
    return FALSE;

  make_room (teams->colleagues, COLLEAGUES_MAX);
  g_hash_table_insert (teams->colleagues, g_strdup (user), *colleagues);
  return TRUE;
}

gboolean
_amia_teams_put_grant (AmiaTeams       *teams,
                       const AmiaGrant *grant,
                       GError         **error)
{
  AmiaTeamReader *reader = g_hash_table_lookup (teams->readers, grant->user);

  return (reader == NULL || keep_reach (reader, grant, error)) &&
         amia_ledger_put_grant (teams->ledger, grant, error);
}

gboolean
amia_teams_redeliver (AmiaTeams      *teams,
                      const AmiaUuid *scope,
                      gint64          seq,
                      GError        **error)
{
  g_autoptr (GPtrArray) grants = NULL;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);

  grants = amia_ledger_list_scope_grants (teams->ledger, scope, error);
  if (grants == NULL)
    return FALSE;

  for (guint i = 0; i < grants->len; i++)
    {
      AmiaGrant *grant = g_ptr_array_index (grants, i);

      if (!grant->is_active)
        continue;

      grant->fed_from = seq;
      if (!_amia_teams_put_grant (teams, grant, error))
        return FALSE;
    }

  return TRUE;
}
