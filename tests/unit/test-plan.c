/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-plan.h"
#include "amia-protocol.h"

/* The plan by tables (what one event does in one state) and by worlds: a little server and a clock,
 * both made up, that see whether the promises in the header hold over thousands of histories. */

#define MINUTE_MS (60 * 1000)

/* --- One event in one state ----------------------------------------------------------------- */

/* A plan in each phase, reached by events only. Time is then a thousand. */
static void
reach (AmiaPlan     *plan,
       AmiaSyncPhase phase)
{
  AmiaSyncActions actions;
  AmiaSyncEvent   started = { .type = AMIA_SYNC_STARTED, .is_signed_in = TRUE };
  AmiaSyncEvent   answered = { .type = AMIA_SYNC_ANSWERED, .now_ms = 1000 };
  AmiaSyncEvent   failed = { .type = AMIA_SYNC_FAILED, .now_ms = 1000 };

  amia_plan_init (plan, 7);
  started.is_signed_in = phase != AMIA_SYNC_SIGNED_OUT;
  if (phase == AMIA_SYNC_IDLE)
    return;
  amia_plan_step (plan, &started, &actions);
  answered.round = failed.round = actions.round;

  if (phase == AMIA_SYNC_WAITING)
    failed.trouble = AMIA_SYNC_TROUBLE_NO_NETWORK;
  if (phase == AMIA_SYNC_OUTDATED)
    failed.trouble = AMIA_SYNC_TROUBLE_OUTDATED;
  if (phase == AMIA_SYNC_REVOKED)
    failed.trouble = AMIA_SYNC_TROUBLE_REVOKED;
  if (phase == AMIA_SYNC_LISTENING)
    amia_plan_step (plan, &answered, &actions);
  else if (failed.trouble != AMIA_SYNC_TROUBLE_NONE)
    amia_plan_step (plan, &failed, &actions);

  g_assert_cmpint (plan->phase, ==, phase);
}

typedef enum
{
  NOTHING = 0,
  ROUND = 1 << 0,
  POLL = 1 << 1,
  CANCEL = 1 << 2,
  ASK = 1 << 3,
  REWIND = 1 << 4,
  FORK = 1 << 5,
  REVOKE = 1 << 6,
  SET_ASIDE = 1 << 7,
  CANCEL_POLL = 1 << 8,
} Effect;

static Effect
sum_up (const AmiaSyncActions *actions)
{
  Effect effect = NOTHING;

  if (actions->send)
    effect |= actions->wait_seconds > 0 ? POLL : ROUND;
  if (actions->cancel)
    effect |= CANCEL;
  if (actions->ask_sign_in)
    effect |= ASK;
  if (actions->mend == AMIA_SYNC_MEND_REWIND)
    effect |= REWIND;
  if (actions->mend == AMIA_SYNC_MEND_FORK)
    effect |= FORK;
  if (actions->mend == AMIA_SYNC_MEND_SET_ASIDE)
    effect |= SET_ASIDE;
  if (actions->cancel_poll)
    effect |= CANCEL_POLL;
  if (actions->revoke)
    effect |= REVOKE;
  return effect;
}

typedef struct
{
  const char     *name;
  AmiaSyncPhase   before;
  AmiaSyncEvent   event;
  Effect          effect;
  AmiaSyncPhase   after;
  AmiaSyncTrouble trouble;
} Step;

#define IDLE      AMIA_SYNC_IDLE
#define OUT       AMIA_SYNC_SIGNED_OUT
#define BUSY      AMIA_SYNC_BUSY
#define LISTENING AMIA_SYNC_LISTENING
#define WAITING   AMIA_SYNC_WAITING
#define OUTDATED  AMIA_SYNC_OUTDATED
#define REVOKED   AMIA_SYNC_REVOKED

#define FINE   AMIA_SYNC_TROUBLE_NONE
#define AWAY   AMIA_SYNC_TROUBLE_NO_NETWORK
#define PORTAL AMIA_SYNC_TROUBLE_NOT_OURS
#define TOKEN  AMIA_SYNC_TROUBLE_SIGN_IN
#define OLD    AMIA_SYNC_TROUBLE_OUTDATED
#define SICK   AMIA_SYNC_TROUBLE_SERVER
#define DISK   AMIA_SYNC_TROUBLE_HERE
#define BANNED AMIA_SYNC_TROUBLE_FORBIDDEN
#define CERT   AMIA_SYNC_TROUBLE_CERTIFICATE
#define LOST   AMIA_SYNC_TROUBLE_REVOKED

#define ANSWERED(...)                                            \
  {                                                              \
    .type = AMIA_SYNC_ANSWERED, .is_progress = TRUE, __VA_ARGS__ \
  }
#define FAILED(what)                          \
  {                                           \
    .type = AMIA_SYNC_FAILED, .trouble = what \
  }
#define PROBLEM(what)                                              \
  {                                                                \
    .type = AMIA_SYNC_PROBLEM, .problem = AMIA_SYNC_PROBLEM_##what \
  }
#define STARTED(token)                               \
  {                                                  \
    .type = AMIA_SYNC_STARTED, .is_signed_in = token \
  }
#define JUST(what)           \
  {                          \
    .type = AMIA_SYNC_##what \
  }

