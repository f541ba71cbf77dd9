/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-diary-grid.h"

#include "amia-grid-field.h"
#include "amia-week.h"
#include "amia-wheel.h"

/* How wide all parts beside each other are is measured, not guessed: it grows with the text. What
 * stands elsewhere is moved when the window has been laid out, never while it is. What comes after
 * the parts is beside the last of them, since Tab goes from left to right and down. */

#define COLUMN_SPACING  6
#define ROW_SPACING     4
#define PARTS_IN_NARROW 2

typedef enum
{
  PLACE_HEAD,
  PLACE_PART_HEAD,
  PLACE_CELL,
  PLACE_PART,
  PLACE_LINE,
} Kind;

typedef struct
{
  Kind            kind;
  guint           day;
  AmiaDiaryColumn column;
  guint           part;
} Place;

struct _AmiaDiaryGrid
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkWidget *grid;
  GPtrArray *names; /* of parts, unowned: seen where there is no head above */
  gboolean   is_narrow;
  guint      idle;
};

G_DEFINE_FINAL_TYPE (AmiaDiaryGrid, amia_diary_grid, GTK_TYPE_WIDGET)

/* --- Places ----------------------------------------------------------------------------------- */

static const Place *
get_place (GtkWidget *child)
{
  return g_object_get_data (G_OBJECT (child), "amia-place");
}

static guint
count_parts (const AmiaDiaryGrid *self)
{
  return self->is_narrow ? PARTS_IN_NARROW : AMIA_WEEK_PARTS;
}

static int
find_column (const AmiaDiaryGrid *self,
             const Place         *place)
{
  const int first_part = AMIA_DIARY_COLUMN_SLEEP + 1;

  if (place->kind == PLACE_PART || place->kind == PLACE_PART_HEAD)
    return first_part + (int) (place->part % count_parts (self));
  if (place->kind == PLACE_LINE)
    return first_part;
  return place->column <= AMIA_DIARY_COLUMN_SLEEP ? (int) place->column
                                                  : (int) (place->column + count_parts (self));
}

static int
find_row (const AmiaDiaryGrid *self,
          const Place         *place)
{
  const guint n_tiers = AMIA_WEEK_PARTS / count_parts (self);
  const guint first = 1 + place->day * (n_tiers + 1);

  switch (place->kind)
    {
    case PLACE_PART:
      return (int) (first + place->part / count_parts (self));
    case PLACE_LINE:
      return (int) (first + n_tiers);
    case PLACE_CELL:
      return (int) (place->column <= AMIA_DIARY_COLUMN_SLEEP ? first : first + n_tiers - 1);
    case PLACE_HEAD:
    case PLACE_PART_HEAD:
    default:
      return 0;
    }
}

static void
put (AmiaDiaryGrid *self,
     GtkWidget     *child)
{
  const Place        *place = get_place (child);
  GtkLayoutManager   *layout = gtk_widget_get_layout_manager (self->grid);
  GtkGridLayoutChild *at =
      GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, child));

  gtk_grid_layout_child_set_column (at, find_column (self, place));
  gtk_grid_layout_child_set_row (at, find_row (self, place));
  if (place->kind == PLACE_LINE)
    gtk_grid_layout_child_set_column_span (at, (int) count_parts (self));
  if (place->kind == PLACE_PART_HEAD)
    gtk_widget_set_visible (child, !self->is_narrow);
}

static void
arrange (AmiaDiaryGrid *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->grid); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    put (self, child);
  for (guint i = 0; i < self->names->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->names, i), self->is_narrow);
}

/* --- Room ------------------------------------------------------------------------------------- */

/* The least width of all parts beside each other. What is said about one of them while it is wrong
 * makes it wider, and nobody wants everything to move for that: the smallest part counts. */
static int
measure_wide (AmiaDiaryGrid *self)
{
  int columns[AMIA_DIARY_COLUMN_ENERGY + 1] = { 0 };
  int part = G_MAXINT / AMIA_WEEK_PARTS / 2;
  int width = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->grid); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const Place *place = get_place (child);
      int          least = 0;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      if (place->kind == PLACE_PART)
        part = MIN (part, least);
      else if (place->kind == PLACE_HEAD || place->kind == PLACE_CELL)
        columns[place->column] = MAX (columns[place->column], least);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    width += columns[i];
  return width + AMIA_WEEK_PARTS * part +
         COLUMN_SPACING * ((int) G_N_ELEMENTS (columns) + AMIA_WEEK_PARTS - 1);
}

