/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-referrals.h"

#include <string.h>

#include "amia-case-shares.h"
#include "amia-store-sharing.h"

/* What was asked of others. How far it has come is the envelope, so that who sent it sees it
 * without asking; what was asked and answered follows the consents. */

static const char *const stage_fields[] = {
  [AMIA_REFERRAL_SENT] = "sent",
  [AMIA_REFERRAL_RECEIVED] = "received",
  [AMIA_REFERRAL_STARTED] = "started",
  [AMIA_REFERRAL_ANSWERED] = "answered",
};

const char *
amia_referral_stage_get_field (AmiaReferralStage stage)
{
  g_return_val_if_fail (stage < G_N_ELEMENTS (stage_fields), NULL);

  return stage_fields[stage];
}

static void
referral_free (gpointer data)
{
  AmiaReferral *referral = data;

  g_free (referral->kind);
  g_free (referral->agency);
  g_free (referral->to);
  g_free (referral->question);
  g_free (referral->ground);
  g_free (referral->answer_by);
  g_free (referral->reminded);
  g_free (referral->result);
  for (gsize i = 0; i < G_N_ELEMENTS (referral->days); i++)
    g_free (referral->days[i]);
  g_free (referral);
}

void
amia_referrals_free (AmiaReferrals *referrals)
{
  if (referrals == NULL)
    return;

  g_clear_pointer (&referrals->referrals, g_ptr_array_unref);
  g_clear_pointer (&referrals->shares, g_ptr_array_unref);
  g_free (referrals);
}

typedef struct
{
  GPtrArray  *referrals;
  const char *today;
} Listing;

/* A later stage counts whether the earlier ones were noted or not. */
static AmiaReferralStage
find_stage (const AmiaReferral *referral)
{
  for (gsize i = AMIA_REFERRAL_ANSWERED; i > AMIA_REFERRAL_SENT; i--)
    {
      if (referral->days[i] != NULL)
        return (AmiaReferralStage) i;
    }

  return AMIA_REFERRAL_SENT;
}

static gboolean
note_referral (const AmiaRecord *record,
               gpointer          data)
{
  Listing      *listing = data;
  AmiaReferral *referral = NULL;

  if (amia_record_is_removed (record))
    return TRUE;

  referral = g_new0 (AmiaReferral, 1);
  referral->id = record->id;
  referral->kind = amia_record_dup_string (record, "kind");
  referral->agency = amia_record_dup_string (record, "agency");
  referral->to = amia_record_dup_string (record, "to");
  referral->question = amia_record_dup_string (record, "question");
  referral->ground = amia_record_dup_string (record, "ground");
  referral->answer_by = amia_record_dup_string (record, "answer-by");
  referral->reminded = amia_record_dup_string (record, "reminded");
  referral->result = amia_record_dup_string (record, "result");
  for (gsize i = 0; i < G_N_ELEMENTS (referral->days); i++)
    referral->days[i] = amia_record_dup_string (record, stage_fields[i]);
  referral->stage = find_stage (referral);
  referral->is_late = referral->stage != AMIA_REFERRAL_ANSWERED && referral->answer_by != NULL &&
                      strcmp (referral->answer_by, listing->today) < 0;
  g_ptr_array_insert (listing->referrals, 0, referral);
  return TRUE;
}

AmiaReferrals *
amia_store_list_referrals (AmiaStore      *store,
                           const AmiaUuid *case_id,
                           const char     *today,
                           GError        **error)
{
  const AmiaRecordQuery query = { .kind = "referral", .case_id = case_id };
  g_autoptr (AmiaReferrals) referrals = g_new0 (AmiaReferrals, 1);
  g_autoptr (AmiaCaseSharing) sharing = NULL;
  Listing listing;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  referrals->referrals = g_ptr_array_new_with_free_func (referral_free);
  listing = (Listing){ referrals->referrals, today };
  if (!amia_store_foreach_record (store, &query, note_referral, &listing, error))
    return NULL;

  sharing = amia_store_load_sharing (store, case_id, NULL, error);
  if (sharing == NULL)
    return NULL;

  referrals->shares = g_ptr_array_ref (sharing->history);
  return g_steal_pointer (&referrals);
}

char **
amia_referrals_list_areas (const AmiaReferrals *referrals,
                           const char          *from,
                           const char          *to)
{
  g_autoptr (GStrvBuilder) areas = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (referrals != NULL, NULL);
  g_return_val_if_fail (from != NULL && to != NULL, NULL);

  for (guint i = 0; i < referrals->shares->len; i++)
    {
      const AmiaShare *share = g_ptr_array_index (referrals->shares, i);

      if (share->state != AMIA_SHARE_VALID || strcmp (share->from_agency, from) != 0 ||
          strcmp (share->to_agency, to) != 0)
        continue;
      if (strcmp (share->area, "*") == 0)
        return g_strdupv ((char *[]){ (char *) "*", NULL });
      if (g_hash_table_add (seen, share->area))
        g_strv_builder_add (areas, share->area);
    }

  return g_strv_builder_end (areas);
}
