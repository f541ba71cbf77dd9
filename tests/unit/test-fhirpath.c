/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "amia-fhirpath.h"
#include "forms-fixture.h"

/* The FHIRPath subset, alone and at work in forms. */

#define FORM                                                                                       \
  "{'linkId':'w','type':'decimal'},{'linkId':'h','type':'integer'},{'linkId':'s','type':'string'}" \
  ","                                                                                              \
  "{'linkId':'d','type':'date'},{'linkId':'m','type':'integer','repeats':true},"                   \
  "{'linkId':'c','type':'choice','answerOption':[{'valueCoding':{'system':'x','code':'a',"         \
  "'display':'A'},'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/ordinalValue',"     \
  "'valueDecimal':2}]},{'valueCoding':{'code':'b'}}]},"                                            \
  "{'linkId':'g','type':'group','repeats':true,'item':[{'linkId':'n','type':'integer'},"           \
  "{'linkId':'t','type':'string'}]},{'linkId':'none','type':'string'}"

static const struct
{
  const char *expression;
  const char *result;
} table[] = {
  { "1 + 2 * 3", "7" },
  { "(1 + 2) * 3", "9" },
  { "0.1 + 0.2", "0.3" },
  { "7 / 2", "3.5" },
  { "7 div 2", "3" },
  { "7 mod 2", "1" },
  { "1 / 0", "" },
  { "-3 + 1", "-2" },
  { "2 > 1 and 1 >= 1", "true" },
  { "{} and false", "false" },
  { "{} or true", "true" },
  { "{} and true", "" },
  { "true xor true", "false" },
  { "false implies {}", "true" },
  { "1 = 1.0", "true" },
  { "1 = {}", "" },
  { "{} ~ {}", "true" },
  { "'a' & {} & 'b'", "ab" },
  { "'a' + {}", "" },
  { "'it\\'s'", "it's" },
  { "1 in (1 | 2)", "true" },
  { "(1 | 2 | 2).count()", "2" },
  { "(1 | 2) contains 3", "false" },
  { "iif(1 > 2, 'x', 'y')", "y" },
  { "iif({}, 'x')", "" },
  { "'abc'.length()", "3" },
  { "'åäö'.upper()", "ÅÄÖ" },
  { "'abc'.substring(1, 1)", "b" },
  { "'a,b'.split(',').count()", "2" },
  { "'abc'.contains('b') and 'abc'.startsWith('a')", "true" },
  { "'2024'.matches('^[0-9]{4}$')", "true" },
  { "'12'.toInteger() + 1", "13" },
  { "true.toInteger()", "1" },
  { "'true'.toInteger()", "" },
  { "@2024.toInteger()", "" },
  { "(5 'kg').toDecimal()", "" },
  { "(1 'kg').convertsToBoolean()", "false" },
  { "@2024-02-29T10:00:00Z.toDate()", "2024-02-29" },
  { "@2024-02-29T10:00Z = @2024-02-29T10:00:00Z", "true" },
  { "'sm\\u00f6r'", "smör" },
  { "'abc'.replace('', 'x')", "xaxbxcx" },
  { "(7).iif($this > 3, 'many', 'few')", "many" },
  { "(1 | 2).allTrue()", "" },
  /* What is of another unit, or as exact as another date is not, cannot be told. */
  { "5 'kg' = 5 'kg'", "true" },
  { "5 'kg' > 4 'g'", "" },
  { "5 'kg' = 5", "" },
  { "5 'kg' != 5", "" },
  { "5 'kg' + 1", "" },
  { "5 'kg' + 1 'kg'", "6" },
  { "5 '1' + 1", "6" },
  { "-(5 'kg') < 5 'kg'", "true" },
  { "2 * 3 'kg'", "6" },
  { "(2 'kg' | 3 'kg').sum() = 5 'kg'", "true" },
  { "(2.6 'kg').round() = 3 'kg'", "true" },
  { "(4 'kg').sqrt()", "" },
  { "2 * 3 'kg' = 6 'kg'", "true" },
  { "6 'kg' / 2 'kg' = 3", "true" },
  { "2 'kg' * 3 'kg'", "" },
  { "7 'kg' div 2", "" },
  { "5 'kg' + 1 'kg' > 3 'kg'", "true" },
  { "(5 'kg' | 4 'g').sum()", "" },
  { "1 'a' = 1 year", "" },
  { "@2024-02 = @2024-02-29", "" },
  { "@2024-02 != @2024-02-29", "" },
  { "@2024-02 = @2024-03-01", "false" },
  { "@2024-02 = 'x'", "false" },
  { "'12.5'.toInteger()", "" },
  { "'0x10'.toDecimal()", "" },
  { "true.toInteger() + 1", "2" },
  { "'Yes'.toBoolean()", "true" },
  { "'perhaps'.toBoolean()", "" },
  { "'10:30'.toTime()", "10:30:00" },
  { "'2024-02-30'.convertsToDate()", "false" },
  { "'7'.convertsToInteger()", "true" },
  { "'åäö'.toChars().count()", "3" },
  { "'abcb'.replaceMatches('b(c)', 'x$1')", "axcb" },
  { "'a  B' ~ 'A b'", "true" },
  { "'a' !~ 'b'", "true" },
  { "(1 | 2).subsetOf(1 | 2 | 3)", "true" },
  { "(1 | 2).supersetOf(3)", "false" },
  { "16.log(2)", "4" },
  { "(2.675).round(2)", "2.68" },
  { "(-1.5).abs()", "1.5" },
  { "(16).sqrt()", "4" },
  { "@2024-02-29 + 1 year", "2025-02-28" },
  { "@2024-01-31 + 1 month", "2024-02-29" },
  { "@2024-03-01 - 1 day", "2024-02-29" },
  { "today() - 120 years", "1906-05-04" },
  { "today() >= @2026-05-04", "true" },
  { "@2024 < @2024-05", "" },
  { "%resource.item.where(linkId='w').answer.value", "71.5" },
  { "item.where(linkId='w').answer.valueDecimal", "71.5" },
  { "item.where(linkId='w').answer.valueString", "" },
  { "QuestionnaireResponse.item.where(linkId='h').answer.value + 1", "181" },
  { "%resource.repeat(item).where(linkId='n').answer.value.sum()", "12" },
  { "%resource.descendants().where(linkId='n').answer.value.sum()", "12" },
  { "%resource.item.where(linkId='g').count()", "2" },
  { "%resource.item.where(linkId='g')[1].item.where(linkId='n').answer.value", "7" },
  { "%resource.item.where(linkId='none').answer.value", "" },
  { "%resource.item.where(linkId='none').answer.exists()", "false" },
  { "%resource.item.where(linkId='none').answer.value.sum()", "" },
  { "%resource.item.where(linkId='m').answer.value.aggregate($this + $total, 0)", "6" },
  { "%resource.item.where(linkId='m').answer.value.select($this * 2).max()", "6" },
  { "%resource.item.where(linkId='m').answer.value.where($this > 1).first()", "2" },
  { "%resource.item.where(linkId='m').answer.value.all($this < 4)", "true" },
  { "%resource.item.where(linkId='m').answer.value.avg()", "2" },
  { "%resource.item.where(linkId='m').answer.value.tail().count()", "2" },
  { "%resource.item.where(linkId='c').answer.value.code", "a" },
  { "%resource.item.where(linkId='c').answer.value.weight()", "2" },
  { "%resource.item.where(linkId='c').answer.weight().sum()", "2" },
  { "item.where(linkId='c').answer.value.extension('http://hl7.org/fhir/StructureDefinition/"
    "ordinalValue').value",
    "2" },
  { "item.answer.valueCoding.extension.where(url.endsWith('ordinalValue')).valueDecimal.sum()",
    "2" },
  { "%questionnaire.item.where(linkId='c').answerOption.where(valueCoding.code='a').extension.value",
    "2" },
  { "item.where(linkId='s').answer.value.extension('x').empty()", "true" },
  { "%resource.item.where(linkId='c').answer.value ~ %questionnaire.item.where(linkId='c')"
    ".answerOption.value.where(code='a')",
    "true" },
  { "%questionnaire.item.count()", "8" },
  { "%resource.item.where(linkId='d').answer.value > @2024-01-01", "true" },
  { "%resource.item.where(linkId='s').answer.value is string", "true" },
  { "Patient.name.given", "" },
  { "%patient.name.given", "" },
  { "item.select(linkId).join('+')", "w+h+s+d+m+c+g+g" },
  { "item.select(linkId).take(2).join(%resource)", "wh" },
};

