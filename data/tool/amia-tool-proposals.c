/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <math.h>
#include <stdio.h>

#include "amia-store-proposals.h"
#include "amia-tool-json.h"
#include "amia-tool.h"

/* `proposals`: what the catalogue has for a participant, the nearest first. */

typedef struct
{
  char    *case_id;
  char    *category;
  char    *day;
  gboolean is_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->case_id);
  g_free (options->category);
  g_free (options->day);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
append_words (GString            *out,
              const AmiaProposal *proposal)
{
  if (proposal->km >= 0)
    g_string_append_printf (out, "%.0f km", round (proposal->km));
  else
    g_string_append (out, "-");
  g_string_append_printf (out, " %s %s%s%s%s%s\n",
                          proposal->category != NULL ? proposal->category : "-",
                          proposal->title != NULL ? proposal->title : "-",
                          proposal->municipality != NULL ? ", " : "",
                          proposal->municipality != NULL ? proposal->municipality : "",
                          proposal->is_planned ? " (planned)" : "",
                          proposal->is_late ? " (to confirm)" : "");
}

static void
append_json (GString            *out,
             const AmiaProposal *proposal)
{
  g_string_append_c (out, '{');
  amia_tool_json_id (out, "offer", &proposal->offer);
  amia_tool_json_text (out, "title", proposal->title);
  amia_tool_json_text (out, "category", proposal->category);
  amia_tool_json_text (out, "municipality", proposal->municipality);
  if (proposal->km >= 0)
    amia_tool_json_number (out, "km", (gint64) round (proposal->km));
  amia_tool_json_boolean (out, "planned", proposal->is_planned);
  amia_tool_json_boolean (out, "to-confirm", proposal->is_late);
  g_string_append (out, "}\n");
}

static void
append_lacking (GString             *out,
                const AmiaProposals *proposals)
{
  g_string_append (out, "lacking");
  for (int i = 0; i < AMIA_N_CATEGORIES; i++)
    {
      if (proposals->is_lacking[i])
        g_string_append_printf (out, " %d", i + 1);
    }
  g_string_append_printf (
      out, "\nfrom %s\n", proposals->municipality != NULL ? proposals->municipality : "-");
}

static int
run (AmiaStore      *store,
     const AmiaUuid *case_id,
     const Options  *options)
{
  const int category = amia_category_find (options->category);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaProposals) all =
      amia_store_list_proposals (store, case_id, options->day, &error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (all == NULL)
    return amia_tool_fail ("%s", error->message);

  if (!options->is_json)
    append_lacking (out, all);
  for (guint i = 0; i < all->proposals->len; i++)
    {
      const AmiaProposal *proposal = g_ptr_array_index (all->proposals, i);

      if (category >= 0 && amia_category_find (proposal->category) != category)
        continue;
      if (options->is_json)
        append_json (out, proposal);
      else
        append_words (out, proposal);
    }
  fputs (out->str, stdout);
  return AMIA_EXIT_DONE;
}

int
amia_tool_proposals (char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  AmiaUuid           id;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &options.case_id, NULL, NULL },
    { "category", 0, 0, G_OPTION_ARG_FILENAME, &options.category, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, NULL, NULL },
    { NULL },
  };
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (options.case_id == NULL)
    return amia_tool_misuse ("--case is missing");
  if (options.category != NULL && amia_category_find (options.category) < 0)
    return amia_tool_misuse ("--category: there is no category “%s”", options.category);
  if (!amia_tool_parse_id ("--case", options.case_id, &id))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  options.day = g_date_time_format (now, "%Y-%m-%d");
  return run (store, &id, &options);
}
