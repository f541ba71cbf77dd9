/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-local-time.h"

G_BEGIN_DECLS

/**
 * AmiaSlotBooking:
 * @id: the booking's record, an id that begins with the time at which it was made (UUIDv7)
 * @slot: the free time that it takes
 *
 * Somebody has booked a time.
 */
typedef struct
{
  const char *id;
  const char *slot;
} AmiaSlotBooking;

/**
 * AmiaSlotChoice:
 * @booking: the booking that shall have the time
 * @slot: the time
 * @made: when that was said, comparable with others'
 *
 * Somebody has settled a double booking.
 */
typedef struct
{
  const char *booking;
  const char *slot;
  guint64     made;
} AmiaSlotChoice;

/**
 * AmiaSlotState:
 * @AMIA_SLOT_FREE: nobody has booked it
 * @AMIA_SLOT_BOOKED: it is somebody's
 * @AMIA_SLOT_DOUBLE: two have booked it without having seen each other, and nobody has chosen
 *
 * How a published time stands.
 */
typedef enum
{
  AMIA_SLOT_FREE,
  AMIA_SLOT_BOOKED,
  AMIA_SLOT_DOUBLE,
} AmiaSlotState;

/**
 * AmiaSlotOutcome:
 * @state: how it stands
 * @winner: (nullable): the booking that has the time; of a double booking the one made first, which
 *   is what is suggested
 * @n_bookings: how many want it
 *
 * Who got a time.
 */
typedef struct
{
  AmiaSlotState state;
  const char   *winner;
  guint         n_bookings;
} AmiaSlotOutcome;

/**
 * amia_slot_settle:
 * @slot: a published time
 * @bookings: (array length=n_bookings): bookings, of other times too
 * @n_bookings: how many
 * @choices: (array length=n_choices): what was settled
 * @n_choices: how many
 * @outcome: (out caller-allocates): who got it; borrows from @bookings
 *
 * The same on every laptop that knows the same, in whatever order it came to know it. A choice
 * counts as long as the booking that it names is there; of several the one made last counts, so
 * that a mistake can be mended.
 */
void amia_slot_settle (const char            *slot,
                       const AmiaSlotBooking *bookings,
                       gsize                  n_bookings,
                       const AmiaSlotChoice  *choices,
                       gsize                  n_choices,
                       AmiaSlotOutcome       *outcome);

/**
 * amia_slot_is_open:
 * @start: when a published time begins
 * @days_ahead: how many days before it is to be booked at the latest; 0 for none
 * @now: the time it is
 *
 * A time that is to be booked a week ahead may be booked on the same day of the week before, until
 * midnight.
 *
 * Returns: %TRUE if it may still be booked
 */
gboolean amia_slot_is_open (AmiaLocalTime start,
                            int           days_ahead,
                            AmiaLocalTime now);

/**
 * AmiaSlotPlan:
 * @weekday: the day of the week
 * @from: when the first begins, in minutes after midnight
 * @to: when the last has ended
 * @length: how long each is, in minutes
 * @n_weeks: every how many weeks, 1 for each
 * @first: the first day on which there may be some
 * @last: the last
 *
 * Times that are set aside each week.
 */
typedef struct
{
  GDateWeekday weekday;
  int          from;
  int          to;
  int          length;
  guint        n_weeks;
  GDate        first;
  GDate        last;
} AmiaSlotPlan;

/**
 * amia_slot_plan_init_talks:
 * @plan: (out caller-allocates): a plan from @first to @last
 * @first: the first day
 * @last: the last day
 *
 * The talks of all parties (*flerpartssamtal*) as they are in Kävlinge: Mondays 10 to 12, an hour
 * each. They are to be booked %AMIA_SLOT_TALK_DAYS_AHEAD days ahead.
 */
void amia_slot_plan_init_talks (AmiaSlotPlan *plan,
                                const GDate  *first,
                                const GDate  *last);

#define AMIA_SLOT_TALK_DAYS_AHEAD 7

/**
 * amia_slot_plan_list:
 * @plan: a plan
 *
 * The times of a plan, but none on a day that is free (amia_workday_is_free()). At most 1000.
 *
 * Returns: (transfer full) (element-type AmiaStretch): the times, in order
 */
GArray *amia_slot_plan_list (const AmiaSlotPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
