/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "forms-fixture.h"

/* enableWhen, line by line of FHIR's text (R5's wording, which says what R4 means). */

typedef struct
{
  const char *type;
  const char *condition;
  const char *answer; /* NULL: never answered */
  gboolean    is_enabled;
} Row;

/* One source `s` and one conditional item `t`. */
static const Row operators[] = {
  { "boolean", "'operator':'exists','answerBoolean':true", NULL, FALSE },
  { "boolean", "'operator':'exists','answerBoolean':false", NULL, TRUE },
  { "boolean", "'operator':'exists','answerBoolean':true", "false", TRUE },
  { "boolean", "'operator':'exists','answerBoolean':false", "false", FALSE },
  { "boolean", "'operator':'exists','answerBoolean':true", "null", FALSE },
  { "boolean", "'operator':'=','answerBoolean':false", NULL, FALSE },
  { "boolean", "'operator':'=','answerBoolean':false", "false", TRUE },
  { "boolean", "'operator':'=','answerBoolean':true", "false", FALSE },
  { "boolean", "'operator':'!=','answerBoolean':true", NULL, TRUE },
  { "boolean", "'operator':'!=','answerBoolean':true", "false", TRUE },
  { "boolean", "'operator':'!=','answerBoolean':true", "true", FALSE },
  { "boolean", "'operator':'>','answerBoolean':false", "true", FALSE },
  { "integer", "'operator':'>','answerInteger':5", NULL, FALSE },
  { "integer", "'operator':'<','answerInteger':5", NULL, FALSE },
  { "integer", "'operator':'>=','answerInteger':5", NULL, FALSE },
  { "integer", "'operator':'<=','answerInteger':5", NULL, FALSE },
  { "integer", "'operator':'>','answerInteger':5", "6", TRUE },
  { "integer", "'operator':'>','answerInteger':5", "5", FALSE },
  { "integer", "'operator':'>=','answerInteger':5", "5", TRUE },
  { "integer", "'operator':'<','answerInteger':5", "-7", TRUE },
  { "integer", "'operator':'<=','answerInteger':5", "6", FALSE },
  { "integer", "'operator':'=','answerInteger':5", "5", TRUE },
  { "integer", "'operator':'=','answerDecimal':5.0", "5", TRUE },
  { "decimal", "'operator':'=','answerDecimal':1.0", "1.00", TRUE },
  { "decimal", "'operator':'=','answerDecimal':0.30000000000000001", "0.3", FALSE },
  { "decimal", "'operator':'<','answerDecimal':1e2", "99.9", TRUE },
  { "decimal", "'operator':'>','answerDecimal':-0.5", "-0.25", TRUE },
  { "string", "'operator':'=','answerString':'Ja'", "'Ja'", TRUE },
  { "string", "'operator':'=','answerString':'Ja'", "'ja'", FALSE },
  { "string", "'operator':'<','answerString':'b'", "'a'", TRUE },
  { "string", "'operator':'<','answerString':'å'", "'z'", TRUE },
  { "string", "'operator':'exists','answerBoolean':true", "'  '", FALSE },
  { "text", "'operator':'=','answerString':'x'", "'x'", TRUE },
  { "string", "'operator':'=','answerInteger':1", "'1'", FALSE },
  { "string", "'operator':'!=','answerInteger':1", "'1'", TRUE },
  { "date", "'operator':'=','answerDate':'2024-05-01'", "'2024-05-01'", TRUE },
  { "date", "'operator':'>','answerDate':'2024-05-01'", "'2024-05-02'", TRUE },
  { "date", "'operator':'>','answerDate':'2024'", "'2025-01-01'", TRUE },
  { "date", "'operator':'<','answerDate':'2024'", "'2025-01-01'", FALSE },
  /* Nobody can tell: enabled rather than guessed. */
  { "date", "'operator':'>','answerDate':'1970'", "'1970-10-15'", TRUE },
  { "date", "'operator':'=','answerDate':'1970'", "'1970-10-15'", TRUE },
  { "date", "'operator':'!=','answerDate':'1970'", "'1970-10-15'", TRUE },
  { "dateTime", "'operator':'=','answerDateTime':'2024-05-01T12:00:00Z'",
    "'2024-05-01T14:00:00+02:00'", TRUE },
  { "dateTime", "'operator':'>','answerDate':'2024-05-01'", "'2024-05-02T08:00:00+02:00'", TRUE },
  { "time", "'operator':'>=','answerTime':'12:00:00'", "'12:00:00'", TRUE },
  { "time", "'operator':'<','answerTime':'12:00:00'", "'12:00:00.001'", FALSE },
  { "choice", "'operator':'=','answerCoding':{'system':'s','code':'a'}",
    "{'system':'s','code':'a','display':'A'}", TRUE },
  { "choice", "'operator':'=','answerCoding':{'system':'s','code':'a'}",
    "{'system':'x','code':'a'}", FALSE },
  { "choice", "'operator':'=','answerCoding':{'code':'a'}", "{'system':'x','code':'a'}", TRUE },
  { "choice", "'operator':'=','answerCoding':{'system':'s','code':'a'}", "{'code':'a'}", FALSE },
  { "choice", "'operator':'=','answerCoding':{'code':'a','display':'A'}",
    "{'code':'a','display':'B'}", TRUE },
  { "choice", "'operator':'=','answerCoding':{'display':'A'}", "{'display':'A'}", TRUE },
  { "choice", "'operator':'=','answerCoding':{'display':'A'}", "{'code':'a','display':'A'}",
    FALSE },
  { "choice", "'operator':'!=','answerCoding':{'system':'s','code':'a'}",
    "{'system':'s','code':'b'}", TRUE },
  { "choice", "'operator':'>','answerCoding':{'system':'s','code':'a'}",
    "{'system':'s','code':'b'}", FALSE },
  { "open-choice", "'operator':'=','answerString':'annat'", "'annat'", TRUE },
  { "open-choice", "'operator':'=','answerCoding':{'code':'a'}", "'a'", FALSE },
  { "quantity", "'operator':'>','answerQuantity':{'value':70,'system':'u','code':'kg'}",
    "{'value':70.5,'unit':'kilo','system':'u','code':'kg'}", TRUE },
  { "quantity", "'operator':'>','answerQuantity':{'value':1,'system':'u','code':'kg'}",
    "{'value':5000,'system':'u','code':'g'}", FALSE },
  { "quantity", "'operator':'=','answerQuantity':{'value':2.0}", "{'value':2,'unit':'st'}", TRUE },
  { "quantity", "'operator':'exists','answerBoolean':true", "{'unit':'kg'}", FALSE },
  { "reference", "'operator':'=','answerReference':{'reference':'Patient/1'}",
    "{'reference':'Patient/1'}", TRUE },
  { "url", "'operator':'exists','answerBoolean':true", "'https://example.org'", TRUE },
};

