/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "forms-fixture.h"

/* Reading definitions: what is understood, what is noted, and what is refused. */

#define EXT "http://hl7.org/fhir/StructureDefinition/"

static const AmiaItem *
find (AmiaQuestionnaire *form, const char *link_id)
{
  const AmiaItem *item = amia_questionnaire_find_item (form, link_id);

  g_assert_nonnull (item);
  return item;
}

static void
test_types (void)
{
  static const struct
  {
    const char  *code;
    AmiaItemType type;
  } table[] = {
    { "group", AMIA_ITEM_GROUP },
    { "display", AMIA_ITEM_DISPLAY },
    { "boolean", AMIA_ITEM_BOOLEAN },
    { "decimal", AMIA_ITEM_DECIMAL },
    { "integer", AMIA_ITEM_INTEGER },
    { "date", AMIA_ITEM_DATE },
    { "dateTime", AMIA_ITEM_DATE_TIME },
    { "time", AMIA_ITEM_TIME },
    { "string", AMIA_ITEM_STRING },
    { "text", AMIA_ITEM_TEXT },
    { "url", AMIA_ITEM_URL },
    { "choice", AMIA_ITEM_CHOICE },
    { "open-choice", AMIA_ITEM_OPEN_CHOICE },
    { "attachment", AMIA_ITEM_ATTACHMENT },
    { "reference", AMIA_ITEM_REFERENCE },
    { "quantity", AMIA_ITEM_QUANTITY },
    { "coding", AMIA_ITEM_CHOICE },
    { "hologram", AMIA_ITEM_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *items = g_strdup_printf ("{'linkId':'a','type':'%s'}", table[i].code);
      g_autoptr (AmiaQuestionnaire) form = fixture_form (items);

      g_assert_cmpint (find (form, "a")->type, ==, table[i].type);
      g_assert_cmpint (amia_questionnaire_is_fully_supported (form), ==,
                       table[i].type != AMIA_ITEM_UNKNOWN);
    }
}

static void
test_identity (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form ("{'linkId':'a','type':'string'}");
  gboolean is_same_version;

  g_assert_cmpstr (amia_questionnaire_get_canonical (form), ==, "https://example.org/q|1");
  g_assert_true (amia_questionnaire_matches (form, "https://example.org/q|1", &is_same_version));
  g_assert_true (is_same_version);
  g_assert_true (amia_questionnaire_matches (form, "https://example.org/q|2", &is_same_version));
  g_assert_false (is_same_version);
  g_assert_true (amia_questionnaire_matches (form, "https://example.org/q", &is_same_version));
  g_assert_true (is_same_version);
  g_assert_false (amia_questionnaire_matches (form, "https://example.org/qq|1", NULL));
  g_assert_cmpuint (strlen (amia_questionnaire_get_hash (form)), ==, 64);
}

static void
test_tree (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (
      "{'linkId':'g','type':'group','repeats':true,'prefix':'1.','item':["
      "{'linkId':'q','type':'string','required':true,'readOnly':true,'maxLength':7},"
      "{'linkId':'h','type':'display','text':'hjälp','extension':[{'url':'" EXT
      "questionnaire-itemControl','valueCodeableConcept':{'coding':[{'code':'help'}]}}]}"
      "]},{'linkId':'z','type':'boolean'}");
  const AmiaItem *group = find (form, "g");
  const AmiaItem *question = find (form, "q");

  g_assert_cmpstr (amia_text_get (group->prefix, NULL), ==, "1.");
  g_assert_true (amia_item_has_rows (group));
  g_assert_true (question->parent == group && question->is_required && question->is_read_only);
  g_assert_cmpuint (question->max_length, ==, 7);
  g_assert_true (amia_item_find_remark (group, AMIA_CONTROL_HELP) == find (form, "h"));
  g_assert_cmpuint (find (form, "z")->position, ==, 3);
  g_assert_cmpuint (amia_questionnaire_get_items (form)->len, ==, 2);
}

/* A form may be for some sub-projects alone; a case of which nobody knows has all. */
static void
test_is_for (void)
{
  g_autofree char *json = fixture_unquote (
      "{'resourceType':'Questionnaire','extension':[{'url':"
      "'https://amia.se/fhir/StructureDefinition/subproject','valueCode':'Syd'}]}");
  g_autoptr (AmiaQuestionnaire) some = amia_questionnaire_new_from_data (json, -1, NULL);
  g_autoptr (AmiaQuestionnaire) all = fixture_form ("");

  g_assert_true (amia_questionnaire_is_for (some, "Syd"));
  g_assert_false (amia_questionnaire_is_for (some, "Nord"));
  g_assert_true (amia_questionnaire_is_for (some, NULL));
  g_assert_true (amia_questionnaire_is_for (all, "Nord"));
}

/* Of the remarks around a question one is drawn as its help and one as its unit; all the others are
 * lines of their own. What is written as a question and is none asks nothing. */
static void
test_remarks (void)
{
  static const struct
  {
    const char *type;
    const char *control;
    gboolean    is_about_parent;
  } table[] = {
    { "display", "prompt", FALSE },
    { "text", "help", TRUE },
    { "display", "help", FALSE },
    { "display", "unit", TRUE },
    { "display", "legal", FALSE },
    { "text", "text-area", FALSE },
  };
  g_autoptr (GString) items = g_string_new ("{'linkId':'q','type':'decimal','item':[");
  g_autoptr (AmiaQuestionnaire) form = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_string_append_printf (items,
                            "%s{'linkId':'%u','type':'%s','required':true,'repeats':true,"
                            "'extension':[{'url':'" EXT "questionnaire-itemControl',"
                            "'valueCodeableConcept':{'coding':[{'code':'%s'}]}}]}",
                            i > 0 ? "," : "", i, table[i].type, table[i].control);
  g_string_append (items, "]}");
  form = fixture_form (items->str);
  g_assert_true (amia_item_find_help (find (form, "q")) == find (form, "1"));
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *link_id = g_strdup_printf ("%u", i);
      const AmiaItem  *item = find (form, link_id);
      gboolean         is_asked = strcmp (table[i].control, "text-area") == 0;

      g_test_message ("%s %s", table[i].type, table[i].control);
      g_assert_cmpint (amia_item_is_about_parent (item), ==, table[i].is_about_parent);
      g_assert_cmpint (amia_item_is_question (item), ==, is_asked);
      g_assert_cmpint (item->is_required, ==, is_asked);
      g_assert_cmpint (item->is_repeating, ==, is_asked);
    }
}

