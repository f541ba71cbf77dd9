/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-store-selection.h"
#include "amia-store-twins.h"
#include "amia-tool-json.h"
#include "amia-tool.h"

/* `import-selection`: a list of people out of another program. Every row is told of: taken, here
 * already, or wrong and why. */

typedef struct
{
  char   **maps;
  char    *subproject;
  gboolean is_dry;
  gboolean is_json;
  gboolean takes_similar;
} Options;

typedef struct
{
  const Options *options;
  AmiaTwins     *twins;
  GPtrArray     *actions; /* (element-type AmiaEdits) */
  GString       *out;
  char           today[AMIA_DATE_TEXT_LENGTH + 1];
  guint          n_taken;
  guint          n_here;
  guint          n_wrong;
} Import;

static void
options_clear (Options *options)
{
  g_strfreev (options->maps);
  g_free (options->subproject);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
import_clear (Import *import)
{
  amia_twins_free (import->twins);
  g_ptr_array_unref (import->actions);
  g_string_free (import->out, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* --- The mapping ---------------------------------------------------------------------------- */

/* A column by its heading, or by its number from 1. */
static gboolean
find_column (const AmiaCsv *csv,
             const char    *name,
             guint         *column)
{
  const AmiaCsvRow *first = csv->rows->len > 0 ? g_ptr_array_index (csv->rows, 0) : NULL;
  guint64           number;

  for (guint i = 0; first != NULL && i < first->n_cells; i++)
    {
      if (g_ascii_strcasecmp (first->cells[i], name) == 0)
        {
          *column = i;
          return TRUE;
        }
    }

  if (!g_ascii_string_to_unsigned (name, 10, 1, MAX (csv->n_columns, 1), &number, NULL))
    return FALSE;

  *column = (guint) number - 1;
  return TRUE;
}

static gboolean
map_columns (const AmiaCsv        *csv,
             char                **maps,
             AmiaSelectionMapping *mapping)
{
  for (gsize i = 0; maps != NULL && maps[i] != NULL; i++)
    {
      const char        *sign = strrchr (maps[i], '=');
      g_autofree char   *name = sign != NULL ? g_strndup (maps[i], (gsize) (sign - maps[i])) : NULL;
      AmiaSelectionField field;
      guint              column;

      if (sign == NULL || !amia_selection_field_find (sign + 1, &field))
        {
          amia_tool_misuse ("--map: “%s” is not COLUMN=FIELD", maps[i]);
          return FALSE;
        }
      if (!find_column (csv, name, &column))
        {
          amia_tool_misuse ("--map: there is no column “%s”", name);
          return FALSE;
        }
      amia_selection_map (mapping, column, field);
    }

  return TRUE;
}

/* --- Telling -------------------------------------------------------------------------------- */

static void
tell_words (GString             *out,
            const AmiaCandidate *candidate,
            const char          *what,
            const AmiaTwin      *twin)
{
  const char *name = candidate->values[AMIA_SELECTION_NAME];
  char        id[AMIA_UUID_TEXT_LENGTH + 1];

  g_string_append_printf (out, "%u %s", candidate->line, what);
  if (candidate->fault != AMIA_SELECTION_GOOD)
    g_string_append_printf (out, " %s", amia_selection_fault_get_name (candidate->fault));
  if (candidate->wrong != NULL)
    g_string_append_printf (out, " “%s”", candidate->wrong);
  if (candidate->same_line > 0)
    g_string_append_printf (out, " line %u", candidate->same_line);
  if (twin != NULL)
    g_string_append_printf (out, " %s", amia_uuid_print (&twin->case_id, id));
  g_string_append_printf (out, " %s\n", name != NULL ? name : "-");
}

static void
tell_json (GString             *out,
           const AmiaCandidate *candidate,
           const char          *what,
           const AmiaTwin      *twin,
           const AmiaUuid      *case_id)
{
  g_string_append_c (out, '{');
  amia_tool_json_number (out, "line", candidate->line);
  amia_tool_json_text (out, "what", what);
  if (candidate->fault != AMIA_SELECTION_GOOD)
    amia_tool_json_text (out, "fault", amia_selection_fault_get_name (candidate->fault));
  if (candidate->wrong != NULL)
    amia_tool_json_text (out, "wrong", candidate->wrong);
  if (candidate->same_line > 0)
    amia_tool_json_number (out, "same-line", candidate->same_line);
  for (guint i = 1; i < AMIA_SELECTION_N_FIELDS; i++)
    {
      if (candidate->values[i] != NULL)
        amia_tool_json_text (out, amia_selection_field_get_name (i), candidate->values[i]);
    }
  if (twin != NULL)
    amia_tool_json_id (out, "twin", &twin->case_id);
  if (case_id != NULL)
    amia_tool_json_id (out, "case", case_id);
  g_string_append (out, "}\n");
}

/* --- Taking --------------------------------------------------------------------------------- */

static void
take (Import              *import,
      const AmiaCandidate *candidate,
      AmiaUuid            *case_id)
{
  AmiaEdits *edits = amia_edits_new ();

  amia_selection_add (edits,
                      (const char *const *) candidate->values,
                      import->options->subproject,
                      import->today,
                      g_get_real_time () / 1000,
                      case_id);
  g_ptr_array_add (import->actions, edits);
  import->n_taken++;
}

static void
look_at (Import              *import,
         const AmiaCandidate *candidate)
{
  gboolean    is_good = candidate->fault == AMIA_SELECTION_GOOD;
  const char *what = "taken";
  AmiaUuid    case_id;
  g_autoptr (AmiaTwin) twin =
      is_good ? amia_twins_find (import->twins,
                                 candidate->values[AMIA_SELECTION_NAME],
                                 candidate->values[AMIA_SELECTION_PERSONNUMMER])
              : NULL;
  gboolean is_taken = is_good && (twin == NULL || (import->options->takes_similar &&
                                                   twin->sign != AMIA_TWIN_NUMBER));

  if (is_taken)
    take (import, candidate, &case_id);
  else if (is_good)
    {
      what = twin->sign == AMIA_TWIN_NUMBER ? "here" : "similar";
      import->n_here++;
    }
  else
    {
      what = "wrong";
      import->n_wrong++;
    }

  if (import->options->is_json)
    tell_json (import->out, candidate, what, twin, is_taken ? &case_id : NULL);
  else
    tell_words (import->out, candidate, what, twin);
}

static int
run (AmiaStore     *store,
     const AmiaCsv *csv,
     const Options *options)
{
  g_auto (Import) import = {
    .options = options,
    .actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free),
    .out = g_string_new (NULL),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  AmiaSelectionMapping mapping;
  GDate                today;

  g_date_clear (&today, 1);
  g_date_set_time_t (&today, g_get_real_time () / G_USEC_PER_SEC);
  amia_date_print_iso (&today, import.today);
  amia_selection_guess (csv, &today, &mapping);
  if (!map_columns (csv, options->maps, &mapping))
    return AMIA_EXIT_USAGE;

  import.twins = amia_twins_new (store, &error);
  if (import.twins == NULL)
    return amia_tool_fail ("%s", error->message);

  candidates = amia_selection_read (csv, &mapping, &today);
  for (guint i = 0; i < candidates->len; i++)
    look_at (&import, g_ptr_array_index (candidates, i));
  if (!options->is_dry && import.actions->len > 0 &&
      !amia_store_commit_all (store, import.actions, NULL, &error))
    return amia_tool_fail ("%s", error->message);

  fputs (import.out->str, stdout);
  if (!options->is_json)
    printf ("%s %u here %u wrong %u\n", options->is_dry ? "would take" : "taken", import.n_taken,
            import.n_here, import.n_wrong);
  return import.n_here + import.n_wrong > 0 ? AMIA_EXIT_PARTLY : AMIA_EXIT_DONE;
}

int
amia_tool_import_selection (char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (AmiaCsv) csv = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char   *data = NULL;
  gsize              length;
  const GOptionEntry entries[] = {
    { "map", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.maps, NULL, NULL },
    { "subproject", 0, 0, G_OPTION_ARG_FILENAME, &options.subproject, NULL, NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.is_dry, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, NULL, NULL },
    { "take-similar", 0, 0, G_OPTION_ARG_NONE, &options.takes_similar, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 2, 2))
    return AMIA_EXIT_USAGE;
  if (!g_file_get_contents (arguments.words[1], &data, &length, &error))
    return amia_tool_fail ("%s", error->message);
  if ((csv = amia_csv_read ((const guint8 *) data, length, 0, &error)) == NULL)
    return amia_tool_fail ("%s", error->message);
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  return run (store, csv, &options);
}
