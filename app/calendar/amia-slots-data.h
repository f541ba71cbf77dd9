/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-agenda.h"

G_BEGIN_DECLS

/**
 * AmiaLostBooking:
 * @booking: an own booking whose time somebody else got
 * @meeting: its meeting
 * @case_id: the meeting's case
 * @words: what that is and when
 */
typedef struct
{
  AmiaUuid booking;
  AmiaUuid meeting;
  AmiaUuid case_id;
  char    *words;
} AmiaLostBooking;

/**
 * AmiaSlotsData:
 * @slots: (element-type AmiaSlotItem): all free times that are to come
 * @lost: (element-type AmiaLostBooking): own meetings without a time
 *
 * What the page of free times shows, read in one go.
 */
typedef struct
{
  GPtrArray *slots;
  GPtrArray *lost;
} AmiaSlotsData;

void amia_slots_data_free (AmiaSlotsData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSlotsData, amia_slots_data_free)

/**
 * amia_slots_data_load:
 * @store: a store
 * @data: (nullable): not looked at
 * @cancellable: (nullable): not looked at
 * @error: return location
 *
 * An #AmiaReplicaFunc.
 *
 * Returns: (transfer full): an #AmiaSlotsData, or %NULL on error
 */
gpointer amia_slots_data_load (AmiaStore    *store,
                               gpointer      data,
                               GCancellable *cancellable,
                               GError      **error);

/**
 * amia_slots_settle:
 * @slot: a free time that was booked twice
 * @booking: the booking that shall have it
 *
 * Returns: (transfer full): the action that says so to everybody
 */
AmiaEdits *amia_slots_settle (const char *slot,
                              const char *booking) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_slots_move:
 * @lost: an own meeting whose time somebody else got
 * @slot: a free time to have instead
 * @user: who books
 *
 * Returns: (transfer full): the action: meeting and booking move, the old booking goes
 */
AmiaEdits *amia_slots_move (const AmiaLostBooking *lost,
                            const AmiaSlotItem    *slot,
                            const char            *user) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaSlotSeries:
 * @plan: when
 * @team: (nullable): for which team
 * @kind: (nullable): for which kind of meeting
 * @place: (nullable): where
 * @days_ahead: how many days before it is to be booked at the latest
 */
typedef struct
{
  AmiaSlotPlan plan;
  const char  *team;
  const char  *kind;
  const char  *place;
  int          days_ahead;
} AmiaSlotSeries;

/**
 * amia_slots_publish:
 * @series: times of each week
 * @user: whose they are
 * @n_slots: (out): how many there are
 *
 * Returns: (transfer full): the action that publishes them
 */
AmiaEdits *amia_slots_publish (const AmiaSlotSeries *series,
                               const char           *user,
                               guint                *n_slots) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
