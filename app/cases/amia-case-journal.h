/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_JOURNAL (amia_case_journal_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseJournal, amia_case_journal, AMIA, CASE_JOURNAL, GtkWidget)

/**
 * AmiaCaseJournal:
 *
 * The journal of a case, the last note first, with a place to write the next one above it.
 */

/**
 * amia_case_journal_new:
 * @replica: the replica
 *
 * Returns: (transfer floating): the view, empty
 */
GtkWidget *amia_case_journal_new (AmiaReplica *replica);

/**
 * amia_case_journal_set_snapshot:
 * @view: the view
 * @snapshot: the case as it is now
 */
void amia_case_journal_set_snapshot (AmiaCaseJournal  *view,
                                     AmiaCaseSnapshot *snapshot);

/**
 * amia_case_journal_get_shown:
 * @view: the view
 *
 * Returns: how many notes it shows at most; emits `more-shown` when that has grown
 */
guint amia_case_journal_get_shown (AmiaCaseJournal *view);

/**
 * amia_case_journal_find:
 * @view: the view
 * @words: what to look for
 *
 * Shows the notes that have the words, as if somebody had typed them in the search field.
 */
void amia_case_journal_find (AmiaCaseJournal *view,
                             const char      *words);

/**
 * amia_case_journal_write:
 * @view: the view
 *
 * Puts the focus where the next note is written.
 */
void amia_case_journal_write (AmiaCaseJournal *view);

G_END_DECLS
