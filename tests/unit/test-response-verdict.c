/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "forms-fixture.h"

/* Responses that others wrote, each with what HL7's validator says of its like: where that finds
 * nothing, neither do we. */

#define HL7          "http://hl7.org/fhir/"
#define EXT(n, t, v) "{'url':'" HL7 "StructureDefinition/" n "','value" t "':" v "}"
#define CONSTRAINT(c)         \
  "'extension':[{'url':'" HL7 \
  "5.0/StructureDefinition/extension-Questionnaire.item.answerConstraint','valueCode':'" c "'}]"

#define DRUGS    "'answerOption':[{'valueCoding':{'system':'s','code':'a','display':'A'}}]"
#define CODE(c)  "[{'valueCoding':{'system':'s','code':'" c "'}}]"
#define WORDS    "[{'valueString':'annat'}]"
#define GENDER   "'answerValueSet':'" HL7 "ValueSet/administrative-gender'"
#define FEMALE   "'system':'" HL7 "administrative-gender','code':'female'"
#define TWO_BYTE "'contentType':'text/plain','data':'aGo='"

static const struct
{
  const char *item;
  const char *answer;
  const char *messages;
} cases[] = {
  { "'type':'attachment'", "[{'valueAttachment':{" TWO_BYTE ",'size':2}}]", "" },
  { "'type':'attachment'", "[{'valueAttachment':{" TWO_BYTE ",'size':3}}]", "malformed:a" },
  { "'type':'reference'", "[{'valueReference':{'reference':'https://example.org/Patient/1'}}]",
    "" },
  { "'type':'reference'", "[{'valueReference':{'reference':'ht tp://example.org/Patient/1'}}]",
    "malformed:a" },

  /* How open a list is, in R5's words. */
  { "'type':'choice'," DRUGS, WORDS, "wrong-type:a" },
  { "'type':'choice'," DRUGS "," CONSTRAINT ("optionsOrString"), WORDS, "" },
  { "'type':'open-choice'," DRUGS, WORDS, "" },
  { "'type':'open-choice'," DRUGS "," CONSTRAINT ("optionsOnly"), WORDS, "wrong-type:a" },
  { "'type':'open-choice'," DRUGS, CODE ("b"), "not-an-option:a" },
  { "'type':'open-choice'," DRUGS "," CONSTRAINT ("optionsOrType"), CODE ("b"), "" },
  { "'type':'choice'," DRUGS "," CONSTRAINT ("optionsOrType"), CODE ("b"), "" },

  /* A string out of a value set is the code. */
  { "'type':'string'," GENDER, "[{'valueString':'female'}]", "" },
  { "'type':'string'," GENDER, "[{'valueString':'Female'}]", "not-an-option:a" },

  /* The names of FHIR's own codes; of others' we know no better. */
  { "'type':'choice'," GENDER, "[{'valueCoding':{" FEMALE "}}]", "" },
  { "'type':'choice'," GENDER, "[{'valueCoding':{" FEMALE ",'display':'female '}}]", "" },
  { "'type':'choice'," GENDER, "[{'valueCoding':{" FEMALE ",'display':'Male'}}]",
    "not-an-option:a" },
  { "'type':'choice'," DRUGS, "[{'valueCoding':{'system':'s','code':'a','display':'B'}}]", "" },

  /* Left empty is not left out. */
  { "'type':'string','extension':[" EXT ("questionnaire-minOccurs", "Integer", "2") "]", NULL,
    "too-few:a" },
  { "'type':'string'", NULL, "" },
};

static char *
validate (const char *item, const char *answer, const char *status)
{
  g_autofree char *definition = g_strdup_printf ("{'linkId':'a',%s}", item);
  g_autoptr (AmiaQuestionnaire) form = fixture_form (definition);
  g_autofree char *quoted = g_strdup_printf ("{'resourceType':'QuestionnaireResponse',"
                                             "'questionnaire':'https://example.org/q|1',"
                                             "'status':'%s','item':[{'linkId':'a'%s%s}]}",
                                             status, answer != NULL ? ",'answer':" : "",
                                             answer != NULL ? answer : "");
  g_autofree char *json = fixture_unquote (quoted);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = amia_questionnaire_validate_response (form, json, -1, &error);

  g_assert_no_error (error);
  return fixture_describe (messages);
}

static void
test_verdicts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *messages = validate (cases[i].item, cases[i].answer, "completed");

      g_test_message ("%s: %s", cases[i].item, cases[i].answer);
      g_assert_cmpstr (messages, ==, cases[i].messages);
    }
}

static void
test_draft_may_be_unfinished (void)
{
  g_autofree char *messages = validate (
      "'type':'string','extension':[" EXT ("questionnaire-minOccurs", "Integer", "2") "]", NULL,
      "in-progress");

  g_assert_cmpstr (messages, ==, "too-few:a?");
}

/* What a person chooses from such a list is stored as the string that it is. */
static void
test_string_is_chosen_as_code (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'a','type':'string'," GENDER "}");
  const AmiaItem   *item = amia_node_get_item (amia_response_find (response, "answer/a"));
  const AmiaOption *option = g_ptr_array_index (item->options, 1);
  g_autofree char  *messages = NULL;

  g_assert_cmpstr (option->value, ==, "\"female\"");
  g_assert_cmpstr (amia_text_get (option->label, NULL), ==, "Female");
  fixture_set (response, "answer/a", option->value);
  messages = fixture_validate (response);
  g_assert_cmpstr (messages, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response/verdict/agrees-with-hl7", test_verdicts);
  g_test_add_func ("/response/verdict/a-draft-may-be-unfinished", test_draft_may_be_unfinished);
  g_test_add_func ("/response/verdict/string-is-chosen-as-code", test_string_is_chosen_as_code);
  return g_test_run ();
}
