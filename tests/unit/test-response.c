/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "forms-fixture.h"

/* Answers in memory: what may be stored, rows, initial values, progress. */

static const struct
{
  const char *type;
  const char *value;
  gboolean    is_accepted;
} values[] = {
  { "boolean", "true", TRUE },
  { "boolean", "'true'", FALSE },
  { "integer", "42", TRUE },
  { "integer", "-2147483648", TRUE },
  { "integer", "2147483648", FALSE },
  { "integer", "4.0", FALSE },
  { "integer", "1e3", FALSE },
  { "decimal", "1.10", TRUE },
  { "decimal", "'1.10'", FALSE },
  { "string", "'x'", TRUE },
  { "string", "7", FALSE },
  { "string", "['x']", FALSE },
  { "date", "'2024'", TRUE },
  { "date", "'2024-02'", TRUE },
  { "date", "'2024-02-29'", TRUE },
  { "date", "'2023-02-29'", FALSE },
  { "date", "'2024-02-31'", FALSE },
  { "date", "'2024-13'", FALSE },
  { "date", "'24-01-01'", FALSE },
  { "date", "'2024-01-01T00:00:00Z'", FALSE },
  { "dateTime", "'2024-01-02'", TRUE },
  { "dateTime", "'2024-01-02T03:04:00+01:00'", TRUE },
  { "dateTime", "'2024-01-02T03:04:00Z'", TRUE },
  { "dateTime", "'2024-01-02T03:04:00'", FALSE },
  { "dateTime", "'2024-01-02T03:04+01:00'", FALSE },
  { "dateTime", "'2024-01-02T25:04:00Z'", FALSE },
  { "time", "'08:30:00'", TRUE },
  { "time", "'08:30'", FALSE },
  { "time", "'24:00:00'", FALSE },
  { "url", "'https://example.org/å'", TRUE },
  { "url", "'two words'", FALSE },
  { "url", "'urn:uuid:c757873d-ec9a-4326-a141-556f43239520'", TRUE },
  { "url", "'urn:uuid:c757873d'", FALSE },
  { "url", "'urn:oid:1.2.752.129.2.1'", TRUE },
  { "url", "'urn:oid:1.2.03'", FALSE },
  { "url", "'urn:oid:3.1'", FALSE },
  { "url", "'urn:oid:1.x'", FALSE },
  { "choice", "{'code':'a'}", TRUE },
  { "choice", "'a'", FALSE },
  { "choice", "{'code':1}", FALSE },
  { "choice", "{}", TRUE }, /* empty: no answer */
  { "open-choice", "'words of my own'", TRUE },
  { "quantity", "{'value':1.10,'unit':'kg'}", TRUE },
  { "quantity", "{'unit':'kg'}", TRUE }, /* waits for its number */
  { "quantity", "{'value':'1'}", FALSE },
  { "attachment", "{'contentType':'image/png','url':'sha256:x'}", TRUE },
  { "reference", "{'display':'vårdcentralen'}", TRUE },
  { "reference", "'vårdcentralen'", FALSE },
  { "string", "null", TRUE },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *items = g_strdup_printf ("{'linkId':'a','type':'%s'}", values[i].type);
      g_autoptr (AmiaResponse) response = fixture_response (items);
      g_autofree char *json = fixture_unquote (values[i].value);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) edits = amia_response_set (response, "answer/a", json, &error);

      g_test_message ("%s %s", values[i].type, values[i].value);
      g_assert_cmpint (edits != NULL, ==, values[i].is_accepted);
      if (edits == NULL)
        g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_TYPE);
      else
        g_assert_cmpstr (amia_response_get_value (response, "answer/a"), ==, json);
    }
}

static void
test_refuses_paths (void)
{
  static const char *const paths[] = { "answer/b", "answer/g", "answer/d",
                                       "answer/g/[1]/a", "answer/a/a", "a" };
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'g','type':'group','item':[{'linkId':'a','type':'string'}]},"
      "{'linkId':'d','type':'display'}");

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) edits = amia_response_set (response, paths[i], "\"x\"", &error);

      g_assert_null (edits);
      g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_PATH);
    }
}