static const Step steps[] = {
  { "idle/start", IDLE, STARTED (TRUE), ROUND, BUSY, FINE },
  { "idle/start-without-token", IDLE, STARTED (FALSE), NOTHING, OUT, FINE },
  { "idle/commit", IDLE, JUST (COMMITTED), NOTHING, IDLE, FINE },
  { "idle/button", IDLE, JUST (BUTTON), NOTHING, IDLE, FINE },
  { "idle/network", IDLE, JUST (NETWORK), NOTHING, IDLE, FINE },
  { "idle/timer", IDLE, JUST (TIMER), NOTHING, IDLE, FINE },
  { "idle/sign-in", IDLE, JUST (SIGNED_IN), NOTHING, IDLE, FINE },
  { "idle/sign-out", IDLE, JUST (SIGNED_OUT_BY_USER), NOTHING, IDLE, FINE },
  { "idle/stop", IDLE, JUST (STOPPED), NOTHING, IDLE, FINE },

  { "signed-out/start-again", OUT, STARTED (TRUE), NOTHING, OUT, FINE },
  { "signed-out/commit", OUT, JUST (COMMITTED), NOTHING, OUT, FINE },
  { "signed-out/button-asks", OUT, JUST (BUTTON), ASK, OUT, FINE },
  { "signed-out/network", OUT, JUST (NETWORK), NOTHING, OUT, FINE },
  { "signed-out/timer", OUT, JUST (TIMER), NOTHING, OUT, FINE },
  { "signed-out/sign-in", OUT, JUST (SIGNED_IN), ROUND, BUSY, FINE },
  { "signed-out/stop", OUT, JUST (STOPPED), NOTHING, IDLE, FINE },

  { "busy/start-again", BUSY, STARTED (TRUE), NOTHING, BUSY, FINE },
  { "busy/commit-goes-with-the-next", BUSY, JUST (COMMITTED), NOTHING, BUSY, FINE },
  { "busy/button", BUSY, JUST (BUTTON), NOTHING, BUSY, FINE },
  { "busy/network", BUSY, JUST (NETWORK), NOTHING, BUSY, FINE },
  { "busy/sign-in", BUSY, JUST (SIGNED_IN), ROUND | CANCEL, BUSY, FINE },
  { "busy/sign-out", BUSY, JUST (SIGNED_OUT_BY_USER), CANCEL, OUT, FINE },
  { "busy/stop", BUSY, JUST (STOPPED), CANCEL, IDLE, FINE },
  { "busy/drained-listens", BUSY, ANSWERED (.n_pushed = 3), POLL, LISTENING, FINE },
  { "busy/own-left", BUSY, ANSWERED (.n_left = 1), ROUND, BUSY, FINE },
  { "busy/more-there", BUSY, ANSWERED (.has_more = TRUE), ROUND, BUSY, FINE },
  { "busy/no-network", BUSY, FAILED (AWAY), NOTHING, WAITING, AWAY },
  { "busy/captive-portal", BUSY, FAILED (PORTAL), NOTHING, WAITING, PORTAL },
  { "busy/certificate", BUSY, FAILED (CERT), NOTHING, WAITING, CERT },
  { "busy/token-keeps-queue-and-asks", BUSY, FAILED (TOKEN), ASK, OUT, TOKEN },
  { "busy/forbidden", BUSY, FAILED (BANNED), NOTHING, WAITING, BANNED },
  { "busy/revoked-ends-it", BUSY, FAILED (LOST), REVOKE, REVOKED, LOST },
  { "busy/outdated", BUSY, FAILED (OLD), NOTHING, OUTDATED, OLD },
  { "busy/server", BUSY, FAILED (SICK), NOTHING, WAITING, SICK },
  { "busy/disk-full-here", BUSY, FAILED (DISK), NOTHING, WAITING, DISK },
  { "busy/rewind", BUSY, PROBLEM (REWIND), REWIND, BUSY, FINE },
  { "busy/fork", BUSY, PROBLEM (FORK), FORK, BUSY, FINE },
  { "busy/too-large", BUSY, PROBLEM (TOO_LARGE), ROUND, BUSY, FINE },
  { "busy/other-problem", BUSY, PROBLEM (OTHER), NOTHING, WAITING, SICK },

  { "listening/commit-travels-at-once", LISTENING, JUST (COMMITTED), ROUND | CANCEL, BUSY, FINE },
  { "listening/button", LISTENING, JUST (BUTTON), ROUND | CANCEL, BUSY, FINE },
  { "listening/network-changed", LISTENING, JUST (NETWORK), CANCEL, WAITING, FINE },
  { "listening/news-listens-again", LISTENING, ANSWERED (.n_pulled = 1), POLL, LISTENING, FINE },
  { "listening/more-there", LISTENING, ANSWERED (.has_more = TRUE), ROUND, BUSY, FINE },
  { "listening/broken-off", LISTENING, FAILED (AWAY), NOTHING, WAITING, AWAY },
  { "listening/token-ended", LISTENING, FAILED (TOKEN), ASK, OUT, TOKEN },
  { "listening/revoked-ends-it", LISTENING, FAILED (LOST), REVOKE, REVOKED, LOST },
  { "listening/stop", LISTENING, JUST (STOPPED), CANCEL, IDLE, FINE },
  { "listening/sign-out", LISTENING, JUST (SIGNED_OUT_BY_USER), CANCEL, OUT, FINE },

  { "waiting/commit-does-not-knock", WAITING, JUST (COMMITTED), NOTHING, WAITING, AWAY },
  { "waiting/button", WAITING, JUST (BUTTON), ROUND, BUSY, AWAY },
  { "waiting/sign-in", WAITING, JUST (SIGNED_IN), ROUND, BUSY, FINE },
  { "waiting/network-is-a-hint", WAITING, JUST (NETWORK), NOTHING, WAITING, AWAY },
  { "waiting/timer-too-early", WAITING, JUST (TIMER), NOTHING, WAITING, AWAY },
  { "waiting/stop", WAITING, JUST (STOPPED), NOTHING, IDLE, FINE },
  { "waiting/sign-out", WAITING, JUST (SIGNED_OUT_BY_USER), NOTHING, OUT, FINE },

  { "outdated/commit", OUTDATED, JUST (COMMITTED), NOTHING, OUTDATED, OLD },
  { "outdated/network", OUTDATED, JUST (NETWORK), NOTHING, OUTDATED, OLD },
  { "outdated/button", OUTDATED, JUST (BUTTON), ROUND, BUSY, OLD },
  { "outdated/sign-in", OUTDATED, JUST (SIGNED_IN), ROUND, BUSY, FINE },
  { "outdated/stop", OUTDATED, JUST (STOPPED), NOTHING, IDLE, FINE },

  { "revoked/commit", REVOKED, JUST (COMMITTED), NOTHING, REVOKED, LOST },
  { "revoked/network", REVOKED, JUST (NETWORK), NOTHING, REVOKED, LOST },
  { "revoked/button", REVOKED, JUST (BUTTON), NOTHING, REVOKED, LOST },
  { "revoked/timer", REVOKED, JUST (TIMER), NOTHING, REVOKED, LOST },
  { "revoked/let-in-again", REVOKED, JUST (SIGNED_IN), ROUND, BUSY, FINE },
  { "revoked/stop", REVOKED, JUST (STOPPED), NOTHING, IDLE, FINE },
};

