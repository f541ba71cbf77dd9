/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include "amia-seed.h"
#include "amia-tool.h"

/* `seed`: fictional cases in any number. */

#define CASES_MAX 1000000
#define MORE_MAX  1000

static gboolean
read_number (const char *name,
             const char *text,
             guint64     max,
             guint64    *number)
{
  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, max, number, NULL))
    return TRUE;

  amia_tool_misuse ("seed needs %s with a number up to %" G_GUINT64_FORMAT, name, max);
  return FALSE;
}

int
amia_tool_seed (char **argv)
{
  g_autofree char *cases_text = NULL;
  g_autofree char *seed_text = NULL;
  g_autofree char *forms_text = g_strdup ("0");
  g_autofree char *notes_text = g_strdup ("0");
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GError) error = NULL;
  guint64            n_cases;
  guint64            n_forms;
  guint64            n_notes;
  guint64            seed;
  const GOptionEntry entries[] = {
    { "cases", 0, 0, G_OPTION_ARG_FILENAME, &cases_text, NULL, NULL },
    { "seed", 0, 0, G_OPTION_ARG_FILENAME, &seed_text, NULL, NULL },
    { "more-forms", 0, 0, G_OPTION_ARG_FILENAME, &forms_text, NULL, NULL },
    { "more-notes", 0, 0, G_OPTION_ARG_FILENAME, &notes_text, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1) ||
      !read_number ("--cases", cases_text, CASES_MAX, &n_cases) ||
      !read_number ("--more-forms", forms_text, MORE_MAX, &n_forms) ||
      !read_number ("--more-notes", notes_text, MORE_MAX, &n_notes) ||
      !read_number ("--seed", seed_text, G_MAXUINT32, &seed))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;
  if (!amia_seed_run (
          store, (guint) n_cases, (guint) n_forms, (guint) n_notes, (guint32) seed, &error))
    return amia_tool_fail ("%s", error->message);

  return AMIA_EXIT_DONE;
}
