/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * AmiaSheet:
 *
 * Text that flows over as many A4 pages as it takes: headings, paragraphs and lines with a name to
 * the left and what it is to the right. Filled in first, then laid out for a context, then drawn
 * page by page: by a print job, or into a PDF with selectable text, title, outline and tags. Forms
 * and whole cases are sheets, too: amia-form-sheet.h, amia-case-sheet.h. Belongs to one thread at
 * a time.
 */
typedef struct _AmiaSheet AmiaSheet;

/* A4 and its margin at the sides and the top, in points of 1/72 inch. */
#define AMIA_SHEET_WIDTH  595.276
#define AMIA_SHEET_HEIGHT 841.890
#define AMIA_SHEET_MARGIN 56.693

/** AMIA_SHEET_FOOT: how much of a page's lower end is for the page code and number */
#define AMIA_SHEET_FOOT 72.0

/**
 * amia_sheet_new:
 * @title: what it is, at the top of the first page
 * @footer: (nullable): at the foot of every page, to the left: who printed it and when
 *
 * Returns: (transfer full): a sheet with nothing on it but its title
 */
AmiaSheet *amia_sheet_new (const char *title,
                           const char *footer) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sheet_add_heading:
 * @sheet: a sheet
 * @text: plain text; never the last line of a page
 */
void amia_sheet_add_heading (AmiaSheet  *sheet,
                             const char *text);

/**
 * amia_sheet_add_text:
 * @sheet: a sheet
 * @text: plain text, which may have several paragraphs
 */
void amia_sheet_add_text (AmiaSheet  *sheet,
                          const char *text);

/**
 * amia_sheet_add_line:
 * @sheet: a sheet
 * @name: plain text to the left
 * @text: plain text to the right
 */
void amia_sheet_add_line (AmiaSheet  *sheet,
                          const char *name,
                          const char *text);

/** AMIA_SHEET_INNER_WIDTH: how wide what stands on a page may be */
#define AMIA_SHEET_INNER_WIDTH (AMIA_SHEET_WIDTH - 2 * AMIA_SHEET_MARGIN)

/**
 * amia_sheet_add_picture:
 * @sheet: a sheet
 * @picture: (transfer full): a recording surface, at most %AMIA_SHEET_INNER_WIDTH wide and half a
 *   page high; the same in words is to stand beside it
 * @height: how high it is
 */
void amia_sheet_add_picture (AmiaSheet       *sheet,
                             cairo_surface_t *picture,
                             double           height);

/**
 * amia_sheet_layout:
 * @sheet: a sheet with everything on it
 * @context: (transfer none): fonts and resolution of where it will be drawn, 72 per inch; hinting
 *   is turned off in it
 *
 * Breaks it into pages. To be called before drawing, and anew for another context.
 *
 * Returns: how many pages there are, at least 1
 */
guint amia_sheet_layout (AmiaSheet    *sheet,
                         PangoContext *context);

/**
 * amia_sheet_draw:
 * @sheet: a sheet that has been laid out
 * @cr: where to; its origin is the upper left corner of an A4 page, in points
 * @page: which, from 0
 */
void amia_sheet_draw (AmiaSheet *sheet,
                      cairo_t   *cr,
                      guint      page);

/**
 * amia_sheet_save_pdf:
 * @sheet: a sheet
 * @path: the file; replaced if it is there
 * @error: return location
 *
 * Lays it out and writes a PDF. Takes milliseconds a page.
 *
 * Returns: %TRUE, or %FALSE with a #GFileError or #GIOError: nothing is left half-written
 */
gboolean amia_sheet_save_pdf (AmiaSheet  *sheet,
                              const char *path,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sheet_free:
 * @sheet: (transfer full) (nullable): a sheet
 */
void amia_sheet_free (AmiaSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSheet, amia_sheet_free)

G_END_DECLS
