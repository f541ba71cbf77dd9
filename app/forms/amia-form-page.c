/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-page.h"

#include <glib/gi18n.h>

#include "amia-form-agreements.h"
#include "amia-form-approval.h"
#include "amia-form-body.h"
#include "amia-form-newer.h"
#include "amia-form-page-private.h"
#include "amia-form-print.h"
#include "amia-form-sections.h"

G_DEFINE_FINAL_TYPE (AmiaFormPage, amia_form_page, ADW_TYPE_BIN)

enum
{
  SIGNAL_ALONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Going to places ------------------------------------------------------------------------ */

static void
go_to_node (AmiaFormPage *self,
            AmiaNode     *node)
{
  amia_form_body_go_to (AMIA_FORM_BODY (self->body), node);
}

static void
reached_cb (AmiaFormPage *self,
            AmiaNode     *section)
{
  amia_form_sections_set_current (AMIA_FORM_SECTIONS (self->sections), section);
}

static gboolean
go_to_wanted_cb (gpointer data)
{
  AmiaFormPage *self = data;
  AmiaResponse *response = amia_form_model_get_response (self->model);
  AmiaNode     *node = amia_response_find (response, self->wanted);

  self->wanted_id = 0;
  if (node != NULL)
    go_to_node (self, node);
  g_clear_pointer (&self->wanted, g_free);
  return G_SOURCE_REMOVE;
}

/* After the first frame, or there is no place to scroll to yet. */
static void
go_to_wanted (AmiaFormPage *self)
{
  if (self->wanted != NULL && self->wanted_id == 0 &&
      amia_form_model_get_response (self->model) != NULL)
    self->wanted_id = g_timeout_add (50, go_to_wanted_cb, self);
}

static void
newer_done_cb (AmiaFormPage *self,
               gboolean      is_chosen)
{
  AmiaMigration *migration = amia_form_newer_get_migration (AMIA_FORM_NEWER (self->newer));

  if (is_chosen && migration != NULL)
    amia_form_model_migrate (self->model, migration);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
  gtk_widget_child_focus (self->body, GTK_DIR_TAB_FORWARD);
}

/* In place of the questions, which the summary is about. */
static void
show_newer (AmiaFormPage *self)
{
  AmiaQuestionnaire *newer = amia_form_model_get_newer_version (self->model);

  if (newer == NULL)
    return;
  amia_form_newer_set (AMIA_FORM_NEWER (self->newer),
                       amia_form_model_get_response (self->model),
                       newer,
                       amia_form_model_get_language (self->model));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "newer");
  gtk_widget_child_focus (self->newer, GTK_DIR_TAB_FORWARD);
}

static void
banner_clicked_cb (AmiaFormPage *self)
{
  g_autoptr (GPtrArray) versions = amia_form_model_list_versions (self->model);

  if (amia_form_model_get_failure (self->model) != NULL)
    amia_form_model_retry (self->model);
  else if (versions->len > 0)
    go_to_node (self, g_ptr_array_index (versions, 0));
  else if (amia_form_model_is_joint (self->model))
    amia_form_go_on (GTK_WIDGET (self), self->model);
  else if (amia_form_model_get_is_completed (self->model))
    amia_form_model_set_completed (self->model, FALSE);
  else
    show_newer (self);
}

/* --- Actions -------------------------------------------------------------------------------- */

static void
undo_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  amia_form_model_undo (AMIA_FORM_PAGE (user_data)->model);
}

static void
redo_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  amia_form_model_redo (AMIA_FORM_PAGE (user_data)->model);
}

static void
go_to_neighbour (AmiaFormPage *self,
                 int           offset)
{
  AmiaNode *section =
      amia_form_sections_get_neighbour (AMIA_FORM_SECTIONS (self->sections), offset);

  if (section != NULL)
    go_to_node (self, section);
}

static void
next_section_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  go_to_neighbour (user_data, 1);
}

static void
previous_section_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  go_to_neighbour (user_data, -1);
}

static void
finish_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  amia_form_body_go_to_end (AMIA_FORM_BODY (AMIA_FORM_PAGE (user_data)->body));
}

static void
participant_cb (GSimpleAction *action,
                GVariant      *state,
                gpointer       user_data)
{
  AmiaFormPage *self = user_data;

  self->is_alone = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
  gtk_widget_set_visible (self->sections, !self->is_alone);
  gtk_widget_set_visible (self->separator, !self->is_alone);
  gtk_widget_set_visible (self->footer, !self->is_alone);
  _amia_form_page_update (self);
  g_signal_emit (self, signals[SIGNAL_ALONE], 0, self->is_alone);
}

static void
print_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  AmiaFormPage *self = user_data;
  int           what;
  gboolean      is_pdf;

  g_variant_get (parameter, "(ib)", &what, &is_pdf);
  amia_form_print (GTK_WIDGET (self), self->model, (AmiaFormPrint) what, self->is_large, is_pdf);
}

static void
print_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  AmiaFormPage *self = AMIA_FORM_PAGE (widget);

  amia_form_print (widget, self->model, AMIA_FORM_PRINT_FILLED, self->is_large, FALSE);
}

static void
print_large_cb (GSimpleAction *action,
                GVariant      *state,
                gpointer       user_data)
{
  AMIA_FORM_PAGE (user_data)->is_large = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
}

typedef struct
{
  const char *trigger;
  const char *action;
} Shortcut;

