/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "forms-fixture.h"

/* Out to a QuestionnaireResponse, in from one, and in from a file of answers. */

#define FORM                                                                                    \
  "{'linkId':'name','type':'string','text':'Namn'},"                                            \
  "{'linkId':'g','type':'group','text':'Hälsa','item':["                                       \
  "{'linkId':'info','type':'display','text':'Läs'},"                                           \
  "{'linkId':'pain','type':'integer'},{'linkId':'weight','type':'quantity','extension':["       \
  "{'url':'http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption','valueCoding':"    \
  "{'system':'u','code':'kg','display':'kilo'}}]}]},"                                           \
  "{'linkId':'smokes','type':'boolean','item':[{'linkId':'amount','type':'decimal'}]},"         \
  "{'linkId':'how','type':'choice','repeats':true,'answerOption':["                             \
  "{'valueCoding':{'system':'s','code':'a','display':'A'}},"                                    \
  "{'valueCoding':{'system':'s','code':'b','display':'B'}}]},"                                  \
  "{'linkId':'job','type':'group','repeats':true,'item':["                                      \
  "{'linkId':'who','type':'string'},{'linkId':'years','type':'integer'}]},"                     \
  "{'linkId':'med','type':'string','repeats':true,'item':[{'linkId':'dose','type':'string'}]}," \
  "{'linkId':'extra','type':'string','enableWhen':["                                            \
  "{'question':'smokes','operator':'=','answerBoolean':true}]}"

static void
test_export (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (FORM);
  g_autofree char *items = NULL;

  fixture_set (response, "answer/extra", "'bort'");
  fixture_set (response, "answer/smokes", "false");
  fixture_set (response, "answer/smokes/amount", "1.10");
  fixture_set (response, "answer/how", "[{'system':'s','code':'b','display':'B'}]");
  fixture_load (response, "answer/med/[1]/=", "'Alvedon'");
  fixture_load (response, "answer/med/[1]/dose", "'2'");
  fixture_load (response, "answer/med/[2]/dose", "'utan namn'");
  fixture_load (response, "answer/job/[1]", "'V'");
  fixture_load (response, "answer/job/[2]/who", "'Kiosken'");
  items = fixture_export_items (response);
  g_assert_cmpstr (
      items, ==,
      "[{'linkId':'smokes','answer':[{'valueBoolean':false,'item':["
      "{'linkId':'amount','answer':[{'valueDecimal':1.10}]}]}]},"
      "{'linkId':'how','answer':[{'valueCoding':{'system':'s','code':'b','display':'B'}}]},"
      "{'linkId':'job','item':[{'linkId':'who','answer':[{'valueString':'Kiosken'}]}]},"
      "{'linkId':'med','answer':[{'valueString':'Alvedon','item':["
      "{'linkId':'dose','answer':[{'valueString':'2'}]}]}]}]");
}

static void
test_export_head (void)
{
  g_autoptr (AmiaResponse) response = fixture_response ("{'linkId':'a','type':'string'}");
  AmiaExportOptions options = { .status = "completed",
                                .authored = "2026-05-04T10:15:00+02:00",
                                .id = "x",
                                .subject = "{\"reference\": \"\", \"display\": \"Märta\"}" };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = amia_response_export (response, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (
      text, ==,
      "{\n  \"resourceType\": \"QuestionnaireResponse\",\n  \"id\": \"x\",\n"
      "  \"language\": \"sv\",\n"
      "  \"questionnaire\": \"https://example.org/q|1\",\n"
      "  \"status\": \"completed\",\n  \"subject\": {\n    \"display\": \"Märta\"\n  },\n"
      "  \"authored\": \"2026-05-04T10:15:00+02:00\"\n}\n");
}

static void
test_export_refuses_incomplete (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'a','type':'string','required':true}");
  AmiaExportOptions options = { .status = "completed" };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = amia_response_export (response, &options, &error);

  g_assert_null (text);
  g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_INCOMPLETE);
}

