/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

#define AMIA_TYPE_JOURNAL_FILTER (amia_journal_filter_get_type ())
G_DECLARE_FINAL_TYPE (AmiaJournalFilter, amia_journal_filter, AMIA, JOURNAL_FILTER, GtkWidget)

/**
 * AmiaJournalFilter:
 *
 * What of a journal is wanted: words, a kind of note, an agency or an author. Emits `changed` when
 * somebody wants something else.
 */

/**
 * amia_journal_filter_set_notes:
 * @filter: a filter
 * @notes: (element-type AmiaCaseNote): all there are: their agencies and authors can be chosen
 */
void amia_journal_filter_set_notes (AmiaJournalFilter *filter,
                                    GPtrArray         *notes);

/**
 * amia_journal_filter_matches:
 * @filter: a filter
 * @note: a note
 *
 * Words are looked for in headline, text and author, each anywhere, upper and lower case alike; all
 * of them must be there. A reflection of the pair is wanted only by who chooses that kind.
 *
 * Returns: %TRUE if it is wanted
 */
gboolean amia_journal_filter_matches (AmiaJournalFilter  *filter,
                                      const AmiaCaseNote *note);

/**
 * amia_journal_filter_is_set:
 * @filter: a filter
 *
 * Returns: %TRUE if less than everything is wanted
 */
gboolean amia_journal_filter_is_set (AmiaJournalFilter *filter);

/**
 * amia_journal_filter_find:
 * @filter: a filter
 * @words: what to look for
 *
 * Puts the words into the search field.
 */
void amia_journal_filter_find (AmiaJournalFilter *filter,
                               const char        *words);

/**
 * amia_journal_filter_search:
 * @filter: a filter
 *
 * Puts the focus where words are looked for.
 */
void amia_journal_filter_search (AmiaJournalFilter *filter);

G_END_DECLS
