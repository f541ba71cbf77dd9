/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-answer-path.h"
#include "amia-seen.h"
#include "amia-store-agreements.h"
#include "amia-store-templates.h"
#include "amia-tool-form.h"
#include "amia-tool.h"

/* `form approve`, `form approvals`: two agencies' word for one content of a form in a replica. */

typedef struct
{
  AmiaStore    *store;
  AmiaRecord   *form;
  AmiaResponse *response;
} Opened;

static void
opened_clear (Opened *opened)
{
  g_clear_pointer (&opened->response, amia_response_unref);
  g_clear_pointer (&opened->form, amia_record_free);
  g_clear_pointer (&opened->store, amia_store_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opened, opened_clear)

static gboolean
open_form (Opened         *opened,
           const char     *path,
           const AmiaUuid *id)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autoptr (GError) error = NULL;

  opened->store = amia_tool_open (path);
  if (opened->store == NULL)
    return FALSE;

  opened->form = amia_store_load_record (opened->store, id, &error);
  if (opened->form != NULL)
    opened->response = amia_store_read_response (opened->store, opened->form, today, &error);
  if (opened->response == NULL)
    amia_tool_fail ("%s", error != NULL ? error->message : "the form, or its questionnaire, is not here");
  return opened->response != NULL;
}

static gboolean
parse (AmiaToolArguments *arguments,
       char             **argv,
       AmiaUuid          *id)
{
  g_autofree char   *text = NULL;
  const GOptionEntry entries[] = {
    { "id", 0, 0, G_OPTION_ARG_FILENAME, &text, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (arguments, argv, entries, 1, 1) || !amia_tool_parse_id ("--id", text, id))
    return FALSE;
  if (text == NULL)
    amia_tool_misuse ("--id says which form");
  return text != NULL;
}

/* --- approvals ------------------------------------------------------------------------------ */

static const char *
get_state (const AmiaAgreement *agreement,
           const char          *hash)
{
  return g_strcmp0 (agreement->hash, hash) == 0 ? "stands" : "void";
}

static void
append_text (GString    *line,
             const char *name,
             const char *text)
{
  g_string_append_printf (line, "\"%s\":", name);
  if (text != NULL)
    amia_scan_append_string (line, text);
  else
    g_string_append (line, "null");
}

static void
append_approval (GString             *line,
                 const AmiaRecord    *form,
                 const AmiaAgreement *agreement,
                 const char          *hash)
{
  g_autoptr (GPtrArray) changed =
      amia_seen_list_changed (form, AMIA_ANSWER_PREFIX, agreement->seen);

  g_string_append_c (line, '{');
  append_text (line, "agency", agreement->agency);
  g_string_append_c (line, ',');
  append_text (line, "author", agreement->author);
  g_string_append_c (line, ',');
  append_text (line, "date", agreement->date);
  g_string_append_c (line, ',');
  append_text (line, "state", get_state (agreement, hash));
  g_string_append (line, ",\"changed\":[");
  for (guint i = 0; i < changed->len; i++)
    {
      if (i > 0)
        g_string_append_c (line, ',');
      amia_scan_append_string (line, g_ptr_array_index (changed, i));
    }
  g_string_append (line, "]}");
}

int
amia_tool_form_approvals (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_auto (Opened) opened = { 0 };
  g_autoptr (GPtrArray) approvals = NULL;
  g_autoptr (GString) line = g_string_new ("{");
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;
  AmiaUuid         id;

  if (!parse (&arguments, argv, &id))
    return AMIA_EXIT_USAGE;
  if (!open_form (&opened, arguments.words[0], &id))
    return AMIA_EXIT_FAILED;
  approvals = amia_store_load_agreements (opened.store, "approval", opened.form, &error);
  if (approvals == NULL)
    return amia_tool_fail ("%s", error->message);

  hash = amia_agreement_dup_content_hash (opened.form, opened.response);
  append_text (line, "hash", *hash != '\0' ? hash : NULL);
  g_string_append_printf (line, ",\"joint\":%s,\"approvals\":[",
                          amia_agreements_are_joint (approvals, hash) ? "true" : "false");
  for (guint i = 0; i < approvals->len; i++)
    {
      if (i > 0)
        g_string_append_c (line, ',');
      append_approval (line, opened.form, g_ptr_array_index (approvals, i), hash);
    }
  g_string_append (line, "]}");
  puts (line->str);
  return AMIA_EXIT_DONE;
}

/* --- approve -------------------------------------------------------------------------------- */

int
amia_tool_form_approve (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_auto (Opened) opened = { 0 };
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *hash = NULL;
  g_autoptr (GError) error = NULL;
  AmiaAgreement what = { .date = today };
  AmiaUuid      form_id;
  AmiaUuid      id;

  if (!parse (&arguments, argv, &form_id))
    return AMIA_EXIT_USAGE;
  if (!open_form (&opened, arguments.words[0], &form_id))
    return AMIA_EXIT_FAILED;

  hash = amia_agreement_dup_content_hash (opened.form, opened.response);
  if (*hash == '\0')
    return amia_tool_fail ("a question has two versions: settle it first");
  findings = amia_response_validate (opened.response, NULL);
  if (amia_messages_have_errors (findings))
    {
      amia_tool_print_messages (findings);
      return AMIA_EXIT_FAILED;
    }

  id = amia_uuid_new_v7 (g_get_real_time () / 1000);
  what.name = amia_store_get_identity (opened.store)->user;
  amia_edits_add_agreement (edits, "approval", &id, opened.form, opened.response, &what);
  if (!amia_store_commit (opened.store, edits, NULL, &error))
    return amia_tool_fail ("%s", error->message);

  puts (hash);
  return AMIA_EXIT_DONE;
}