static AmiaResponse *
answered (void)
{
  AmiaResponse *response = fixture_response (FORM);

  amia_response_set_today (response, "2026-05-04");
  fixture_load (response, "answer/w", "71.5");
  fixture_load (response, "answer/h", "180");
  fixture_load (response, "answer/s", "'hej'");
  fixture_load (response, "answer/d", "'2024-06-01'");
  fixture_load (response, "answer/m", "[1,2,3]");
  fixture_load (response, "answer/c", "{'system':'x','code':'a','display':'A'}");
  fixture_load (response, "answer/g/[1]", "'A'");
  fixture_load (response, "answer/g/[1]/n", "5");
  fixture_load (response, "answer/g/[2]", "'B'");
  fixture_load (response, "answer/g/[2]/n", "7");
  return response;
}

static void
test_table (void)
{
  g_autoptr (AmiaResponse) response = answered ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaPath) path = amia_path_new (table[i].expression, &error);
      g_autofree char *result = NULL;

      g_test_message ("%s", table[i].expression);
      g_assert_no_error (error);
      result = amia_path_evaluate_text (path, amia_response_get_root (response));
      g_assert_cmpstr (result, ==, table[i].result);
    }
}

#define TWENTY "(1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20)"

/* What grows with each step has no result, and is given up long before memory ends. */
static void
test_greedy (void)
{
  static const char *const expressions[] = {
    "(" TWENTY " | 21 | 22 | 23).aggregate($total + $total, 'x').length()",
    "(" TWENTY " | 21 | 22 | 23).aggregate($total & $total, 'x').length()",
    TWENTY ".aggregate($total.combine($total), 1).count()",
    TWENTY ".aggregate($total.combine($total), 1).join('and then').length()",
    TWENTY ".take(14).aggregate($total.combine($total), 1).select($index).distinct().count()",
    TWENTY ".take(14).aggregate($total.combine($total), 1).select($index).isDistinct()",
    "(" TWENTY " | 21).all('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$'))",
    "(10.power(308) * 9 'kg').combine(10.power(308) * 9 'kg').sum()",
  };
  g_autoptr (AmiaResponse) response = answered ();

  for (guint i = 0; i < G_N_ELEMENTS (expressions); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaPath) path = amia_path_new (expressions[i], &error);
      g_autofree char *result = NULL;

      g_test_message ("%s", expressions[i]);
      g_assert_no_error (error);
      result = amia_path_evaluate_text (path, amia_response_get_root (response));
      g_assert_cmpstr (result, ==, "");
    }
}

