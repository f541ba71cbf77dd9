/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-questionnaire.h"
#include "amia-response-export.h"
#include "amia-tool-paper.h"
#include "amia-tool.h"

/* `form check`, `form fill`: a questionnaire in a file, without a replica. */

static AmiaQuestionnaire *
load_form (const char *path,
           GError    **error)
{
  g_autofree char *data = NULL;
  gsize            length;

  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  return amia_questionnaire_new_from_data (data, (gssize) length, error);
}

/* --- check ---------------------------------------------------------------------------------- */

/* What makes two notes the same part: a value set that many items use is missing once. */
static char *
describe_note (const AmiaNote *note)
{
  gboolean is_value_set = strcmp (note->part, "value set") == 0;
  GString *text = g_string_new (note->part);

  if (note->detail != NULL)
    g_string_append_printf (text, ": %s", note->detail);
  if (note->link_id != NULL && !is_value_set)
    g_string_append_printf (text, " (%s)", note->link_id);
  g_strdelimit (text->str, "\r\n", ' ');
  return g_string_free (text, FALSE);
}

static int
check_form (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaQuestionnaire) form = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash,
                                                       g_str_equal,
                                                       g_free,
                                                       NULL);
  GPtrArray *notes;

  if (!amia_tool_parse (&arguments, argv, NULL, 1, 1))
    return AMIA_EXIT_USAGE;
  form = load_form (arguments.words[0], &error);
  if (form == NULL)
    return amia_tool_fail ("%s", error->message);

  printf ("%u items\n", amia_questionnaire_get_all_items (form)->len);
  notes = amia_questionnaire_get_notes (form);
  for (guint i = 0; i < notes->len; i++)
    {
      const AmiaNote  *note = g_ptr_array_index (notes, i);
      g_autofree char *text = NULL;

      if (note->kind != AMIA_NOTE_UNSUPPORTED)
        continue;
      text = describe_note (note);
      if (g_hash_table_contains (seen, text))
        continue;
      puts (text);
      g_hash_table_add (seen, g_steal_pointer (&text));
    }

  return g_hash_table_size (seen) > 0 ? AMIA_EXIT_PARTLY : AMIA_EXIT_DONE;
}

/* --- fill ----------------------------------------------------------------------------------- */

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
  fputc ('\n', stderr);
}

static void
print_messages (GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
    print_message (g_ptr_array_index (messages, i));
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

  edits = amia_response_fill (response, answers, (gssize) length, &unread, &error);
  if (edits == NULL)
    return amia_tool_fail ("%s", error->message);

  print_messages (unread);
  is_wrong = amia_messages_have_errors (unread);
  if (!is_draft)
    {
      findings = amia_response_validate (response, NULL);
      print_messages (findings);
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
  g_autofree char   *answers = NULL;
  gsize              length;
  gboolean           is_draft = FALSE;
  const GOptionEntry entries[] = {
    { "draft", 0, 0, G_OPTION_ARG_NONE, &is_draft, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 2, 2))
    return AMIA_EXIT_USAGE;
  form = load_form (arguments.words[0], &error);
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
  return amia_tool_misuse ("form is followed by check, fill, print or page");
}
