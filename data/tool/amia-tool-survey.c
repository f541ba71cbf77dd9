/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-answer-path.h"
#include "amia-date.h"
#include "amia-tool.h"

/*
 * `survey export`: what statistics read. Nothing that leads back goes out: no number, no author, no
 * time but the month, no order but that of a hash of what was random to begin with; and where only
 * a few have answered the same survey in one month and sub-project, not even these two. What
 * somebody wrote in their own words may tell who they are all the same: that is said, and can be
 * left out.
 */

#define SMALL_GROUP_MAX 4

typedef struct
{
  gboolean is_without_text;
  guint    n_texts; /* that went out */
} Export;

typedef struct
{
  AmiaUuid    id;
  AmiaRecord *record; /* read after the walk */
  char       *rank;
  char       *group; /* survey, month and sub-project */
} Survey;

static void
survey_free (Survey *survey)
{
  g_clear_pointer (&survey->record, amia_record_free);
  g_free (survey->rank);
  g_free (survey->group);
  g_free (survey);
}

static gboolean
add_survey (const AmiaRecord *record,
            gpointer          data)
{
  Survey          *survey = NULL;
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  g_autofree char *month = amia_record_dup_string (record, "month");
  g_autofree char *subproject = amia_record_dup_string (record, "subproject");

  if (amia_record_is_removed (record) || canonical == NULL)
    return TRUE;

  survey = g_new0 (Survey, 1);
  survey->id = record->id;
  survey->rank =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, record->id.bytes, sizeof record->id.bytes);
  survey->group = g_strjoin ("\n", canonical, month != NULL ? month : "",
                             subproject != NULL ? subproject : "", NULL);
  g_ptr_array_add (data, survey);
  return TRUE;
}

static int
compare_surveys (gconstpointer a,
                 gconstpointer b)
{
  return strcmp ((*(Survey *const *) a)->rank, (*(Survey *const *) b)->rank);
}

static gboolean
is_small_group (GPtrArray    *surveys,
                const Survey *survey)
{
  guint n_alike = 0;

  for (guint i = 0; i < surveys->len; i++)
    n_alike += strcmp (((Survey *) g_ptr_array_index (surveys, i))->group, survey->group) == 0;

  return n_alike <= SMALL_GROUP_MAX;
}

/* --- CSV ------------------------------------------------------------------------------------ */

/* Text that a spreadsheet would take for a formula is kept from being one. */
static void
append_cell (GString    *line,
             const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  if (line->len > 0)
    g_string_append_c (line, ',');
  g_string_append_printf (
      line, "\"%s%s\"", *text != '\0' && strchr ("=+-@\t\r", *text) != NULL ? "'" : "", doubled);
}

/* A day is as good as a name where few answered that day: it is told as its month, if at all. */
static gboolean
blur_date (char    *words,
           gboolean is_small)
{
  GDate date;

  if (!amia_date_parse_iso (words, -1, &date))
    return TRUE;

  words[strlen ("2026-11")] = '\0';
  return !is_small;
}

/* A text as it is, a choice by its words, anything else as JSON. */
static char *
dup_words (const char *value)
{
  AmiaSlice    slice = { value, strlen (value) };
  AmiaScan     scan;
  AmiaSlice    name;
  AmiaSlice    member;
  AmiaScanType type;

  if (*value == '"')
    return amia_scan_dup_string (slice);
  if (*value == '{' && amia_scan_enter (&scan, slice) == AMIA_SCAN_OBJECT)
    {
      while ((type = amia_scan_next_member (&scan, &name, &member)) != AMIA_SCAN_END)
        {
          if (type == AMIA_SCAN_STRING && amia_scan_is (name, "display"))
            return amia_scan_dup_string (member);
        }
    }

  return g_strdup (value);
}

/* Somebody's own words: not a choice, a number or a day. */
static gboolean
is_text (const char *value,
         const char *words)
{
  GDate date;

  return *value == '"' && !amia_date_parse_iso (words, -1, &date);
}

static void
print_answer (Export *export,
              const Survey *survey,
              guint         row,
              gboolean      is_small,
              const char   *field)
{
  const char      *value = amia_record_get_value (survey->record, field);
  g_autofree char *link_id = amia_answer_path_dup_link_id (field);
  g_autofree char *number = amia_record_dup_string (survey->record, "number");
  g_autofree char *words = value != NULL ? dup_words (value) : NULL;
  g_autofree char *response = g_strdup_printf ("%u", row);
  g_auto (GStrv) parts = g_strsplit (survey->group, "\n", 3);
  g_autoptr (GString) line = g_string_new (NULL);

  /* The number may have been written into an answer, too. */
  if (link_id == NULL || words == NULL || strcmp (value, "null") == 0 ||
      (number != NULL && strstr (words, number) != NULL))
    return;
  if (is_text (value, words) && export->is_without_text)
    return;
  export->n_texts += is_text (value, words);
  if (!blur_date (words, is_small))
    return;

  append_cell (line, response);
  append_cell (line, parts[0]);
  append_cell (line, is_small ? "" : parts[1]);
  append_cell (line, is_small ? "" : parts[2]);
  append_cell (line, link_id);
  append_cell (line, words);
  puts (line->str);
}

static void
print_survey (Export *export,
              const Survey *survey,
              guint         row,
              gboolean      is_small)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (survey->record);

  for (guint i = 0; i < fields->len; i++)
    {
      if (g_str_has_prefix (g_ptr_array_index (fields, i), AMIA_ANSWER_PREFIX))
        print_answer (export, survey, row, is_small, g_ptr_array_index (fields, i));
    }
}

static int
export_surveys (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (GPtrArray) surveys =
      g_ptr_array_new_with_free_func ((GDestroyNotify) survey_free);
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Export export = { 0 };
  const AmiaRecordQuery query = { .kind = "survey" };
  const GOptionEntry    entries[] = {
       { "no-text", 0, 0, G_OPTION_ARG_NONE, &export.is_without_text, NULL, NULL },
       { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;
  if (!amia_store_foreach_record (store, &query, add_survey, surveys, &error))
    return amia_tool_fail ("%s", error->message);

  g_ptr_array_sort (surveys, compare_surveys);
  puts ("response,questionnaire,month,subproject,question,answer");
  for (guint i = 0; i < surveys->len; i++)
    {
      Survey *survey = g_ptr_array_index (surveys, i);

      survey->record = amia_store_load_record (store, &survey->id, &error);
      if (survey->record == NULL)
        return amia_tool_fail ("%s", error->message);
      print_survey (&export, survey, i + 1, is_small_group (surveys, survey));
    }
  if (export.n_texts > 0)
    fprintf (stderr,
             "%u answers in participants' own words went out as they were written. They may tell who "
             "somebody is: read them, or leave them out with --no-text.\n",
             export.n_texts);
  return AMIA_EXIT_DONE;
}

int
amia_tool_survey (char **argv)
{
  if (argv[1] != NULL && strcmp (argv[1], "export") == 0)
    return export_surveys (&argv[1]);
  return amia_tool_misuse ("survey is followed by export");
}
