/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-page-code.h"

G_BEGIN_DECLS

/** AMIA_PAGE_READER_PIXELS_MAX: a picture with more is not read: an A4 page at 600 dpi has 35 M */
#define AMIA_PAGE_READER_PIXELS_MAX (64 * 1000 * 1000)

/**
 * amia_page_reader_is_available:
 *
 * Returns: whether marks can be found on pictures: %FALSE if it was built without libdmtx. The code
 *   is then typed off the page (amia_page_code_parse()).
 */
gboolean amia_page_reader_is_available (void);

/**
 * amia_page_reader_read:
 * @data: a scanned or photographed page: PNG, JPEG, or another format that gdk-pixbuf reads
 * @length: how many bytes
 * @code: (out caller-allocates): the code that is on it
 * @error: return location
 *
 * Looks for a page code: in the strips at the foot and the head of the page first, and, as the
 * page may lie on its side, at both sides. Scans of 150 dpi and more are read, also when they are
 * a few degrees askew. Takes a fraction of a second, at most a few; for a thread of its own.
 *
 * Returns: %TRUE; %FALSE with %G_IO_ERROR_NOT_FOUND if there is no code on it,
 *   %G_IO_ERROR_NOT_SUPPORTED without libdmtx, %G_IO_ERROR_INVALID_DATA if it is no picture or
 *   greater than %AMIA_PAGE_READER_PIXELS_MAX
 */
gboolean amia_page_reader_read (const guint8 *data,
                                gsize         length,
                                AmiaPageCode *code,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
