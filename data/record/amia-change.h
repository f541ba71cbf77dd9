/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-clock.h"
#include "amia-scan.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_CHANGE_BYTES_MAX (1024 * 1024)
#define AMIA_CHANGE_OPS_MAX   10000
#define AMIA_OP_NAME_MAX      1024
#define AMIA_OVER_MAX         10000

/* A value stands inside a change, which stands inside a message and, apart from it, inside a
 * record's registers. All of them are one JSON text each and keep %AMIA_SCAN_DEPTH_MAX, so a value
 * must leave them room: one that could be logged but neither shown nor sent would block both. */
#define AMIA_VALUE_DEPTH_MAX 48

/**
 * AmiaRef:
 * @device: the device that wrote the change
 * @n: the change's number on that device
 * @field: (nullable): the op's field, where it is another one than the referring op's own
 *
 * The name of an op, seen from an op of the same record.
 */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  char    *field;
} AmiaRef;

/**
 * AmiaOp:
 * @kind: the record's kind
 * @record: the record's id
 * @case_id: the case it belongs to; nil for none
 * @field: the field that gets a value
 * @area: (nullable): the consent area of the contents; %NULL is the writing agency's own only
 * @value: the value as JSON text, exactly as it was written
 * @over: (element-type AmiaRef): the ops that the author saw and replaces. For the field `removed`
 *   it also lists every head of the record's other fields that the author saw
 * @sources: (nullable) (element-type AmiaRef): ops of other agencies whose text was merged in, each
 *   with its field; whoever may not see them all may not see this
 *
 * One field of one record gets a value. Named (device, n, record, field); at most one of a name.
 * The texts are the op's own and in one piece with it: they can't be freed or put elsewhere by
 * themselves.
 */
typedef struct
{
  char    *kind;
  AmiaUuid record;
  AmiaUuid case_id;
  char    *field;
  char    *area;
  char    *value;
  GArray  *over;
  GArray  *sources;
} AmiaOp;

/**
 * amia_op_new:
 * @kind: the record's kind
 * @record: the record's id
 * @case_id: (nullable): its case, or %NULL for none
 * @field: the field
 * @area: (nullable): the consent area
 * @value: one JSON value
 *
 * Returns: (transfer full): a new op that replaces nothing yet
 */
AmiaOp *amia_op_new (const char     *kind,
                     const AmiaUuid *record,
                     const AmiaUuid *case_id,
                     const char     *field,
                     const char     *area,
                     const char     *value) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaOpParts:
 * @kind: the record's kind
 * @record: the record's id
 * @case_id: its case; nil for none
 * @field: the field
 * @area: (nullable): the consent area
 * @over: what it replaces, as JSON
 * @value: the value, as JSON
 * @sources: its sources, as JSON; without a text for none
 *
 * What an op is made of when it does not come as one piece of bytes. All JSON has been checked.
 */
typedef struct
{
  const char *kind;
  AmiaUuid    record;
  AmiaUuid    case_id;
  const char *field;
  const char *area;
  AmiaSlice   over;
  AmiaSlice   value;
  AmiaSlice   sources;
} AmiaOpParts;

/**
 * amia_op_assemble:
 * @device: the device that wrote it
 * @n: the number of its change
 * @parts: what it is made of
 * @error: return location
 *
 * Puts an op together, by the same rules as amia_change_decode() but for those of names, which are
 * the same in many ops: they come from amia_op_read_name().
 *
 * Returns: (transfer full): the op; or %NULL with %AMIA_RECORD_ERROR_MALFORMED or
 *   %AMIA_RECORD_ERROR_TOO_LARGE
 */
AmiaOp *amia_op_assemble (const AmiaUuid    *device,
                          gint64             n,
                          const AmiaOpParts *parts,
                          GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_op_read_name:
 * @what: what it names, for the message
 * @name: a checked JSON value
 * @error: return location
 *
 * Returns: (transfer full): a kind, field or area; or %NULL with %AMIA_RECORD_ERROR_MALFORMED or
 *   %AMIA_RECORD_ERROR_TOO_LARGE
 */
char *amia_op_read_name (const char *what,
                         AmiaSlice   name,
                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_op_add_over:
 * @op: an op
 * @device: the device of an op that @op's author saw
 * @n: its number
 * @field: (nullable): its field, or %NULL when it is @op's own
 */
void amia_op_add_over (AmiaOp         *op,
                       const AmiaUuid *device,
                       gint64          n,
                       const char     *field);

/**
 * amia_op_add_source:
 * @op: an op
 * @device: the device of an op whose text was copied
 * @n: its number
 * @field: its field
 */
void amia_op_add_source (AmiaOp         *op,
                         const AmiaUuid *device,
                         gint64          n,
                         const char     *field);

/**
 * amia_op_replaces:
 * @op: an op
 * @device: the device of another op of the same record
 * @n: its number
 * @field: its field
 *
 * Returns: %TRUE if the author of @op saw that op and replaces it
 */
gboolean amia_op_replaces (const AmiaOp   *op,
                           const AmiaUuid *device,
                           gint64          n,
                           const char     *field);

/**
 * amia_refs_append_json:
 * @refs: (element-type AmiaRef): what an op replaces, or its sources
 * @device: the device that writes the op; own references are written shorter
 * @out: where to append
 *
 * Writes them as they stand in the op's canonical form.
 */
void amia_refs_append_json (const GArray   *refs,
                            const AmiaUuid *device,
                            GString        *out);

/**
 * amia_op_append_json:
 * @op: an op
 * @device: the device that writes it; own references are written shorter
 * @out: where to append
 *
 * Writes the op's canonical form, described at the top of amia-change.c.
 */
void amia_op_append_json (const AmiaOp   *op,
                          const AmiaUuid *device,
                          GString        *out);

/**
 * amia_op_is_beside:
 * @a: an op
 * @b: another op of the same change
 *
 * Returns: %TRUE if both are of the same kind, record and case, which the short form of a change
 *   says only once
 */
gboolean amia_op_is_beside (const AmiaOp *a,
                            const AmiaOp *b);

/**
 * amia_op_free:
 * @op: (transfer full): an op
 */
void amia_op_free (AmiaOp *op);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaOp, amia_op_free)

#define AMIA_OP_PARTS_MAX 8

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
 * amia_op_decode:
 * @device: the device that wrote it
 * @bytes: the canonical form of one op
 * @error: return location
 *
 * Returns: (transfer full): the op; or %NULL with %AMIA_RECORD_ERROR_MALFORMED or
 *   %AMIA_RECORD_ERROR_TOO_LARGE
 */
AmiaOp *amia_op_decode (const AmiaUuid *device,
                        AmiaSlice       bytes,
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
