/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-store-due.h"
#include "amia-store-lists.h"
#include "amia-tool-json.h"
#include "amia-tool.h"

/* `due`: what is to be done in all cases, the earliest day first. */

typedef struct
{
  const AmiaCaseDue *of;
  const AmiaDue     *due;
} Line;

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Line *first = a;
  const Line *second = b;
  int         order = strcmp (first->due->day, second->due->day);

  return order != 0 ? order : amia_uuid_compare (&first->of->case_id, &second->of->case_id);
}

static gboolean
is_of (const AmiaCaseDue *due,
       const char        *user)
{
  return user == NULL ||
         g_ptr_array_find_with_equal_func (due->users, user, g_str_equal, NULL);
}

static void
append_words (GString    *out,
              const Line *line,
              const char *today)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  g_string_append_printf (
      out, "%s %s", line->due->day, amia_due_rule_get_name (line->due->rule));
  if (line->due->number > 0)
    g_string_append_printf (out, "/%u", line->due->number);
  g_string_append_printf (
      out, " %s %s", amia_uuid_print (&line->of->case_id, id),
      line->of->title != NULL ? line->of->title : "-");
  g_string_append (out, strcmp (line->due->day, today) < 0 ? " (late)\n" : "\n");
}

static void
append_json (GString    *out,
             const Line *line,
             const char *today)
{
  g_string_append_c (out, '{');
  amia_tool_json_text (out, "day", line->due->day);
  amia_tool_json_text (out, "rule", amia_due_rule_get_name (line->due->rule));
  amia_tool_json_number (out, "number", line->due->number);
  amia_tool_json_id (out, "case", &line->of->case_id);
  amia_tool_json_text (out, "title", line->of->title);
  amia_tool_json_boolean (out, "late", strcmp (line->due->day, today) < 0);
  g_string_append (out, "}\n");
}

/* All cases, each with what is due in it; %NULL after saying why not. */
static GPtrArray *
load_all (AmiaStore  *store,
          const char *user,
          const char *today)
{
  const AmiaCaseQuery query = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = amia_store_list_case_ids (store, &query, &error);
  g_autoptr (GPtrArray) cases =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_case_due_free);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (AmiaCaseDue) due =
          amia_store_load_due (store, &g_array_index (ids, AmiaUuid, i), today, &error);

      if (due == NULL)
        break;
      if (is_of (due, user))
        g_ptr_array_add (cases, g_steal_pointer (&due));
    }

  if (error == NULL)
    return g_steal_pointer (&cases);

  amia_tool_fail ("%s", error->message);
  return NULL;
}

static void
print (GPtrArray  *cases,
       const char *today,
       gboolean    is_json)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < cases->len; i++)
    {
      const AmiaCaseDue *due = g_ptr_array_index (cases, i);

      for (guint k = 0; k < due->dues->len; k++)
        {
          const Line line = { due, &g_array_index (due->dues, AmiaDue, k) };

          g_array_append_val (lines, line);
        }
    }

  g_array_sort (lines, compare);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      if (is_json)
        append_json (out, line, today);
      else
        append_words (out, line, today);
    }

  fputs (out->str, stdout);
}

int
amia_tool_due (char **argv)
{
  g_autofree char *day = NULL;
  g_autofree char *user = NULL;
  gboolean         is_json = FALSE;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  GDate              date;
  const GOptionEntry entries[] = {
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &day, NULL, NULL },
    { "user", 0, 0, G_OPTION_ARG_FILENAME, &user, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (day == NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();

      day = g_date_time_format (now, "%Y-%m-%d");
    }
  if (!amia_date_parse_iso (day, -1, &date))
    return amia_tool_misuse ("--on: “%s” is not a day (YYYY-MM-DD)", day);
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  cases = load_all (store, user, day);
  if (cases == NULL)
    return AMIA_EXIT_FAILED;

  print (cases, day, is_json);
  return AMIA_EXIT_DONE;
}
