/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-network-canvas.h"

#include <glib/gi18n.h>
#include <math.h>

/* The contacts are ordinary buttons, so that keyboard and screen reader have them; only rings,
 * slices and lines are drawn, in the text's own colour to hold in light and dark. */

#define RIM_SPACE     22 /* for the names of the slices */
#define MINIMUM_WIDTH 360
#define NATURAL_WIDTH 640
#define RATIO         0.78 /* height by width: names need breadth */

typedef struct
{
  GtkWidget       *widget;
  AmiaNetworkPlace place;
  AmiaNetworkTie   tie;
} Contact;

struct _AmiaNetworkCanvas
{
  GtkWidget parent_instance;

  GtkWidget         *middle;
  GPtrArray         *contacts; /* Contact, in the order of the keyboard */
  GPtrArray         *labels;   /* GtkWidget, one for each slice */
  AmiaNetworkSector *sectors;

  GtkWidget       *dragged; /* unowned */
  graphene_point_t drag_point;
};

G_DEFINE_FINAL_TYPE (AmiaNetworkCanvas, amia_network_canvas, GTK_TYPE_WIDGET)

typedef struct
{
  double cx;
  double cy;
  double rx;
  double ry;
} Circle;

static Circle
get_circle (AmiaNetworkCanvas *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  return (Circle){ width / 2, height / 2, width / 2 - RIM_SPACE, height / 2 - RIM_SPACE };
}

static graphene_point_t
get_point (const Circle *circle,
           double        angle,
           double        radius)
{
  return GRAPHENE_POINT_INIT ((float) (circle->cx + circle->rx * radius * sin (2 * G_PI * angle)),
                              (float) (circle->cy - circle->ry * radius * cos (2 * G_PI * angle)));
}

static void
lay_out (AmiaNetworkCanvas *self)
{
  g_autofree AmiaNetworkPlace *places = g_new0 (AmiaNetworkPlace, self->contacts->len + 1);

  for (guint i = 0; i < self->contacts->len; i++)
    places[i] = ((Contact *) g_ptr_array_index (self->contacts, i))->place;

  amia_network_lay_out (places, self->contacts->len, self->sectors, self->labels->len);
  for (guint i = 0; i < self->contacts->len; i++)
    ((Contact *) g_ptr_array_index (self->contacts, i))->place = places[i];

  for (guint i = 0; i < self->labels->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->labels, i), self->sectors[i].n_contacts > 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- Widget --------------------------------------------------------------------------------- */

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  int width = for_size > 0 ? CLAMP (for_size, MINIMUM_WIDTH, NATURAL_WIDTH) : NATURAL_WIDTH;

  *minimum = MINIMUM_WIDTH;
  *natural = NATURAL_WIDTH;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = (int) (width * RATIO);
}

static void
place_child (GtkWidget              *child,
             const graphene_point_t *point,
             int                     width,
             int                     height)
{
  GtkRequisition size;
  int            x;
  int            y;

  gtk_widget_get_preferred_size (child, NULL, &size);
  size.width = MIN (size.width, width);
  x = CLAMP ((int) point->x - size.width / 2, 0, MAX (0, width - size.width));
  y = CLAMP ((int) point->y - size.height / 2, 0, MAX (0, height - size.height));
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, size.width, size.height }, -1);
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  AmiaNetworkCanvas *self = AMIA_NETWORK_CANVAS (widget);
  Circle             circle = { width / 2.0, height / 2.0, width / 2.0 - RIM_SPACE,
                                height / 2.0 - RIM_SPACE };
  graphene_point_t   middle = get_point (&circle, 0, 0);

  place_child (self->middle, &middle, width, height);
  for (guint i = 0; i < self->contacts->len; i++)
    {
      const Contact   *contact = g_ptr_array_index (self->contacts, i);
      graphene_point_t point =
          contact->widget == self->dragged
              ? self->drag_point
              : get_point (&circle, contact->place.angle, contact->place.radius);

      place_child (contact->widget, &point, width, height);
    }

  for (guint i = 0; i < self->labels->len; i++)
    {
      GtkWidget       *label = g_ptr_array_index (self->labels, i);
      double           angle = (self->sectors[i].from + self->sectors[i].to) / 2;
      graphene_point_t point = get_point (&circle, angle, 1.06);

      if (gtk_widget_get_visible (label))
        place_child (label, &point, width, height);
    }
}

