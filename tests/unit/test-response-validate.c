/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "forms-fixture.h"

/* Each rule an answer can break, met and broken. */

#define EXT          "http://hl7.org/fhir/StructureDefinition/"
#define INT(n, v)    "{'url':'" EXT n "','valueInteger':" v "}"
#define STRING(n, v) "{'url':'" EXT n "','valueString':'" v "'}"

#define PATIENT "{'url':'" EXT "questionnaire-referenceResource','valueCode':'Patient'}"

static const struct
{
  const char *item;
  const char *answer;
  const char *messages;
} rules[] = {
  { "'type':'string','maxLength':3", "'åäö'", "" },
  { "'type':'string','maxLength':3", "'åäö!'", "too-long:a" },
  { "'type':'choice','maxLength':1", "{'code':'abc'}", "" },
  { "'type':'string','extension':[" INT ("minLength", "3") "]", "'ab'", "too-short:a" },
  { "'type':'string'", "'en\\ntvå'", "line-break:a" },
  { "'type':'text'", "'en\\ntvå'", "" },
  { "'type':'string','extension':[" STRING ("regex", "[0-9]{4}") "]", "'2024'", "" },
  { "'type':'string','extension':[" STRING ("regex", "[0-9]{4}") "]", "'x2024'", "pattern:a" },
  { "'type':'string','extension':[" STRING ("regex", "^a|b$") "]", "'b'", "" },
  { "'type':'string','extension':[" STRING ("regex", "(a+)+$") "]",
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'", "" }, /* gave up in time */
  { "'type':'integer','extension':[" INT ("minValue", "0") "," INT ("maxValue", "120") "]", "0",
    "" },
  { "'type':'integer','extension':[" INT ("minValue", "0") "," INT ("maxValue", "120") "]", "120",
    "" },
  { "'type':'integer','extension':[" INT ("minValue", "0") "," INT ("maxValue", "120") "]", "-1",
    "too-small:a" },
  { "'type':'integer','extension':[" INT ("minValue", "0") "," INT ("maxValue", "120") "]", "121",
    "too-great:a" },
  { "'type':'decimal','extension':[{'url':'" EXT "maxValue','valueDecimal':0.3}]", "0.30", "" },
  { "'type':'decimal','extension':[" INT ("maxDecimalPlaces", "1") "]", "1.10",
    "too-many-decimals:a" },
  { "'type':'date','extension':[{'url':'" EXT "maxValue','valueDate':'2022'}]", "'2022-12-31'",
    "" },
  { "'type':'date','extension':[{'url':'" EXT "maxValue','valueDate':'2022'}]", "'2023'",
    "too-great:a" },
  { "'type':'date','extension':[{'url':'" EXT "minValue','valueDate':'2022-06-01'}]",
    "'2022-05-31'", "too-small:a" },
  { "'type':'choice','answerOption':[{'valueCoding':{'system':'s','code':'x'}}]",
    "{'system':'s','code':'x'}", "" },
  { "'type':'choice','answerOption':[{'valueCoding':{'system':'s','code':'x'}}]",
    "{'system':'s','code':'y'}", "not-an-option:a" },
  { "'type':'choice','answerOption':[{'valueInteger':1},{'valueInteger':2}]", "2", "" },
  { "'type':'reference'", "{'reference':'Group/1'}", "" },
  { "'type':'reference','extension':[" PATIENT "]", "{'reference':'Patient/1'}", "" },
  { "'type':'reference','extension':[" PATIENT "]", "{'reference':'Group/1'}", "wrong-type:a" },
  { "'type':'reference','extension':[" PATIENT "]",
    "{'reference':'https://example.org/fhir/Group/1/_history/2'}", "wrong-type:a" },
  { "'type':'reference','extension':[" PATIENT "]", "{'type':'Group','display':'x'}",
    "wrong-type:a" },
  { "'type':'reference','extension':[" PATIENT "]", "{'display':'Någon'}", "" },
  { "'type':'choice','answerOption':[{'valueInteger':1},{'valueInteger':2}]", "3",
    "not-an-option:a" },
  { "'type':'open-choice','answerOption':[{'valueCoding':{'code':'x'}}]", "'annat'", "" },
  { "'type':'choice','answerValueSet':'urn:elsewhere'", "{'display':'x'}",
    "options-unavailable:a?" },
  { "'type':'choice','repeats':true,'answerOption':[{'valueCoding':{'code':'x'}},"
    "{'valueCoding':{'code':'none'},'extension':[{'url':'" EXT
    "questionnaire-optionExclusive','valueBoolean':true}]}]",
    "[{'code':'x'},{'code':'none'}]", "exclusive-option:a" },
  { "'type':'string','repeats':true,'extension':[" INT ("questionnaire-minOccurs", "2") "," INT (
        "questionnaire-maxOccurs", "3") "]",
    "['a','b','c']", "" },
  { "'type':'string','repeats':true,'extension':[" INT ("questionnaire-minOccurs", "2") "]",
    "['a']", "too-few:a" },
  { "'type':'string','repeats':true,'extension':[" INT ("questionnaire-maxOccurs", "1") "]",
    "['a','b']", "too-many:a" },
  { "'type':'string','repeats':true,'extension':[" INT ("questionnaire-minOccurs", "2") "]", "[]",
    "" },
  { "'type':'quantity','extension':[{'url':'" EXT "questionnaire-unitOption','valueCoding':"
    "{'system':'u','code':'kg'}}]",
    "{'value':1,'system':'u','code':'kg'}", "" },
  { "'type':'quantity','extension':[{'url':'" EXT "questionnaire-unitOption','valueCoding':"
    "{'system':'u','code':'kg'}}]",
    "{'value':1,'unit':'skäppa'}", "unit-not-allowed:a" },
  { "'type':'quantity','extension':[{'url':'" EXT "minValue','valueQuantity':{'value':1,"
    "'system':'http://unitsofmeasure.org','code':'km'}}]",
    "{'value':999,'system':'http://unitsofmeasure.org','code':'m'}", "too-small:a" },
  { "'type':'attachment','extension':[{'url':'" EXT "mimeType','valueCode':'image/png'}]",
    "{'contentType':'text/html','url':'x'}", "attachment-type:a" },
  { "'type':'string','required':true", "null", "required:a" },
  { "'type':'string','required':true", "'  '", "required:a" },
  { "'type':'boolean','required':true", "false", "" },
  { "'type':'string','readOnly':true,'required':true", "null", "required:a" },
};

static void
test_rules (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *items = g_strdup_printf ("{'linkId':'a',%s}", rules[i].item);
      g_autoptr (AmiaResponse) response = fixture_response (items);
      g_autofree char *messages = NULL;

      g_test_message ("%s %s", rules[i].item, rules[i].answer);
      fixture_set (response, "answer/a", rules[i].answer);
      messages = fixture_validate (response);
      g_assert_cmpstr (messages, ==, rules[i].messages);
    }
}