static void
test_operator (gconstpointer user_data)
{
  const Row       *row = user_data;
  g_autofree char *items =
      g_strdup_printf ("{'linkId':'s','type':'%s'},{'linkId':'t','type':'string',"
                       "'enableWhen':[{'question':'s',%s}]}",
                       row->type, row->condition);
  g_autoptr (AmiaResponse) response = fixture_response (items);

  if (row->answer != NULL)
    fixture_set (response, "answer/s", row->answer);
  g_assert_cmpint (fixture_is_enabled (response, "answer/t"), ==, row->is_enabled);
}

static const struct
{
  const char *behavior;
  const char *a, *b;
  gboolean    is_enabled;
} behaviors[] = {
  { "'enableBehavior':'all',", "true", "true", TRUE },
  { "'enableBehavior':'all',", "true", "false", FALSE },
  { "'enableBehavior':'any',", "true", "false", TRUE },
  { "'enableBehavior':'any',", "false", "false", FALSE },
  { "", "true", "false", TRUE }, /* R4's comment: any */
  { "", "false", "false", FALSE },
};

static void
test_behavior (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (behaviors); i++)
    {
      g_autofree char *items =
          g_strdup_printf ("{'linkId':'a','type':'boolean'},{'linkId':'b','type':'boolean'},"
                           "{'linkId':'t','type':'display',%s'enableWhen':["
                           "{'question':'a','operator':'=','answerBoolean':true},"
                           "{'question':'b','operator':'=','answerBoolean':true}]}",
                           behaviors[i].behavior);
      g_autoptr (AmiaResponse) response = fixture_response (items);

      fixture_set (response, "answer/a", behaviors[i].a);
      fixture_set (response, "answer/b", behaviors[i].b);
      g_assert_cmpint (fixture_is_enabled (response, "answer/t"), ==, behaviors[i].is_enabled);
    }
}

