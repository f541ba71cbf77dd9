/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-record-remove.h"

#include <glib/gi18n.h>

#include "amia-kinds.h"
#include "amia-report.h"

typedef struct
{
  GtkWidget   *from;
  AmiaReplica *replica;
  const char  *kind;
  AmiaUuid     id;
  AmiaUuid     case_id;
} Removal;

static void
free_removal (gpointer  data,
              GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->from);
  g_object_unref (removal->replica);
  g_free (removal);
}

static void
write_removed (const Removal *removal,
               const char    *value)
{
  const AmiaUuid *case_id = amia_uuid_is_nil (&removal->case_id) ? NULL : &removal->case_id;
  AmiaEdits      *edits = amia_edits_new ();

  amia_edits_set (edits, removal->kind, &removal->id, case_id, "removed", NULL, value);
  amia_report_commit (removal->from, removal->replica, edits);
}

static void
undo_cb (const Removal *removal)
{
  write_removed (removal, "false");
}

void
amia_record_remove (GtkWidget      *from,
                    AmiaReplica    *replica,
                    const char     *kind,
                    const AmiaUuid *id,
                    const AmiaUuid *case_id,
                    const char     *words)
{
  Removal *removal = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (amia_kind_find (kind) != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (words != NULL);

  removal = g_new0 (Removal, 1);
  removal->from = g_object_ref (from);
  removal->replica = g_object_ref (replica);
  removal->kind = amia_kind_find (kind)->name;
  removal->id = *id;
  if (case_id != NULL)
    removal->case_id = *case_id;

  write_removed (removal, "true");
  amia_report_with_button (from, words, _ ("Undo"), G_CALLBACK (undo_cb), removal, free_removal);
}