static void
test_extensions (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (
      "{'linkId':'a','type':'decimal','extension':["
      "{'url':'" EXT "questionnaire-hidden','valueBoolean':true},"
      "{'url':'" EXT "minValue','valueDecimal':0.50},"
      "{'url':'" EXT "maxValue','valueInteger':10},"
      "{'url':'" EXT "maxDecimalPlaces','valueInteger':2},"
      "{'url':'" EXT "questionnaire-sliderStepValue','valueInteger':1},"
      "{'url':'" EXT
      "questionnaire-itemControl','valueCodeableConcept':{'coding':[{'code':'slider'}]}},"
      "{'url':'" EXT "questionnaire-unit','valueCoding':{'code':'kg','display':'kilo'}},"
      "{'url':'https://amia.se/fhir/StructureDefinition/consent-area','valueCode':'health'},"
      "{'url':'https://example.org/whatever','valueString':'x'}]},"
      "{'linkId':'b','type':'string','extension':["
      "{'url':'" EXT "regex','valueString':'[0-9]+'},{'url':'" EXT "minLength','valueInteger':3},"
      "{'url':'" EXT "entryFormat','valueString':'siffror'}]}");
  const AmiaItem *a = find (form, "a");
  const AmiaItem *b = find (form, "b");

  g_assert_true (a->is_hidden);
  g_assert_cmpstr (a->min_value, ==, "0.50");
  g_assert_cmpstr (a->max_value, ==, "10");
  g_assert_cmpint (a->max_decimals, ==, 2);
  g_assert_cmpint (a->control, ==, AMIA_CONTROL_SLIDER);
  g_assert_cmpuint (a->units->len, ==, 1);
  g_assert_cmpstr (a->area, ==, "health");
  g_assert_cmpstr (b->regex, ==, "[0-9]+");
  g_assert_cmpuint (b->min_length, ==, 3);
  g_assert_cmpstr (amia_text_get (b->entry_format, NULL), ==, "siffror");
  g_assert_true (amia_questionnaire_is_fully_supported (form));
}

