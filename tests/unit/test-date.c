/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-date.h"

/* Days as they are typed, on a Friday, on the last of a month and on a leap day. */

typedef struct
{
  const char *today;
  const char *typed;
  const char *day; /* NULL: not a day */
} Case;

static const Case cases[] = {
  { "2014-03-14", "2014-03-14", "2014-03-14" },
  { "2014-03-14", " 2014-03-14\t", "2014-03-14" },
  { "2014-03-14", "2014-3-4", "2014-03-04" },
  { "2014-03-14", "20140314", "2014-03-14" },
  { "2014-03-14", "140314", "2014-03-14" },
  { "2014-03-14", "14-03-14", "2014-03-14" },
  { "2014-03-14", "640314", "2064-03-14" },
  { "2014-03-14", "650314", "1965-03-14" },
  { "2064-03-14", "140314", "2114-03-14" },
  { "2064-03-14", "150314", "2015-03-14" },
  { "2014-03-14", "14/3", "2014-03-14" },
  { "2014-03-14", "31/12", "2014-12-31" },
  { "2014-03-14", "14/3 2013", "2013-03-14" },
  { "2014-03-14", "14/03 13", "2013-03-14" },
  { "2014-03-14", "14 mars", "2014-03-14" },
  { "2014-03-14", "14 MARS 2013", "2013-03-14" },
  { "2014-03-14", "1 maj", "2014-05-01" },
  { "2014-03-14", "1 okt", "2014-10-01" },
  { "2014-03-14", "24dec 13", "2013-12-24" },
  { "2014-03-14", "idag", "2014-03-14" },
  { "2014-03-14", "Idag", "2014-03-14" },
  { "2014-03-14", "i dag", "2014-03-14" },
  { "2014-03-14", "igår", "2014-03-13" },
  { "2014-03-14", "IGÅR", "2014-03-13" },
  { "2014-03-14", "iga\xcc\x8ar", "2014-03-13" },
  { "2014-03-01", "i går", "2014-02-28" },
  { "2014-03-14", "imorgon", "2014-03-15" },
  { "2013-12-31", "i morgon", "2014-01-01" },
  { "2014-03-14", "övermorgon", "2014-03-16" },
  { "2014-03-14", "+2v", "2014-03-28" },
  { "2014-03-14", "-1v", "2014-03-07" },
  { "2014-03-14", "+3d", "2014-03-17" },
  { "2014-03-14", "+0d", "2014-03-14" },
  { "2014-03-14", "-1m", "2014-02-14" },
  { "2014-03-31", "-1m", "2014-02-28" },
  { "2012-01-31", "+1m", "2012-02-29" },
  { "2012-02-29", "+1å", "2013-02-28" },
  { "2014-03-14", "-999m", "1930-12-14" },
  { "1800-01-01", "-999å", "0801-01-01" },
  { "2014-03-14", "mån", "2014-03-17" },
  { "2014-03-14", "Måndag", "2014-03-17" },
  { "2014-03-14", "tor", "2014-03-20" },
  { "2014-03-14", "fre", "2014-03-21" },
  { "2014-03-14", "lördag", "2014-03-15" },
  { "2014-03-14", "sön", "2014-03-16" },
  { "2014-03-16", "sön", "2014-03-23" },

  { "2014-03-14", "", NULL },
  { "2014-03-14", " ", NULL },
  { "2014-03-14", "snart", NULL },
  { "2014-03-14", "2014-02-29", NULL },
  { "2014-03-14", "2014-13-01", NULL },
  { "2014-03-14", "2014-00-10", NULL },
  { "2014-03-14", "201-03-14", NULL },
  { "2014-03-14", "2014-03", NULL },
  { "2014-03-14", "2014-03-14T10:00", NULL },
  { "2014-03-14", "14", NULL },
  { "2014-03-14", "1403", NULL },
  { "2014-03-14", "1403141", NULL },
  { "2014-03-14", "140230", NULL },
  { "2014-03-14", "32/1", NULL },
  { "2014-03-14", "29/2", NULL },
  { "2014-03-14", "3/14", NULL },
  { "2014-03-14", "14/3 201", NULL },
  { "2014-03-14", "14/3 2014 x", NULL },
  { "2014-03-14", "14/3/2014", NULL },
  { "2014-03-14", "14 m", NULL },
  { "2014-03-14", "14 marsch", NULL },
  { "2014-03-14", "mars", NULL },
  { "2014-03-14", "2v", NULL },
  { "2014-03-14", "+v", NULL },
  { "2014-03-14", "+2", NULL },
  { "2014-03-14", "+2 v", NULL },
  { "2014-03-14", "+1000d", NULL },
  { "2014-03-14", "+2x", NULL },
  { "2014-03-14", "må", NULL },
  { "2014-03-14", "\xff", NULL },
};

static GDate
parse_iso (const char *text)
{
  GDate date;

  g_assert_true (amia_date_parse_iso (text, -1, &date));
  return date;
}

static void
test_typed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *typed = g_strescape (cases[i].typed, NULL);
      GDate            today = parse_iso (cases[i].today);
      GDate            date = parse_iso ("1900-01-01");
      char             text[AMIA_DATE_TEXT_LENGTH + 1];

      g_test_message ("%s on %s", typed, cases[i].today);
      g_assert_cmpint (amia_date_parse_typed (cases[i].typed, &today, &date),
                       ==,
                       cases[i].day != NULL);
      g_assert_cmpstr (amia_date_print_iso (&date, text),
                       ==,
                       cases[i].day != NULL ? cases[i].day : "1900-01-01");
    }
}

static void
test_iso_is_strict (void)
{
  static const char *const wrong[] = {
    "",
    "2014-03-1",
    "2014-03-144",
    "2014/03/14",
    "2014-0a-14",
    "2014-02-29",
    "0000-01-01",
    " 2014-03-1",
    "20140314--",
    "+014-03-14",
    "2014-03-00",
    "2014-03-32",
  };
  GDate date;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (amia_date_parse_iso (wrong[i], -1, &date));

  g_assert_true (amia_date_parse_iso ("2012-02-29T12", 10, &date));
  g_assert_cmpuint (g_date_get_day (&date), ==, 29);
}

/* Every day is read back from every way it can be typed with its year. */
static void
test_all_days_of_a_leap_year (void)
{
  GDate today = parse_iso ("2014-03-14");
  GDate day = parse_iso ("2012-01-01");

  for (int i = 0; i < 366; i++, g_date_add_days (&day, 1))
    {
      static const char *const formats[] = {
        "%Y-%m-%d",
        "%Y%m%d",
        "%y%m%d",
        "%d/%m %Y",
        "%d/%m %y",
      };

      for (gsize j = 0; j < G_N_ELEMENTS (formats); j++)
        {
          g_autoptr (GDateTime) time = g_date_time_new_utc (g_date_get_year (&day),
                                                            (int) g_date_get_month (&day),
                                                            g_date_get_day (&day),
                                                            0, 0, 0);
          g_autofree char *typed = g_date_time_format (time, formats[j]);
          GDate            found;

          g_assert_true (amia_date_parse_typed (typed, &today, &found));
          g_assert_cmpint (g_date_compare (&found, &day), ==, 0);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/date/typed", test_typed);
  g_test_add_func ("/date/iso-is-strict", test_iso_is_strict);
  g_test_add_func ("/date/all-days-of-a-leap-year", test_all_days_of_a_leap_year);

  return g_test_run ();
}