static const struct
{
  const char *answers;
  const char *items;
  const char *messages;
} fills[] = {
  { "{'name':'Ada'}", "[{'linkId':'name','text':'Namn','answer':[{'valueString':'Ada'}]}]", "" },
  /* Flat or nested. */
  { "{'pain':3}",
    "[{'linkId':'g','text':'Hälsa','item':[{'linkId':'pain','answer':[{'valueInteger':3}]}]}]",
    "" },
  { "{'g':{'pain':3}}",
    "[{'linkId':'g','text':'Hälsa','item':[{'linkId':'pain','answer':[{'valueInteger':3}]}]}]",
    "" },
  { "{'weight':{'value':71.50,'unit':'kg'}}",
    "[{'linkId':'g','text':'Hälsa','item':[{'linkId':'weight','answer':[{'valueQuantity':"
    "{'value':71.50,'unit':'kilo','system':'u','code':'kg'}}]}]}]",
    "" },
  { "{'how':'a'}",
    "[{'linkId':'how','answer':[{'valueCoding':{'system':'s','code':'a','display':'A'}}]}]", "" },
  { "{'how':['a',{'code':'b'}]}",
    "[{'linkId':'how','answer':[{'valueCoding':{'system':'s','code':'a','display':'A'}},"
    "{'valueCoding':{'system':'s','code':'b','display':'B'}}]}]",
    "" },
  { "{'smokes':{'value':true,'item':{'amount':2.0}},'extra':'ja'}",
    "[{'linkId':'smokes','answer':[{'valueBoolean':true,'item':[{'linkId':'amount','answer':["
    "{'valueDecimal':2.0}]}]}]},{'linkId':'extra','answer':[{'valueString':'ja'}]}]",
    "" },
  { "{'extra':'ja','smokes':true}",
    "[{'linkId':'smokes','answer':[{'valueBoolean':true}]},"
    "{'linkId':'extra','answer':[{'valueString':'ja'}]}]",
    "" },
  { "{'extra':'ja'}", "", "not-enabled:extra?" },
  { "{'job':[{'who':'V'},{'who':'K','years':2}]}",
    "[{'linkId':'job','item':[{'linkId':'who','answer':[{'valueString':'V'}]}]},"
    "{'linkId':'job','item':[{'linkId':'who','answer':[{'valueString':'K'}]},"
    "{'linkId':'years','answer':[{'valueInteger':2}]}]}]",
    "" },
  { "{'job':{'who':'V'}}",
    "[{'linkId':'job','item':[{'linkId':'who','answer':[{'valueString':'V'}]}]}]", "" },
  { "{'med':['A',{'value':'B','item':{'dose':'2'}}]}",
    "[{'linkId':'med','answer':[{'valueString':'A'},{'valueString':'B','item':["
    "{'linkId':'dose','answer':[{'valueString':'2'}]}]}]}]",
    "" },
  { "{'name':null}", "", "" },
  { "{'nobody':1}", "", "unknown-link-id:nobody" },
  { "{'g':{'name':'x'}}", "", "wrong-place:name" },
  { "{'g':3}", "", "wrong-type:g" },
  { "{'pain':'much'}", "", "wrong-type:pain" },
  { "{'how':'c'}", "", "not-an-option:how" },
  { "{'info':'x'}", "", "not-a-question:info" },
};

static void
test_fill (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fills); i++)
    {
      g_autoptr (AmiaResponse) response = fixture_response (FORM);
      g_autofree char *json = fixture_unquote (fills[i].answers);
      g_autoptr (GPtrArray) messages = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) edits = amia_response_fill (response, json, -1, &messages, &error);
      g_autofree char *items = NULL;
      g_autofree char *described = NULL;

      g_assert_no_error (error);
      g_test_message ("%s", fills[i].answers);
      items = fixture_export_items (response);
      described = fixture_describe (messages);
      g_assert_cmpstr (items, ==, fills[i].items);
      g_assert_cmpstr (described, ==, fills[i].messages);
    }
}

static void
test_fill_refuses (void)
{
  static const struct
  {
    const char    *answers;
    AmiaFormsError code;
  } table[] = { { "[1]", AMIA_FORMS_ERROR_RESOURCE }, { "{", AMIA_FORMS_ERROR_SYNTAX } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (AmiaResponse) response = fixture_response (FORM);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) edits =
          amia_response_fill (response, table[i].answers, -1, NULL, &error);

      g_assert_null (edits);
      g_assert_error (error, AMIA_FORMS_ERROR, (int) table[i].code);
    }
}

