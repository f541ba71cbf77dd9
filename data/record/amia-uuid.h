/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMIA_UUID_TEXT_LENGTH 36
#define AMIA_UUID_HEX_LENGTH  32

/**
 * AmiaUuid:
 * @bytes: the 128 bits, most significant first
 *
 * A name that no two laptops ever choose alike: of a record (UUIDv7, RFC 9562) or of a device
 * (128 random bits). Passed by value or pointer, never allocated on its own.
 */
typedef struct
{
  guint8 bytes[16];
} AmiaUuid;

/**
 * amia_uuid_new_v7:
 * @now_ms: wall clock in milliseconds since 1970-01-01 UTC
 *
 * A new record id (RFC 9562 §5.7): 48 bits of time first, so that ids made one after the other lie
 * side by side in an index, then 74 random bits from the system's generator. Any thread.
 *
 * Returns: a new id
 */
AmiaUuid amia_uuid_new_v7 (gint64 now_ms);

/**
 * amia_uuid_new_random:
 *
 * 128 random bits for a device. Any thread.
 *
 * Returns: a new id
 */
AmiaUuid amia_uuid_new_random (void);

/**
 * amia_uuid_parse:
 * @text: the text to read; not necessarily NUL-terminated
 * @length: number of bytes in @text, or -1 when NUL-terminated
 * @uuid: (out): where to put the id; untouched when the text is not one
 *
 * Reads both forms that we write: 36 characters with hyphens (records) and 32 hexadecimal digits
 * (devices). Either case of letters is taken; we always write lower case.
 *
 * Returns: %TRUE if the whole of @text is an id
 */
gboolean amia_uuid_parse (const char *text,
                          gssize      length,
                          AmiaUuid   *uuid) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_uuid_print:
 * @uuid: an id
 * @text: (out caller-allocates): room for %AMIA_UUID_TEXT_LENGTH + 1 bytes
 *
 * Writes the hyphenated form in lower case, with its terminating NUL.
 *
 * Returns: @text, for use in an argument list
 */
const char *amia_uuid_print (const AmiaUuid *uuid,
                             char            text[AMIA_UUID_TEXT_LENGTH + 1]);

/**
 * amia_uuid_print_hex:
 * @uuid: a device's id
 * @text: (out caller-allocates): room for %AMIA_UUID_HEX_LENGTH + 1 bytes
 *
 * Writes 32 lower-case hexadecimal digits, the form of a device's name.
 *
 * Returns: @text, for use in an argument list
 */
const char *amia_uuid_print_hex (const AmiaUuid *uuid,
                                 char            text[AMIA_UUID_HEX_LENGTH + 1]);

/**
 * amia_uuid_to_string:
 * @uuid: an id
 *
 * Returns: (transfer full): the hyphenated form
 */
char *amia_uuid_to_string (const AmiaUuid *uuid) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_uuid_is_nil:
 * @uuid: an id
 *
 * Returns: %TRUE if all bits are zero, which stands for "no case" in an op
 */
gboolean amia_uuid_is_nil (const AmiaUuid *uuid);

/**
 * amia_uuid_compare:
 * @a: an id
 * @b: another
 *
 * Order by bytes; the one order that every replica agrees on, so ties are broken with it.
 *
 * Returns: less than, equal to or greater than 0
 */
int amia_uuid_compare (const AmiaUuid *a,
                       const AmiaUuid *b);

/**
 * amia_uuid_equal:
 * @a: (type AmiaUuid): an id
 * @b: (type AmiaUuid): another
 *
 * A #GEqualFunc.
 *
 * Returns: %TRUE if they are the same
 */
gboolean amia_uuid_equal (gconstpointer a,
                          gconstpointer b);

/**
 * amia_uuid_hash:
 * @uuid: (type AmiaUuid): an id
 *
 * A #GHashFunc.
 *
 * Returns: a hash of @uuid
 */
guint amia_uuid_hash (gconstpointer uuid);

G_END_DECLS
