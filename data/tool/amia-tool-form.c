/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-raw-json.h"
#include "amia-response-export.h"
#include "amia-tool-form.h"
#include "amia-tool-paper.h"
#include "amia-tool.h"

/* `form check`, `form fill`: a questionnaire in a file, without a replica. */

/* A file with ten thousand mistakes is not understood better by reading of all of them. */
#define MESSAGES_MAX 500

AmiaQuestionnaire *
amia_tool_load_form (const char        *path,
                     const char *const *lists,
                     GError           **error)
{
  g_autoptr (GPtrArray) bytes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *data = NULL;
  gsize            length;

  for (; lists != NULL && *lists != NULL; lists++)
    {
      if (!g_file_get_contents (*lists, &data, &length, error))
        return NULL;
      g_ptr_array_add (bytes, g_bytes_new_take (g_steal_pointer (&data), length));
    }
  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  return amia_questionnaire_new_with_lists (data, (gssize) length, bytes, error);
}

static void
print_message (const AmiaMessage *message)
{
  const char *parts[] = { message->value, message->limit, message->limit2, message->own_text };

  fprintf (stderr,
           "%s: %s%s",
           message->link_id != NULL ? message->link_id : "-",
           message->severity == AMIA_SEVERITY_WARNING ? "warning: " : "",
           amia_message_code_to_string (message->code));
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] != NULL)
        fprintf (stderr, " “%s”", parts[i]);
    }
  if (message->location != NULL)
    fprintf (stderr, " (%s)", message->location);
  fputc ('\n', stderr);
}

void
amia_tool_print_messages (GPtrArray *messages)
{
  guint n_printed = MIN (messages->len, MESSAGES_MAX);

  for (guint i = 0; i < n_printed; i++)
    print_message (g_ptr_array_index (messages, i));
  if (n_printed < messages->len)
    fprintf (stderr, "and %u more\n", messages->len - n_printed);
}

/* --- check ---------------------------------------------------------------------------------- */

/* What makes two notes the same part: a value set that many items use is missing once. */
static char *
describe_note (const AmiaNote *note)
{
  gboolean is_value_set = strcmp (note->part, "value set") == 0;
  GString *text = g_string_new (note->part);

  if (note->kind == AMIA_NOTE_LIST_ELSEWHERE)
    g_string_prepend (text, "not in the file, answered in words: ");
  if (note->detail != NULL)
    g_string_append_printf (text, ": %s", note->detail);
  if (note->link_id != NULL && !is_value_set)
    g_string_append_printf (text, " (%s)", note->link_id);
  g_strdelimit (text->str, "\r\n", ' ');
  return g_string_free (text, FALSE);
}

/* Parts that are not supported on standard output, remarks on standard error. */
static int
print_notes (AmiaQuestionnaire *form)
{
  static const char *const prefixes[] = {
    [AMIA_NOTE_UNSUPPORTED] = "",
    [AMIA_NOTE_LIST_ELSEWHERE] = "",
    [AMIA_NOTE_WARNING] = "doubtful: ",
    [AMIA_NOTE_IGNORED] = "ignored: ",
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *notes = amia_questionnaire_get_notes (form);

  printf ("%u items\n", amia_questionnaire_get_all_items (form)->len);
  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaNote  *note = g_ptr_array_index (notes, i);
      g_autofree char *text = describe_note (note);

      if (g_hash_table_contains (seen, text))
        continue;
      fprintf (note->kind == AMIA_NOTE_UNSUPPORTED ? stdout : stderr,
               "%s%s\n",
               prefixes[note->kind],
               text);
      g_hash_table_add (seen, g_steal_pointer (&text));
    }

  return amia_questionnaire_is_fully_supported (form) ? AMIA_EXIT_DONE : AMIA_EXIT_PARTLY;
}

/* A response that somebody else wrote, against its form or, without one, by itself. */
static int
check_response (AmiaQuestionnaire *form,
                const char        *path)
{
  g_autofree char *data = NULL;
  gsize            length;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &data, &length, &error))
    return amia_tool_fail ("%s", error->message);
  messages = amia_questionnaire_validate_response (form, data, (gssize) length, &error);
  if (messages == NULL)
    return amia_tool_fail ("%s", error->message);

  amia_tool_print_messages (messages);
  return amia_messages_have_errors (messages) ? AMIA_EXIT_FAILED : AMIA_EXIT_DONE;
}