static void
test_area_is_inherited (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (
      "{'linkId':'g','type':'group','extension':["
      "{'url':'https://amia.se/fhir/StructureDefinition/consent-area','valueCode':'work'}],"
      "'item':[{'linkId':'q','type':'string'}]},{'linkId':'z','type':'string'}");

  g_assert_cmpstr (find (form, "q")->area, ==, "work");
  g_assert_null (find (form, "z")->area);
}

static void
test_translations (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (
      "{'linkId':'a','type':'choice','text':'Sover du?','_text':{'extension':[{'url':'" EXT
      "translation','extension':[{'url':'lang','valueCode':'en-GB'},"
      "{'url':'content','valueString':'Do you sleep?'}]}]},'answerOption':["
      "{'valueCoding':{'code':'j','display':'Ja','_display':{'extension':[{'url':'" EXT
      "translation','extension':[{'url':'lang','valueCode':'en'},"
      "{'url':'content','valueString':'Yes'}]}]}}}]}");
  const AmiaItem   *item = find (form, "a");
  const AmiaOption *option = g_ptr_array_index (item->options, 0);

  g_assert_cmpstr (amia_text_get (item->text, NULL), ==, "Sover du?");
  g_assert_cmpstr (amia_text_get (item->text, "fi"), ==, "Sover du?");
  g_assert_cmpstr (amia_text_get (item->text, "en"), ==, "Do you sleep?");
  g_assert_cmpstr (amia_text_get (option->label, "en-US"), ==, "Yes");
  g_assert_cmpstr (amia_text_get (item->text, "en-gb"), ==, "Do you sleep?");
  g_assert_cmpstr (amia_text_get (item->text, "de"), ==, "Sover du?");
}

static AmiaQuestionnaire *
form_with_value_set (const char *value_set)
{
  g_autofree char *quoted = g_strdup_printf (
      "{'resourceType':'Questionnaire','url':'u','contained':["
      "{'resourceType':'CodeSystem','id':'cs','url':'urn:cs','concept':["
      "{'code':'p','display':'P','concept':[{'code':'q','display':'Q'}]}]},"
      "{'resourceType':'ValueSet','id':'other','url':'urn:other','compose':{'include':["
      "{'system':'urn:o','concept':[{'code':'o1'},{'code':'o2'}]}]}},"
      "{'resourceType':'ValueSet','id':'vs',%s}],"
      "'item':[{'linkId':'a','type':'choice','answerValueSet':'#vs'}]}",
      value_set);
  g_autofree char *json = fixture_unquote (quoted);
  g_autoptr (GError) error = NULL;
  AmiaQuestionnaire *form = amia_questionnaire_new_from_data (json, -1, &error);

  g_assert_no_error (error);
  return form;
}

