/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-date.h"
#include "amia-umbrella.h"

/* Where things stand under the umbrella. */

#define TODAY "2014-05-15"

static AmiaUmbrella *
lay_out (AmiaUmbrellaFacts facts)
{
  if (facts.today == NULL)
    facts.today = TODAY;
  return amia_umbrella_lay_out (&facts);
}

static void
assert_reach (const AmiaUmbrella *umbrella,
              const char         *first,
              const char         *last)
{
  char text[AMIA_DATE_TEXT_LENGTH + 1];

  g_assert_cmpstr (amia_date_print_iso (&umbrella->first, text), ==, first);
  g_assert_cmpstr (amia_date_print_iso (&umbrella->last, text), ==, last);
  g_assert_cmpfloat (umbrella->today, >=, 0);
  g_assert_cmpfloat (umbrella->today, <, 1);
}

static void
test_reach (void)
{
  static const AmiaUmbrellaSpan long_ago[] = { { "1999-01-01", "2014-06-30" } };
  static const AmiaUmbrellaSpan far[] = { { "2014-06-01", "2030-12-31" } };
  static const struct
  {
    const char       *what;
    AmiaUmbrellaFacts facts;
    const char       *first;
    const char       *last;
  } rows[] = {
    { "nothing known", { 0 }, "2014-02-01", "2014-08-31" },
    { "no day", { .benefit_end = "i höst" }, "2014-02-01", "2014-08-31" },
    { "benefit", { .benefit_end = "2014-08-31" }, "2014-02-01", "2015-03-31" },
    { "from enrolment", { .enrolled = "2014-01-15" }, "2013-10-01", "2014-08-31" },
    { "an income from long ago",
      { .incomes = long_ago, .n_incomes = 1 },
      "2014-02-01",
      "2014-08-31" },
    { "far ahead", { .incomes = far, .n_incomes = 1 }, "2014-05-01", "2017-05-31" },
    { "a benefit that ended long ago",
      { .benefit_end = "1990-01-01" },
      "2011-08-01",
      "2014-08-31" },
    { "on a leap day", { .today = "2016-02-29" }, "2015-11-01", "2016-05-31" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaUmbrella) umbrella = lay_out (rows[i].facts);

      g_test_message ("%s", rows[i].what);
      assert_reach (umbrella, rows[i].first, rows[i].last);
      g_assert_cmpuint (umbrella->ticks->len, >=, 7);
      g_assert_cmpuint (umbrella->ticks->len, <=, 37);
    }
}

