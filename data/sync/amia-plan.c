/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-plan.h"

#include <string.h>

#include "amia-protocol.h"

/* When to talk to the server, with how much at a time, and what to do when it goes wrong.
 *
 *                  started, signed in                 drained
 *     IDLE ────────────────────────────► BUSY ──────────────────► LISTENING
 *      ▲   │ no token            ▲  │ ▲   ▲ │                        │  │
 *      │   ▼                     │  │ │   │ └── more, own changes    │  │
 *   stopped SIGNED_OUT ◄── 401 ──┘  │ └───┼──── commit, button ──────┘  │
 *                                   ▼     │ time, button, network       │
 *                                  WAITING ◄── trouble ─────────────────┘
 *
 * From every round the server can send it to REVOKED, which only a new sign-in leaves.
 *
 * One round at a time. A commit here breaks off the long poll, so that an edit travels at once;
 * what is committed during a round goes with the next. Every round is idempotent, so giving one up
 * costs nothing but its bytes.
 *
 * How much: the batch begins small, doubles while full batches are answered quickly, and is halved
 * when they are slow, cut off or too large for the server. A server that does not even take one
 * change (a proxy with a narrow limit) is still read from.
 *
 * How often: pauses after trouble double, with full jitter, so that an office of laptops does not
 * come back in step. After overload the rate is brought up again by one round a second per good
 * round (additive increase, multiplicative decrease). */

#define QUICK_MS            300
#define SLOW_MS             3000
#define ROUND_MS_MAX        60000
#define POLL_SLACK_MS       20000
#define POLL_MS_MIN         2000
#define POLL_PAUSE_MS       10000
#define HINT_MS_MIN         50
#define HINT_MS_MAX         300
#define BACK_OFF_MS_START   500
#define BACK_OFF_MS_SETTLED 100
#define FRUITLESS_MAX       3
#define EMPTY_POLLS_MAX     3
#define MENDS_MAX           3
#define PAGE_CHANGES_START  500
#define CHANGES_MAX_FLOOR   10
#define BYTES_MAX_FLOOR     (16 * 1024)

static guint
get_back_off_cap (AmiaSyncTrouble trouble)
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
static guint64
draw (AmiaPlan *plan,
      guint64   below)
{
  guint64 z = plan->random += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (z ^ (z >> 31)) % MAX (below, 1);
}

static gboolean
is_round_under_way (const AmiaPlan *plan)
{
  return plan->phase == AMIA_SYNC_BUSY || plan->phase == AMIA_SYNC_LISTENING;
}

static void
enter (AmiaPlan     *plan,
       AmiaSyncPhase phase)
{
  plan->phase = phase;
  plan->retry_at_ms = 0;
  plan->deadline_ms = 0;
}

/* --- Rounds ------------------------------------------------------------------------------- */

static void
give_up_round (AmiaPlan        *plan,
               AmiaSyncActions *actions)
{
  if (!is_round_under_way (plan))
    return;

  /* What still comes of it is about an older number and is passed over. */
  plan->round++;
  plan->mend = AMIA_SYNC_MEND_NONE;
  actions->cancel = TRUE;
}

static void
send_round (AmiaPlan        *plan,
            gint64           now_ms,
            guint            wait_seconds,
            AmiaSyncActions *actions)
{
  give_up_round (plan, actions);
  enter (plan, wait_seconds > 0 ? AMIA_SYNC_LISTENING : AMIA_SYNC_BUSY);
  plan->round++;
  plan->is_poll = wait_seconds > 0;
  plan->round_started_ms = now_ms;
  plan->deadline_ms = now_ms + (wait_seconds > 0 ? wait_seconds * 1000 + POLL_SLACK_MS
                                                 : ROUND_MS_MAX);
  plan->is_dirty = FALSE;

  actions->send = TRUE;
  actions->round = plan->round;
  actions->changes_max = plan->is_push_blocked ? 0 : plan->changes_max;
  actions->bytes_max = plan->bytes_max;
  actions->page_max = plan->page_max;
  actions->wait_seconds = wait_seconds;
}

