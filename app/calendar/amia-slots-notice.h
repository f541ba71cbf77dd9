/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SLOTS_NOTICE (amia_slots_notice_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSlotsNotice, amia_slots_notice, AMIA, SLOTS_NOTICE, GtkWidget)

/**
 * AmiaSlotsNotice:
 *
 * Says above the calendar, whichever days it shows, that a free time to come has been booked twice,
 * or that one of one's own meetings has lost its time to somebody else, and leads to where that is
 * settled (`page.slots`). Not visible while there is nothing to settle. For use in a template, by
 * its name.
 */

/**
 * amia_slots_notice_load:
 * @self: the notice
 * @replica: the replica
 *
 * Reads, and again whenever something has changed there. To be called once. An error is left to the
 * page of free times, which reads the same.
 */
void amia_slots_notice_load (AmiaSlotsNotice *self,
                             AmiaReplica     *replica);

G_END_DECLS
