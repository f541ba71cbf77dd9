/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-case-sheet.h"
#include "amia-date.h"
#include "amia-form-sheet.h"
#include "amia-page-reader.h"
#include "amia-rating-source.h"
#include "amia-raw-json.h"
#include "amia-response-export.h"
#include "amia-store-lookup.h"
#include "amia-store-sync.h"
#include "amia-store-templates.h"
#include "amia-tool-paper.h"
#include "amia-tool.h"

/* `form print`, `form page`: a form on paper, and back from a scan of it; without a replica.
 * `print`: a whole case out of one. */

#define DAYS_MAX 366

typedef struct
{
  gboolean is_blank;
  gboolean is_large;
  gboolean is_own_copy;
  char    *response;
  char   **earlier;
  char    *pdf;
  char    *language;
  char    *from;
  char    *on;
  char    *by;
  char    *case_id;
  char    *case_words;
  char    *form_id;
  char    *subproject;
  int      n_days;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->response);
  g_strfreev (options->earlier);
  g_free (options->pdf);
  g_free (options->language);
  g_free (options->from);
  g_free (options->on);
  g_free (options->by);
  g_free (options->case_id);
  g_free (options->case_words);
  g_free (options->form_id);
  g_free (options->subproject);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* A completed response says so; anything else may still change. */
static AmiaResponse *
load_response (AmiaQuestionnaire *form,
               const char        *path,
               const char        *language,
               gboolean          *is_completed,
               GError           **error)
{
  g_autofree char *data = NULL;
  g_autoptr (AmiaResponse) response = amia_response_new (form, language);
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (AmiaRawDocument) document = NULL;
  const char *status = NULL;
  gsize       length;

  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  edits = amia_response_import (response, data, (gssize) length, NULL, error);
  if (edits == NULL)
    return NULL;

  document = amia_raw_document_new (data, length, NULL);
  if (document != NULL)
    status = amia_raw_get_string (amia_raw_document_get_root (document), "status");
  *is_completed = g_strcmp0 (status, "completed") == 0 || g_strcmp0 (status, "amended") == 0;
  return g_steal_pointer (&response);
}

/* The day a response was written on, else today. */
static void
find_authored (const char *data,
               gsize       length,
               GDate      *day)
{
  g_autoptr (AmiaRawDocument) document = amia_raw_document_new (data, length, NULL);
  const char *authored =
      document != NULL ? amia_raw_get_string (amia_raw_document_get_root (document), "authored")
                       : NULL;

  if (authored == NULL || strlen (authored) < AMIA_DATE_TEXT_LENGTH ||
      !amia_date_parse_iso (authored, AMIA_DATE_TEXT_LENGTH, day))
    g_date_set_time_t (day, time (NULL));
}

/* The same form of other times, for what is drawn over time. */
static gboolean
load_earlier (AmiaQuestionnaire *form,
              const Options     *options,
              AmiaPaperInfo     *info,
              GError           **error)
{
  for (gsize i = 0; options->earlier != NULL && options->earlier[i] != NULL; i++)
    {
      g_autofree char *data = NULL;
      gsize            length;
      gboolean         is_completed;
      GDate            day;
      g_autoptr (AmiaResponse) response =
          load_response (form, options->earlier[i], options->language, &is_completed, error);

      if (response == NULL || !g_file_get_contents (options->earlier[i], &data, &length, error))
        return FALSE;
      g_date_clear (&day, 1);
      find_authored (data, length, &day);
      g_ptr_array_add (info->ratings,
                       amia_rating_new_from_response (response, options->earlier[i], &day));
    }

  return TRUE;
}

static gboolean
read_ids (const Options *options,
          AmiaPaperInfo *info,
          AmiaUuid      *case_id,
          AmiaUuid      *form_id)
{
  if (!amia_tool_parse_id ("case", options->case_id, case_id) ||
      !amia_tool_parse_id ("form", options->form_id, form_id))
    return FALSE;

  info->case_id = options->case_id != NULL ? case_id : NULL;
  info->form_id = options->form_id != NULL ? form_id : NULL;
  return TRUE;
}

static int
print (AmiaQuestionnaire *form,
       const Options     *options)
{
  AmiaPaperInfo info = {
    .language = options->language,
    .printed_on = options->on,
    .printed_by = options->by,
    .is_large = options->is_large,
    .is_own_copy = options->is_own_copy,
    .subproject = options->subproject,
  };
  AmiaUuid case_id;
  AmiaUuid form_id;
  g_autoptr (AmiaResponse) response = NULL;
  g_autoptr (GPtrArray) ratings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_rating_unref);
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;

  info.ratings = ratings;
  if (!read_ids (options, &info, &case_id, &form_id))
    return AMIA_EXIT_USAGE;
  if (options->response != NULL)
    {
      response = load_response (form,
                                options->response,
                                options->language,
                                &info.is_completed,
                                &error);
      if (response == NULL || !load_earlier (form, options, &info, &error))
        return amia_tool_fail ("%s", error->message);
    }

  sheet = options->n_days > 0
              ? amia_form_sheet_new_days (form, &info, (guint) options->n_days, options->from)
              : amia_form_sheet_new (form, response, &info);
  if (!amia_sheet_save_pdf (sheet, options->pdf, &error))
    return amia_tool_fail ("%s", error->message);
  return AMIA_EXIT_DONE;
}

