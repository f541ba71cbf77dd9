/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-question.h"

#include <glib/gi18n.h>

#include "amia-control.h"
#include "amia-form-cell.h"
#include "amia-form-words.h"
#include "amia-versions-card.h"

struct _AmiaQuestion
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  AmiaNode      *node;
  char          *label_text;

  GtkWidget *label;
  GtkWidget *versions_slot;
  GtkWidget *control;
  GtkWidget *message_box;
  GtkWidget *message;
  gboolean   is_left_once; /* errors are told at leaving, not while typing */
  gboolean   is_help_on_demand;
  gboolean   has_own_words; /* not a cell named after its row and column */
  char      *versions_shown;
};

#define HELP_LINE_MAX 200 /* characters */

G_DEFINE_FINAL_TYPE (AmiaQuestion, amia_question, GTK_TYPE_BOX)

static void
show_message (AmiaQuestion *self)
{
  const AmiaItem  *item = amia_node_get_item (self->node);
  const char      *language = amia_form_model_get_language (self->model);
  const char      *help = amia_form_words_help (item, language);
  g_autofree char *words = NULL;
  g_autofree char *description = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  if (self->is_left_once)
    messages = amia_response_validate_node (amia_form_model_get_response (self->model), self->node);
  if (messages != NULL && messages->len > 0)
    words = amia_form_words_message (g_ptr_array_index (messages, 0), item, language);

  gtk_label_set_text (GTK_LABEL (self->message), words != NULL ? words : "");
  gtk_widget_set_visible (self->message_box, words != NULL);
  description = g_strjoin (" ", help != NULL ? help : "", words != NULL ? words : "", NULL);
  amia_control_set_name (AMIA_CONTROL (self->control), self->label_text, g_strstrip (description));
}

/* The card is made anew only when the versions are others than before, or it would close under the
 * hands of whoever is merging. */
static void
show_versions (AmiaQuestion *self)
{
  const AmiaRecord *record = amia_form_model_get_record (self->model);
  const char       *path = amia_node_get_value_path (self->node);
  gboolean          has_versions = amia_form_model_has_versions (self->model, self->node);
  g_autoptr (GString) shown = g_string_new (NULL);
  gsize           n_heads = 0;
  const AmiaHead *heads = has_versions ? amia_record_get_heads (record, path, &n_heads) : NULL;
  GtkWidget      *card = gtk_widget_get_first_child (self->versions_slot);

  for (gsize i = 0; i < n_heads; i++)
    {
      char device[AMIA_UUID_HEX_LENGTH + 1];

      g_string_append_printf (shown, "%s:%" G_GINT64_FORMAT " ",
                              amia_uuid_print_hex (&heads[i].device, device), heads[i].n);
    }
  if (g_strcmp0 (shown->str, self->versions_shown) == 0)
    return;

  g_free (self->versions_shown);
  self->versions_shown = g_strdup (shown->str);
  if (card != NULL)
    gtk_box_remove (GTK_BOX (self->versions_slot), card);
  if (has_versions)
    gtk_box_append (GTK_BOX (self->versions_slot),
                    amia_versions_card_new (amia_form_model_get_replica (self->model), record, path,
                                            self->label_text));
  gtk_widget_set_visible (self->versions_slot, has_versions);
}

/* A question may quote the answer to another one. */
static void
show_label (AmiaQuestion *self)
{
  char *words = NULL;

  if (!self->has_own_words)
    return;
  words = amia_form_words_node (self->node, amia_form_model_get_language (self->model));
  g_free (self->label_text);
  self->label_text = words;
  gtk_label_set_text (GTK_LABEL (self->label), words);
}

static void
update (AmiaQuestion *self)
{
  show_label (self);
  gtk_widget_set_visible (GTK_WIDGET (self), amia_node_is_visible (self->node));
  gtk_widget_set_sensitive (self->control,
                            !amia_node_get_item (self->node)->is_read_only &&
                                !amia_form_model_get_is_completed (self->model));
  amia_control_update (AMIA_CONTROL (self->control));
  show_versions (self);
  show_message (self);
}

static void
node_changed_cb (AmiaQuestion  *self,
                 AmiaNode      *node,
                 AmiaFormModel *model)
{
  if (node == NULL || node == self->node)
    update (self);
}

static void
left_cb (AmiaQuestion *self)
{
  self->is_left_once = TRUE;
  show_message (self);
}

AmiaNode *
amia_question_get_node (AmiaQuestion *self)
{
  g_return_val_if_fail (AMIA_IS_QUESTION (self), NULL);

  return self->node;
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
build_message (AmiaQuestion *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->message_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->message_box, "field-message");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->message_box), icon);
  self->message = make_label (NULL, "caption");
  gtk_box_append (GTK_BOX (self->message_box), self->message);
  gtk_box_append (GTK_BOX (self), self->message_box);
}

/* Questions beneath this one come when it has an answer. */
static void
build_children (AmiaQuestion *self)
{
  GtkWidget *children = NULL;

  for (guint i = 0; i < amia_node_get_n_children (self->node); i++)
    {
      AmiaNode  *child = amia_node_get_child (self->node, i);
      GtkWidget *cell = amia_form_cell_new (self->model, child);

      if (cell == NULL)
        continue;
      if (children == NULL)
        {
          children = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
          gtk_widget_add_css_class (children, "form-beneath");
        }
      gtk_box_append (GTK_BOX (children), cell);
    }
  if (children != NULL)
    gtk_box_append (GTK_BOX (self), children);
}

