/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"
#include "amia-record.h"
#include "amia-store-search.h"
#include "amia-store.h"

G_BEGIN_DECLS

/*
 * The lines that amia-tool prints: compact JSON, keys in a fixed order, UTF-8. Pure.
 */

/**
 * amia_tool_print_record:
 * @out: where to append
 * @store: the store it is of, for the names of authors
 * @record: a record
 *
 * Appends `{"kind":…,"id":…,"case":…,"removed":…,"fields":{…},"conflicts":{…}}` and a line feed.
 * `removed` is whether the record is gone; the field of that name is not among `fields`.
 */
void amia_tool_print_record (GString          *out,
                             AmiaStore        *store,
                             const AmiaRecord *record);

/**
 * amia_tool_print_change:
 * @out: where to append
 * @change: a change
 *
 * Appends `{"device":…,"n":…,"at":…,"author":…,"agency":…,"ops":[{"kind":…,"id":…,"case":…,
 * "field":…,"value":…,"area":…,"over":[…]}]}` and a line feed. An element of `over` is `device:n`,
 * or `device:n:field` where that is another field than the op's own. An op that was made of
 * others' texts has `sources`, too, written likewise.
 */
void amia_tool_print_change (GString          *out,
                             const AmiaChange *change);

/**
 * amia_tool_print_hit:
 * @out: where to append
 * @hit: something found
 *
 * Appends `{"kind":…,"id":…,"case":…,"snippet":…}` and a line feed.
 */
void amia_tool_print_hit (GString       *out,
                          const AmiaHit *hit);

/**
 * amia_tool_print_draft:
 * @out: where to append
 * @name: its name
 * @text: what was typed
 *
 * Appends `{"draft":…,"text":…}` and a line feed.
 */
void amia_tool_print_draft (GString    *out,
                            const char *name,
                            const char *text);

G_END_DECLS
