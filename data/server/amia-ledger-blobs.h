/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-id.h"
#include "amia-ledger.h"

G_BEGIN_DECLS

/* What a ledger keeps of attachments: sealed bytes that nobody here can open, in parts, and which
 * changes of the log speak of them. Who may bring and get them is decided in amia-blobs.c. */

/**
 * AmiaBlobRow:
 * @id: the address
 * @length: how many bytes there are to be
 * @n_here: how many of them have come, from the beginning on
 * @is_whole: all have come, and they are what the address says
 * @device: who brought the last of them
 * @touched_ms: when
 *
 * A blob and how far it has come.
 */
typedef struct
{
  AmiaBlobId id;
  gint64     length;
  gint64     n_here;
  gboolean   is_whole;
  AmiaUuid   device;
  gint64     touched_ms;
} AmiaBlobRow;

/**
 * AMIA_BLOB_SEALED:
 *
 * In the place of a number: it is spoken of by a change that waits in escrow. Nobody sees the blob
 * by that, and it is kept for as long as what is spoken of in the log.
 */
#define AMIA_BLOB_SEALED 0

/**
 * AmiaBlobRef:
 * @seq: the server's number of a change, or %AMIA_BLOB_SEALED
 * @record: its record that names the blob
 *
 * Where in the log a blob is spoken of.
 */
typedef struct
{
  gint64   seq;
  AmiaUuid record;
} AmiaBlobRef;

/**
 * amia_ledger_find_blob:
 * @ledger: a ledger
 * @id: an address
 * @row: (out caller-allocates): it
 * @is_found: (out): whether anything of it is here
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_blob (AmiaLedger       *ledger,
                                const AmiaBlobId *id,
                                AmiaBlobRow      *row,
                                gboolean         *is_found,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_blob:
 * @ledger: a ledger in a transaction
 * @row: a blob; what was noted of it is replaced, its parts stay
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_blob (AmiaLedger        *ledger,
                               const AmiaBlobRow *row,
                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_drop_blob:
 * @ledger: a ledger in a transaction
 * @id: an address
 * @error: return location
 *
 * Drops it with its parts. What changes say of it stays.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_drop_blob (AmiaLedger       *ledger,
                                const AmiaBlobId *id,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_append_blob_part:
 * @ledger: a ledger in a transaction
 * @id: an address
 * @offset: where the part begins: at the end of those that are here
 * @bytes: the part
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_append_blob_part (AmiaLedger       *ledger,
                                       const AmiaBlobId *id,
                                       gint64            offset,
                                       GBytes           *bytes,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_read_blob_part:
 * @ledger: a ledger
 * @id: an address
 * @offset: a byte of it
 * @bytes: (out) (nullable) (transfer full): from there to the end of the part in which it is
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_read_blob_part (AmiaLedger       *ledger,
                                     const AmiaBlobId *id,
                                     gint64            offset,
                                     GBytes          **bytes,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_count_blobs:
 * @ledger: a ledger
 * @device: a device
 * @count: (out): how many blobs that it brought are not whole, or not spoken of by any change
 * @n_bytes: (out): how long they are, taken together
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_count_blobs (AmiaLedger     *ledger,
                                  const AmiaUuid *device,
                                  gint64         *count,
                                  gint64         *n_bytes,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_drop_stale_blobs:
 * @ledger: a ledger in a transaction
 * @before_ms: the time
 * @error: return location
 *
 * Drops what was last added to before that, and is not whole or not spoken of by any change.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_drop_stale_blobs (AmiaLedger *ledger,
                                       gint64      before_ms,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_blob_ref:
 * @ledger: a ledger in a transaction
 * @id: an address, of a blob that may not have come yet
 * @ref: where it is spoken of
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_blob_ref (AmiaLedger        *ledger,
                                   const AmiaBlobId  *id,
                                   const AmiaBlobRef *ref,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_blob_refs:
 * @ledger: a ledger
 * @id: an address
 * @n_max: at most so many
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaBlobRef): where in the log it is spoken of, oldest
 *   first, or %NULL
 */
GArray *amia_ledger_list_blob_refs (AmiaLedger       *ledger,
                                    const AmiaBlobId *id,
                                    guint             n_max,
                                    GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
