/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "amia-sim.h"

/* Many offices, each with its own bad luck. AMIA_SIM_SEEDS=n runs n of them in each test,
 * AMIA_SIM_SEED=s only that one, AMIA_LONG=yes many; AMIA_SIM_TRACE=1 says what happens. */

#define N_SEEDS   3
#define N_LONG    40
#define N_ACTIONS 80

static const SimFaults none = { 0 };
static const SimFaults bad_wire = { .lose_request = 15, .lose_answer = 15, .repeat_request = 10 };
static const SimFaults crashes = { .crash_client = 10, .crash_server = 10, .lose_answer = 10 };
static const SimFaults offline = { .go_away = 40, .lose_answer = 5 };
static const SimFaults set_back = { .back_up = 10, .set_back = 10, .lose_answer = 10 };
static const SimFaults everything = {
  .lose_request = 10,
  .lose_answer = 10,
  .repeat_request = 10,
  .crash_client = 5,
  .crash_server = 5,
  .go_away = 15,
  .back_up = 5,
  .set_back = 5,
};

static guint
get_number (const char *name,
            guint       otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) strtoul (text, NULL, 10) : otherwise;
}

static void
run_office (guint            seed,
            const SimFaults *faults)
{
  g_autoptr (Sim) sim = sim_new (seed, 2 + seed % 3, faults);

  g_test_message ("seed %u", seed);
  sim_run (sim, N_ACTIONS);
  sim_heal (sim);
  sim_check (sim);
}

static void
test_offices (gconstpointer faults)
{
  gboolean is_long = g_strcmp0 (g_getenv ("AMIA_LONG"), "yes") == 0;
  guint    first = get_number ("AMIA_SIM_SEED", 1);
  guint    count = get_number ("AMIA_SIM_SEEDS", is_long ? N_LONG : N_SEEDS);

  if (g_getenv ("AMIA_SIM_SEED") != NULL)
    count = 1;
  for (guint seed = first; seed < first + count; seed++)
    run_office (seed, faults);
}

static char *
run_and_trace (guint seed)
{
  g_autoptr (Sim) sim = sim_new (seed, 3, &everything);

  sim_run (sim, N_ACTIONS / 2);
  sim_heal (sim);
  return sim_dup_trace (sim);
}

static void
test_same_seed_same_history (void)
{
  g_autofree char *first = run_and_trace (42);
  g_autofree char *second = run_and_trace (42);
  g_autofree char *other = run_and_trace (43);

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, other);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/sim/all-well", &none, test_offices);
  g_test_add_data_func ("/sim/bad-wire", &bad_wire, test_offices);
  g_test_add_data_func ("/sim/crashes", &crashes, test_offices);
  g_test_add_data_func ("/sim/offline", &offline, test_offices);
  g_test_add_data_func ("/sim/set-back", &set_back, test_offices);
  g_test_add_data_func ("/sim/everything-at-once", &everything, test_offices);
  g_test_add_func ("/sim/same-seed-same-history", test_same_seed_same_history);

  return g_test_run ();
}
