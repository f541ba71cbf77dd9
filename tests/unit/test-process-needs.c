/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-process-needs.h"
#include "amia-process.h"

/* What is missing where, from an empty case to one that may be closed. */

static char *
list (const AmiaProcessFacts *facts,
      const char             *step)
{
  g_autoptr (GArray) missing = amia_process_list_missing (facts, step);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            amia_process_need_get_name (
                                g_array_index (missing, AmiaProcessNeed, i)));

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
test_each_need_has_a_place (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_hard = 0;

  for (guint i = 0; i < AMIA_N_NEEDS; i++)
    {
      g_assert_true (g_hash_table_add (names, (char *) amia_process_need_get_name (i)));
      g_assert_nonnull (amia_process_find_step (amia_process_need_get_step (i)));
      n_hard += amia_process_need_is_hard (i);
    }
  g_assert_cmpuint (n_hard, ==, 2);
  g_assert_true (amia_process_need_is_hard (AMIA_NEED_CONSENT));
  g_assert_true (amia_process_need_is_hard (AMIA_NEED_CLOSING_DOCUMENT));
}

static void
test_missing_by_step (void)
{
  static const struct
  {
    const char      *what;
    AmiaProcessFacts facts;
    const char      *step;
    const char      *missing;
  } rows[] = {
    { "nothing yet", { 0 }, "1", "summary benefit-end consent survey-1 diary" },
    { "a sub-step", { 0 }, "1.5", "consent" },
    { "a step whose number begins another's sub-step", { 0 }, "3", "sub-goal" },
    { "no such step", { 0 }, "8", "" },
    { "consent", { .has_consent = TRUE, .has_summary = TRUE }, "1", "benefit-end survey-1 diary" },
    { "only the second survey", { .surveys = 2 }, "5", "under-way" },
    { "one survey is used", { .n_surveys = 1 }, "7", "closing-meeting closing-document" },
    { "one survey, at half time", { .n_surveys = 1 }, "5", "under-way" },
    { "three are used", { .n_surveys = 3, .surveys = 1 }, "7", "survey-3 closing-meeting closing-document" },
    { "no activity has no purpose either", { 0 }, "4", "activity purpose agreed-plan" },
    { "a purpose is missing", { .n_activities = 3, .n_without_purpose = 1, .agreed = "2014-03-01" }, "4", "purpose" },
    { "a met need", { .n_activities = 3, .agreed = "2014-03-01" }, "4", "" },
    { "met before the plan", { .agreed = "2014-03-10", .met = "2014-03-09" }, "6", "follow-up care-meeting" },
    { "met as it was agreed on", { .agreed = "2014-03-10", .met = "2014-03-10" }, "6", "follow-up care-meeting" },
    { "met later", { .agreed = "2014-03-10", .met = "2014-04-10" }, "6", "care-meeting" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *missing = list (&rows[i].facts, rows[i].step);

      g_test_message ("%s", rows[i].what);
      g_assert_cmpstr (missing, ==, rows[i].missing);
    }
}

static void
test_all_steps_together (void)
{
  const AmiaProcessFacts facts = { .n_surveys = 1 };
  g_autoptr (GArray) all = amia_process_list_missing (&facts, NULL);

  g_assert_cmpuint (all->len, ==, AMIA_N_NEEDS - 2); /* surveys 2 and 3 */
}

static void
test_only_the_document_closes (void)
{
  const AmiaProcessFacts nothing = { 0 };
  const AmiaProcessFacts approved = { .is_closing_approved = TRUE };

  g_assert_false (amia_process_may_close (&nothing));
  g_assert_true (amia_process_may_close (&approved));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process-needs/each-need-has-a-place", test_each_need_has_a_place);
  g_test_add_func ("/process-needs/missing-by-step", test_missing_by_step);
  g_test_add_func ("/process-needs/all-steps-together", test_all_steps_together);
  g_test_add_func ("/process-needs/only-the-document-closes", test_only_the_document_closes);

  return g_test_run ();
}