static const struct
{
  const char *items;
  const char *path, *answer;
  const char *messages;
} required[] = {
  /* A section at the top is before one's eyes: what it requires is required. */
  { "{'linkId':'g','type':'group','item':[{'linkId':'a','type':'string','required':true}]}", NULL,
    NULL, "required:a" },
  /* An optional group inside it may be left out… */
  { "{'linkId':'g','type':'group','item':[{'linkId':'h','type':'group','item':["
    "{'linkId':'a','type':'string','required':true},{'linkId':'b','type':'string'}]}]}",
    NULL, NULL, "" },
  /* …until something in it is answered… */
  { "{'linkId':'g','type':'group','item':[{'linkId':'h','type':'group','item':["
    "{'linkId':'a','type':'string','required':true},{'linkId':'b','type':'string'}]}]}",
    "answer/g/h/b", "'x'", "required:a" },
  /* …or unless it is required itself. */
  { "{'linkId':'g','type':'group','item':[{'linkId':'h','type':'group','required':true,'item':["
    "{'linkId':'a','type':'string','required':true}]}]}",
    NULL, NULL, "required:a" },
  { "{'linkId':'h','type':'group','required':true,'item':[{'linkId':'b','type':'string'}]}", NULL,
    NULL, "required:h" },
  { "{'linkId':'h','type':'group','required':true,'item':[{'linkId':'b','type':'string'}]}",
    "answer/h/b", "'x'", "" },
  /* A required question needs its own answer, not its child's. */
  { "{'linkId':'p','type':'string','required':true,'item':[{'linkId':'q','type':'string'}]}",
    "answer/p/q", "'x'", "required:p" },
  /* Beneath an unanswered question nothing is required. */
  { "{'linkId':'p','type':'string','item':[{'linkId':'q','type':'string','required':true}]}", NULL,
    NULL, "" },
  { "{'linkId':'p','type':'string','item':[{'linkId':'q','type':'string','required':true}]}",
    "answer/p", "'x'", "required:q" },
  /* Disabled: nothing. */
  { "{'linkId':'a','type':'boolean'},{'linkId':'q','type':'string','required':true,'enableWhen':["
    "{'question':'a','operator':'=','answerBoolean':true}]}",
    NULL, NULL, "" },
  /* Hidden is enabled. */
  { "{'linkId':'q','type':'string','required':true,'extension':[{'url':'" EXT
    "questionnaire-hidden','valueBoolean':true}]}",
    NULL, NULL, "required:q" },
  { "{'linkId':'r','type':'group','repeats':true,'required':true,'item':["
    "{'linkId':'b','type':'string'}]}",
    NULL, NULL, "required:r" },
  /* An empty row is none. */
  { "{'linkId':'r','type':'group','repeats':true,'required':true,'item':["
    "{'linkId':'b','type':'string','required':true}]}",
    "answer/r/[1]", "'V'", "required:r" },
  { "{'linkId':'r','type':'group','repeats':true,'item':[{'linkId':'b','type':'string',"
    "'required':true},{'linkId':'c','type':'string'}]}",
    "answer/r/[1]/c", "'x'", "required:b" },
  { "{'linkId':'r','type':'group','repeats':true,'extension':[" INT (
        "questionnaire-minOccurs", "2") "],'item':[{'linkId':'b','type':'string'}]}",
    "answer/r/[1]/b", "'x'", "too-few:r" },
};

