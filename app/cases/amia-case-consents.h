/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_CONSENTS (amia_case_consents_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseConsents, amia_case_consents, AMIA, CASE_CONSENTS, GtkWidget)

/**
 * AmiaCaseConsents:
 *
 * The consents of a case: registering one, the same one for one's own agency, and withdrawing.
 */

/**
 * amia_case_consents_set_replica:
 * @view: the view
 * @replica: the replica
 */
void amia_case_consents_set_replica (AmiaCaseConsents *view,
                                     AmiaReplica      *replica);

/**
 * amia_case_consents_set_snapshot:
 * @view: the view
 * @snapshot: the case as it is now
 */
void amia_case_consents_set_snapshot (AmiaCaseConsents *view,
                                      AmiaCaseSnapshot *snapshot);

G_END_DECLS
