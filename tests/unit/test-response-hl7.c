/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "amia-raw-json.h"
#include "amia-response-export.h"

/* HL7's own cases with the verdict of HL7's validator, if they are at hand: what it finds wrong we
 * find wrong, what it passes we pass, but for the waivers below. Some cases are in XML, which is
 * turned into the JSON it stands for, as far as these cases need it. */

static const struct
{
  const char *name;
  const char *reason;
} waivers[] = {
  { "nested-questionnaire-nested-valueset", "an extension's definition is missing on their side" },
  { "questionnaire-lifelines", "HL7 has recorded no verdict" },
  { "quantity-units-not-in-value-set-qr", "needs a value set that is on a terminology server" },
};

static const char *const lists[] = {
  "item", "answer", "enableWhen", "extension", "contained", "option", "answerOption",
  "initial", "coding", "concept", "include", "contains", "identifier", "subjectType",
  "contact", "telecom", "jurisdiction", "profile", NULL
};

static const char *const bare_suffixes[] = { "Boolean", "Integer", "Decimal",
                                             "required", "repeats", "readOnly",
                                             "experimental", "maxLength", "hasAnswer",
                                             "initialSelected" };

typedef struct
{
  GString *out;
  /* Per open element: names of the children met so far, to tell a list's first from its next. */
  GPtrArray *last;
  guint      skip;
} Converter;

static gboolean
is_bare (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (bare_suffixes); i++)
    if (g_str_has_suffix (name, bare_suffixes[i]))
      return TRUE;
  return FALSE;
}

static void
close_list (Converter *converter)
{
  char **last = (char **) &g_ptr_array_index (converter->last, converter->last->len - 1);

  if (*last != NULL && g_strv_contains (lists, *last))
    g_string_append_c (converter->out, ']');
  g_clear_pointer (last, g_free);
}

static void
begin_member (Converter *converter, const char *name)
{
  char   **last = (char **) &g_ptr_array_index (converter->last, converter->last->len - 1);
  gboolean is_next = g_strcmp0 (*last, name) == 0;
  char     before = converter->out->str[converter->out->len - 1];

  if (!is_next)
    close_list (converter);
  before = converter->out->str[converter->out->len - 1];
  if (before != '{')
    g_string_append_c (converter->out, ',');
  if (is_next)
    return;
  g_string_append_printf (converter->out, "\"%s\":%s", name,
                          g_strv_contains (lists, name) ? "[" : "");
  g_ptr_array_index (converter->last, converter->last->len - 1) = g_strdup (name);
}

static void
start_cb (GMarkupParseContext *context,
          const char          *name,
          const char         **names,
          const char         **values,
          gpointer             user_data,
          GError             **error)
{
  Converter  *converter = user_data;
  const char *value = NULL;

  if (converter->skip > 0 || strcmp (name, "div") == 0 || strcmp (name, "meta") == 0)
    {
      converter->skip++;
      return;
    }
  if (g_ascii_isupper (*name))
    {
      g_string_append_printf (converter->out, "{\"resourceType\":\"%s\"", name);
      g_ptr_array_add (converter->last, NULL);
      return;
    }
  begin_member (converter, name);
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], "value") == 0)
      value = values[i];
  if (value != NULL && is_bare (name))
    g_string_append (converter->out, value);
  else if (value != NULL)
    amia_raw_append_string (converter->out, value);
  else if (strcmp (name, "contained") != 0)
    {
      g_string_append_c (converter->out, '{');
      for (guint i = 0; names[i] != NULL; i++)
        if (strcmp (names[i], "url") == 0 || strcmp (names[i], "id") == 0)
          g_string_append_printf (converter->out, "\"%s\":\"%s\"", names[i], values[i]);
    }
  g_ptr_array_add (converter->last, value != NULL ? g_strdup ("=") : NULL);
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Converter *converter = user_data;
  gboolean   is_primitive;

  if (converter->skip > 0)
    {
      converter->skip--;
      return;
    }
  is_primitive =
      g_strcmp0 (g_ptr_array_index (converter->last, converter->last->len - 1), "=") == 0;
  close_list (converter);
  g_ptr_array_set_size (converter->last, (int) converter->last->len - 1);
  if (!is_primitive && strcmp (name, "contained") != 0)
    g_string_append_c (converter->out, '}');
}

static char *
json_from_xml (const char *xml)
{
  static const GMarkupParser parser = { .start_element = start_cb, .end_element = end_cb };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) last = g_ptr_array_new ();
  Converter            converter = { g_string_new (NULL), last, 0 };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &converter, NULL);

  g_markup_parse_context_parse (context, g_str_has_prefix (xml, "\xef\xbb\xbf") ? xml + 3 : xml, -1,
                                &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
  return g_string_free (converter.out, FALSE);
}

