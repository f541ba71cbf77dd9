/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "amia-migration.h"
#include "forms-fixture.h"

/* A draft goes on with another version of its form. Each case of the table is one question as it
 * was and as it is, with one answer. */

#define OPTIONS_AB                                                            \
  "'answerOption':[{'valueCoding':{'system':'s','code':'a','display':'Aa'}}," \
  "{'valueCoding':{'system':'s','code':'b','display':'Be'}}]"
#define OPTIONS_BC                                                             \
  "'answerOption':[{'valueCoding':{'system':'s','code':'b','display':'Bé'}}," \
  "{'valueCoding':{'system':'s','code':'c','display':'Ce'}}]"

static const struct
{
  const char *name;
  const char *before;
  const char *after;
  const char *value;
  const char *changed;
  const char *kind;
} table[] = {
  { "same", "'type':'string'", "'type':'string'", "'x'", NULL, "carried" },
  { "keeps-digits", "'type':'decimal'", "'type':'decimal'", "1.10", NULL, "carried" },
  { "string-to-text", "'type':'string'", "'type':'text'", "'x'", NULL, "carried" },
  { "integer-to-decimal", "'type':'integer'", "'type':'decimal'", "7", NULL, "carried" },
  { "integer-to-text", "'type':'integer'", "'type':'text'", "7", "'7'", "converted" },
  { "date-to-datetime", "'type':'date'", "'type':'dateTime'", "'2024-05'", NULL, "carried" },
  { "decimal-to-integer", "'type':'decimal'", "'type':'integer'", "7.5", NULL, "flagged" },
  { "boolean-to-string", "'type':'boolean'", "'type':'string'", "true", NULL, "flagged" },
  { "datetime-to-date", "'type':'dateTime'", "'type':'date'", "'2024-05-04T10:00:00+02:00'", NULL,
    "flagged" },
  { "number-to-quantity", "'type':'decimal'",
    "'type':'quantity','extension':[{'url':'http://hl7.org/fhir/StructureDefinition/"
    "questionnaire-unit','valueCoding':{'system':'u','code':'kg','display':'kilo'}}]",
    "71.50", "{'value':71.50,'unit':'kilo','system':'u','code':'kg'}", "converted" },
  { "choice-to-text", "'type':'choice'," OPTIONS_AB, "'type':'text'",
    "{'system':'s','code':'a','display':'Aa'}", "'Aa'", "converted" },
  { "text-to-choice", "'type':'text'", "'type':'choice'," OPTIONS_AB, "'Be'",
    "{'system':'s','code':'b','display':'Be'}", "converted" },
  { "text-to-choice-unknown", "'type':'text'", "'type':'choice'," OPTIONS_AB, "'De'", NULL,
    "flagged" },
  { "choice-to-open", "'type':'choice'," OPTIONS_AB, "'type':'open-choice'," OPTIONS_AB,
    "{'system':'s','code':'a','display':'Aa'}", NULL, "carried" },
  { "open-to-choice", "'type':'open-choice'," OPTIONS_AB, "'type':'choice'," OPTIONS_AB, "'x'",
    NULL, "flagged" },
  { "option-reworded", "'type':'choice'," OPTIONS_AB, "'type':'choice'," OPTIONS_BC,
    "{'system':'s','code':'b','display':'Be'}", "{'system':'s','code':'b','display':'Bé'}",
    "carried" },
  { "option-gone", "'type':'choice'," OPTIONS_AB, "'type':'choice'," OPTIONS_BC,
    "{'system':'s','code':'a','display':'Aa'}", NULL, "flagged" },
  { "begins-to-repeat", "'type':'string'", "'type':'string','repeats':true", "'x'", "['x']",
    "converted" },
  { "repeats-no-more", "'type':'string','repeats':true", "'type':'string'", "['x']", "'x'",
    "converted" },
  { "several-repeat-no-more", "'type':'string','repeats':true", "'type':'string'", "['x','y']",
    NULL, "flagged" },
  { "too-long-now", "'type':'string'", "'type':'string','maxLength':3", "'abcd'", NULL, "flagged" },
  { "out-of-range-now", "'type':'integer'",
    "'type':'integer','extension':[{'url':'http://hl7.org/fhir/StructureDefinition/maxValue',"
    "'valueInteger':5}]",
    "7", NULL, "flagged" },
  { "to-group", "'type':'string'", "'type':'group'", "'x'", NULL, "unplaced" },
};

static AmiaMigration *
migrate (AmiaResponse *response, const char *items)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (items);
  g_autoptr (GError) error = NULL;
  AmiaMigration *migration = amia_migration_new (response, form, &error);

  g_assert_no_error (error);
  return migration;
}

