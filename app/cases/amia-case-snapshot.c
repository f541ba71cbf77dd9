/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-snapshot.h"

#include <string.h>

/* Plain structs and what can be asked of them; how they are read is in amia-case-snapshot-load.c.
 */

static void
free_member (gpointer data)
{
  AmiaCaseMember *member = data;

  g_free (member->user);
  g_free (member->name);
  g_free (member->role);
  g_free (member->agency);
  g_free (member->from);
  g_free (member->to);
  g_free (member);
}

static void
free_visit (gpointer data)
{
  AmiaCaseVisit *visit = data;

  g_free (visit->step);
  g_free (visit->from);
  g_free (visit->to);
  g_free (visit->note);
  g_free (visit);
}

static void
free_note (gpointer data)
{
  AmiaCaseNote *note = data;

  g_free (note->kind);
  g_free (note->date);
  g_free (note->headline);
  g_free (note->text);
  g_free (note->author);
  g_free (note->agency);
  g_free (note->cites);
  g_strfreev (note->colleagues);
  g_free (note);
}

static void
free_form (gpointer data)
{
  AmiaCaseForm *form = data;

  g_free (form->title);
  g_free (form->status);
  g_free (form->author);
  g_free (form->agency);
  g_free (form);
}

static void
free_consent (gpointer data)
{
  AmiaCaseConsent *consent = data;

  g_free (consent->kind);
  g_strfreev (consent->parties);
  g_strfreev (consent->areas);
  g_free (consent->valid_from);
  g_free (consent->valid_to);
  g_free (consent->note);
  g_free (consent->signed_on);
  g_free (consent->withdrawn);
  g_free (consent->author);
  g_free (consent->agency);
  g_free (consent);
}

AmiaCaseSnapshot *
amia_case_snapshot_new_empty (void)
{
  AmiaCaseSnapshot *snapshot = g_new0 (AmiaCaseSnapshot, 1);

  g_atomic_ref_count_init (&snapshot->ref_count);
  snapshot->members = g_ptr_array_new_with_free_func (free_member);
  snapshot->visits = g_ptr_array_new_with_free_func (free_visit);
  snapshot->notes = g_ptr_array_new_with_free_func (free_note);
  snapshot->forms = g_ptr_array_new_with_free_func (free_form);
  snapshot->consents = g_ptr_array_new_with_free_func (free_consent);
  return snapshot;
}

char *
amia_case_snapshot_dup_string (const AmiaCaseSnapshot *snapshot,
                               const char             *field)
{
  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);

  return snapshot->participant != NULL ? amia_record_dup_string (snapshot->participant, field)
                                       : NULL;
}

guint
amia_case_snapshot_count_visits (const AmiaCaseSnapshot *snapshot,
                                 const char             *step)
{
  guint n_visits = 0;

  g_return_val_if_fail (snapshot != NULL, 0);
  g_return_val_if_fail (step != NULL, 0);

  for (guint i = 0; i < snapshot->visits->len; i++)
    {
      const AmiaCaseVisit *visit = g_ptr_array_index (snapshot->visits, i);

      n_visits += g_strcmp0 (visit->step, step) == 0;
    }

  return n_visits;
}

const AmiaCaseVisit *
amia_case_snapshot_get_visit (const AmiaCaseSnapshot *snapshot)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  for (guint i = snapshot->visits->len; i > 0; i--)
    {
      const AmiaCaseVisit *visit = g_ptr_array_index (snapshot->visits, i - 1);

      if (visit->to == NULL)
        return visit;
    }

  return NULL;
}

char *
amia_case_draft_name (const AmiaUuid *case_id)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_val_if_fail (case_id != NULL, NULL);

  return g_strconcat ("draft/journal/", amia_uuid_print (case_id, text), NULL);
}

AmiaCaseSnapshot *
amia_case_snapshot_ref (AmiaCaseSnapshot *snapshot)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  g_atomic_ref_count_inc (&snapshot->ref_count);
  return snapshot;
}

void
amia_case_snapshot_unref (AmiaCaseSnapshot *snapshot)
{
  g_return_if_fail (snapshot != NULL);

  if (!g_atomic_ref_count_dec (&snapshot->ref_count))
    return;

  g_clear_pointer (&snapshot->row, amia_case_row_free);
  g_clear_pointer (&snapshot->record, amia_record_free);
  g_clear_pointer (&snapshot->participant, amia_record_free);
  g_ptr_array_unref (snapshot->members);
  g_ptr_array_unref (snapshot->visits);
  g_ptr_array_unref (snapshot->notes);
  g_ptr_array_unref (snapshot->forms);
  g_ptr_array_unref (snapshot->consents);
  g_clear_pointer (&snapshot->shares, g_ptr_array_unref);
  g_clear_pointer (&snapshot->sharing, amia_case_sharing_free);
  g_clear_pointer (&snapshot->forgets, amia_forgets_response_free);
  g_free (snapshot->today);
  g_strfreev (snapshot->colleagues);
  g_free (snapshot->draft);
  g_free (snapshot);
}
