/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-line-view.h"

#include <adwaita.h>

#include "amia-template.h"

/* A list view over a list store. A row that is about the same as before is filled anew; else new
 * contents replace what lies between the first and the last row that differ: enough for lists in
 * which one thing changes at a time. */

struct _AmiaLineView
{
  GtkWidget parent_instance;

  GtkWidget *clamp;
  GtkWidget *list_view;

  GListStore *lines;
  char       *label;
};

G_DEFINE_FINAL_TYPE (AmiaLineView, amia_line_view, GTK_TYPE_WIDGET)

enum
{
  PROP_LABEL = 1,
  PROP_WIDTH,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
setup_cb (AmiaLineView *self,
          GtkListItem  *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (box, "case-row");
  gtk_list_item_set_child (item, box);
}

static void
clear (GtkWidget *box)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* The accessible name has to be set on the list's own row widget: GTK 4.8 gives it none. */
static void
fill_cb (GtkListItem *item)
{
  AmiaLine        *line = gtk_list_item_get_item (item);
  GtkWidget       *box = gtk_list_item_get_child (item);
  GtkWidget       *row = gtk_widget_get_parent (box);
  g_autofree char *words = NULL;

  clear (box);
  words = amia_line_fill (line, box);
  gtk_list_item_set_activatable (item, !amia_line_is_heading (line));
  if (row != NULL)
    {
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
      g_object_set_data (G_OBJECT (row), "amia-heading",
                         GINT_TO_POINTER (amia_line_is_heading (line)));
    }
}

static void
bind_cb (AmiaLineView *self,
         GtkListItem  *item)
{
  g_signal_connect_object (
      gtk_list_item_get_item (item), "changed", G_CALLBACK (fill_cb), item, G_CONNECT_SWAPPED);
  fill_cb (item);
}

static void
unbind_cb (AmiaLineView *self,
           GtkListItem  *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), fill_cb, item);
  clear (gtk_list_item_get_child (item));
}

static void
activate_cb (AmiaLineView *self,
             guint         position)
{
  g_autoptr (AmiaLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), position);

  if (line != NULL && !amia_line_is_heading (line))
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, line);
}

static void
amia_line_view_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AmiaLineView *self = AMIA_LINE_VIEW (object);

  if (id == PROP_LABEL)
    g_value_set_string (value, self->label);
  else if (id == PROP_WIDTH)
    g_value_set_int (value,
                     adw_clamp_scrollable_get_maximum_size (ADW_CLAMP_SCROLLABLE (self->clamp)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_label (AmiaLineView *self,
           const char   *label)
{
  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "",
                                  -1);
}

static void
amia_line_view_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AmiaLineView *self = AMIA_LINE_VIEW (object);

  if (id == PROP_LABEL)
    set_label (self, g_value_get_string (value));
  else if (id == PROP_WIDTH)
    g_object_set (self->clamp,
                  "maximum-size", g_value_get_int (value),
                  "tightening-threshold", g_value_get_int (value),
                  NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
amia_line_view_dispose (GObject *object)
{
  AmiaLineView *self = AMIA_LINE_VIEW (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_LINE_VIEW);
  g_clear_object (&self->lines);
  g_clear_pointer (&self->label, g_free);

  G_OBJECT_CLASS (amia_line_view_parent_class)->dispose (object);
}

static void
amia_line_view_class_init (AmiaLineViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = amia_line_view_get_property;
  object_class->set_property = amia_line_view_set_property;
  object_class->dispose = amia_line_view_dispose;

  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_WIDTH] = g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, 960,
                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_OPEN] = g_signal_new ("open",
                                       G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       AMIA_TYPE_LINE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-line-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaLineView, clamp);
  gtk_widget_class_bind_template_child (widget_class, AmiaLineView, list_view);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
amia_line_view_init (AmiaLineView *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->lines = g_list_store_new (AMIA_TYPE_LINE);
  selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->lines))));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), selection);
}

/* Whether a row stays: it looks as it should, or does so now. */
static gboolean
keep (AmiaLineView *self,
      guint         position,
      AmiaLine     *line)
{
  g_autoptr (AmiaLine) shown = g_list_model_get_item (G_LIST_MODEL (self->lines), position);

  return shown != NULL && (amia_line_equal (shown, line) || amia_line_update (shown, line));
}

void
amia_line_view_set_lines (AmiaLineView *self,
                          GPtrArray    *lines)
{
  guint n_shown;
  guint n_same = 0;
  guint n_tail = 0;

  g_return_if_fail (AMIA_IS_LINE_VIEW (self));
  g_return_if_fail (lines != NULL);

  n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  while (n_same < lines->len && keep (self, n_same, g_ptr_array_index (lines, n_same)))
    n_same++;
  while (n_tail < MIN (lines->len, n_shown) - n_same &&
         keep (self, n_shown - 1 - n_tail,
               g_ptr_array_index (lines, lines->len - 1 - n_tail)))
    n_tail++;

  g_list_store_splice (self->lines,
                       n_same,
                       n_shown - n_same - n_tail,
                       lines->len > 0 ? lines->pdata + n_same : NULL,
                       lines->len - n_same - n_tail);
}

AmiaLine *
amia_line_view_get_first (AmiaLineView *self)
{
  g_return_val_if_fail (AMIA_IS_LINE_VIEW (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (AmiaLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

      /* The store keeps it. */
      if (!amia_line_is_heading (line))
        return line;
    }

  return NULL;
}

gboolean
amia_line_view_focus_first (AmiaLineView *self)
{
  GtkRoot   *root = NULL;
  GtkWidget *focus = NULL;

  g_return_val_if_fail (AMIA_IS_LINE_VIEW (self), FALSE);

  if (!gtk_widget_child_focus (self->list_view, GTK_DIR_TAB_FORWARD))
    return FALSE;

  /* The first row may be a heading, where Enter does nothing. */
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus != NULL && g_object_get_data (G_OBJECT (focus), "amia-heading") != NULL)
    gtk_widget_child_focus (self->list_view, GTK_DIR_DOWN);
  return TRUE;
}