static gboolean
fit_cb (gpointer data)
{
  AmiaDiaryGrid *self = data;
  const int      width = gtk_widget_get_width (self->scrolled);
  const gboolean is_narrow = width > 0 && measure_wide (self) > width;

  self->idle = 0;
  if (is_narrow != self->is_narrow)
    {
      self->is_narrow = is_narrow;
      arrange (self);
    }
  return G_SOURCE_REMOVE;
}

static void
room_changed_cb (AmiaDiaryGrid *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (fit_cb, self);
}

/* --- The widget ------------------------------------------------------------------------------- */

static void
amia_diary_grid_dispose (GObject *object)
{
  AmiaDiaryGrid *self = AMIA_DIARY_GRID (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);

  G_OBJECT_CLASS (amia_diary_grid_parent_class)->dispose (object);
}

static void
amia_diary_grid_finalize (GObject *object)
{
  g_ptr_array_unref (AMIA_DIARY_GRID (object)->names);

  G_OBJECT_CLASS (amia_diary_grid_parent_class)->finalize (object);
}

static void
amia_diary_grid_class_init (AmiaDiaryGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_diary_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_diary_grid_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
amia_diary_grid_init (AmiaDiaryGrid *self)
{
  GtkScrolledWindow *scrolled = NULL;

  self->names = g_ptr_array_new ();
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), ROW_SPACING);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), COLUMN_SPACING);

  /* Text that is larger still has a scrollbar. */
  self->scrolled = gtk_scrolled_window_new ();
  scrolled = GTK_SCROLLED_WINDOW (self->scrolled);
  gtk_scrolled_window_set_policy (scrolled, GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_min_content_width (scrolled, AMIA_GRID_SHEET_WIDTH);
  gtk_scrolled_window_set_propagate_natural_height (scrolled, TRUE);
  gtk_scrolled_window_set_child (scrolled, self->grid);
  amia_wheel_pass_on (scrolled);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (scrolled),
                           "changed",
                           G_CALLBACK (room_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
amia_diary_grid_new (void)
{
  return g_object_new (AMIA_TYPE_DIARY_GRID, NULL);
}

static void
attach (AmiaDiaryGrid *self,
        GtkWidget     *child,
        Place          place)
{
  g_object_set_data_full (
      G_OBJECT (child), "amia-place", g_memdup2 (&place, sizeof place), g_free);
  gtk_grid_attach (GTK_GRID (self->grid), child, 0, 0, 1, 1);
  put (self, child);
}

void
amia_diary_grid_add_head (AmiaDiaryGrid  *self,
                          AmiaDiaryColumn column,
                          GtkWidget      *head)
{
  g_return_if_fail (AMIA_IS_DIARY_GRID (self));
  g_return_if_fail (GTK_IS_WIDGET (head));

  attach (self, head, (Place){ .kind = PLACE_HEAD, .column = column });
}

void
amia_diary_grid_add (AmiaDiaryGrid  *self,
                     guint           day,
                     AmiaDiaryColumn column,
                     GtkWidget      *child)
{
  GtkWidget *box = NULL;

  g_return_if_fail (AMIA_IS_DIARY_GRID (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  /* As high as its row: Tab orders what is in a row by the middles, then from left to right. */
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), child);
  attach (self, box, (Place){ .kind = PLACE_CELL, .day = day, .column = column });
}

static GtkWidget *
make_name (const char *name)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "grid-head");
  return label;
}

void
amia_diary_grid_add_part (AmiaDiaryGrid *self,
                          guint          day,
                          guint          part,
                          const char    *name,
                          GtkWidget     *child)
{
  GtkWidget *box = NULL;
  GtkWidget *label = NULL;

  g_return_if_fail (AMIA_IS_DIARY_GRID (self));
  g_return_if_fail (part < AMIA_WEEK_PARTS);
  g_return_if_fail (GTK_IS_WIDGET (child));

  if (day == 0)
    attach (self, make_name (name), (Place){ .kind = PLACE_PART_HEAD, .part = part });
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  label = make_name (name);
  gtk_widget_set_visible (label, self->is_narrow);
  g_ptr_array_add (self->names, label);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), child);
  gtk_widget_set_hexpand (box, TRUE);
  attach (self, box, (Place){ .kind = PLACE_PART, .day = day, .part = part });
}

void
amia_diary_grid_add_line (AmiaDiaryGrid *self,
                          guint          day,
                          GtkWidget     *child)
{
  g_return_if_fail (AMIA_IS_DIARY_GRID (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  attach (self, child, (Place){ .kind = PLACE_LINE, .day = day });
}
