/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-plan.h"
#include "amia-protocol.h"
#include "plan-words.h"

/* The plan by tables: what one event does in one state, and what several do in a row. */

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

  return g_test_run ();
}
