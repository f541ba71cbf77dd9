/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-date.h"
#include "amia-process.h"
#include "amia-store-process.h"
#include "amia-tool-json.h"
#include "amia-tool.h"

/* `process`: where a case is on the process map, how it came there, what is missing in each step;
 * and the way into another. Nothing that is missing keeps anybody from any step. */

typedef struct
{
  char    *case_id;
  char    *enter;
  char    *note;
  char    *day;
  gboolean is_leaving;
  gboolean is_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->case_id);
  g_free (options->enter);
  g_free (options->note);
  g_free (options->day);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* --- Showing ---------------------------------------------------------------------------------- */

static void
append_visit (GString         *out,
              const AmiaVisit *visit)
{
  g_string_append_printf (out, "visit %s %s %s %s%s%s", visit->step,
                          visit->from != NULL ? visit->from : "-",
                          visit->to != NULL ? visit->to : "-",
                          visit->author != NULL ? visit->author : "-",
                          visit->agency != NULL ? " " : "",
                          visit->agency != NULL ? visit->agency : "");
  if (visit->note != NULL && *visit->note != '\0')
    g_string_append_printf (out, " %s", visit->note);
  g_string_append_c (out, '\n');
}

static void
append_words (GString               *out,
              const AmiaCaseProcess *process)
{
  const AmiaVisit *current = amia_case_process_get_current (process);
  g_autoptr (GArray) missing = amia_process_list_missing (&process->facts, NULL);

  g_string_append_printf (out, "step %s\n", current != NULL ? current->step : "-");
  for (guint i = 0; i < process->visits->len; i++)
    append_visit (out, g_ptr_array_index (process->visits, i));
  for (guint i = 0; i < missing->len; i++)
    {
      AmiaProcessNeed need = g_array_index (missing, AmiaProcessNeed, i);

      g_string_append_printf (out, "missing %s %s%s\n", amia_process_need_get_step (need),
                              amia_process_need_get_name (need),
                              amia_process_need_is_hard (need) ? " (required)" : "");
    }
  g_string_append_printf (out, "may-close %s\n",
                          amia_process_may_close (&process->facts) ? "yes" : "no");
}

static void
append_json_visit (GString         *out,
                   const AmiaVisit *visit)
{
  g_string_append_c (out, '{');
  amia_tool_json_id (out, "visit", &visit->id);
  amia_tool_json_text (out, "step", visit->step);
  amia_tool_json_text (out, "from", visit->from);
  amia_tool_json_text (out, "to", visit->to);
  amia_tool_json_text (out, "note", visit->note);
  amia_tool_json_text (out, "author", visit->author);
  amia_tool_json_text (out, "agency", visit->agency);
  g_string_append (out, "}\n");
}

static void
append_json (GString               *out,
             const AmiaCaseProcess *process)
{
  const AmiaVisit *current = amia_case_process_get_current (process);
  g_autoptr (GArray) missing = amia_process_list_missing (&process->facts, NULL);

  g_string_append_c (out, '{');
  amia_tool_json_id (out, "case", &process->case_id);
  amia_tool_json_text (out, "step", current != NULL ? current->step : NULL);
  amia_tool_json_boolean (out, "may-close", amia_process_may_close (&process->facts));
  g_string_append (out, "}\n");
  for (guint i = 0; i < process->visits->len; i++)
    append_json_visit (out, g_ptr_array_index (process->visits, i));
  for (guint i = 0; i < missing->len; i++)
    {
      AmiaProcessNeed need = g_array_index (missing, AmiaProcessNeed, i);

      g_string_append_c (out, '{');
      amia_tool_json_text (out, "missing", amia_process_need_get_name (need));
      amia_tool_json_text (out, "step", amia_process_need_get_step (need));
      amia_tool_json_boolean (out, "required", amia_process_need_is_hard (need));
      g_string_append (out, "}\n");
    }
}

/* --- Changing --------------------------------------------------------------------------------- */

static gboolean
change (AmiaStore             *store,
        const AmiaCaseProcess *process,
        const Options         *options)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  AmiaUuid id = amia_uuid_new_v7 (g_get_real_time () / 1000);

  if (options->enter != NULL)
    {
      amia_edits_enter_step (edits, process, &id, options->enter, options->day);
      if (options->note != NULL)
        amia_edits_set_string (edits, "visit", &id, &process->case_id, "note", options->note);
    }
  else if (!amia_edits_leave_step (edits, process, options->day))
    {
      amia_tool_fail ("the case is in no step");
      return FALSE;
    }

  if (amia_store_commit (store, edits, NULL, &error))
    return TRUE;

  amia_tool_fail ("%s", error->message);
  return FALSE;
}

static int
run (AmiaStore      *store,
     const AmiaUuid *case_id,
     const Options  *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaCaseProcess) process =
      amia_store_load_process (store, case_id, options->day, &error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (process != NULL && (options->enter != NULL || options->is_leaving))
    {
      if (!change (store, process, options))
        return AMIA_EXIT_FAILED;
      g_clear_pointer (&process, amia_case_process_free);
      process = amia_store_load_process (store, case_id, options->day, &error);
    }
  if (process == NULL)
    return amia_tool_fail ("%s", error->message);

  if (options->is_json)
    append_json (out, process);
  else
    append_words (out, process);
  fputs (out->str, stdout);
  return AMIA_EXIT_DONE;
}

/* What is wrong with the line, said already; AMIA_EXIT_DONE if nothing is. */
static int
check (const Options *options)
{
  GDate date;

  if (options->case_id == NULL)
    return amia_tool_misuse ("--case is missing");
  if (!amia_date_parse_iso (options->day, -1, &date))
    return amia_tool_misuse ("--on: “%s” is not a day (YYYY-MM-DD)", options->day);
  if (options->enter != NULL && options->is_leaving)
    return amia_tool_misuse ("--enter leaves the step before by itself; --leave is for none after");
  if (options->enter != NULL && amia_process_find_step (options->enter) == NULL)
    return amia_tool_misuse ("--enter: there is no step “%s”", options->enter);
  if (options->note != NULL && options->enter == NULL)
    return amia_tool_misuse ("--note is about a step that is entered");

  return AMIA_EXIT_DONE;
}

int
amia_tool_process (char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  AmiaUuid           id;
  int                wrong;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &options.case_id, NULL, NULL },
    { "enter", 0, 0, G_OPTION_ARG_FILENAME, &options.enter, NULL, NULL },
    { "leave", 0, 0, G_OPTION_ARG_NONE, &options.is_leaving, NULL, NULL },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &options.note, NULL, NULL },
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.day, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (options.day == NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();

      options.day = g_date_time_format (now, "%Y-%m-%d");
    }
  if ((wrong = check (&options)) != AMIA_EXIT_DONE)
    return wrong;
  if (!amia_tool_parse_id ("--case", options.case_id, &id))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  return run (store, &id, &options);
}