static void
test_step (gconstpointer data)
{
  const Step     *step = data;
  AmiaSyncEvent   event = step->event;
  AmiaSyncActions actions;
  AmiaPlan        plan;

  reach (&plan, step->before);
  event.now_ms = 1000;
  event.round = plan.round;

  amia_plan_step (&plan, &event, &actions);

  g_assert_cmpint (sum_up (&actions), ==, step->effect);
  g_assert_cmpint (plan.phase, ==, step->after);
  g_assert_cmpint (plan.trouble, ==, step->trouble);
}

static void
test_stale_events_change_nothing (void)
{
  static const AmiaSyncEvent stale[] = {
    ANSWERED (.n_left = 1),
    FAILED (TOKEN),
    PROBLEM (FORK),
    JUST (MENDED),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stale); i++)
    {
      for (AmiaSyncPhase phase = IDLE; phase <= REVOKED; phase++)
        {
          AmiaSyncEvent   event = stale[i];
          AmiaSyncActions actions;
          AmiaPlan        plan;

          reach (&plan, phase);
          event.now_ms = 1000;
          event.round = plan.round - 1;
          amia_plan_step (&plan, &event, &actions);

          g_assert_cmpint (sum_up (&actions), ==, NOTHING);
          g_assert_cmpint (plan.phase, ==, phase);
        }
    }
}

/* --- Several events ------------------------------------------------------------------------- */

static void
send_event (AmiaPlan        *plan,
            AmiaSyncEvent    event,
            gint64           now_ms,
            AmiaSyncActions *actions)
{
  event.now_ms = now_ms;
  event.round = plan->round;
  amia_plan_step (plan, &event, actions);
}

static void
test_commit_during_a_round_is_sent_after_it (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;

  reach (&plan, BUSY);
  send_event (&plan, (AmiaSyncEvent) JUST (COMMITTED), 1000, &actions);
  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_pushed = 1), 1010, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ROUND);

  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_pushed = 1), 1020, &actions);
  g_assert_cmpint (sum_up (&actions), ==, POLL);
}

static void
test_fork_asks_to_sign_in (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;

  reach (&plan, BUSY);
  send_event (&plan, (AmiaSyncEvent) PROBLEM (FORK), 1000, &actions);
  g_assert_cmpint (actions.round, ==, plan.round);

  send_event (&plan, (AmiaSyncEvent) JUST (MENDED), 1010, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ASK);
  g_assert_cmpint (plan.phase, ==, OUT);

  send_event (&plan, (AmiaSyncEvent) JUST (SIGNED_IN), 1020, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ROUND);
}

static void
test_rewind_goes_on_at_once_but_not_for_ever (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;

  reach (&plan, BUSY);
  for (int i = 0; i < 2; i++)
    {
      send_event (&plan, (AmiaSyncEvent) PROBLEM (REWIND), 1000, &actions);
      g_assert_cmpint (sum_up (&actions), ==, REWIND);
      send_event (&plan, (AmiaSyncEvent) JUST (MENDED), 1000, &actions);
      g_assert_cmpint (sum_up (&actions), ==, ROUND);
    }

  send_event (&plan, (AmiaSyncEvent) PROBLEM (REWIND), 1000, &actions);
  g_assert_cmpint (sum_up (&actions), ==, NOTHING);
  g_assert_cmpint (plan.phase, ==, WAITING);
  g_assert_cmpint (plan.trouble, ==, SICK);
}

