/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-record.h"

G_BEGIN_DECLS

/**
 * amia_seen_dup:
 * @record: a record
 * @prefix: which fields, such as `answer/`
 *
 * What somebody had before their eyes, by name and not by content: `{"field":"device:n",…}` of the
 * value shown in each field that has one. It says nothing to who may not see the values. Any
 * thread.
 *
 * Returns: (transfer full): JSON text
 */
char *amia_seen_dup (const AmiaRecord *record,
                     const char       *prefix) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_seen_list_changed:
 * @record: the record as it is now
 * @prefix: which fields
 * @seen: (nullable): what amia_seen_dup() said then, or anything that came from outside
 *
 * The fields that show another value than the one that was seen, got one or lost it, or have two
 * versions now. Clocks are not asked: what a colleague wrote without a network is found whenever it
 * was written. A value that was typed anew in the same words counts as another. Any thread.
 *
 * Returns: (transfer full) (element-type utf8): the fields, sorted by bytes; empty if @seen is
 *   %NULL or no object
 */
GPtrArray *amia_seen_list_changed (const AmiaRecord *record,
                                   const char       *prefix,
                                   const char       *seen) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
