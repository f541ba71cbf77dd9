/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-store-export.h"
#include "amia-store-import.h"
#include "amia-tool-form.h"
#include "amia-tool.h"

/* `form export`: answers for others, on standard output; `form import`: answers of others. */

/* --- export --------------------------------------------------------------------------------- */

static char *
export_forms (AmiaStore      *store,
              const AmiaUuid *form_id,
              const AmiaUuid *case_id,
              const char     *url,
              GError        **error)
{
  guint n_left_out = 0;
  char *text = NULL;

  if (url != NULL)
    return amia_store_export_csv (store, url, error);
  if (form_id != NULL)
    return amia_store_export_response (store, form_id, error);
  text = amia_store_export_case (store, case_id, &n_left_out, error);
  if (text != NULL && n_left_out > 0)
    fprintf (stderr, "left out: %u\n", n_left_out);
  return text;
}

int
amia_tool_form_export (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *id_text = NULL;
  g_autofree char *case_text = NULL;
  g_autofree char *url = NULL;
  g_autofree char *text = NULL;
  gboolean         is_csv = FALSE;
  AmiaUuid         id;
  AmiaUuid         case_id;
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "id", 0, 0, G_OPTION_ARG_FILENAME, &id_text, NULL, NULL },
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &case_text, NULL, NULL },
    { "form", 0, 0, G_OPTION_ARG_FILENAME, &url, NULL, NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &is_csv, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1) ||
      !amia_tool_parse_id ("--id", id_text, &id) ||
      !amia_tool_parse_id ("--case", case_text, &case_id))
    return AMIA_EXIT_USAGE;
  if ((id_text != NULL) + (case_text != NULL) + (url != NULL) != 1 || is_csv != (url != NULL))
    return amia_tool_misuse ("form export takes --id ID, or --case ID, or --form URL and --csv");
  store = amia_tool_open (arguments.words[0]);
  if (store == NULL)
    return AMIA_EXIT_FAILED;
  text = export_forms (store, id_text != NULL ? &id : NULL, &case_id, url, &error);
  if (text == NULL)
    return amia_tool_fail ("%s", error->message);

  fputs (text, stdout);
  return AMIA_EXIT_DONE;
}

/* --- import --------------------------------------------------------------------------------- */

static int
import (AmiaStore      *store,
        const char     *path,
        const AmiaUuid *case_id,
        gboolean        is_dry)
{
  g_autofree char *data = NULL;
  gsize            length = 0;
  g_autoptr (AmiaImport) import = NULL;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  AmiaUuid id = amia_uuid_new_v7 (g_get_real_time () / 1000);
  char     id_text[AMIA_UUID_TEXT_LENGTH + 1];

  if (!g_file_get_contents (path, &data, &length, &error))
    return amia_tool_fail ("%s", error->message);
  import = amia_store_read_import (store, data, (gssize) length, &error);
  if (import == NULL)
    return amia_tool_fail ("%s", error->message);

  amia_tool_print_messages (import->messages);
  if (import->n_attachments > 0)
    fprintf (stderr, "attachments left out: %u\n", import->n_attachments);
  fprintf (stderr, "%u answered, of %s\n", import->n_answers,
           amia_questionnaire_get_canonical (import->form));
  if (is_dry)
    return import->messages->len > 0 ? AMIA_EXIT_PARTLY : AMIA_EXIT_DONE;

  amia_edits_add_import (edits, import, case_id, &id);
  if (!amia_store_commit (store, edits, NULL, &error))
    return amia_tool_fail ("%s", error->message);
  puts (amia_uuid_print (&id, id_text));
  return AMIA_EXIT_DONE;
}

int
amia_tool_form_import (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *case_text = NULL;
  g_autofree char *path = NULL;
  gboolean         is_dry = FALSE;
  AmiaUuid         case_id;
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &case_text, NULL, NULL },
    { "response", 0, 0, G_OPTION_ARG_FILENAME, &path, NULL, NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &is_dry, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1) ||
      !amia_tool_parse_id ("--case", case_text, &case_id))
    return AMIA_EXIT_USAGE;
  if (case_text == NULL || path == NULL)
    return amia_tool_misuse ("form import takes --case ID and --response FILE");
  store = amia_tool_open (arguments.words[0]);
  if (store == NULL)
    return AMIA_EXIT_FAILED;
  record = amia_store_load_record (store, &case_id, &error);
  if (record == NULL || strcmp (record->kind, "case") != 0)
    return amia_tool_fail ("%s", error != NULL ? error->message : "there is no such case here");
  return import (store, path, &case_id, is_dry);
}
