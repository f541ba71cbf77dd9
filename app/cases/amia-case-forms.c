/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-forms.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-case-survey.h"
#include "amia-choose-files.h"
#include "amia-export.h"
#include "amia-form-begin.h"
#include "amia-form-chooser.h"
#include "amia-form-import.h"
#include "amia-pill.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-template.h"
#include "amia-words.h"

struct _AmiaCaseForms
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *list;
  GtkWidget *new_button;
  GtkWidget *chooser;
  GtkWidget *popover;
  GtkWidget *import;

  AmiaReplica      *replica;
  AmiaCaseSnapshot *snapshot;
};

G_DEFINE_FINAL_TYPE (AmiaCaseForms, amia_case_forms, GTK_TYPE_WIDGET)

/* --- Rows ----------------------------------------------------------------------------------- */

static const char *
describe_saved (AmiaSaved saved)
{
  switch (saved)
    {
    case AMIA_SAVED_OPENED:
      return _ ("opened by your colleague");
    case AMIA_SAVED_COLLEAGUE:
      return _ ("with your colleague");
    case AMIA_SAVED_ESCROW:
      return _ ("sealed on the server");
    case AMIA_SAVED_SERVER:
      return _ ("on the server");
    case AMIA_SAVED_REFUSED:
      return _ ("needs you");
    case AMIA_SAVED_HERE:
    default:
      return _ ("kept here");
    }
}

static char *
describe_form (const AmiaCaseForm *form)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *moment = amia_words_day (form->changed_ms, amia_words_now_ms ());

  if (g_strcmp0 (form->status, "completed") == 0)
    g_string_append_printf (words, "%s · ", _ ("Finished"));
  if (form->n_questions > 0)
    {
      /* Translators: how many of a form's questions have an answer: "12 of 40 answered". */
      g_string_append_printf (words, _ ("%u of %u answered"), form->n_answered, form->n_questions);
      g_string_append (words, " · ");
    }
  if (form->author != NULL && form->agency != NULL)
    /* Translators: when, who, for which agency. */
    g_string_append_printf (words,
                            _ ("changed %s by %s (%s)"),
                            moment,
                            form->author,
                            amia_words_agency_short (form->agency));
  else
    /* Translators: when. */
    g_string_append_printf (words, _ ("changed %s"), moment);
  g_string_append_printf (words, " · %s", describe_saved (form->saved));

  return g_string_free (g_steal_pointer (&words), FALSE);
}

GtkWidget *
amia_case_form_row_new (const AmiaCaseForm *form)
{
  GtkWidget       *row = NULL;
  g_autofree char *subtitle = NULL;
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_val_if_fail (form != NULL, NULL);

  subtitle = describe_form (form);
  row = amia_row_new (form->title, subtitle);
  if (form->n_conflicts > 0)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               amia_pill_new ("warning", "view-dual-symbolic", _ ("Two versions")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row),
                                    "s",
                                    amia_uuid_print (&form->id, id));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-form");
  return row;
}

/* --- A new form ----------------------------------------------------------------------------- */

static void
create_survey_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (AmiaCaseForms) self = data;
  g_autoptr (GError) error = NULL;
  AmiaUuid id;
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  if (!amia_case_survey_create_finish (AMIA_REPLICA (source), result, &id, &error))
    amia_report_error (GTK_WIDGET (self), error);
  else
    gtk_widget_activate_action (
        GTK_WIDGET (self), "win.open-form", "s", amia_uuid_print (&id, text));
}

static void
create_form (AmiaCaseForms        *self,
             const AmiaFormChoice *choice)
{
  if (amia_questionnaire_get_scope (choice->questionnaire) == AMIA_FORM_SCOPE_SURVEY)
    {
      amia_case_survey_create_async (self->replica, self->snapshot, choice->questionnaire,
                                     create_survey_cb, g_object_ref (self));
      return;
    }

  amia_form_begin (GTK_WIDGET (self), self->replica, &self->snapshot->row->id,
                   choice->questionnaire, NULL);
}

static void
chosen_cb (AmiaCaseForms        *self,
           const AmiaFormChoice *choice)
{
  create_form (self, choice);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_widget_grab_focus (self->new_button);
}

static gboolean
begin_choosing_idle_cb (gpointer user_data)
{
  AmiaCaseForms   *self = user_data;
  g_autofree char *subproject = NULL;

  if (self->snapshot == NULL || !gtk_widget_get_mapped (self->chooser))
    return G_SOURCE_REMOVE;
  if (self->snapshot->record != NULL)
    subproject = amia_record_dup_string (self->snapshot->record, "subproject");
  amia_form_chooser_begin (AMIA_FORM_CHOOSER (self->chooser), self->replica, subproject);
  return G_SOURCE_REMOVE;
}

