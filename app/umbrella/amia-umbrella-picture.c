/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-umbrella"

#include "config.h"

#include "amia-umbrella-picture.h"

#include "amia-date.h"
#include "amia-umbrella-words.h"
#include "amia-words.h"

/* A size and a drawing, which is the paper's, too; and while an edge is dragged a line where it
 * would be. The picture changes nothing by itself: whoever shows it writes, and sets the umbrella
 * anew. */

#define WIDTH_MIN 320
#define NEAR      5.0 /* pixels */

struct _AmiaUmbrellaPicture
{
  GtkWidget parent_instance;

  const AmiaCaseUmbrella *umbrella;
  AmiaUmbrella           *laid_out;
  GtkGesture             *drag;
  AmiaUmbrellaPlace       place; /* that is dragged or pressed */
  guint                   index;
  double                  at; /* where the edge would be, in pixels; -1 while nothing is dragged */
};

G_DEFINE_FINAL_TYPE (AmiaUmbrellaPicture, amia_umbrella_picture, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PICKED,
  SIGNAL_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Pointing --------------------------------------------------------------------------------- */

static AmiaUmbrellaPlace
find (AmiaUmbrellaPicture *self,
      double               x,
      double               y,
      guint               *index)
{
  GtkWidget *widget = GTK_WIDGET (self);

  *index = 0;
  if (self->laid_out == NULL)
    return AMIA_UMBRELLA_PLACE_NONE;

  return amia_umbrella_find (self->laid_out, gtk_widget_get_pango_context (widget),
                             gtk_widget_get_width (widget), x, y, index);
}

static gboolean
is_edge (AmiaUmbrellaPlace place)
{
  return place != AMIA_UMBRELLA_PLACE_NONE && place != AMIA_UMBRELLA_PLACE_INCOME;
}

/* The day that the edge would stand for, as ISO; of an end the day before it, which is the last. */
static void
get_day (AmiaUmbrellaPicture *self,
         double               x,
         char                *text)
{
  const double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  GDate        day;

  amia_umbrella_get_day (self->laid_out, x / width, NEAR / width, &day);
  if (self->place == AMIA_UMBRELLA_PLACE_INCOME_TO ||
      self->place == AMIA_UMBRELLA_PLACE_BENEFIT_END)
    g_date_subtract_days (&day, 1);
  amia_date_print_iso (&day, text);
}

static void
motion_cb (AmiaUmbrellaPicture *self,
           double               x,
           double               y)
{
  guint             index = 0;
  AmiaUmbrellaPlace place = self->at >= 0 ? self->place : find (self, x, y, &index);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_edge (place) ? "ew-resize"
                                                      : place != AMIA_UMBRELLA_PLACE_NONE
                                                          ? "pointer"
                                                          : NULL);
}

static void
drag_begin_cb (AmiaUmbrellaPicture *self,
               double               x,
               double               y)
{
  self->at = -1;
  self->place = find (self, x, y, &self->index);
  gtk_gesture_set_state (self->drag, self->place != AMIA_UMBRELLA_PLACE_NONE
                                         ? GTK_EVENT_SEQUENCE_CLAIMED
                                         : GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (AmiaUmbrellaPicture *self,
                double               dx,
                double               dy)
{
  double x = 0;

  if (!is_edge (self->place) ||
      (self->at < 0 && !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, 0)))
    return;

  gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (self->drag), &x, NULL);
  self->at = CLAMP (x + dx, 0, gtk_widget_get_width (GTK_WIDGET (self)));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (AmiaUmbrellaPicture *self)
{
  char day[AMIA_DATE_TEXT_LENGTH + 1];

  if (self->place == AMIA_UMBRELLA_PLACE_NONE || self->laid_out == NULL)
    return;

  if (self->at < 0)
    {
      g_signal_emit (self, signals[SIGNAL_PICKED], 0, (guint) self->place, self->index);
      return;
    }

  get_day (self, self->at, day);
  self->at = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_MOVED], 0, (guint) self->place, self->index, day);
}

