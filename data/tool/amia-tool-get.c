/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>

#include "amia-store-log.h"
#include "amia-store-search.h"
#include "amia-tool-print.h"
#include "amia-tool.h"

/* `get`, `log`, `search`: what is here, as JSON Lines. */

#define HITS_MAX  1000
#define WORDS_MAX 100

/* Where the lines go. Printing stops when nobody reads on (`| head`). */
typedef struct
{
  AmiaStore *store;
  GString   *line;
} Printer;

static gboolean
flush_line (Printer *printer)
{
  gboolean is_heard = fwrite (printer->line->str, 1, printer->line->len, stdout) ==
                      printer->line->len;

  g_string_truncate (printer->line, 0);
  return is_heard;
}

static gboolean
print_record (const AmiaRecord *record,
              gpointer          data)
{
  Printer *printer = data;

  amia_tool_print_record (printer->line, printer->store, record);
  return flush_line (printer);
}

static gboolean
print_change (const AmiaChange *change,
              AmiaChangeState   state,
              const char       *reason,
              gpointer          data)
{
  Printer *printer = data;

  amia_tool_print_change (printer->line, change);
  return flush_line (printer);
}

int
amia_tool_get (char **argv)
{
  g_autofree char *case_text = NULL;
  g_autofree char *id_text = NULL;
  g_autofree char *kind = NULL;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  AmiaUuid           case_id;
  AmiaUuid           id;
  AmiaRecordQuery    query = { 0 };
  Printer            printer;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &case_text, NULL, NULL },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind, NULL, NULL },
    { "id", 0, 0, G_OPTION_ARG_FILENAME, &id_text, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1) ||
      !amia_tool_parse_id ("--case", case_text, &case_id) ||
      !amia_tool_parse_id ("--id", id_text, &id))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  query.kind = kind;
  query.id = id_text != NULL ? &id : NULL;
  query.case_id = case_text != NULL ? &case_id : NULL;
  printer = (Printer){ store, line };
  if (!amia_store_foreach_record (store, &query, print_record, &printer, &error))
    return amia_tool_fail ("%s", error->message);
  return AMIA_EXIT_DONE;
}

int
amia_tool_log (char **argv)
{
  g_autofree char *case_text = NULL;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  AmiaUuid           case_id;
  AmiaLogQuery       query = { .state = -1 };
  Printer            printer;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &case_text, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1) ||
      !amia_tool_parse_id ("--case", case_text, &case_id))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  query.case_id = case_text != NULL ? &case_id : NULL;
  printer = (Printer){ store, line };
  if (!amia_store_foreach_change (store, &query, print_change, &printer, &error))
    return amia_tool_fail ("%s", error->message);
  return AMIA_EXIT_DONE;
}

int
amia_tool_search (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GPtrArray) hits = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  Printer printer;

  if (!amia_tool_parse (&arguments, argv, NULL, 2, WORDS_MAX))
    return AMIA_EXIT_USAGE;
  words = g_strjoinv (" ", &arguments.words[1]);
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  hits = amia_store_search (store, words, HITS_MAX, &error);
  if (hits == NULL)
    return amia_tool_fail ("%s", error->message);

  printer = (Printer){ store, line };
  for (guint i = 0; i < hits->len; i++)
    {
      amia_tool_print_hit (line, g_ptr_array_index (hits, i));
      if (!flush_line (&printer))
        break;
    }
  return AMIA_EXIT_DONE;
}
