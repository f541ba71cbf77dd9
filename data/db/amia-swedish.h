/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_swedish_key:
 * @text: UTF-8; what is not valid is passed over
 *
 * A key that sorts by bytes as Swedish sorts words: case and foreign accents do not count, w comes
 * after v, and å, ä, ö come last (æ as ä, ø as ö, ü as y). It does not depend on the locale or the
 * C library, so an index over it can't go stale when those change. The key is made for sorting and
 * comparing, not for reading. Any thread.
 *
 * Returns: (transfer full): the key
 */
char *amia_swedish_key (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_swedish_compare:
 * @a: UTF-8
 * @b: UTF-8
 *
 * Order by key and, where that is equal, by bytes, so that no two different texts are equal.
 *
 * Returns: less than, equal to or greater than 0
 */
int amia_swedish_compare (const char *a,
                          const char *b);

G_END_DECLS
