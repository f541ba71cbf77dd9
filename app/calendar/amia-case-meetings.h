/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_MEETINGS (amia_case_meetings_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseMeetings, amia_case_meetings, AMIA, CASE_MEETINGS, GtkWidget)

/**
 * AmiaCaseMeetings:
 *
 * The next meetings of a case on its overview, the last one if its outcome has not been said, and
 * the button that books another. For use in a template, by its name.
 */

/**
 * amia_case_meetings_load:
 * @self: the meetings
 * @replica: the replica
 * @case_id: a case
 *
 * Reads and shows them; to be called whenever the case has changed.
 */
void amia_case_meetings_load (AmiaCaseMeetings *self,
                              AmiaReplica      *replica,
                              const AmiaUuid   *case_id);

G_END_DECLS