/* "kind:linkId kind:linkId", reworded ones with a star. */
static char *
describe (AmiaMigration *migration)
{
  GPtrArray *changes = amia_migration_get_changes (migration);
  GString   *out = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaMigrationChange *change = g_ptr_array_index (changes, i);
      const AmiaItem            *item = change->item != NULL ? change->item : change->old_item;

      g_string_append_printf (out, "%s%s:%s%s", i > 0 ? " " : "",
                              amia_migration_kind_to_string (change->kind),
                              item != NULL ? item->link_id : change->old_path,
                              change->is_reworded ? "*" : "");
    }
  return g_string_free (out, FALSE);
}

/* "path=value path=value" */
static char *
describe_edits (GPtrArray *edits)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < edits->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (edits, i);

      g_string_append_printf (out, "%s%s=%s", i > 0 ? " " : "", edit->path, edit->value);
    }
  g_strdelimit (out->str, "\"", '\'');
  return g_string_free (out, FALSE);
}

/* The store knows only the old fields and the edits: with the new form they must give what the plan
 * showed. */
static void
assert_edits_suffice (AmiaResponse *old, AmiaMigration *migration)
{
  AmiaResponse *planned = amia_migration_get_response (migration);
  g_autoptr (AmiaResponse) stored =
      amia_response_new (amia_response_get_questionnaire (planned), "sv");
  GPtrArray       *edits = amia_migration_get_edits (migration);
  AmiaNode        *root = amia_response_get_root (old);
  g_autofree char *items = NULL;
  g_autofree char *planned_items = NULL;

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_ALL); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_ALL))
    {
      const char *paths[] = { amia_node_get_path (node), amia_node_get_value_path (node) };

      for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
        if (paths[i] != NULL && amia_response_get_value (old, paths[i]) != NULL)
          g_assert_true (amia_response_load (stored, paths[i],
                                             amia_response_get_value (old, paths[i]), NULL));
    }
  for (guint i = 0; i < edits->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (edits, i);

      g_assert_true (amia_response_load (stored, edit->path, edit->value, NULL));
    }
  items = fixture_export_items (stored);
  planned_items = fixture_export_items (planned);
  g_assert_cmpstr (items, ==, planned_items);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *before = g_strdup_printf ("{'linkId':'q',%s}", table[i].before);
      g_autofree char *after = g_strdup_printf ("{'linkId':'q',%s}", table[i].after);
      g_autofree char *expected = g_strdup_printf ("%s:q", table[i].kind);
      g_autofree char *value =
          fixture_unquote (table[i].changed != NULL ? table[i].changed : table[i].value);
      g_autofree char *changes = NULL;
      g_autoptr (AmiaResponse) response = fixture_response (before);
      g_autoptr (AmiaMigration) migration = NULL;
      AmiaResponse *migrated;

      g_test_message ("%s", table[i].name);
      fixture_load (response, "answer/q", table[i].value);
      migration = migrate (response, after);
      migrated = amia_migration_get_response (migration);
      changes = describe (migration);
      g_assert_cmpstr (changes, ==, expected);
      g_assert_cmpstr (amia_response_get_value (migrated, "answer/q"), ==, value);
      g_assert_cmpuint (amia_migration_get_edits (migration)->len, ==,
                        table[i].changed != NULL ? 1 : 0);
      assert_edits_suffice (response, migration);
    }
}

static void
test_summary (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'a','type':'string','text':'Ett'},"
                        "{'linkId':'gone','type':'string'},{'linkId':'empty','type':'string'},"
                        "{'linkId':'b','type':'integer','text':'Två'}");
  g_autoptr (AmiaMigration) migration = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *edits = NULL;
  g_autoptr (GPtrArray) unplaced = NULL;

  fixture_load (response, "answer/a", "'x'");
  fixture_load (response, "answer/b", "2");
  fixture_load (response, "answer/gone", "'y'");
  migration = migrate (response, "{'linkId':'b','type':'integer','text':'Två?'},"
                                 "{'linkId':'new','type':'string','initial':[{'valueString':'z'}]},"
                                 "{'linkId':'a','type':'string','text':'Ett'},"
                                 "{'linkId':'g','type':'group','repeats':true,'item':["
                                 "{'linkId':'row','type':'string'}]}");
  changes = describe (migration);
  edits = describe_edits (amia_migration_get_edits (migration));
  unplaced = amia_response_get_unplaced (amia_migration_get_response (migration));
  g_assert_cmpstr (changes, ==, "carried:b* new:new carried:a new:row unplaced:gone");
  g_assert_cmpstr (edits, ==, "answer/new='z'");
  g_assert_cmpuint (unplaced->len, ==, 1);
  g_assert_cmpstr (((AmiaEdit *) g_ptr_array_index (unplaced, 0))->value, ==, "\"y\"");
  g_assert_cmpuint (amia_migration_count (migration, AMIA_MIGRATION_CARRIED), ==, 2);
  g_assert_cmpstr (amia_response_get_value (response, "answer/gone"), ==, "\"y\"");
  assert_edits_suffice (response, migration);
}