/* The edits of a fill make the same response elsewhere. */
static void
test_edits_carry_over (void)
{
  g_autoptr (AmiaResponse) here = fixture_response (FORM);
  g_autoptr (AmiaResponse) there = fixture_response (FORM);
  g_autofree char *json =
      fixture_unquote ("{'name':'Ada','job':[{'who':'V'},{'who':'K'}],"
                       "'med':[{'value':'B','item':{'dose':'2'}}],'extra':'x'}");
  g_autoptr (GPtrArray) edits = amia_response_fill (here, json, -1, NULL, NULL);
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;

  for (guint i = 0; i < edits->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (edits, i);

      fixture_load (there, edit->path, edit->value);
    }
  ours = fixture_export_items (here);
  theirs = fixture_export_items (there);
  g_assert_cmpstr (ours, ==, theirs);
}

static void
test_round_trip (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (FORM);
  g_autoptr (AmiaResponse) again = fixture_response (FORM);
  g_autofree char *json = fixture_unquote (
      "{'name':'Ada','weight':{'value':71.50,'unit':'kg'},'how':['a','b'],"
      "'smokes':{'value':true,'item':{'amount':1.10}},'extra':'x',"
      "'job':[{'who':'V'},{'years':2}],'med':['A',{'value':'B','item':{'dose':'2'}}]}");
  g_autoptr (GPtrArray) edits = amia_response_fill (response, json, -1, NULL, NULL);
  AmiaExportOptions options = { .status = "in-progress" };
  g_autofree char  *text = amia_response_export (response, &options, NULL);
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) imported = amia_response_import (again, text, -1, &messages, NULL);
  g_autofree char *text_again = amia_response_export (again, &options, NULL);

  g_assert_cmpuint (messages->len, ==, 0);
  g_assert_cmpstr (text_again, ==, text);
  findings = amia_questionnaire_validate_response (amia_response_get_questionnaire (response), text,
                                                   -1, NULL);
  g_assert_cmpuint (findings->len, ==, 0);
}

/* The second of two options that an author gave the same code. */
static void
test_round_trip_by_display (gconstpointer user_data)
{
  g_autofree char *form = g_strdup_printf (
      "{'linkId':'a','type':'choice','answerOption':[{'valueCoding':{'code':'j','display':'Ja'}},"
      "{'valueCoding':{'code':'j'%s},'initialSelected':true}]}",
      (const char *) user_data);
  g_autoptr (AmiaResponse) response = fixture_response (form);
  g_autoptr (AmiaResponse) again = fixture_response (form);
  g_autoptr (GPtrArray) edits = amia_response_start (response);
  AmiaExportOptions options = { .status = "in-progress" };
  g_autofree char  *text = amia_response_export (response, &options, NULL);
  g_autoptr (GPtrArray) imported = amia_response_import (again, text, -1, NULL, NULL);

  g_assert_nonnull (imported);
  g_assert_cmpstr (amia_response_get_value (again, "answer/a"), ==,
                   amia_response_get_value (response, "answer/a"));
}

#define HEAD "'resourceType':'QuestionnaireResponse','status':'completed'"

static const struct
{
  const char *json;
  const char *messages;
} checks[] = {
  { "{" HEAD "}", "" },
  { "{'resourceType':'QuestionnaireResponse'}", "malformed:" },
  { "{'resourceType':'QuestionnaireResponse','status':'done'}", "malformed:" },
  { "{" HEAD ",'authored':'2026-05-04T10:15:00'}", "malformed:" },
  { "{" HEAD ",'item':[]}", "empty:" },
  { "{" HEAD ",'colour':'red'}", "unknown-property:" },
  { "{" HEAD ",'item':[{'linkId':'name','colour':1}]}", "unknown-property:name" },
  { "{" HEAD ",'item':[{'linkId':'nobody'}]}", "unknown-link-id:nobody" },
  { "{" HEAD ",'item':[{'linkId':'pain'}]}", "wrong-place:pain" },
  { "{" HEAD ",'item':[{'linkId':'smokes'},{'linkId':'name'}]}", "wrong-order:name" },
  { "{" HEAD ",'item':[{'linkId':'name'},{'linkId':'name'}]}", "duplicate-item:name" },
  { "{" HEAD ",'item':[{'linkId':'job'},{'linkId':'job'}]}", "" },
  { "{" HEAD ",'item':[{'linkId':'name','text':'Annat'}]}", "text-differs:name" },
  { "{" HEAD ",'item':[{'linkId':'g','answer':[{'valueString':'x'}]}]}", "not-a-question:g" },
  { "{" HEAD ",'item':[{'linkId':'name','answer':[{'valueInteger':1}]}]}", "wrong-type:name" },
  { "{" HEAD ",'item':[{'linkId':'name','answer':[{'valueString':'a'},{'valueString':'b'}]}]}",
    "too-many:name" },
  { "{" HEAD ",'item':[{'linkId':'name','answer':[{'valueString':'a','valueInteger':1}]}]}",
    "malformed:name" },
  { "{" HEAD ",'item':[{'linkId':'smokes','answer':[{'valueBoolean':true}],'item':["
    "{'linkId':'amount'}]}]}",
    "item-and-answer:smokes" },
  { "{" HEAD ",'item':[{'linkId':'extra'}]}", "" },
  { "{" HEAD ",'item':[{'linkId':'extra','answer':[{'valueString':'a'}]}]}", "not-enabled:extra" },
  { "{" HEAD ",'item':[{'linkId':'how','answer':[{'valueCoding':{'code':'z'}}]}]}",
    "not-an-option:how" },
  { "{" HEAD ",'questionnaire':'https://example.org/q|7'}", "other-version:?" },
  { "{" HEAD ",'questionnaire':'https://example.org/other'}", "other-questionnaire:?" },
};