static void
wait_until (AmiaPlan *plan,
            gint64    at_ms)
{
  enter (plan, AMIA_SYNC_WAITING);
  plan->retry_at_ms = at_ms;
}

/* A round with data, at once or, while the server recovers, at its pace. */
static void
send_at_pace (AmiaPlan        *plan,
              gint64           now_ms,
              AmiaSyncActions *actions)
{
  if (plan->back_off_ms == 0)
    send_round (plan, now_ms, 0, actions);
  else
    wait_until (plan, now_ms + 1 + (gint64) draw (plan, plan->back_off_ms));
}

static void
fail (AmiaPlan        *plan,
      AmiaSyncTrouble  trouble,
      gint64           now_ms,
      gint64           retry_after_ms,
      AmiaSyncActions *actions)
{
  guint   cap_ms = get_back_off_cap (trouble);
  guint64 pause_ms;

  plan->trouble = trouble;
  plan->n_mends = 0;

  if (trouble == AMIA_SYNC_TROUBLE_SIGN_IN)
    {
      enter (plan, AMIA_SYNC_SIGNED_OUT);
      actions->ask_sign_in = TRUE;
      return;
    }
  if (trouble == AMIA_SYNC_TROUBLE_REVOKED)
    {
      enter (plan, AMIA_SYNC_REVOKED);
      actions->revoke = TRUE;
      return;
    }

  /* Where only people can help there is no point in knocking often. */
  if (trouble == AMIA_SYNC_TROUBLE_FORBIDDEN || trouble == AMIA_SYNC_TROUBLE_OUTDATED)
    plan->back_off_ms = cap_ms;
  plan->back_off_ms = CLAMP (plan->back_off_ms * 2, BACK_OFF_MS_START, cap_ms);
  pause_ms = draw (plan, plan->back_off_ms) + 1;

  wait_until (plan, now_ms + MAX (retry_after_ms, 0) + (gint64) pause_ms);
  if (trouble == AMIA_SYNC_TROUBLE_OUTDATED)
    plan->phase = AMIA_SYNC_OUTDATED;
}

/* --- How much at a time -------------------------------------------------------------------- */

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
static void
shrink_batch (AmiaPlan *plan)
{
  plan->changes_max = MIN (plan->changes_max, MAX (plan->changes_max / 2, CHANGES_MAX_FLOOR));
  plan->page_max = MAX (plan->page_max / 2, CHANGES_MAX_FLOOR);
  plan->bytes_max = MIN (plan->bytes_max, MAX (plan->bytes_max / 2, BYTES_MAX_FLOOR));
}

static void
resize_batch (AmiaPlan            *plan,
              const AmiaSyncEvent *event)
{
  gint64 took_ms = event->now_ms - plan->round_started_ms;

  if (plan->is_poll)
    return;
  if (took_ms < QUICK_MS)
    grow_batch (plan, event->n_left > 0 && !plan->is_push_blocked, event->has_more);
  else if (took_ms > SLOW_MS)
    shrink_batch (plan);
}

/* The server said no to the size. Unlike slowness this goes all the way down to one change. */
static void
obey_limit (AmiaPlan            *plan,
            const AmiaSyncEvent *event,
            AmiaSyncActions     *actions)
{
  if (event->bytes_max > 0)
    plan->bytes_limit = MIN (plan->bytes_limit, event->bytes_max);
  else
    plan->bytes_limit = MAX (plan->bytes_max / 2, BYTES_MAX_FLOOR);

  if (plan->changes_max > 1)
    {
      plan->changes_max /= 2;
      plan->bytes_max = MIN (plan->bytes_max / 2, plan->bytes_limit);
      send_at_pace (plan, event->now_ms, actions);
      return;
    }

  /* Not even one: read on, and try again after the pause. A refusal of a request without any
   * changes is no matter of size. */
  if (plan->is_push_blocked)
    fail (plan, AMIA_SYNC_TROUBLE_SERVER, event->now_ms, 0, actions);
  else
    {
      plan->is_push_blocked = TRUE;
      plan->trouble = AMIA_SYNC_TROUBLE_SERVER;
      send_at_pace (plan, event->now_ms, actions);
    }
}

