/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CONSENT_EDITOR (amia_consent_editor_get_type ())
G_DECLARE_FINAL_TYPE (AmiaConsentEditor, amia_consent_editor, AMIA, CONSENT_EDITOR, GtkWidget)

/**
 * AmiaConsentEditor:
 *
 * Registers the consent that a participant has signed: between which agencies, about what, from
 * when to when. It releases the data of the agency that registers it. Written whole in one change.
 * The signal `registered` is emitted when it has been.
 */

/**
 * amia_consent_editor_set_replica:
 * @editor: an editor
 * @replica: the replica
 */
void amia_consent_editor_set_replica (AmiaConsentEditor *editor,
                                      AmiaReplica       *replica);

/**
 * amia_consent_editor_set_case:
 * @editor: an editor
 * @case_id: the case that the consent is of
 */
void amia_consent_editor_set_case (AmiaConsentEditor *editor,
                                   const AmiaUuid    *case_id);

G_END_DECLS