static void
test_value_sets (void)
{
  static const struct
  {
    const char *value_set;
    const char *codes;
    gboolean    is_missing;
  } table[] = {
    { "'compose':{'include':[{'system':'s','concept':[{'code':'a'},{'code':'b'}]}]}", "a b",
      FALSE },
    { "'expansion':{'contains':[{'code':'x','abstract':true,'contains':[{'code':'y'}]},{'code':'z'}"
      "]}",
      "y z", FALSE },
    { "'compose':{'include':[{'system':'urn:cs'}]}", "P Q", FALSE },
    { "'compose':{'include':[{'valueSet':['urn:other|3']}]}", "o1 o2", FALSE },
    { "'compose':{'include':[{'valueSet':['#other']}],'exclude':[]}", "o1 o2", FALSE },
    { "'compose':{'include':[{'system':'s','concept':[{'code':'a'},{'code':'b'}]}],"
      "'exclude':[{'system':'s','concept':[{'code':'a'}]}]}",
      "b", FALSE },
    { "'compose':{'include':[{'system':'s','filter':[{'property':'p'}]}]}", "", TRUE },
    { "'compose':{'include':[{'system':'elsewhere'}]}", "", TRUE },
    { "'compose':{'include':[{'valueSet':['#vs']}]}", "", TRUE },
    { "'name':'nothing'", "", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (AmiaQuestionnaire) form = form_with_value_set (table[i].value_set);
      const AmiaItem *item = find (form, "a");
      g_autoptr (GString) codes = g_string_new (NULL);

      for (guint j = 0; j < item->options->len; j++)
        {
          const AmiaOption *option = g_ptr_array_index (item->options, j);

          g_string_append_printf (codes, "%s%s", j > 0 ? " " : "",
                                  amia_text_get (option->label, NULL));
        }
      g_test_message ("%s", table[i].value_set);
      g_assert_cmpstr (codes->str, ==, table[i].codes);
      g_assert_cmpint (item->are_options_missing, ==, table[i].is_missing);
    }
}

static void
test_type_left_out (void)
{
  g_autoptr (AmiaQuestionnaire) form =
      fixture_form ("{'linkId':'group','item':[{'linkId':'string'}]},"
                    "{'linkId':'choice','answerOption':[{'valueString':'x'}],"
                    "'item':[{'linkId':'text','type':'text'}]}");
  GPtrArray *items = amia_questionnaire_get_all_items (form);

  g_assert_cmpuint (items->len, ==, 4);
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);

      g_assert_cmpstr (amia_item_type_to_string (item->type), ==, item->link_id);
    }
}

/* FHIR's own sets need not be in the file; others do. */
static void
test_standard_value_set (void)
{
  g_autoptr (AmiaQuestionnaire) form =
      fixture_form ("{'linkId':'a','type':'choice',"
                    "'answerValueSet':'http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1'},"
                    "{'linkId':'b','type':'choice','answerValueSet':'http://hl7.org/fhir/ValueSet/"
                    "yesnodontknow'}");
  const AmiaItem   *item = find (form, "b");
  const AmiaOption *last = g_ptr_array_index (item->options, 2);

  g_assert_true (amia_questionnaire_is_fully_supported (form));
  g_assert_cmpuint (find (form, "a")->options->len, ==, 4);
  g_assert_cmpuint (item->options->len, ==, 3);
  g_assert_cmpstr (amia_text_get (last->label, NULL), ==, "Don't know");
}

static void
test_options (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (
      "{'linkId':'a','type':'choice','answerOption':["
      "{'valueCoding':{'system':'s','code':'a','display':'A','userSelected':true},"
      "'extension':[{'url':'" EXT "ordinalValue','valueDecimal':3},"
      "{'url':'" EXT "questionnaire-optionExclusive','valueBoolean':true}],'initialSelected':true},"
      "{'valueInteger':5},{'valueString':'fem'},{'valueDate':'2024-02-30'},{'valueTime':'08:00:00'}"
      "]}");
  const AmiaItem   *item = find (form, "a");
  const AmiaOption *first = g_ptr_array_index (item->options, 0);

  g_assert_cmpuint (item->options->len, ==, 4);
  g_assert_cmpstr (first->value, ==, "{\"system\":\"s\",\"code\":\"a\",\"display\":\"A\"}");
  g_assert_cmpstr (first->ordinal, ==, "3");
  g_assert_true (first->is_exclusive && first->is_initial);
  g_assert_cmpstr (g_ptr_array_index (item->initials, 0), ==, first->value);
}

