/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-teams.h"

#include <string.h>

/* What is kept at hand is only ever a copy of what the ledger says: it is dropped whenever the
 * facts behind it change, and when it has grown too large. */

#define CASES_MAX      8192
#define USERS_MAX      1024
#define COLLEAGUES_MAX 1024

struct _AmiaTeams
{
  AmiaLedger *ledger;
  char       *today;
  GHashTable *accesses;   /* case → AmiaCaseAccess, or NULL when nothing is known of it */
  GHashTable *grants;     /* user → (scope → generation) */
  GHashTable *colleagues; /* user → GPtrArray of AmiaColleague */
};

static void
free_access (gpointer access)
{
  if (access != NULL)
    amia_case_access_free (access);
}

AmiaTeams *
amia_teams_new (AmiaLedger *ledger)
{
  AmiaTeams *teams;

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  teams = g_new0 (AmiaTeams, 1);
  teams->ledger = g_object_ref (ledger);
  teams->accesses = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, free_access);
  teams->grants = g_hash_table_new_full (g_str_hash,
                                         g_str_equal,
                                         g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  teams->colleagues = g_hash_table_new_full (g_str_hash,
                                             g_str_equal,
                                             g_free,
                                             (GDestroyNotify) g_ptr_array_unref);
  return teams;
}

void
amia_teams_free (AmiaTeams *teams)
{
  if (teams == NULL)
    return;

  g_hash_table_unref (teams->accesses);
  g_hash_table_unref (teams->grants);
  g_hash_table_unref (teams->colleagues);
  g_free (teams->today);
  g_object_unref (teams->ledger);
  g_free (teams);
}

void
amia_teams_forget (AmiaTeams *teams)
{
  g_return_if_fail (teams != NULL);

  g_hash_table_remove_all (teams->accesses);
  g_hash_table_remove_all (teams->grants);
  g_hash_table_remove_all (teams->colleagues);
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

static AmiaRecord *
read_fact (const AmiaRecordRow *row,
           GError             **error)
{
  g_autoptr (AmiaRecord) record = amia_record_new (row->kind, &row->id, &row->case_id);

  return amia_record_decode (record, row->state, error) ? g_steal_pointer (&record) : NULL;
}

static gboolean
is_access_fact (const AmiaRecordRow *row)
{
  return strcmp (row->kind, "member") == 0 || strcmp (row->kind, "consent") == 0;
}

static gboolean
load_access (AmiaTeams       *teams,
             const AmiaUuid  *case_id,
             AmiaCaseAccess **access,
             GError         **error)
{
  g_autoptr (GPtrArray) rows = amia_ledger_list_facts (teams->ledger, case_id, error);
  g_autoptr (AmiaCaseAccess) result = NULL;

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaRecordRow *row = g_ptr_array_index (rows, i);
      g_autoptr (AmiaRecord) record = NULL;

      if (!is_access_fact (row))
        continue;

      record = read_fact (row, error);
      if (record == NULL)
        return FALSE;

      if (result == NULL)
        result = amia_case_access_new ();
      amia_case_access_add (result, record, row->agency);
    }

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

gboolean
amia_teams_find_grants (AmiaTeams   *teams,
                        const char  *user,
                        GHashTable **grants,
                        GError     **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (grants != NULL, FALSE);

  *grants = g_hash_table_lookup (teams->grants, user);
  if (*grants != NULL)
    return TRUE;

  rows = amia_ledger_list_user_grants (teams->ledger, user, error);
  if (rows == NULL)
    return FALSE;

  *grants = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, g_free);
  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaGrant *grant = g_ptr_array_index (rows, i);

      if (grant->is_active)
        g_hash_table_insert (*grants,
                             g_memdup2 (&grant->scope, sizeof grant->scope),
                             g_memdup2 (&grant->generation, sizeof grant->generation));
    }

  make_room (teams->grants, USERS_MAX);
  g_hash_table_insert (teams->grants, g_strdup (user), *grants);
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

static gboolean
put_grant (AmiaTeams      *teams,
           const char     *user,
           const AmiaUuid *scope,
           gint64          generation,
           gboolean        is_active,
           GError        **error)
{
  const AmiaGrant grant = { (char *) user, *scope, generation, generation, is_active, NULL, NULL };
  GHashTable     *known = g_hash_table_lookup (teams->grants, user);

  if (known != NULL && is_active)
    g_hash_table_insert (known,
                         g_memdup2 (scope, sizeof *scope),
                         g_memdup2 (&generation, sizeof generation));
  else if (known != NULL)
    g_hash_table_remove (known, scope);

  return amia_ledger_put_grant (teams->ledger, &grant, error);
}

static gboolean
contains (GPtrArray  *users,
          const char *user)
{
  return g_ptr_array_find_with_equal_func (users, user, g_str_equal, NULL);
}

/* Makes the grants of a scope those of @users and no others. Somebody let in anew starts over: a
 * new generation, with all that came before it in a lane. @founder, who wrote everything there is
 * so far, has had it through the feed all along. */