typedef struct
{
  const char *name;
  const char *before;
  const char *after;
  /* path, value, … */
  const char *fields[8];
  const char *changes;
  const char *edits;
} Move;

static const Move moves[] = {
  { "into-a-group",
    "{'linkId':'a','type':'string'}",
    "{'linkId':'g','type':'group','item':[{'linkId':'a','type':'string'}]}",
    { "answer/a", "'x'" },
    "moved:a",
    "answer/g/a='x' answer/a=null" },
  { "out-of-a-row",
    "{'linkId':'g','type':'group','repeats':true,'item':[{'linkId':'a','type':'string'}]}",
    "{'linkId':'a','type':'string'}",
    { "answer/g/[1]", "'A'", "answer/g/[1]/a", "'x'" },
    "moved:a",
    "answer/g/[1]=null answer/a='x' answer/g/[1]/a=null" },
  { "rows-stay",
    "{'linkId':'g','type':'group','repeats':true,'item':[{'linkId':'a','type':'string'}]}",
    "{'linkId':'g','type':'group','repeats':true,'item':[{'linkId':'a','type':'text'}]}",
    { "answer/g/[1]", "'A'", "answer/g/[1]/a", "'x'", "answer/g/[2]", "'B'" },
    "carried:a",
    "" },
  { "row-without-marker-stays",
    "{'linkId':'g','type':'group','repeats':true,'item':[{'linkId':'a','type':'string'}]}",
    "{'linkId':'g','type':'group','repeats':true,'item':[{'linkId':'a','type':'text'}]}",
    { "answer/g/[1]/a", "'x'" },
    "carried:a",
    "" },
  { "group-repeats-no-more",
    "{'linkId':'g','type':'group','repeats':true,'item':[{'linkId':'a','type':'string'}]}",
    "{'linkId':'g','type':'group','item':[{'linkId':'a','type':'string'}]}",
    { "answer/g/[1]", "'A'", "answer/g/[1]/a", "'x'", "answer/g/[2]", "'B'", "answer/g/[2]/a",
      "'y'" },
    "moved:a unplaced:a",
    "answer/g/[1]=null answer/g/a='x' answer/g/[1]/a=null answer/g/[2]=null" },
  { "rows-become-a-list",
    "{'linkId':'q','type':'string','repeats':true,'item':[{'linkId':'n','type':'string'}]}",
    "{'linkId':'q','type':'string','repeats':true}",
    { "answer/q/[1]", "'A'", "answer/q/[1]/=", "'x'", "answer/q/[2]", "'B'", "answer/q/[2]/=",
      "'y'" },
    "moved:q",
    "answer/q/[2]/==null answer/q=['x','y'] answer/q/[1]/==null answer/q/[1]=null "
    "answer/q/[2]=null" },
  { "asked-no-more",
    "{'linkId':'a','type':'boolean'},{'linkId':'b','type':'string'}",
    "{'linkId':'a','type':'boolean'},{'linkId':'b','type':'string','enableWhen':["
    "{'question':'a','operator':'=','answerBoolean':true}]}",
    { "answer/a", "false", "answer/b", "'x'" },
    "carried:a flagged:b",
    "" },
  { "place-again",
    "{'linkId':'a','type':'string'}",
    "{'linkId':'a','type':'string'},{'linkId':'g','type':'group','repeats':true,"
    "'item':[{'linkId':'b','type':'string'}]}",
    { "answer/g/[1]", "'A'", "answer/g/[1]/b", "'x'" },
    "carried:b",
    "" },
};

static void
test_move (gconstpointer user_data)
{
  const Move *move = user_data;
  g_autoptr (AmiaResponse) response = fixture_response (move->before);
  g_autoptr (AmiaMigration) migration = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *edits = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (move->fields) && move->fields[i] != NULL; i += 2)
    fixture_load (response, move->fields[i], move->fields[i + 1]);
  migration = migrate (response, move->after);
  changes = describe (migration);
  edits = describe_edits (amia_migration_get_edits (migration));
  g_assert_cmpstr (changes, ==, move->changes);
  g_assert_cmpstr (edits, ==, move->edits);
  if (strcmp (move->name, "place-again") != 0)
    assert_edits_suffice (response, migration);
}

