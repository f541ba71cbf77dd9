/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-case-access.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

/**
 * AmiaShareState:
 * @AMIA_SHARE_VALID: it lets contents go today
 * @AMIA_SHARE_COMING: its first day is to come
 * @AMIA_SHARE_EXPIRED: its last day has passed
 * @AMIA_SHARE_WITHDRAWN: it was withdrawn before its last day
 * @AMIA_SHARE_UNDATED: it never counts: given by word of mouth on a day that nobody noted
 *
 * Where a consent stands.
 */
typedef enum
{
  AMIA_SHARE_VALID,
  AMIA_SHARE_COMING,
  AMIA_SHARE_EXPIRED,
  AMIA_SHARE_WITHDRAWN,
  AMIA_SHARE_UNDATED,
} AmiaShareState;

/**
 * AmiaShare:
 * @from_agency: whose contents
 * @to_agency: who gets them
 * @area: the area, or `*` for all of them
 * @consent: the consent's record
 * @kind: (nullable): the consent's kind; %NULL when not said or in conflict
 * @since: (nullable): its first day; %NULL for always
 * @until: (nullable): the last day on which it lets contents go, by its dates, by its withdrawal or
 *   by the bound of a spoken one; %NULL for ever. Before @since when that day never came
 * @withdrawn: (nullable): the day it was withdrawn, or is to be
 * @state: where it stands today
 *
 * One line of the answer to "what was shared, with whom, on which consent, since when".
 */
typedef struct
{
  char          *from_agency;
  char          *to_agency;
  char          *area;
  AmiaUuid       consent;
  char          *kind;
  char          *since;
  char          *until;
  char          *withdrawn;
  AmiaShareState state;
} AmiaShare;

/**
 * amia_case_access_list_shares:
 * @access: a case's access
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * Explains what amia_case_access_get_rights() is made of: for every consent, each other agency and
 * area it names, those that have ended too. Something goes from one agency to another today exactly
 * if one of the lines from the one to the other is %AMIA_SHARE_VALID and names the area or `*`.
 * A consent with a fact that can't be understood gives nothing and has no line.
 *
 * Returns: (transfer full) (element-type AmiaShare): the lines, sorted by giver, receiver, area,
 *   first day and consent
 */
GPtrArray *amia_case_access_list_shares (const AmiaCaseAccess *access,
                                         const char           *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_share_free:
 * @share: (transfer full): a line
 */
void amia_share_free (AmiaShare *share);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaShare, amia_share_free)

G_END_DECLS
