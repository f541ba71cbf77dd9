/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-sharing.h"

#include <stdio.h>
#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-names.h"
#include "amia-store-sharing-private.h"

/* The answer to the participant's question: who may see what about me, on which consent, since
 * when? Worked out of the case's facts by the functions that decide, one consent at a time, so that
 * the words on the page can't say anything else than what is done. */

/* A consent or membership with its author's agency. */
typedef struct
{
  AmiaRecord *record;
  char       *agency;
} Fact;

typedef struct
{
  AmiaStore       *store;
  AmiaCaseSharing *sharing;
  GPtrArray       *members;  /* (element-type Fact) */
  GPtrArray       *consents; /* (element-type Fact) */
  AmiaCaseAccess  *access;
  gint64           last_seq; /* of any change in the case */
} Loading;

static void
fact_free (gpointer data)
{
  Fact *fact = data;

  amia_record_free (fact->record);
  g_free (fact->agency);
  g_free (fact);
}

static void
loading_clear (Loading *loading)
{
  g_clear_pointer (&loading->sharing, amia_case_sharing_free);
  g_clear_pointer (&loading->members, g_ptr_array_unref);
  g_clear_pointer (&loading->consents, g_ptr_array_unref);
  g_clear_pointer (&loading->access, amia_case_access_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loading, loading_clear)

static void
share_free (gpointer data)
{
  AmiaConsentShare *share = data;

  g_free (share->agency);
  g_free (share->kind);
  g_free (share->from_day);
  g_free (share->to_day);
  g_strfreev (share->areas);
  g_free (share);
}

static void
member_free (gpointer data)
{
  AmiaMemberSharing *member = data;

  g_free (member->user);
  g_free (member->name);
  g_free (member->agency);
  g_free (member->role);
  g_free (member->from_day);
  g_free (member->to_day);
  g_clear_pointer (&member->rights, amia_rights_unref);
  g_clear_pointer (&member->shares, g_ptr_array_unref);
  g_free (member);
}

void
amia_case_sharing_free (AmiaCaseSharing *sharing)
{
  if (sharing == NULL)
    return;

  g_free (sharing->day);
  g_clear_pointer (&sharing->rights, amia_rights_unref);
  g_clear_pointer (&sharing->effective, amia_rights_unref);
  g_ptr_array_unref (sharing->members);
  g_clear_pointer (&sharing->history, g_ptr_array_unref);
  g_free (sharing);
}

/* --- Facts ----------------------------------------------------------------------------------- */

static GPtrArray *
load_facts (AmiaStore      *store,
            const AmiaUuid *case_id,
            const char     *kind,
            GError        **error)
{
  g_autoptr (GArray) ids = _amia_sharing_list_records (store, case_id, kind, error);
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (fact_free);

  if (ids == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AmiaRecord) record = NULL;
      g_autofree char *agency = NULL;
      Fact            *fact;

      if (!_amia_sharing_load_whole (
              store, &g_array_index (ids, AmiaUuid, i), &record, &agency, error))
        return NULL;
      if (record == NULL || agency == NULL || amia_record_is_removed (record))
        continue;

      fact = g_new0 (Fact, 1);
      fact->record = g_steal_pointer (&record);
      fact->agency = g_steal_pointer (&agency);
      g_ptr_array_add (facts, fact);
    }

  return g_steal_pointer (&facts);
}

static gboolean
find_agency (AmiaStore  *store,
             const char *user,
             char      **agency,
             GError    **error)
{
  static const char sql[] = "SELECT agency FROM reader WHERE user = ?1 UNION ALL "
                            "SELECT agency FROM device WHERE author = ?1 AND agency IS NOT NULL "
                            "LIMIT 1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find a member's agency", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, user);
  step = amia_statement_step (statement, error);
  if (step == AMIA_ROW)
    *agency = g_strdup (amia_statement_get_text (statement, 0));
  return step != AMIA_ERROR;
}

