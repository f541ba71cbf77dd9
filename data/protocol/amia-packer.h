/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AmiaPacker AmiaPacker;

/**
 * amia_packer_new:
 * @packs_well: whether it is to pack well rather than fast
 *
 * What packs messages, one after the other. To set one up costs more than to pack a small message
 * with it; it belongs to one thread.
 *
 * Returns: (transfer full): a new packer
 */
AmiaPacker *amia_packer_new (gboolean packs_well) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_packer_free:
 * @packer: (nullable) (transfer full): a packer
 */
void amia_packer_free (AmiaPacker *packer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaPacker, amia_packer_free)

/**
 * amia_packer_pack:
 * @packer: a packer
 * @bytes: anything, of less than 1 GiB
 *
 * Packs a message. A long part of it that is nothing but hexadecimal digits, as the ids of many
 * changes in columns are, gets a block of its own: deflate has one code for all characters of a
 * block, and among words a digit takes more than the half byte that it is worth. To whoever unpacks
 * it that is gzip as ever.
 *
 * Returns: (transfer full): gzip (RFC 1952)
 */
GBytes *amia_packer_pack (AmiaPacker *packer,
                          GBytes     *bytes) G_GNUC_WARN_UNUSED_RESULT;

/* What is no longer is packed well: that costs little then, and the wire is what is waited for. */
#define AMIA_PACKED_WELL_MAX (64 * 1024)

G_END_DECLS
