/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>

#include "amia-store-export.h"
#include "amia-tool-form.h"
#include "amia-tool.h"

/* `form export`: answers for others, on standard output. */

static int
print (AmiaStore  *store,
       const char *id_text,
       const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  AmiaUuid         id;

  if (id_text != NULL && !amia_tool_parse_id ("--id", id_text, &id))
    return AMIA_EXIT_USAGE;
  text = id_text != NULL ? amia_store_export_response (store, &id, &error)
                         : amia_store_export_csv (store, url, &error);
  if (text == NULL)
    return amia_tool_fail ("%s", error->message);

  fputs (text, stdout);
  return AMIA_EXIT_DONE;
}

int
amia_tool_form_export (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;
  gboolean         is_csv = FALSE;
  g_autoptr (AmiaStore) store = NULL;
  const GOptionEntry entries[] = {
    { "id", 0, 0, G_OPTION_ARG_FILENAME, &id, NULL, NULL },
    { "form", 0, 0, G_OPTION_ARG_FILENAME, &url, NULL, NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &is_csv, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((id != NULL) == (url != NULL) || is_csv != (url != NULL))
    return amia_tool_misuse ("form export takes --id ID, or --form URL and --csv");
  store = amia_tool_open (arguments.words[0]);
  return store != NULL ? print (store, id, url) : AMIA_EXIT_FAILED;
}