static gboolean
find_progress (const Loading     *loading,
               AmiaMemberSharing *member,
               GError           **error)
{
  static const char sql[] =
      "SELECT (SELECT position FROM reader WHERE user = ?1), "
      "(SELECT position FROM opening WHERE user = ?1 AND case_id = ?2)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (loading->store->db, sql, "find how far a member has come", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, member->user);
  _amia_statement_bind_uuid (statement, 2, &loading->sharing->case_id);
  if (amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  member->position = amia_statement_get_int (statement, 0);
  if (member->position == 0)
    member->position = -1;
  member->opened = amia_statement_get_int (statement, 1);
  member->has_all = amia_rights_is_member (member->rights) && loading->last_seq > 0 &&
                    loading->sharing->n_waiting == 0 && member->position >= loading->last_seq;
  member->has_opened_all = member->has_all && member->opened >= loading->last_seq;
  return TRUE;
}

/* --- One member ------------------------------------------------------------------------------ */

static char **
list_areas (const AmiaRights *rights,
            const char       *agency)
{
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (gsize i = 0; i < n_areas; i++)
    {
      if (amia_rights_let_come (rights, agency, areas[i]))
        g_strv_builder_add (list, areas[i]);
    }

  return g_strv_builder_end (list);
}

/* What the member would see if this were the only consent. */
static AmiaRights *
get_rights_by (const Loading    *loading,
               const Fact       *consent,
               const AmiaReader *reader)
{
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();

  for (guint i = 0; i < loading->members->len; i++)
    {
      const Fact *fact = g_ptr_array_index (loading->members, i);

      amia_case_access_add (access, fact->record, fact->agency);
    }

  amia_case_access_add (access, consent->record, consent->agency);
  return amia_case_access_get_rights (access, reader, loading->sharing->day);
}

static void
add_share (const Loading     *loading,
           const Fact        *consent,
           AmiaMemberSharing *member)
{
  const AmiaReader reader = { member->user, member->agency };
  g_autoptr (AmiaRights) alone = get_rights_by (loading, consent, &reader);
  g_autoptr (AmiaRights) counted = amia_rights_meet (alone, member->rights);
  AmiaConsentShare *share = g_new0 (AmiaConsentShare, 1);

  share->consent = consent->record->id;
  share->agency = g_strdup (consent->agency);
  share->kind = amia_record_dup_string (consent->record, "kind");
  share->from_day = amia_record_dup_string (consent->record, "valid-from");
  share->to_day = amia_record_dup_string (consent->record, "withdrawn");
  if (share->to_day == NULL)
    share->to_day = amia_record_dup_string (consent->record, "valid-to");
  share->areas = list_areas (counted, consent->agency);
  g_ptr_array_add (member->shares, share);
}

static AmiaMemberSharing *
find_member (const Loading *loading,
             const char    *user)
{
  for (guint i = 0; i < loading->sharing->members->len; i++)
    {
      AmiaMemberSharing *member = g_ptr_array_index (loading->sharing->members, i);

      if (strcmp (member->user, user) == 0)
        return member;
    }

  return NULL;
}

static gboolean
describe_member (const Loading     *loading,
                 AmiaMemberSharing *member,
                 GError           **error)
{
  AmiaStore *store = loading->store;
  AmiaReader reader = { member->user, NULL };

  member->is_self = strcmp (member->user, store->identity.user) == 0;
  if (member->is_self)
    member->agency = g_strdup (store->identity.agency);
  else if (!find_agency (store, member->user, &member->agency, error))
    return FALSE;

  reader.agency = member->agency;
  member->rights =
      amia_case_access_get_rights (loading->access, &reader, loading->sharing->day);
  for (guint i = 0; i < loading->consents->len; i++)
    {
      const Fact *consent = g_ptr_array_index (loading->consents, i);

      if (g_strcmp0 (consent->agency, member->agency) != 0)
        add_share (loading, consent, member);
    }

  return find_progress (loading, member, error);
}

static gboolean
add_member (const Loading *loading,
            const Fact    *fact,
            GError       **error)
{
  g_autofree char   *user = amia_record_dup_string (fact->record, "user");
  AmiaMemberSharing *member = user != NULL ? find_member (loading, user) : NULL;

  /* Somebody who was in the team twice: the later record is the one to tell of. */
  if (user == NULL)
    return TRUE;
  if (member == NULL)
    {
      member = g_new0 (AmiaMemberSharing, 1);
      member->user = g_steal_pointer (&user);
      member->shares = g_ptr_array_new_with_free_func (share_free);
      g_ptr_array_add (loading->sharing->members, member);
      if (!describe_member (loading, member, error))
        return FALSE;
    }

  g_free (member->name);
  g_free (member->role);
  g_free (member->from_day);
  g_free (member->to_day);
  member->name = g_strdup (amia_store_get_person (loading->store, member->user));
  member->role = amia_record_dup_string (fact->record, "role");
  member->from_day = amia_record_dup_string (fact->record, "from");
  member->to_day = amia_record_dup_string (fact->record, "to");
  return TRUE;
}

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  const AmiaMemberSharing *first = *(AmiaMemberSharing *const *) a;
  const AmiaMemberSharing *second = *(AmiaMemberSharing *const *) b;

  return first->is_self != second->is_self ? second->is_self - first->is_self
                                           : strcmp (first->user, second->user);
}