static void
test_required (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (required); i++)
    {
      g_autoptr (AmiaResponse) response = fixture_response (required[i].items);
      g_autofree char *messages = NULL;

      g_test_message ("%s", required[i].items);
      if (required[i].path != NULL)
        fixture_load (response, required[i].path, required[i].answer);
      messages = fixture_validate (response);
      g_assert_cmpstr (messages, ==, required[i].messages);
    }
}

static void
test_message_has_limits (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'a','type':'integer','extension':[" INT ("minValue", "0") "," INT (
          "maxValue", "10") ","
                            "{'url':'http://ehelse.no/fhir/StructureDefinition/"
                            "validationtext','valueString':'Mellan 0 och 10'}]}");
  g_autoptr (GPtrArray) messages = NULL;
  const AmiaMessage *message;

  fixture_set (response, "answer/a", "11");
  messages = amia_response_validate_node (response, amia_response_find (response, "answer/a"));
  g_assert_cmpuint (messages->len, ==, 1);
  message = g_ptr_array_index (messages, 0);
  g_assert_cmpstr (message->limit, ==, "10");
  g_assert_cmpstr (message->limit2, ==, "0");
  g_assert_cmpstr (message->value, ==, "11");
  g_assert_cmpstr (message->path, ==, "answer/a");
  g_assert_cmpstr (message->own_text, ==, "Mellan 0 och 10");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response/validate/rules", test_rules);
  g_test_add_func ("/response/validate/required", test_required);
  g_test_add_func ("/response/validate/names-the-limits", test_message_has_limits);
  return g_test_run ();
}
