/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMIA_KEY_LENGTH 32

/**
 * AmiaKeysError:
 * @AMIA_KEYS_ERROR_PASSPHRASE: it opens no slot
 * @AMIA_KEYS_ERROR_MALFORMED: the file is not one of ours, or damaged
 * @AMIA_KEYS_ERROR_TOO_NEW: written by a newer version of the program
 * @AMIA_KEYS_ERROR_FAILED: it can't be read or written, or there is no memory to derive a key
 *
 * What callers do something different about.
 */
typedef enum
{
  AMIA_KEYS_ERROR_PASSPHRASE,
  AMIA_KEYS_ERROR_MALFORMED,
  AMIA_KEYS_ERROR_TOO_NEW,
  AMIA_KEYS_ERROR_FAILED,
} AmiaKeysError;

#define AMIA_KEYS_ERROR (amia_keys_error_quark ())
GQuark amia_keys_error_quark (void);

/**
 * AmiaDataKey:
 * @bytes: 256 random bits
 *
 * The key that a database is encrypted with. Clear it with amia_data_key_clear() as soon as it has
 * been handed on.
 */
typedef struct
{
  guint8 bytes[AMIA_KEY_LENGTH];
} AmiaDataKey;

/**
 * amia_data_key_clear:
 * @key: a key
 *
 * Overwrites it in memory; the compiler can't leave that out.
 */
void amia_data_key_clear (AmiaDataKey *key);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaDataKey, amia_data_key_clear)

/**
 * amia_keys_create:
 * @path: where the key file goes; one that is there is replaced
 * @device: the id of the device that the database belongs to, as text
 * @passphrase: what will open it, UTF-8, not empty
 * @key: (out): the new data key
 * @error: return location
 *
 * Draws a random data key and writes a key file with one slot: the key wrapped by @passphrase. The
 * passphrase itself is nowhere. Takes some tenths of a second and 64 MiB, on purpose. Durable when
 * it returns.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_KEYS_ERROR_FAILED
 */
gboolean amia_keys_create (const char  *path,
                           const char  *device,
                           const char  *passphrase,
                           AmiaDataKey *key,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keys_unlock:
 * @path: a key file
 * @passphrase: a passphrase
 * @key: (out): the data key
 * @error: return location
 *
 * Tries @passphrase on every slot of its kind. Takes as long as amia_keys_create(). How much memory
 * and time a slot may ask for is bounded, so that a foreign file can't stall the program.
 *
 * Returns: %TRUE, or %FALSE with an #AmiaKeysError
 */
gboolean amia_keys_unlock (const char  *path,
                           const char  *passphrase,
                           AmiaDataKey *key,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
