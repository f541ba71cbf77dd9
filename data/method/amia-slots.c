/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-slots.h"

#include <string.h>

#include "amia-workday.h"

/* Published free times. Two offices may book the same one without a network; then nothing is taken
 * from either of them until somebody chooses. */

#define STRETCHES_MAX 1000

static const AmiaSlotBooking *
find_booking (const char            *id,
              const char            *slot,
              const AmiaSlotBooking *bookings,
              gsize                  n_bookings)
{
  for (gsize i = 0; i < n_bookings; i++)
    {
      if (strcmp (bookings[i].slot, slot) == 0 && strcmp (bookings[i].id, id) == 0)
        return &bookings[i];
    }

  return NULL;
}

/* Two that were made in the same moment are told apart by what they name. */
static gboolean
is_later (const AmiaSlotChoice *choice,
          const AmiaSlotChoice *than)
{
  return than == NULL || choice->made > than->made ||
         (choice->made == than->made && strcmp (choice->booking, than->booking) > 0);
}

void
amia_slot_settle (const char            *slot,
                  const AmiaSlotBooking *bookings,
                  gsize                  n_bookings,
                  const AmiaSlotChoice  *choices,
                  gsize                  n_choices,
                  AmiaSlotOutcome       *outcome)
{
  const AmiaSlotChoice *choice = NULL;

  g_return_if_fail (slot != NULL);
  g_return_if_fail (outcome != NULL);

  *outcome = (AmiaSlotOutcome){ AMIA_SLOT_FREE, NULL, 0 };
  for (gsize i = 0; i < n_bookings; i++)
    {
      if (strcmp (bookings[i].slot, slot) != 0)
        continue;
      outcome->n_bookings++;
      if (outcome->winner == NULL || strcmp (bookings[i].id, outcome->winner) < 0)
        outcome->winner = bookings[i].id;
    }
  if (outcome->n_bookings > 0)
    outcome->state = outcome->n_bookings == 1 ? AMIA_SLOT_BOOKED : AMIA_SLOT_DOUBLE;

  for (gsize i = 0; i < n_choices; i++)
    {
      if (strcmp (choices[i].slot, slot) == 0 && is_later (&choices[i], choice) &&
          find_booking (choices[i].booking, slot, bookings, n_bookings) != NULL)
        choice = &choices[i];
    }
  if (choice != NULL)
    {
      outcome->state = AMIA_SLOT_BOOKED;
      outcome->winner = find_booking (choice->booking, slot, bookings, n_bookings)->id;
    }
}

gboolean
amia_slot_is_open (AmiaLocalTime start,
                   int           days_ahead,
                   AmiaLocalTime now)
{
  return start > now &&
         start / AMIA_DAY_MINUTES - now / AMIA_DAY_MINUTES >= MAX (days_ahead, 0);
}

void
amia_slot_plan_init_talks (AmiaSlotPlan *plan,
                           const GDate  *first,
                           const GDate  *last)
{
  g_return_if_fail (plan != NULL);
  g_return_if_fail (first != NULL && g_date_valid (first));
  g_return_if_fail (last != NULL && g_date_valid (last));

  *plan = (AmiaSlotPlan){ .weekday = G_DATE_MONDAY,
                          .from = 10 * 60,
                          .to = 12 * 60,
                          .length = 60,
                          .n_weeks = 1,
                          .first = *first,
                          .last = *last };
}

static void
add_day (const AmiaSlotPlan *plan,
         const GDate        *day,
         GArray             *stretches)
{
  for (int minute = plan->from;
       minute + plan->length <= plan->to && stretches->len < STRETCHES_MAX;
       minute += plan->length)
    {
      AmiaStretch stretch = { amia_local_time_make (day, minute),
                              amia_local_time_make (day, minute + plan->length) };

      g_array_append_val (stretches, stretch);
    }
}

GArray *
amia_slot_plan_list (const AmiaSlotPlan *plan)
{
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (AmiaStretch));
  GDate day;
  guint n_to_weekday;

  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (plan->length > 0 && plan->n_weeks > 0, NULL);
  g_return_val_if_fail (g_date_valid (&plan->first) && g_date_valid (&plan->last), NULL);

  day = plan->first;
  n_to_weekday = ((guint) plan->weekday + 7 - (guint) g_date_get_weekday (&day)) % 7;
  g_date_add_days (&day, n_to_weekday);
  while (g_date_compare (&day, &plan->last) <= 0 && stretches->len < STRETCHES_MAX)
    {
      if (!amia_workday_is_free (&day))
        add_day (plan, &day, stretches);
      g_date_add_days (&day, 7 * plan->n_weeks);
    }

  return g_steal_pointer (&stretches);
}
