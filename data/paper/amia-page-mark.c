/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-page-mark.h"

#include <string.h>

#ifdef HAVE_DMTX
#include <dmtx.h>
#endif

/* The mark is drawn as rectangles rather than placed as a picture, so that it is as sharp as the
 * printer. Neighbours in a row are one rectangle: hair lines between modules confuse scanners. */

#ifdef HAVE_DMTX

static gboolean
is_dark (DmtxImage *image,
         int        column,
         int        row)
{
  int value = 255;

  dmtxImageGetPixelValue (image, column, row, 0, &value);
  return value == 0;
}

static void
draw_image (DmtxImage *image,
            cairo_t   *cr,
            double     x,
            double     y)
{
  const int    n = dmtxImageGetProp (image, DmtxPropWidth);
  const double module = AMIA_PAGE_MARK_SIZE / n;

  for (int row = 0; row < n; row++)
    {
      int from = -1;

      for (int column = 0; column <= n; column++)
        {
          gboolean dark = column < n && is_dark (image, column, row);

          if (dark && from < 0)
            from = column;
          if (dark || from < 0)
            continue;
          /* Rows of a Data Matrix are counted from below. */
          cairo_rectangle (cr,
                           x + from * module,
                           y + (n - 1 - row) * module,
                           (column - from) * module,
                           module);
          from = -1;
        }
    }
  cairo_fill (cr);
}

gboolean
amia_page_mark_draw (const AmiaPageCode *code,
                     cairo_t            *cr,
                     double              x,
                     double              y)
{
  char             printed[AMIA_PAGE_CODE_LENGTH + 1];
  g_autofree char *text = NULL;
  DmtxEncode      *encode = NULL;
  gboolean         is_made;

  g_return_val_if_fail (code != NULL, FALSE);
  g_return_val_if_fail (cr != NULL, FALSE);

  text = g_strconcat (AMIA_PAGE_MARK_PREFIX, amia_page_code_print (code, printed), NULL);
  encode = dmtxEncodeCreate ();
  dmtxEncodeSetProp (encode, DmtxPropPixelPacking, DmtxPack8bppK);
  dmtxEncodeSetProp (encode, DmtxPropModuleSize, 1);
  dmtxEncodeSetProp (encode, DmtxPropMarginSize, 0);
  dmtxEncodeSetProp (encode, DmtxPropScheme, DmtxSchemeC40);
  is_made = dmtxEncodeDataMatrix (encode, (int) strlen (text), (guchar *) text) == DmtxPass;
  if (is_made)
    {
      cairo_set_source_rgb (cr, 0, 0, 0);
      draw_image (encode->image, cr, x, y);
    }
  dmtxEncodeDestroy (&encode);
  return is_made;
}

#else

gboolean
amia_page_mark_draw (const AmiaPageCode *code,
                     cairo_t            *cr,
                     double              x,
                     double              y)
{
  return FALSE;
}

#endif
