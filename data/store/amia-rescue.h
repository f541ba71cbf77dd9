/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-log.h"
#include "amia-store.h"

G_BEGIN_DECLS

/*
 * Work that the server never got, carried away in a file under a passphrase before a replica is
 * wiped, and taken up in another replica of the same account. What can be in it is bounded; the
 * whole file is read and checked before anything is done with it.
 *
 * Attachments that were not sent go along as sealed files in a folder beside it, `FILE.blobs`.
 */

/**
 * AmiaRescued:
 * @change: a change, author and agency filled in
 * @state: how far it had come
 * @reason: (nullable): why the server refused it
 *
 * One change of a rescue file.
 */
typedef struct
{
  AmiaChange     *change;
  AmiaChangeState state;
  char           *reason;
} AmiaRescued;

/**
 * AmiaRescue:
 * @user: whose work it is
 * @agency: that account's agency
 * @device: the replica it was written on
 * @made_ms: when the file was written
 * @changes: (element-type AmiaRescued): in the order they were made
 * @drafts: (element-type utf8 utf8): what was typed and not yet entered, name → text
 *
 * What stands in a rescue file.
 */
typedef struct
{
  char       *user;
  char       *agency;
  AmiaUuid    device;
  gint64      made_ms;
  GPtrArray  *changes;
  GHashTable *drafts;
} AmiaRescue;

/**
 * amia_rescue_free:
 * @rescue: (transfer full): what was read
 */
void amia_rescue_free (AmiaRescue *rescue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRescue, amia_rescue_free)

/**
 * amia_rescue_write:
 * @store: a store
 * @file: where; nothing may be there
 * @passphrase: what will open it, not empty
 * @n_changes: (out) (optional): how many changes are in it
 * @error: return location
 *
 * Writes every own change that waits or was refused, and every draft, to a file that only
 * @passphrase opens. Takes as long as making a key. Changes nothing here.
 *
 * Returns: %TRUE when it is durable, or %FALSE with an #AmiaStoreError and no file
 */
gboolean amia_rescue_write (AmiaStore  *store,
                            const char *file,
                            const char *passphrase,
                            guint      *n_changes,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rescue_write_blobs:
 * @store: a store
 * @file: the rescue file, which amia_rescue_write() has written
 * @n_blobs: (out): how many attachments there were
 * @error: return location
 *
 * Copies every attachment that the server has not got, sealed as it is, into the folder beside
 * @file. Streams: memory for one part, whatever their size. Changes nothing here.
 *
 * Returns: %TRUE when all are durable, or %FALSE with an #AmiaStoreError: then what is there is not
 *   all, and the replica must stay
 */
gboolean amia_rescue_write_blobs (AmiaStore  *store,
                                  const char *file,
                                  guint      *n_blobs,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rescue_apply_blobs:
 * @file: the rescue file
 * @store: a store of the same account, after amia_rescue_apply()
 * @n_blobs: (out): how many attachments were taken up
 * @error: return location
 *
 * Takes up the attachments that lie beside @file, and has them sent. One is passed over that is
 * here already, and one that nothing here speaks of (yet: where the server has the change that
 * attached it, do it again after a sync).
 *
 * Returns: %TRUE, or %FALSE with %AMIA_STORE_ERROR_DAMAGED or another #AmiaStoreError
 */
gboolean amia_rescue_apply_blobs (const char *file,
                                  AmiaStore  *store,
                                  guint      *n_blobs,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rescue_load:
 * @file: a rescue file
 * @passphrase: its passphrase
 * @error: return location
 *
 * Returns: (transfer full): all that stands in it, or %NULL with %AMIA_STORE_ERROR_PASSPHRASE,
 *   %AMIA_STORE_ERROR_DAMAGED or %AMIA_STORE_ERROR_FAILED
 */
AmiaRescue *amia_rescue_load (const char *file,
                              const char *passphrase,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rescue_apply:
 * @rescue: what was read
 * @store: a store of the same account
 * @n_applied: (out) (optional): how many changes were made anew
 * @n_skipped: (out) (optional): how many were here already
 * @error: return location
 *
 * Makes each change anew as a change of this replica, in one transaction: all or none. What its
 * author had seen is replaced; what came since stands beside it as another version. A change that
 * came here through the server after all, or was taken up before, is skipped, so doing it twice
 * does nothing. Drafts fill only places where none is.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_STORE_ERROR_INVALID if it is another account's, or another
 *   #AmiaStoreError
 */
gboolean amia_rescue_apply (const AmiaRescue *rescue,
                            AmiaStore        *store,
                            guint            *n_applied,
                            guint            *n_skipped,
                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
