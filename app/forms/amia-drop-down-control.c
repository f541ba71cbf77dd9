/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-drop-down-control.h"

#include <glib/gi18n.h>

#include "amia-option-words.h"

/* The first line is "no answer", so that an answer can be taken back. */

struct _AmiaDropDownControl
{
  AmiaControl parent_instance;

  GtkWidget *drop_down;
};

G_DEFINE_FINAL_TYPE (AmiaDropDownControl, amia_drop_down_control, AMIA_TYPE_CONTROL)

static void
selected_cb (AmiaDropDownControl *self)
{
  guint             selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));
  const AmiaItem   *item = amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
  const AmiaOption *option = NULL;

  if (selected == GTK_INVALID_LIST_POSITION)
    return;
  if (selected > 0)
    option = g_ptr_array_index (item->options, selected - 1);
  amia_control_answer (AMIA_CONTROL (self), option != NULL ? option->value : "null");
}

static void
amia_drop_down_control_build (AmiaControl *control)
{
  AmiaDropDownControl *self = AMIA_DROP_DOWN_CONTROL (control);
  const AmiaItem      *item = amia_node_get_item (amia_control_get_node (control));
  const char          *language = amia_form_model_get_language (amia_control_get_model (control));
  GtkStringList       *labels = gtk_string_list_new (NULL);
  GtkExpression       *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  gtk_string_list_append (labels, _ ("No answer"));
  for (guint i = 0; i < item->options->len; i++)
    gtk_string_list_take (labels,
                          amia_option_dup_label (g_ptr_array_index (item->options, i), language));
  self->drop_down = gtk_drop_down_new (G_LIST_MODEL (labels), expression);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), TRUE);
  gtk_widget_set_halign (self->drop_down, GTK_ALIGN_START);
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), self->drop_down);
}

static void
amia_drop_down_control_update (AmiaControl *control)
{
  AmiaDropDownControl *self = AMIA_DROP_DOWN_CONTROL (control);
  AmiaNode            *node = amia_control_get_node (control);
  GPtrArray           *options = amia_node_get_item (node)->options;
  int                  index = amia_option_find (options, amia_node_get_value (node));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), (guint) (index + 1));
}

static void
amia_drop_down_control_name (AmiaControl *control,
                             const char  *label,
                             const char  *description)
{
  AmiaDropDownControl *self = AMIA_DROP_DOWN_CONTROL (control);
  GtkWidget           *button = gtk_widget_get_first_child (self->drop_down);

  /* GTK 4.8 gives the focus to the button inside, which has no name of its own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  if (button != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                    -1);
}

static void
amia_drop_down_control_class_init (AmiaDropDownControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  control_class->build = amia_drop_down_control_build;
  control_class->update = amia_drop_down_control_update;
  control_class->name = amia_drop_down_control_name;
}

static void
amia_drop_down_control_init (AmiaDropDownControl *self)
{
}