/* --- What comes of a round ------------------------------------------------------------------ */

static void
recover (AmiaPlan *plan)
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
static void
count_empty_polls (AmiaPlan            *plan,
                   const AmiaSyncEvent *event)
{
  gint64 took_ms = event->now_ms - plan->round_started_ms;

  if (event->is_progress || (plan->is_poll && took_ms >= POLL_MS_MIN))
    plan->n_empty_polls = 0;
  else if (plan->is_poll)
    plan->n_empty_polls++;
}

static void
take_answer (AmiaPlan            *plan,
             const AmiaSyncEvent *event,
             AmiaSyncActions     *actions)
{
  gboolean has_own = event->n_left > 0 && !plan->is_push_blocked;
  gboolean is_fruitless = (has_own || event->has_more) && !event->is_progress;

  plan->n_fruitless = is_fruitless ? plan->n_fruitless + 1 : 0;
  plan->n_mends = 0;

  /* The server says there is more and gives nothing: not a loop to stay in. */
  if (plan->n_fruitless >= FRUITLESS_MAX)
    {
      fail (plan, AMIA_SYNC_TROUBLE_SERVER, event->now_ms, 0, actions);
      return;
    }

  if (!is_fruitless)
    recover (plan);
  resize_batch (plan, event);
  count_empty_polls (plan, event);

  if (has_own || event->has_more || plan->is_dirty)
    send_at_pace (plan, event->now_ms, actions);
  else if (plan->is_push_blocked)
    {
      /* All is read; knock with the large change again, but seldom. */
      plan->is_push_blocked = FALSE;
      plan->back_off_ms = get_back_off_cap (AMIA_SYNC_TROUBLE_SERVER);
      fail (plan, AMIA_SYNC_TROUBLE_SERVER, event->now_ms, 0, actions);
    }
  else if (plan->n_empty_polls >= EMPTY_POLLS_MAX)
    wait_until (plan, event->now_ms + 1 + (gint64) draw (plan, POLL_PAUSE_MS));
  else
    send_round (plan, event->now_ms, AMIA_WAIT_SECONDS_MAX, actions);
}

static void
take_problem (AmiaPlan            *plan,
              const AmiaSyncEvent *event,
              AmiaSyncActions     *actions)
{
  gboolean is_mendable = event->problem == AMIA_SYNC_PROBLEM_REWIND ||
                         event->problem == AMIA_SYNC_PROBLEM_FORK;

  if (event->problem == AMIA_SYNC_PROBLEM_TOO_LARGE)
    {
      obey_limit (plan, event, actions);
      return;
    }

  /* Mending that does not help is not repeated at once. */
  if (!is_mendable || ++plan->n_mends >= MENDS_MAX)
    {
      fail (plan, AMIA_SYNC_TROUBLE_SERVER, event->now_ms, 0, actions);
      return;
    }

  enter (plan, AMIA_SYNC_BUSY);
  plan->deadline_ms = event->now_ms + ROUND_MS_MAX;
  plan->mend = event->problem == AMIA_SYNC_PROBLEM_FORK ? AMIA_SYNC_MEND_FORK
                                                        : AMIA_SYNC_MEND_REWIND;
  actions->mend = plan->mend;
  actions->round = plan->round;
}

