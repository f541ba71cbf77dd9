/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-record-remove.h"

#include "amia-report.h"

static AmiaEdits *
write_removed (const char     *kind,
               const AmiaUuid *id,
               const AmiaUuid *case_id,
               const char     *value)
{
  AmiaEdits *edits = amia_edits_new ();

  amia_edits_set (edits, kind, id, case_id, "removed", NULL, value);
  return edits;
}

void
amia_record_remove (GtkWidget      *from,
                    AmiaReplica    *replica,
                    const char     *kind,
                    const AmiaUuid *id,
                    const AmiaUuid *case_id,
                    const char     *words)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (kind != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (words != NULL);

  amia_report_commit_undoable (from, replica, write_removed (kind, id, case_id, "true"), words,
                               write_removed (kind, id, case_id, "false"));
}
