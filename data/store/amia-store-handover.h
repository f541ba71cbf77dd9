/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaHandover:
 * @id: the record
 * @case_id: its case
 * @from: (nullable): the account that lets go
 * @to: (nullable): the account that takes over
 * @from_person: (nullable): what the owner of the first is called
 * @to_person: (nullable): what the owner of the second is called
 * @date: (nullable): when it was offered
 * @confirmed: (nullable): when it was confirmed; until then the case is still @from's
 * @form: the handover document, nil for none
 * @note: (nullable): a word along with it
 *
 * A case goes from one caseworker to another.
 */
typedef struct
{
  AmiaUuid id;
  AmiaUuid case_id;
  char    *from;
  char    *to;
  char    *from_person;
  char    *to_person;
  char    *date;
  char    *confirmed;
  AmiaUuid form;
  char    *note;
} AmiaHandover;

/**
 * amia_handover_free:
 * @handover: (nullable): a handover
 */
void amia_handover_free (AmiaHandover *handover);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaHandover, amia_handover_free)

/**
 * amia_store_list_handovers:
 * @store: a store
 * @case_id: a case
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaHandover): those of the case, the last first; or
 *   %NULL on error
 */
GPtrArray *amia_store_list_handovers (AmiaStore      *store,
                                      const AmiaUuid *case_id,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaHandoverOffer:
 * @case_id: the case
 * @from: the account that lets go
 * @to: the account that is to take over
 * @form: (nullable): the handover document
 * @note: (nullable): a word along with it
 * @is_member: whether @to is in the team already
 * @today: the day
 * @now_ms: the time, for ids
 *
 * Somebody offers a case to a colleague.
 */
typedef struct
{
  const AmiaUuid *case_id;
  const char     *from;
  const char     *to;
  const AmiaUuid *form;
  const char     *note;
  gboolean        is_member;
  const char     *today;
  gint64          now_ms;
} AmiaHandoverOffer;

/**
 * amia_handover_offer:
 * @edits: a user action
 * @offer: what is offered to whom
 *
 * The colleague joins the team, so that they can read what they take over; the leaver stays until
 * they have confirmed.
 */
void amia_handover_offer (AmiaEdits               *edits,
                          const AmiaHandoverOffer *offer);

/**
 * amia_store_confirm_handover:
 * @store: a store
 * @id: the handover
 * @today: the day
 * @error: return location
 *
 * The receiver takes the case over, and the membership of the leaver ends today: one change, so
 * that the case is never without an owner, on no laptop. If the receiver is not a caseworker of the
 * case today (they were taken out again meanwhile), the leaver stays.
 *
 * Returns: %TRUE when it is on disk; else %FALSE with %AMIA_STORE_ERROR_INVALID if there is no such
 *   handover, or one that is confirmed already
 */
gboolean amia_store_confirm_handover (AmiaStore      *store,
                                      const AmiaUuid *id,
                                      const char     *today,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_may_leave:
 * @store: a store
 * @case_id: a case
 * @user: an account
 * @today: the day
 *
 * The rule of the method: no case without an owner.
 *
 * Returns: %TRUE if the case has another caseworker today, or @user is none of its
 */
gboolean amia_store_may_leave (AmiaStore      *store,
                               const AmiaUuid *case_id,
                               const char     *user,
                               const char     *today);

G_END_DECLS