static void
test_batches_double_while_quick_and_full (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;
  guint           expected = AMIA_BATCH_CHANGES_START;
  gint64          now_ms = 0;

  reach (&plan, BUSY);
  for (int i = 0; i < 12; i++)
    {
      send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_left = 9999), now_ms += 100, &actions);
      expected = MIN (expected * 2, AMIA_BATCH_CHANGES_MAX);
      g_assert_cmpuint (actions.changes_max, ==, expected);
      g_assert_cmpuint (actions.page_max, <=, AMIA_PAGE_CHANGES_MAX);
      g_assert_cmpuint (actions.bytes_max, <=, AMIA_BATCH_BYTES_MAX);
    }
  g_assert_cmpuint (actions.bytes_max, ==, AMIA_BATCH_BYTES_MAX);

  /* Slow, then neither. */
  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_left = 9999), now_ms += 5000, &actions);
  g_assert_cmpuint (actions.changes_max, ==, AMIA_BATCH_CHANGES_MAX / 2);
  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_left = 9999), now_ms += 1000, &actions);
  g_assert_cmpuint (actions.changes_max, ==, AMIA_BATCH_CHANGES_MAX / 2);
}

/* One change that nobody on the way takes does not block the others. */
static void
test_too_large_alone_is_set_aside (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;

  reach (&plan, BUSY);
  do
    {
      send_event (&plan, (AmiaSyncEvent) PROBLEM (TOO_LARGE), 1000, &actions);
    }
  while (sum_up (&actions) == ROUND);

  for (int i = 0; i < 5; i++)
    {
      g_assert_cmpint (sum_up (&actions), ==, SET_ASIDE);
      send_event (&plan, (AmiaSyncEvent) JUST (MENDED), 1000, &actions);
      g_assert_cmpint (sum_up (&actions), ==, ROUND);
      g_assert_cmpuint (actions.changes_max, ==, 1);

      /* Its hash goes through, and the next is as large. */
      send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_pushed = 1, .n_left = 9), 5000, &actions);
      g_assert_cmpint (sum_up (&actions), ==, ROUND);
      g_assert_cmpint (plan.trouble, ==, FINE);
      send_event (&plan, (AmiaSyncEvent) PROBLEM (TOO_LARGE), 9000, &actions);
    }
}

/* --- A poll beside a round ------------------------------------------------------------------ */

/* A plan that has sent what was written beside its poll. Returns the poll's number. */
static guint64
reach_beside (AmiaPlan *plan)
{
  AmiaSyncActions actions;
  guint64         poll;

  reach (plan, LISTENING);
  amia_plan_keep_poll (plan);
  poll = plan->round;
  send_event (plan, (AmiaSyncEvent) JUST (COMMITTED), 2000, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ROUND);
  g_assert_cmpint (plan->phase, ==, BUSY);
  g_assert_cmpuint (plan->round, !=, poll);
  return poll;
}

static void
test_edit_goes_beside_the_poll (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;
  guint64         poll = reach_beside (&plan);
  guint64         push = plan.round;

  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_pushed = 1), 2010, &actions);
  g_assert_cmpint (sum_up (&actions), ==, NOTHING);
  g_assert_cmpint (plan.phase, ==, LISTENING);
  g_assert_cmpuint (plan.round, ==, poll);
  g_assert_cmpint (actions.timer_at_ms, >, 2010);

  /* And once more, under a number that was never used. */
  send_event (&plan, (AmiaSyncEvent) JUST (BUTTON), 3000, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ROUND);
  g_assert_cmpuint (actions.round, >, push);
  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_left = 1), 3010, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ROUND);
  send_event (&plan, (AmiaSyncEvent) ANSWERED (), 3020, &actions);
  g_assert_cmpuint (plan.round, ==, poll);

  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_pulled = 1), 4000, &actions);
  g_assert_cmpint (sum_up (&actions), ==, POLL);
}

/* What becomes of the poll that was left waiting, by what happens next. */
static const struct
{
  const char   *name;
  AmiaSyncEvent event;
  gboolean      is_of_poll;
  Effect        effect;
  AmiaSyncPhase after;
} beside[] = {
  { "poll answered", ANSWERED (.n_pulled = 1), TRUE, NOTHING, BUSY },
  { "poll failed", FAILED (AWAY), TRUE, NOTHING, BUSY },
  { "poll has a problem", PROBLEM (FORK), TRUE, NOTHING, BUSY },
  { "more to fetch", ANSWERED (.has_more = TRUE), FALSE, ROUND | CANCEL_POLL, BUSY },
  { "trouble", FAILED (SICK), FALSE, CANCEL_POLL, WAITING },
  { "token ended", FAILED (TOKEN), FALSE, ASK | CANCEL_POLL, OUT },
  { "revoked", FAILED (LOST), FALSE, REVOKE | CANCEL_POLL, REVOKED },
  { "fork", PROBLEM (FORK), FALSE, FORK | CANCEL_POLL, BUSY },
  { "network", JUST (NETWORK), FALSE, CANCEL_POLL, BUSY },
  { "commit", JUST (COMMITTED), FALSE, NOTHING, BUSY },
  { "stop", JUST (STOPPED), FALSE, CANCEL, IDLE },
  { "sign-out", JUST (SIGNED_OUT_BY_USER), FALSE, CANCEL, OUT },
  { "sign-in", JUST (SIGNED_IN), FALSE, ROUND | CANCEL, BUSY },
};

