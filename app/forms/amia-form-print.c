/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-print.h"

#include "amia-case-ratings.h"
#include "amia-form-sharing.h"
#include "amia-form-sheet.h"
#include "amia-print.h"

/* From the form that is open to a sheet of paper, and the fact that it was printed. */

typedef struct
{
  GtkWidget      *from;
  AmiaFormModel  *model;
  AmiaCaseReader *ratings; /* NULL for a form that draws none */
  AmiaFormPrint   what;
  gboolean        is_large;
  gboolean        is_pdf;
} Job;

static void
free_job (Job *job)
{
  g_object_unref (job->from);
  g_object_unref (job->model);
  g_clear_object (&job->ratings);
  g_free (job);
}

static char *
make_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

static AmiaPaperInfo
describe (const Job  *job,
          const char *today)
{
  AmiaFormModel      *model = job->model;
  const gboolean      is_blank = job->what == AMIA_FORM_PRINT_BLANK;
  const AmiaIdentity *identity = amia_replica_get_identity (amia_form_model_get_replica (model));
  AmiaQuestionnaire  *form = amia_response_get_questionnaire (amia_form_model_get_response (model));
  AmiaPaperInfo       info = {
          .language = amia_form_model_get_language (model),
          .case_id = amia_form_model_get_case_id (model),
          .form_id = amia_form_model_get_form_id (model),
          .printed_by = is_blank ? NULL : identity->user,
          .printed_on = today,
          .is_large = job->is_large,
          .is_own_copy = job->what == AMIA_FORM_PRINT_OWN_COPY,
          .is_completed = amia_form_model_get_is_completed (model),
          .subproject = amia_form_model_get_subproject (model),
          .ratings = job->ratings != NULL ? amia_case_reader_get (job->ratings) : NULL,
  };

  if (amia_questionnaire_get_scope (form) == AMIA_FORM_SCOPE_SURVEY)
    {
      /* Its number is on the paper, and that is all it may say of whose it is. */
      info.case_id = NULL;
      info.printed_by = NULL;
    }
  return info;
}

/* Prints, and frees the job. */
static void
print (Job *job)
{
  AmiaFormModel      *model = job->model;
  AmiaResponse       *response = amia_form_model_get_response (model);
  const AmiaIdentity *identity = amia_replica_get_identity (amia_form_model_get_replica (model));
  AmiaCaseSharing    *sharing = amia_form_model_get_sharing (model);
  const gboolean      is_blank = job->what == AMIA_FORM_PRINT_BLANK;
  AmiaQuestionnaire  *form = amia_response_get_questionnaire (response);
  g_autofree char    *today = make_today ();
  g_autofree char    *held_back = NULL;
  g_auto (GStrv) withheld = NULL;
  AmiaPaperInfo info = describe (job, today);
  AmiaPrintJob  description = {
     .name = amia_text_get (amia_questionnaire_get_title (form), info.language),
     .is_pdf = job->is_pdf,
     .replica = amia_form_model_get_replica (model),
     .case_id = amia_form_model_get_case_id (model),
     .about = "form",
  };

  if (sharing != NULL && !is_blank)
    {
      g_auto (GStrv) areas = amia_form_sharing_list_areas (sharing, identity->agency);

      held_back = amia_form_sharing_describe (sharing, response, identity->agency);
      withheld = amia_form_sheet_list_withheld (response, (const char *const *) areas);
      info.withheld_areas = (const char *const *) withheld;
      info.sharing_words = held_back;
    }
  amia_print_sheet (job->from,
                    amia_form_sheet_new (form, is_blank ? NULL : response, &info),
                    &description);
  free_job (job);
}

static gboolean
draws_ratings (AmiaResponse *response)
{
  GPtrArray *items =
      amia_questionnaire_get_all_items (amia_response_get_questionnaire (response));

  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);

      if (g_strcmp0 (item->instrument, "ratings") == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether the other times could be read or not: without them the form is printed all the same. */
static void
ratings_cb (Job *job)
{
  g_autoptr (AmiaCaseReader) reader = g_object_ref (job->ratings);

  amia_case_reader_stop (reader);
  g_signal_handlers_disconnect_by_data (reader, job);
  print (job);
}

void
amia_form_print (GtkWidget     *from,
                 AmiaFormModel *model,
                 AmiaFormPrint  what,
                 gboolean       is_large,
                 gboolean       is_pdf)
{
  AmiaResponse *response = NULL;
  Job          *job = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_FORM_MODEL (model));

  response = amia_form_model_get_response (model);
  if (response == NULL)
    return;

  job = g_new0 (Job, 1);
  job->from = g_object_ref (from);
  job->model = g_object_ref (model);
  job->what = what;
  job->is_large = is_large;
  job->is_pdf = is_pdf;
  if (what == AMIA_FORM_PRINT_BLANK || !draws_ratings (response))
    {
      print (job);
      return;
    }
  job->ratings = amia_case_ratings_new (model);
  g_signal_connect_swapped (job->ratings, "changed", G_CALLBACK (ratings_cb), job);
  g_signal_connect_swapped (job->ratings, "failed", G_CALLBACK (ratings_cb), job);
}