static void
test_refuses (void)
{
  static const struct
  {
    const char    *expression;
    AmiaFormsError code;
  } expressions[] = {
    { "", AMIA_FORMS_ERROR_SYNTAX },
    { "1 +", AMIA_FORMS_ERROR_SYNTAX },
    { "(1", AMIA_FORMS_ERROR_SYNTAX },
    { "'open", AMIA_FORMS_ERROR_SYNTAX },
    { "1 2", AMIA_FORMS_ERROR_SYNTAX },
    { "item..answer", AMIA_FORMS_ERROR_SYNTAX },
    { "item[", AMIA_FORMS_ERROR_SYNTAX },
    { "@2024-13", AMIA_FORMS_ERROR_SYNTAX },
    { "%", AMIA_FORMS_ERROR_SYNTAX },
    { "{1}", AMIA_FORMS_ERROR_SYNTAX },
    { "now() + 2 hours", AMIA_FORMS_ERROR_EXPRESSION },
    { "resolve()", AMIA_FORMS_ERROR_EXPRESSION },
    { "item.memberOf('x')", AMIA_FORMS_ERROR_EXPRESSION },
    { "where()", AMIA_FORMS_ERROR_EXPRESSION },
  };
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GError) deep_error = NULL;
  g_autoptr (AmiaPath) deep_path = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (expressions); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaPath) path = amia_path_new (expressions[i].expression, &error);

      g_test_message ("%s", expressions[i].expression);
      g_assert_null (path);
      g_assert_error (error, AMIA_FORMS_ERROR, (int) expressions[i].code);
    }
  for (guint i = 0; i < 5000; i++)
    g_string_append_c (deep, '(');
  deep_path = amia_path_new (deep->str, &deep_error);
  g_assert_null (deep_path);
  g_assert_error (deep_error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_EXPRESSION);
}

