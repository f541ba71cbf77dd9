/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-closing.h"

/* The end of a case. What must be there is read anew at the moment of closing: a word that a
 * colleague changed in the document a second ago makes both approvals void. */

void
amia_case_closing_free (AmiaCaseClosing *closing)
{
  if (closing == NULL)
    return;

  g_free (closing->status);
  g_free (closing->cause);
  g_free (closing->way_on);
  g_free (closing->closed);
  g_free (closing->ali_from);
  g_free (closing->status_90);
  g_free (closing->status_270);
  g_clear_pointer (&closing->process, amia_case_process_free);
  g_free (closing);
}

AmiaCaseClosing *
amia_store_load_closing (AmiaStore      *store,
                         const AmiaUuid *case_id,
                         const char     *today,
                         GError        **error)
{
  g_autoptr (AmiaCaseClosing) closing = g_new0 (AmiaCaseClosing, 1);
  g_autoptr (AmiaRecord) record = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  closing->case_id = *case_id;
  closing->process = amia_store_load_process (store, case_id, today, error);
  if (closing->process == NULL)
    return NULL;
  record = amia_store_load_record (store, case_id, error);
  if (record == NULL)
    return NULL;

  closing->status = amia_record_dup_string (record, "status");
  closing->cause = amia_record_dup_string (record, "outcome");
  closing->way_on = amia_record_dup_string (record, "way-on");
  closing->closed = amia_record_dup_string (record, "closed");
  closing->ali_from = amia_record_dup_string (record, "ali-from");
  closing->status_90 = amia_record_dup_string (record, "status-90");
  closing->status_270 = amia_record_dup_string (record, "status-270");
  return g_steal_pointer (&closing);
}

gboolean
amia_store_close_case (AmiaStore         *store,
                       const AmiaUuid    *case_id,
                       const AmiaClosing *wanted,
                       const char        *today,
                       AmiaClosingFault  *fault,
                       GError           **error)
{
  g_autoptr (AmiaCaseClosing) now = amia_store_load_closing (store, case_id, today, error);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaClosing      check = *wanted;
  const AmiaVisit *visit = NULL;

  *fault = AMIA_CLOSING_POSSIBLE;
  if (now == NULL)
    return FALSE;

  check.status = now->status;
  check.is_approved = now->process->facts.is_closing_approved;
  *fault = amia_closing_check (&check, today);
  if (*fault != AMIA_CLOSING_POSSIBLE)
    return FALSE;

  amia_edits_set_string (edits, "case", case_id, case_id, "status", "closed");
  amia_edits_set_string (edits, "case", case_id, case_id, "closed", wanted->day);
  amia_edits_set_string (edits, "case", case_id, case_id, "outcome", wanted->cause);
  amia_edits_set_string (edits, "case", case_id, case_id, "way-on", wanted->way_on);
  visit = amia_case_process_get_current (now->process);
  if (visit != NULL)
    amia_edits_set_string (edits, "visit", &visit->id, case_id, "to", wanted->day);
  return amia_store_commit (store, edits, NULL, error);
}

void
amia_closing_reopen (AmiaEdits      *edits,
                     const AmiaUuid *case_id)
{
  static const char *const fields[] = { "closed", "outcome", "way-on" };

  g_return_if_fail (edits != NULL);
  g_return_if_fail (case_id != NULL);

  amia_edits_set_string (edits, "case", case_id, case_id, "status", "open");
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    amia_edits_set_string (edits, "case", case_id, case_id, fields[i], NULL);
}
