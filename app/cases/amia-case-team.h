/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-case-snapshot.h"
#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_TEAM (amia_case_team_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseTeam, amia_case_team, AMIA, CASE_TEAM, GtkWidget)

/**
 * AmiaCaseTeam:
 *
 * Who is in the team, and which consents there are; adding to both, and ending them. Who sees what
 * on them, and who has removed what they no longer let them see.
 */

/**
 * amia_case_team_new:
 * @session: the session
 *
 * Returns: (transfer floating): the view, empty
 */
GtkWidget *amia_case_team_new (AmiaSession *session);

/**
 * amia_case_team_set_snapshot:
 * @view: the view
 * @snapshot: the case as it is now
 */
void amia_case_team_set_snapshot (AmiaCaseTeam     *view,
                                  AmiaCaseSnapshot *snapshot);

/**
 * amia_case_team_add_colleague:
 * @view: the view
 *
 * Unfolds the fields for one more colleague and puts the focus there.
 */
void amia_case_team_add_colleague (AmiaCaseTeam *view);

G_END_DECLS