/* The popover chooses whom to give the focus after this signal; the next key comes after both. */
static void
begin_choosing_cb (AmiaCaseForms *self)
{
  g_idle_add_full (G_PRIORITY_HIGH, begin_choosing_idle_cb, g_object_ref (self), g_object_unref);
}

static void
empty_new_cb (AmiaCaseForms *self)
{
  amia_case_forms_choose (self);
}

/* --- From files and to files ----------------------------------------------------------------- */

static void
show_list (AmiaCaseForms *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    self->snapshot->forms->len > 0 ? "list" : "empty");
}

static void
read_cb (AmiaCaseForms *self)
{
  gtk_widget_set_visible (self->import, TRUE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "import");
  gtk_widget_child_focus (self->import, GTK_DIR_TAB_FORWARD);
}

static void
done_cb (AmiaCaseForms *self,
         const char    *form_id)
{
  gtk_widget_set_visible (self->import, FALSE);
  show_list (self);
  if (form_id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-form", "s", form_id);
  else
    gtk_widget_grab_focus (self->new_button);
}

static void
file_chosen (GtkWidget *from,
             GFile     *file)
{
  AmiaCaseForms *self = AMIA_CASE_FORMS (from);

  if (self->snapshot != NULL)
    amia_form_import_read (AMIA_FORM_IMPORT (self->import), file, &self->snapshot->row->id);
}

static void
import_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  const AmiaFileChoice choice = { .title = _ ("Take In Answers from a File"),
                                  .accept = _ ("Look Through"),
                                  .filter = _ ("Answers (FHIR QuestionnaireResponse in JSON)"),
                                  .suffix = "json" };

  amia_choose_files (widget, &choice, file_chosen);
}

static void
save_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AmiaCaseForms *self = AMIA_CASE_FORMS (widget);

  if (self->snapshot != NULL)
    amia_export_case (widget, self->replica, &self->snapshot->row->id, _ ("Forms"));
}

void
amia_case_forms_import (AmiaCaseForms *self,
                        GFile         *file)
{
  g_return_if_fail (AMIA_IS_CASE_FORMS (self));
  g_return_if_fail (G_IS_FILE (file));

  file_chosen (GTK_WIDGET (self), file);
}

static void
amia_case_forms_dispose (GObject *object)
{
  AmiaCaseForms *self = AMIA_CASE_FORMS (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_CASE_FORMS);
  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_forms_parent_class)->dispose (object);
}

static void
amia_case_forms_class_init (AmiaCaseFormsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_case_forms_dispose;

  g_type_ensure (AMIA_TYPE_FORM_CHOOSER);
  g_type_ensure (AMIA_TYPE_FORM_IMPORT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-case-forms.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseForms, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseForms, list);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseForms, new_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseForms, chooser);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseForms, popover);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, begin_choosing_cb);
  gtk_widget_class_bind_template_child (widget_class, AmiaCaseForms, import);
  gtk_widget_class_bind_template_callback (widget_class, empty_new_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_install_action (widget_class, "answers.import", NULL, import_action_cb);
  gtk_widget_class_install_action (widget_class, "answers.save", NULL, save_action_cb);
}

static void
amia_case_forms_init (AmiaCaseForms *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_case_forms_new (AmiaReplica *replica)
{
  AmiaCaseForms *self = g_object_new (AMIA_TYPE_CASE_FORMS, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self->replica = g_object_ref (replica);
  amia_form_import_set_replica (AMIA_FORM_IMPORT (self->import), replica);
  return GTK_WIDGET (self);
}

void
amia_case_forms_set_snapshot (AmiaCaseForms    *self,
                              AmiaCaseSnapshot *snapshot)
{
  g_return_if_fail (AMIA_IS_CASE_FORMS (self));
  g_return_if_fail (snapshot != NULL);

  g_clear_pointer (&self->snapshot, amia_case_snapshot_unref);
  self->snapshot = amia_case_snapshot_ref (snapshot);
  amia_list_clear (self->list);
  for (guint i = 0; i < snapshot->forms->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         amia_case_form_row_new (
                             g_ptr_array_index (snapshot->forms, i)));

  gtk_widget_set_visible (self->list, snapshot->forms->len > 0);
  /* What somebody looks at stays while the case goes on. */
  if (!gtk_widget_get_visible (self->import))
    show_list (self);
}

void
amia_case_forms_choose (AmiaCaseForms *self)
{
  g_return_if_fail (AMIA_IS_CASE_FORMS (self));

  gtk_menu_button_popup (GTK_MENU_BUTTON (self->new_button));
}
