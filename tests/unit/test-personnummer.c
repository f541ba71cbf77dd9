/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-personnummer.h"

/* Person numbers of people who never were, typed on 2014-03-14. */

typedef struct
{
  const char           *typed;
  AmiaPersonnummerFault fault;
  const char           *text;
  AmiaSex               sex;
  gboolean              is_coordination;
} Case;

static const Case cases[] = {
  { "18890101-2347", AMIA_PERSONNUMMER_OK, "18890101-2347", AMIA_SEX_FEMALE, FALSE },
  { "188901012347", AMIA_PERSONNUMMER_OK, "18890101-2347", AMIA_SEX_FEMALE, FALSE },
  { " 18890101 2347 ", AMIA_PERSONNUMMER_OK, "18890101-2347", AMIA_SEX_FEMALE, FALSE },
  { "18920229-0012", AMIA_PERSONNUMMER_OK, "18920229-0012", AMIA_SEX_MALE, FALSE },
  { "18890161-2344", AMIA_PERSONNUMMER_OK, "18890161-2344", AMIA_SEX_FEMALE, TRUE },
  { "18890191-2348", AMIA_PERSONNUMMER_OK, "18890191-2348", AMIA_SEX_FEMALE, TRUE },
  { "890101-2347", AMIA_PERSONNUMMER_OK, "19890101-2347", AMIA_SEX_FEMALE, FALSE },
  { "8901012347", AMIA_PERSONNUMMER_OK, "19890101-2347", AMIA_SEX_FEMALE, FALSE },
  { "890101+2347", AMIA_PERSONNUMMER_OK, "18890101-2347", AMIA_SEX_FEMALE, FALSE },
  { "140314-2225", AMIA_PERSONNUMMER_OK, "20140314-2225", AMIA_SEX_FEMALE, FALSE },
  { "140314+2225", AMIA_PERSONNUMMER_OK, "19140314-2225", AMIA_SEX_FEMALE, FALSE },

  { "", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "1", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "abc", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "890101234", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "1889010123471", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "88901012347", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "18890101+2347", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "188901-012347", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "890101--2347", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "-8901012347", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "8901012347-", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "18890101/2347", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "18890101-234x", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "8901-012347", AMIA_PERSONNUMMER_FORM, NULL, AMIA_SEX_MALE, FALSE },
  { "188900012348", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "188913012343", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "188901002348", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "188901322340", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "188902292344", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "190002292340", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "188901602345", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "188901922347", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "000001012347", AMIA_PERSONNUMMER_DATE, NULL, AMIA_SEX_MALE, FALSE },
  { "140315-2224", AMIA_PERSONNUMMER_FUTURE, NULL, AMIA_SEX_MALE, FALSE },
  { "20140315-2224", AMIA_PERSONNUMMER_FUTURE, NULL, AMIA_SEX_MALE, FALSE },
  { "999901012345", AMIA_PERSONNUMMER_FUTURE, NULL, AMIA_SEX_MALE, FALSE },
  { "188901012348", AMIA_PERSONNUMMER_CHECK_DIGIT, NULL, AMIA_SEX_MALE, FALSE },
};

static void
test_typed (void)
{
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 14, G_DATE_MARCH, 2014);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaPersonnummer number = { .text = "untouched" };

      g_test_message ("%s", cases[i].typed);
      g_assert_cmpint (amia_personnummer_parse (cases[i].typed, &today, &number),
                       ==,
                       cases[i].fault);
      if (cases[i].text == NULL)
        {
          g_assert_cmpstr (number.text, ==, "untouched");
          continue;
        }
      g_assert_cmpstr (number.text, ==, cases[i].text);
      g_assert_cmpint (number.sex, ==, cases[i].sex);
      g_assert_cmpint (number.is_coordination, ==, cases[i].is_coordination);
    }
}

static void
test_birth_is_the_day_of_birth (void)
{
  AmiaPersonnummer number;
  GDate            today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 14, G_DATE_MARCH, 2014);

  g_assert_cmpint (amia_personnummer_parse ("188901612344", &today, &number),
                   ==,
                   AMIA_PERSONNUMMER_OK);
  g_assert_cmpuint (g_date_get_year (&number.birth), ==, 1889);
  g_assert_cmpint (g_date_get_month (&number.birth), ==, G_DATE_JANUARY);
  g_assert_cmpuint (g_date_get_day (&number.birth), ==, 1);
}

/* What the check digit is for: any one digit mistyped is noticed. */
static void
test_every_single_slip_is_noticed (void)
{
  char             typed[] = "188901012347";
  AmiaPersonnummer number;
  GDate            today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 14, G_DATE_MARCH, 2014);

  for (gsize i = 2; i < sizeof typed - 1; i++)
    {
      char right = typed[i];

      for (char digit = '0'; digit <= '9'; digit++)
        {
          typed[i] = digit;
          g_assert_cmpint (amia_personnummer_parse (typed, &today, &number) == AMIA_PERSONNUMMER_OK,
                           ==,
                           digit == right);
        }
      typed[i] = right;
    }
}

static void
test_check_digit_is_made (void)
{
  g_assert_cmpint (amia_personnummer_get_check_digit ("890101234"), ==, '7');
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/personnummer/typed", test_typed);
  g_test_add_func ("/personnummer/birth-is-the-day-of-birth", test_birth_is_the_day_of_birth);
  g_test_add_func ("/personnummer/every-single-slip-is-noticed", test_every_single_slip_is_noticed);
  g_test_add_func ("/personnummer/check-digit-is-made", test_check_digit_is_made);

  return g_test_run ();
}
