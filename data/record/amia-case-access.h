/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-record.h"
#include "amia-rights.h"

G_BEGIN_DECLS

/* The kind of a consent that was given by word of mouth and noted with its day, until there is a
 * signed one. Every other kind is a signed one. */
#define AMIA_CONSENT_KIND_SPOKEN "spoken"

/* Consents on papers of their own: to answer the survey, and to have a disability registered at AF.
 * They name no parties and so let nothing go between agencies. And to send the closing document to
 * a doctor, which lets that area go to care. */
#define AMIA_CONSENT_KIND_SURVEY  "survey"
#define AMIA_CONSENT_KIND_CODING  "coding"
#define AMIA_CONSENT_KIND_CLOSING "closing"

/* How many days a spoken consent stands, the first included. */
#define AMIA_SPOKEN_CONSENT_DAYS 30

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
 * A consent of the kind %AMIA_CONSENT_KIND_SPOKEN needs a `valid-from` and stands for
 * %AMIA_SPOKEN_CONSENT_DAYS days from it at most. A removed member record gives nothing, nor does a
 * record with a fact that can't be understood.
 */
void amia_case_access_add (AmiaCaseAccess   *access,
                           const AmiaRecord *record,
                           const char       *agency);

/**
 * amia_case_access_set_protected:
 * @access: a case's access
 * @owner_agency: the agency that registered the participant
 *
 * The case is about a person whose identity is protected: only those are in the team whom a member
 * record of @owner_agency names, and only that agency writes member records. Counts for what was
 * added before and after.
 */
void amia_case_access_set_protected (AmiaCaseAccess *access,
                                     const char     *owner_agency);

/**
 * amia_case_access_get_owner:
 * @access: a case's access
 *
 * Returns: (nullable): the agency that alone decides who is in the team of a protected person, or
 *   %NULL if the person is not protected
 */
const char *amia_case_access_get_owner (const AmiaCaseAccess *access);

/**
 * amia_participant_is_protected:
 * @participant: a participant's record; one of another kind is nobody's identity
 *
 * Whether the person's identity is protected. Where there are several values, one that is not
 * `false` or null is enough: hiding too much is mended by settling the conflict.
 *
 * Returns: %TRUE if so
 */
gboolean amia_participant_is_protected (const AmiaRecord *participant);

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
 * amia_case_access_get_named:
 * @access: a case's access
 *
 * Everybody whom a member record names, also one that gives nothing: because it has ended, was
 * removed or has not begun, or because others decide who is in the team.
 *
 * Returns: (transfer none) (element-type utf8): the users, each of them once
 */
const GPtrArray *amia_case_access_get_named (const AmiaCaseAccess *access);

/**
 * amia_case_access_get_rights:
 * @access: (nullable): a case's access; %NULL for a case of which nothing is known
 * @reader: who wants to read; without an agency (an account that is not known yet) nothing comes
 *   from any
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * Works out what @reader may see of the case on that day. All questions about reading are answered
 * by this and amia_rights_allow(). For a participant who is reached through several cases, join
 * the rights of each (amia_rights_join()).
 *
 * Returns: (transfer full): the rights; never %NULL
 */
AmiaRights *amia_case_access_get_rights (const AmiaCaseAccess *access,
                                         const AmiaReader     *reader,
                                         const char           *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_access_get_next_day:
 * @access: a case's access
 * @today: `YYYY-MM-DD` in Europe/Stockholm
 *
 * When to ask again: between two such days nobody's rights change unless a fact is written.
 *
 * Returns: (transfer full) (nullable): the first day after @today on which anybody's rights may
 *   change by the date alone, or %NULL if there is none
 */
char *amia_case_access_get_next_day (const AmiaCaseAccess *access,
                                     const char           *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_access_free:
 * @access: (transfer full): a case's access
 */
void amia_case_access_free (AmiaCaseAccess *access);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseAccess, amia_case_access_free)

G_END_DECLS