#define SDC "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
#define PATH(url, expression) \
  "{'url':'" url "','valueExpression':{'language':'text/fhirpath','expression':'" expression "'}}"

#define BMI                                                                                       \
  "{'linkId':'w','type':'decimal'},{'linkId':'h','type':'decimal'},"                              \
  "{'linkId':'bmi','type':'decimal','readOnly':true,'extension':[" PATH (                         \
      SDC "calculatedExpression", "(%resource.item.where(linkId=\\u0027w\\u0027).answer.value / " \
                                  "%resource.item.where(linkId=\\u0027h\\u0027).answer.value."    \
                                  "power(2)).round(1)") "]},"                                     \
                                                        "{'linkId':'over','type':'display','"     \
                                                        "enableWhen':[{'question':'bmi','"        \
                                                        "operator':'>',"                          \
                                                        "'answerDecimal':25}]}"

static void
test_calculated (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (BMI);
  AmiaNode        *bmi = amia_response_find (response, "answer/bmi");
  g_autofree char *items = NULL;

  g_assert_true (
      amia_questionnaire_is_fully_supported (amia_response_get_questionnaire (response)));
  fixture_set (response, "answer/w", "90");
  g_assert_null (amia_node_get_value (bmi));
  fixture_set (response, "answer/h", "1.8");
  g_assert_cmpstr (amia_node_get_value (bmi), ==, "27.8");
  g_assert_true (amia_node_is_calculated (bmi));
  g_assert_null (amia_response_get_value (response, "answer/bmi"));
  g_assert_true (fixture_is_enabled (response, "answer/over"));
  fixture_set (response, "answer/w", "70");
  g_assert_false (fixture_is_enabled (response, "answer/over"));
  items = fixture_export_items (response);
  g_assert_nonnull (strstr (items, "{'linkId':'bmi','answer':[{'valueDecimal':21.6}]}"));
}

static void
test_enable_expression (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'integer'},{'linkId':'b','type':'string','extension':[" PATH (
          SDC "enableWhenExpression",
          "%resource.item.where(linkId=\\u0027a\\u0027).answer.value > 5") "]}");

  g_assert_false (fixture_is_enabled (response, "answer/b"));
  fixture_set (response, "answer/a", "6");
  g_assert_true (fixture_is_enabled (response, "answer/b"));
  fixture_set (response, "answer/a", "5");
  g_assert_false (fixture_is_enabled (response, "answer/b"));
}

static void
test_initial_expression (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'date','extension':[" PATH (SDC "initialExpression", "today()") "]}");
  g_autoptr (GPtrArray) edits = NULL;

  amia_response_set_today (response, "2026-05-04");
  edits = amia_response_start (response);
  g_assert_cmpuint (edits->len, ==, 1);
  g_assert_cmpstr (amia_response_get_value (response, "answer/a"), ==, "\"2026-05-04\"");
}