static int
check_form (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_auto (GStrv) lists = NULL;
  g_autofree char *response = NULL;
  g_autoptr (AmiaQuestionnaire) form = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "with", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &lists, NULL, NULL },
    { "response", 0, 0, G_OPTION_ARG_FILENAME, &response, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  form = amia_tool_load_form (arguments.words[0], (const char *const *) lists, &error);
  if (form == NULL)
    return amia_tool_fail ("%s", error->message);

  return response != NULL ? check_response (form, response) : print_notes (form);
}

/* --- fill ----------------------------------------------------------------------------------- */

/* Answers may also come as what `form fill` prints. */
static gboolean
is_response (const char *answers,
             gsize       length)
{
  g_autoptr (AmiaRawDocument) document = amia_raw_document_new (answers, length, NULL);

  return document != NULL &&
         g_strcmp0 (amia_raw_get_string (amia_raw_document_get_root (document), "resourceType"),
                    "QuestionnaireResponse") == 0;
}

/* Two sorts of finding: what could not be read from the answers, and what the form then says about
 * those that could. */
static int
fill (AmiaQuestionnaire *form,
      const char        *answers,
      gsize              length,
      gboolean           is_draft)
{
  g_autoptr (AmiaResponse) response = amia_response_new (form, NULL);
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (GPtrArray) unread = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char        *text = NULL;
  const AmiaExportOptions options = { .status = is_draft ? "in-progress" : "completed" };
  gboolean                is_wrong;

  edits = is_response (answers, length)
              ? amia_response_import (response, answers, (gssize) length, &unread, &error)
              : amia_response_fill (response, answers, (gssize) length, &unread, &error);
  if (edits == NULL)
    return amia_tool_fail ("%s", error->message);

  amia_tool_print_messages (unread);
  is_wrong = amia_messages_have_errors (unread);
  if (!is_draft)
    {
      findings = amia_response_validate (response, NULL);
      amia_tool_print_messages (findings);
      is_wrong = is_wrong || amia_messages_have_errors (findings);
    }
  if (is_wrong)
    return AMIA_EXIT_FAILED;

  text = amia_response_export (response, &options, &error);
  if (text == NULL)
    return amia_tool_fail ("%s", error->message);
  fputs (text, stdout);
  return AMIA_EXIT_DONE;
}

static int
fill_form (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaQuestionnaire) form = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *answers = NULL;
  gsize            length;
  gboolean         is_draft = FALSE;
  g_auto (GStrv) lists = NULL;
  const GOptionEntry entries[] = {
    { "draft", 0, 0, G_OPTION_ARG_NONE, &is_draft, NULL, NULL },
    { "with", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &lists, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 2, 2))
    return AMIA_EXIT_USAGE;
  form = amia_tool_load_form (arguments.words[0], (const char *const *) lists, &error);
  if (form == NULL || !g_file_get_contents (arguments.words[1], &answers, &length, &error))
    return amia_tool_fail ("%s", error->message);

  return fill (form, answers, length, is_draft);
}

int
amia_tool_form (char **argv)
{
  if (argv[1] != NULL && strcmp (argv[1], "check") == 0)
    return check_form (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "fill") == 0)
    return fill_form (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "print") == 0)
    return amia_tool_form_print (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "page") == 0)
    return amia_tool_form_page (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "migrate") == 0)
    return amia_tool_form_migrate (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "compare") == 0)
    return amia_tool_form_compare (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "export") == 0)
    return amia_tool_form_export (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "import") == 0)
    return amia_tool_form_import (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "approve") == 0)
    return amia_tool_form_approve (&argv[1]);
  if (argv[1] != NULL && strcmp (argv[1], "approvals") == 0)
    return amia_tool_form_approvals (&argv[1]);
  return amia_tool_misuse ("form is followed by check, fill, migrate, compare, print, page, export, "
                           "import, approve or approvals");
}
