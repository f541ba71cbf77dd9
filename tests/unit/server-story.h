/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server-desk.h"

G_BEGIN_DECLS

/* Stories about consent, as a caseworker would tell them: who writes and records what, when laptops
 * are in contact, and who can see what then. Lines end with semicolons. After every round the
 * checker in server-desk.c compares what came with what amia_rights_allow () says, worked out anew;
 * at the end of a story everybody holds exactly what they may.
 *
 *     anna found C            a case; with "of P", about participant P
 *     anna person P           registers a participant
 *     anna protect P          and anna unprotect P
 *     anna add C bertil       into the team; with "role ROLE", "from D" or "until D", D days from now
 *     anna end C bertil       and anna back C bertil
 *     anna note C N AREA      writes journal entry N
 *     anna goal C N AREA      writes, or writes over, the text of goal N; "by M": with M's text in it
 *     anna consent C N AF AREAS   "until D"; AREAS with commas between, or all; "by" "to" as written
 *     anna withdraw C N
 *     anna open C
 *     sync anna bertil …      everybody: sync all
 *     has bertil note N       lacks bertil note N; also goal, title C, name P
 *     heads bertil goal N K   K values stand side by side
 *     escrow bertil K         K of his changes wait
 *     opened anna K           she was told of K openings
 *     days K                  K days pass
 *     restart                 the server is started anew
 */

typedef struct
{
  Office    *office;
  GPtrArray *desks; /* of Desk: anna and disa of FK, bertil of AF, cilla of care */
} Stage;

#define STAGE_DAY_MS (24ll * 60 * 60 * 1000)

void stage_open (Stage *stage);
void stage_clear (Stage *stage);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stage, stage_clear)

Desk *stage_find_desk (const Stage *stage,
                       const char  *user);
void  stage_run (Stage      *stage,
                 const char *text);

/* Everybody in contact, twice, so that what one brings reaches the other; then nobody holds an op
 * more or less than they may. */
void stage_finish (Stage *stage);

G_END_DECLS