/* A variable of a row is that row's. */
static void
test_variables (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'g','type':'group','repeats':true,'extension':[{'url':"
      "'http://hl7.org/fhir/StructureDefinition/variable','valueExpression':{'name':'hours',"
      "'language':'text/"
      "fhirpath','expression':'item.where(linkId=\\u0027h\\u0027).answer.value'}}],"
      "'item':[{'linkId':'h','type':'integer'},{'linkId':'x','type':'integer','extension':[" PATH (
          SDC "calculatedExpression", "%hours * 10") "]}]}");

  fixture_load (response, "answer/g/[1]/h", "1");
  fixture_load (response, "answer/g/[2]/h", "2");
  g_assert_cmpstr (amia_node_get_value (amia_response_find (response, "answer/g/[1]/x")), ==, "10");
  g_assert_cmpstr (amia_node_get_value (amia_response_find (response, "answer/g/[2]/x")), ==, "20");
}

static void
test_constraint (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'integer','extension':[{'url':"
      "'http://hl7.org/fhir/StructureDefinition/questionnaire-constraint','extension':["
      "{'url':'key','valueId':'even'},{'url':'severity','valueCode':'error'},"
      "{'url':'expression','valueString':'answer.value mod 2 = 0'},"
      "{'url':'human','valueString':'Bara jämna tal'}]}]}");
  g_autoptr (GPtrArray) messages = NULL;
  const AmiaMessage *message;

  fixture_set (response, "answer/a", "3");
  messages = amia_response_validate (response, NULL);
  g_assert_cmpuint (messages->len, ==, 1);
  message = g_ptr_array_index (messages, 0);
  g_assert_cmpint (message->code, ==, AMIA_MESSAGE_CONSTRAINT);
  g_assert_cmpstr (message->own_text, ==, "Bara jämna tal");
  g_assert_cmpstr (message->limit, ==, "even");
}

/* Two options go with yes, one goes with no, one goes always. */
static void
test_toggled_options (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'boolean'},{'linkId':'c','type':'choice','answerOption':["
      "{'valueString':'x'},{'valueString':'y'},{'valueString':'z'},{'valueString':'w'}],"
      "'extension':[{'url':'" SDC "answerOptionsToggleExpression','extension':["
      "{'url':'option','valueString':'x'},{'url':'option','valueString':'y'},"
      "{'url':'expression','valueExpression':{'language':'text/fhirpath','expression':"
      "'%resource.item.where(linkId=\\u0027a\\u0027).answer.value = true'}}]},"
      "{'url':'" SDC "answerOptionsToggleExpression','extension':["
      "{'url':'option','valueString':'y'},{'url':'option','valueString':'z'},"
      "{'url':'expression','valueExpression':{'language':'text/fhirpath','expression':"
      "'%resource.item.where(linkId=\\u0027a\\u0027).answer.value = false'}}]}]}");
  static const char *const expected[][2] = { { "null", "---+" },
                                             { "true", "++-+" },
                                             { "false", "-+++" } };
  AmiaNode                *node = amia_response_find (response, "answer/c");
  g_autofree char         *messages = NULL;

  g_assert_true (
      amia_questionnaire_is_fully_supported (amia_response_get_questionnaire (response)));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GPtrArray) changes = NULL;

      fixture_set (response, "answer/a", expected[i][0]);
      changes = amia_response_take_changes (response);
      g_assert_true (i == 0 || g_ptr_array_find (changes, node, NULL));
      for (guint j = 0; j < 4; j++)
        g_assert_cmpint (amia_node_is_option_offered (node, j), ==, expected[i][1][j] == '+');
    }
  fixture_set (response, "answer/c", "'x'");
  messages = fixture_validate (response);
  g_assert_cmpstr (messages, ==, "not-an-option:c");
}

