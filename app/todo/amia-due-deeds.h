/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-due-entry.h"
#include "amia-replica.h"

G_BEGIN_DECLS

/*
 * What somebody does with a due thing, wherever it is shown: written at once, and offered to be
 * taken back by a toast near the widget.
 */

/**
 * amia_due_finish:
 * @from: the widget where it was said
 * @replica: where to write
 * @entry: what was done
 *
 * Returns: the record that says so, for amia_due_restore(); nil for a handover, which is confirmed
 *   for good
 */
AmiaUuid amia_due_finish (GtkWidget    *from,
                          AmiaReplica  *replica,
                          AmiaDueEntry *entry);

/**
 * amia_due_move:
 * @from: the widget where it was said
 * @replica: where to write
 * @entry: what is to wait
 * @day: until when, ISO
 * @reason: why
 *
 * Returns: the record that says so, for amia_due_restore()
 */
AmiaUuid amia_due_move (GtkWidget    *from,
                        AmiaReplica  *replica,
                        AmiaDueEntry *entry,
                        const char   *day,
                        const char   *reason);

/**
 * amia_due_restore:
 * @from: the widget where it was said
 * @replica: where to write
 * @entry: what was finished or moved, as it was before
 * @record: what the call that did so returned
 *
 * Takes it back.
 */
void amia_due_restore (GtkWidget      *from,
                       AmiaReplica    *replica,
                       AmiaDueEntry   *entry,
                       const AmiaUuid *record);

G_END_DECLS
