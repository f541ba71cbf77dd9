/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_HANDOVER (amia_case_handover_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseHandover, amia_case_handover, AMIA, CASE_HANDOVER, GtkWidget)

/**
 * AmiaCaseHandover:
 *
 * The part of the team's view where a case goes to another caseworker: what is offered and waits,
 * what was handed over before, and the offer of a new one.
 */

/**
 * amia_case_handover_set_case:
 * @view: the view
 * @replica: the replica
 * @case_id: the case to show; reads it anew
 */
void amia_case_handover_set_case (AmiaCaseHandover *view,
                                  AmiaReplica      *replica,
                                  const AmiaUuid   *case_id);

G_END_DECLS
