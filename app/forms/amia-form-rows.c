/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-rows.h"

#include <glib/gi18n.h>

#include "amia-form-group.h"
#include "amia-form-table.h"
#include "amia-form-words.h"
#include "amia-question.h"
#include "amia-report.h"

/* A row keeps its widgets for as long as it is there, also when others come, go or move. */

struct _AmiaFormRows
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  AmiaNode      *node;
  char          *label;

  GPtrArray  *columns; /* (nullable): of a table */
  GtkWidget  *table;   /* (nullable) */
  GtkWidget  *rows_box;
  GtkWidget  *add_button;
  GHashTable *frames; /* AmiaNode -> GtkWidget */
};

G_DEFINE_FINAL_TYPE (AmiaFormRows, amia_form_rows, GTK_TYPE_BOX)

static AmiaNode *
get_row (GtkWidget *frame)
{
  return g_object_get_data (G_OBJECT (frame), "node");
}

static void
undo_cb (AmiaFormModel *model)
{
  amia_form_model_undo (model);
}

static void
remove_row (AmiaFormRows *self,
            GtkWidget    *frame)
{
  g_autofree char *words = g_strdup_printf (_ ("%s taken away"), self->label);

  amia_form_model_remove_row (self->model, get_row (frame));
  amia_report_with_button (GTK_WIDGET (self), words, _ ("Undo"), G_CALLBACK (undo_cb),
                           g_object_ref (self->model),
                           (GClosureNotify) (void (*) (void)) g_object_unref);
  gtk_widget_grab_focus (self->add_button);
}

static void
remove_clicked_cb (AmiaFormRows *self,
                   GtkButton    *button)
{
  remove_row (self, g_object_get_data (G_OBJECT (button), "frame"));
}

static gboolean
row_key_pressed_cb (AmiaFormRows          *self,
                    guint                  key,
                    guint                  code,
                    GdkModifierType        state,
                    GtkEventControllerKey *controller)
{
  GtkWidget *frame = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if ((state & gtk_accelerator_get_default_mod_mask ()) != GDK_ALT_MASK ||
      (key != GDK_KEY_Up && key != GDK_KEY_Down) || amia_form_model_get_is_completed (self->model))
    return FALSE;
  amia_form_model_move_row (self->model, get_row (frame), key == GDK_KEY_Up ? -1 : 1);
  return TRUE;
}

static GtkWidget *
make_remove_button (AmiaFormRows *self,
                    GtkWidget    *frame)
{
  GtkWidget       *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Take away: %s"), self->label);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Take away"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "frame", frame);
  g_object_set_data (G_OBJECT (frame), "remove", button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_row_header (AmiaFormRows *self,
                 GtkWidget    *frame)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "row-title");
  gtk_box_append (GTK_BOX (header), title);
  gtk_box_append (GTK_BOX (header), make_remove_button (self, frame));
  g_object_set_data (G_OBJECT (frame), "title", title);
  return header;
}

static GtkWidget *
make_card (AmiaFormRows *self,
           AmiaNode     *row)
{
  GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gboolean   is_group = amia_node_get_item (row)->type == AMIA_ITEM_GROUP;

  gtk_widget_add_css_class (frame, "form-row");
  gtk_box_append (GTK_BOX (frame), make_row_header (self, frame));
  gtk_box_append (GTK_BOX (frame), is_group ? amia_form_group_new (self->model, row)
                                            : amia_question_new (self->model, row));
  return frame;
}

static GtkWidget *
make_table_line (AmiaFormRows *self,
                 AmiaNode     *row)
{
  GtkWidget *line = amia_form_table_make_line (self->model, row, self->columns);
  GtkWidget *button = make_remove_button (self, line);

  g_object_set_data (G_OBJECT (line), "title", gtk_widget_get_first_child (line));
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_size_group_add_widget (g_ptr_array_index (self->columns, self->columns->len - 1), button);
  gtk_box_append (GTK_BOX (line), button);
  return line;
}

