/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-plan-private.h"

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
 * One round at a time. A commit here does not wait for the long poll: its round goes beside it (or
 * breaks it off, where only one can be under way), so that an edit travels at once; what is
 * committed during a round goes with the next. Every round is idempotent, so giving one up costs
 * nothing but its bytes.
 *
 * How much: the batch begins small, doubles while full batches are answered quickly, and is halved
 * when they are slow, cut off or too large for the server. A change that alone is too large (a
 * proxy with a narrow limit) is set aside, so that it does not block the rest; where that does not
 * help, the server is still read from.
 *
 * How often: pauses after trouble double, with full jitter, so that an office of laptops does not
 * come back in step. After overload the rate is brought up again by one round a second per good
 * round (additive increase, multiplicative decrease). */

#define ROUND_MS_MAX      60000
#define POLL_SLACK_MS     20000
#define POLL_PAUSE_MS     10000
#define HINT_MS_MIN       50
#define HINT_MS_MAX       300
#define BACK_OFF_MS_START 500
#define FRUITLESS_MAX     3
#define EMPTY_POLLS_MAX   3
#define MENDS_MAX         3

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
  plan->round = ++plan->n_rounds;
  plan->poll_round = 0;
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
  plan->round = ++plan->n_rounds;
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

/* The poll that waits goes on waiting, and comes back into its own when all is said. */
static void
send_beside_poll (AmiaPlan        *plan,
                  gint64           now_ms,
                  AmiaSyncActions *actions)
{
  if (plan->keeps_poll && plan->phase == AMIA_SYNC_LISTENING)
    {
      plan->poll_round = plan->round;
      plan->poll_started_ms = plan->round_started_ms;
      plan->poll_deadline_ms = plan->deadline_ms;
      enter (plan, AMIA_SYNC_WAITING);
    }

  send_round (plan, now_ms, 0, actions);
}

static void
drop_poll (AmiaPlan        *plan,
           AmiaSyncActions *actions)
{
  if (plan->poll_round == 0)
    return;
  plan->poll_round = 0;
  actions->cancel_poll = TRUE;
}

static void
listen (AmiaPlan        *plan,
        gint64           now_ms,
        AmiaSyncActions *actions)
{
  if (plan->poll_round == 0 || now_ms >= plan->poll_deadline_ms)
    {
      drop_poll (plan, actions);
      send_round (plan, now_ms, AMIA_WAIT_SECONDS_MAX, actions);
      return;
    }

  enter (plan, AMIA_SYNC_LISTENING);
  plan->round = plan->poll_round;
  plan->round_started_ms = plan->poll_started_ms;
  plan->deadline_ms = plan->poll_deadline_ms;
  plan->is_poll = TRUE;
  plan->poll_round = 0;
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
    wait_until (plan, now_ms + 1 + (gint64) _amia_plan_draw (plan, plan->back_off_ms));
}

static void
fail (AmiaPlan        *plan,
      AmiaSyncTrouble  trouble,
      gint64           now_ms,
      gint64           retry_after_ms,
      AmiaSyncActions *actions)
{
  guint   cap_ms = _amia_plan_get_back_off_cap (trouble);
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
  pause_ms = _amia_plan_draw (plan, plan->back_off_ms) + 1;

  wait_until (plan, now_ms + MAX (retry_after_ms, 0) + (gint64) pause_ms);
  if (trouble == AMIA_SYNC_TROUBLE_OUTDATED)
    plan->phase = AMIA_SYNC_OUTDATED;
}

/* --- How much at a time -------------------------------------------------------------------- */

static void
begin_mending (AmiaPlan        *plan,
               AmiaSyncMend     mend,
               gint64           now_ms,
               AmiaSyncActions *actions)
{
  drop_poll (plan, actions);
  enter (plan, AMIA_SYNC_BUSY);
  plan->deadline_ms = now_ms + ROUND_MS_MAX;
  plan->mend = mend;
  actions->mend = mend;
  actions->round = plan->round;
}

