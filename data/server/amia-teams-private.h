/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-teams.h"

G_BEGIN_DECLS

/* Looking up is in amia-teams.c, working out and writing down in amia-teams-settle.c. */

struct _AmiaTeams
{
  AmiaLedger *ledger;
  gint64      facts; /* how often they had changed when what is at hand was read */
  char       *today;
  GHashTable *accesses;   /* case → AmiaCaseAccess, or NULL when nothing is known of it */
  GHashTable *readers;    /* user → AmiaTeamReader */
  GHashTable *colleagues; /* user → GPtrArray of AmiaColleague */
  GPtrArray  *changes;    /* AmiaTeamChange, until they are taken */
};

typedef struct
{
  GHashTable *reaches;        /* scope → AmiaReach */
  char       *checked_agency; /* the agency that all of them were found to be of */
} AmiaTeamReader;

/* Drops what is known of a case, so that it is read anew. */
void _amia_teams_forget_access (AmiaTeams      *teams,
                                const AmiaUuid *case_id);

/* Keeps a grant in the ledger and at hand. */
gboolean _amia_teams_put_grant (AmiaTeams       *teams,
                                const AmiaGrant *grant,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the text of a grant's rights; of none, none. */
AmiaRights *_amia_teams_read_rights (const char *text,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