/* The store knows more than this version of the form does; none of it is lost. */
static void
test_keeps_unplaced_and_malformed (void)
{
  g_autoptr (AmiaResponse) response = fixture_response ("{'linkId':'a','type':'integer'}");
  g_autoptr (GPtrArray) unplaced = NULL;
  g_autofree char *messages = NULL;
  const AmiaEdit  *edit;

  fixture_load (response, "answer/gone", "'kvar'");
  fixture_load (response, "answer/a", "'ca 15'");
  unplaced = amia_response_get_unplaced (response);
  g_assert_cmpuint (unplaced->len, ==, 1);
  edit = g_ptr_array_index (unplaced, 0);
  g_assert_cmpstr (edit->path, ==, "answer/gone");
  g_assert_cmpstr (amia_node_get_value (amia_response_find (response, "answer/a")), ==,
                   "\"ca 15\"");
  messages = fixture_validate (response);
  g_assert_cmpstr (messages, ==, "wrong-type:a");
}

#define JOBS "{'linkId':'job','type':'group','repeats':true,'item':["              \
             "{'linkId':'who','type':'string'},"                                   \
             "{'linkId':'years','type':'integer','initial':[{'valueInteger':1}]}," \
             "{'linkId':'task','type':'group','repeats':true,'item':["             \
             "{'linkId':'what','type':'string'}]}]}"

static char *
row_ids (AmiaResponse *response, const char *path)
{
  AmiaNode *list = amia_response_find (response, path);
  GString  *out = g_string_new (NULL);

  for (guint i = 0; i < amia_node_get_n_children (list); i++)
    g_string_append (out, amia_node_get_row_id (amia_node_get_child (list, i)));
  return g_string_free (out, FALSE);
}

static void
add_row (AmiaResponse *response, const char *path, const char *id, const char *after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) edits = NULL;
  AmiaNode *place = after != NULL ? amia_response_find (response, after) : NULL;

  edits = amia_response_add_row (response, amia_response_find (response, path), place, id, &error);
  g_assert_no_error (error);
}

static void
test_rows_in_order (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (JOBS);
  g_autofree char *ids = NULL;

  add_row (response, "answer/job", "a", NULL);
  add_row (response, "answer/job", "b", NULL);
  add_row (response, "answer/job", "c", "answer/job/[a]");
  ids = row_ids (response, "answer/job");
  g_assert_cmpstr (ids, ==, "acb");
}

static void
test_row_has_initials (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (JOBS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) edits = NULL;
  const AmiaEdit *initial;

  edits = amia_response_add_row (response, amia_response_find (response, "answer/job"), NULL, "a",
                                 &error);
  g_assert_cmpuint (edits->len, ==, 2);
  initial = g_ptr_array_index (edits, 1);
  g_assert_cmpstr (initial->path, ==, "answer/job/[a]/years");
  g_assert_cmpstr (initial->value, ==, "1");
}

static void
test_row_ids_are_checked (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (JOBS);
  static const char *const ids[] = { "a", "", "x/y", "]" };

  add_row (response, "answer/job", "a", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) edits = NULL;

      edits = amia_response_add_row (response, amia_response_find (response, "answer/job"), NULL,
                                     ids[i], &error);
      g_assert_null (edits);
      g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_PATH);
    }
}

static void
apply (AmiaResponse *response, GPtrArray *edits)
{
  for (guint i = 0; i < edits->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (edits, i);

      fixture_load (response, edit->path, edit->value);
    }
}

/* The edits of a removal leave nothing, here and on a replica that gets them. */
static void
test_row_removed (void)
{
  g_autoptr (AmiaResponse) here = fixture_response (JOBS);
  g_autoptr (AmiaResponse) there = fixture_response (JOBS);
  g_autoptr (GPtrArray) edits = NULL;

  for (guint i = 0; i < 2; i++)
    {
      AmiaResponse *response = i == 0 ? here : there;

      fixture_load (response, "answer/job/[a]", "'V'");
      fixture_load (response, "answer/job/[a]/who", "'Verkstan'");
      fixture_load (response, "answer/job/[a]/task/[t]", "'V'");
      fixture_load (response, "answer/job/[a]/task/[t]/what", "'svets'");
    }
  edits = amia_response_remove_row (here, amia_response_find (here, "answer/job/[a]"));
  g_assert_cmpuint (edits->len, ==, 4);
  apply (there, edits);
  g_assert_cmpuint (amia_node_get_n_children (amia_response_find (here, "answer/job")), ==, 0);
  g_assert_cmpuint (amia_node_get_n_children (amia_response_find (there, "answer/job")), ==, 0);
  g_assert_false (amia_node_is_there (amia_response_find (here, "answer/job/[a]/who")));
}

