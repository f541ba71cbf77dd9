/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-snapshot.h"
#include "amia-print.h"

G_BEGIN_DECLS

/**
 * amia_journal_paper_print:
 * @from: the widget that asks
 * @replica: the replica, to note it for the audit
 * @snapshot: the case
 * @notes: (element-type AmiaCaseNote): which notes, the last first
 *
 * Prints notes of the journal from the first to the last, with whose they are, as far as the reader
 * may see them. What the pair says to each other never comes on paper with them.
 */
void amia_journal_paper_print (GtkWidget        *from,
                               AmiaReplica      *replica,
                               AmiaCaseSnapshot *snapshot,
                               GPtrArray        *notes);

G_END_DECLS
