/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-hyphens.h"

/* Where long words may be divided; a bar stands for a soft hyphen. */

static void
test_divides (void)
{
  static const char *const rows[] = {
    "Arbets|för|med|ling|ens väg",
    "reha|bi|li|te|rings|väg|led|ning",
    "arbets|trä|ningen",
    "sjuk|skriv|ning",
    "För|säk|rings|kas|san",
    "efter|mid|dag med vila",
    "kort ord",
    "Öster|sund och Lycksele",
    "2014-03-14",
    "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) parts = g_strsplit (rows[i], "|", -1);
      g_autofree char *plain = g_strjoinv ("", parts);
      g_autofree char *found = amia_hyphens_add (plain, 9);
      g_auto (GStrv) found_parts = g_strsplit (found, "\302\255", -1);
      g_autofree char *shown = g_strjoinv ("|", found_parts);

      g_assert_cmpstr (shown, ==, rows[i]);
    }
}

/* Nothing but the marks is changed, and nothing breaks. */
static void
test_bears_anything (void)
{
  static const char *const rows[] = { "aaaaaaaaaaaa", "bbbbbbbbbbbb", "\xc3\xa5\xc3\xa4\xc3\xb6",
                                      "\xff\xfe", "🙂🙂🙂🙂🙂🙂🙂🙂🙂" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = amia_hyphens_add (rows[i], 1);

      g_assert_true (g_utf8_validate (found, -1, NULL));
      g_assert_null (strstr (found, "\302\255"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/hyphens/divides-long-words", test_divides);
  g_test_add_func ("/paper/hyphens/bears-anything", test_bears_anything);
  return g_test_run ();
}