/* Somebody wrote in the row without having seen that it was removed. */
static void
test_row_comes_back (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (JOBS);
  g_autofree char *export = NULL;

  fixture_load (response, "answer/job/[a]", "'V'");
  fixture_load (response, "answer/job/[a]", "null");
  g_assert_cmpuint (amia_node_get_n_children (amia_response_find (response, "answer/job")), ==, 0);
  fixture_load (response, "answer/job/[a]/who", "'Kiosken'");
  g_assert_cmpuint (amia_node_get_n_children (amia_response_find (response, "answer/job")), ==, 1);
  export = fixture_export_items (response);
  g_assert_cmpstr (
      export, ==,
      "[{'linkId':'job','item':[{'linkId':'who','answer':[{'valueString':'Kiosken'}]}]}]");
}

static void
test_rows_equal_keys (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (JOBS);
  g_autofree char *ids = NULL;

  fixture_load (response, "answer/job/[b]", "'V'");
  fixture_load (response, "answer/job/[a]", "'V'");
  ids = row_ids (response, "answer/job");
  g_assert_cmpstr (ids, ==, "ab");
}

static void
test_row_moves (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (JOBS);
  g_autofree char *ids = NULL;

  add_row (response, "answer/job", "a", NULL);
  add_row (response, "answer/job", "b", NULL);
  fixture_set (response, "answer/job/[a]", "'z'");
  ids = row_ids (response, "answer/job");
  g_assert_cmpstr (ids, ==, "ba");
}

#define INITIALS                                                                      \
  "{'linkId':'a','type':'boolean','initial':[{'valueBoolean':false}]},"               \
  "{'linkId':'m','type':'choice','repeats':true,'answerOption':["                     \
  "{'valueCoding':{'code':'x'},'initialSelected':true},{'valueCoding':{'code':'y'}}," \
  "{'valueCoding':{'code':'z'},'initialSelected':true}]},"                            \
  "{'linkId':'later','type':'string','initial':[{'valueString':'hej'}],"              \
  "'enableWhen':[{'question':'a','operator':'=','answerBoolean':true}]},"             \
  "{'linkId':'chain','type':'string','initial':[{'valueString':'du'}],"               \
  "'enableWhen':[{'question':'later','operator':'=','answerString':'hej'}]},"         \
  "{'linkId':'bad','type':'integer','initial':[{'valueString':'x'}]}"

static void
test_initials_at_start (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (INITIALS);
  g_autoptr (GPtrArray) edits = amia_response_start (response);

  g_assert_cmpuint (edits->len, ==, 2);
  g_assert_cmpstr (amia_response_get_value (response, "answer/a"), ==, "false");
  g_assert_cmpstr (amia_response_get_value (response, "answer/m"), ==,
                   "[{\"code\":\"x\"},{\"code\":\"z\"}]");
  g_assert_null (amia_response_get_value (response, "answer/later"));
}

/* Once: when first enabled, along with what that enables; never again after the user cleared it. */
static void
test_initials_once (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (INITIALS);
  g_autoptr (GPtrArray) started = amia_response_start (response);
  g_autoptr (GPtrArray) edits = amia_response_set (response, "answer/a", "true", NULL);

  g_assert_cmpuint (edits->len, ==, 3);
  g_assert_cmpstr (amia_response_get_value (response, "answer/chain"), ==, "\"du\"");
  fixture_set (response, "answer/later", "null");
  fixture_set (response, "answer/a", "false");
  fixture_set (response, "answer/a", "true");
  g_assert_cmpstr (amia_response_get_value (response, "answer/later"), ==, "null");
}

/* What is loaded is somebody's work already. */
static void
test_no_initials_on_load (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (INITIALS);

  fixture_load (response, "answer/a", "true");
  g_assert_true (fixture_is_enabled (response, "answer/later"));
  g_assert_null (amia_response_get_value (response, "answer/later"));
}

static void
test_progress (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'s1','type':'group','item':[{'linkId':'a','type':'boolean'},"
      "{'linkId':'b','type':'string','enableWhen':[{'question':'a','operator':'=','answerBoolean':"
      "true}]},"
      "{'linkId':'ro','type':'string','readOnly':true},{'linkId':'d','type':'display'}]},"
      "{'linkId':'s2','type':'group','item':[{'linkId':'m','type':'string','repeats':true}," JOBS
      "]}");
  guint answered, total;

  amia_response_get_progress (response, NULL, &answered, &total);
  g_assert_cmpuint (answered, ==, 0);
  g_assert_cmpuint (total, ==, 2);
  fixture_set (response, "answer/s1/a", "true");
  fixture_set (response, "answer/s2/m", "['x','y']");
  add_row (response, "answer/s2/job", "r", NULL);
  amia_response_get_progress (response, NULL, &answered, &total);
  g_assert_cmpuint (answered, ==, 3); /* a, m, and the initial years */
  g_assert_cmpuint (total, ==, 5);
  amia_response_get_progress (response, amia_response_find (response, "answer/s1"), &answered,
                              &total);
  g_assert_cmpuint (answered, ==, 1);
  g_assert_cmpuint (total, ==, 2);
}

