/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-change.h"

G_BEGIN_DECLS

/**
 * AmiaReader:
 * @user: the account's name
 * @agency: the account's domain of secrecy: `FK`, `AF`, `VARD`, `KOMMUN`
 *
 * Somebody who reads or writes.
 */
typedef struct
{
  const char *user;
  const char *agency;
} AmiaReader;

/**
 * AmiaVerdict:
 * @AMIA_VERDICT_YES: allowed
 * @AMIA_VERDICT_NOT_MEMBER: not, or no longer, in the case's team
 * @AMIA_VERDICT_NOT_PAIR: only the two caseworkers may: the members with the role `caseworker`
 *   whose agency is FK or AF (during a handover there may be more than two)
 * @AMIA_VERDICT_NO_CONSENT: no consent valid today lets the area go to that agency
 * @AMIA_VERDICT_OWN_AGENCY: an op without a known area stays in its own agency
 * @AMIA_VERDICT_NOT_AUTHOR: it is not changed again, or only by the agency that recorded it
 * @AMIA_VERDICT_PROTECTED: who is in the team of a protected person is decided by the agency that
 *   registered the person
 *
 * The answer of may_read and may_write, with the reason when it is no. The server acts on it, the
 * program puts it into words.
 */
typedef enum
{
  AMIA_VERDICT_YES,
  AMIA_VERDICT_NOT_MEMBER,
  AMIA_VERDICT_NOT_PAIR,
  AMIA_VERDICT_NO_CONSENT,
  AMIA_VERDICT_OWN_AGENCY,
  AMIA_VERDICT_NOT_AUTHOR,
  AMIA_VERDICT_PROTECTED,
} AmiaVerdict;

/* The longest text that amia_rights_decode() reads. */
#define AMIA_RIGHTS_LENGTH_MAX 16384

/**
 * AmiaRights:
 *
 * What one reader may see of one scope (a case or a participant) on one day: whether they are in
 * the team, whether they are one of the pair, and which areas the other agencies' consents let come
 * to them. Contents of the reader's own agency are implied and never listed.
 *
 * An immutable value; any thread. The server works it out of the facts
 * (amia_case_access_get_rights()), keeps it with the grant and sends it along; the laptop keeps it
 * and hides by it. All questions about reading end in amia_rights_allow().
 */
typedef struct _AmiaRights AmiaRights;

/**
 * amia_rights_new_none:
 *
 * Returns: (transfer full): the rights of who is not in the team: nothing
 */
AmiaRights *amia_rights_new_none (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rights_ref:
 * @rights: some rights
 *
 * Returns: (transfer full): @rights
 */
AmiaRights *amia_rights_ref (AmiaRights *rights);

/**
 * amia_rights_unref:
 * @rights: (transfer full): some rights
 */
void amia_rights_unref (AmiaRights *rights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRights, amia_rights_unref)

/**
 * amia_rights_is_member:
 * @rights: some rights
 *
 * Returns: %TRUE if the reader is in the team: sees the envelope and their own agency's contents
 */
gboolean amia_rights_is_member (const AmiaRights *rights);

/**
 * amia_rights_is_pair:
 * @rights: some rights
 *
 * Returns: %TRUE if the reader is one of the two caseworkers
 */
gboolean amia_rights_is_pair (const AmiaRights *rights);

/**
 * amia_rights_let_come:
 * @rights: some rights
 * @agency: another agency than the reader's
 * @area: an area
 *
 * Returns: %TRUE if contents of that area, written by @agency, come to the reader
 */
gboolean amia_rights_let_come (const AmiaRights *rights,
                               const char       *agency,
                               const char       *area);

/**
 * amia_rights_allow:
 * @rights: (nullable): the reader's rights to the op's scope, or %NULL for what is in no case
 *   (yet): that is its author's only
 * @reader: who wants to read
 * @op: an op
 * @author: (nullable): the account that wrote it; asked for only when @rights is %NULL
 * @agency: the agency that wrote it
 *
 * Whether the reader may see @op: scope first, then the envelope, then own agency, then the area;
 * the first no is the answer. The table is at the top of amia-rights.c.
 *
 * An op with sources is visible to who may see it and every one of its sources: the caller asks
 * for each.
 *
 * Returns: %AMIA_VERDICT_YES or the reason why not
 */
AmiaVerdict amia_rights_allow (const AmiaRights *rights,
                               const AmiaReader *reader,
                               const AmiaOp     *op,
                               const char       *author,
                               const char       *agency);

/**
 * amia_rights_allow_alike:
 * @before: an op that somebody may see by themselves, whatever they may of its sources
 * @op: another op of the same change
 *
 * Most of a change's ops are of one record and one area, and whoever may see one of them may see
 * them all, so that amia_rights_allow() need not be asked of each. What is let through as an
 * envelope says nothing of others.
 *
 * Returns: %TRUE if they may see @op by itself as well; %FALSE says nothing
 */
gboolean amia_rights_allow_alike (const AmiaOp *before,
                                  const AmiaOp *op);

/**
 * amia_rights_contain:
 * @wide: some rights
 * @narrow: others, of the same reader
 *
 * Returns: %TRUE if @wide allows everything that @narrow does; equal rights contain each other
 */
gboolean amia_rights_contain (const AmiaRights *wide,
                              const AmiaRights *narrow);

/**
 * amia_rights_equal:
 * @a: some rights
 * @b: others
 *
 * Returns: %TRUE if they allow the same
 */
gboolean amia_rights_equal (const AmiaRights *a,
                            const AmiaRights *b);

/**
 * amia_rights_join:
 * @a: some rights
 * @b: others, of the same reader
 *
 * What either allows: a person who is reached through several cases is read if any of them allows
 * it.
 *
 * Returns: (transfer full): the joined rights
 */
AmiaRights *amia_rights_join (const AmiaRights *a,
                              const AmiaRights *b) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rights_meet:
 * @a: some rights
 * @b: others, of the same reader
 *
 * What both allow: the laptop shows what the server allowed when they last spoke and what its own
 * facts still allow today.
 *
 * Returns: (transfer full): the rights in common
 */
AmiaRights *amia_rights_meet (const AmiaRights *a,
                              const AmiaRights *b) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rights_keep_own:
 * @rights: some rights
 *
 * The same without what comes from other agencies: what a laptop that was away for longer than its
 * lease may still show.
 *
 * Returns: (transfer full): the narrowed rights
 */
AmiaRights *amia_rights_keep_own (const AmiaRights *rights) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rights_encode:
 * @rights: some rights
 *
 * Writes the canonical JSON, described at the top of amia-rights-codec.c: equal rights are equal
 * bytes.
 *
 * Returns: (transfer full): the text; `null` for who is not a member
 */
char *amia_rights_encode (const AmiaRights *rights) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rights_decode:
 * @text: JSON
 * @error: return location
 *
 * Reads what amia_rights_encode() wrote, here or in another version of the program: members and
 * areas that this one does not know are passed over: an area that is unknown here lets nothing
 * come.
 *
 * Returns: (transfer full): the rights; or %NULL with %AMIA_RECORD_ERROR_MALFORMED, or with
 *   %AMIA_RECORD_ERROR_TOO_LARGE when it is longer than %AMIA_RIGHTS_LENGTH_MAX
 */
AmiaRights *amia_rights_decode (const char *text,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
