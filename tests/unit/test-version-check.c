/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "amia-version-check.h"
#include "forms-fixture.h"

/* What is said of a new version of a form, question by question. */

#define OPTION(code) "{'valueCoding':{'system':'s','code':'" code "','display':'" code "'}}"

static const struct
{
  const char *before;
  const char *after;
  const char *notes;
} table[] = {
  { "{'linkId':'a','type':'string'}", "{'linkId':'a','type':'string'}", "" },
  { "{'linkId':'a','type':'string'}", "{'linkId':'a','type':'integer'}", "!type:a" },
  { "{'linkId':'a','type':'integer'}", "{'linkId':'a','type':'decimal'}", "wider:a" },
  { "{'linkId':'a','type':'string','repeats':true}", "{'linkId':'a','type':'string'}",
    "!repeats-no-more:a" },
  { "{'linkId':'a','type':'string'}", "{'linkId':'a','type':'string','repeats':true}", "" },
  { "{'linkId':'a','type':'choice','answerOption':[" OPTION ("x") "," OPTION ("y") "]}",
    "{'linkId':'a','type':'choice','answerOption':[" OPTION ("x") "]}", "!option-gone:a" },
  { "{'linkId':'a','type':'choice','answerOption':[" OPTION ("x") "]}",
    "{'linkId':'a','type':'choice','answerOption':[" OPTION ("x") "," OPTION ("y") "]}",
    "wider:a" },
  { "{'linkId':'a','type':'string'}", "{'linkId':'a','type':'string','maxLength':5}",
    "!narrower:a" },
  { "{'linkId':'a','type':'string','maxLength':4}",
    "{'linkId':'a','type':'string','maxLength':5}", "" },
  { "{'linkId':'a','type':'string'}", "{'linkId':'a','type':'string','required':true}",
    "!required:a" },
  { "{'linkId':'a','type':'string','required':true}", "{'linkId':'a','type':'string'}", "" },
  { "{'linkId':'a','type':'string','text':'Ett'}", "{'linkId':'a','type':'string','text':'En'}",
    "reworded:a" },
  { "{'linkId':'a','type':'string'}",
    "{'linkId':'g','type':'group','item':[{'linkId':'a','type':'string'}]}", "moved:a" },
  { "{'linkId':'a','type':'string'}", "{'linkId':'b','type':'string'}", "new:b gone:a" },
};

static AmiaQuestionnaire *
version (const char *items, const char *number)
{
  g_autofree char *quoted = g_strdup_printf ("{'resourceType':'Questionnaire',"
                                             "'url':'https://example.org/q','version':'%s',"
                                             "'item':[%s]}",
                                             number, items);
  g_autofree char *json = fixture_unquote (quoted);

  return amia_questionnaire_new_from_data (json, -1, NULL);
}

static char *
compare (AmiaQuestionnaire *before, AmiaQuestionnaire *after)
{
  g_autoptr (GPtrArray) notes = amia_version_check (before, after);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaVersionNote *note = g_ptr_array_index (notes, i);

      g_string_append_printf (out, "%s%s%s:%s", i > 0 ? " " : "",
                              amia_version_change_is_breaking (note->change) ? "!" : "",
                              amia_version_change_to_string (note->change),
                              note->link_id != NULL ? note->link_id : "");
    }
  return g_string_free (out, FALSE);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (AmiaQuestionnaire) before = version (table[i].before, "1");
      g_autoptr (AmiaQuestionnaire) after = version (table[i].after, "2");
      g_autofree char *notes = compare (before, after);

      g_assert_cmpstr (notes, ==, table[i].notes);
    }
}

static void
test_edited_in_place (void)
{
  g_autoptr (AmiaQuestionnaire) before = version ("{'linkId':'a','type':'string'}", "1");
  g_autoptr (AmiaQuestionnaire) after =
      version ("{'linkId':'a','type':'string','readOnly':true}", "1");
  g_autofree char *notes = compare (before, after);
  g_autofree char *same = compare (before, before);

  g_assert_cmpstr (notes, ==, "!same-version:");
  g_assert_cmpstr (same, ==, "");
}

/* Each is before the next. */
static const char *const versions[] = {
  NULL,
  "",
  "1",
  "1.0",
  "1.0.0",
  "1.0.1",
  "1.2",
  "1.9",
  "1.10",
  "1.10a",
  "2",
  "2014-03",
  "2014-11",
};

static void
test_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (versions); j++)
        {
          int order = amia_version_compare (versions[i], versions[j]);

          g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
        }
    }
  g_assert_cmpint (amia_version_compare ("1.01", "1.1"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version-check/tells-what-is-different", test_table);
  g_test_add_func ("/version-check/finds-a-form-edited-in-place", test_edited_in_place);
  g_test_add_func ("/version-check/orders-versions", test_order);
  return g_test_run ();
}