static void
test_walk (void)
{
  g_autoptr (AmiaResponse) response = fixture_response (
      "{'linkId':'g','type':'group','item':[{'linkId':'a','type':'boolean'}]}," JOBS ","
      "{'linkId':'off','type':'string','enableWhen':[{'question':'a','operator':'=','answerBoolean'"
      ":true}]}");
  g_autoptr (GString) seen = g_string_new (NULL);
  AmiaNode *root = amia_response_get_root (response);

  fixture_load (response, "answer/job/[r]", "'V'");
  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_VISIBLE); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_VISIBLE))
    g_string_append_printf (seen, "%s ", amia_node_get_path (node) + strlen (AMIA_ANSWER_PREFIX));
  g_assert_cmpstr (seen->str, ==, "g g/a job job/[r] job/[r]/who job/[r]/years job/[r]/task ");
}

/* Too many rows are refused before memory is. */
static void
test_row_limit (void)
{
  g_autoptr (GString) items = g_string_new ("{'linkId':'g','type':'group','repeats':true,'item':[");
  g_autoptr (AmiaResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  AmiaNode *list;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (items, "%s{'linkId':'%u','type':'string'}", i > 0 ? "," : "", i);
  g_string_append (items, "]}");
  response = fixture_response (items->str);
  list = amia_response_find (response, "answer/g");
  for (guint i = 0; i < 200 && error == NULL; i++)
    {
      g_autoptr (GPtrArray) edits = amia_response_add_row (response, list, NULL, NULL, &error);
    }
  g_assert_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT);
}

static void
test_begin_lists (void)
{
  g_autoptr (AmiaResponse) response =
      fixture_response ("{'linkId':'g','type':'group','repeats':true,'item':["
                        "{'linkId':'h','type':'group','repeats':true,'item':["
                        "{'linkId':'a','type':'string'}]}]},"
                        "{'linkId':'i','type':'group','repeats':true,'item':["
                        "{'linkId':'b','type':'string'}]}");
  AmiaNode *root = amia_response_get_root (response);
  AmiaNode *outer = amia_node_get_child (root, 0);

  amia_response_begin_lists (response, 2);
  g_assert_cmpuint (amia_node_get_n_children (outer), ==, 1);
  g_assert_cmpuint (
      amia_node_get_n_children (amia_node_get_child (amia_node_get_child (outer, 0), 0)), ==, 1);
  g_assert_cmpuint (amia_node_get_n_children (amia_node_get_child (root, 1)), ==, 0);
  amia_response_begin_lists (response, 2);
  g_assert_cmpuint (amia_node_get_n_children (outer), ==, 1);
  g_assert_cmpuint (amia_node_get_n_children (amia_node_get_child (root, 1)), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response/accepts-what-the-type-holds", test_values);
  g_test_add_func ("/response/refuses-unknown-paths", test_refuses_paths);
  g_test_add_func ("/response/keeps-unplaced-and-malformed", test_keeps_unplaced_and_malformed);
  g_test_add_func ("/response/rows/stay-in-order", test_rows_in_order);
  g_test_add_func ("/response/rows/have-initials", test_row_has_initials);
  g_test_add_func ("/response/rows/have-unique-ids", test_row_ids_are_checked);
  g_test_add_func ("/response/rows/are-removed-with-their-answers", test_row_removed);
  g_test_add_func ("/response/rows/come-back-by-an-answer", test_row_comes_back);
  g_test_add_func ("/response/rows/equal-keys-order-by-id", test_rows_equal_keys);
  g_test_add_func ("/response/rows/move-by-one-edit", test_row_moves);
  g_test_add_func ("/response/rows/are-bounded", test_row_limit);
  g_test_add_func ("/response/initial/at-start", test_initials_at_start);
  g_test_add_func ("/response/initial/once-when-first-enabled", test_initials_once);
  g_test_add_func ("/response/initial/not-on-load", test_no_initials_on_load);
  g_test_add_func ("/response/progress-counts-questions", test_progress);
  g_test_add_func ("/response/walk-goes-in-order", test_walk);
  g_test_add_func ("/response/rows/begins-lists", test_begin_lists);
  return g_test_run ();
}