static void
test_poll_left_waiting (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      AmiaPlan        plan;
      AmiaSyncActions actions;
      AmiaSyncEvent   event = beside[i].event;
      guint64         poll = reach_beside (&plan);

      g_test_message ("%s", beside[i].name);
      event.now_ms = 2010;
      event.round = beside[i].is_of_poll ? poll : plan.round;
      amia_plan_step (&plan, &event, &actions);
      g_assert_cmpint (sum_up (&actions), ==, beside[i].effect);
      g_assert_cmpint (plan.phase, ==, beside[i].after);

      /* Once it is over, a new one is sent when there is nothing else to say. */
      if (beside[i].is_of_poll)
        {
          send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_pushed = 1), 2020, &actions);
          g_assert_cmpint (sum_up (&actions), ==, POLL);
        }
    }
}

static void
test_too_large_halves_down_to_one_then_reads_only (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;
  guint           expected = AMIA_BATCH_CHANGES_START;

  reach (&plan, BUSY);
  while (expected > 1)
    {
      send_event (&plan,
                  (AmiaSyncEvent){ .type = AMIA_SYNC_PROBLEM,
                                   .problem = AMIA_SYNC_PROBLEM_TOO_LARGE,
                                   .bytes_max = 50000 },
                  1000,
                  &actions);
      expected /= 2;
      g_assert_cmpint (sum_up (&actions), ==, ROUND);
      g_assert_cmpuint (actions.changes_max, ==, expected);
      g_assert_cmpuint (actions.bytes_max, <=, 50000);
    }

  /* It can't be set aside either: perhaps it is small, and the way is to blame. */
  send_event (&plan, (AmiaSyncEvent) PROBLEM (TOO_LARGE), 1000, &actions);
  g_assert_cmpint (sum_up (&actions), ==, SET_ASIDE);
  g_assert_cmpint (actions.round, ==, plan.round);
  send_event (&plan, (AmiaSyncEvent) FAILED (SICK), 1000, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ROUND);
  g_assert_cmpuint (actions.changes_max, ==, 0);

  /* It reads to the end, then knocks again with the one change, much later. */
  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_left = 1, .has_more = TRUE), 1000, &actions);
  g_assert_cmpuint (actions.changes_max, ==, 0);
  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_left = 1), 1000, &actions);
  g_assert_cmpint (plan.phase, ==, WAITING);
  g_assert_cmpint (plan.trouble, ==, SICK);
  send_event (&plan, (AmiaSyncEvent) JUST (TIMER), plan.retry_at_ms, &actions);
  g_assert_cmpuint (actions.changes_max, ==, 1);

  send_event (&plan, (AmiaSyncEvent) ANSWERED (.n_pushed = 1), 1000, &actions);
  g_assert_cmpint (plan.trouble, ==, FINE);
}

static void
test_retry_after_is_respected (void)
{
  for (guint seed = 0; seed < 200; seed++)
    {
      AmiaPlan        plan;
      AmiaSyncActions actions;
      AmiaSyncEvent   busy = FAILED (SICK);

      amia_plan_init (&plan, seed);
      send_event (&plan, (AmiaSyncEvent) STARTED (TRUE), 0, &actions);
      busy.retry_after_ms = 30000;
      send_event (&plan, busy, 0, &actions);
      g_assert_cmpint (plan.retry_at_ms, >, 30000);

      /* Neither typing nor a network that comes and goes shortens it. */
      send_event (&plan, (AmiaSyncEvent) JUST (COMMITTED), 10, &actions);
      send_event (&plan, (AmiaSyncEvent) JUST (NETWORK), 20, &actions);
      g_assert_cmpint (plan.retry_at_ms, >, 30000);
      g_assert_false (actions.send);
    }
}

static void
test_pauses_grow_to_a_cap_and_are_jittered (void)
{
  g_autoptr (GHashTable) pauses = g_hash_table_new (NULL, NULL);

  for (guint seed = 0; seed < 50; seed++)
    {
      AmiaPlan        plan;
      AmiaSyncActions actions;
      gint64          now_ms = 0;
      gint64          longest_ms = 0;

      amia_plan_init (&plan, seed);
      send_event (&plan, (AmiaSyncEvent) STARTED (TRUE), now_ms, &actions);
      for (int i = 0; i < 40; i++)
        {
          send_event (&plan, (AmiaSyncEvent) FAILED (AWAY), now_ms, &actions);
          longest_ms = MAX (longest_ms, plan.retry_at_ms - now_ms);
          now_ms = plan.retry_at_ms;
          send_event (&plan, (AmiaSyncEvent) JUST (TIMER), now_ms, &actions);
          g_assert_true (actions.send);
        }
      g_assert_cmpint (longest_ms, >, 15000);
      g_assert_cmpint (longest_ms, <=, 25000);
      g_hash_table_add (pauses, GINT_TO_POINTER ((int) longest_ms));
    }
  g_assert_cmpuint (g_hash_table_size (pauses), >, 25);
}

