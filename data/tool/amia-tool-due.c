/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-due-edits.h"
#include "amia-store-handover.h"
#include "amia-tool-json.h"
#include "amia-tool.h"

/* `due`: what is to be done in all cases, the earliest day first; and saying of one of them that it
 * was done, or may wait. */

typedef struct
{
  char    *day;
  char    *user;
  char    *only;
  char    *in_case;
  char    *rule;
  char    *move_to;
  char    *reason;
  gboolean is_done;
  gboolean is_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->day);
  g_free (options->user);
  g_free (options->only);
  g_free (options->in_case);
  g_free (options->rule);
  g_free (options->move_to);
  g_free (options->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* `hours/201403`, `todo/` and the record's id. */
static char *
name_line (const AmiaDueLine *line)
{
  const char *rule = amia_due_rule_get_name (line->due.rule);

  if (*line->due.subject != '\0')
    return g_strdup_printf ("%s/%s", rule, line->due.subject);
  if (line->due.number > 0)
    return g_strdup_printf ("%s/%u", rule, line->due.number);
  return g_strdup (rule);
}

static void
append_words (GString           *out,
              const AmiaDueLine *line,
              const char        *today)
{
  g_autofree char *name = name_line (line);
  const char      *title = line->of->title;
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  g_string_append_printf (out, "%s %s %s %s", line->due.day, name,
                          amia_uuid_print (&line->of->case_id, id), title != NULL ? title : "-");
  if (line->text != NULL)
    g_string_append_printf (out, ": %s", line->text);
  if (*line->due.was != '\0')
    g_string_append_printf (out, " (was %s: %s)", line->due.was,
                            line->reason != NULL ? line->reason : "-");
  if (line->due.may_be_done)
    g_string_append (out, " (may be done by another agency)");
  g_string_append (out, strcmp (line->due.day, today) < 0 ? " (late)\n" : "\n");
}

static void
append_json (GString           *out,
             const AmiaDueLine *line,
             const char        *today)
{
  g_string_append_c (out, '{');
  amia_tool_json_text (out, "day", line->due.day);
  amia_tool_json_text (out, "rule", amia_due_rule_get_name (line->due.rule));
  amia_tool_json_number (out, "number", line->due.number);
  amia_tool_json_text (out, "about", *line->due.subject != '\0' ? line->due.subject : NULL);
  amia_tool_json_id (out, "case", &line->of->case_id);
  amia_tool_json_text (out, "title", line->of->title);
  amia_tool_json_text (out, "text", line->text);
  amia_tool_json_text (out, "who", line->who);
  amia_tool_json_text (out, "was", *line->due.was != '\0' ? line->due.was : NULL);
  amia_tool_json_text (out, "reason", line->reason);
  amia_tool_json_boolean (out, "may-be-done", line->due.may_be_done);
  amia_tool_json_boolean (out, "late", strcmp (line->due.day, today) < 0);
  g_string_append (out, "}\n");
}

static int
print (const AmiaDueList *list,
       gboolean           is_json)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < list->lines->len; i++)
    (is_json ? append_json : append_words) (out, g_ptr_array_index (list->lines, i), list->today);

  fputs (out->str, stdout);
  return AMIA_EXIT_DONE;
}

static const AmiaDueLine *
find_line (const AmiaDueList *list,
           const char        *rule)
{
  for (guint i = 0; i < list->lines->len; i++)
    {
      const AmiaDueLine *line = g_ptr_array_index (list->lines, i);
      g_autofree char   *name = name_line (line);

      if (strcmp (name, rule) == 0)
        return line;
    }

  return NULL;
}

/* A handover ends a membership, too. */
static int
confirm (AmiaStore         *store,
         const AmiaDueLine *line,
         const char        *today)
{
  g_autoptr (GError) error = NULL;
  AmiaUuid id;

  if (!amia_uuid_parse (line->due.subject, -1, &id) ||
      !amia_store_confirm_handover (store, &id, today, &error))
    return amia_tool_fail ("%s", error != NULL ? error->message : "There is no such handover");
  return AMIA_EXIT_DONE;
}

