/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-umbrella-drawing.h"

#include <cairo-svg.h>
#include <gio/gio.h>

/* The picture without a screen: for a sheet of paper and as a file. */

#define SVG_WIDTH 1000.0
#define SVG_FONT  "Sans 10"

static PangoContext *
make_context (void)
{
  PangoFontMap         *fonts = pango_cairo_font_map_get_default ();
  PangoContext         *context = pango_font_map_create_context (fonts);
  PangoFontDescription *font = pango_font_description_from_string (SVG_FONT);

  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  return context;
}

cairo_surface_t *
amia_umbrella_record (const AmiaUmbrella     *umbrella,
                      const AmiaUmbrellaLook *look,
                      double                  width,
                      double                 *height)
{
  PangoContext    *context = NULL;
  cairo_surface_t *surface = NULL;
  cairo_t         *cr = NULL;

  g_return_val_if_fail (umbrella != NULL, NULL);
  g_return_val_if_fail (look != NULL, NULL);
  g_return_val_if_fail (height != NULL, NULL);

  context = make_context ();
  *height = amia_umbrella_get_height (umbrella, context, width);
  surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cr = cairo_create (surface);
  amia_umbrella_draw (cr, context, umbrella, look, width);
  cairo_destroy (cr);
  g_object_unref (context);
  return surface;
}

gboolean
amia_umbrella_save_svg (const AmiaUmbrella     *umbrella,
                        const AmiaUmbrellaLook *look,
                        const char             *path,
                        GError                **error)
{
  PangoContext    *context = NULL;
  cairo_surface_t *surface = NULL;
  cairo_t         *cr = NULL;
  cairo_status_t   status;

  g_return_val_if_fail (umbrella != NULL, FALSE);
  g_return_val_if_fail (look != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  context = make_context ();
  surface = cairo_svg_surface_create (
      path, SVG_WIDTH, amia_umbrella_get_height (umbrella, context, SVG_WIDTH));
  cr = cairo_create (surface);
  amia_umbrella_draw (cr, context, umbrella, look, SVG_WIDTH);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  g_object_unref (context);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Failed to write the picture: %s",
               cairo_status_to_string (status));
  return FALSE;
}