static void
test_calculated_bound (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'date','extension':[{'url':"
      "'http://hl7.org/fhir/StructureDefinition/maxValue','_valueDate':{'extension':[" PATH (
          "http://hl7.org/fhir/StructureDefinition/cqf-calculatedValue", "today()") "]}}]}");
  g_autofree char *messages = NULL;

  amia_response_set_today (response, "2026-05-04");
  fixture_set (response, "answer/a", "'2026-05-05'");
  messages = fixture_validate (response);
  g_assert_cmpstr (messages, ==, "too-great:a");
}

/* Circles of variables and of calculations end; so do expressions that explode. */
static void
test_ends (void)
{
  g_autoptr (GString) items = g_string_new ("{'linkId':'x','type':'integer','extension':[");
  g_autoptr (AmiaResponse) response = NULL;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (items,
                            "{'url':'http://hl7.org/fhir/StructureDefinition/variable',"
                            "'valueExpression':{'name':'v%u','language':'text/fhirpath',"
                            "'expression':'%%v%u + %%v%u + %%v%u'}},",
                            i, (i + 1) % 30, (i + 1) % 30, (i + 1) % 30);
  g_string_append (items, PATH (SDC "calculatedExpression",
                                "%v0") "]},"
                                       "{'linkId':'y','type':'integer','extension':[");
  g_string_append (items,
                   PATH (SDC "calculatedExpression",
                         "%resource.item.where(linkId=\\u0027y\\u0027).answer.value + 1") "]}");
  response = fixture_response (items->str);
  g_assert_null (amia_node_get_value (amia_response_find (response, "answer/x")));
}

static void
test_names_the_unsupported (void)
{
  static const struct
  {
    const char  *part;
    const char  *language;
    const char  *expression;
    AmiaNoteKind kind;
  } cases[] = {
    { "calculatedExpression", "text/fhirpath", "resolve()", AMIA_NOTE_UNSUPPORTED },
    { "calculatedExpression", "text/cql", "Total", AMIA_NOTE_UNSUPPORTED },
    { "calculatedExpression", "text/fhirpath", "%patient.birthDate", AMIA_NOTE_UNSUPPORTED },
    { "calculatedExpression", "text/fhirpath", "Observation.value", AMIA_NOTE_UNSUPPORTED },
    { "enableWhenExpression", "text/fhirpath", "%woman", AMIA_NOTE_UNSUPPORTED },
    { "enableWhenExpression", "text/fhirpath", "%found.exists()", AMIA_NOTE_UNSUPPORTED },
    { "initialExpression", "text/fhirpath", "%patient.birthDate", AMIA_NOTE_IGNORED },
    { "initialExpression", "text/cql-identifier", "Total", AMIA_NOTE_IGNORED },
    { "answerExpression", "application/x-fhir-query", "Task?status=ready",
      AMIA_NOTE_LIST_ELSEWHERE },
    { "calculatedExpression", "text/fhirpath", "%nobody", AMIA_NOTE_WARNING },
    { "calculatedExpression", "text/fhirpath", "1 +", AMIA_NOTE_WARNING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *items = g_strdup_printf (
          "{'linkId':'g','type':'group','extension':["
          "{'url':'" SDC "variable','valueExpression':{'name':'woman','language':'text/fhirpath',"
          "'expression':'%%patient.gender = \\u0027female\\u0027'}},"
          "{'url':'" SDC "variable','valueExpression':{'name':'found',"
          "'language':'application/x-fhir-query','expression':'Observation?code=1'}}],"
          "'item':[{'linkId':'a','type':'integer','extension':[{'url':'" SDC
          "%s','valueExpression':{'language':'%s','expression':'%s'}}]}]}",
          cases[i].part, cases[i].language, cases[i].expression);
      g_autofree char *part = g_strconcat ("sdc-questionnaire-", cases[i].part, NULL);
      g_autoptr (AmiaResponse) response = fixture_response (items);
      AmiaQuestionnaire *form = amia_response_get_questionnaire (response);
      const AmiaNote    *note = g_ptr_array_index (amia_questionnaire_get_notes (form), 0);

      g_test_message ("%s", cases[i].expression);
      g_assert_cmpint (note->kind, ==, cases[i].kind);
      g_assert_cmpstr (note->part, ==, part);
      g_assert_false (amia_questionnaire_find_item (form, "a")->is_calculated);
      g_assert_true (fixture_is_enabled (response, "answer/g/a"));
    }
}

#define CQF "http://hl7.org/fhir/StructureDefinition/cqf-expression"

/* LHC-Forms: an expression with a name is a variable for whoever sees where it stands. */
static void
test_named_expressions (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'integer'},{'linkId':'b','type':'integer','extension':[{'url':'" SDC
      "calculatedExpression','valueExpression':{'name':'more','language':'text/fhirpath',"
      "'expression':'%resource.item.where(linkId=\\u0027a\\u0027).answer.value + 1'}}],"
      "'item':[{'linkId':'c','type':'integer','extension':[" PATH (SDC "calculatedExpression",
                                                                   "%more + 1") "]}]}");

  fixture_set (response, "answer/a", "1");
  g_assert_cmpstr (amia_node_get_value (amia_response_find (response, "answer/b")), ==, "2");
  g_assert_cmpstr (amia_node_get_value (amia_response_find (response, "answer/b/c")), ==, "3");
}

#define ANSWER_A         "%resource.item.where(linkId=\\u0027a\\u0027).answer.value"
#define ANSWER_C         "%resource.item.where(linkId=\\u0027c\\u0027).answer"
#define CALC(expression) "'extension':[" PATH (SDC "calculatedExpression", expression) "]},"
#define QUESTION_A       "{'linkId':'a','type':'string','repeats':true}"
#define QUESTION_B       "{'linkId':'b','type':'string','repeats':true," CALC (ANSWER_A ".upper()")
#define REPEATS          "'type':'string','repeats':true,"
#define QUESTION_C       "{'linkId':'c'," REPEATS CALC (ANSWER_A ".select(upper())")
#define QUESTION_N       "{'linkId':'n','type':'integer'," CALC (ANSWER_C ".count()")
#define QUESTIONS        QUESTION_B QUESTION_C QUESTION_N QUESTION_A

/* An age that was answered as a quantity, taken from today. */
static void
test_shifts_by_an_answer (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'b','type':'date'," CALC ("today() - " ANSWER_A) "{'linkId':'a','type':'quantity'}");
  AmiaNode *node = amia_response_find (response, "answer/b");

  amia_response_set_today (response, "2026-05-04");
  fixture_set (response, "answer/a", "{'value':40,'unit':'years','code':'years'}");
  g_assert_cmpstr (amia_node_get_value (node), ==, "\"1986-05-04\"");
  fixture_set (response, "answer/a", "{'value':40,'unit':'kg'}");
  g_assert_null (amia_node_get_value (node));
}

/* Where there may be several answers, all values are. */
static void
test_calculates_lists (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (QUESTIONS);
  g_autofree char *exported = NULL;

  fixture_set (response, "answer/a", "['gå','sjunga']");
  g_assert_null (amia_node_get_value (amia_response_find (response, "answer/b")));
  g_assert_cmpstr (amia_node_get_value (amia_response_find (response, "answer/c")), ==,
                   "[\"GÅ\",\"SJUNGA\"]");
  g_assert_cmpstr (amia_node_get_value (amia_response_find (response, "answer/n")), ==, "2");
  exported = fixture_export_items (response);
  g_assert_nonnull (strstr (exported, "'answer':[{'valueString':'GÅ'},{'valueString':'SJUNGA'}]"));
}

/* Of the answers to one question comes the list of another one. */
static void
test_worked_out_list (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'string','repeats':true},"
      "{'linkId':'b','type':'choice','extension':[" PATH (
          SDC "answerExpression",
          "%resource.item.where(linkId=\\u0027a\\u0027).answer.value") "]}");
  AmiaNode        *node = amia_response_find (response, "answer/b");
  g_autofree char *items = NULL;
  g_autofree char *messages = NULL;

  g_assert_true (amia_questionnaire_is_fully_supported (
      amia_response_get_questionnaire (response)));
  g_assert_cmpuint (amia_node_get_options (node)->len, ==, 0);

  fixture_set (response, "answer/a", "['gå','sjunga','gå']");
  g_assert_cmpuint (amia_node_get_options (node)->len, ==, 2);
  fixture_set (response, "answer/b",
               ((AmiaOption *) g_ptr_array_index (amia_node_get_options (node), 1))->value);
  items = fixture_export_items (response);
  g_assert_nonnull (strstr (items, "{'linkId':'b','answer':[{'valueString':'sjunga'}]}"));

  /* What was chosen stays, as with any list that changes. */
  fixture_set (response, "answer/a", "['gå']");
  g_assert_cmpuint (amia_node_get_options (node)->len, ==, 1);
  g_assert_cmpstr (amia_node_get_value (node), ==, "\"sjunga\"");
  messages = fixture_validate (response);
  g_assert_cmpstr (messages, ==, "");
}

/* Conditions are about options that the item names; this one names none. */
static void
test_worked_out_list_with_conditions (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'string','repeats':true},"
      "{'linkId':'b','type':'choice','extension':["
      "{'url':'" SDC "answerExpression','valueExpression':{'language':'text/fhirpath',"
      "'expression':'%resource.item.where(linkId=\\u0027a\\u0027).answer.value'}},"
      "{'url':'" SDC "answerOptionsToggleExpression','extension':["
      "{'url':'option','valueString':'gå'},{'url':'expression','valueExpression':"
      "{'language':'text/fhirpath','expression':'false'}}]}]}");
  AmiaNode *node = amia_response_find (response, "answer/b");

  fixture_set (response, "answer/a", "['gå','sjunga','vila','åka skidor']");
  g_assert_cmpuint (amia_node_get_options (node)->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_true (amia_node_is_option_offered (node, i));
}

