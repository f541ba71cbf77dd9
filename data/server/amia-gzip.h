/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * amia_gzip_deflate:
 * @bytes: anything
 *
 * Compresses fast (level 1) rather than well; the wire's text shrinks to a quarter either way.
 *
 * Returns: (transfer full): gzip (RFC 1952)
 */
GBytes *amia_gzip_deflate (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_gzip_deflate_answer:
 * @bytes: what a laptop waits for
 *
 * As amia_gzip_deflate(), but well (level 6) if there is not much of it: then the wire is what is
 * waited for, and the processor does not notice.
 *
 * Returns: (transfer full): gzip (RFC 1952)
 */
GBytes *amia_gzip_deflate_answer (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_gzip_inflate:
 * @bytes: what somebody says is gzip
 * @length_max: the most that may come out
 * @error: return location
 *
 * Never has more than @length_max in memory, however much the bytes would unfold to.
 *
 * Returns: (transfer full): the contents; or %NULL with %G_IO_ERROR_NO_SPACE if there are more, or
 *   another #GIOError if it is not whole, valid gzip
 */
GBytes *amia_gzip_inflate (GBytes  *bytes,
                           gsize    length_max,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
