/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-print.h"

#include "amia-form-sharing.h"
#include "amia-form-sheet.h"
#include "amia-print.h"
#include "amia-store-sync.h"

/* From the form that is open to a sheet of paper, and the fact that it was printed. */

typedef struct
{
  AmiaReplica *replica;
  AmiaUuid     case_id;
} Printed;

static void
free_printed (gpointer data)
{
  Printed *printed = data;

  g_object_unref (printed->replica);
  g_free (printed);
}

static gpointer
note_print (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  /* Ignored: what was printed is printed; the next fact comes all the same. */
  (void) !amia_store_add_fact (store, "print", data, "form", NULL);
  return NULL;
}

static void
printed_cb (gpointer data)
{
  const Printed *printed = data;

  amia_replica_call_async (printed->replica,
                           note_print,
                           g_memdup2 (&printed->case_id, sizeof (AmiaUuid)),
                           g_free,
                           NULL,
                           NULL,
                           NULL,
                           NULL);
}

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
  Printed      *printed = NULL;
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
  printed = g_new (Printed, 1);
  printed->replica = g_object_ref (amia_form_model_get_replica (model));
  printed->case_id = *amia_form_model_get_case_id (model);
  job = (AmiaPrintJob){
    .name = amia_text_get (amia_questionnaire_get_title (form), info.language),
    .is_pdf = is_pdf,
    .printed = printed_cb,
    .data = printed,
    .data_free = free_printed,
  };
  amia_print_sheet (from,
                    amia_form_sheet_new (form,
                                         what == AMIA_FORM_PRINT_BLANK ? NULL : response,
                                         &info),
                    &job);
}
