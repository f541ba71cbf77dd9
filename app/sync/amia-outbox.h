/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-colleagues.h"

G_BEGIN_DECLS

/**
 * AmiaOutboxEntry:
 * @kind: the record's kind
 * @record: the record
 * @case_id: its case; nil for none
 * @name: (nullable): the participant's name
 * @title: (nullable): the form's title, the note's headline
 * @fields: (element-type utf8): the fields written, each once
 * @contents: (nullable): the texts written, for a refused change
 * @n_changes: how many changes; 1 for a refused one
 * @n: the last change's number on this device
 * @at_ms: when it was made, ms since 1970 UTC
 * @reason: (nullable): why it was refused
 *
 * Something that the server does not have: all that waits in one record, or one refused change.
 */
typedef struct
{
  char      *kind;
  AmiaUuid   record;
  AmiaUuid   case_id;
  char      *name;
  char      *title;
  GPtrArray *fields;
  char      *contents;
  guint      n_changes;
  gint64     n;
  gint64     at_ms;
  char      *reason;
} AmiaOutboxEntry;

/**
 * AmiaOutbox:
 * @waiting: (element-type AmiaOutboxEntry): what waits, a record each, last changed first
 * @refused: (element-type AmiaOutboxEntry): what was refused, a change each, last first
 * @escrowed: (element-type AmiaOutboxEntry): what the server keeps sealed and is still here to read
 * @colleagues: (element-type AmiaColleague): how far it has come to them
 * @device: the device's id in hexadecimal
 *
 * A plain copy of what the sync page lists, read in one go on the store's thread.
 */
typedef struct
{
  GPtrArray *waiting;
  GPtrArray *refused;
  GPtrArray *escrowed;
  GPtrArray *colleagues;
  char      *device;
} AmiaOutbox;

/**
 * amia_outbox_load:
 * @store: a store; on its thread
 * @data: unused
 * @cancellable: unused
 * @error: return location
 *
 * An #AmiaReplicaFunc.
 *
 * Returns: (transfer full): an #AmiaOutbox, or %NULL on error
 */
gpointer amia_outbox_load (AmiaStore    *store,
                           gpointer      data,
                           GCancellable *cancellable,
                           GError      **error);

/**
 * amia_outbox_entry_describe:
 * @entry: something that the server does not have
 *
 * Returns: (transfer full): what it is about, in words: `Mapping – Hulda Ekvall, 3 answers`
 */
char *amia_outbox_entry_describe (const AmiaOutboxEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

void amia_outbox_free (AmiaOutbox *outbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaOutbox, amia_outbox_free)

G_END_DECLS