static void
test_older_spelling (void)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (
      "{'linkId':'a','type':'choice','option':[{'valueCoding':{'code':'x'}}],"
      "'initialCoding':{'code':'x'}},"
      "{'linkId':'b','type':'string','enableWhen':[{'question':'a','hasAnswer':true}]},"
      "{'linkId':'c','type':'string','enableWhen':[{'question':'a','answerCoding':{'code':'x'}}]}");
  const AmiaCondition *exists = g_ptr_array_index (find (form, "b")->conditions, 0);
  const AmiaCondition *equal = g_ptr_array_index (find (form, "c")->conditions, 0);

  g_assert_cmpuint (find (form, "a")->options->len, ==, 1);
  g_assert_cmpuint (find (form, "a")->initials->len, ==, 1);
  g_assert_cmpint (exists->op, ==, AMIA_OPERATOR_EXISTS);
  g_assert_cmpint (equal->op, ==, AMIA_OPERATOR_EQUAL);
}

static void
test_notes_unsupported (void)
{
  static const char *const table[][2] = {
    { "'extension':[{'url':'http://hl7.org/fhir/uv/sdc/StructureDefinition/"
      "sdc-questionnaire-subQuestionnaire','valueCanonical':'x'}]",
      "sdc-questionnaire-subQuestionnaire" },
    { "'modifierExtension':[{'url':'urn:x','valueBoolean':true}]", "modifierExtension" },
    { "'extension':[{'url':'" EXT "regex','valueString':'('}]", "regex" },
    { "'enableWhen':[{'question':'a','operator':'~','answerBoolean':true}]", "enableWhen" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *items = g_strdup_printf ("{'linkId':'a','type':'choice',%s}", table[i][0]);
      g_autoptr (AmiaQuestionnaire) form = fixture_form (items);
      const AmiaNote *note = g_ptr_array_index (amia_questionnaire_get_notes (form), 0);

      g_assert_cmpint (note->kind, ==, AMIA_NOTE_UNSUPPORTED);
      g_assert_cmpstr (note->link_id, ==, "a");
      g_assert_cmpstr (note->part, ==, table[i][1]);
    }
}

/* What is not unsupported, and still told: once for each url. */
static void
test_notes_others (void)
{
  static const struct
  {
    const char  *member;
    AmiaNoteKind kind;
    const char  *part;
  } table[] = {
    { "'answerValueSet':'http://example.org/vs'", AMIA_NOTE_LIST_ELSEWHERE, "value set" },
    { "'extension':[{'url':'urn:nobody/knows','valueBoolean':true}]", AMIA_NOTE_IGNORED, "knows" },
    { "'extension':[{'url':'http://hl7.org/fhir/uv/sdc/StructureDefinition/"
      "sdc-questionnaire-observationExtract','valueBoolean':true}]",
      AMIA_NOTE_IGNORED, "sdc-questionnaire-observationExtract" },
    { "'modifierExtension':[{'url':'http://hl7.org/fhir/uv/sdc/StructureDefinition/"
      "sdc-rendering-criticalExtension','valueUri':'http://hl7.org/fhir/unknown'}]",
      AMIA_NOTE_UNSUPPORTED, "modifierExtension" },
    { "'_text':{'extension':[{'url':'" EXT "cqf-expression','valueExpression':{}}]}",
      AMIA_NOTE_IGNORED, "text" },
    { "'answerOption':[{'valueString':'x'}],'extension':[{'url':"
      "'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerExpression',"
      "'valueExpression':{'expression':'1'}}]",
      AMIA_NOTE_WARNING, "answerExpression" },
    { "'extension':[{'url':'http://hl7.org/fhir/uv/sdc/StructureDefinition/"
      "sdc-questionnaire-contextExpression'}]",
      AMIA_NOTE_IGNORED, "sdc-questionnaire-contextExpression" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *items = g_strdup_printf ("{'linkId':'a','type':'choice',%s},"
                                                "{'linkId':'b','type':'string'}",
                                                table[i].member);
      g_autoptr (AmiaQuestionnaire) form = fixture_form (items);
      GPtrArray      *notes = amia_questionnaire_get_notes (form);
      const AmiaNote *note = g_ptr_array_index (notes, 0);

      g_assert_cmpuint (notes->len, ==, 1);
      g_assert_cmpint (note->kind, ==, table[i].kind);
      g_assert_cmpstr (note->part, ==, table[i].part);
      g_assert_cmpint (amia_questionnaire_is_fully_supported (form), ==,
                       table[i].kind != AMIA_NOTE_UNSUPPORTED);
    }
}

static void
test_critical_and_known (void)
{
  g_autoptr (AmiaQuestionnaire) form =
      fixture_form ("{'linkId':'a','type':'string','modifierExtension':[{'url':"
                    "'http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                    "sdc-rendering-criticalExtension','valueUri':'" EXT "regex'}]}");

  g_assert_cmpuint (amia_questionnaire_get_notes (form)->len, ==, 0);
}

/* A text without linkId is shown; nobody will answer it. */
static void
test_text_without_link_id (void)
{
  g_autoptr (AmiaQuestionnaire) form =
      fixture_form ("{'type':'display','text':'Hej'},{'type':'display','text':'Hå'},"
                    "{'linkId':'a','type':'string'}");

  g_assert_cmpuint (amia_questionnaire_get_items (form)->len, ==, 3);
}

#define LIST                                                             \
  "{'resourceType':'ValueSet','url':'http://example.org/vs','compose':{" \
  "'include':[{'system':'http://example.org/cs'}]}}"
#define CODES                                                              \
  "{'resourceType':'CodeSystem','url':'http://example.org/cs','concept':[" \
  "{'code':'x','display':'Ex'},{'code':'y','display':'Yps'}]}"
#define LISTED                                                                           \
  "{'resourceType':'Questionnaire','url':'https://example.org/q','version':'2','item':[" \
  "{'linkId':'a','type':'choice','answerValueSet':'http://example.org/vs|1'}]}"

static void
test_bundle (void)
{
  g_autofree char *json = fixture_unquote (
      "{'resourceType':'Bundle','type':'collection','entry':[{'resource':" LIST
      "},{'resource':" CODES "},{'fullUrl':'urn:nothing'},{'resource':" LISTED "}]}");
  g_autofree char *two = fixture_unquote ("{'resourceType':'Bundle','entry':[{'resource':" LISTED
                                          "},{'resource':" LISTED "}]}");
  g_autofree char *none = fixture_unquote ("{'resourceType':'Bundle','entry':[]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) form = amia_questionnaire_new_from_data (json, -1, &error);
  g_autoptr (AmiaQuestionnaire) first = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (amia_questionnaire_get_canonical (form), ==, "https://example.org/q|2");
  g_assert_cmpuint (find (form, "a")->options->len, ==, 2);
  g_assert_cmpuint (amia_questionnaire_get_notes (form)->len, ==, 0);
  g_assert_cmpuint (g_bytes_get_size (amia_questionnaire_get_data (form)), ==, strlen (json));
  first = amia_questionnaire_new_from_data (two, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (amia_questionnaire_get_notes (first)->len, ==, 2);
  g_assert_null (amia_questionnaire_new_from_data (none, -1, &error));
  g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_RESOURCE);
}

static void
test_lists (void)
{
  static const char *const files[] = { LIST, CODES, "{}", "[]", "7" };
  g_autofree char         *json = fixture_unquote (LISTED);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) alone = amia_questionnaire_new_from_data (json, -1, NULL);
  g_autoptr (AmiaQuestionnaire) form = NULL;

  g_assert_true (find (alone, "a")->are_options_missing);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      char *file = fixture_unquote (files[i]);

      g_ptr_array_add (lists, g_bytes_new_take (file, strlen (file)));
    }
  form = amia_questionnaire_new_with_lists (json, -1, lists, &error);
  g_assert_no_error (error);
  g_assert_false (find (form, "a")->are_options_missing);
  g_assert_cmpuint (find (form, "a")->options->len, ==, 2);
  g_assert_cmpstr (amia_questionnaire_get_hash (form), ==, amia_questionnaire_get_hash (alone));
  g_ptr_array_add (lists, g_bytes_new_static ("{", 1));
  g_assert_null (amia_questionnaire_new_with_lists (json, -1, lists, &error));
  g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_SYNTAX);
}

typedef struct
{
  const char    *name;
  const char    *json;
  AmiaFormsError code;
} Refusal;

static const Refusal refusals[] = {
  { "empty", "", AMIA_FORMS_ERROR_SYNTAX },
  { "cut-off", "{'resourceType':'Questionnaire'", AMIA_FORMS_ERROR_SYNTAX },
  { "trailing-comma", "{'resourceType':'Questionnaire',}", AMIA_FORMS_ERROR_SYNTAX },
  { "two-values", "{} {}", AMIA_FORMS_ERROR_SYNTAX },
  { "not-utf8", "{'resourceType':'Questionnaire','title':'\xff'}", AMIA_FORMS_ERROR_SYNTAX },
  { "nul-escape", "{'resourceType':'Questionnaire','title':'\\u0000'}", AMIA_FORMS_ERROR_SYNTAX },
  { "half-surrogate", "{'resourceType':'Questionnaire','title':'\\ud800'}",
    AMIA_FORMS_ERROR_SYNTAX },
  { "bad-number", "{'a':01}", AMIA_FORMS_ERROR_SYNTAX },
  { "array", "[]", AMIA_FORMS_ERROR_RESOURCE },
  { "other-resource", "{'resourceType':'Patient'}", AMIA_FORMS_ERROR_RESOURCE },
  { "item-object", "{'resourceType':'Questionnaire','item':{}}", AMIA_FORMS_ERROR_RESOURCE },
  { "item-number", "{'resourceType':'Questionnaire','item':[1]}", AMIA_FORMS_ERROR_RESOURCE },
  { "no-link-id", "{'resourceType':'Questionnaire','item':[{'type':'string'}]}",
    AMIA_FORMS_ERROR_RESOURCE },
  { "link-id-number", "{'resourceType':'Questionnaire','item':[{'linkId':1,'type':'string'}]}",
    AMIA_FORMS_ERROR_RESOURCE },
  { "type-number", "{'resourceType':'Questionnaire','item':[{'linkId':'a','type':1}]}",
    AMIA_FORMS_ERROR_RESOURCE },
  { "text-number",
    "{'resourceType':'Questionnaire','item':[{'linkId':'a','type':'string','text':1}]}",
    AMIA_FORMS_ERROR_RESOURCE },
  { "duplicate-link-id",
    "{'resourceType':'Questionnaire','item':[{'linkId':'a','type':'group','item':["
    "{'linkId':'b','type':'string'}]},{'linkId':'b','type':'string'}]}",
    AMIA_FORMS_ERROR_RESOURCE },
};

static void
test_refusal (gconstpointer user_data)
{
  const Refusal   *refusal = user_data;
  g_autofree char *json = fixture_unquote (refusal->json);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) form = amia_questionnaire_new_from_data (json, -1, &error);

  g_assert_null (form);
  g_assert_error (error, AMIA_FORMS_ERROR, (int) refusal->code);
}

