/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-shares.h"
#include "amia-case-snapshot.h"
#include "amia-sheet.h"
#include "amia-store-sharing.h"

G_BEGIN_DECLS

/* Sharing in words, for the screen and for paper. */

/**
 * amia_sharing_words_member:
 * @member: a colleague
 * @own_agency: the agency of who reads this
 *
 * Returns: (transfer full): what the colleague sees of what others have written
 */
char *amia_sharing_words_member (const AmiaMemberSharing *member,
                                 const char              *own_agency) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sharing_words_share:
 * @share: what a consent lets go, or let
 *
 * Returns: (transfer full): since when, until when, and on what: `since 3 March 1914, signed`
 */
char *amia_sharing_words_share (const AmiaShare *share) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sharing_words_held_back:
 * @sharing: a case
 * @own_agency: the agency of who reads this
 *
 * Returns: (transfer full) (nullable): all that explains why something may be missing on the case's
 *   page, a line each: why less is shown here than there was, and what helps; what others in the
 *   team don't share; what the server keeps sealed. %NULL if nothing is missing
 */
char *amia_sharing_words_held_back (const AmiaCaseSharing *sharing,
                                    const char            *own_agency) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sharing_sheet_new:
 * @snapshot: a case
 * @printed_by: who prints it
 *
 * Returns: (transfer full): the participant's own page
 */
AmiaSheet *amia_sharing_sheet_new (AmiaCaseSnapshot *snapshot,
                                   const char       *printed_by) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