static gboolean
settle_grants (AmiaTeams      *teams,
               const AmiaUuid *scope,
               GPtrArray      *users,
               const char     *founder,
               gint64          seq,
               GError        **error)
{
  g_autoptr (GPtrArray) grants = amia_ledger_list_scope_grants (teams->ledger, scope, error);
  g_autoptr (GHashTable) active = g_hash_table_new (g_str_hash, g_str_equal);

  if (grants == NULL)
    return FALSE;

  for (guint i = 0; i < grants->len; i++)
    {
      const AmiaGrant *grant = g_ptr_array_index (grants, i);

      g_hash_table_remove (teams->colleagues, grant->user);
      if (grant->is_active && contains (users, grant->user))
        g_hash_table_add (active, grant->user);
      else if (grant->is_active &&
               !put_grant (teams, grant->user, scope, grant->generation, FALSE, error))
        return FALSE;
    }

  for (guint i = 0; i < users->len; i++)
    {
      const char *user = g_ptr_array_index (users, i);
      gint64      generation = g_strcmp0 (user, founder) == 0 ? 1 : seq;

      g_hash_table_remove (teams->colleagues, user);
      if (!g_hash_table_contains (active, user) &&
          !put_grant (teams, user, scope, generation, TRUE, error))
        return FALSE;
    }

  return TRUE;
}

/* Adds the members of a case to a list of names of its own. */
static gboolean
add_members (AmiaTeams      *teams,
             const AmiaUuid *case_id,
             GPtrArray      *users,
             GError        **error)
{
  const AmiaCaseAccess *access;
  g_autoptr (GPtrArray) members = NULL;

  if (!amia_teams_find_access (teams, case_id, &access, error))
    return FALSE;
  if (access == NULL)
    return TRUE;

  members = amia_case_access_list_members (access, teams->today);
  for (guint i = 0; i < members->len; i++)
    {
      if (!contains (users, g_ptr_array_index (members, i)))
        g_ptr_array_add (users, g_strdup (g_ptr_array_index (members, i)));
    }

  return TRUE;
}

static gboolean
settle_person (AmiaTeams      *teams,
               const AmiaUuid *participant,
               const char     *founder,
               gint64          seq,
               GError        **error)
{
  g_autoptr (GArray) cases = amia_ledger_list_links (teams->ledger, participant, error);
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_free);

  if (cases == NULL)
    return FALSE;

  for (guint i = 0; i < cases->len; i++)
    {
      if (!add_members (teams, &g_array_index (cases, AmiaUuid, i), users, error))
        return FALSE;
    }

  return settle_grants (teams, participant, users, founder, seq, error);
}

/* Whether one of the days that a membership has is still to come. */
static gboolean
has_day_to_come (const AmiaRecord *record,
                 const char       *field,
                 const char       *today)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  for (gsize i = 0; i < n_heads; i++)
    {
      /* Days are written in full: compared as text, past the quotation mark. */
      if (heads[i].value[0] == '"' && strncmp (heads[i].value + 1, today, strlen (today)) >= 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
note_dates (AmiaTeams      *teams,
            const AmiaUuid *case_id,
            GError        **error)
{
  g_autoptr (GPtrArray) rows = amia_ledger_list_facts (teams->ledger, case_id, error);
  gboolean is_dated = FALSE;

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len && !is_dated; i++)
    {
      const AmiaRecordRow *row = g_ptr_array_index (rows, i);
      g_autoptr (AmiaRecord) record = NULL;

      if (strcmp (row->kind, "member") != 0)
        continue;

      record = read_fact (row, error);
      if (record == NULL)
        return FALSE;
      is_dated = has_day_to_come (record, "from", teams->today) ||
                 has_day_to_come (record, "to", teams->today);
    }

  return amia_ledger_set_dated (teams->ledger, case_id, is_dated, error);
}

gboolean
amia_teams_refresh (AmiaTeams      *teams,
                    const AmiaUuid *case_id,
                    gint64          seq,
                    GError        **error)
{
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_free);
  AmiaUuid participant;

  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (case_id != NULL, FALSE);
  g_return_val_if_fail (teams->today != NULL, FALSE);

  g_hash_table_remove (teams->accesses, case_id);
  if (!add_members (teams, case_id, users, error) ||
      !settle_grants (teams, case_id, users, NULL, seq, error) ||
      !note_dates (teams, case_id, error) ||
      !amia_ledger_find_link (teams->ledger, case_id, &participant, error))
    return FALSE;

  return amia_uuid_is_nil (&participant) || settle_person (teams, &participant, NULL, seq, error);
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
      !amia_ledger_put_link (teams->ledger, case_id, participant, error))
    return FALSE;

  if (!amia_uuid_is_nil (&before) && !settle_person (teams, &before, NULL, seq, error))
    return FALSE;

  return participant == NULL || settle_person (teams, participant, founder, seq, error);
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

  /* A number of its own, so that feeds have a place where the lanes of this day begin. */
  if (cases->len > 0 && !amia_ledger_take_numbers (teams->ledger, 1, &seq, error))
    return FALSE;

  for (guint i = 0; i < cases->len; i++)
    {
      if (!amia_teams_refresh (teams, &g_array_index (cases, AmiaUuid, i), seq, error))
        return FALSE;
    }

  return amia_ledger_set_swept (teams->ledger, teams->today, error);
}