static int
settle (AmiaStore         *store,
        const AmiaDueList *list,
        const Options     *options)
{
  const AmiaDueLine *line = find_line (list, options->rule);
  const AmiaUuid     fresh = amia_uuid_new_v7 (g_get_real_time () / 1000);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  GDate date;

  if (line == NULL)
    return amia_tool_fail ("“%s” is not due in that case", options->rule);
  if (options->is_done && line->due.rule == AMIA_DUE_HANDOVER)
    return confirm (store, line, list->today);
  if (options->is_done)
    amia_edits_finish_due (edits, line, list->today, &fresh, NULL);
  else if (options->move_to == NULL || options->reason == NULL ||
           !amia_date_parse_iso (options->move_to, -1, &date))
    return amia_tool_misuse ("--rule: give --done, or --move-to DATE and --reason TEXT");
  else
    amia_edits_move_due (edits, line, options->move_to, options->reason, &fresh, NULL);

  if (!amia_store_commit (store, edits, NULL, &error))
    return amia_tool_fail ("%s", error->message);
  return AMIA_EXIT_DONE;
}

/* FALSE for a word that there is not. */
static gboolean
read_filter (const char    *only,
             AmiaDueFilter *filter)
{
  static const char *const words[] = {
    [AMIA_DUE_OF_TEAM] = "team",
    [AMIA_DUE_OF_PAIR] = "pair",
    [AMIA_DUE_OF_ME] = "mine",
  };

  *filter = AMIA_DUE_OF_TEAM;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (only != NULL && strcmp (only, words[i]) == 0)
        *filter = (AmiaDueFilter) i;
    }

  return only == NULL || strcmp (only, words[*filter]) == 0;
}

static int
run (const char    *path,
     const Options *options)
{
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (AmiaDueList) list = NULL;
  g_autoptr (GError) error = NULL;
  AmiaDueQuery query = { .today = options->day, .user = options->user };
  AmiaUuid     case_id;
  GDate        date;

  if (options->day != NULL && !amia_date_parse_iso (options->day, -1, &date))
    return amia_tool_misuse ("--on: “%s” is not a day (YYYY-MM-DD)", options->day);
  if (!read_filter (options->only, &query.filter))
    return amia_tool_misuse ("--only: “%s” is not mine, pair or team", options->only);
  if (options->in_case != NULL && !amia_uuid_parse (options->in_case, -1, &case_id))
    return amia_tool_misuse ("--case: “%s” is not an id", options->in_case);
  if (options->rule != NULL && options->in_case == NULL)
    return amia_tool_misuse ("--rule: in which --case?");
  if ((store = amia_tool_open (path)) == NULL)
    return AMIA_EXIT_FAILED;

  if (options->in_case != NULL)
    query.case_id = &case_id;
  if (options->only != NULL && query.user == NULL)
    query.user = amia_store_get_identity (store)->user;
  list = amia_store_list_due (store, &query, &error);
  if (list == NULL)
    return amia_tool_fail ("%s", error->message);

  return options->rule != NULL ? settle (store, list, options) : print (list, options->is_json);
}

int
amia_tool_due (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.day, NULL, NULL },
    { "user", 0, 0, G_OPTION_ARG_FILENAME, &options.user, NULL, NULL },
    { "only", 0, 0, G_OPTION_ARG_FILENAME, &options.only, NULL, NULL },
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &options.in_case, NULL, NULL },
    { "rule", 0, 0, G_OPTION_ARG_FILENAME, &options.rule, NULL, NULL },
    { "done", 0, 0, G_OPTION_ARG_NONE, &options.is_done, NULL, NULL },
    { "move-to", 0, 0, G_OPTION_ARG_FILENAME, &options.move_to, NULL, NULL },
    { "reason", 0, 0, G_OPTION_ARG_FILENAME, &options.reason, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  return run (arguments.words[0], &options);
}
