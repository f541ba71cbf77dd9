/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-distance.h"
#include "amia-proposal.h"

/* What is proposed to a participant: how far it is, and what the plan has nothing of. */

static void
test_distances (void)
{
  static const struct
  {
    const char *from;
    const char *to;
    double      km;
  } cases[] = {
    /* 128 km in a straight line, as the encyclopaedias have it. */
    { "Östersund", "Härjedalen", 128 },
    { "Härjedalen", "Östersund", 128 },
    { "Östersund", "Krokom", 19 },
    { "Östersund", "Strömsund", 87 },
    { "Bergs kommun", "Östersunds kommun", 47 },
    { " ÅRE ", "åre", 0 },
    { "Östersund", "O\xcc\x88stersund", 0 },
    { "Malmö", "malmö kommun", 0 },
    { "Malmö", "Östersund", -1 },
    { "Östersund", NULL, -1 },
    { NULL, NULL, -1 },
    { "", "", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s – %s", cases[i].from, cases[i].to);
      g_assert_cmpfloat_with_epsilon (
          amia_distance_get_km (cases[i].from, cases[i].to), cases[i].km, 1);
    }
}

/* Unknown is negative and never nearly nothing. */
static void
test_same_is_nothing (void)
{
  g_assert_cmpfloat (amia_distance_get_km ("Ragunda", "Ragunda kommun"), ==, 0);
  g_assert_cmpfloat (amia_distance_get_km ("Ragunda", "Sundsvall"), <, 0);
  g_assert_true (amia_distance_is_known ("ragunda kommun"));
  g_assert_true (amia_distance_is_known ("Bräcke"));
  g_assert_false (amia_distance_is_known ("Sundsvall"));
  g_assert_false (amia_distance_is_known (NULL));
}

static void
add_activity (AmiaActionPlan *plan,
              const char     *category,
              const char     *status)
{
  AmiaPlanActivity *activity = amia_action_plan_add_activity (plan, "an activity");

  activity->category = g_strdup (category);
  activity->status = g_strdup (status);
}

static void
assert_lacking (const AmiaActionPlan *plan,
                const char           *expected)
{
  gboolean is_lacking[AMIA_N_CATEGORIES];
  char     found[AMIA_N_CATEGORIES + 1] = "";

  amia_proposal_find_lacking (plan, is_lacking);
  for (int i = 0; i < AMIA_N_CATEGORIES; i++)
    found[i] = is_lacking[i] ? (char) ('1' + i) : '-';
  g_assert_cmpstr (found, ==, expected);
}

static void
test_what_is_lacking (void)
{
  g_autoptr (AmiaActionPlan) plan = amia_action_plan_new ();

  assert_lacking (plan, "1234");
  add_activity (plan, "halsa", "done");
  assert_lacking (plan, "-234");
  add_activity (plan, "soka-arbete", "stopped");
  assert_lacking (plan, "-234");
  add_activity (plan, "4", NULL);
  assert_lacking (plan, "-23-");
  add_activity (plan, NULL, "ongoing");
  add_activity (plan, "of tomorrow", "ongoing");
  assert_lacking (plan, "-23-");
  add_activity (plan, "ekonomi-stod", "planned");
  add_activity (plan, "vagledning-provning", "ongoing");
  assert_lacking (plan, "----");
}

static void
test_two_names (void)
{
  g_assert_cmpstr (amia_category_get_plan_code ("1"), ==, "halsa");
  g_assert_cmpstr (amia_category_get_plan_code ("4"), ==, "soka-arbete");
  g_assert_cmpstr (amia_category_get_plan_code ("halsa"), ==, "halsa");
  g_assert_null (amia_category_get_plan_code ("5"));
  g_assert_null (amia_category_get_plan_code (NULL));
  g_assert_cmpint (amia_category_find (""), ==, -1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/distance/between-main-towns", test_distances);
  g_test_add_func ("/distance/same-is-nothing", test_same_is_nothing);
  g_test_add_func ("/proposal/what-is-lacking", test_what_is_lacking);
  g_test_add_func ("/proposal/two-names", test_two_names);

  return g_test_run ();
}