static void
add_help_line (AmiaQuestion *self,
               const char   *words)
{
  GtkWidget *line = make_label (words, "field-help");

  gtk_widget_add_css_class (line, "caption");
  gtk_box_append (GTK_BOX (self), line);
}

static void
show_help_cb (GtkMenuButton *button,
              gpointer       user_data)
{
  AmiaQuestion   *self = user_data;
  const AmiaItem *item = amia_node_get_item (self->node);
  GtkWidget      *popover = gtk_popover_new ();
  GtkWidget      *words = make_label (
           amia_form_words_help (item, amia_form_model_get_language (self->model)), "help-words");

  gtk_label_set_max_width_chars (GTK_LABEL (words), 50);
  gtk_label_set_selectable (GTK_LABEL (words), TRUE);
  gtk_popover_set_child (GTK_POPOVER (popover), words);
  gtk_menu_button_set_popover (button, popover);
}

/* What is long, or meant to fly over, would stand between the questions of who knows it by now. */
static gboolean
is_for_demand (const AmiaItem *item,
               const char     *help)
{
  return g_utf8_strlen (help, -1) > HELP_LINE_MAX ||
         amia_item_find_help (item)->control == AMIA_CONTROL_FLYOVER;
}

static GtkWidget *
make_help_button (AmiaQuestion *self)
{
  GtkWidget       *button = gtk_menu_button_new ();
  g_autofree char *name = g_strdup_printf (_ ("Help with: %s"), self->label_text);
  GtkWidget       *inner = gtk_widget_get_first_child (button);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "dialog-question-symbolic");
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), show_help_cb, self, NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _ ("Help with this question"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (inner != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
  return button;
}

/* The button stands after the control, where Tab comes to it without Enter having to. */
static void
build_control (AmiaQuestion *self,
               const char   *help)
{
  const AmiaItem     *item = amia_node_get_item (self->node);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->control = amia_control_new (self->model, self->node);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->control, focus);
  self->is_help_on_demand = help != NULL && is_for_demand (item, help);
  if (self->is_help_on_demand)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      gtk_widget_set_hexpand (self->control, TRUE);
      gtk_box_append (GTK_BOX (line), self->control);
      gtk_box_append (GTK_BOX (line), make_help_button (self));
      gtk_box_append (GTK_BOX (self), line);
    }
  else
    gtk_box_append (GTK_BOX (self), self->control);
}

static void
build (AmiaQuestion *self)
{
  const AmiaItem *item = amia_node_get_item (self->node);
  const char     *help = amia_form_words_help (item, amia_form_model_get_language (self->model));

  self->label = make_label (self->label_text, "question-label");
  gtk_box_append (GTK_BOX (self), self->label);
  self->versions_slot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_visible (self->versions_slot, FALSE);
  gtk_box_append (GTK_BOX (self), self->versions_slot);
  build_control (self, help);
  if (help != NULL && !self->is_help_on_demand)
    add_help_line (self, help);
  if (item->are_options_missing)
    add_help_line (self, _ ("The list to choose from is not in the form. Write the answer instead."));
  build_message (self);
  build_children (self);
}

static void
amia_question_dispose (GObject *object)
{
  AmiaQuestion *self = AMIA_QUESTION (object);

  /* What was typed last is taken when a control goes, which is after this. */
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amia_question_parent_class)->dispose (object);
}

static void
amia_question_finalize (GObject *object)
{
  AmiaQuestion *self = AMIA_QUESTION (object);

  g_free (self->label_text);
  g_free (self->versions_shown);
  G_OBJECT_CLASS (amia_question_parent_class)->finalize (object);
}

static void
amia_question_class_init (AmiaQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_question_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_question_finalize;
}

static void
amia_question_init (AmiaQuestion *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "question");
}

static AmiaQuestion *
make (AmiaFormModel *model,
      AmiaNode      *node,
      char          *label_text)
{
  AmiaQuestion *self = g_object_new (AMIA_TYPE_QUESTION, NULL);

  self->model = g_object_ref (model);
  self->node = node;
  self->label_text = label_text;
  build (self);
  update (self);
  g_signal_connect_object (model, "node-changed", G_CALLBACK (node_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

GtkWidget *
amia_question_new (AmiaFormModel *model,
                   AmiaNode      *node)
{
  AmiaQuestion *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (node != NULL, NULL);

  self = make (model, node, amia_form_words_node (node, amia_form_model_get_language (model)));
  self->has_own_words = TRUE;
  return GTK_WIDGET (self);
}

GtkWidget *
amia_question_new_in_cell (AmiaFormModel *model,
                           AmiaNode      *node,
                           const char    *line)
{
  g_autofree char *words = NULL;
  AmiaQuestion    *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (node != NULL, NULL);

  words = amia_form_words_item (amia_node_get_item (node), amia_form_model_get_language (model));
  self = make (model, node,
               line != NULL ? g_strdup_printf ("%s %s", line, words) : g_steal_pointer (&words));
  gtk_widget_set_visible (self->label, FALSE);
  return GTK_WIDGET (self);
}