static void
test_network_back_is_tried_soon (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;
  gint64          now_ms = 1000;

  reach (&plan, WAITING);
  for (int i = 0; i < 10; i++)
    {
      now_ms = plan.retry_at_ms;
      send_event (&plan, (AmiaSyncEvent) JUST (TIMER), now_ms, &actions);
      send_event (&plan, (AmiaSyncEvent) FAILED (AWAY), now_ms, &actions);
    }
  send_event (&plan, (AmiaSyncEvent) JUST (NETWORK), now_ms, &actions);
  g_assert_cmpint (actions.timer_at_ms, <=, now_ms + 300);

  send_event (&plan, (AmiaSyncEvent) JUST (TIMER), actions.timer_at_ms, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ROUND);
}

static void
test_one_empty_poll_is_no_reason_to_pause (void)
{
  AmiaPlan        plan;
  AmiaSyncActions actions;
  AmiaSyncEvent   empty = { .type = AMIA_SYNC_ANSWERED };

  reach (&plan, LISTENING);
  send_event (&plan, empty, 1010, &actions);
  g_assert_cmpint (sum_up (&actions), ==, POLL);
  send_event (&plan, empty, 1020, &actions);
  g_assert_cmpint (sum_up (&actions), ==, POLL);

  send_event (&plan, empty, 1030, &actions);
  g_assert_cmpint (sum_up (&actions), ==, NOTHING);
  g_assert_cmpint (plan.phase, ==, WAITING);

  /* What is written then still goes at once. */
  send_event (&plan, (AmiaSyncEvent) JUST (COMMITTED), 1040, &actions);
  g_assert_cmpint (sum_up (&actions), ==, ROUND);
}

static void
test_silent_round_is_given_up (void)
{
  static const AmiaSyncPhase phases[] = { BUSY, LISTENING };

  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      AmiaPlan        plan;
      AmiaSyncActions actions;
      AmiaSyncEvent   late = ANSWERED (.n_left = 5);

      reach (&plan, phases[i]);
      late.round = plan.round;
      late.now_ms = plan.deadline_ms + 1;
      send_event (&plan, (AmiaSyncEvent) JUST (TIMER), plan.deadline_ms, &actions);
      g_assert_cmpint (sum_up (&actions), ==, CANCEL);
      g_assert_cmpint (plan.phase, ==, WAITING);
      g_assert_cmpint (plan.trouble, ==, AWAY);

      amia_plan_step (&plan, &late, &actions);
      g_assert_cmpint (sum_up (&actions), ==, NOTHING);
    }
}

/* --- Worlds --------------------------------------------------------------------------------- */

/* How a made-up server answers. */
typedef enum
{
  HEALTHY,
  SAYS_MORE_GIVES_NOTHING,
  ACKS_NOTHING,
  ANSWERS_POLLS_AT_ONCE,
  REWINDS_FOR_EVER,
  TOO_LARGE_FOR_EVER,
  REFUSES_CONNECTIONS,
  SAYS_BUSY_AT_ONCE,
  N_MOODS,
} Mood;

typedef struct
{
  AmiaPlan      plan;
  GRand        *random;
  Mood          mood;
  gint64        now_ms;
  gint64        timer_at_ms;
  gint64        reply_at_ms; /* when the reply in flight comes, 0 for none, -1 for never */
  AmiaSyncEvent reply;
  gboolean      is_poll;
  gint64        poll_at_ms; /* the same for a poll that waits beside it */
  AmiaSyncEvent poll;
  guint         n_sends;
  guint         n_own;   /* own changes that the server does not have */
  guint         n_there; /* changes there that are not here */
} World;

static void
compose_reply (World                 *world,
               const AmiaSyncActions *actions)
{
  guint pushed = MIN (actions->changes_max, world->n_own);
  guint pulled = MIN (actions->page_max, world->n_there);

  world->reply_at_ms = world->now_ms + 20;
  world->reply = (AmiaSyncEvent){ .type = AMIA_SYNC_ANSWERED, .round = actions->round };

  switch (world->mood)
    {
    case SAYS_MORE_GIVES_NOTHING:
      world->reply.has_more = TRUE;
      return;
    case ACKS_NOTHING:
      world->reply.n_left = 5;
      return;
    case ANSWERS_POLLS_AT_ONCE:
      return;
    case REWINDS_FOR_EVER:
      world->reply.type = AMIA_SYNC_PROBLEM;
      world->reply.problem = AMIA_SYNC_PROBLEM_REWIND;
      return;
    case TOO_LARGE_FOR_EVER:
      world->reply.type = AMIA_SYNC_PROBLEM;
      world->reply.problem = AMIA_SYNC_PROBLEM_TOO_LARGE;
      return;
    case REFUSES_CONNECTIONS:
    case SAYS_BUSY_AT_ONCE:
      world->reply.type = AMIA_SYNC_FAILED;
      world->reply.trouble = world->mood == REFUSES_CONNECTIONS ? AWAY : SICK;
      return;
    case HEALTHY:
    case N_MOODS:
    default:
      break;
    }

  world->n_own -= pushed;
  world->n_there -= pulled;
  world->reply.n_pushed = pushed;
  world->reply.n_pulled = pulled;
  world->reply.n_left = world->n_own;
  world->reply.has_more = world->n_there > 0;
  world->reply.is_progress = pushed > 0 || pulled > 0;
  if (actions->wait_seconds > 0 && !world->reply.is_progress)
    world->reply_at_ms = world->now_ms + actions->wait_seconds * 1000;
}

