/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "amia-page-code.h"

G_BEGIN_DECLS

/** AMIA_PAGE_MARK_SIZE: the side of a mark with nothing around it, in points: 11 mm */
#define AMIA_PAGE_MARK_SIZE 31.2

/** AMIA_PAGE_MARK_PREFIX: what the text in a mark begins with; the code's characters follow */
#define AMIA_PAGE_MARK_PREFIX "AMIA1-"

/**
 * amia_page_mark_draw:
 * @code: a page code
 * @cr: where to, in points
 * @x: left edge
 * @y: upper edge
 *
 * Draws the code as a Data Matrix (ISO/IEC 16022, ECC 200), black on what is there. Built without
 * libdmtx it draws nothing: the text beside it says the same.
 *
 * Returns: %TRUE if it was drawn
 */
gboolean amia_page_mark_draw (const AmiaPageCode *code,
                              cairo_t            *cr,
                              double              x,
                              double              y);

G_END_DECLS
