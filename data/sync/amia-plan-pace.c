/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-plan-private.h"

/* How much at a time, and how often; see the top of amia-plan.c. */

#define QUICK_MS            300
#define SLOW_MS             3000
#define CHANGES_MAX_FLOOR   10
#define POLL_MS_MIN         2000
#define BACK_OFF_MS_SETTLED 100

guint
_amia_plan_get_back_off_cap (AmiaSyncTrouble trouble)
{
  switch (trouble)
    {
    case AMIA_SYNC_TROUBLE_FORBIDDEN:
      return 5 * 60 * 1000;
    case AMIA_SYNC_TROUBLE_OUTDATED:
      return 15 * 60 * 1000;
    case AMIA_SYNC_TROUBLE_NOT_OURS:
    case AMIA_SYNC_TROUBLE_CERTIFICATE:
    case AMIA_SYNC_TROUBLE_HERE:
      return 60 * 1000;
    case AMIA_SYNC_TROUBLE_NONE:
    case AMIA_SYNC_TROUBLE_NO_NETWORK:
    case AMIA_SYNC_TROUBLE_SIGN_IN:
    case AMIA_SYNC_TROUBLE_REVOKED:
    case AMIA_SYNC_TROUBLE_SERVER:
    default:
      return 25 * 1000;
    }
}

/* splitmix64: one multiplication chain, any seed is a good one. */
guint64
_amia_plan_draw (AmiaPlan *plan,
                 guint64   below)
{
  guint64 z = plan->random += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (z ^ (z >> 31)) % MAX (below, 1);
}

/* Only what was full has shown that more would fit. */
static void
grow_batch (AmiaPlan *plan,
            gboolean  was_push_full,
            gboolean  was_page_full)
{
  if (was_push_full)
    {
      plan->changes_max = MIN (plan->changes_max * 2, AMIA_BATCH_CHANGES_MAX);
      plan->bytes_max = MIN (plan->bytes_max * 2, plan->bytes_limit);
    }
  if (was_page_full)
    plan->page_max = MIN (plan->page_max * 2, AMIA_PAGE_CHANGES_MAX);
}

/* What is slow is not always the size's fault, so there is a floor. */
void
_amia_plan_shrink (AmiaPlan *plan)
{
  plan->changes_max = MIN (plan->changes_max, MAX (plan->changes_max / 2, CHANGES_MAX_FLOOR));
  plan->page_max = MAX (plan->page_max / 2, CHANGES_MAX_FLOOR);
  plan->bytes_max = MIN (plan->bytes_max, MAX (plan->bytes_max / 2, AMIA_PLAN_BYTES_FLOOR));
}

void
_amia_plan_resize (AmiaPlan            *plan,
                   const AmiaSyncEvent *event)
{
  gint64 took_ms = event->now_ms - plan->round_started_ms;

  if (plan->is_poll)
    return;
  if (took_ms < QUICK_MS)
    grow_batch (plan, event->n_left > 0 && !plan->is_push_blocked, event->has_more);
  else if (took_ms > SLOW_MS)
    _amia_plan_shrink (plan);
}

void
_amia_plan_recover (AmiaPlan *plan)
{
  gboolean was_overload = plan->trouble == AMIA_SYNC_TROUBLE_SERVER ||
                          (plan->trouble == AMIA_SYNC_TROUBLE_NONE && plan->back_off_ms > 0);

  /* One round a second more: 1 / (1 / pause + 1). */
  if (was_overload)
    plan->back_off_ms = plan->back_off_ms * 1000 / (1000 + plan->back_off_ms);
  if (!was_overload || plan->back_off_ms < BACK_OFF_MS_SETTLED)
    plan->back_off_ms = 0;

  if (!plan->is_push_blocked)
    plan->trouble = AMIA_SYNC_TROUBLE_NONE;
}

/* A server may let go of a poll for nothing now and then, but not make a habit of it. */
void
_amia_plan_count_polls (AmiaPlan            *plan,
                        const AmiaSyncEvent *event)
{
  gint64 took_ms = event->now_ms - plan->round_started_ms;

  if (event->is_progress || (plan->is_poll && took_ms >= POLL_MS_MIN))
    plan->n_empty_polls = 0;
  else if (plan->is_poll)
    plan->n_empty_polls++;
}