static void
add_shortcuts (AmiaFormPage       *self,
               GtkPropagationPhase phase,
               const Shortcut     *shortcuts,
               gsize               n_shortcuts)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, phase);
  for (gsize i = 0; i < n_shortcuts; i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].trigger),
                          gtk_named_action_new (shortcuts[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
add_actions (AmiaFormPage *self)
{
  const GActionEntry entries[] = {
    { .name = "undo", .activate = undo_cb },
    { .name = "redo", .activate = redo_cb },
    { .name = "next-section", .activate = next_section_cb },
    { .name = "previous-section", .activate = previous_section_cb },
    { .name = "finish", .activate = finish_cb },
    { .name = "participant", .state = "false", .change_state = participant_cb },
    { .name = "print", .activate = print_cb, .parameter_type = "(ib)" },
    { .name = "export", .activate = _amia_form_page_export_cb },
    { .name = "print-large", .state = "false", .change_state = print_large_cb },
  };
  /* A text field undoes its own typing first; the page's undo is for when it has nothing to undo.
   */
  const Shortcut undo[] = {
    { "<Control>z", "form.undo" },
    { "<Control><Shift>z", "form.redo" },
  };
  /* Text fields use these keys too, for something nobody misses here. */
  const Shortcut places[] = {
    { "<Control>Page_Down", "form.next-section" },
    { "<Control>Page_Up", "form.previous-section" },
    { "<Control>Return", "form.finish" },
    { "F11", "form.participant" },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  self->actions = G_ACTION_GROUP (group);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "form", self->actions);
  add_shortcuts (self, GTK_PHASE_BUBBLE, undo, G_N_ELEMENTS (undo));
  add_shortcuts (self, GTK_PHASE_CAPTURE, places, G_N_ELEMENTS (places));
}

/* --- Loading -------------------------------------------------------------------------------- */

static void
loaded_cb (AmiaFormPage *self)
{
  AmiaResponse *response = amia_form_model_get_response (self->model);
  AmiaOutline  *outline = NULL;

  if (response == NULL || amia_form_model_get_is_gone (self->model))
    {
      amia_form_body_clear (AMIA_FORM_BODY (self->body));
      _amia_form_page_show_failure (self);
      return;
    }

  adw_window_title_set_title (
      ADW_WINDOW_TITLE (self->title),
      amia_text_get (amia_questionnaire_get_title (amia_response_get_questionnaire (response)),
                     amia_form_model_get_language (self->model)));
  outline = amia_outline_new (response);
  amia_form_sections_set_model (AMIA_FORM_SECTIONS (self->sections), self->model, outline);
  gtk_widget_set_visible (self->separator, gtk_widget_get_visible (self->sections));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
  gtk_widget_insert_action_group (GTK_WIDGET (self), "form", self->actions);
  gtk_widget_set_visible (self->footer, TRUE);
  amia_form_body_set_model (AMIA_FORM_BODY (self->body), self->model, outline);
  _amia_form_page_update (self);
  go_to_wanted (self);
}

static const char *
get_language (void)
{
  const char *name = g_get_language_names ()[0];

  return g_str_equal (name, "C") || g_str_has_prefix (name, "C.") ? NULL : name;
}

static void
amia_form_page_dispose (GObject *object)
{
  AmiaFormPage *self = AMIA_FORM_PAGE (object);

  g_clear_handle_id (&self->wanted_id, g_source_remove);
  g_clear_pointer (&self->wanted, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), AMIA_TYPE_FORM_PAGE);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (amia_form_page_parent_class)->dispose (object);
}

static void
amia_form_page_class_init (AmiaFormPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_form_page_dispose;

  signals[SIGNAL_ALONE] = g_signal_new ("alone",
                                        AMIA_TYPE_FORM_PAGE,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_BOOLEAN);

  g_type_ensure (AMIA_TYPE_FORM_BODY);
  g_type_ensure (AMIA_TYPE_FORM_NEWER);
  g_type_ensure (AMIA_TYPE_FORM_SECTIONS);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-form-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, newer);
  gtk_widget_class_bind_template_callback (widget_class, newer_done_cb);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, banner);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, banner_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, banner_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, held_back);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, held_back_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, failed);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, sections);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, separator);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, body);
  gtk_widget_class_bind_template_callback (widget_class, reached_cb);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, footer);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, saved_icon);
  gtk_widget_class_bind_template_child (widget_class, AmiaFormPage, saved_label);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
  gtk_widget_class_install_action (widget_class, "page.print", NULL, print_action_cb);
}

static void
amia_form_page_init (AmiaFormPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->footer, FALSE);
  add_actions (self);
  g_signal_connect_object (self->sections, "chosen", G_CALLBACK (go_to_node), self, G_CONNECT_SWAPPED);
}

GtkWidget *
amia_form_page_new (AmiaReplica    *replica,
                    const AmiaUuid *case_id,
                    const AmiaUuid *form_id)
{
  AmiaFormPage *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self = g_object_new (AMIA_TYPE_FORM_PAGE, NULL);
  self->model = amia_form_model_new (replica, case_id, form_id, get_language ());
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "saved-changed", G_CALLBACK (_amia_form_page_update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
amia_form_page_go_to (AmiaFormPage *self,
                      const char   *path)
{
  g_return_if_fail (AMIA_IS_FORM_PAGE (self));

  g_free (self->wanted);
  self->wanted = g_strdup (path);
  go_to_wanted (self);
}
