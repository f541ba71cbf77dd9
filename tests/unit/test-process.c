/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-process-way.h"
#include "amia-process.h"

/* The process map: seven steps, their parts, and that every code names one thing only. */

static void
test_seven_steps (void)
{
  gsize           n_steps;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);

  g_assert_cmpuint (n_steps, ==, 7);
  g_assert_cmpuint (steps[0].n_substeps, ==, 5);
  g_assert_cmpuint (steps[4].n_substeps, ==, 0);
  for (gsize i = 0; i < n_steps; i++)
    {
      g_autofree char *code = g_strdup_printf ("%" G_GSIZE_FORMAT, i + 1);

      g_assert_cmpstr (steps[i].code, ==, code);
      for (gsize j = 0; j < steps[i].n_substeps; j++)
        {
          g_autofree char *sub_code = g_strdup_printf ("%s.%" G_GSIZE_FORMAT, code, j + 1);

          g_assert_cmpstr (steps[i].substeps[j].code, ==, sub_code);
        }
    }
}

static void
test_codes_are_found (void)
{
  g_assert_cmpstr (amia_process_find_step ("4")->name, ==, "Gör en planering");
  g_assert_cmpstr (amia_process_find_step ("4.2")->code, ==, "4");
  g_assert_cmpstr (amia_process_find_name ("4"), ==, "Gör en planering");
  g_assert_cmpstr (amia_process_find_name ("4.2"), ==, "Syftet med varje aktivitet");
  g_assert_cmpstr (amia_process_find_name ("sjukersattning"), ==, "Sjukersättning");
}

static void
test_other_codes_are_unknown (void)
{
  static const char *const codes[] = {
    "",
    "0",
    "8",
    "4.3",
    "4.",
    "5.1",
    "04",
    " 4",
    "Sjukersättning",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_null (amia_process_find_step (codes[i]));
      g_assert_null (amia_process_find_name (codes[i]));
    }
}

static void
test_every_code_names_one_thing (void)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  gsize              n_steps;
  gsize              n_outcomes;
  const AmiaStep    *steps = amia_process_get_steps (&n_steps);
  const AmiaOutcome *outcomes = amia_process_get_outcomes (&n_outcomes);

  g_assert_cmpuint (n_outcomes, ==, 5);
  for (gsize i = 0; i < n_outcomes; i++)
    g_assert_true (g_hash_table_add (codes, (char *) outcomes[i].code));

  for (gsize i = 0; i < n_steps; i++)
    {
      g_assert_true (g_hash_table_add (codes, (char *) steps[i].code));
      for (gsize j = 0; j < steps[i].n_substeps; j++)
        g_assert_true (g_hash_table_add (codes, (char *) steps[i].substeps[j].code));
    }
}

static void
test_ways_on_the_map (void)
{
  static const struct
  {
    const char *steps;
    const char *arcs;
  } rows[] = {
    { "", "" },
    { "2", "" },
    { "1 2 3", "0>1 1>2" },
    { "1 9 2", "0>1" }, /* a step of a newer program */
    { "2 2.3 2 3", "1>2" },
    { "2 3 2 4 5 2 3 4", "4<1 1>3 1>2*2 2<1 2>3 3>4" },
    { "7 1", "6<0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) steps = g_strsplit (rows[i].steps, " ", -1);
      g_autoptr (GArray) arcs =
          amia_process_list_arcs ((const char *const *) steps, g_strv_length (steps));
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint k = 0; k < arcs->len; k++)
        {
          const AmiaProcessArc *arc = &g_array_index (arcs, AmiaProcessArc, k);

          g_string_append_printf (text, "%s%u%c%u", k > 0 ? " " : "", arc->from,
                                  arc->is_back ? '<' : '>', arc->to);
          if (arc->count > 1)
            g_string_append_printf (text, "*%u", arc->count);
        }
      g_assert_cmpstr (text->str, ==, rows[i].arcs);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/seven-steps", test_seven_steps);
  g_test_add_func ("/process/codes-are-found", test_codes_are_found);
  g_test_add_func ("/process/other-codes-are-unknown", test_other_codes_are_unknown);
  g_test_add_func ("/process/every-code-names-one-thing", test_every_code_names_one_thing);
  g_test_add_func ("/process/ways-on-the-map", test_ways_on_the_map);

  return g_test_run ();
}