static char *
describe (const AmiaUmbrella *umbrella)
{
  static const char *const names[] = { "benefit", "amia", "ali", "after" };
  g_autoptr (GString) text = g_string_new (NULL);
  double last = 0;

  for (guint i = 0; i < umbrella->phases->len; i++)
    {
      const AmiaUmbrellaMark *mark = &g_array_index (umbrella->phases, AmiaUmbrellaMark, i);

      /* One after the other, never one over the other. */
      g_assert_cmpfloat (mark->from, >=, last - 1e-9);
      g_assert_cmpfloat (mark->to, <=, 1);
      last = mark->to;
      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", names[mark->index],
                              mark->is_expected ? "?" : "");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_phases (void)
{
  static const struct
  {
    AmiaUmbrellaFacts facts;
    const char       *phases;
  } rows[] = {
    { { 0 }, "" },
    { { .enrolled = "2014-01-15" }, "benefit amia" },
    { { .benefit_end = "2014-08-31" }, "benefit ali? after?" },
    { { .enrolled = "2014-01-15", .benefit_end = "2014-08-31" }, "benefit amia ali? after?" },
    { { .enrolled = "2014-01-15", .benefit_end = "2014-08-31", .ali_from = "2014-09-01" },
      "benefit amia ali after" },
    { { .benefit_end = "2014-03-31", .enrolled = "2014-05-01", .ali_from = "2014-04-01" },
      "benefit ali after" },
    { { .ali_from = "2014-04-01" }, "ali after" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaUmbrella) umbrella = lay_out (rows[i].facts);
      g_autofree char *phases = describe (umbrella);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (phases, ==, rows[i].phases);
    }
}

static void
test_ali_is_ninety_days (void)
{
  const AmiaUmbrellaFacts facts = { .today = TODAY, .ali_from = "2014-05-01" };
  g_autoptr (AmiaUmbrella) umbrella = amia_umbrella_lay_out (&facts);
  const AmiaUmbrellaMark *ali = &g_array_index (umbrella->phases, AmiaUmbrellaMark, 0);
  GDate                   last;

  g_assert_true (amia_date_parse_iso ("2014-07-30", -1, &last)); /* the day after the last */
  g_assert_cmpfloat_with_epsilon (ali->to, amia_umbrella_get_x (umbrella, &last), 1e-9);
}

static void
test_lanes (void)
{
  static const AmiaUmbrellaSpan incomes[] = {
    { "2014-03-01", "2014-05-31" },
    { "2014-06-01", "2014-07-31" }, /* follows upon the first */
    { "2014-05-31", NULL },         /* one day together with the first */
    { NULL, NULL },                 /* nothing known */
    { "2013-01-01", "2013-12-31" }, /* before the picture */
    { NULL, "2014-03-15" },
  };
  static const struct
  {
    guint index;
    guint lane;
  } expected[] = { { 5, 0 }, { 0, 1 }, { 2, 0 }, { 1, 1 } };
  g_autoptr (AmiaUmbrella) umbrella =
      lay_out ((AmiaUmbrellaFacts){ .incomes = incomes, .n_incomes = G_N_ELEMENTS (incomes) });

  g_assert_cmpuint (umbrella->incomes->len, ==, G_N_ELEMENTS (expected));
  g_assert_cmpuint (umbrella->n_income_lanes, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const AmiaUmbrellaMark *mark = &g_array_index (umbrella->incomes, AmiaUmbrellaMark, i);

      g_assert_cmpuint (mark->index, ==, expected[i].index);
      g_assert_cmpuint (mark->lane, ==, expected[i].lane);
      g_assert_cmpint (mark->is_open, ==, mark->index == 2);
    }
}

static void
test_neighbouring_meetings_are_apart (void)
{
  static const AmiaUmbrellaSpan meetings[] = {
    { "2014-05-20", "2014-05-20" },
    { "2014-05-20", "2014-05-20" },
    { "2014-07-01", "2014-07-01" },
    { "tomorrow", NULL },
  };
  g_autoptr (AmiaUmbrella) umbrella =
      lay_out ((AmiaUmbrellaFacts){ .meetings = meetings, .n_meetings = G_N_ELEMENTS (meetings) });

  g_assert_cmpuint (umbrella->meetings->len, ==, 3);
  g_assert_cmpuint (g_array_index (umbrella->meetings, AmiaUmbrellaMark, 0).lane, ==, 0);
  g_assert_cmpuint (g_array_index (umbrella->meetings, AmiaUmbrellaMark, 1).lane, ==, 1);
  g_assert_cmpuint (g_array_index (umbrella->meetings, AmiaUmbrellaMark, 2).lane, ==, 0);
}

/* Every day of the picture, pointed at where it begins, is that day; close to the beginning of a
 * month that is meant. */
static void
test_day_of_a_point (void)
{
  static const struct
  {
    double      x;
    double      near;
    const char *day;
  } rows[] = {
    { 0, 0, "2014-02-01" },
    { -3, 0, "2014-02-01" },
    { 1, 0, "2014-09-01" },
    { 9, 0, "2014-09-01" },
    { 28.2 / 212, 0, "2014-03-01" },
    { 29.2 / 212, 0, "2014-03-02" },
    { 29.2 / 212, 0.01, "2014-03-01" },
    { 26.2 / 212, 0.01, "2014-03-01" },
    { 40.0 / 212, 0.01, "2014-03-13" },
  };
  g_autoptr (AmiaUmbrella) umbrella = lay_out ((AmiaUmbrellaFacts){ 0 });
  char  text[AMIA_DATE_TEXT_LENGTH + 1];
  GDate day = umbrella->first;

  for (; g_date_compare (&day, &umbrella->last) <= 0; g_date_add_days (&day, 1))
    {
      GDate found;

      amia_umbrella_get_day (umbrella, amia_umbrella_get_x (umbrella, &day), 0, &found);
      g_assert_cmpint (g_date_compare (&found, &day), ==, 0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GDate found;

      amia_umbrella_get_day (umbrella, rows[i].x, rows[i].near, &found);
      g_assert_cmpstr (amia_date_print_iso (&found, text), ==, rows[i].day);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/umbrella/reach", test_reach);
  g_test_add_func ("/umbrella/phases", test_phases);
  g_test_add_func ("/umbrella/ali-is-ninety-days", test_ali_is_ninety_days);
  g_test_add_func ("/umbrella/lanes", test_lanes);
  g_test_add_func ("/umbrella/day-of-a-point", test_day_of_a_point);
  g_test_add_func ("/umbrella/neighbouring-meetings-are-apart", test_neighbouring_meetings_are_apart);

  return g_test_run ();
}
