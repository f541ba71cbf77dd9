/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

#define AMIA_TYPE_JOURNAL_COMPOSER (amia_journal_composer_get_type ())
G_DECLARE_FINAL_TYPE (AmiaJournalComposer, amia_journal_composer, AMIA, JOURNAL_COMPOSER, GtkWidget)

/**
 * AmiaJournalComposer:
 *
 * Where a note is written: kind, day, headline, text. What is written is a draft, kept on this
 * device only and at every pause, so that nothing is lost when the program ends in the middle of
 * it. The button *Enter in the journal* (Ctrl+Enter) makes it a journal note, which is never
 * changed.
 */

/**
 * amia_journal_composer_set_replica:
 * @composer: a composer
 * @replica: the replica
 */
void amia_journal_composer_set_replica (AmiaJournalComposer *composer,
                                        AmiaReplica         *replica);

/**
 * amia_journal_composer_set_snapshot:
 * @composer: a composer
 * @snapshot: the case to write about; its draft is taken up the first time
 */
void amia_journal_composer_set_snapshot (AmiaJournalComposer *composer,
                                         AmiaCaseSnapshot    *snapshot);

/**
 * amia_journal_composer_correct:
 * @composer: a composer
 * @note: a note of the journal, which nobody changes
 *
 * The next note is a correction of @note and points back to it.
 */
void amia_journal_composer_correct (AmiaJournalComposer *composer,
                                    const AmiaCaseNote  *note);

G_END_DECLS
