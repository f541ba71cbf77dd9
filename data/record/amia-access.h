/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-change.h"
#include "amia-record.h"

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
 * AmiaConsentPolicy:
 * @AMIA_CONSENT_RECORDED: consents are kept but membership alone decides
 * @AMIA_CONSENT_ENFORCED: contents cross between agencies only by a consent valid today
 *
 * How far the server goes.
 */
typedef enum
{
  AMIA_CONSENT_RECORDED,
  AMIA_CONSENT_ENFORCED,
} AmiaConsentPolicy;

/**
 * AmiaVerdict:
 * @AMIA_VERDICT_YES: allowed
 * @AMIA_VERDICT_NOT_MEMBER: not, or no longer, in the case's team
 * @AMIA_VERDICT_NOT_PAIR: only the two caseworkers may: the members with the role `caseworker`
 *   whose agency is FK or AF (during a handover there may be more than two)
 * @AMIA_VERDICT_NO_CONSENT: no consent valid today lets the area go to that agency
 * @AMIA_VERDICT_OWN_AGENCY: an op without a known area stays in its own agency
 * @AMIA_VERDICT_NOT_AUTHOR: it is not changed again, or only by the agency that recorded it
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
} AmiaVerdict;

/**
 * AmiaCaseAccess:
 *
 * The facts that decide who may see what of one case: its members and consents, read from their
 * records. Where two people wrote different facts at the same time the most restrictive reading
 * wins: the latest start, the earliest end, the fewest parties and areas.
 */
typedef struct _AmiaCaseAccess AmiaCaseAccess;

/**
 * amia_case_access_new:
 *
 * Returns: (transfer full): the access of a case of which nothing is known: nobody's
 */
AmiaCaseAccess *amia_case_access_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_access_add:
 * @access: a case's access
 * @record: a record of kind `member` or `consent` of that case; others are passed over
 * @agency: the agency of the record's author. A consent releases that agency's contents only
 *
 * Adds the facts of one record. `from`, `to`, `valid-from` and `valid-to` are days that count
 * themselves; without one, always. `withdrawn` is the first day that a consent no longer is valid.
 * A removed member record gives nothing, nor does a record with a fact that can't be understood.
 */
void amia_case_access_add (AmiaCaseAccess   *access,
                           const AmiaRecord *record,
                           const char       *agency);

/**
 * amia_case_access_is_member:
 * @access: a case's access
 * @user: an account's name
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * Returns: %TRUE if @user is in the team on that day
 */
gboolean amia_case_access_is_member (const AmiaCaseAccess *access,
                                     const char           *user,
                                     const char           *today);

/**
 * amia_case_access_list_members:
 * @access: a case's access
 * @today: `YYYY-MM-DD`
 *
 * Returns: (transfer container) (element-type utf8): the users in the team on that day, sorted;
 *   the names live as long as @access
 */
GPtrArray *amia_case_access_list_members (const AmiaCaseAccess *access,
                                          const char           *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_access_free:
 * @access: (transfer full): a case's access
 */
void amia_case_access_free (AmiaCaseAccess *access);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseAccess, amia_case_access_free)

/**
 * amia_may_read:
 * @access: (nullable): the access of the op's case; for a participant, of the case it is reached
 *   through. %NULL for a record without a case
 * @policy: whether consents are enforced
 * @reader: who wants to read
 * @op: an op
 * @author: the account that wrote it
 * @agency: the agency that wrote it
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * Whether @reader may see @op. Pure: decides from its arguments alone, the same on server and
 * laptop: scope first, then the envelope, then own agency or a valid consent for the area.
 *
 * What is in no case yet (@access %NULL) is its author's only. An op with sources is visible to who
 * may see it and every one of its sources: the caller asks for each.
 *
 * Returns: %AMIA_VERDICT_YES or the reason why not
 */
AmiaVerdict amia_may_read (const AmiaCaseAccess *access,
                           AmiaConsentPolicy     policy,
                           const AmiaReader     *reader,
                           const AmiaOp         *op,
                           const char           *author,
                           const char           *agency,
                           const char           *today);

/**
 * amia_may_write:
 * @access: (nullable): the access of the op's case before the change, %NULL if the case is new (or
 *   the record has none)
 * @writer: who wants to write
 * @op: an op
 * @owner_agency: (nullable): the agency that first wrote the record, %NULL if it is new
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * Whether @writer may make this change. Members write; members add members; whoever creates a case
 * becomes its first member in the same change; a record of an append-only kind is never written
 * again, but for a consent's withdrawal by the agency that recorded it; whether an identity is
 * protected is said by the agency that registered the person. What exists outside any case is
 * written by its own agency.
 *
 * That a record keeps its kind and case is not decided here: the caller must refuse an op whose
 * kind or case is another than the record's, or somebody could write into a case by way of their
 * own.
 *
 * Returns: %AMIA_VERDICT_YES or the reason why not
 */
AmiaVerdict amia_may_write (const AmiaCaseAccess *access,
                            const AmiaReader     *writer,
                            const AmiaOp         *op,
                            const char           *owner_agency,
                            const char           *today);

G_END_DECLS
