/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-values-grid.h"

#include <adwaita.h>

#include "amia-values-drawing.h"
#include "amia-values-words.h"

/* Each cell is a widget of its own, so that keyboard and screen reader have it. */

#define CELL_HEIGHT  20
#define CELL_WIDTH   34
#define PERIOD_WIDTH 96
#define KEY_WIDTH    18

struct _AmiaValuesGrid
{
  GtkWidget parent_instance;

  GPtrArray *cells; /* unowned, value by value */
  guint      n_columns;
  guint      place; /* of the cell that has or had the focus */
};

G_DEFINE_FINAL_TYPE (AmiaValuesGrid, amia_values_grid, GTK_TYPE_WIDGET)

static guint opened_signal;
static guint pointed_signal;

/* --- Drawing ---------------------------------------------------------------------------------- */

static void
draw_tally_cb (GtkDrawingArea *area,
               cairo_t        *cr,
               int             width,
               int             height,
               gpointer        user_data)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  amia_values_draw_tally (cr, user_data, &color, width, height);
}

static GtkWidget *
make_area (const AmiaValueTally *tally,
           int                   width)
{
  GtkWidget *area = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), width);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), CELL_HEIGHT);
  gtk_drawing_area_set_draw_func (
      GTK_DRAWING_AREA (area), draw_tally_cb, g_memdup2 (tally, sizeof *tally), g_free);
  gtk_widget_set_halign (area, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  return area;
}

/* --- Going from cell to cell ------------------------------------------------------------------ */

/* Returns the number of the cell that has the focus, that of all cells if none has. */
static guint
find_focus (AmiaValuesGrid *self)
{
  guint i = 0;

  while (i < self->cells->len && !gtk_widget_has_focus (g_ptr_array_index (self->cells, i)))
    i++;
  return i;
}

static gboolean
grab_cell (AmiaValuesGrid *self,
           guint           place)
{
  return place < self->cells->len && gtk_widget_grab_focus (g_ptr_array_index (self->cells, place));
}

static gboolean
focus (GtkWidget       *widget,
       GtkDirectionType direction)
{
  AmiaValuesGrid *self = AMIA_VALUES_GRID (widget);
  guint           place = find_focus (self);

  if (place == self->cells->len)
    return grab_cell (self, MIN (self->place, MAX (self->cells->len, 1) - 1));

  switch (direction)
    {
    case GTK_DIR_LEFT:
      return place % self->n_columns == 0 || grab_cell (self, place - 1);
    case GTK_DIR_RIGHT:
      return (place + 1) % self->n_columns == 0 || grab_cell (self, place + 1);
    case GTK_DIR_UP:
      return place < self->n_columns || grab_cell (self, place - self->n_columns);
    case GTK_DIR_DOWN:
      return place + self->n_columns >= self->cells->len ||
             grab_cell (self, place + self->n_columns);
    case GTK_DIR_TAB_FORWARD:
    case GTK_DIR_TAB_BACKWARD:
    default:
      return FALSE;
    }
}

static void
entered_cb (GtkEventControllerFocus *controller,
            gpointer                 user_data)
{
  AmiaValuesGrid *self = user_data;
  GtkWidget      *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if (g_ptr_array_find (self->cells, cell, &self->place))
    g_signal_emit (self, pointed_signal, 0, gtk_widget_get_tooltip_text (cell));
}

static void
clicked_cb (AmiaValuesGrid *self,
            GtkWidget      *cell)
{
  guint place;

  if (g_ptr_array_find (self->cells, cell, &place))
    g_signal_emit (self, opened_signal, 0, place % self->n_columns);
}

/* --- Building --------------------------------------------------------------------------------- */

static void
attach (AmiaValuesGrid *self,
        GtkWidget      *widget,
        guint           column,
        guint           row)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkLayoutChild   *child = NULL;

  gtk_widget_set_parent (widget, GTK_WIDGET (self));
  child = gtk_layout_manager_get_layout_child (layout, widget);
  gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (child), (int) column);
  gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (child), (int) row);
}

static GtkWidget *
make_label (const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_end (label, 12);
  return label;
}

static GtkWidget *
make_heading (const AmiaValuesColumn *column)
{
  GtkWidget *label = gtk_label_new (column->heading);

  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_valign (label, GTK_ALIGN_END);
  gtk_widget_add_css_class (label, "grid-note");
  gtk_widget_add_css_class (label, "numeric");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, column->name, -1);
  return label;
}

