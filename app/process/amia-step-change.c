/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-process"

#include "config.h"

#include "amia-step-change.h"

#include <glib/gi18n.h>

#include "amia-report.h"
#include "amia-words.h"

/* The process map and a case's overview change its step in one way, and take it back in one. */

static void
leave (const AmiaStepChange *change,
       AmiaEdits            *edits,
       AmiaEdits            *undo)
{
  for (guint i = 0; i < change->open->len; i++)
    {
      const AmiaUuid *visit = &g_array_index (change->open, AmiaUuid, i);

      amia_edits_set_string (edits, "visit", visit, change->case_id, "to", change->day);
      amia_edits_set (undo, "visit", visit, change->case_id, "to", NULL, "null");
    }
}

static void
enter (const AmiaStepChange *change,
       AmiaEdits            *edits,
       AmiaEdits            *undo)
{
  AmiaUuid visit = amia_uuid_new_v7 (amia_words_now_ms ());

  amia_edits_set_string (edits, "visit", &visit, change->case_id, "step", change->step);
  amia_edits_set_string (edits, "visit", &visit, change->case_id, "from", change->day);
  amia_edits_set (undo, "visit", &visit, change->case_id, "removed", NULL, "true");
}

gboolean
amia_step_change (GtkWidget            *from,
                  AmiaReplica          *replica,
                  const AmiaStepChange *change)
{
  AmiaEdits       *edits = NULL;
  AmiaEdits       *undo = NULL;
  g_autofree char *words = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (from), FALSE);
  g_return_val_if_fail (AMIA_IS_REPLICA (replica), FALSE);
  g_return_val_if_fail (change != NULL && change->day != NULL, FALSE);

  if (change->step == NULL && change->open->len == 0)
    return FALSE;

  edits = amia_edits_new ();
  undo = amia_edits_new ();
  leave (change, edits, undo);
  if (change->step != NULL)
    enter (change, edits, undo);
  words = change->step != NULL ? amia_words_step (change->step)
                               : g_strdup (_ ("The step was left."));
  amia_report_commit_undoable (from, replica, edits, words, undo);
  return TRUE;
}