/* --- The case -------------------------------------------------------------------------------- */

static gboolean
load_counts (Loading *loading,
             GError **error)
{
  static const char sql[] =
      "SELECT (SELECT count(*) FROM pending WHERE scope = ?1 AND state = 0),"
      "(SELECT count(*) FROM pending WHERE scope = ?1 AND state = 0 "
      "AND seq IN (SELECT seq FROM locked)),"
      "(SELECT count(*) FROM pending WHERE scope = ?1 AND state = 5),"
      "(SELECT count(*) FROM pending WHERE scope = ?1 AND state = 2),"
      "(SELECT max (l.server_seq) FROM record AS r JOIN touch AS t ON t.record = r.key "
      "JOIN log AS l ON l.seq = t.seq WHERE r.case_id = ?1)";
  AmiaCaseSharing *sharing = loading->sharing;
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (loading->store->db, sql, "count in a case", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &sharing->case_id);
  if (amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  sharing->n_waiting = (guint) amia_statement_get_int (statement, 0);
  sharing->n_locked = (guint) amia_statement_get_int (statement, 1);
  sharing->n_escrow = (guint) amia_statement_get_int (statement, 2);
  sharing->n_refused = (guint) amia_statement_get_int (statement, 3);
  loading->last_seq = amia_statement_get_int (statement, 4);
  return TRUE;
}

static gboolean
load_own (AmiaStore       *store,
          AmiaCaseSharing *sharing,
          GError         **error)
{
  const AmiaScopeAccess *access = _amia_access_get (store, &sharing->case_id, error);

  if (access == NULL)
    return FALSE;
  if (!access->has_row)
    return TRUE;

  sharing->rights = amia_rights_ref (access->rights);
  sharing->effective = amia_rights_ref (access->effective);
  if (!amia_rights_is_member (access->rights))
    sharing->lock = AMIA_SHARING_OVER;
  else if (amia_rights_equal (access->rights, access->effective))
    sharing->lock = AMIA_SHARING_OPEN;
  else
    sharing->lock = _amia_day_is_lapsed (store) ? AMIA_SHARING_LEASE : AMIA_SHARING_DAY;
  return TRUE;
}

static AmiaCaseSharing *
load (AmiaStore      *store,
      const AmiaUuid *case_id,
      const char     *day,
      GError        **error)
{
  AmiaCaseSharing *sharing = g_new0 (AmiaCaseSharing, 1);
  g_auto (Loading) loading = { .store = store, .sharing = sharing };

  sharing->case_id = *case_id;
  sharing->day = g_strdup (day);
  sharing->contact_ms = store->position.contact_ms;
  sharing->lease_days = store->position.lease_days;
  sharing->members = g_ptr_array_new_with_free_func (member_free);
  loading.members = load_facts (store, case_id, "member", error);
  if (loading.members == NULL)
    return NULL;
  loading.consents = load_facts (store, case_id, "consent", error);
  if (loading.consents == NULL)
    return NULL;
  loading.access = _amia_sharing_load_access (store, case_id, error);
  if (loading.access == NULL || !load_own (store, sharing, error) ||
      !load_counts (&loading, error))
    return NULL;

  sharing->history = amia_case_access_list_shares (loading.access, day);
  for (guint i = 0; i < loading.members->len; i++)
    {
      if (!add_member (&loading, g_ptr_array_index (loading.members, i), error))
        return NULL;
    }

  g_ptr_array_sort (sharing->members, compare_members);
  return g_steal_pointer (&loading.sharing);
}

static gboolean
is_day (const char *text)
{
  int year;
  int month;
  int day;

  return strlen (text) == AMIA_DAY_LENGTH &&
         sscanf (text, "%4d-%2d-%2d", &year, &month, &day) == 3 && month > 0 && day > 0 &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

AmiaCaseSharing *
amia_store_load_sharing (AmiaStore      *store,
                         const AmiaUuid *case_id,
                         const char     *day,
                         GError        **error)
{
  AmiaCaseSharing *sharing;
  char             today[AMIA_DAY_LENGTH + 1];
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  if (day != NULL && !is_day (day))
    {
      _amia_store_fail (
          error, AMIA_STORE_ERROR_INVALID, "Failed to tell what is shared: %s is no day", day);
      return NULL;
    }

  _amia_store_get_today (store, today);
  sharing = load (store, case_id, day != NULL ? day : today, &local_error);
  _amia_access_drop (store);
  if (sharing == NULL)
    _amia_store_report (error, local_error);
  return sharing;
}
