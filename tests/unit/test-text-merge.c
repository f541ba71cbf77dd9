/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "amia-text-merge.h"

#include <glib.h>

/* What two people made of one text, and what is suggested to them. */

typedef struct
{
  const char *name;
  const char *base;
  const char *a;
  const char *b;
  const char *merged;
} MergeCase;

static const MergeCase merge_cases[] = {
  { "equal", "Sover dåligt", "Sover bra", "Sover bra", "Sover bra" },
  { "only-a-changed", "Sover dåligt ibland", "Sover bra ibland", "Sover dåligt ibland", "Sover bra ibland" },
  { "only-b-changed", "Sover dåligt ibland", "Sover dåligt ibland", "Sover dåligt ofta", "Sover dåligt ofta" },
  { "different-places",
    "Vill arbeta. Sover dåligt.",
    "Vill gärna arbeta. Sover dåligt.",
    "Vill arbeta. Sover mycket dåligt.",
    "Vill gärna arbeta. Sover mycket dåligt." },
  { "same-place-keeps-both", "Sover dåligt.", "Sover bättre.", "Sover sämre.", "Sover bättre. sämre." },
  { "a-removed-b-kept", "Ett två tre", "Ett tre", "Ett två tre", "Ett tre" },
  { "both-added-at-the-end", "Ett", "Ett två", "Ett tre", "Ett två tre" },
  { "no-base", NULL, "Ett", "Två", "Ett\nTvå" },
  { "no-base-equal", NULL, "Ett", "Ett", "Ett" },
  { "b-empty-without-base", "", "Ett", "", "Ett" },
};

static void
test_merge (gconstpointer data)
{
  const MergeCase *merge_case = data;
  g_autofree char *merged = amia_text_merge (merge_case->base, merge_case->a, merge_case->b);

  g_assert_cmpstr (merged, ==, merge_case->merged);
}

static void
test_diff_marks_words (void)
{
  const char *text = "Vill gärna arbeta halvtid";
  g_autoptr (GArray) spans = amia_text_diff (text, "Vill arbeta heltid");
  const AmiaTextSpan *first = &g_array_index (spans, AmiaTextSpan, 0);
  const AmiaTextSpan *second = &g_array_index (spans, AmiaTextSpan, 1);

  g_assert_cmpuint (spans->len, ==, 2);
  g_assert_cmpmem (text + first->start, first->length, "gärna", strlen ("gärna"));
  g_assert_cmpmem (text + second->start, second->length, "halvtid", strlen ("halvtid"));
}

static void
test_diff_joins_neighbours (void)
{
  g_autoptr (GArray) spans = amia_text_diff ("ett två tre fyra", "ett fyra");

  g_assert_cmpuint (spans->len, ==, 1);
  g_assert_cmpuint (g_array_index (spans, AmiaTextSpan, 0).length, ==, strlen ("två tre"));
}

static void
test_too_long_is_put_one_after_the_other (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *merged = NULL;
  g_autoptr (GArray) spans = NULL;

  for (int i = 0; i < 2001; i++)
    g_string_append (text, "ord ");
  merged = amia_text_merge ("bas", text->str, "kort");
  spans = amia_text_diff (text->str, "kort");

  g_assert_true (g_str_has_suffix (merged, "\nkort"));
  g_assert_cmpuint (spans->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (merge_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/record/text-merge/", merge_cases[i].name, NULL);

      g_test_add_data_func (path, &merge_cases[i], test_merge);
    }
  g_test_add_func ("/record/text-diff/marks-words", test_diff_marks_words);
  g_test_add_func ("/record/text-diff/joins-neighbours", test_diff_joins_neighbours);
  g_test_add_func ("/record/text-diff/too-long", test_too_long_is_put_one_after_the_other);
  return g_test_run ();
}
