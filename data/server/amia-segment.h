/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AmiaSegment:
 *
 * The bodies of many changes under their server numbers, packed together for the disk: what changes
 * have in common, kinds, ids and names of fields, is then stored once and not with each. The bodies
 * come out byte for byte as they went in.
 *
 * A packed segment is gzip (RFC 1952) of: the number of changes; of each the difference of its
 * server number to the one before and the length of its body, all as base-128 numbers with the
 * lowest seven bits first and the eighth set where more follow; then the bodies.
 *
 * Built by one thread, and only read from then on.
 */
typedef struct _AmiaSegment AmiaSegment;

/**
 * amia_segment_new:
 *
 * Returns: (transfer full): one with nothing in it
 */
AmiaSegment *amia_segment_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_segment_unpack:
 * @packed: what amia_segment_pack() made
 * @error: return location
 *
 * Returns: (transfer full): the segment; or %NULL with a #GIOError if it is anything else
 */
AmiaSegment *amia_segment_unpack (GBytes  *packed,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

AmiaSegment *amia_segment_ref (AmiaSegment *segment) G_GNUC_WARN_UNUSED_RESULT;
void         amia_segment_unref (AmiaSegment *segment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSegment, amia_segment_unref)

/**
 * amia_segment_get_n_changes:
 * @segment: a segment
 *
 * Returns: how many changes are in it
 */
guint amia_segment_get_n_changes (const AmiaSegment *segment);

/**
 * amia_segment_get_n_bytes:
 * @segment: a segment
 *
 * Returns: how long their bodies are together
 */
gsize amia_segment_get_n_bytes (const AmiaSegment *segment);

/**
 * amia_segment_get:
 * @segment: a segment
 * @index: which of its changes
 * @length: (out): how long the body is
 * @seq: (out): the change's server number
 *
 * Returns: (transfer none): the body, as long as @segment lives and nothing is added to it
 */
const char *amia_segment_get (const AmiaSegment *segment,
                              guint              index,
                              gsize             *length,
                              gint64            *seq);

/**
 * amia_segment_find:
 * @segment: a segment
 * @seq: a server number
 * @length: (out): how long the body is
 *
 * Returns: (transfer none) (nullable): the body of that change, likewise; %NULL if it is not here
 */
const char *amia_segment_find (const AmiaSegment *segment,
                               gint64             seq,
                               gsize             *length);

/**
 * amia_segment_add:
 * @segment: a segment
 * @seq: a server number above all that are in it
 * @body: the body
 * @length: how many bytes
 */
void amia_segment_add (AmiaSegment *segment,
                       gint64       seq,
                       const char  *body,
                       gsize        length);

/**
 * amia_segment_clear:
 * @segment: a segment
 *
 * Takes everything out.
 */
void amia_segment_clear (AmiaSegment *segment);

/**
 * amia_segment_pack:
 * @segment: a segment with something in it
 *
 * Returns: (transfer full): it as it is stored
 */
GBytes *amia_segment_pack (const AmiaSegment *segment) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