/* "No answer equals": with several answers, one that is equal suffices to disable. */
static void
test_several_answers (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'s','type':'integer','repeats':true},"
                        "{'linkId':'ne','type':'display','enableWhen':["
                        "{'question':'s','operator':'!=','answerInteger':1}]},"
                        "{'linkId':'gt','type':'display','enableWhen':["
                        "{'question':'s','operator':'>','answerInteger':5}]}");

  fixture_set (response, "answer/s", "[1,2]");
  g_assert_false (fixture_is_enabled (response, "answer/ne"));
  g_assert_false (fixture_is_enabled (response, "answer/gt"));
  fixture_set (response, "answer/s", "[2,9]");
  g_assert_true (fixture_is_enabled (response, "answer/ne"));
  g_assert_true (fixture_is_enabled (response, "answer/gt"));
  fixture_set (response, "answer/s", "[]");
  g_assert_true (fixture_is_enabled (response, "answer/ne"));
}

/* The chain a -> b -> c: an answer of a disabled item counts as none, and is back with it. */
static void
test_disabled_source (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'c','type':'string','enableWhen':["
                        "{'question':'b','operator':'=','answerBoolean':true}]},"
                        "{'linkId':'b','type':'boolean','enableWhen':["
                        "{'question':'a','operator':'=','answerBoolean':true}]},"
                        "{'linkId':'a','type':'boolean'}");

  fixture_set (response, "answer/a", "true");
  fixture_set (response, "answer/b", "true");
  fixture_set (response, "answer/c", "'kept'");
  g_assert_true (fixture_is_enabled (response, "answer/c"));
  fixture_set (response, "answer/a", "false");
  g_assert_false (fixture_is_enabled (response, "answer/b"));
  g_assert_false (fixture_is_enabled (response, "answer/c"));
  g_assert_cmpstr (amia_response_get_value (response, "answer/c"), ==, "\"kept\"");
  fixture_set (response, "answer/a", "true");
  g_assert_true (fixture_is_enabled (response, "answer/c"));
}

static void
test_disabled_ancestor (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'a','type':'boolean'},"
                        "{'linkId':'g','type':'group','enableWhen':["
                        "{'question':'a','operator':'=','answerBoolean':true}],'item':["
                        "{'linkId':'q','type':'boolean'},{'linkId':'d','type':'display'}]},"
                        "{'linkId':'t','type':'string','enableWhen':["
                        "{'question':'q','operator':'exists','answerBoolean':true}]}");

  fixture_set (response, "answer/a", "true");
  fixture_set (response, "answer/g/q", "true");
  g_assert_true (fixture_is_enabled (response, "answer/t"));
  fixture_set (response, "answer/a", "null");
  g_assert_false (fixture_is_enabled (response, "answer/g/d"));
  g_assert_false (fixture_is_enabled (response, "answer/t"));
}

#define ROWS                                                                                      \
  "{'linkId':'top','type':'boolean'},"                                                            \
  "{'linkId':'g','type':'group','repeats':true,'item':["                                          \
  "{'linkId':'s','type':'boolean'},"                                                              \
  "{'linkId':'t','type':'string','enableWhen':[{'question':'s','operator':'=','answerBoolean':"   \
  "true}]},"                                                                                      \
  "{'linkId':'u','type':'string','enableBehavior':'all','enableWhen':["                           \
  "{'question':'s','operator':'=','answerBoolean':true},"                                         \
  "{'question':'top','operator':'=','answerBoolean':true}]}]},"                                   \
  "{'linkId':'out','type':'string','enableWhen':[{'question':'s','operator':'=','answerBoolean':" \
  "true}]}"

