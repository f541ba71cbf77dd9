/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-handover.h"

#include "amia-store-names.h"

#include <string.h>

/* Change of caseworker. Both laptops may be without a network for weeks: the offer is one change,
 * the answer another, and whatever order they arrive in somebody owns the case. */

void
amia_handover_free (AmiaHandover *handover)
{
  if (handover == NULL)
    return;

  g_free (handover->from);
  g_free (handover->to);
  g_free (handover->from_person);
  g_free (handover->to_person);
  g_free (handover->date);
  g_free (handover->confirmed);
  g_free (handover->note);
  g_free (handover);
}

static AmiaHandover *
read_handover (const AmiaRecord *record)
{
  AmiaHandover    *handover = g_new0 (AmiaHandover, 1);
  g_autofree char *form = amia_record_dup_string (record, "form");

  handover->id = record->id;
  handover->case_id = record->case_id;
  handover->from = amia_record_dup_string (record, "from");
  handover->to = amia_record_dup_string (record, "to");
  handover->date = amia_record_dup_string (record, "date");
  handover->confirmed = amia_record_dup_string (record, "confirmed");
  handover->note = amia_record_dup_string (record, "note");
  if (form == NULL || !amia_uuid_parse (form, -1, &handover->form))
    memset (&handover->form, 0, sizeof handover->form);
  return handover;
}

static gboolean
note_handover (const AmiaRecord *record,
               gpointer          data)
{
  if (!amia_record_is_removed (record))
    g_ptr_array_insert (data, 0, read_handover (record));
  return TRUE;
}

static void
name_people (AmiaStore    *store,
             AmiaHandover *handover)
{
  if (handover->from != NULL)
    handover->from_person = g_strdup (amia_store_get_person (store, handover->from));
  if (handover->to != NULL)
    handover->to_person = g_strdup (amia_store_get_person (store, handover->to));
}

GPtrArray *
amia_store_list_handovers (AmiaStore      *store,
                           const AmiaUuid *case_id,
                           GError        **error)
{
  const AmiaRecordQuery query = { .kind = "handover", .case_id = case_id };
  g_autoptr (GPtrArray) handovers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_handover_free);

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  if (!amia_store_foreach_record (store, &query, note_handover, handovers, error))
    return NULL;
  for (guint i = 0; i < handovers->len; i++)
    name_people (store, g_ptr_array_index (handovers, i));
  return g_steal_pointer (&handovers);
}

void
amia_handover_offer (AmiaEdits               *edits,
                     const AmiaHandoverOffer *offer)
{
  AmiaUuid member = amia_uuid_new_v7 (offer->now_ms);
  AmiaUuid id = amia_uuid_new_v7 (offer->now_ms);
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_if_fail (edits != NULL);
  g_return_if_fail (offer->case_id != NULL && offer->from != NULL && offer->to != NULL);
  g_return_if_fail (offer->today != NULL);

  if (!offer->is_member)
    {
      amia_edits_set_string (edits, "member", &member, offer->case_id, "user", offer->to);
      amia_edits_set_string (edits, "member", &member, offer->case_id, "role", "caseworker");
      amia_edits_set_string (edits, "member", &member, offer->case_id, "from", offer->today);
    }

  amia_edits_set_string (edits, "handover", &id, offer->case_id, "from", offer->from);
  amia_edits_set_string (edits, "handover", &id, offer->case_id, "to", offer->to);
  amia_edits_set_string (edits, "handover", &id, offer->case_id, "date", offer->today);
  if (offer->form != NULL)
    amia_edits_set_string (
        edits, "handover", &id, offer->case_id, "form", amia_uuid_print (offer->form, text));
  if (offer->note != NULL)
    amia_edits_set_string (edits, "handover", &id, offer->case_id, "note", offer->note);
}

/* --- Who is in the team --------------------------------------------------------------------- */

