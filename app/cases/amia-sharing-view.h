/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SHARING_VIEW (amia_sharing_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSharingView, amia_sharing_view, AMIA, SHARING_VIEW, GtkWidget)

/**
 * AmiaSharingView:
 *
 * The answer that a participant may ask for: who sees what, on which consent, since when, and how
 * far it has come; and what was shared before. Printed for them with one button.
 */

/**
 * amia_sharing_view_set_replica:
 * @view: the view
 * @replica: the replica
 */
void amia_sharing_view_set_replica (AmiaSharingView *view,
                                    AmiaReplica     *replica);

/**
 * amia_sharing_view_set_snapshot:
 * @view: the view
 * @snapshot: the case as it is now
 */
void amia_sharing_view_set_snapshot (AmiaSharingView  *view,
                                     AmiaCaseSnapshot *snapshot);

G_END_DECLS
