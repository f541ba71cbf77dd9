/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As much of a file's beginning as tells what it is. */
#define AMIA_MEDIA_SNIFF_LENGTH 4096

/**
 * amia_media_type_sniff:
 * @bytes: (array length=length): the beginning of a file
 * @length: how many bytes, at most %AMIA_MEDIA_SNIFF_LENGTH are looked at
 *
 * What a file is by what it holds; its name and what others say of it count for nothing. Knows what
 * may be attached: `image/png`, `image/jpeg`, `image/tiff`, `application/pdf` and `text/plain` (in
 * UTF-8, without control characters).
 *
 * Returns: (nullable): the media type (RFC 6838), for ever; %NULL for what may not be attached
 */
const char *amia_media_type_sniff (const guint8 *bytes,
                                   gsize         length);

/**
 * amia_media_type_find:
 * @type: (nullable): a media type, perhaps from elsewhere
 *
 * Returns: (nullable): the same, for ever, if it is one that may be attached; else %NULL
 */
const char *amia_media_type_find (const char *type);

/**
 * amia_media_type_get_ending:
 * @type: what amia_media_type_sniff() gave
 *
 * Returns: how names of such files end, for a copy that is saved: `pdf`
 */
const char *amia_media_type_get_ending (const char *type);

G_END_DECLS
