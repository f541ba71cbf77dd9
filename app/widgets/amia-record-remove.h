/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * amia_record_remove:
 * @from: the widget that takes the record away; must stay for the toast's life, such as a page
 * @replica: the replica
 * @kind: the record's kind
 * @id: its id
 * @case_id: (nullable): its case
 * @words: what to say, translated: “The group was taken away.”
 *
 * Takes a record away and says so, with a button that brings it back.
 */
void amia_record_remove (GtkWidget      *from,
                         AmiaReplica    *replica,
                         const char     *kind,
                         const AmiaUuid *id,
                         const AmiaUuid *case_id,
                         const char     *words);

G_END_DECLS
