/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-drop-down-control.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-option-words.h"

/* The first line is "no answer", so that an answer can be taken back; the others are the options
 * that are offered with the answers there are. */

struct _AmiaDropDownControl
{
  AmiaControl parent_instance;

  GtkWidget *drop_down;
  GArray    *offered; /* guint: which option each line after the first is */
};

G_DEFINE_FINAL_TYPE (AmiaDropDownControl, amia_drop_down_control, AMIA_TYPE_CONTROL)

static void
selected_cb (AmiaDropDownControl *self)
{
  guint             selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));
  const AmiaItem   *item = amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
  const AmiaOption *option = NULL;

  if (selected == GTK_INVALID_LIST_POSITION ||
      amia_control_is_updating (AMIA_CONTROL (self)))
    return;
  if (selected > 0)
    option = g_ptr_array_index (item->options, g_array_index (self->offered, guint, selected - 1));
  amia_control_answer (AMIA_CONTROL (self), option != NULL ? option->value : "null");
}

/* Also one that is not offered any more, while it is the answer. */
static GArray *
list_offered (AmiaNode *node,
              int       answered)
{
  GArray *offered = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < amia_node_get_item (node)->options->len; i++)
    if (amia_node_is_option_offered (node, i) || answered == (int) i)
      g_array_append_val (offered, i);
  return offered;
}

static gboolean
is_same_list (const GArray *a,
              const GArray *b)
{
  return a != NULL && a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (guint)) == 0);
}

static GtkStringList *
make_labels (AmiaDropDownControl *self)
{
  const AmiaItem *item = amia_node_get_item (amia_control_get_node (AMIA_CONTROL (self)));
  const char     *language =
      amia_form_model_get_language (amia_control_get_model (AMIA_CONTROL (self)));
  GtkStringList *labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("No answer"));
  for (guint i = 0; i < self->offered->len; i++)
    gtk_string_list_take (
        labels, amia_option_dup_label (g_ptr_array_index (item->options,
                                                          g_array_index (self->offered, guint, i)),
                                       language));
  return labels;
}

/* The list is made anew only when it is another one, or it would close while somebody looks. */
static void
show_offered (AmiaDropDownControl *self,
              int                  answered)
{
  g_autoptr (GArray) offered =
      list_offered (amia_control_get_node (AMIA_CONTROL (self)), answered);
  g_autoptr (GtkStringList) labels = NULL;

  if (is_same_list (self->offered, offered))
    return;
  g_clear_pointer (&self->offered, g_array_unref);
  self->offered = g_steal_pointer (&offered);
  labels = make_labels (self);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->drop_down), G_LIST_MODEL (labels));
}

static void
amia_drop_down_control_build (AmiaControl *control)
{
  AmiaDropDownControl *self = AMIA_DROP_DOWN_CONTROL (control);
  GtkExpression       *expression =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->drop_down = gtk_drop_down_new (NULL, expression);
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
  int                  answered = amia_option_find (options, amia_node_get_value (node));
  guint                line = 0;

  show_offered (self, answered);
  for (guint i = 0; i < self->offered->len; i++)
    if (answered == (int) g_array_index (self->offered, guint, i))
      line = i + 1;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), line);
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
amia_drop_down_control_finalize (GObject *object)
{
  g_clear_pointer (&AMIA_DROP_DOWN_CONTROL (object)->offered, g_array_unref);
  G_OBJECT_CLASS (amia_drop_down_control_parent_class)->finalize (object);
}

static void
amia_drop_down_control_class_init (AmiaDropDownControlClass *klass)
{
  AmiaControlClass *control_class = AMIA_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_drop_down_control_finalize;
  control_class->build = amia_drop_down_control_build;
  control_class->update = amia_drop_down_control_update;
  control_class->name = amia_drop_down_control_name;
}

static void
amia_drop_down_control_init (AmiaDropDownControl *self)
{
}