/* Gives the plan an event, and holds the promises of the header against what it does. */
static void
tell (World        *world,
      AmiaSyncEvent event)
{
  AmiaSyncActions actions;
  gboolean        was_in_flight = world->reply_at_ms != 0;

  event.now_ms = world->now_ms;
  amia_plan_step (&world->plan, &event, &actions);
  world->timer_at_ms = actions.timer_at_ms;

  if (actions.cancel)
    {
      g_assert_true (was_in_flight);
      world->reply_at_ms = world->poll_at_ms = 0;
    }
  if (actions.cancel_poll)
    {
      g_assert_cmpint (world->poll_at_ms, !=, 0);
      world->poll_at_ms = 0;
    }
  if (actions.send && world->reply_at_ms != 0 && world->is_poll)
    {
      g_assert_cmpint (world->poll_at_ms, ==, 0);
      world->poll = world->reply;
      world->poll_at_ms = world->reply_at_ms;
      world->reply_at_ms = 0;
    }
  if (actions.send || actions.mend != AMIA_SYNC_MEND_NONE)
    g_assert_cmpint (world->reply_at_ms, ==, 0);
  if (actions.send)
    {
      world->n_sends++;
      world->is_poll = actions.wait_seconds > 0;
      compose_reply (world, &actions);
    }
  if (actions.mend != AMIA_SYNC_MEND_NONE)
    {
      world->reply = (AmiaSyncEvent){ .type = AMIA_SYNC_MENDED, .round = actions.round };
      world->reply_at_ms = world->now_ms + 1;
    }

  /* The poll has come back into its own. */
  if (world->plan.phase == LISTENING && world->poll_at_ms != 0)
    {
      g_assert_cmpint (world->reply_at_ms, ==, 0);
      world->reply = world->poll;
      world->reply_at_ms = world->poll_at_ms;
      world->poll_at_ms = 0;
      world->is_poll = TRUE;
    }
  g_assert_true (world->poll_at_ms == 0 || world->plan.phase == BUSY);

  if (world->plan.phase != IDLE && world->plan.phase != OUT)
    g_assert_cmpint (world->timer_at_ms, >, world->now_ms);
  else
    g_assert_cmpint (world->timer_at_ms, ==, 0);
}

/* Lets the time pass up to @until_ms, delivering what falls due. */
static void
pass (World *world,
      gint64 until_ms)
{
  for (;;)
    {
      gboolean has_reply = world->reply_at_ms > 0;
      gboolean has_poll = world->poll_at_ms > 0;
      gint64   next_ms = world->timer_at_ms != 0 ? world->timer_at_ms : G_MAXINT64;

      if (has_reply && world->reply_at_ms <= next_ms)
        next_ms = world->reply_at_ms;
      if (has_poll && world->poll_at_ms <= next_ms)
        next_ms = world->poll_at_ms;
      if (next_ms > until_ms)
        break;

      world->now_ms = MAX (world->now_ms, next_ms);
      if (has_reply && world->reply_at_ms == next_ms)
        {
          world->reply_at_ms = 0;
          tell (world, world->reply);
        }
      else if (has_poll && world->poll_at_ms == next_ms)
        {
          world->poll_at_ms = 0;
          tell (world, world->poll);
        }
      else
        tell (world, (AmiaSyncEvent) JUST (TIMER));
    }

  world->now_ms = until_ms;
}

static void
world_init (World *world,
            guint  seed,
            Mood   mood)
{
  *world = (World){ .mood = mood, .random = g_rand_new_with_seed (seed), .now_ms = 1 };
  amia_plan_init (&world->plan, seed);
  if (seed % 2 == 1)
    amia_plan_keep_poll (&world->plan);
  tell (world, (AmiaSyncEvent) STARTED (TRUE));
}

