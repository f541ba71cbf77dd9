/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-umbrella"

#include "config.h"

#include "amia-umbrella-picture.h"

#include "amia-umbrella-words.h"
#include "amia-words.h"

/* Nothing but a size and a drawing: what is drawn is the paper's, too. */

#define WIDTH_MIN 320

struct _AmiaUmbrellaPicture
{
  GtkWidget parent_instance;

  const AmiaCaseUmbrella *umbrella;
  AmiaUmbrella           *laid_out;
};

G_DEFINE_FINAL_TYPE (AmiaUmbrellaPicture, amia_umbrella_picture, GTK_TYPE_WIDGET)

static AmiaUmbrellaColor
to_color (const GdkRGBA *color)
{
  const AmiaUmbrellaColor same = { color->red, color->green, color->blue };

  return same;
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
}

static void
amia_umbrella_picture_init (AmiaUmbrellaPicture *self)
{
}

void
amia_umbrella_picture_set_umbrella (AmiaUmbrellaPicture    *self,
                                    const AmiaCaseUmbrella *umbrella)
{
  g_autofree char *today = amia_words_today ();

  g_return_if_fail (AMIA_IS_UMBRELLA_PICTURE (self));
  g_return_if_fail (umbrella != NULL);

  g_clear_pointer (&self->laid_out, amia_umbrella_free);
  self->umbrella = umbrella;
  self->laid_out = amia_case_umbrella_lay_out (umbrella, today);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
