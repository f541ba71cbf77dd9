/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-case-shares.h"

#include <string.h>

#include "amia-case-access-private.h"
#include "amia-kinds.h"

/* What was shared with whom on which consent: the same facts that decide about access, written out
 * for the participant, the team and whoever has to answer for it. */

#define EVERY_AREA "*"

/* The last day on which the consent lets anything go. */
static char *
dup_last_day (const AmiaConsentFact *consent)
{
  g_autofree char *before = NULL;

  if (consent->withdrawn != NULL)
    before = _amia_day_add (consent->withdrawn, -1);

  if (before != NULL && (consent->period.to == NULL || strcmp (before, consent->period.to) < 0))
    return g_steal_pointer (&before);

  return g_strdup (consent->period.to);
}

static AmiaShareState
find_state (const AmiaConsentFact *consent,
            const char            *today)
{
  const AmiaPeriod *period = &consent->period;

  if (consent->is_undated)
    return AMIA_SHARE_UNDATED;
  if (consent->withdrawn != NULL && strcmp (consent->withdrawn, today) <= 0 &&
      (period->to == NULL || strcmp (consent->withdrawn, period->to) <= 0))
    return AMIA_SHARE_WITHDRAWN;
  if (period->to != NULL && strcmp (period->to, today) < 0)
    return AMIA_SHARE_EXPIRED;
  if (period->from != NULL && strcmp (period->from, today) > 0)
    return AMIA_SHARE_COMING;

  return AMIA_SHARE_VALID;
}

static void
add_share (GPtrArray             *shares,
           const AmiaConsentFact *consent,
           const char            *to_agency,
           const char            *area,
           const char            *today)
{
  AmiaShare *share = g_new0 (AmiaShare, 1);

  share->from_agency = g_strdup (consent->agency);
  share->to_agency = g_strdup (to_agency);
  share->area = g_strdup (area);
  share->consent = consent->id;
  share->kind = g_strdup (consent->kind);
  share->since = g_strdup (consent->period.from);
  share->until = dup_last_day (consent);
  share->withdrawn = g_strdup (consent->withdrawn);
  share->state = find_state (consent, today);
  g_ptr_array_add (shares, share);
}

static void
add_party (GPtrArray             *shares,
           const AmiaConsentFact *consent,
           const char            *to_agency,
           const char            *today)
{
  AmiaAreaSet        set = _amia_consent_fact_get_areas (consent);
  gsize              n_areas;
  const char *const *areas = amia_areas_get_all (&n_areas);

  if (set == _amia_area_set_all ())
    {
      add_share (shares, consent, to_agency, EVERY_AREA, today);
      return;
    }

  for (gsize i = 0; i < n_areas; i++)
    {
      if ((set & _amia_area_set_parse (areas[i])) != 0)
        add_share (shares, consent, to_agency, areas[i], today);
    }
}

/* Who registers a consent is a party to it as well, but gives nothing to itself. */
static void
add_consent (GPtrArray             *shares,
             const AmiaConsentFact *consent,
             const char            *today)
{
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < consent->parties->len; i++)
    {
      char *party = g_ptr_array_index (consent->parties, i);

      if (strcmp (party, consent->agency) != 0 && g_hash_table_add (met, party))
        add_party (shares, consent, party, today);
    }
}

static int
compare_shares (gconstpointer first,
                gconstpointer second)
{
  const AmiaShare *a = *(const AmiaShare *const *) first;
  const AmiaShare *b = *(const AmiaShare *const *) second;
  int              order = strcmp (a->from_agency, b->from_agency);

  if (order == 0)
    order = strcmp (a->to_agency, b->to_agency);
  if (order == 0)
    order = strcmp (a->area, b->area);
  if (order == 0)
    order = g_strcmp0 (a->since, b->since);
  if (order == 0)
    order = amia_uuid_compare (&a->consent, &b->consent);

  return order;
}

GPtrArray *
amia_case_access_list_shares (const AmiaCaseAccess *access,
                              const char           *today)
{
  GPtrArray *shares;

  g_return_val_if_fail (access != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  shares = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_share_free);
  for (guint i = 0; i < access->consents->len; i++)
    add_consent (shares, &g_array_index (access->consents, AmiaConsentFact, i), today);

  g_ptr_array_sort (shares, compare_shares);
  return shares;
}

void
amia_share_free (AmiaShare *share)
{
  if (share == NULL)
    return;

  g_free (share->from_agency);
  g_free (share->to_agency);
  g_free (share->area);
  g_free (share->kind);
  g_free (share->since);
  g_free (share->until);
  g_free (share->withdrawn);
  g_free (share);
}