static void
test_check (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (FORM);

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autofree char *json = fixture_unquote (checks[i].json);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) messages =
          amia_questionnaire_validate_response (form, json, -1, &error);
      g_autofree char *described = NULL;

      g_assert_no_error (error);
      g_test_message ("%s", checks[i].json);
      described = fixture_describe (messages);
      g_assert_cmpstr (described, ==, checks[i].messages);
      for (guint j = 0; j < messages->len; j++)
        g_assert_nonnull (((AmiaMessage *) g_ptr_array_index (messages, j))->location);
    }
}

static void
test_check_required (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (
      "{'linkId':'g','type':'group','item':[{'linkId':'a','type':'string','required':true}]},"
      "{'linkId':'z','type':'string','required':true}");
  static const struct
  {
    const char *status, *items, *messages;
  } table[] = {
    { "completed", "", "required:z" },
    { "completed", ",'item':[{'linkId':'g'}]", "required:z required:a" },
    { "in-progress", "", "required:z?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *quoted =
          g_strdup_printf ("{'resourceType':'QuestionnaireResponse','status':'%s'%s}",
                           table[i].status, table[i].items);
      g_autofree char *json = fixture_unquote (quoted);
      g_autoptr (GPtrArray) messages = amia_questionnaire_validate_response (form, json, -1, NULL);
      g_autofree char *described = fixture_describe (messages);

      g_assert_cmpstr (described, ==, table[i].messages);
    }
}

static void
test_import_refuses (void)
{
  static const struct
  {
    const char    *json;
    AmiaFormsError code;
  } table[] = {
    { "{'resourceType':'Questionnaire'}", AMIA_FORMS_ERROR_RESOURCE },
    { "nonsense", AMIA_FORMS_ERROR_SYNTAX },
    { "{" HEAD ",'questionnaire':'https://example.org/other'}", AMIA_FORMS_ERROR_MISMATCH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (AmiaResponse) response = fixture_response (FORM);
      g_autofree char *json = fixture_unquote (table[i].json);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) edits = amia_response_import (response, json, -1, NULL, &error);

      g_assert_null (edits);
      g_assert_error (error, AMIA_FORMS_ERROR, (int) table[i].code);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response/export/leaves-out-empty-and-disabled", test_export);
  g_test_add_func ("/response/export/says-what-it-is", test_export_head);
  g_test_add_func ("/response/export/refuses-incomplete", test_export_refuses_incomplete);
  g_test_add_func ("/response/fill/takes", test_fill);
  g_test_add_func ("/response/fill/refuses", test_fill_refuses);
  g_test_add_func ("/response/fill/edits-carry-over", test_edits_carry_over);
  g_test_add_func ("/response/round-trip", test_round_trip);
  g_test_add_data_func ("/response/round-trip/by-display", ",'display':'Jo'", test_round_trip_by_display);
  g_test_add_data_func ("/response/round-trip/by-no-display", "", test_round_trip_by_display);
  g_test_add_func ("/response/check/finds", test_check);
  g_test_add_func ("/response/check/required", test_check_required);
  g_test_add_func ("/response/import/refuses", test_import_refuses);
  return g_test_run ();
}