/* A source in the same row is that row's; from outside any row will do. */
static void
test_rows (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (ROWS);

  fixture_load (response, "answer/g/[1]", "'A'");
  fixture_load (response, "answer/g/[2]", "'B'");
  g_assert_false (fixture_is_enabled (response, "answer/out"));
  fixture_set (response, "answer/g/[1]/s", "true");
  g_assert_true (fixture_is_enabled (response, "answer/g/[1]/t"));
  g_assert_false (fixture_is_enabled (response, "answer/g/[2]/t"));
  g_assert_true (fixture_is_enabled (response, "answer/out"));
  /* With "all", one that is met is not enough. */
  g_assert_false (fixture_is_enabled (response, "answer/g/[1]/u"));
  fixture_set (response, "answer/top", "true");
  g_assert_true (fixture_is_enabled (response, "answer/g/[1]/u"));
  g_assert_false (fixture_is_enabled (response, "answer/g/[2]/u"));
}

static void
test_removed_row_counts_no_more (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (ROWS);
  g_autoptr (GPtrArray) edits = NULL;

  fixture_load (response, "answer/g/[1]", "'A'");
  fixture_set (response, "answer/g/[1]/s", "true");
  g_assert_true (fixture_is_enabled (response, "answer/out"));
  edits = amia_response_remove_row (response, amia_response_find (response, "answer/g/[1]"));
  g_assert_false (fixture_is_enabled (response, "answer/out"));
  g_assert_false (fixture_is_enabled (response, "answer/g/[1]/t"));
}

/* Questions beneath a question wait for its answer; a condition may look at that answer. */
static void
test_nested (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'p','type':'choice','item':["
                        "{'linkId':'help','type':'display'},"
                        "{'linkId':'any','type':'string'},"
                        "{'linkId':'other','type':'string','enableWhen':["
                        "{'question':'p','operator':'=','answerCoding':{'code':'x'}}]}]}");

  g_assert_true (fixture_is_enabled (response, "answer/p/help"));
  g_assert_false (fixture_is_enabled (response, "answer/p/any"));
  fixture_set (response, "answer/p", "{'code':'y'}");
  g_assert_true (fixture_is_enabled (response, "answer/p/any"));
  g_assert_false (fixture_is_enabled (response, "answer/p/other"));
  fixture_set (response, "answer/p", "{'code':'x'}");
  g_assert_true (fixture_is_enabled (response, "answer/p/other"));
}

static void
test_nested_per_answer (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'p','type':'string','repeats':true,'item':["
                        "{'linkId':'q','type':'string','enableWhen':["
                        "{'question':'p','operator':'=','answerString':'x'}]}]}");

  fixture_load (response, "answer/p/[1]/=", "'x'");
  fixture_load (response, "answer/p/[2]/=", "'y'");
  g_assert_true (fixture_is_enabled (response, "answer/p/[1]/q"));
  g_assert_false (fixture_is_enabled (response, "answer/p/[2]/q"));
}

typedef struct
{
  const char *items;
  const char *enabled;
} Cycle;

/* Circles end, leave enabled, and say so. */
static const Cycle cycles[] = {
  { "{'linkId':'a','type':'boolean','enableWhen':[{'question':'a','operator':'=','answerBoolean':"
    "true}]}",
    "answer/a" },
  { "{'linkId':'a','type':'boolean','enableWhen':[{'question':'b','operator':'=','answerBoolean':"
    "true}]},"
    "{'linkId':'b','type':'boolean','enableWhen':[{'question':'a','operator':'=','answerBoolean':"
    "true}]}",
    "answer/b" },
  { "{'linkId':'g','type':'group','enableWhen':[{'question':'q','operator':'=','answerBoolean':"
    "true}],"
    "'item':[{'linkId':'q','type':'boolean'}]}",
    "answer/g/q" },
};

static void
test_cycles (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cycles); i++)
    {
      g_autoptr (AmiaResponse) response = fixture_response (cycles[i].items);
      GPtrArray *notes = amia_questionnaire_get_notes (amia_response_get_questionnaire (response));

      g_assert_true (fixture_is_enabled (response, cycles[i].enabled));
      g_assert_cmpuint (notes->len, >, 0);
    }
}