static void
world_clear (World *world)
{
  g_rand_free (world->random);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
test_no_server_makes_it_a_tight_loop (void)
{
  for (Mood mood = HEALTHY; mood < N_MOODS; mood++)
    {
      for (guint seed = 0; seed < 20; seed++)
        {
          g_auto (World) world;

          world_init (&world, seed, mood);
          world.n_own = mood == TOO_LARGE_FOR_EVER ? 5 : 0;
          pass (&world, 10 * MINUTE_MS);

          /* One request every other second at most, whatever the server says. */
          g_assert_cmpuint (world.n_sends, <, 10 * 30);
          g_assert_cmpuint (world.n_sends, >, 2);
        }
    }
}

static void
disturb (World *world)
{
  static const AmiaSyncTrouble troubles[] = { AWAY, PORTAL, CERT, BANNED, OLD, SICK, DISK };
  AmiaSyncEvent                event = { .round = world->plan.round };
  gboolean                     in_flight = world->reply_at_ms != 0;

  switch (g_rand_int_range (world->random, 0, 9))
    {
    case 0:
    case 1:
      world->n_own++;
      event.type = AMIA_SYNC_COMMITTED;
      break;
    case 2:
      event.type = AMIA_SYNC_NETWORK;
      break;
    case 3:
      event.type = AMIA_SYNC_BUTTON;
      break;
    case 4:
      /* The reply is lost without a trace. */
      if (in_flight)
        world->reply_at_ms = -1;
      return;
    case 5:
      world->n_there += 100;
      return;
    case 6:
      world->mood = (Mood) g_rand_int_range (world->random, 0, N_MOODS);
      return;
    case 7:
      if (!in_flight || world->reply.type == AMIA_SYNC_MENDED)
        return;
      world->reply_at_ms = 0;
      event.type = AMIA_SYNC_FAILED;
      event.trouble = troubles[g_rand_int_range (world->random, 0, G_N_ELEMENTS (troubles))];
      event.retry_after_ms = g_rand_int_range (world->random, 0, 30000);
      break;
    default:
      /* A reply to a round given up long ago. */
      event.type = AMIA_SYNC_ANSWERED;
      event.round = world->plan.round - 1;
      event.n_left = 7;
      break;
    }

  tell (world, event);
}

/* From whatever state a bad hour has left, an hour with a healthy server empties both queues. */
static void
test_healthy_server_drains_from_any_state (void)
{
  for (guint seed = 0; seed < 3000; seed++)
    {
      g_auto (World) world;

      world_init (&world, seed, (Mood) (seed % N_MOODS));
      for (guint i = 0; i < seed % 60; i++)
        {
          pass (&world, world.now_ms + g_rand_int_range (world.random, 0, 20000));
          disturb (&world);
        }

      world.mood = HEALTHY;
      world.n_own += 3000;
      world.n_there += 3000;
      pass (&world, world.now_ms + 31 * MINUTE_MS);

      g_assert_cmpuint (world.n_own, ==, 0);
      g_assert_cmpuint (world.n_there, ==, 0);
      g_assert_cmpint (world.plan.phase, ==, LISTENING);
      g_assert_cmpint (world.plan.trouble, ==, FINE);
    }
}

/* With nothing wrong, what is typed is sent in the same moment. */
static void
test_edit_travels_at_once (void)
{
  g_auto (World) world;

  world_init (&world, 1, HEALTHY);
  pass (&world, MINUTE_MS);
  for (int i = 0; i < 100; i++)
    {
      pass (&world, world.now_ms + 5000);
      world.n_own++;
      tell (&world, (AmiaSyncEvent) JUST (COMMITTED));
      g_assert_cmpuint (world.n_own, ==, 0);
    }
}

static void
test_same_seed_same_actions (void)
{
  for (guint seed = 0; seed < 50; seed++)
    {
      g_auto (World) a;
      g_auto (World) b;

      world_init (&a, seed, HEALTHY);
      world_init (&b, seed, HEALTHY);
      for (guint i = 0; i < 50; i++)
        {
          disturb (&a);
          disturb (&b);
          pass (&a, a.now_ms + 3000);
          pass (&b, b.now_ms + 3000);
          g_assert_cmpint (a.plan.phase, ==, b.plan.phase);
          g_assert_cmpint (a.timer_at_ms, ==, b.timer_at_ms);
          g_assert_cmpuint (a.n_sends, ==, b.n_sends);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *path = g_strconcat ("/plan/step/", steps[i].name, NULL);

      g_test_add_data_func (path, &steps[i], test_step);
    }
  g_test_add_func ("/plan/stale-events-change-nothing", test_stale_events_change_nothing);
  g_test_add_func ("/plan/commit-during-a-round-is-sent-after-it",
                   test_commit_during_a_round_is_sent_after_it);
  g_test_add_func ("/plan/fork-asks-to-sign-in", test_fork_asks_to_sign_in);
  g_test_add_func ("/plan/rewind-goes-on-at-once-but-not-for-ever",
                   test_rewind_goes_on_at_once_but_not_for_ever);
  g_test_add_func ("/plan/batches-double-while-quick-and-full",
                   test_batches_double_while_quick_and_full);
  g_test_add_func ("/plan/too-large-alone-is-set-aside", test_too_large_alone_is_set_aside);
  g_test_add_func ("/plan/edit-goes-beside-the-poll", test_edit_goes_beside_the_poll);
  g_test_add_func ("/plan/what-becomes-of-a-poll-left-waiting", test_poll_left_waiting);
  g_test_add_func ("/plan/too-large-halves-down-to-one-then-reads-only",
                   test_too_large_halves_down_to_one_then_reads_only);
  g_test_add_func ("/plan/retry-after-is-respected", test_retry_after_is_respected);
  g_test_add_func ("/plan/pauses-grow-to-a-cap-and-are-jittered",
                   test_pauses_grow_to_a_cap_and_are_jittered);
  g_test_add_func ("/plan/network-back-is-tried-soon", test_network_back_is_tried_soon);
  g_test_add_func ("/plan/one-empty-poll-is-no-reason-to-pause",
                   test_one_empty_poll_is_no_reason_to_pause);
  g_test_add_func ("/plan/silent-round-is-given-up", test_silent_round_is_given_up);
  g_test_add_func ("/plan/no-server-makes-it-a-tight-loop", test_no_server_makes_it_a_tight_loop);
  g_test_add_func ("/plan/healthy-server-drains-from-any-state",
                   test_healthy_server_drains_from_any_state);
  g_test_add_func ("/plan/edit-travels-at-once", test_edit_travels_at_once);
  g_test_add_func ("/plan/same-seed-same-actions", test_same_seed_same_actions);

  return g_test_run ();
}