/* Escape, another gesture or another program has taken the pointer: nothing was moved. */
static void
drag_cancel_cb (AmiaUmbrellaPicture *self)
{
  self->at = -1;
  self->place = AMIA_UMBRELLA_PLACE_NONE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Drawing ---------------------------------------------------------------------------------- */

static AmiaUmbrellaColor
to_color (const GdkRGBA *color)
{
  const AmiaUmbrellaColor same = { color->red, color->green, color->blue };

  return same;
}

/* A line where the edge would be, and its day in words on the page's own ground. */
static void
snapshot_edge (AmiaUmbrellaPicture *self,
               GtkSnapshot         *snapshot)
{
  GtkWidget       *widget = GTK_WIDGET (self);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  const int        width = gtk_widget_get_width (widget);
  char             day[AMIA_DATE_TEXT_LENGTH + 1];
  g_autofree char *words = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  graphene_point_t point = { 0, 0 };
  graphene_rect_t  box;
  GdkRGBA          text;
  GdkRGBA          ground = { 1, 1, 1, 1 };
  int              words_width = 0;
  int              words_height = 0;

  get_day (self, self->at, day);
  words = amia_words_date (day);
  layout = gtk_widget_create_pango_layout (widget, words);
  pango_layout_get_pixel_size (layout, &words_width, &words_height);
  gtk_style_context_get_color (style, &text);
  gtk_style_context_lookup_color (style, "window_bg_color", &ground);

  graphene_rect_init (&box, (float) self->at - 1, 0, 2, (float) gtk_widget_get_height (widget));
  gtk_snapshot_append_color (snapshot, &text, &box);
  point.x = (float) CLAMP (self->at - words_width / 2.0, 6, MAX (width - words_width - 6, 6));
  graphene_rect_init (
      &box, point.x - 6, 0, (float) words_width + 12, (float) words_height + 4);
  gtk_snapshot_append_color (snapshot, &ground, &box);
  point.y = 2;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &point);
  gtk_snapshot_append_layout (snapshot, layout, &text);
  gtk_snapshot_restore (snapshot);
}

static void
amia_umbrella_picture_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  AmiaUmbrellaPicture *self = AMIA_UMBRELLA_PICTURE (widget);
  GtkStyleContext     *style = gtk_widget_get_style_context (widget);
  const int            width = gtk_widget_get_width (widget);
  const int            height = gtk_widget_get_height (widget);
  AmiaUmbrellaLook     look = { 0 };
  g_autoptr (GPtrArray) words = NULL;
  graphene_rect_t bounds;
  cairo_t        *cr = NULL;
  GdkRGBA         color;

  if (self->laid_out == NULL)
    return;

  words = amia_umbrella_words_fill (&look, self->umbrella);
  gtk_style_context_get_color (style, &color);
  look.text = to_color (&color);
  if (gtk_style_context_lookup_color (style, "accent_color", &color))
    look.accent = to_color (&color);
  graphene_rect_init (&bounds, 0, 0, width, height);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  amia_umbrella_draw (cr, gtk_widget_get_pango_context (widget), self->laid_out, &look, width);
  cairo_destroy (cr);
  if (self->at >= 0)
    snapshot_edge (self, snapshot);
}

static GtkSizeRequestMode
amia_umbrella_picture_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
amia_umbrella_picture_measure (GtkWidget     *widget,
                               GtkOrientation orientation,
                               int            for_size,
                               int           *minimum,
                               int           *natural,
                               int           *minimum_baseline,
                               int           *natural_baseline)
{
  AmiaUmbrellaPicture *self = AMIA_UMBRELLA_PICTURE (widget);
  const int            width = MAX (for_size, WIDTH_MIN);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = WIDTH_MIN;
  else if (self->laid_out != NULL)
    *minimum = *natural = (int) amia_umbrella_get_height (
                              self->laid_out, gtk_widget_get_pango_context (widget), width) +
                          1;
}

static void
amia_umbrella_picture_finalize (GObject *object)
{
  g_clear_pointer (&AMIA_UMBRELLA_PICTURE (object)->laid_out, amia_umbrella_free);

  G_OBJECT_CLASS (amia_umbrella_picture_parent_class)->finalize (object);
}

static void
amia_umbrella_picture_class_init (AmiaUmbrellaPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amia_umbrella_picture_finalize;
  widget_class->snapshot = amia_umbrella_picture_snapshot;
  widget_class->measure = amia_umbrella_picture_measure;
  widget_class->get_request_mode = amia_umbrella_picture_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                         G_TYPE_UINT);
  signals[SIGNAL_MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT,
                                        G_TYPE_STRING);
}

static void
amia_umbrella_picture_init (AmiaUmbrellaPicture *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->at = -1;
  self->drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (self->drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (self->drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (self->drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (self->drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->drag));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

void
amia_umbrella_picture_set_umbrella (AmiaUmbrellaPicture    *self,
                                    const AmiaCaseUmbrella *umbrella)
{
  g_autofree char *today = amia_words_today ();

  g_return_if_fail (AMIA_IS_UMBRELLA_PICTURE (self));
  g_return_if_fail (umbrella != NULL);

  /* What is being dragged may be somewhere else now, or gone. */
  if (self->at >= 0)
    gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_DENIED);
  g_clear_pointer (&self->laid_out, amia_umbrella_free);
  self->umbrella = umbrella;
  self->laid_out = amia_case_umbrella_lay_out (umbrella, today);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