static char *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char            *data = NULL;
  char            *json;

  if (!g_file_get_contents (path, &data, NULL, NULL) || g_str_has_suffix (name, ".json"))
    return data;
  json = json_from_xml (data);
  g_free (data);
  return json;
}

typedef struct
{
  char    *folder;
  char    *name;
  char    *instance;
  char    *questionnaire;
  gboolean is_bad;
} Case;

static guint
count_notes (const char *data, GError **error)
{
  g_autoptr (AmiaQuestionnaire) form = amia_questionnaire_new_from_data (data, -1, error);
  GPtrArray *notes = form != NULL ? amia_questionnaire_get_notes (form) : NULL;
  guint      n_notes = 0;

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const AmiaNote *note = g_ptr_array_index (notes, i);

      if (g_str_has_prefix (note->part, "enable"))
        n_notes++;
    }
  return n_notes;
}

static gboolean
find_bad (const Case *one)
{
  g_autofree char *instance = load (one->folder, one->instance);
  g_autofree char *definition =
      one->questionnaire != NULL ? load (one->folder, one->questionnaire) : NULL;
  g_autoptr (AmiaQuestionnaire) form = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (instance);
  if (strstr (instance, "\"QuestionnaireResponse\"") == NULL)
    return count_notes (instance, &error) > 0 || error != NULL;
  if (definition != NULL)
    {
      form = amia_questionnaire_new_from_data (definition, -1, &error);
      g_assert_no_error (error);
    }
  messages = amia_questionnaire_validate_response (form, instance, -1, &error);
  if (error != NULL)
    {
      g_test_message ("%s: %s", one->name, error->message);
      return TRUE;
    }
  for (guint i = 0; i < messages->len; i++)
    {
      const AmiaMessage *message = g_ptr_array_index (messages, i);

      g_test_message ("%s: %s: %s at %s (%s, %s)", one->name,
                      message->severity == AMIA_SEVERITY_ERROR ? "error" : "warning",
                      amia_message_code_to_string (message->code), message->location,
                      message->value, message->limit);
    }
  return amia_messages_have_errors (messages);
}

static const char *
find_waiver (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (waivers); i++)
    if (strcmp (waivers[i].name, name) == 0)
      return waivers[i].reason;
  return NULL;
}

static void
test_case (gconstpointer user_data)
{
  const Case *one = user_data;
  const char *waiver = find_waiver (one->name);

  if (waiver != NULL)
    {
      g_test_skip (waiver);
      return;
    }
  g_assert_cmpint (find_bad (one), ==, one->is_bad);
}

static void
case_free (Case *one)
{
  g_free (one->folder);
  g_free (one->name);
  g_free (one->instance);
  g_free (one->questionnaire);
  g_free (one);
}

/* Columns of MANIFEST.tsv: case, version, instance, supporting files, errors, warnings, texts. */
static void
add_case (const char *root, const char *line)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
  g_auto (GStrv) supporting = NULL;
  g_autofree char *path = NULL;
  Case            *one;

  if (g_strv_length (columns) < 5 || strcmp (columns[0], "case") == 0)
    return;
  one = g_new0 (Case, 1);
  one->name = g_strdup (columns[0]);
  one->folder = g_build_filename (root, columns[0], NULL);
  one->instance = g_strdup (columns[2]);
  one->is_bad = strcmp (columns[4], "0") != 0;
  supporting = g_strsplit (columns[3], ";", -1);
  if (supporting[0] != NULL)
    one->questionnaire = g_strdup (supporting[g_strv_length (supporting) - 1]);
  path = g_strconcat ("/response/hl7/", one->name, NULL);
  g_test_add_data_func_full (path, one, test_case, (GDestroyNotify) case_free);
}

static void
test_absent (void)
{
  g_test_skip ("HL7's validator cases are not here");
}

int
main (int argc, char *argv[])
{
  const char      *shared = g_getenv ("AMIA_SHARED_DIR");
  g_autofree char *root =
      g_build_filename (shared != NULL ? shared : "../shared", "validator-pairs", NULL);
  g_autofree char *manifest = g_build_filename (root, "MANIFEST.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_test_init (&argc, &argv, NULL);
  if (!g_file_get_contents (manifest, &text, NULL, NULL))
    {
      g_test_add_func ("/response/hl7/cases", test_absent);
      return g_test_run ();
    }
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    add_case (root, *line);
  return g_test_run ();
}
