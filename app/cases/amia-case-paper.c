/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-paper.h"

#include "amia-case-print.h"
#include "amia-form-sheet.h"
#include "amia-print.h"
#include "amia-questionnaires.h"

/* The whole case is read where the store is; what is blank needs nothing but its template and goes
 * to the printer at once. */

typedef struct
{
  GtkWidget   *page; /* not owned: it owns the group */
  AmiaReplica *replica;
  AmiaUuid     case_id;
  gboolean     is_large;
} Paper;

static const struct
{
  const char *form;
  guint       n_days; /* 0 for a form that knows of no days */
} blanks[] = {
  [AMIA_CASE_PAPER_DIARY_WEEK] = { "https://amia.se/fhir/Questionnaire/dagboksblad", 7 },
  [AMIA_CASE_PAPER_DIARY_MONTH] = { "https://amia.se/fhir/Questionnaire/dagboksblad", 28 },
  [AMIA_CASE_PAPER_SCHEDULE] = { "https://amia.se/fhir/Questionnaire/veckoschema", 0 },
};

static void
free_paper (gpointer data)
{
  Paper *paper = data;

  g_object_unref (paper->replica);
  g_free (paper);
}

static void
print_blank (const Paper *paper,
             guint        what,
             gboolean     is_pdf)
{
  g_autoptr (AmiaQuestionnaire) form = amia_questionnaires_read_shipped (blanks[what].form);
  const guint         n_days = blanks[what].n_days;
  const AmiaPaperInfo info = {
    .language = amia_questionnaires_get_language (),
    .case_id = &paper->case_id,
    .is_large = paper->is_large,
  };
  AmiaPrintJob job = {
    .is_pdf = is_pdf,
    .replica = paper->replica,
    .case_id = &paper->case_id,
    .about = "case",
  };

  g_return_if_fail (form != NULL);

  job.name = amia_text_get (amia_questionnaire_get_title (form), info.language);
  amia_print_sheet (paper->page,
                    n_days > 0 ? amia_form_sheet_new_days (form, &info, n_days, NULL)
                               : amia_form_sheet_new (form, NULL, &info),
                    &job);
}

static void
print_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  const Paper *paper = data;
  int          what;
  gboolean     is_pdf;

  g_variant_get (parameter, "(ib)", &what, &is_pdf);
  if (what == AMIA_CASE_PAPER_WHOLE || what == AMIA_CASE_PAPER_OWN_COPY)
    {
      const AmiaCasePrint how = {
        .is_own_copy = what == AMIA_CASE_PAPER_OWN_COPY,
        .is_large = paper->is_large,
        .is_pdf = is_pdf,
      };

      amia_case_print (paper->page, paper->replica, &paper->case_id, &how);
    }
  else if (what > 0 && what < (int) G_N_ELEMENTS (blanks))
    print_blank (paper, (guint) what, is_pdf);
}

static void
large_cb (GSimpleAction *action,
          GVariant      *state,
          gpointer       data)
{
  ((Paper *) data)->is_large = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
}

GActionGroup *
amia_case_paper_new (GtkWidget      *page,
                     AmiaReplica    *replica,
                     const AmiaUuid *case_id)
{
  const GActionEntry entries[] = {
    { .name = "print", .activate = print_cb, .parameter_type = "(ib)" },
    { .name = "large", .state = "false", .change_state = large_cb },
  };
  GSimpleActionGroup *group = NULL;
  Paper              *paper = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (page), NULL);
  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  group = g_simple_action_group_new ();
  paper = g_new0 (Paper, 1);
  paper->page = page;
  paper->replica = g_object_ref (replica);
  paper->case_id = *case_id;
  g_object_set_data_full (G_OBJECT (group), "amia-paper", paper, free_paper);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), paper);
  return G_ACTION_GROUP (group);
}