/* What opens nothing is a picture and no button. */
static GtkWidget *
make_cell (AmiaValuesGrid         *self,
           const AmiaValuesColumn *column,
           guint                   value,
           gboolean                can_open)
{
  const AmiaValueTally *tally = &column->period.tallies[value];
  g_autofree char      *what = amia_values_words_tally (tally);
  g_autofree char      *words =
      g_strdup_printf ("%s, %s: %s", amia_values_words_value (value), column->name, what);
  GtkEventController *controller = gtk_event_controller_focus_new ();
  GtkWidget          *area =
      make_area (tally, column->period.n_meetings > 1 ? PERIOD_WIDTH : CELL_WIDTH);
  GtkWidget *cell =
      g_object_new (can_open ? GTK_TYPE_BUTTON : ADW_TYPE_BIN, "accessible-role",
                    can_open ? GTK_ACCESSIBLE_ROLE_BUTTON : GTK_ACCESSIBLE_ROLE_IMG, NULL);

  if (can_open)
    {
      gtk_button_set_child (GTK_BUTTON (cell), area);
      g_signal_connect_object (
          cell, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
    }
  else
    adw_bin_set_child (ADW_BIN (cell), area);
  gtk_widget_set_focusable (cell, TRUE);
  gtk_widget_add_css_class (cell, "values-cell");
  gtk_widget_set_tooltip_text (cell, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_object (controller, "enter", G_CALLBACK (entered_cb), self, 0);
  gtk_widget_add_controller (cell, controller);
  g_ptr_array_add (self->cells, cell);
  return cell;
}

static void
clear (AmiaValuesGrid *self)
{
  GtkWidget *child = NULL;

  g_ptr_array_set_size (self->cells, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
amia_values_grid_dispose (GObject *object)
{
  clear (AMIA_VALUES_GRID (object));

  G_OBJECT_CLASS (amia_values_grid_parent_class)->dispose (object);
}

static void
amia_values_grid_finalize (GObject *object)
{
  g_ptr_array_unref (AMIA_VALUES_GRID (object)->cells);

  G_OBJECT_CLASS (amia_values_grid_parent_class)->finalize (object);
}

static void
amia_values_grid_class_init (AmiaValuesGridClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amia_values_grid_dispose;
  object_class->finalize = amia_values_grid_finalize;
  widget_class->focus = focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_GRID_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  opened_signal = g_signal_new ("opened", AMIA_TYPE_VALUES_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  pointed_signal = g_signal_new ("pointed", AMIA_TYPE_VALUES_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
amia_values_grid_init (AmiaValuesGrid *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_grid_layout_set_row_spacing (GTK_GRID_LAYOUT (layout), 2);
  gtk_grid_layout_set_column_spacing (GTK_GRID_LAYOUT (layout), 2);
  self->cells = g_ptr_array_new ();
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

void
amia_values_grid_show (AmiaValuesGrid         *self,
                       const AmiaValuesColumn *columns,
                       guint                   n_columns,
                       gboolean                can_open)
{
  gboolean had_focus;

  g_return_if_fail (AMIA_IS_VALUES_GRID (self));
  g_return_if_fail (columns != NULL || n_columns == 0);

  had_focus = find_focus (self) < self->cells->len;
  if (self->n_columns != n_columns)
    self->place = 0;
  clear (self);
  self->n_columns = n_columns;
  for (guint column = 0; column < n_columns; column++)
    attach (self, make_heading (&columns[column]), column + 1, 0);
  for (guint value = 0; value < AMIA_VALUES && n_columns > 0; value++)
    {
      attach (self, make_label (amia_values_words_value (value)), 0, value + 1);
      for (guint column = 0; column < n_columns; column++)
        attach (self, make_cell (self, &columns[column], value, can_open), column + 1, value + 1);
    }

  if (had_focus)
    grab_cell (self, MIN (self->place, MAX (self->cells->len, 1) - 1));
}

GtkWidget *
amia_values_grid_new_key (AmiaValueMark mark)
{
  AmiaValueTally tally = { 0 };

  g_return_val_if_fail (mark < AMIA_VALUE_MARKS, NULL);

  tally.n[mark] = 1;
  return make_area (&tally, KEY_WIDTH);
}
