/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-scan.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_OP_NAME_MAX 1024
#define AMIA_OVER_MAX    10000

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

G_END_DECLS