static GtkWidget *
make_frame (AmiaFormRows *self,
            AmiaNode     *row)
{
  GtkWidget          *frame = self->columns != NULL ? make_table_line (self, row)
                                                    : make_card (self, row);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_object_set_data (G_OBJECT (frame), "node", row);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (row_key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (frame, keys);
  return frame;
}

static void
remove_gone_frames (AmiaFormRows *self)
{
  GHashTableIter iter;
  gpointer       row = NULL;
  gpointer       frame = NULL;

  g_hash_table_iter_init (&iter, self->frames);
  while (g_hash_table_iter_next (&iter, &row, &frame))
    if (!amia_node_is_there (row))
      {
        gtk_box_remove (GTK_BOX (self->rows_box), frame);
        g_hash_table_iter_remove (&iter);
      }
}

/* A line of a table shows its number alone; a screen reader says what it is the number of. */
static void
name_line (AmiaFormRows *self,
           GtkWidget    *frame,
           const char   *title)
{
  g_autofree char *name = g_strdup_printf ("%s %s", self->label, title);

  if (self->columns != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (frame), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

static void
update (AmiaFormRows *self)
{
  gboolean   is_completed = amia_form_model_get_is_completed (self->model);
  GtkWidget *before = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), amia_node_is_visible (self->node));
  gtk_widget_set_sensitive (self->add_button, !is_completed);
  remove_gone_frames (self);
  /* A header over nothing says nothing, and would be a stop in the Tab order. */
  if (self->table != NULL)
    gtk_widget_set_visible (self->table, amia_node_get_n_children (self->node) > 0);
  for (guint i = 0; i < amia_node_get_n_children (self->node); i++)
    {
      AmiaNode        *row = amia_node_get_child (self->node, i);
      GtkWidget       *frame = g_hash_table_lookup (self->frames, row);
      g_autofree char *title = self->columns != NULL
                                   ? g_strdup_printf ("%u", i + 1)
                                   : g_strdup_printf ("%s %u", self->label, i + 1);

      if (frame == NULL)
        {
          frame = make_frame (self, row);
          g_hash_table_insert (self->frames, row, frame);
          gtk_box_append (GTK_BOX (self->rows_box), frame);
        }
      gtk_box_reorder_child_after (GTK_BOX (self->rows_box), frame, before);
      gtk_label_set_text (g_object_get_data (G_OBJECT (frame), "title"), title);
      name_line (self, frame, title);
      gtk_widget_set_sensitive (g_object_get_data (G_OBJECT (frame), "remove"), !is_completed);
      before = frame;
    }
}

static void
node_changed_cb (AmiaFormRows  *self,
                 AmiaNode      *node,
                 AmiaFormModel *model)
{
  if (node == NULL || node == self->node)
    update (self);
}

static void
add_clicked_cb (AmiaFormRows *self)
{
  AmiaNode  *row = amia_form_model_add_row (self->model, self->node);
  GtkWidget *frame = row != NULL ? g_hash_table_lookup (self->frames, row) : NULL;

  if (frame != NULL)
    gtk_widget_child_focus (
        self->columns != NULL ? frame : gtk_widget_get_last_child (frame), GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
make_table (AmiaFormRows *self)
{
  GtkWidget *table = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->columns = amia_form_table_columns_new ();
  gtk_box_set_spacing (GTK_BOX (self->rows_box), 6);
  gtk_box_append (GTK_BOX (table),
                  amia_form_table_make_header (self->model, amia_node_get_item (self->node),
                                               self->columns));
  gtk_box_append (GTK_BOX (table), self->rows_box);
  self->table = amia_form_table_make_scroller (table);
  return self->table;
}

static void
build (AmiaFormRows *self)
{
  const char      *help = amia_form_words_help (amia_node_get_item (self->node),
                                                amia_form_model_get_language (self->model));
  g_autofree char *add_label = NULL;
  GtkWidget       *heading = NULL;

  self->label = amia_form_words_item (amia_node_get_item (self->node),
                                      amia_form_model_get_language (self->model));
  heading = g_object_new (GTK_TYPE_LABEL,
                          "label", self->label,
                          "xalign", 0.0,
                          "wrap", TRUE,
                          "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                          NULL);
  gtk_widget_add_css_class (heading, amia_node_get_item (self->node)->parent == NULL
                                         ? "section-heading"
                                         : "group-heading");
  gtk_box_append (GTK_BOX (self), heading);
  if (help != NULL)
    {
      GtkWidget *words = g_object_new (GTK_TYPE_LABEL, "label", help, "xalign", 0.0, "wrap", TRUE, NULL);

      gtk_widget_add_css_class (words, "field-help");
      gtk_box_append (GTK_BOX (self), words);
    }

  self->rows_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  if (amia_form_table_choose (amia_node_get_item (self->node)) == AMIA_FORM_TABLE_ROWS)
    gtk_box_append (GTK_BOX (self), make_table (self));
  else
    gtk_box_append (GTK_BOX (self), self->rows_box);
  /* Translators: %s is what one more is added of, such as "Education". */
  add_label = g_strdup_printf (_ ("Add: %s"), self->label);
  self->add_button = gtk_button_new_with_label (add_label);
  gtk_widget_set_halign (self->add_button, GTK_ALIGN_START);
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->add_button);
}

static void
amia_form_rows_dispose (GObject *object)
{
  AmiaFormRows *self = AMIA_FORM_ROWS (object);

  /* What was typed last is taken when a control goes, which is after this. */
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amia_form_rows_parent_class)->dispose (object);
}

static void
amia_form_rows_finalize (GObject *object)
{
  AmiaFormRows *self = AMIA_FORM_ROWS (object);

  g_clear_pointer (&self->frames, g_hash_table_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_free (self->label);
  G_OBJECT_CLASS (amia_form_rows_parent_class)->finalize (object);
}

static void
amia_form_rows_class_init (AmiaFormRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_form_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_form_rows_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_form_rows_init (AmiaFormRows *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->frames = g_hash_table_new (NULL, NULL);
}

GtkWidget *
amia_form_rows_new (AmiaFormModel *model,
                    AmiaNode      *node)
{
  AmiaFormRows *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (amia_node_is_list (node), NULL);

  self = g_object_new (AMIA_TYPE_FORM_ROWS, NULL);
  self->model = g_object_ref (model);
  self->node = node;
  build (self);
  update (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->label,
                                  -1);
  g_signal_connect_object (model, "node-changed", G_CALLBACK (node_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
