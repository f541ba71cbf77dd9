/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-case-filter.h"

/* What is wanted of the list of cases, kept and read again. */

static void
test_comes_back (void)
{
  g_autoptr (GPtrArray) filters =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_case_filter_free);
  g_autoptr (GPtrArray) read = NULL;
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;

  for (guint i = 0; i < 128; i++)
    {
      AmiaCaseFilter *filter = amia_case_filter_new ();

      filter->name = g_strdup_printf ("Filter \"%u\"", i);
      filter->stage = (AmiaCaseStage) (i % 4);
      filter->mine = (i & 1) != 0;
      filter->with = (i & 2) != 0 ? g_strdup ("bertil") : NULL;
      filter->without_protected = (i & 4) != 0;
      filter->with_conflicts = (i & 8) != 0;
      filter->waiting = (i & 16) != 0;
      filter->with_name = (i & 2) != 0 ? g_strdup ("Bertil Qvarnström") : NULL;
      filter->step = (i & 32) != 0 ? g_strdup ("2") : NULL;
      filter->subproject = (i & 8) != 0 ? g_strdup ("Nord") : NULL;
      filter->sort = (i & 64) != 0 ? AMIA_CASE_SORT_CHANGED : AMIA_CASE_SORT_NAME;
      g_ptr_array_add (filters, filter);
    }

  json = amia_case_filters_encode (filters);
  read = amia_case_filters_decode (json);
  again = amia_case_filters_encode (read);
  g_assert_cmpuint (read->len, ==, 128);
  g_assert_cmpstr (again, ==, json);
  for (guint i = 0; i < read->len; i++)
    {
      const AmiaCaseFilter *filter = g_ptr_array_index (read, i);

      g_assert_cmpint (filter->stage, ==, i % 4);
      g_assert_cmpint (filter->mine, ==, (i & 1) != 0);
      g_assert_cmpstr (filter->with, ==, (i & 2) != 0 ? "bertil" : NULL);
      g_assert_cmpstr (filter->with_name, ==, (i & 2) != 0 ? "Bertil Qvarnström" : NULL);
      g_assert_cmpstr (filter->subproject, ==, (i & 8) != 0 ? "Nord" : NULL);
      g_assert_cmpint (filter->sort, ==, (i & 64) != 0);
    }
}

static void
test_broken_is_none (void)
{
  static const struct
  {
    const char *json;
    guint       n_filters;
  } cases[] = {
    { NULL, 0 },
    { "", 0 },
    { "[", 0 },
    { "{}", 0 },
    { "[1, null, []]", 0 },
    { "[{\"mine\": true}]", 0 },
    { "[{\"name\": \"a\", \"stage\": \"of-tomorrow\", \"more\": {}}]", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) filters = amia_case_filters_decode (cases[i].json);

      g_test_message ("%s", cases[i].json);
      g_assert_cmpuint (filters->len, ==, cases[i].n_filters);
    }
}

static void
test_words (void)
{
  static const struct
  {
    AmiaCaseFilter filter;
    gboolean       is_set;
    const char    *words;
  } cases[] = {
    { { .sort = AMIA_CASE_SORT_CHANGED }, FALSE, "" },
    { { .mine = TRUE }, TRUE, "Mine" },
    { { .mine = TRUE, .with = (char *) "bertil", .stage = AMIA_CASES_CLOSED },
      TRUE,
      "Mine · With bertil · Closed cases" },
    { { .with = (char *) "bertil", .with_name = (char *) "Bertil Q.", .subproject = (char *) "Nord" },
      TRUE,
      "With Bertil Q. · Nord" },
    { { .with_conflicts = TRUE, .waiting = TRUE, .without_protected = TRUE },
      TRUE,
      "Two versions · Waiting · Without protected identities" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = amia_case_filter_describe (&cases[i].filter);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpint (amia_case_filter_is_set (&cases[i].filter), ==, cases[i].is_set);
    }
}

/* Nothing that a filter says is lost on the way to the store. */
static void
test_asks_for_all_of_it (void)
{
  const AmiaCaseFilter filter = {
    .stage = AMIA_CASES_ALL,
    .mine = TRUE,
    .with = (char *) "bertil",
    .without_protected = TRUE,
    .with_conflicts = TRUE,
    .waiting = TRUE,
    .step = (char *) "4",
    .subproject = (char *) "Nord",
    .sort = AMIA_CASE_SORT_CHANGED,
  };
  const AmiaCaseQuery query = amia_case_filter_get_query (&filter, "hulda");

  g_assert_cmpstr (query.words, ==, "hulda");
  g_assert_cmpint (query.stage, ==, AMIA_CASES_ALL);
  g_assert_true (query.mine && query.without_protected && query.with_conflicts && query.waiting);
  g_assert_cmpstr (query.with, ==, "bertil");
  g_assert_cmpstr (query.step, ==, "4");
  g_assert_cmpstr (query.subproject, ==, "Nord");
  g_assert_cmpint (query.sort, ==, AMIA_CASE_SORT_CHANGED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/case-filter/comes-back", test_comes_back);
  g_test_add_func ("/case-filter/broken-is-none", test_broken_is_none);
  g_test_add_func ("/case-filter/words", test_words);
  g_test_add_func ("/case-filter/asks-for-all-of-it", test_asks_for_all_of_it);

  return g_test_run ();
}