static void
draw_rings (AmiaNetworkCanvas *self,
            cairo_t           *cr,
            const Circle      *circle)
{
  for (int ring = 0; ring < AMIA_NETWORK_RINGS; ring++)
    {
      double radius = amia_network_get_ring_radius (ring);

      cairo_save (cr);
      cairo_translate (cr, circle->cx, circle->cy);
      cairo_scale (cr, circle->rx * radius, circle->ry * radius);
      cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
      cairo_restore (cr);
      cairo_stroke (cr);
    }

  for (guint i = 0; i < self->labels->len; i++)
    {
      graphene_point_t point = get_point (circle, self->sectors[i].from, 1);

      if (self->sectors[i].n_contacts == 0)
        continue;
      cairo_move_to (cr, circle->cx, circle->cy);
      cairo_line_to (cr, point.x, point.y);
      cairo_stroke (cr);
    }
}

static void
draw_line (cairo_t                *cr,
           const Circle           *circle,
           const graphene_point_t *to,
           AmiaNetworkTie          tie)
{
  const double dashes[] = { 6, 5 };
  double       length = hypot (to->x - circle->cx, to->y - circle->cy);
  double       dx = length > 0 ? (to->y - circle->cy) / length * 3 : 0;
  double       dy = length > 0 ? -(to->x - circle->cx) / length * 3 : 0;
  gboolean     is_both = tie == AMIA_NETWORK_TIE_BOTH;

  if (tie == AMIA_NETWORK_TIE_SUPPORT || is_both || tie == AMIA_NETWORK_TIE_UNKNOWN)
    {
      cairo_set_line_width (cr, tie == AMIA_NETWORK_TIE_UNKNOWN ? 1 : 3.5);
      cairo_move_to (cr, circle->cx + (is_both ? dx : 0), circle->cy + (is_both ? dy : 0));
      cairo_line_to (cr, to->x + (is_both ? dx : 0), to->y + (is_both ? dy : 0));
      cairo_stroke (cr);
    }
  if (tie == AMIA_NETWORK_TIE_STRAIN || is_both)
    {
      cairo_set_line_width (cr, 2);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      cairo_move_to (cr, circle->cx - (is_both ? dx : 0), circle->cy - (is_both ? dy : 0));
      cairo_line_to (cr, to->x - (is_both ? dx : 0), to->y - (is_both ? dy : 0));
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

static void
snapshot (GtkWidget   *widget,
          GtkSnapshot *snapshot)
{
  AmiaNetworkCanvas *self = AMIA_NETWORK_CANVAS (widget);
  int                width = gtk_widget_get_width (widget);
  int                height = gtk_widget_get_height (widget);
  Circle             circle = get_circle (self);
  GdkRGBA            color;
  cairo_t           *cr = gtk_snapshot_append_cairo (
                snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.22);
  cairo_set_line_width (cr, 1);
  draw_rings (self, cr, &circle);

  cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.62);
  for (guint i = 0; i < self->contacts->len; i++)
    {
      const Contact   *contact = g_ptr_array_index (self->contacts, i);
      graphene_point_t to =
          contact->widget == self->dragged
              ? self->drag_point
              : get_point (&circle, contact->place.angle, contact->place.radius);

      draw_line (cr, &circle, &to, contact->tie);
    }
  cairo_destroy (cr);

  GTK_WIDGET_CLASS (amia_network_canvas_parent_class)->snapshot (widget, snapshot);
}

static void
amia_network_canvas_dispose (GObject *object)
{
  AmiaNetworkCanvas *self = AMIA_NETWORK_CANVAS (object);
  GtkWidget         *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->sectors, g_free);

  G_OBJECT_CLASS (amia_network_canvas_parent_class)->dispose (object);
}