static gboolean
is_day (const char *text)
{
  GDate day;

  return text == NULL || amia_date_parse_iso (text, -1, &day);
}

int
amia_tool_form_print (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_auto (Options) options = { 0 };
  g_autoptr (AmiaQuestionnaire) form = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char   *data = NULL;
  gsize              length;
  const GOptionEntry entries[] = {
    { "blank", 0, 0, G_OPTION_ARG_NONE, &options.is_blank, NULL, NULL },
    { "response", 0, 0, G_OPTION_ARG_FILENAME, &options.response, NULL, NULL },
    { "earlier", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.earlier, NULL, NULL },
    { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &options.pdf, NULL, NULL },
    { "large", 0, 0, G_OPTION_ARG_NONE, &options.is_large, NULL, NULL },
    { "own-copy", 0, 0, G_OPTION_ARG_NONE, &options.is_own_copy, NULL, NULL },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &options.language, NULL, NULL },
    { "days", 0, 0, G_OPTION_ARG_INT, &options.n_days, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options.from, NULL, NULL },
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on, NULL, NULL },
    { "by", 0, 0, G_OPTION_ARG_FILENAME, &options.by, NULL, NULL },
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &options.case_id, NULL, NULL },
    { "form", 0, 0, G_OPTION_ARG_FILENAME, &options.form_id, NULL, NULL },
    { "subproject", 0, 0, G_OPTION_ARG_FILENAME, &options.subproject, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (options.is_blank == (options.response != NULL))
    return amia_tool_misuse ("form print takes either --blank or --response FILE");
  if (options.earlier != NULL && options.response == NULL)
    return amia_tool_misuse ("--earlier goes with --response");
  if (options.pdf == NULL)
    return amia_tool_misuse ("form print needs --pdf FILE");
  if (options.n_days < 0 || options.n_days > DAYS_MAX || (options.n_days > 0 && !options.is_blank))
    return amia_tool_misuse ("--days goes with --blank and is at most %d", DAYS_MAX);
  if (!is_day (options.from) || !is_day (options.on))
    return amia_tool_misuse ("a day is written as 2026-05-04");

  if (!g_file_get_contents (arguments.words[0], &data, &length, &error))
    return amia_tool_fail ("%s", error->message);
  form = amia_questionnaire_new_from_data (data, (gssize) length, &error);
  if (form == NULL)
    return amia_tool_fail ("%s", error->message);
  return print (form, &options);
}

int
amia_tool_form_page (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize        length;
  AmiaPageCode code;
  char         text[AMIA_PAGE_CODE_LENGTH + 1];

  if (!amia_tool_parse (&arguments, argv, NULL, 1, 1))
    return AMIA_EXIT_USAGE;
  if (!g_file_get_contents (arguments.words[0], &data, &length, &error) ||
      !amia_page_reader_read ((const guint8 *) data, length, &code, &error))
    return amia_tool_fail ("%s", error->message);

  printf ("%s %u\n", amia_page_code_print (&code, text), code.page);
  return AMIA_EXIT_DONE;
}

/* --- A whole case ----------------------------------------------------------------------------- */

static gboolean
add_record (const AmiaRecord *record,
            gpointer          data)
{
  amia_case_book_add (data, record);
  return TRUE;
}

static char *
make_day (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

static int
print_case (AmiaStore     *store,
            const Options *options)
{
  AmiaUuid            case_id;
  AmiaRecordQuery     query = { NULL, NULL, &case_id };
  g_autofree char    *today = options->on != NULL ? g_strdup (options->on) : make_day ();
  const AmiaPaperInfo info = {
    .language = options->language,
    .case_id = &case_id,
    .case_words = options->case_words,
    .printed_by = amia_store_get_identity (store)->user,
    .printed_on = today,
    .is_large = options->is_large,
    .is_own_copy = options->is_own_copy,
  };
  g_autoptr (AmiaCaseBook) book = NULL;
  g_autoptr (AmiaSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;

  if (!amia_tool_parse_id ("case", options->case_id, &case_id))
    return AMIA_EXIT_USAGE;
  book = amia_case_book_new (&info, amia_store_lookup_form, store);
  if (!amia_store_foreach_record (store, &query, add_record, book, &error))
    return amia_tool_fail ("%s", error->message);
  sheet = amia_case_book_make_sheet (book, amia_store_lookup_author, store);
  if (!amia_sheet_save_pdf (sheet, options->pdf, &error) ||
      !amia_store_add_fact (store, "print", &case_id, "case", &error))
    return amia_tool_fail ("%s", error->message);
  return AMIA_EXIT_DONE;
}

int
amia_tool_print (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_auto (Options) options = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &options.case_id, NULL, NULL },
    { "words", 0, 0, G_OPTION_ARG_FILENAME, &options.case_words, NULL, NULL },
    { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &options.pdf, NULL, NULL },
    { "large", 0, 0, G_OPTION_ARG_NONE, &options.is_large, NULL, NULL },
    { "own-copy", 0, 0, G_OPTION_ARG_NONE, &options.is_own_copy, NULL, NULL },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &options.language, NULL, NULL },
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (options.case_id == NULL || options.pdf == NULL)
    return amia_tool_misuse ("print needs --case ID and --pdf FILE");
  if (!is_day (options.on))
    return amia_tool_misuse ("a day is written as 2026-05-04");

  store = amia_tool_open (arguments.words[0]);
  return store != NULL ? print_case (store, &options) : AMIA_EXIT_FAILED;
}
