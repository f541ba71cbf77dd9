/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-likeness.h"

/* Which names may be one person's, born on the same day. */

static void
test_normalizes (void)
{
  static const struct
  {
    const char *name;
    const char *normal;
  } rows[] = {
    { "Ek, Anna-Lisa", "anna ek lisa" },
    { "ANNA  LISA EK", "anna ek lisa" },
    { "Åsa Öberg", "åsa öberg" },
    { "A\xcc\x8asa Öberg", "åsa öberg" },
    { "Andrée Søren", "andree sören" },
    { "  ", "" },
    { "\xff\xfe", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *normal = amia_name_normalize (rows[i].name);

      g_assert_cmpstr (normal, ==, rows[i].normal);
    }
}

static void
test_alike (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean    are_alike;
  } rows[] = {
    { "Anna Ek", "Ek, Anna", TRUE },
    { "Anna Ek", "Anna Lisa Ek", TRUE },
    { "Anna Ek", "Ana Ek", TRUE },
    { "Hulda Ekvall", "Hulda Ekwall", TRUE },
    { "Hulda Ekvall", "Hulda Ekavll", TRUE },
    { "Petronella Andersdotter", "Petronela Andersdoter", TRUE },
    { "Åsa Berg", "Asa Berg", TRUE },
    { "Anna Ek", "Anton Ek", FALSE },
    { "Hulda Ekvall", "Hilma Ekvall", FALSE },
    { "Ek", "Anna Ek", FALSE },
    { "", "", FALSE },
    { "Anna Ek", "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *a = amia_name_normalize (rows[i].a);
      g_autofree char *b = amia_name_normalize (rows[i].b);

      g_test_message ("%s, %s", rows[i].a, rows[i].b);
      g_assert_cmpint (amia_names_are_alike (a, b), ==, rows[i].are_alike);
      g_assert_cmpint (amia_names_are_alike (b, a), ==, rows[i].are_alike);
    }
}

/* Long beyond measure, and no harm done. */
static void
test_long_names (void)
{
  g_autofree char *a = g_strnfill (100000, 'a');
  g_autofree char *b = g_strnfill (100000, 'b');

  g_assert_false (amia_names_are_alike (a, b));
  g_assert_true (amia_names_are_alike (a, a));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/likeness/normalizes", test_normalizes);
  g_test_add_func ("/likeness/alike", test_alike);
  g_test_add_func ("/likeness/long-names", test_long_names);

  return g_test_run ();
}
