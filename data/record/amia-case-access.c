/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-case-access.h"

#include <string.h>

#include "amia-case-access-private.h"

/* Who is in a case's team and what its consents let go, from the facts that amia-case-facts.c reads
 * out of the records. What a reader may see is worked out here and nowhere else; the answer is a
 * value, AmiaRights. */

#define PAIR_ROLE        "caseworker"
#define FIRST_PAIR_SIDE  "FK"
#define SECOND_PAIR_SIDE "AF"

AmiaCaseAccess *
amia_case_access_new (void)
{
  AmiaCaseAccess *access = g_new0 (AmiaCaseAccess, 1);

  access->members = g_array_new (FALSE, FALSE, sizeof (AmiaMemberFact));
  g_array_set_clear_func (access->members, _amia_member_fact_clear);
  access->consents = g_array_new (FALSE, FALSE, sizeof (AmiaConsentFact));
  g_array_set_clear_func (access->consents, _amia_consent_fact_clear);
  access->named = g_ptr_array_new_with_free_func (g_free);

  return access;
}

void
amia_case_access_add (AmiaCaseAccess   *access,
                      const AmiaRecord *record,
                      const char       *agency)
{
  AmiaMemberFact  member;
  AmiaConsentFact consent;

  g_return_if_fail (access != NULL);
  g_return_if_fail (record != NULL);
  g_return_if_fail (agency != NULL);

  if (strcmp (record->kind, "member") == 0)
    _amia_member_fact_add_named (access->named, record);

  if (strcmp (record->kind, "member") == 0 && _amia_member_fact_read (&member, record, agency))
    g_array_append_val (access->members, member);
  else if (strcmp (record->kind, "consent") == 0 &&
           _amia_consent_fact_read (&consent, record, agency))
    g_array_append_val (access->consents, consent);
}

void
amia_case_access_set_protected (AmiaCaseAccess *access,
                                const char     *owner_agency)
{
  g_return_if_fail (access != NULL);
  g_return_if_fail (owner_agency != NULL);

  g_free (access->owner_agency);
  access->owner_agency = g_strdup (owner_agency);
}

/* Whether the fact puts somebody in the team on that day. */
static gboolean
counts (const AmiaCaseAccess *access,
        const AmiaMemberFact *member,
        const char           *today)
{
  return _amia_period_includes (&member->period, today) &&
         (access->owner_agency == NULL || strcmp (access->owner_agency, member->agency) == 0);
}

const char *
amia_case_access_get_owner (const AmiaCaseAccess *access)
{
  g_return_val_if_fail (access != NULL, NULL);

  return access->owner_agency;
}

gboolean
amia_case_access_is_member (const AmiaCaseAccess *access,
                            const char           *user,
                            const char           *today)
{
  g_return_val_if_fail (access != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (today != NULL, FALSE);

  for (guint i = 0; i < access->members->len; i++)
    {
      const AmiaMemberFact *member = &g_array_index (access->members, AmiaMemberFact, i);

      if (strcmp (member->user, user) == 0 && counts (access, member, today))
        return TRUE;
    }

  return FALSE;
}

static gboolean
contains (const GPtrArray *list,
          const char      *text)
{
  return g_ptr_array_find_with_equal_func ((GPtrArray *) list, text, g_str_equal, NULL);
}

static int
compare_users (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
amia_case_access_list_members (const AmiaCaseAccess *access,
                               const char           *today)
{
  GPtrArray *users;

  g_return_val_if_fail (access != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  users = g_ptr_array_new ();
  for (guint i = 0; i < access->members->len; i++)
    {
      const AmiaMemberFact *member = &g_array_index (access->members, AmiaMemberFact, i);

      if (counts (access, member, today) && !contains (users, member->user))
        g_ptr_array_add (users, member->user);
    }

  g_ptr_array_sort (users, compare_users);
  return users;
}

const GPtrArray *
amia_case_access_get_named (const AmiaCaseAccess *access)
{
  g_return_val_if_fail (access != NULL, NULL);

  return access->named;
}

static gboolean
is_of_pair (const AmiaCaseAccess *access,
            const AmiaReader     *reader,
            const char           *today)
{
  if (g_strcmp0 (reader->agency, FIRST_PAIR_SIDE) != 0 &&
      g_strcmp0 (reader->agency, SECOND_PAIR_SIDE) != 0)
    return FALSE;

  for (guint i = 0; i < access->members->len; i++)
    {
      const AmiaMemberFact *member = &g_array_index (access->members, AmiaMemberFact, i);

      if (strcmp (member->user, reader->user) == 0 &&
          g_strcmp0 (member->role, PAIR_ROLE) == 0 &&
          counts (access, member, today))
        return TRUE;
    }

  return FALSE;
}

AmiaRights *
amia_case_access_get_rights (const AmiaCaseAccess *access,
                             const AmiaReader     *reader,
                             const char           *today)
{
  AmiaRights *rights;
  gboolean    has_agency;

  g_return_val_if_fail (reader != NULL, amia_rights_new_none ());
  g_return_val_if_fail (today != NULL, amia_rights_new_none ());

  if (access == NULL || !amia_case_access_is_member (access, reader->user, today))
    return amia_rights_new_none ();

  has_agency = reader->agency != NULL && *reader->agency != '\0';
  rights = _amia_rights_new (TRUE, is_of_pair (access, reader, today));
  for (guint i = 0; has_agency && i < access->consents->len; i++)
    {
      const AmiaConsentFact *consent = &g_array_index (access->consents, AmiaConsentFact, i);

      /* One's own agency's contents need no consent and are not listed. */
      if (strcmp (consent->agency, reader->agency) != 0 &&
          contains (consent->parties, reader->agency) &&
          _amia_consent_fact_is_valid (consent, today))
        _amia_rights_add (rights, consent->agency, _amia_consent_fact_get_areas (consent));
    }

  return rights;
}

/* Makes @next the day, if it is the earliest so far after @today. Takes the day. */
static void
offer_day (char      **next,
           const char *today,
           char       *day)
{
  if (day != NULL && strcmp (day, today) > 0 && (*next == NULL || strcmp (day, *next) < 0))
    {
      g_free (*next);
      *next = day;
    }
  else
    g_free (day);
}

static void
offer_period (char            **next,
              const char       *today,
              const AmiaPeriod *period)
{
  offer_day (next, today, g_strdup (period->from));
  if (period->to != NULL)
    offer_day (next, today, _amia_day_add (period->to, 1));
}

char *
amia_case_access_get_next_day (const AmiaCaseAccess *access,
                               const char           *today)
{
  char *next = NULL;

  g_return_val_if_fail (access != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  for (guint i = 0; i < access->members->len; i++)
    offer_period (&next, today, &g_array_index (access->members, AmiaMemberFact, i).period);

  for (guint i = 0; i < access->consents->len; i++)
    {
      const AmiaConsentFact *consent = &g_array_index (access->consents, AmiaConsentFact, i);

      offer_period (&next, today, &consent->period);
      offer_day (&next, today, g_strdup (consent->withdrawn));
    }

  return next;
}

void
amia_case_access_free (AmiaCaseAccess *access)
{
  if (access == NULL)
    return;

  g_array_unref (access->members);
  g_array_unref (access->consents);
  g_ptr_array_unref (access->named);
  g_free (access->owner_agency);
  g_free (access);
}
