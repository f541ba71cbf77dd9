/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-page-reader.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "amia-page-mark.h"

#ifdef HAVE_DMTX
#include <dmtx.h>
#endif

/* libdmtx looks along a grid for two edges that meet at a right angle, which takes long on a page
 * full of boxes. The mark is always in the lower left corner of a page, so only the strips along
 * the picture's edges are searched, those where it is likeliest first, each for a bounded time and
 * at two resolutions: the coarser one evens out what the scanner added. */

#define STRIP_SHARE  7   /* a strip is this part of the page's height */
#define STRIP_MS     700 /* time for one look at one strip */
#define SHRINK_MAX   2
#define MARK_SHARE   (11.0 / 210.0) /* of the width of an A4 page */
#define MODULES      18
#define SIDE_MIN     200 /* pixels; no mark on a smaller page has as many as it has modules */
#define LOADED_BYTES 65536

gboolean
amia_page_reader_is_available (void)
{
#ifdef HAVE_DMTX
  return TRUE;
#else
  return FALSE;
#endif
}

#ifdef HAVE_DMTX

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} Area;

/* Grey levels, which is all that counts. */
typedef struct
{
  guint8 *pixels;
  int     width;
  int     height;
} Picture;

static gboolean
read_text (const char   *text,
           gsize         length,
           AmiaPageCode *code)
{
  const gsize      prefix = strlen (AMIA_PAGE_MARK_PREFIX);
  g_autofree char *words = NULL;

  if (length <= prefix || memcmp (text, AMIA_PAGE_MARK_PREFIX, prefix) != 0)
    return FALSE;
  words = g_strndup (text + prefix, length - prefix);
  return amia_page_code_parse (words, code);
}

static gboolean
read_region (DmtxDecode   *decode,
             DmtxRegion   *region,
             AmiaPageCode *code)
{
  DmtxMessage *message = dmtxDecodeMatrixRegion (decode, region, DmtxUndefined);
  gboolean     is_found;

  if (message == NULL)
    return FALSE;
  is_found = read_text ((const char *) message->output, (gsize) message->outputIdx, code);
  dmtxMessageDestroy (&message);
  return is_found;
}

static gboolean
search (DmtxDecode   *decode,
        AmiaPageCode *code)
{
  DmtxTime    until = dmtxTimeAdd (dmtxTimeNow (), STRIP_MS);
  DmtxRegion *region = NULL;
  gboolean    is_found = FALSE;

  while (!is_found && (region = dmtxRegionFindNext (decode, &until)) != NULL)
    {
      is_found = read_region (decode, region, code);
      dmtxRegionDestroy (&region);
    }

  return is_found;
}

static guint8 *
copy_area (const Picture *picture,
           const Area    *area)
{
  guint8 *pixels = g_malloc ((gsize) area->width * (gsize) area->height);

  for (int row = 0; row < area->height; row++)
    memcpy (pixels + (gsize) row * (gsize) area->width,
            picture->pixels + (gsize) (area->y + row) * (gsize) picture->width + area->x,
            (gsize) area->width);
  return pixels;
}

static gboolean
look_at (const Picture *picture,
         const Area    *area,
         int            shrink,
         AmiaPageCode  *code)
{
  g_autofree guint8 *pixels = copy_area (picture, area);
  DmtxImage         *image = dmtxImageCreate (pixels, area->width, area->height, DmtxPack8bppK);
  DmtxDecode        *decode = dmtxDecodeCreate (image, shrink);
  double             side = MIN (picture->width, picture->height) * MARK_SHARE / shrink;
  gboolean           is_found;

  dmtxDecodeSetProp (decode, DmtxPropSymbolSize, DmtxSymbolSquareAuto);
  dmtxDecodeSetProp (decode, DmtxPropEdgeMin, (int) (side * 0.6));
  dmtxDecodeSetProp (decode, DmtxPropEdgeMax, (int) (side * 1.6));
  dmtxDecodeSetProp (decode, DmtxPropScanGap, MAX (2, (int) (side / MODULES * 4)));
  is_found = search (decode, code);
  dmtxDecodeDestroy (&decode);
  dmtxImageDestroy (&image);
  return is_found;
}