/* A list out of records that are not here is no list: the answer is written in words. */
static void
test_list_from_records (void)
{
  g_autoptr (AmiaQuestionnaire) form =
      fixture_form ("{'linkId':'a','type':'choice','extension':[" PATH (
          SDC "answerExpression", "%patient.contact.name.text") "]}");

  g_assert_true (amia_questionnaire_find_item (form, "a")->are_options_missing);
  g_assert_true (amia_questionnaire_is_fully_supported (form));
}

static void
test_worked_out_text (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'string'},{'linkId':'b','type':'date','text':'När?','_text':"
      "{'extension':[" PATH (CQF, "\\u0027När \\u0027 + "
                                  "%resource.item.where(linkId=\\u0027a\\u0027).answer.value + "
                                  "\\u0027?\\u0027") "]}}");
  AmiaNode        *node = amia_response_find (response, "answer/b");
  g_autofree char *items = NULL;

  g_assert_cmpstr (amia_node_get_text (node, NULL), ==, "När?");
  fixture_set (response, "answer/a", "'sjöng du'");
  fixture_set (response, "answer/b", "'2026-05-04'");
  g_assert_cmpstr (amia_node_get_text (node, NULL), ==, "När sjöng du?");

  /* To others it is the questionnaire's. */
  items = fixture_export_items (response);
  g_assert_nonnull (strstr (items, "'text':'När?'"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhirpath/evaluates", test_table);
  g_test_add_func ("/fhirpath/refuses", test_refuses);
  g_test_add_func ("/fhirpath/gives-up-what-grows", test_greedy);
  g_test_add_func ("/fhirpath/calculates-values", test_calculated);
  g_test_add_func ("/fhirpath/enables-items", test_enable_expression);
  g_test_add_func ("/fhirpath/gives-initial-values", test_initial_expression);
  g_test_add_func ("/fhirpath/has-variables", test_variables);
  g_test_add_func ("/fhirpath/checks-constraints", test_constraint);
  g_test_add_func ("/fhirpath/toggles-options", test_toggled_options);
  g_test_add_func ("/fhirpath/works-out-bounds", test_calculated_bound);
  g_test_add_func ("/fhirpath/always-ends", test_ends);
  g_test_add_func ("/fhirpath/names-the-unsupported", test_names_the_unsupported);
  g_test_add_func ("/fhirpath/names-expressions", test_named_expressions);
  g_test_add_func ("/fhirpath/calculates-lists", test_calculates_lists);
  g_test_add_func ("/fhirpath/shifts-by-an-answer", test_shifts_by_an_answer);
  g_test_add_func ("/fhirpath/works-out-a-list", test_worked_out_list);
  g_test_add_func ("/fhirpath/works-out-a-list-with-conditions",
                   test_worked_out_list_with_conditions);
  g_test_add_func ("/fhirpath/does-without-a-list-of-records", test_list_from_records);
  g_test_add_func ("/fhirpath/works-out-a-text", test_worked_out_text);
  return g_test_run ();
}
