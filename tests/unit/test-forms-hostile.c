/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "forms-fixture.h"

/* Definitions and responses that somebody made to do harm, or a broken program made by the
 * thousand: each is refused with an error that says why, or is worked off in a moment. What a
 * moment is, is told in what the engine does rather than in seconds. */

#define EXPRESSION(name, expression)                                               \
  "{'url':'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-" name \
  "','valueExpression':{'language':'text/fhirpath','expression':'" expression "'}}"

typedef struct
{
  const char    *name;
  const char    *json;
  AmiaFormsError code;
} Refusal;

static const Refusal refusals[] = {
  { "empty", "", AMIA_FORMS_ERROR_SYNTAX },
  { "cut-off", "{'resourceType':'QuestionnaireResponse','item':[{", AMIA_FORMS_ERROR_SYNTAX },
  { "not-utf8", "{'resourceType':'QuestionnaireResponse','id':'\xc3\x28'}",
    AMIA_FORMS_ERROR_SYNTAX },
  { "array", "[]", AMIA_FORMS_ERROR_RESOURCE },
  { "number", "7", AMIA_FORMS_ERROR_RESOURCE },
  { "other-resource", "{'resourceType':'Bundle'}", AMIA_FORMS_ERROR_RESOURCE },
  { "unknown-resource", "{'resourceType':'Spaceship'}", AMIA_FORMS_ERROR_RESOURCE },
  { "type-is-no-string", "{'resourceType':7}", AMIA_FORMS_ERROR_RESOURCE },
  { "other-form", "{'resourceType':'QuestionnaireResponse','questionnaire':'urn:other'}",
    AMIA_FORMS_ERROR_MISMATCH },
};

/* Read as far as it can be; what is wrong is named. */
static const struct
{
  const char *items;
  const char *messages;
} wrongs[] = {
  { "'item':{}", "" },
  { "'item':[1,null,'x',[]]",
    "unknown-link-id: unknown-link-id: unknown-link-id: unknown-link-id:" },
  { "'item':[{'linkId':7}]", "unknown-link-id:" },
  { "'item':[{'linkId':'a','answer':{}}]", "" },
  { "'item':[{'linkId':'a','answer':[7]}]", "" },
  { "'item':[{'linkId':'a','answer':[{'valueInteger':'seven'}]}]", "wrong-type:a" },
  { "'item':[{'linkId':'a','answer':[{'valueInteger':99999999999}]}]", "wrong-type:a" },
  { "'item':[{'linkId':'a','answer':[{'valueInteger':1}]},{'linkId':'a','answer':["
    "{'valueInteger':2}]}]",
    "duplicate-item:a" },
  { "'item':[{'linkId':'g','answer':[{'valueString':'x'}]}]", "not-a-question:g" },
};

static const char items[] =
    "{'linkId':'a','type':'integer'},{'linkId':'g','type':'group','repeats':true,'item':["
    "{'linkId':'b','type':'string'}]}";

static void
test_refusal (gconstpointer user_data)
{
  const Refusal   *refusal = user_data;
  g_autofree char *json = fixture_unquote (refusal->json);
  g_autoptr (AmiaResponse) response = fixture_response (items);
  g_autoptr (GError) error = NULL;

  g_assert_null (amia_response_import (response, json, -1, NULL, &error));
  g_assert_error (error, AMIA_FORMS_ERROR, (int) refusal->code);
  g_assert_cmpuint (strlen (error->message), >, strlen ("Failed to "));
}

static void
test_wrongs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autofree char *quoted =
          g_strdup_printf ("{'resourceType':'QuestionnaireResponse',%s}", wrongs[i].items);
      g_autofree char *json = fixture_unquote (quoted);
      g_autofree char *described = NULL;
      g_autoptr (AmiaResponse) response = fixture_response (items);
      g_autoptr (GPtrArray) messages = NULL;
      g_autoptr (GPtrArray) edits = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", wrongs[i].items);
      edits = amia_response_import (response, json, -1, &messages, &error);
      g_assert_no_error (error);
      described = fixture_describe (messages);
      g_assert_cmpstr (described, ==, wrongs[i].messages);
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) json = g_string_new ("{\"resourceType\":\"QuestionnaireResponse\"");
  g_autoptr (AmiaResponse) response = fixture_response (items);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (json, ",\"item\":[{\"linkId\":\"g\"");
  for (guint i = 0; i < 1000; i++)
    g_string_append (json, "}]");
  g_string_append_c (json, '}');
  g_assert_null (amia_response_import (response, json->str, -1, NULL, &error));
  g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT);
}

