/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-access.h"
#include "amia-case-shares.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaConsentShare:
 * @consent: the consent's record
 * @agency: the agency that recorded it, whose contents it releases
 * @kind: (nullable): what kind of consent it is, `spoken` for one that is not signed yet
 * @from_day: (nullable): its first day
 * @to_day: (nullable): the last one that it names
 * @areas: (array zero-terminated=1): what it releases to this member, none if it is not valid on
 *   the day or does not name the member's agency
 *
 * What one consent gives one member.
 */
typedef struct
{
  AmiaUuid consent;
  char    *agency;
  char    *kind;
  char    *from_day;
  char    *to_day;
  char   **areas;
} AmiaConsentShare;

/**
 * AmiaMemberSharing:
 * @user: the account
 * @name: what its owner is called, the account where nobody has said
 * @agency: (nullable): the account's agency, where it is known here
 * @role: (nullable): the role that the membership gives
 * @from_day: (nullable): first day in the team
 * @to_day: (nullable): last day in the team
 * @is_self: it is who asks
 * @rights: what the member may see on the day, by the facts that are here
 * @shares: (element-type AmiaConsentShare): the consents that it rests on, oldest record first
 * @position: how far the member's laptop has come, by the server's number; -1 if it is not known,
 *   which is also so while it is fetching a case
 * @has_all: it holds all that is known here of the case and that the member may see
 * @opened: how far it had come when the case was last opened there, 0 for never
 * @has_opened_all: and that was after the last change that is known here
 *
 * A colleague, and what is shared with them. Somebody whose membership is over is here, too, with
 * rights to nothing.
 */
typedef struct
{
  char       *user;
  char       *name;
  char       *agency;
  char       *role;
  char       *from_day;
  char       *to_day;
  gboolean    is_self;
  AmiaRights *rights;
  GPtrArray  *shares;
  gint64      position;
  gboolean    has_all;
  gint64      opened;
  gboolean    has_opened_all;
} AmiaMemberSharing;

/**
 * AmiaSharingLock:
 * @AMIA_SHARING_OPEN: all is shown that the server gave
 * @AMIA_SHARING_DAY: something ended by date since the server last answered
 * @AMIA_SHARING_LEASE: the laptop was out of contact for too long: only what the own agency wrote
 *   is shown
 * @AMIA_SHARING_OVER: the server has ended the access: nothing is shown, and nothing is kept but
 *   what waits to be sent
 *
 * Why less is shown than there was.
 */
typedef enum
{
  AMIA_SHARING_OPEN,
  AMIA_SHARING_DAY,
  AMIA_SHARING_LEASE,
  AMIA_SHARING_OVER,
} AmiaSharingLock;

/**
 * AmiaCaseSharing:
 * @case_id: the case
 * @day: the day that it is told for
 * @rights: (nullable): what the server gave this reader, %NULL while it has not spoken of the case
 * @effective: (nullable): what is left of it now
 * @lock: why it is less
 * @contact_ms: when the server last answered, by its clock; 0 for never
 * @lease_days: for how many days after that others' contents stay readable
 * @n_waiting: own changes in the case that the server does not have
 * @n_locked: those among them that may no longer be seen here, and go when the server has them
 * @n_escrow: own changes in the case that the server keeps sealed
 * @n_refused: own changes in the case that the server refused and nobody has dealt with
 * @members: (element-type AmiaMemberSharing): who is or was in the team, self first, then by name
 *   of the account
 * @history: (element-type AmiaShare): what was consented to between agencies, ended ones too
 *
 * Who may see what of a case, on which consent, since when, and where it has come.
 */
typedef struct
{
  AmiaUuid        case_id;
  char           *day;
  AmiaRights     *rights;
  AmiaRights     *effective;
  AmiaSharingLock lock;
  gint64          contact_ms;
  int             lease_days;
  guint           n_waiting;
  guint           n_locked;
  guint           n_escrow;
  guint           n_refused;
  GPtrArray      *members;
  GPtrArray      *history;
} AmiaCaseSharing;

void amia_case_sharing_free (AmiaCaseSharing *sharing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseSharing, amia_case_sharing_free)

/**
 * amia_store_load_sharing:
 * @store: a store
 * @case_id: a case
 * @day: (nullable): the day to tell it for, `YYYY-MM-DD`; %NULL for today
 * @error: return location
 *
 * Reads the facts of a case from the log, hidden ones included, and works out what each member may
 * see by the functions that the server decides by.
 *
 * Returns: (transfer full): the answer; without members for a case that is not known here. %NULL
 *   with an #AmiaStoreError, %AMIA_STORE_ERROR_INVALID if @day is none
 */
AmiaCaseSharing *amia_store_load_sharing (AmiaStore      *store,
                                          const AmiaUuid *case_id,
                                          const char     *day,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
