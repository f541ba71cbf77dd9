/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-print.h"

#include "amia-form-sharing.h"
#include "amia-form-sheet.h"
#include "amia-print.h"

/* From the form that is open to a sheet of paper, and the fact that it was printed. */

static char *
make_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

void
amia_form_print (GtkWidget     *from,
                 AmiaFormModel *model,
                 AmiaFormPrint  what,
                 gboolean       is_large,
                 gboolean       is_pdf)
{
  AmiaResponse       *response = amia_form_model_get_response (model);
  const AmiaIdentity *identity = amia_replica_get_identity (amia_form_model_get_replica (model));
  AmiaCaseSharing    *sharing = amia_form_model_get_sharing (model);
  AmiaQuestionnaire  *form = NULL;
  g_autofree char    *today = make_today ();
  g_autofree char    *held_back = NULL;
  g_auto (GStrv) withheld = NULL;
  AmiaPrintJob  job;
  AmiaPaperInfo info;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_FORM_MODEL (model));
  if (response == NULL)
    return;

  form = amia_response_get_questionnaire (response);
  if (sharing != NULL && what != AMIA_FORM_PRINT_BLANK)
    {
      g_auto (GStrv) areas = amia_form_sharing_list_areas (sharing, identity->agency);

      held_back = amia_form_sharing_describe (sharing, response, identity->agency);
      withheld = amia_form_sheet_list_withheld (response, (const char *const *) areas);
    }
  info = (AmiaPaperInfo){
    .language = amia_form_model_get_language (model),
    .case_id = amia_form_model_get_case_id (model),
    .form_id = amia_form_model_get_form_id (model),
    .printed_by = what == AMIA_FORM_PRINT_BLANK ? NULL : identity->user,
    .printed_on = today,
    .is_large = is_large,
    .is_own_copy = what == AMIA_FORM_PRINT_OWN_COPY,
    .is_completed = amia_form_model_get_is_completed (model),
    .withheld_areas = (const char *const *) withheld,
    .sharing_words = held_back,
    .subproject = amia_form_model_get_subproject (model),
  };
  if (amia_questionnaire_get_scope (form) == AMIA_FORM_SCOPE_SURVEY)
    {
      /* Its number is on the paper, and that is all it may say of whose it is. */
      info.case_id = NULL;
      info.printed_by = NULL;
    }
  job = (AmiaPrintJob){
    .name = amia_text_get (amia_questionnaire_get_title (form), info.language),
    .is_pdf = is_pdf,
    .replica = amia_form_model_get_replica (model),
    .case_id = amia_form_model_get_case_id (model),
    .about = "form",
  };
  amia_print_sheet (from,
                    amia_form_sheet_new (form,
                                         what == AMIA_FORM_PRINT_BLANK ? NULL : response,
                                         &info),
                    &job);
}