/* The change that is too large could not be set aside: read on, and try again after the pause. */
static void
block_push (AmiaPlan        *plan,
            gint64           now_ms,
            AmiaSyncActions *actions)
{
  plan->is_push_blocked = TRUE;
  plan->trouble = AMIA_SYNC_TROUBLE_SERVER;
  send_at_pace (plan, now_ms, actions);
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
    plan->bytes_limit = MAX (plan->bytes_max / 2, AMIA_PLAN_BYTES_FLOOR);

  if (plan->changes_max > 1)
    {
      plan->changes_max /= 2;
      plan->bytes_max = MIN (plan->bytes_max / 2, plan->bytes_limit);
      send_at_pace (plan, event->now_ms, actions);
      return;
    }

  /* Not even one. A refusal of a request without any changes is no matter of size. */
  if (plan->is_push_blocked)
    fail (plan, AMIA_SYNC_TROUBLE_SERVER, event->now_ms, 0, actions);
  else if (++plan->n_mends >= MENDS_MAX)
    block_push (plan, event->now_ms, actions);
  else
    begin_mending (plan, AMIA_SYNC_MEND_SET_ASIDE, event->now_ms, actions);
}

/* --- What comes of a round ------------------------------------------------------------------ */

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
    _amia_plan_recover (plan);
  _amia_plan_resize (plan, event);
  _amia_plan_count_polls (plan, event);

  /* Pages that are being fetched would come a second time with the poll. */
  if (event->has_more)
    drop_poll (plan, actions);
  if (has_own || event->has_more || plan->is_dirty)
    send_at_pace (plan, event->now_ms, actions);
  else if (plan->is_push_blocked)
    {
      /* All is read; knock with the large change again, but seldom. */
      plan->is_push_blocked = FALSE;
      plan->back_off_ms = _amia_plan_get_back_off_cap (AMIA_SYNC_TROUBLE_SERVER);
      fail (plan, AMIA_SYNC_TROUBLE_SERVER, event->now_ms, 0, actions);
    }
  else if (plan->n_empty_polls >= EMPTY_POLLS_MAX)
    wait_until (plan, event->now_ms + 1 + (gint64) _amia_plan_draw (plan, POLL_PAUSE_MS));
  else
    listen (plan, event->now_ms, actions);
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

  begin_mending (plan,
                 event->problem == AMIA_SYNC_PROBLEM_FORK ? AMIA_SYNC_MEND_FORK
                                                          : AMIA_SYNC_MEND_REWIND,
                 event->now_ms,
                 actions);
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
  const gboolean was_set_aside = plan->mend == AMIA_SYNC_MEND_SET_ASIDE;

  plan->mend = AMIA_SYNC_MEND_NONE;
  if (was_set_aside && event->trouble == AMIA_SYNC_TROUBLE_SERVER)
    {
      block_push (plan, event->now_ms, actions);
      return;
    }

  if (!plan->is_poll && event->trouble == AMIA_SYNC_TROUBLE_NO_NETWORK)
    _amia_plan_shrink (plan);

  plan->is_push_blocked = FALSE;
  fail (plan, event->trouble, event->now_ms, event->retry_after_ms, actions);
}

/* The poll that waited beside a round with data. What went wrong with it the round will tell
 * better; what it brought is here, and more of it comes with the next. */
static void
take_poll_event (AmiaPlan            *plan,
                 const AmiaSyncEvent *event)
{
  plan->poll_round = 0;
  if (event->type == AMIA_SYNC_ANSWERED && event->has_more)
    plan->is_dirty = TRUE;
}

static void
take_round_event (AmiaPlan            *plan,
                  const AmiaSyncEvent *event,
                  AmiaSyncActions     *actions)
{
  if (is_round_under_way (plan) && event->round == plan->poll_round && event->round != 0)
    {
      take_poll_event (plan, event);
      return;
    }
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
    send_beside_poll (plan, event->now_ms, actions);
}

/* The wire may be another one now. A poll on the old one would never hear, so it is given up;
 * bursts of hints only bring the same moment closer. */
static void
take_network (AmiaPlan            *plan,
              const AmiaSyncEvent *event,
              AmiaSyncActions     *actions)
{
  gint64 soon_ms = event->now_ms + HINT_MS_MIN +
                   (gint64) _amia_plan_draw (plan, HINT_MS_MAX - HINT_MS_MIN);

  drop_poll (plan, actions);
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
    send_beside_poll (plan, event->now_ms, actions);
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
    .page_max = AMIA_PAGE_CHANGES_START,
    .bytes_max = AMIA_BATCH_BYTES_START,
    .bytes_limit = AMIA_BATCH_BYTES_MAX,
  };
}

void
amia_plan_keep_poll (AmiaPlan *plan)
{
  g_return_if_fail (plan != NULL);

  plan->keeps_poll = TRUE;
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

  /* A poll is left waiting only beside a round, and for what comes after it. */
  if (plan->phase != AMIA_SYNC_BUSY)
    drop_poll (plan, actions);
  actions->timer_at_ms = is_round_under_way (plan) ? plan->deadline_ms : plan->retry_at_ms;
}