/* Foot, head, left, right: halves and quarters of a turn. */
static gboolean
look_everywhere (const Picture *picture,
                 AmiaPageCode  *code)
{
  const int  height = MAX (1, picture->height / STRIP_SHARE);
  const int  width = MAX (1, picture->width / STRIP_SHARE);
  const Area areas[] = {
    { 0, picture->height - height, picture->width, height },
    { 0, 0, picture->width, height },
    { 0, 0, width, picture->height },
    { picture->width - width, 0, width, picture->height },
    { 0, 0, picture->width, picture->height },
  };

  /* libdmtx aborts the program on a picture of a few pixels. */
  if (MIN (picture->width, picture->height) < SIDE_MIN)
    return FALSE;
  for (int shrink = 1; shrink <= SHRINK_MAX; shrink++)
    for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
      {
        if (look_at (picture, &areas[i], shrink, code))
          return TRUE;
      }

  return FALSE;
}

static void
make_grey (GdkPixbuf *pixbuf,
           Picture   *picture)
{
  const int     n_channels = gdk_pixbuf_get_n_channels (pixbuf);
  const int     stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  guint8       *out;

  picture->width = gdk_pixbuf_get_width (pixbuf);
  picture->height = gdk_pixbuf_get_height (pixbuf);
  picture->pixels = g_malloc ((gsize) picture->width * (gsize) picture->height);
  out = picture->pixels;
  for (int row = 0; row < picture->height; row++)
    for (int column = 0; column < picture->width; column++)
      {
        const guint8 *pixel = pixels + (gsize) row * (gsize) stride + column * n_channels;
        const guint   alpha = n_channels == 4 ? pixel[3] : 255;
        const guint   grey = (pixel[0] * 3u + pixel[1] * 6u + pixel[2]) / 10;

        /* What can be seen through lies on white. */
        *out++ = (guint8) ((grey * alpha + 255 * (255 - alpha)) / 255);
      }
}

/* Stops before room is made for a picture that would not fit into memory. */
static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gboolean        *is_too_great)
{
  *is_too_great = (gint64) width * height > AMIA_PAGE_READER_PIXELS_MAX;
  if (*is_too_great)
    gdk_pixbuf_loader_set_size (loader, 1, 1);
}

static GdkPixbuf *
load (const guint8 *data,
      gsize         length,
      GError      **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GError) local_error = NULL;
  gboolean is_too_great = FALSE;
  gboolean is_read = TRUE;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &is_too_great);
  for (gsize at = 0; at < length && is_read && !is_too_great; at += LOADED_BYTES)
    is_read = gdk_pixbuf_loader_write (loader,
                                       data + at,
                                       MIN (LOADED_BYTES, length - at),
                                       &local_error);
  /* Ignored: the end of a file that is no picture says no more than its beginning. */
  is_read = gdk_pixbuf_loader_close (loader, is_read ? &local_error : NULL) && is_read;
  if (is_read && !is_too_great && gdk_pixbuf_loader_get_pixbuf (loader) != NULL)
    return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));

  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_DATA,
               "Failed to read the picture: %s",
               is_too_great ? "it is too great" : local_error != NULL ? local_error->message
                                                                      : "it is empty");
  return NULL;
}

gboolean
amia_page_reader_read (const guint8 *data,
                       gsize         length,
                       AmiaPageCode *code,
                       GError      **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  Picture  picture;
  gboolean is_found;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  pixbuf = load (data, length, error);
  if (pixbuf == NULL)
    return FALSE;
  make_grey (pixbuf, &picture);
  is_found = look_everywhere (&picture, code);
  g_free (picture.pixels);
  if (!is_found)
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_NOT_FOUND,
                         "Failed to find a page code on the picture");
  return is_found;
}

#else

gboolean
amia_page_reader_read (const guint8 *data,
                       gsize length,
                       AmiaPageCode *code,
                       GError **error)
{
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_NOT_SUPPORTED,
                       "Failed to look for a page code: built without libdmtx");
  return FALSE;
}

#endif