typedef struct
{
  const char *user;
  const char *today;
  GArray     *records; /* (element-type AmiaUuid): memberships of @user without a last day */
  gboolean    is_caseworker;
  guint       n_others; /* caseworkers beside @user */
} Team;

static gboolean
lasts (const AmiaRecord *record,
       const char       *today)
{
  g_autofree char *from = amia_record_dup_string (record, "from");
  g_autofree char *to = amia_record_dup_string (record, "to");

  return !amia_record_is_removed (record) && (from == NULL || strcmp (from, today) <= 0) &&
         (to == NULL || strcmp (to, today) >= 0);
}

/* Who opens a case is its first member, and has no role but that of owning it. */
static gboolean
note_member (const AmiaRecord *record,
             gpointer          data)
{
  Team            *team = data;
  g_autofree char *user = amia_record_dup_string (record, "user");
  g_autofree char *role = amia_record_dup_string (record, "role");
  g_autofree char *to = amia_record_dup_string (record, "to");
  gboolean         is_caseworker = role == NULL || strcmp (role, "caseworker") == 0;

  if (user == NULL || !lasts (record, team->today))
    return TRUE;

  if (strcmp (user, team->user) != 0)
    team->n_others += is_caseworker ? 1 : 0;
  else
    {
      team->is_caseworker = team->is_caseworker || is_caseworker;
      /* Whose last day is known keeps it. */
      if (to == NULL)
        g_array_append_val (team->records, record->id);
    }
  return TRUE;
}

static gboolean
read_team (AmiaStore      *store,
           const AmiaUuid *case_id,
           Team           *team,
           GError        **error)
{
  const AmiaRecordQuery query = { .kind = "member", .case_id = case_id };

  return amia_store_foreach_record (store, &query, note_member, team, error);
}

gboolean
amia_store_may_leave (AmiaStore      *store,
                      const AmiaUuid *case_id,
                      const char     *user,
                      const char     *today)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  Team team = { .user = user, .today = today, .records = records };

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (case_id != NULL && user != NULL && today != NULL, FALSE);

  /* A team that can't be read is left as it is. */
  return read_team (store, case_id, &team, NULL) && (!team.is_caseworker || team.n_others > 0);
}

static gboolean
end_memberships (AmiaStore          *store,
                 const AmiaHandover *handover,
                 const char         *today,
                 AmiaEdits          *edits,
                 GError            **error)
{
  g_autoptr (GArray) leaving = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  g_autoptr (GArray) staying = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  Team leaver = { .user = handover->from, .today = today, .records = leaving };
  Team receiver = { .user = handover->to, .today = today, .records = staying };

  if (handover->from == NULL || g_strcmp0 (handover->from, handover->to) == 0)
    return TRUE;
  if (!read_team (store, &handover->case_id, &leaver, error) ||
      !read_team (store, &handover->case_id, &receiver, error))
    return FALSE;

  for (guint i = 0; receiver.is_caseworker && i < leaving->len; i++)
    amia_edits_set_string (edits, "member", &g_array_index (leaving, AmiaUuid, i),
                           &handover->case_id, "to", today);
  return TRUE;
}

gboolean
amia_store_confirm_handover (AmiaStore      *store,
                             const AmiaUuid *id,
                             const char     *today,
                             GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (AmiaHandover) handover = NULL;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (today != NULL, FALSE);

  record = amia_store_load_record (store, id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  handover = record != NULL ? read_handover (record) : NULL;
  if (handover == NULL || strcmp (record->kind, "handover") != 0 ||
      amia_record_is_removed (record) || handover->confirmed != NULL || handover->to == NULL)
    {
      g_set_error_literal (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID,
                           "Failed to confirm: there is no such handover that waits");
      return FALSE;
    }

  amia_edits_set_string (edits, "handover", id, &handover->case_id, "confirmed", today);
  return end_memberships (store, handover, today, edits, error) &&
         amia_store_commit (store, edits, NULL, error);
}
