/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-group.h"

#include "amia-form-cell.h"
#include "amia-form-table.h"
#include "amia-form-words.h"
#include "amia-time-report-bar.h"

struct _AmiaFormGroup
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  AmiaNode      *node;
};

G_DEFINE_FINAL_TYPE (AmiaFormGroup, amia_form_group, GTK_TYPE_BOX)

static void
node_changed_cb (AmiaFormGroup *self,
                 AmiaNode      *node,
                 AmiaFormModel *model)
{
  if (node == NULL || node == self->node)
    gtk_widget_set_visible (GTK_WIDGET (self), amia_node_is_visible (self->node));
}

static void
add_label (AmiaFormGroup *self,
           const char    *words,
           const char    *css_class,
           gboolean       is_heading)
{
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL,
                    "label", words,
                    "xalign", 0.0,
                    "wrap", TRUE,
                    "accessible-role",
                    is_heading ? GTK_ACCESSIBLE_ROLE_HEADING : GTK_ACCESSIBLE_ROLE_LABEL, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self), label);
}

static void
add_heading (AmiaFormGroup *self,
             const char    *css_class)
{
  const AmiaItem  *item = amia_node_get_item (self->node);
  const char      *language = amia_form_model_get_language (self->model);
  const char      *help = amia_form_words_help (item, language);
  g_autofree char *words = amia_form_words_item (item, language);

  if (item->text == NULL && item->prefix == NULL)
    return;
  add_label (self, words, css_class, TRUE);
  if (help != NULL)
    add_label (self, help, "field-help", FALSE);
}

static void
add_cells (AmiaFormGroup *self)
{
  for (guint i = 0; i < amia_node_get_n_children (self->node); i++)
    {
      GtkWidget *cell = amia_form_cell_new (self->model, amia_node_get_child (self->node, i));

      if (cell != NULL)
        gtk_box_append (GTK_BOX (self), cell);
    }
}

static void
add_table (AmiaFormGroup *self)
{
  const AmiaItem *item = amia_node_get_item (self->node);
  GtkWidget      *table = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GPtrArray) columns = amia_form_table_columns_new ();

  gtk_box_append (GTK_BOX (table), amia_form_table_make_header (self->model, item, columns));
  for (guint i = 0; i < amia_node_get_n_children (self->node); i++)
    {
      AmiaNode       *child = amia_node_get_child (self->node, i);
      const AmiaItem *line = amia_node_get_item (child);

      if (!line->is_hidden && !amia_item_is_about_parent (line))
        gtk_box_append (GTK_BOX (table), amia_form_table_make_line (self->model, child, columns));
    }
  gtk_box_append (GTK_BOX (self), amia_form_table_make_scroller (table));
}

static void
amia_form_group_dispose (GObject *object)
{
  AmiaFormGroup *self = AMIA_FORM_GROUP (object);

  /* What was typed last is taken when a control goes, which is after this. */
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amia_form_group_parent_class)->dispose (object);
}

static void
amia_form_group_class_init (AmiaFormGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_form_group_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_form_group_init (AmiaFormGroup *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 24);
}

static AmiaFormGroup *
make_group (AmiaFormModel *model,
            AmiaNode      *node)
{
  AmiaFormGroup   *self = g_object_new (AMIA_TYPE_FORM_GROUP, NULL);
  g_autofree char *words =
      amia_form_words_item (amia_node_get_item (node), amia_form_model_get_language (model));

  self->model = g_object_ref (model);
  self->node = node;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), amia_node_is_visible (node));
  g_signal_connect_object (model, "node-changed", G_CALLBACK (node_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

GtkWidget *
amia_form_group_new (AmiaFormModel *model,
                     AmiaNode      *node)
{
  AmiaFormGroup  *self = NULL;
  const AmiaItem *item = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (node != NULL, NULL);

  self = make_group (model, node);
  item = amia_node_get_item (node);
  if (!amia_node_is_row (node))
    add_heading (self, item->parent == NULL ? "section-heading" : "group-heading");
  if (amia_time_report_bar_is_for (item))
    gtk_box_append (GTK_BOX (self), amia_time_report_bar_new (model));
  if (!amia_node_is_row (node) && amia_form_table_choose (item) != AMIA_FORM_TABLE_NONE)
    add_table (self);
  else
    add_cells (self);
  return GTK_WIDGET (self);
}

GtkWidget *
amia_form_group_new_heading (AmiaFormModel *model,
                             AmiaNode      *node)
{
  AmiaFormGroup *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (node != NULL, NULL);

  self = make_group (model, node);
  add_heading (self, "form-heading");
  return GTK_WIDGET (self);
}