/* Two people, each offline, make the same rows of the same list. */
static void
test_same_rows_everywhere (void)
{
  g_auto (GStrv) edits = g_new0 (char *, 3);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AmiaResponse) response =
          fixture_response ("{'linkId':'q','type':'string','repeats':true}");
      g_autoptr (AmiaMigration) migration = NULL;

      fixture_load (response, "answer/q", "['x','y']");
      migration = migrate (response, "{'linkId':'q','type':'string','repeats':true,'item':["
                                     "{'linkId':'n','type':'string'}]}");
      g_assert_cmpuint (amia_migration_count (migration, AMIA_MIGRATION_MOVED), ==, 2);
      edits[i] = describe_edits (amia_migration_get_edits (migration));
      assert_edits_suffice (response, migration);
    }
  g_assert_cmpstr (edits[0], ==, edits[1]);
}

static void
test_cleared_stays_cleared (void)
{
  static const char items[] = "{'linkId':'a','type':'string','initial':[{'valueString':'z'}]}";
  g_autoptr (AmiaResponse) response = fixture_response (items);
  g_autoptr (AmiaMigration) migration = NULL;

  fixture_load (response, "answer/a", "null");
  migration = migrate (response, items);
  g_assert_cmpuint (amia_migration_get_changes (migration)->len, ==, 0);
  g_assert_cmpuint (amia_migration_get_edits (migration)->len, ==, 0);
}

/* Forms that nobody should write, and that are written: a draft started with one has nothing to
 * change when it goes on with the same. */
static const struct
{
  const char *name;
  const char *items;
} selves[] = {
  { "coding-in-a-string",
    "{'linkId':'q','type':'string','answerOption':[{'valueCoding':{'system':'s','code':'a'}}],"
    "'initial':[{'valueCoding':{'system':'s','code':'a'}}]}" },
  { "number-in-a-text",
    "{'linkId':'q','type':'text','answerOption':[{'valueInteger':7,'initialSelected':true}]}" },
  { "same-code-twice",
    "{'linkId':'q','type':'choice','answerOption':[{'valueCoding':{'code':'a','display':'Ja'}},"
    "{'valueCoding':{'code':'a','display':'Jo'},'initialSelected':true}]}" },
  { "words-of-an-option",
    "{'linkId':'q','type':'open-choice','answerOption':[{'valueCoding':{'code':'a',"
    "'display':'Ja'}}],'initial':[{'valueString':'Ja'}]}" },
  { "unit-without-number",
    "{'linkId':'q','type':'quantity','repeats':true,'initial':[{'valueQuantity':{'unit':'kg'}},"
    "{'valueQuantity':{'value':7,'unit':'kg'}}]}" },
};

static void
test_with_itself (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (selves); i++)
    {
      g_autoptr (AmiaResponse) response = fixture_response (selves[i].items);
      g_autoptr (GPtrArray) started = amia_response_start (response);
      g_autoptr (AmiaMigration) migration = migrate (response, selves[i].items);
      g_autofree char *edits = describe_edits (amia_migration_get_edits (migration));

      g_test_message ("%s", selves[i].name);
      g_assert_cmpuint (started->len, ==, 1);
      g_assert_cmpstr (edits, ==, "");
    }
}

static void
test_other_form (void)
{
  g_autoptr (AmiaResponse) response = fixture_response ("{'linkId':'a','type':'string'}");
  g_autofree char *json =
      fixture_unquote ("{'resourceType':'Questionnaire','url':'https://example.org/other',"
                       "'item':[{'linkId':'a','type':'string'}]}");
  g_autoptr (AmiaQuestionnaire) other = amia_questionnaire_new_from_data (json, -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (amia_migration_new (response, other, &error));
  g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_MISMATCH);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migration/of-one-answer", test_table);
  g_test_add_func ("/migration/sums-up", test_summary);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      g_autofree char *path = g_strconcat ("/migration/moves/", moves[i].name, NULL);

      g_test_add_data_func (path, &moves[i], test_move);
    }
  g_test_add_func ("/migration/makes-the-same-rows-everywhere", test_same_rows_everywhere);
  g_test_add_func ("/migration/leaves-cleared-answers-cleared", test_cleared_stays_cleared);
  g_test_add_func ("/migration/changes-nothing-with-itself", test_with_itself);
  g_test_add_func ("/migration/refuses-another-form", test_other_form);
  return g_test_run ();
}