static void
repeat (GString *out, const char *text, guint times)
{
  for (guint i = 0; i < times; i++)
    g_string_append (out, text);
}

static void
assert_too_much (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaQuestionnaire) form = amia_questionnaire_new_from_data (json, -1, &error);

  g_assert_null (form);
  g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT);
}

static void
test_too_deep (void)
{
  g_autoptr (GString) items = g_string_new ("{\"resourceType\":\"Questionnaire\"");
  g_autoptr (GString) brackets = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (items, ",\"item\":[{\"linkId\":\"%u\",\"type\":\"group\"", i);
  repeat (items, "}]", 100);
  g_string_append_c (items, '}');
  assert_too_much (items->str);
  repeat (brackets, "[", 100000);
  assert_too_much (brackets->str);
}

static void
test_too_many (void)
{
  g_autoptr (GString) json = g_string_new ("{\"resourceType\":\"Questionnaire\",\"item\":[");

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (json, "%s{\"linkId\":\"%u\",\"type\":\"string\"}", i > 0 ? "," : "", i);
  g_string_append (json, "]}");
  assert_too_much (json->str);
}

static void
test_huge_string (void)
{
  g_autoptr (GString) items = g_string_new ("{'linkId':'a','type':'string','text':'");
  g_autoptr (AmiaQuestionnaire) form = NULL;

  repeat (items, "0123456789", 500000);
  g_string_append (items, "'}");
  form = fixture_form (items->str);
  g_assert_cmpuint (strlen (amia_text_get (find (form, "a")->text, NULL)), ==, 5000000);
}

