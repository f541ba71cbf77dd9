/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds the part of a message that is nothing but hexadecimal digits; FALSE if there is none that
 * is worth packing by itself. */
gboolean _amia_digits_find (const char *text, gsize length, gsize *start, gsize *end);

G_END_DECLS
