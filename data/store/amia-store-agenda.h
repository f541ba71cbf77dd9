/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-local-time.h"
#include "amia-slots.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaAgendaKinds:
 * @AMIA_AGENDA_MEETINGS: meetings of cases
 * @AMIA_AGENDA_OCCASIONS: what is not one participant's; each time of what recurs is an item
 * @AMIA_AGENDA_SLOTS: published free times
 * @AMIA_AGENDA_ABSENCES: who is away
 *
 * What stands in a calendar.
 */
typedef enum
{
  AMIA_AGENDA_MEETINGS = 1 << 0,
  AMIA_AGENDA_OCCASIONS = 1 << 1,
  AMIA_AGENDA_SLOTS = 1 << 2,
  AMIA_AGENDA_ABSENCES = 1 << 3,
} AmiaAgendaKinds;

#define AMIA_AGENDA_ALL ((AmiaAgendaKinds) 0xf)

/**
 * AmiaAgendaQuery:
 * @from: the first minute
 * @to: the first minute that is not asked about
 * @kinds: what to list
 * @mine: only what concerns the reader: meetings of cases whose team the reader is in today, what
 *   names the reader as taking part, and own times and absences
 * @case_id: (nullable): only what belongs to this case
 * @limit: at most so many, the earliest; 0 for all
 *
 * A stretch of the calendar. What begins before @from and is not over is in it.
 */
typedef struct
{
  AmiaLocalTime   from;
  AmiaLocalTime   to;
  AmiaAgendaKinds kinds;
  gboolean        mine;
  const AmiaUuid *case_id;
  guint           limit;
} AmiaAgendaQuery;

/**
 * AmiaAgendaItem:
 * @kind: the record's kind: `meeting`, `occasion`, `slot` or `absence`
 * @id: the record
 * @case_id: its case, nil for none
 * @what: (nullable): the kind of meeting, see amia_meeting_find_kind()
 * @title: (nullable): what it is called
 * @start: when it begins
 * @end: when it ends
 * @is_all_day: whether it has days and no time of day
 * @place: (nullable): where
 * @km: how far that is, less than 0 if nobody has said
 * @status: (nullable): `planned`, `held`, `cancelled` or `missed`
 * @participants: (nullable): who takes part, a JSON array of strings; see
 *   amia_agenda_item_dup_participants()
 * @rule: (nullable): how it recurs
 * @user: (nullable): whose free time or absence it is
 * @person: (nullable): what that account's owner is called
 * @team: (nullable): which team's
 * @days_ahead: how many days before a free time is to be booked
 * @slot: (nullable): the free time that a meeting was booked in
 * @form: (nullable): its minutes
 * @uid: (nullable): what a calendar that it came from calls it
 * @name: (nullable): the participant's name; %NULL with @is_protected
 * @case_title: (nullable): what the case is called
 * @is_protected: protected identity: nothing of this may be said of whom it is about
 *
 * Something that has a time.
 */
typedef struct
{
  char         *kind;
  AmiaUuid      id;
  AmiaUuid      case_id;
  char         *what;
  char         *title;
  AmiaLocalTime start;
  AmiaLocalTime end;
  gboolean      is_all_day;
  char         *place;
  double        km;
  char         *status;
  char         *participants;
  char         *rule;
  char         *user;
  char         *person;
  char         *team;
  int           days_ahead;
  char         *slot;
  char         *form;
  char         *uid;
  char         *name;
  char         *case_title;
  gboolean      is_protected;
} AmiaAgendaItem;

void amia_agenda_item_free (AmiaAgendaItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaAgendaItem, amia_agenda_item_free)

/**
 * amia_agenda_item_dup_participants:
 * @item: an item
 *
 * Returns: (transfer full) (array zero-terminated=1): who takes part, as it was written
 */
char **amia_agenda_item_dup_participants (const AmiaAgendaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_list_agenda:
 * @store: a store
 * @query: which
 * @error: return location
 *
 * Reads the projection and no record: a month of ten thousand cases takes some tens of
 * milliseconds.
 *
 * Returns: (transfer container) (element-type AmiaAgendaItem): by beginning, then by id; or %NULL
 *   on error
 */
GPtrArray *amia_store_list_agenda (AmiaStore             *store,
                                   const AmiaAgendaQuery *query,
                                   GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaBookingItem:
 * @id: the booking
 * @user: (nullable): who booked
 * @person: (nullable): what that account's owner is called
 * @agency: (nullable): for which agency
 * @meeting: (nullable): the meeting that it was booked for, if that can be seen here
 * @is_own: whether the reader's agency made it, and so may take it back
 *
 * Somebody has booked a free time.
 */
typedef struct
{
  char    *id;
  char    *user;
  char    *person;
  char    *agency;
  char    *meeting;
  gboolean is_own;
} AmiaBookingItem;

void amia_booking_item_free (AmiaBookingItem *booking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaBookingItem, amia_booking_item_free)

/**
 * AmiaSlotItem:
 * @time: the free time
 * @state: how it stands
 * @winner: (nullable): the booking that has it, or would have it by the order of booking
 * @is_open: whether it may be booked: it is free, and not too late
 * @bookings: (element-type AmiaBookingItem): all bookings of it, the one made first first
 *
 * A published free time and who wants it.
 */
typedef struct
{
  AmiaAgendaItem *time;
  AmiaSlotState   state;
  char           *winner;
  gboolean        is_open;
  GPtrArray      *bookings;
} AmiaSlotItem;

void amia_slot_item_free (AmiaSlotItem *slot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSlotItem, amia_slot_item_free)

/**
 * AmiaSlotQuery:
 * @from: the first minute
 * @to: the first minute that is not asked about
 * @now: the time it is, which decides what may still be booked
 * @only_open: only times that may be booked
 * @only_double: only times that two have booked and nobody has settled
 * @id: (nullable): only this time, whenever it is
 * @limit: at most so many; 0 for all
 *
 * Which free times.
 */
typedef struct
{
  AmiaLocalTime   from;
  AmiaLocalTime   to;
  AmiaLocalTime   now;
  gboolean        only_open;
  gboolean        only_double;
  const AmiaUuid *id;
  guint           limit;
} AmiaSlotQuery;

/**
 * amia_store_list_slots:
 * @store: a store
 * @query: which
 * @error: return location
 *
 * Returns: (transfer container) (element-type AmiaSlotItem): by beginning; or %NULL on error
 */
GPtrArray *amia_store_list_slots (AmiaStore           *store,
                                  const AmiaSlotQuery *query,
                                  GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_find_by_uid:
 * @store: a store
 * @uid: what a calendar calls it
 * @id: (out): the record
 * @case_id: (out): its case, nil for none
 * @error: return location
 *
 * Returns: %TRUE if there is a meeting or occasion of that name here; %FALSE too on error
 */
gboolean amia_store_find_by_uid (AmiaStore  *store,
                                 const char *uid,
                                 AmiaUuid   *id,
                                 AmiaUuid   *case_id,
                                 GError    **error);

G_END_DECLS
