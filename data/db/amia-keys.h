/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-recovery.h"

G_BEGIN_DECLS

#define AMIA_KEY_LENGTH 32

/* So many wrong passphrases in a row cost nothing; each one after them makes the next try wait
 * twice as long, up to the bound. */
#define AMIA_KEYS_FREE_TRIES 3
#define AMIA_KEYS_WAIT_S_MAX 300

/**
 * AmiaKeysError:
 * @AMIA_KEYS_ERROR_PASSPHRASE: it opens no slot
 * @AMIA_KEYS_ERROR_WAIT: too many wrong ones in a row; it was not tried, see
 *   amia_keys_get_wait_ms()
 * @AMIA_KEYS_ERROR_MALFORMED: the file is not one of ours, or damaged
 * @AMIA_KEYS_ERROR_TOO_NEW: written by a newer version of the program
 * @AMIA_KEYS_ERROR_FAILED: it can't be read or written, or there is no memory to derive a key
 *
 * What callers do something different about.
 */
typedef enum
{
  AMIA_KEYS_ERROR_PASSPHRASE,
  AMIA_KEYS_ERROR_WAIT,
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
 * The key that a database is encrypted with, or the one that lies in a login keyring. Clear it with
 * amia_data_key_clear() as soon as it has been handed on.
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
 * AmiaKeySlots:
 * @AMIA_KEY_SLOTS_NONE: none
 * @AMIA_KEY_SLOTS_PASSPHRASE: opened by what a person knows
 * @AMIA_KEY_SLOTS_KEYRING: opened by a secret that lies in the login keyring
 * @AMIA_KEY_SLOTS_RECOVERY: opened by the organisation, with a key that is not on this machine
 *
 * Sorts of slots: ways to the same data key.
 */
typedef enum
{
  AMIA_KEY_SLOTS_NONE = 0,
  AMIA_KEY_SLOTS_PASSPHRASE = 1 << 0,
  AMIA_KEY_SLOTS_KEYRING = 1 << 1,
  AMIA_KEY_SLOTS_RECOVERY = 1 << 2,
} AmiaKeySlots;

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
 * amia_keys_get_slots:
 * @path: a key file
 *
 * Returns: the sorts of slots it has; none when it can't be read
 */
AmiaKeySlots amia_keys_get_slots (const char *path);

/* --- Opening --------------------------------------------------------------------------------- */

/**
 * amia_keys_unlock:
 * @path: a key file
 * @passphrase: a passphrase
 * @now_ms: the wall clock, milliseconds since 1970
 * @key: (out): the data key
 * @error: return location
 *
 * Tries @passphrase on every slot of its kind. Takes as long as amia_keys_create(). How much memory
 * and time a slot may ask for is bounded, so that a foreign file can't stall the program.
 *
 * The try is counted, durably, before it is made, and the count is taken away by the right
 * passphrase: ending the program or the machine gives no free tries. This slows the person at the
 * keyboard; whoever has copied the file is slowed by Argon2id alone. The count only ever makes
 * somebody wait: no number of wrong tries destroys anything, and no clock makes it longer than
 * %AMIA_KEYS_WAIT_S_MAX from now.
 *
 * Returns: %TRUE, or %FALSE with an #AmiaKeysError
 */
gboolean amia_keys_unlock (const char  *path,
                           const char  *passphrase,
                           gint64       now_ms,
                           AmiaDataKey *key,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keys_get_wait_ms:
 * @path: a key file
 * @now_ms: the wall clock, milliseconds since 1970
 *
 * Returns: how long until amia_keys_unlock() tries again, 0 for at once
 */
gint64 amia_keys_get_wait_ms (const char *path,
                              gint64      now_ms);

/**
 * amia_keys_unlock_keyring:
 * @path: a key file
 * @secret: what amia_keys_add_keyring() gave
 * @key: (out): the data key
 * @error: return location
 *
 * Not counted: 256 random bits can't be guessed.
 *
 * Returns: %TRUE, or %FALSE with an #AmiaKeysError, %AMIA_KEYS_ERROR_PASSPHRASE if it opens nothing
 */
gboolean amia_keys_unlock_keyring (const char        *path,
                                   const AmiaDataKey *secret,
                                   AmiaDataKey       *key,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keys_recover:
 * @path: a key file
 * @secret: the organisation's key
 * @key: (out): the data key
 * @error: return location
 *
 * Anybody can seal something to a public key, so a data key from here is proved only by the
 * database that it opens: open that before writing anything.
 *
 * Returns: %TRUE, or %FALSE with an #AmiaKeysError, %AMIA_KEYS_ERROR_PASSPHRASE if it opens nothing
 */
gboolean amia_keys_recover (const char               *path,
                            const AmiaRecoverySecret *secret,
                            AmiaDataKey              *key,
                            GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- Changing slots --------------------------------------------------------------------------
 *
 * Each takes the data key, which only somebody has who opened a slot; the database is not touched.
 * Each writes the whole file anew, all or nothing: cut off anywhere, the old slots work or the new
 * ones do. Slots of other kinds stay, unknown ones too. The old file is overwritten once the new
 * one is safe, as far as the file system lets anybody overwrite anything. */

/**
 * amia_keys_set_passphrase:
 * @path: a key file
 * @key: its data key
 * @passphrase: what will open it, UTF-8, not empty
 * @error: return location
 *
 * Replaces every passphrase slot by one of @passphrase, and forgets wrong tries.
 *
 * Returns: %TRUE when it is durable, or %FALSE with an #AmiaKeysError
 */
gboolean amia_keys_set_passphrase (const char        *path,
                                   const AmiaDataKey *key,
                                   const char        *passphrase,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keys_add_keyring:
 * @path: a key file
 * @key: its data key
 * @secret: (out): 256 random bits to put into the login keyring
 * @error: return location
 *
 * Replaces the keyring slot by a new one. When @secret gets lost nothing else does.
 *
 * Returns: %TRUE when it is durable, or %FALSE with an #AmiaKeysError
 */
gboolean amia_keys_add_keyring (const char        *path,
                                const AmiaDataKey *key,
                                AmiaDataKey       *secret,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keys_add_recovery:
 * @path: a key file
 * @key: its data key
 * @public_key: the organisation's public key
 * @error: return location
 *
 * Replaces the recovery slot by one for @public_key; a file that has that slot already is left as
 * it is.
 *
 * Returns: %TRUE when it is durable, or %FALSE with an #AmiaKeysError
 */
gboolean amia_keys_add_recovery (const char               *path,
                                 const AmiaDataKey        *key,
                                 const AmiaRecoveryPublic *public_key,
                                 GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keys_remove:
 * @path: a key file
 * @slots: which
 * @error: return location
 *
 * Takes slots away, needing no key: for a keyring that is no longer wanted, and for a device that
 * was revoked while only the organisation is to read what had not been sent.
 *
 * Returns: %TRUE when it is durable, or %FALSE with an #AmiaKeysError
 */
gboolean amia_keys_remove (const char  *path,
                           AmiaKeySlots slots,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keys_destroy:
 * @path: a key file, whatever is in it; none is fine
 * @error: return location
 *
 * Overwrites and deletes it: what is in the database can't be read again, by anybody. On flash
 * storage an overwritten block may survive in the drive; without its passphrase it is of no use.
 *
 * Returns: %TRUE when it is durable, or %FALSE with an #AmiaKeysError
 */
gboolean amia_keys_destroy (const char *path,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