/* More rows than a response may have: the rest is named, one by one. */
static void
test_many_rows (void)
{
  g_autoptr (GString) json =
      g_string_new ("{\"resourceType\":\"QuestionnaireResponse\",\"item\":[{\"linkId\":\"a\"}");
  g_autoptr (GString) wide = g_string_new ("{'linkId':'a','type':'integer'},"
                                           "{'linkId':'g','type':'group','repeats':true,'item':[");
  g_autoptr (AmiaResponse) response = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GPtrArray) edits = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (wide, "%s{'linkId':'%u','type':'string'}", i > 0 ? "," : "", i);
  g_string_append (wide, "]}");
  for (guint i = 0; i < 100; i++)
    g_string_append (json, ",{\"linkId\":\"g\",\"item\":[{\"linkId\":\"0\",\"answer\":["
                           "{\"valueString\":\"x\"}]}]}");
  g_string_append (json, "]}");
  response = fixture_response (wide->str);
  edits = amia_response_import (response, json->str, -1, &messages, NULL);
  g_assert_nonnull (edits);
  g_assert_cmpuint (messages->len, >, 50);
  g_assert_cmpint (((AmiaMessage *) g_ptr_array_index (messages, 0))->code, ==,
                   AMIA_MESSAGE_TOO_MANY);
}

/* Thousands of sums, each over everything: they are given up as a whole, none is left halfway. */
static void
test_costly_expressions (void)
{
  g_autoptr (GString) many = g_string_new ("{'linkId':'a','type':'integer'}");
  g_autoptr (AmiaResponse) response = NULL;

  for (guint i = 0; i < 2000; i++)
    {
      g_string_append_printf (many, ",{'linkId':'q%u','type':'integer','extension':[", i);
      g_string_append (many, EXPRESSION ("calculatedExpression",
                                         "%resource.descendants().answer.value.sum()") "]}");
    }
  response = fixture_response (many->str);
  fixture_set (response, "answer/a", "7");
  g_assert_null (amia_node_get_value (amia_response_find (response, "answer/q1999")));
  g_assert_cmpstr (amia_response_get_value (response, "answer/a"), ==, "7");
}

/* A condition that cannot be afforded hides nothing. */
static void
test_costly_conditions (void)
{
  g_autoptr (GString) many = g_string_new ("{'linkId':'a','type':'integer'}");
  g_autoptr (AmiaResponse) response = NULL;

  for (guint i = 0; i < 3000; i++)
    {
      g_string_append_printf (many, ",{'linkId':'q%u','type':'boolean','extension':[", i);
      g_string_append (many, EXPRESSION ("enableWhenExpression",
                                         "%resource.repeat(item).answer.value.count() > 0") "]}");
    }
  response = fixture_response (many->str);
  amia_response_hold (response);
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *path = g_strdup_printf ("answer/q%u", i);

      fixture_load (response, path, "true");
    }
  fixture_load (response, "answer/a", "7");
  amia_response_release (response);
  g_assert_true (fixture_is_enabled (response, "answer/q2999"));
}

/* A chain of variables, each of which is as deep as a text can be: no stack has room for that. */
static void
test_deep_expressions (void)
{
  g_autoptr (GString) ones = g_string_new (NULL);
  g_autoptr (GString) deep = g_string_new (
      "{'linkId':'a','type':'integer'},"
      "{'linkId':'s','type':'integer','extension':[" EXPRESSION ("calculatedExpression", "%v0"));
  g_autoptr (AmiaResponse) response = NULL;

  for (guint i = 0; i < 8000; i++)
    g_string_append (ones, "+1");
  for (guint i = 0; i < 20; i++)
    g_string_append_printf (deep, ",{'url':'http://hl7.org/fhir/StructureDefinition/variable',"
                                  "'valueExpression':{'name':'v%u','language':'text/fhirpath',"
                                  "'expression':'%%v%u%s'}}",
                            i, i + 1, ones->str);
  g_string_append (deep, "]}");
  response = fixture_response (deep->str);
  fixture_set (response, "answer/a", "7");
  g_assert_null (amia_node_get_value (amia_response_find (response, "answer/s")));
}

/* Held, a response works nothing out; released, it is as if it had not been held. */
static void
test_hold (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'integer'},{'linkId':'b','type':'integer'},"
      "{'linkId':'s','type':'integer','extension':[" EXPRESSION (
          "calculatedExpression", "%resource.item.where(linkId!=\\u0027s\\u0027)"
                                  ".answer.value.sum()") "]}");
  AmiaNode *sum = amia_response_find (response, "answer/s");

  amia_response_hold (response);
  amia_response_hold (response);
  fixture_load (response, "answer/a", "1");
  amia_response_release (response);
  fixture_load (response, "answer/b", "2");
  g_assert_null (amia_node_get_value (sum));
  amia_response_release (response);
  g_assert_cmpstr (amia_node_get_value (sum), ==, "3");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/forms/hostile/refuses/", refusals[i].name, NULL);

      g_test_add_data_func (path, &refusals[i], test_refusal);
    }
  g_test_add_func ("/forms/hostile/names-what-is-wrong", test_wrongs);
  g_test_add_func ("/forms/hostile/refuses/deep-nesting", test_deep);
  g_test_add_func ("/forms/hostile/bounds-rows", test_many_rows);
  g_test_add_func ("/forms/hostile/gives-up-costly-sums", test_costly_expressions);
  g_test_add_func ("/forms/hostile/hides-nothing-for-cost", test_costly_conditions);
  g_test_add_func ("/forms/hostile/bounds-depth-of-expressions", test_deep_expressions);
  g_test_add_func ("/forms/holds-and-releases", test_hold);
  return g_test_run ();
}
