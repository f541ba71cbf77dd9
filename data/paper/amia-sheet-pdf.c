/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-sheet.h"

#include <cairo-pdf.h>
#include <gio/gio.h>

#include "amia-sheet-private.h"

/* A PDF of our own has what a printer has no use for: a title, an outline, and tags that tell a
 * screen reader what is a heading. Dates are left out of it, so that the same sheet gives the same
 * bytes. */

#define LEVELS 3

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Bookmarks beneath the last one of the level above. */
static void
add_outline (AmiaSheet       *sheet,
             cairo_surface_t *surface)
{
  GArray *places = _amia_sheet_get_places (sheet);
  int     parents[LEVELS + 1] = { CAIRO_PDF_OUTLINE_ROOT,
                                  CAIRO_PDF_OUTLINE_ROOT,
                                  CAIRO_PDF_OUTLINE_ROOT,
                                  CAIRO_PDF_OUTLINE_ROOT };

  for (guint i = 0; i < places->len; i++)
    {
      const AmiaPlace *at = &g_array_index (places, AmiaPlace, i);
      const guint      level = MIN (at->strip->level, LEVELS - 1);
      g_autofree char *where = NULL;
      int              id;

      if (at->strip->bookmark == NULL)
        continue;
      where = g_strdup_printf ("page=%u pos=[%d %d]",
                               at->page + 1,
                               (int) AMIA_SHEET_MARGIN,
                               (int) at->y);
      id = cairo_pdf_surface_add_outline (surface,
                                          parents[level],
                                          at->strip->bookmark,
                                          where,
                                          level == 0 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
      for (guint deeper = level + 1; deeper <= LEVELS; deeper++)
        parents[deeper] = id;
    }
}

static cairo_status_t
draw_pdf (AmiaSheet  *sheet,
          GByteArray *bytes)
{
  PangoFontMap    *fonts = pango_cairo_font_map_new ();
  PangoContext    *context = pango_font_map_create_context (fonts);
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb,
                                                                  bytes,
                                                                  AMIA_SHEET_WIDTH,
                                                                  AMIA_SHEET_HEIGHT);
  cairo_t         *cr = cairo_create (surface);
  cairo_status_t   status;
  guint            n_pages;

  pango_cairo_context_set_resolution (context, 72);
  n_pages = amia_sheet_layout (sheet, context);
  if (_amia_sheet_get_title (sheet) != NULL)
    cairo_pdf_surface_set_metadata (surface,
                                    CAIRO_PDF_METADATA_TITLE,
                                    _amia_sheet_get_title (sheet));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "AMiA " AMIA_VERSION);
  add_outline (sheet, surface);
  cairo_tag_begin (cr, "Document", NULL);
  for (guint page = 0; page < n_pages; page++)
    {
      _amia_sheet_draw (sheet, cr, page, TRUE);
      cairo_show_page (cr);
    }
  cairo_tag_end (cr, "Document");

  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  g_object_unref (context);
  g_object_unref (fonts);
  return status;
}

gboolean
amia_sheet_save_pdf (AmiaSheet  *self,
                     const char *path,
                     GError    **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  status = draw_pdf (self, bytes);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_FAILED,
                   "Failed to draw the PDF: %s",
                   cairo_status_to_string (status));
      return FALSE;
    }

  return g_file_set_contents_full (path,
                                   (const char *) bytes->data,
                                   (gssize) bytes->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600,
                                   error);
}
