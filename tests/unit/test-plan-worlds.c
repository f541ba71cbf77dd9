/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-plan.h"
#include "plan-words.h"

/* The plan by worlds: a little server and a clock, both made up, that see whether the promises in
 * the header hold over thousands of histories. */

#define MINUTE_MS (60 * 1000)

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

  g_test_add_func ("/plan-worlds/no-server-makes-it-a-tight-loop", test_no_server_makes_it_a_tight_loop);
  g_test_add_func ("/plan-worlds/healthy-server-drains-from-any-state",
                   test_healthy_server_drains_from_any_state);
  g_test_add_func ("/plan-worlds/edit-travels-at-once", test_edit_travels_at_once);
  g_test_add_func ("/plan-worlds/same-seed-same-actions", test_same_seed_same_actions);

  return g_test_run ();
}