static void
take_mended (AmiaPlan            *plan,
             const AmiaSyncEvent *event,
             AmiaSyncActions     *actions)
{
  AmiaSyncMend mend = plan->mend;

  plan->mend = AMIA_SYNC_MEND_NONE;

  /* A fork has a new device id, and a token is bound to its device. */
  if (mend == AMIA_SYNC_MEND_FORK)
    fail (plan, AMIA_SYNC_TROUBLE_SIGN_IN, event->now_ms, 0, actions);
  else
    send_at_pace (plan, event->now_ms, actions);
}

static void
take_failure (AmiaPlan            *plan,
              const AmiaSyncEvent *event,
              AmiaSyncActions     *actions)
{
  if (!plan->is_poll && event->trouble == AMIA_SYNC_TROUBLE_NO_NETWORK)
    shrink_batch (plan);

  plan->mend = AMIA_SYNC_MEND_NONE;
  plan->is_push_blocked = FALSE;
  fail (plan, event->trouble, event->now_ms, event->retry_after_ms, actions);
}

static void
take_round_event (AmiaPlan            *plan,
                  const AmiaSyncEvent *event,
                  AmiaSyncActions     *actions)
{
  if (!is_round_under_way (plan) || event->round != plan->round)
    return;

  /* The round is over; each of these says what comes instead. */
  enter (plan, AMIA_SYNC_WAITING);
  if (event->type == AMIA_SYNC_ANSWERED)
    take_answer (plan, event, actions);
  else if (event->type == AMIA_SYNC_PROBLEM)
    take_problem (plan, event, actions);
  else if (event->type == AMIA_SYNC_MENDED)
    take_mended (plan, event, actions);
  else
    take_failure (plan, event, actions);
}

/* --- What happens here ---------------------------------------------------------------------- */

static void
take_start (AmiaPlan            *plan,
            const AmiaSyncEvent *event,
            AmiaSyncActions     *actions)
{
  if (plan->phase != AMIA_SYNC_IDLE)
    return;
  if (event->is_signed_in)
    send_round (plan, event->now_ms, 0, actions);
  else
    enter (plan, AMIA_SYNC_SIGNED_OUT);
}

static void
take_sign_in (AmiaPlan            *plan,
              const AmiaSyncEvent *event,
              AmiaSyncActions     *actions)
{
  if (plan->phase == AMIA_SYNC_IDLE)
    return;
  plan->trouble = AMIA_SYNC_TROUBLE_NONE;
  plan->back_off_ms = 0;
  plan->n_fruitless = 0;
  plan->n_mends = 0;
  plan->is_push_blocked = FALSE;
  send_round (plan, event->now_ms, 0, actions);
}

static void
leave (AmiaPlan        *plan,
       AmiaSyncPhase    phase,
       AmiaSyncActions *actions)
{
  /* Who was never started is not signed out of anything. */
  if (plan->phase == AMIA_SYNC_IDLE)
    return;
  give_up_round (plan, actions);
  enter (plan, phase);
  plan->trouble = AMIA_SYNC_TROUBLE_NONE;
}

static void
take_commit (AmiaPlan            *plan,
             const AmiaSyncEvent *event,
             AmiaSyncActions     *actions)
{
  plan->is_dirty = TRUE;

  /* In trouble a commit changes nothing: typing offline must not knock at every pause. */
  if (plan->phase == AMIA_SYNC_LISTENING ||
      (plan->phase == AMIA_SYNC_WAITING && plan->trouble == AMIA_SYNC_TROUBLE_NONE &&
       plan->back_off_ms == 0))
    send_round (plan, event->now_ms, 0, actions);
}

/* The wire may be another one now. A poll on the old one would never hear, so it is given up;
 * bursts of hints only bring the same moment closer. */
