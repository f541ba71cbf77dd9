/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>

#include "amia-date.h"
#include "amia-store-closing.h"
#include "amia-tool.h"

/* `close`: ends a case, by the same rule as the window, or takes it up again. */

static int
reopen (AmiaStore      *store,
        const AmiaUuid *case_id)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_closing_reopen (edits, case_id);
  if (!amia_store_commit (store, edits, NULL, &error))
    return amia_tool_fail ("%s", error->message);

  puts ("open");
  return AMIA_EXIT_DONE;
}

static int
close_case (AmiaStore         *store,
            const AmiaUuid    *case_id,
            const AmiaClosing *wanted,
            const char        *today)
{
  g_autoptr (GError) error = NULL;
  AmiaClosingFault fault;

  if (amia_store_close_case (store, case_id, wanted, today, &fault, &error))
    {
      puts ("closed");
      return AMIA_EXIT_DONE;
    }

  if (error != NULL)
    return amia_tool_fail ("%s", error->message);
  return amia_tool_fail ("The case may not be closed: %s", amia_closing_fault_get_name (fault));
}

int
amia_tool_close (char **argv)
{
  g_autofree char *case_text = NULL;
  g_autofree char *cause = NULL;
  g_autofree char *way_on = NULL;
  g_autofree char *day = NULL;
  g_autofree char *today = NULL;
  gboolean         is_again = FALSE;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  AmiaUuid           case_id;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &case_text, NULL, NULL },
    { "cause", 0, 0, G_OPTION_ARG_FILENAME, &cause, NULL, NULL },
    { "way-on", 0, 0, G_OPTION_ARG_FILENAME, &way_on, NULL, NULL },
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &day, NULL, NULL },
    { "reopen", 0, 0, G_OPTION_ARG_NONE, &is_again, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (case_text == NULL)
    return amia_tool_misuse ("close needs --case");
  if (!amia_tool_parse_id ("--case", case_text, &case_id))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  today = g_date_time_format (now, "%Y-%m-%d");
  if (is_again)
    return reopen (store, &case_id);

  return close_case (store, &case_id,
                     &(AmiaClosing){ .cause = cause,
                                     .way_on = way_on,
                                     .day = day != NULL ? day : today },
                     today);
}