static void
test_hidden_is_enabled (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'h','type':'group','extension':[{'url':"
      "'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden','valueBoolean':true}],"
      "'item':[{'linkId':'q','type':'string'}]}");

  g_assert_true (fixture_is_enabled (response, "answer/h/q"));
  g_assert_false (amia_node_is_visible (amia_response_find (response, "answer/h/q")));
}

static void
test_unknown_source_is_ignored (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'t','type':'string','enableWhen':["
                        "{'question':'nowhere','operator':'exists','answerBoolean':true}]}");

  g_assert_true (fixture_is_enabled (response, "answer/t"));
}

/* What a widget layer has to touch after one answer. */
static void
test_changes (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'a','type':'boolean'},{'linkId':'x','type':'string'},"
                        "{'linkId':'g','type':'group','enableWhen':["
                        "{'question':'a','operator':'=','answerBoolean':true}],"
                        "'item':[{'linkId':'q','type':'string'}]}");
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  fixture_set (response, "answer/a", "true");
  changes = amia_response_take_changes (response);
  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (names, (gpointer) amia_node_get_path (g_ptr_array_index (changes, i)));
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, "answer/a answer/g answer/g/q");
  none = amia_response_take_changes (response);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A variant per sub-project is the same form with fewer items; nothing answered is lost. */
static void
test_variant (void)
{
  static const struct
  {
    const char *subproject;
    gboolean    is_enabled;
  } rows[] = { { NULL, TRUE }, { "Nord", TRUE }, { "Syd", FALSE }, { "Öst", TRUE } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) form = amia_questionnaire_new_from_data (
      "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"item\":[{\"linkId\":\"a\","
      "\"type\":\"string\",\"extension\":[{\"url\":"
      "\"https://amia.se/fhir/StructureDefinition/subproject\",\"valueCode\":\"Nord\"},{\"url\":"
      "\"https://amia.se/fhir/StructureDefinition/subproject\",\"valueCode\":\"Öst\"}]}]}",
      -1, &error);
  g_autoptr (AmiaResponse) response = NULL;

  g_assert_no_error (error);
  g_assert_true (amia_questionnaire_is_fully_supported (form));
  response = amia_response_new (form, NULL);
  g_assert_true (amia_response_load (response, "answer/a", "\"Ja\"", &error));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      amia_response_set_variant (response, rows[i].subproject);
      g_assert_cmpint (amia_node_is_enabled (amia_response_find (response, "answer/a")), ==,
                       rows[i].is_enabled);
      g_assert_cmpstr (amia_response_get_value (response, "answer/a"), ==, "\"Ja\"");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/response/enable/operators/%02u-%s", i, operators[i].type);

      g_test_add_data_func (path, &operators[i], test_operator);
    }
  g_test_add_func ("/response/enable/behaviors", test_behavior);
  g_test_add_func ("/response/enable/several-answers", test_several_answers);
  g_test_add_func ("/response/enable/disabled-source-counts-as-unanswered", test_disabled_source);
  g_test_add_func ("/response/enable/disabled-ancestor-disables-all-below", test_disabled_ancestor);
  g_test_add_func ("/response/enable/rows-are-independent", test_rows);
  g_test_add_func ("/response/enable/removed-row-counts-no-more", test_removed_row_counts_no_more);
  g_test_add_func ("/response/enable/nested-waits-for-answer", test_nested);
  g_test_add_func ("/response/enable/nested-looks-at-its-own-answer", test_nested_per_answer);
  g_test_add_func ("/response/enable/cycles-leave-enabled", test_cycles);
  g_test_add_func ("/response/enable/hidden-is-enabled", test_hidden_is_enabled);
  g_test_add_func ("/response/enable/unknown-source-is-ignored", test_unknown_source_is_ignored);
  g_test_add_func ("/response/enable/variant-of-a-sub-project", test_variant);
  g_test_add_func ("/response/enable/names-what-changed", test_changes);
  return g_test_run ();
}
