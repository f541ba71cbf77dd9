/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"
#include "amia-record.h"

G_BEGIN_DECLS

/**
 * AmiaEdits:
 *
 * A user action on its way to become one change: which fields get which values. The store fills in
 * what each op replaces from what is on screen, the stamp and the name.
 */
typedef struct _AmiaEdits AmiaEdits;

/**
 * amia_edits_new:
 *
 * Returns: (transfer full): an action that does nothing yet
 */
AmiaEdits *amia_edits_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_edits_set:
 * @edits: an action
 * @kind: the record's kind
 * @id: its id; a new one makes a new record
 * @case_id: (nullable): its case
 * @field: a field
 * @area: (nullable): the consent area; %NULL for the table's, or for an answer to its template's
 * @value: one JSON value
 *
 * Adds one op. The same field twice in an action is an error that amia_store_commit() reports.
 */
void amia_edits_set (AmiaEdits      *edits,
                     const char     *kind,
                     const AmiaUuid *id,
                     const AmiaUuid *case_id,
                     const char     *field,
                     const char     *area,
                     const char     *value);

/**
 * amia_edits_set_string:
 * @edits: an action
 * @kind: the record's kind
 * @id: its id
 * @case_id: (nullable): its case
 * @field: a field
 * @text: (nullable): plain text, written as a JSON string; %NULL writes null
 *
 * amia_edits_set() for the usual case.
 */
void amia_edits_set_string (AmiaEdits      *edits,
                            const char     *kind,
                            const AmiaUuid *id,
                            const AmiaUuid *case_id,
                            const char     *field,
                            const char     *text);

/**
 * amia_edits_add_source:
 * @edits: an action with at least one field
 * @device: the device of an op of another agency whose text was taken into the field's value
 * @n: its number
 * @field: its field
 *
 * Says of the field that was added last where its text comes from. It is then shown only to who may
 * see that as well, and forgotten with it. An own agency's text needs no source.
 */
void amia_edits_add_source (AmiaEdits      *edits,
                            const AmiaUuid *device,
                            gint64          n,
                            const char     *field);

/**
 * amia_edits_set_mode:
 * @edits: an action
 * @mode: %AMIA_OVER_ALL when the person has seen all versions and settles them
 */
void amia_edits_set_mode (AmiaEdits   *edits,
                          AmiaOverMode mode);

/**
 * amia_edits_set_seen:
 * @edits: an action
 * @seen: the record as it stood on screen when the person began to type; copied
 *
 * Without this, an op replaces heads as they are when it is committed. A page on which somebody
 * types while a colleague's version arrives must not replace what was never shown: with it, ops on
 * that record replace only what the mode picks from the heads of @seen, and heads of this device
 * that
 * @seen does not have yet (the same person's typing of a moment ago).
 */
void amia_edits_set_seen (AmiaEdits        *edits,
                          const AmiaRecord *seen);

/**
 * amia_edits_free:
 * @edits: (transfer full): an action
 */
void amia_edits_free (AmiaEdits *edits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaEdits, amia_edits_free)

G_END_DECLS
