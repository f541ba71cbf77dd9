/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-private.h"

G_BEGIN_DECLS

/* The words by which records are found: what is collected of each, the full-text indexes over it,
 * and what is typed. */

/* --- amia-store-index.c -------------------------------------------------------------------- */

/* Stands before what was added so that a number is found however it is written. */
#define AMIA_INDEX_SEPARATOR '\x1f'

/* Whether the words of this kind are names, and not texts. */
gboolean _amia_index_is_name (const char *kind);
/* Pure: the words of a record; NULL if it has none. */
char    *_amia_index_collect (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_index_is_searched (const AmiaKind *kind,
                                  const char     *field);
gboolean _amia_index_store (AmiaStore       *store,
                            const AmiaEntry *entry,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* One statement over an index: ?1 is the key of a record, ?2 its words unless they are NULL; and
 * one that reads the words that stand there, which stay NULL if there are none. */
gboolean _amia_index_run (AmiaStore  *store,
                          const char *sql,
                          gint64      key,
                          const char *words,
                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_index_load (AmiaStore  *store,
                           const char *sql,
                           gint64      key,
                           char      **words,
                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts the words of a text that has its row into the full-text indexes. */
gboolean _amia_index_add_text (AmiaStore  *store,
                               gint64      key,
                               const char *words,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-unindexed.c: texts that are in no full-text index yet -------------------- */

gboolean _amia_unindexed_add (AmiaStore *store,
                              gint64     key,
                              GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_unindexed_remove (AmiaStore *store,
                                 gint64     key,
                                 gboolean  *was_there,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* Answers that were saved a moment ago are searched, too; but nobody waits for a backlog. What
 * can't be read now is read later. */
void _amia_unindexed_read_latest (AmiaStore *store,
                                  gint64     until_us);
/* In the transaction that is open. */
gboolean _amia_unindexed_work_off_all (AmiaStore *store,
                                       GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-form-words.c: answers that are searched --------------------------------------- */

/* Whether it is the answers of a record of this kind that are searched. */
gboolean _amia_form_words_has (const char *kind);
/* Pure: what was answered, one line an answer; NULL if there are no words in it. */
char *_amia_form_words_collect (const AmiaRecord *record) G_GNUC_WARN_UNUSED_RESULT;
/* Pure: the field of the answer in which one of @words stands; NULL if none does. */
char *_amia_form_words_find (const AmiaRecord  *record,
                             const char *const *words) G_GNUC_WARN_UNUSED_RESULT;
/* The form has changed. Its words are read later; what it may have lost is gone at once. */
gboolean _amia_form_words_note (AmiaStore       *store,
                                const AmiaEntry *entry,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the words of what has changed until @until_us; *is_done: there is no more. */
gboolean _amia_form_words_work_off (AmiaStore *store,
                                    gint64     until_us,
                                    gboolean  *is_done,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds at most @limit hits, the newest forms first. */
gboolean _amia_form_words_search (AmiaStore         *store,
                                  const char *const *words,
                                  guint              limit,
                                  GPtrArray         *hits,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- amia-store-search.c ------------------------------------------------------------------- */

/* Said of a row r of record. Nothing is found of a case whose participant's identity is protected:
 * what stands in its journal would tell whose it is. Nor of a case that is removed: then nobody can
 * say whether it is. */
#define AMIA_SEARCH_MAY_SHOW                                           \
  "NOT EXISTS (SELECT 1 FROM case_row AS c WHERE c.id = r.case_id "    \
  "AND c.is_protected = 1) AND NOT EXISTS (SELECT 1 FROM record AS k " \
  "WHERE k.id = r.case_id AND k.kind = 'case' AND k.is_removed = 1) "

/* Frees an AmiaHit. */
void _amia_hit_free (gpointer data);
/* The words of what was typed, in NFC; those without a letter or digit are left out. */
char **_amia_search_split (const char *words) G_GNUC_WARN_UNUSED_RESULT;
/* A set of records by their keys, which are small numbers: a bit for each. */
gboolean _amia_keys_contain (const GByteArray *keys,
                             gint64            key);
/* For one word: the participants and cases that have it. */
GByteArray *_amia_search_find_names (AmiaStore  *store,
                                     const char *word,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
