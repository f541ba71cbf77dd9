/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-change.h"

G_BEGIN_DECLS

/**
 * AmiaHead:
 * @device: the device of the op
 * @n: its number
 * @stamp: when, by that device's clock
 * @area: (nullable): the consent area of the contents
 * @value: the value as JSON text
 *
 * A value of a field that nobody has replaced who had seen it.
 */
typedef struct
{
  AmiaUuid  device;
  gint64    n;
  AmiaStamp stamp;
  char     *area;
  char     *value;
} AmiaHead;

/**
 * AmiaRecord:
 * @kind: the kind's name
 * @id: the record's id
 * @case_id: the case it belongs to; nil for none
 *
 * What one reader knows of one record: for each field a multi-value register (the heads), merged
 * from the ops that this reader may see, in whatever order they came. Pure data; any thread, one at
 * a time. The rules are the table at the top of amia-record.c.
 */
typedef struct _AmiaRecord AmiaRecord;
struct _AmiaRecord
{
  char    *kind;
  AmiaUuid id;
  AmiaUuid case_id;
  /*< private >*/
  GHashTable *registers;
};

/**
 * amia_record_new:
 * @kind: the kind's name
 * @id: the record's id
 * @case_id: (nullable): its case, or %NULL or nil for none
 *
 * Returns: (transfer full): a record without any field
 */
AmiaRecord *amia_record_new (const char     *kind,
                             const AmiaUuid *id,
                             const AmiaUuid *case_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_record_apply:
 * @record: a record
 * @change: the change that @op is of
 * @op: an op of this record
 *
 * Merges one op. Any order, any number of times: the outcome depends only on the set of ops
 * applied. Cost: the number of heads of the field, plus what @op replaces.
 *
 * An op that arrives after one that replaces it, or once more, is not made a head: the register
 * remembers the names of all that is replaced.
 *
 * Returns: %TRUE if the heads changed
 */
gboolean amia_record_apply (AmiaRecord       *record,
                            const AmiaChange *change,
                            const AmiaOp     *op);

/**
 * amia_record_get_fields:
 * @record: a record
 *
 * Returns: (transfer container) (element-type utf8): the names of the fields that have a head,
 *   sorted by bytes, `removed` among them if it has one. Valid until the record changes
 */
GPtrArray *amia_record_get_fields (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_record_get_heads:
 * @record: a record
 * @field: a field's name
 * @n_heads: (out): how many
 *
 * Returns: (array length=n_heads) (transfer none): the heads, oldest first, the shown one last:
 *   sorted by stamp and, where those are equal, by device. %NULL if there is none
 */
const AmiaHead *amia_record_get_heads (const AmiaRecord *record,
                                       const char       *field,
                                       gsize            *n_heads);

/**
 * amia_record_get_shown:
 * @record: a record
 * @field: a field's name
 *
 * Returns: (nullable) (transfer none): the head that is shown: the newest
 */
const AmiaHead *amia_record_get_shown (const AmiaRecord *record,
                                       const char       *field);

/**
 * amia_record_get_value:
 * @record: a record
 * @field: a field's name
 *
 * Returns: (nullable) (transfer none): the shown value as JSON text, or %NULL if the field never
 *   had one
 */
const char *amia_record_get_value (const AmiaRecord *record,
                                   const char       *field);

/**
 * amia_record_dup_string:
 * @record: a record
 * @field: a field's name
 *
 * Returns: (nullable) (transfer full): the shown value if it is a string, else %NULL
 */
char *amia_record_dup_string (const AmiaRecord *record,
                              const char       *field) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_record_has_conflict:
 * @record: a record
 * @field: a field's name
 *
 * Returns: %TRUE if the field has heads of different values: people wrote without having seen each
 *   other, and somebody should choose
 */
gboolean amia_record_has_conflict (const AmiaRecord *record,
                                   const char       *field);

/**
 * amia_record_count_conflicts:
 * @record: a record
 *
 * Returns: in how many fields there are several values
 */
guint amia_record_count_conflicts (const AmiaRecord *record);

/**
 * amia_record_is_removed:
 * @record: a record
 *
 * Whether the record is gone: somebody removed it, and every head of its other fields had been seen
 * by one who did. Something written meanwhile by another brings it back.
 *
 * Returns: %TRUE if it is gone
 */
gboolean amia_record_is_removed (const AmiaRecord *record);

/**
 * amia_record_get_revival:
 * @record: a record
 * @removal: (out) (optional) (transfer none): the newest op that takes the record away
 * @edit: (out) (optional) (transfer none): the newest one that keeps it
 *
 * Whether the record was taken away and is back, since somebody wrote in it meanwhile or after. Who
 * takes the removal back, having seen all, ends that. Both heads are valid until the record
 * changes.
 *
 * Returns: %TRUE if it is back
 */
gboolean amia_record_get_revival (const AmiaRecord *record,
                                  const AmiaHead  **removal,
                                  const AmiaHead  **edit);

/**
 * AmiaOverMode:
 * @AMIA_OVER_SHOWN: ordinary typing: the shown value, and heads that say the same
 * @AMIA_OVER_ALL: settling: every head that the author saw
 *
 * Which heads a new op replaces.
 */
typedef enum
{
  AMIA_OVER_SHOWN,
  AMIA_OVER_ALL,
} AmiaOverMode;

/**
 * amia_record_cover:
 * @record: what the author saw
 * @op: a new op of that record
 * @mode: which heads it replaces
 *
 * Fills in the op's `over` from the heads as they stand. For the field `removed` it lists the heads
 * of every field.
 */
void amia_record_cover (const AmiaRecord *record,
                        AmiaOp           *op,
                        AmiaOverMode      mode);

/**
 * amia_record_encode:
 * @record: a record
 *
 * Writes the registers for the projection, in the format described in amia-record-codec.c. Two
 * records merged from the same ops encode to the same bytes.
 *
 * Returns: (transfer full): JSON text
 */
char *amia_record_encode (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_record_decode:
 * @record: a record without fields
 * @text: what amia_record_encode() wrote
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE with %AMIA_RECORD_ERROR_MALFORMED, the record being empty then
 */
gboolean amia_record_decode (AmiaRecord *record,
                             const char *text,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_value_equal:
 * @a: a JSON value
 * @b: another
 *
 * Whether two values say the same: bytes first, then as JSON, so that `1` and `1.0`, the order of
 * members and escapes make no conflict.
 *
 * Returns: %TRUE if they do
 */
gboolean amia_value_equal (const char *a,
                           const char *b);

/**
 * amia_record_free:
 * @record: (transfer full): a record
 */
void amia_record_free (AmiaRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRecord, amia_record_free)

G_END_DECLS