static void
take_network (AmiaPlan            *plan,
              const AmiaSyncEvent *event,
              AmiaSyncActions     *actions)
{
  gint64 soon_ms = event->now_ms + HINT_MS_MIN +
                   (gint64) draw (plan, HINT_MS_MAX - HINT_MS_MIN);

  if (plan->phase == AMIA_SYNC_LISTENING)
    {
      give_up_round (plan, actions);
      wait_until (plan, soon_ms);
    }
  else if (plan->phase == AMIA_SYNC_WAITING && plan->trouble != AMIA_SYNC_TROUBLE_SERVER)
    plan->retry_at_ms = MIN (plan->retry_at_ms, soon_ms);
}

static void
take_button (AmiaPlan            *plan,
             const AmiaSyncEvent *event,
             AmiaSyncActions     *actions)
{
  if (plan->phase == AMIA_SYNC_BUSY)
    plan->is_dirty = TRUE;
  else if (plan->phase == AMIA_SYNC_SIGNED_OUT)
    actions->ask_sign_in = TRUE;
  else if (plan->phase != AMIA_SYNC_IDLE && plan->phase != AMIA_SYNC_REVOKED)
    send_round (plan, event->now_ms, 0, actions);
}

static void
take_timer (AmiaPlan            *plan,
            const AmiaSyncEvent *event,
            AmiaSyncActions     *actions)
{
  if (is_round_under_way (plan) && event->now_ms >= plan->deadline_ms)
    {
      AmiaSyncEvent failed = {
        .type = AMIA_SYNC_FAILED,
        .now_ms = event->now_ms,
        .trouble = AMIA_SYNC_TROUBLE_NO_NETWORK,
      };

      give_up_round (plan, actions);
      take_failure (plan, &failed, actions);
    }
  else if (plan->retry_at_ms != 0 && event->now_ms >= plan->retry_at_ms)
    send_round (plan, event->now_ms, 0, actions);
}

void
amia_plan_init (AmiaPlan *plan,
                guint64   seed)
{
  g_return_if_fail (plan != NULL);

  *plan = (AmiaPlan){
    .phase = AMIA_SYNC_IDLE,
    .trouble = AMIA_SYNC_TROUBLE_NONE,
    .random = seed,
    .changes_max = AMIA_BATCH_CHANGES_START,
    .page_max = PAGE_CHANGES_START,
    .bytes_max = AMIA_BATCH_BYTES_START,
    .bytes_limit = AMIA_BATCH_BYTES_MAX,
  };
}

void
amia_plan_step (AmiaPlan            *plan,
                const AmiaSyncEvent *event,
                AmiaSyncActions     *actions)
{
  g_return_if_fail (plan != NULL);
  g_return_if_fail (event != NULL);
  g_return_if_fail (actions != NULL);

  *actions = (AmiaSyncActions){ 0 };

  switch (event->type)
    {
    case AMIA_SYNC_STARTED:
      take_start (plan, event, actions);
      break;
    case AMIA_SYNC_STOPPED:
      leave (plan, AMIA_SYNC_IDLE, actions);
      break;
    case AMIA_SYNC_SIGNED_IN:
      take_sign_in (plan, event, actions);
      break;
    case AMIA_SYNC_SIGNED_OUT_BY_USER:
      leave (plan, AMIA_SYNC_SIGNED_OUT, actions);
      break;
    case AMIA_SYNC_COMMITTED:
      take_commit (plan, event, actions);
      break;
    case AMIA_SYNC_NETWORK:
      take_network (plan, event, actions);
      break;
    case AMIA_SYNC_BUTTON:
      take_button (plan, event, actions);
      break;
    case AMIA_SYNC_TIMER:
      take_timer (plan, event, actions);
      break;
    case AMIA_SYNC_ANSWERED:
    case AMIA_SYNC_PROBLEM:
    case AMIA_SYNC_FAILED:
    case AMIA_SYNC_MENDED:
      take_round_event (plan, event, actions);
      break;
    default:
      g_assert_not_reached ();
    }

  actions->timer_at_ms = is_round_under_way (plan) ? plan->deadline_ms : plan->retry_at_ms;
}
