/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-signature-pad.h"

#include <glib/gi18n.h>

#include "amia-strokes.h"

/* Ink on paper: dark on white in every theme, as it will be printed. */

#define WIDTH        480
#define WIDTH_SMALL  140
#define INK_WIDTH    6.0 /* in units of the box */
#define CORNER_SPACE 1.0

struct _AmiaSignaturePad
{
  GtkWidget parent_instance;

  GArray *points;
  double  start_x;
  double  start_y;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmiaSignaturePad, amia_signature_pad, GTK_TYPE_WIDGET)

static double
get_scale (AmiaSignaturePad *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1) / (double) AMIA_STROKES_WIDTH;
}

static void
add_point (AmiaSignaturePad *self,
           double            x,
           double            y,
           gboolean          is_start)
{
  double scale = get_scale (self);

  amia_strokes_add (self->points, x / scale, y / scale, is_start);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
begin_cb (AmiaSignaturePad *self,
          double            x,
          double            y)
{
  self->start_x = x;
  self->start_y = y;
  add_point (self, x, y, TRUE);
}

static void
update_cb (AmiaSignaturePad *self,
           double            offset_x,
           double            offset_y)
{
  add_point (self, self->start_x + offset_x, self->start_y + offset_y, FALSE);
}

static void
draw_points (AmiaSignaturePad *self,
             cairo_t          *cr)
{
  for (guint i = 0; i < self->points->len; i++)
    {
      const AmiaStrokePoint *point = &g_array_index (self->points, AmiaStrokePoint, i);

      /* A dot is a line of no length. */
      if (point->is_start)
        cairo_move_to (cr, point->x, point->y);
      cairo_line_to (cr, point->x, point->y);
    }

  cairo_set_line_width (cr, INK_WIDTH);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgb (cr, 0.05, 0.1, 0.3);
  cairo_stroke (cr);
}

static void
amia_signature_pad_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  AmiaSignaturePad *self = AMIA_SIGNATURE_PAD (widget);
  double            width = gtk_widget_get_width (widget);
  double            height = gtk_widget_get_height (widget);
  double            scale = get_scale (self);
  cairo_t          *cr = gtk_snapshot_append_cairo (
               snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_rectangle (cr, 0.5, 0.5, width - CORNER_SPACE, height - CORNER_SPACE);
  cairo_set_source_rgb (cr, 0.5, 0.5, 0.5);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_move_to (cr, width * 0.05, height * 0.78);
  cairo_line_to (cr, width * 0.95, height * 0.78);
  cairo_stroke (cr);
  cairo_scale (cr, scale, scale);
  draw_points (self, cr);
  cairo_destroy (cr);
}

static void
amia_signature_pad_finalize (GObject *object)
{
  g_array_unref (AMIA_SIGNATURE_PAD (object)->points);
  G_OBJECT_CLASS (amia_signature_pad_parent_class)->finalize (object);
}

static void
amia_signature_pad_class_init (AmiaSignaturePadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_signature_pad_finalize;
  widget_class->snapshot = amia_signature_pad_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[CHANGED] = g_signal_new ("changed", AMIA_TYPE_SIGNATURE_PAD, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
amia_signature_pad_init (AmiaSignaturePad *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (AmiaStrokePoint));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

static void
set_width (AmiaSignaturePad *self,
           int               width)
{
  gtk_widget_set_size_request (
      GTK_WIDGET (self), width, width * AMIA_STROKES_HEIGHT / AMIA_STROKES_WIDTH);
}

GtkWidget *
amia_signature_pad_new (void)
{
  AmiaSignaturePad *self = g_object_new (AMIA_TYPE_SIGNATURE_PAD, NULL);
  GtkGesture       *drag = gtk_gesture_drag_new ();

  set_width (self, WIDTH);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Field to sign in with a pen, a finger or the mouse"),
                                  -1);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  return GTK_WIDGET (self);
}

GtkWidget *
amia_signature_pad_new_with_strokes (const char *strokes)
{
  AmiaSignaturePad *self = g_object_new (AMIA_TYPE_SIGNATURE_PAD, NULL);

  set_width (self, WIDTH_SMALL);
  g_array_unref (self->points);
  self->points = amia_strokes_from_json (strokes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Drawn signature"), -1);
  return GTK_WIDGET (self);
}

gboolean
amia_signature_pad_is_empty (AmiaSignaturePad *self)
{
  g_return_val_if_fail (AMIA_IS_SIGNATURE_PAD (self), TRUE);

  return self->points->len == 0;
}

char *
amia_signature_pad_dup_strokes (AmiaSignaturePad *self)
{
  g_return_val_if_fail (AMIA_IS_SIGNATURE_PAD (self), NULL);

  return self->points->len > 0 ? amia_strokes_to_json (self->points) : NULL;
}

void
amia_signature_pad_clear (AmiaSignaturePad *self)
{
  g_return_if_fail (AMIA_IS_SIGNATURE_PAD (self));

  g_array_set_size (self->points, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}
