/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_PARTICIPANT (amia_case_participant_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseParticipant, amia_case_participant, AMIA, CASE_PARTICIPANT, GtkWidget)

/**
 * AmiaCaseParticipant:
 *
 * What is known of the participant, each field kept when it is left. A field with two versions
 * shows both in its place.
 */

/**
 * amia_case_participant_new:
 * @replica: the replica
 *
 * Returns: (transfer floating): the view, empty
 */
GtkWidget *amia_case_participant_new (AmiaReplica *replica);

/**
 * amia_case_participant_set_snapshot:
 * @view: the view
 * @snapshot: the case as it is now
 */
void amia_case_participant_set_snapshot (AmiaCaseParticipant *view,
                                         AmiaCaseSnapshot    *snapshot);

G_END_DECLS
