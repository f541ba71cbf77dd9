/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-press.h"
#include "amia-sheet.h"

G_BEGIN_DECLS

/* How the parts of a sheet are made, and what its pages are; for the folder's own use. */

/**
 * AmiaPartFunc:
 * @press: where to
 * @data: what the part is about
 *
 * Sets a part. Called anew each time a sheet is laid out.
 */
typedef void (*AmiaPartFunc) (AmiaPress *press,
                              gpointer   data);

/**
 * amia_sheet_new_empty:
 * @is_large: large print
 *
 * Returns: (transfer full): a sheet with nothing on it, not even a title
 */
AmiaSheet *_amia_sheet_new_empty (gboolean is_large) G_GNUC_WARN_UNUSED_RESULT;

/** _amia_sheet_set_title: Sets what the PDF is called; no name of a person. */
void _amia_sheet_set_title (AmiaSheet  *sheet,
                            const char *title);

/** _amia_sheet_set_sheet_words: “sheet {1} of {2}”: pages are counted through all sections, too. */
void _amia_sheet_set_sheet_words (AmiaSheet  *sheet,
                                  const char *words);

/** _amia_sheet_add_part: Adds a part; @data is freed with the sheet. */
void _amia_sheet_add_part (AmiaSheet     *sheet,
                           AmiaPartFunc   part,
                           gpointer       data,
                           GDestroyNotify free_data);

/* A strip in its place. */
typedef struct
{
  AmiaStrip *strip;
  guint      page;
  double     y;
  double     space;
} AmiaPlace;

/* A page's foot. */
typedef struct
{
  const AmiaSection *section;
  guint              page; /* in its section, from 0 */
  guint              n_pages;
} AmiaFoot;

/* amia-sheet-pages.c: where strips fall. */

/** _amia_pages_break: Appends a place for each strip, and returns the number of pages. */
guint _amia_pages_break (AmiaPress *press,
                         GArray    *places);

/** _amia_pages_count: Fills in @feet, one for each of @n_pages pages. */
void _amia_pages_count (AmiaPress *press,
                        GArray    *places,
                        guint      n_pages,
                        GArray    *feet);

/* amia-sheet-pdf.c */

/** _amia_sheet_get_places: Returns: (element-type AmiaPlace): in the order of the pages */
GArray *_amia_sheet_get_places (AmiaSheet *sheet);

const char *_amia_sheet_get_title (AmiaSheet *sheet);

/** _amia_sheet_draw: Draws a page; @cr is a PDF's if @is_tagged. */
void _amia_sheet_draw (AmiaSheet *sheet,
                       cairo_t   *cr,
                       guint      page,
                       gboolean   is_tagged);

G_END_DECLS