static void
amia_network_canvas_class_init (AmiaNetworkCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_network_canvas_dispose;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_css_name (widget_class, "networkmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_network_canvas_init (AmiaNetworkCanvas *self)
{
  self->contacts = g_ptr_array_new_with_free_func (g_free);
  self->labels = g_ptr_array_new ();
  self->middle = gtk_label_new (_ ("I"));
  gtk_widget_add_css_class (self->middle, "network-middle");
  gtk_widget_set_parent (self->middle, GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
amia_network_canvas_new (void)
{
  return g_object_new (AMIA_TYPE_NETWORK_CANVAS, NULL);
}

void
amia_network_canvas_set_sectors (AmiaNetworkCanvas *self,
                                 const char *const *labels)
{
  g_return_if_fail (AMIA_IS_NETWORK_CANVAS (self));
  g_return_if_fail (labels != NULL);
  g_return_if_fail (self->labels->len == 0);

  self->sectors = g_new0 (AmiaNetworkSector, g_strv_length ((char **) labels) + 1);
  for (gsize i = 0; labels[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (labels[i]);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
      gtk_widget_set_tooltip_text (label, labels[i]);
      gtk_widget_add_css_class (label, "network-slice");
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_set_visible (label, FALSE);
      gtk_widget_set_parent (label, GTK_WIDGET (self));
      g_ptr_array_add (self->labels, label);
    }
}

static guint
find_contact (AmiaNetworkCanvas *self,
              GtkWidget         *widget)
{
  guint i = 0;

  while (i < self->contacts->len &&
         ((Contact *) g_ptr_array_index (self->contacts, i))->widget != widget)
    i++;

  return i;
}

void
amia_network_canvas_put (AmiaNetworkCanvas *self,
                         GtkWidget         *widget,
                         int                ring,
                         int                sector,
                         AmiaNetworkTie     tie)
{
  Contact *contact = NULL;
  guint    index;

  g_return_if_fail (AMIA_IS_NETWORK_CANVAS (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  index = find_contact (self, widget);
  if (index == self->contacts->len)
    {
      g_ptr_array_add (self->contacts, g_new0 (Contact, 1));
      gtk_widget_set_parent (widget, GTK_WIDGET (self));
    }

  contact = g_ptr_array_index (self->contacts, index);
  contact->widget = widget;
  contact->place.ring = ring;
  contact->place.sector = sector;
  contact->tie = tie;
  lay_out (self);
}

void
amia_network_canvas_remove (AmiaNetworkCanvas *self,
                            GtkWidget         *widget)
{
  guint index;

  g_return_if_fail (AMIA_IS_NETWORK_CANVAS (self));

  index = find_contact (self, widget);
  g_return_if_fail (index < self->contacts->len);

  if (self->dragged == widget)
    self->dragged = NULL;
  g_ptr_array_remove_index (self->contacts, index);
  gtk_widget_unparent (widget);
  lay_out (self);
}

void
amia_network_canvas_find (AmiaNetworkCanvas *self,
                          double             x,
                          double             y,
                          int               *ring,
                          int               *sector)
{
  Circle circle;
  double dx;
  double dy;

  g_return_if_fail (AMIA_IS_NETWORK_CANVAS (self));

  circle = get_circle (self);
  dx = (x - circle.cx) / MAX (circle.rx, 1);
  dy = (circle.cy - y) / MAX (circle.ry, 1);
  amia_network_find (self->sectors, self->labels->len, atan2 (dx, dy) / (2 * G_PI),
                     hypot (dx, dy), ring, sector);
}

void
amia_network_canvas_set_dragged (AmiaNetworkCanvas *self,
                                 GtkWidget         *widget,
                                 double             x,
                                 double             y)
{
  g_return_if_fail (AMIA_IS_NETWORK_CANVAS (self));

  self->dragged = widget;
  self->drag_point = GRAPHENE_POINT_INIT ((float) x, (float) y);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