/* Our own forms have to be beyond reproach. */
static void
test_own_templates (void)
{
  const char *folder = g_getenv ("AMIA_TEMPLATE_DIR");
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  if (dir == NULL)
    {
      g_test_skip ("AMIA_TEMPLATE_DIR names no folder");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *data = NULL;
      g_autoptr (AmiaQuestionnaire) form = NULL;
      g_autoptr (GError) error = NULL;
      GPtrArray *notes;

      if (!g_str_has_suffix (name, ".json"))
        continue;
      g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
      form = amia_questionnaire_new_from_data (data, -1, &error);
      g_assert_no_error (error);
      notes = amia_questionnaire_get_notes (form);
      for (guint i = 0; i < notes->len; i++)
        {
          const AmiaNote *note = g_ptr_array_index (notes, i);

          g_test_message ("%s: %s: %s %s", name, note->link_id, note->part, note->detail);
        }
      g_assert_cmpuint (notes->len, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/questionnaire/knows-the-types", test_types);
  g_test_add_func ("/questionnaire/has-an-identity", test_identity);
  g_test_add_func ("/questionnaire/is-a-tree", test_tree);
  g_test_add_func ("/questionnaire/reads-extensions", test_extensions);
  g_test_add_func ("/questionnaire/inherits-areas", test_area_is_inherited);
  g_test_add_func ("/questionnaire/picks-translations", test_translations);
  g_test_add_func ("/questionnaire/expands-value-sets", test_value_sets);
  g_test_add_func ("/questionnaire/is-for-some-sub-projects", test_is_for);
  g_test_add_func ("/questionnaire/keeps-every-remark", test_remarks);
  g_test_add_func ("/questionnaire/guesses-a-type-left-out", test_type_left_out);
  g_test_add_func ("/questionnaire/has-the-standard-value-sets", test_standard_value_set);
  g_test_add_func ("/questionnaire/reads-options", test_options);
  g_test_add_func ("/questionnaire/understands-stu3", test_older_spelling);
  g_test_add_func ("/questionnaire/names-what-it-cannot", test_notes_unsupported);
  g_test_add_func ("/questionnaire/names-what-else-there-is", test_notes_others);
  g_test_add_func ("/questionnaire/knows-what-is-critical", test_critical_and_known);
  g_test_add_func ("/questionnaire/shows-text-without-link-id", test_text_without_link_id);
  g_test_add_func ("/questionnaire/finds-itself-in-a-bundle", test_bundle);
  g_test_add_func ("/questionnaire/takes-lists-along", test_lists);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/questionnaire/refuses/", refusals[i].name, NULL);

      g_test_add_data_func (path, &refusals[i], test_refusal);
    }
  g_test_add_func ("/questionnaire/refuses/too-deep", test_too_deep);
  g_test_add_func ("/questionnaire/refuses/too-many", test_too_many);
  g_test_add_func ("/questionnaire/stands-a-huge-string", test_huge_string);
  g_test_add_func ("/questionnaire/own-templates-are-clean", test_own_templates);
  return g_test_run ();
}
