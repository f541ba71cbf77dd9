/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-clock.h"
#include "amia-op.h"

G_BEGIN_DECLS

#define AMIA_CHANGE_BYTES_MAX (1024 * 1024)
#define AMIA_CHANGE_OPS_MAX   10000

/**
 * AmiaOpPlace:
 *
 * Where the parts of an op stand in its canonical form. One that is written short leaves out the
 * first three and begins with its field; sources come last, and only where there are any.
 */
typedef enum
{
  AMIA_OP_KIND,
  AMIA_OP_RECORD,
  AMIA_OP_CASE,
  AMIA_OP_FIELD,
  AMIA_OP_AREA,
  AMIA_OP_OVER,
  AMIA_OP_VALUE,
  AMIA_OP_SOURCES,
  AMIA_OP_PARTS_MAX,
} AmiaOpPlace;

/* How many parts there are without sources, written long and short. */
#define AMIA_OP_PARTS_LONG  AMIA_OP_SOURCES
#define AMIA_OP_PARTS_SHORT (AMIA_OP_SOURCES - AMIA_OP_FIELD)

/**
 * AmiaOpCut:
 * @parts: the parts of an op as they stand, see the top of amia-change.c
 * @types: their types
 * @n_parts: how many there are
 */
typedef struct
{
  AmiaSlice    parts[AMIA_OP_PARTS_MAX];
  AmiaScanType types[AMIA_OP_PARTS_MAX];
  guint        n_parts;
} AmiaOpCut;

typedef gboolean (*AmiaOpCutFunc) (const AmiaOpCut *cut,
                                   gpointer         data);

/**
 * amia_change_cut:
 * @bytes: what may be the canonical form of a change
 * @stamp: (out): when
 * @func: called with each op in turn; %FALSE to stop
 * @data: for @func
 *
 * Cuts a change into its parts. They are JSON and stand where they belong; what they say is not
 * looked at. That they are all there is to it, byte for byte, is what %TRUE means, and only the end
 * tells.
 *
 * Returns: %FALSE if it is anything else, with other members or with space between them as well as
 *   not JSON; or when @func stopped
 */
gboolean amia_change_cut (AmiaSlice     bytes,
                          AmiaStamp    *stamp,
                          AmiaOpCutFunc func,
                          gpointer      data) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaRefCut:
 * @device: the name of the device as it stands; without a text for the device that writes
 * @n: the number
 * @field: the field as it stands; without a text for the op's own
 */
typedef struct
{
  AmiaSlice device;
  gint64    n;
  AmiaSlice field;
} AmiaRefCut;

/**
 * amia_refs_cut:
 * @list: what an op replaces, or its sources: a part of an op that was cut
 * @refs: (element-type AmiaRefCut): where to append
 *
 * Cuts references, of which the same is true as of ops.
 *
 * Returns: %FALSE if they are not in the canonical form; then @refs may have some of them
 */
gboolean amia_refs_cut (AmiaSlice list,
                        GArray   *refs) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaChange:
 * @device: the device it was made on
 * @n: its number there, gap-free from 1
 * @stamp: when, by the device's hybrid clock
 * @author: (nullable): the account's name; the server knows it from the device, so it is not in
 *   the bytes
 * @agency: (nullable): the account's domain of secrecy: `FK`, `AF`, `VARD`, `KOMMUN`
 * @ops: (element-type AmiaOp): what it does, all or none
 * @is_short: whether its bytes say only once what several of its ops have in common, see the top of
 *   amia-change.c. %FALSE for a new one: who can read that must have said so
 *
 * One user action. A reader who may not see all of its ops holds the change with those it may.
 */
typedef struct
{
  AmiaUuid   device;
  gint64     n;
  AmiaStamp  stamp;
  char      *author;
  char      *agency;
  GPtrArray *ops;
  gboolean   is_short;
} AmiaChange;

/**
 * amia_change_new:
 * @device: the device
 * @n: its number there
 * @stamp: when
 * @author: (nullable): who
 * @agency: (nullable): for which agency
 *
 * Returns: (transfer full): a change without ops
 */
AmiaChange *amia_change_new (const AmiaUuid *device,
                             gint64          n,
                             AmiaStamp       stamp,
                             const char     *author,
                             const char     *agency) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_change_encode:
 * @change: a change
 *
 * Writes the canonical form, described at the top of amia-change.c, the short one if the change
 * says so. It is written once, by the author's device; everybody else keeps and passes on these
 * bytes.
 *
 * Returns: (transfer full): the JSON text
 */
char *amia_change_encode (const AmiaChange *change) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_change_decode:
 * @device: the device it was made on
 * @n: its number there
 * @bytes: the canonical form; need not be NUL-terminated
 * @length: how many bytes
 * @error: return location
 *
 * Reads a change. Kinds and fields that this program does not know are read like all others;
 * values are kept as the bytes they were written with. Refused are: syntax, missing or doubled
 * parts, the same (record, field) twice, the bounds above.
 *
 * Returns: (transfer full): the change, without author and agency; or %NULL with
 *   %AMIA_RECORD_ERROR_MALFORMED or %AMIA_RECORD_ERROR_TOO_LARGE
 */
AmiaChange *amia_change_decode (const AmiaUuid *device,
                                gint64          n,
                                const char     *bytes,
                                gsize           length,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_change_free:
 * @change: (transfer full): a change
 */
void amia_change_free (AmiaChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaChange, amia_change_free)

/**
 * amia_change_has_doubles:
 * @change: a change
 *
 * Returns: %TRUE if one field gets two values, as no change may; those that were decoded do not
 */
gboolean amia_change_has_doubles (const AmiaChange *change);

#define AMIA_CHANGE_HASH_LENGTH 32
#define AMIA_CHAIN_LENGTH       16

/**
 * amia_change_hash:
 * @bytes: a change's canonical form
 * @length: how many bytes
 * @hash: (out caller-allocates): SHA-256 over it, %AMIA_CHANGE_HASH_LENGTH bytes
 *
 * What is kept of a change that was forgotten: enough to go on with the chain, too little to say
 * what stood in it.
 */
void amia_change_hash (const char *bytes,
                       gsize       length,
                       guint8     *hash);

/**
 * amia_chain_next:
 * @chain: the chain before the change, %AMIA_CHAIN_LENGTH bytes; all zero before the first
 * @bytes: the change's canonical form
 * @length: how many bytes
 * @next: (out caller-allocates): the chain after it; may be @chain itself
 *
 * The first 16 bytes of SHA-256 (chain || SHA-256 (bytes)). Equal chains prove that two sides hold
 * the same history of a device, and a laptop that was cloned or set back can't go unnoticed.
 */
void amia_chain_next (const guint8 *chain,
                      const char   *bytes,
                      gsize         length,
                      guint8       *next);

/**
 * amia_chain_next_hash:
 * @chain: the chain before the change
 * @hash: the change's amia_change_hash()
 * @next: (out caller-allocates): the chain after it; may be @chain itself
 *
 * amia_chain_next() for a change of which only the hash is left.
 */
void amia_chain_next_hash (const guint8 *chain,
                           const guint8 *hash,
                           guint8       *next);

G_END_DECLS
