/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaPaperWord:
 *
 * What paper says beside the form's own words. A paper is in the language of its form, whatever
 * language the program speaks, so these words are kept here and not in po/: Swedish, and English
 * for all else. `{1}` and `{2}` are filled in by amia_paper_say().
 */
typedef enum
{
  AMIA_PAPER_PAGE_OF,
  AMIA_PAPER_YES,
  AMIA_PAPER_NO,
  AMIA_PAPER_OTHER,
  AMIA_PAPER_NO_ANSWER,
  AMIA_PAPER_SEVERAL,
  AMIA_PAPER_IF,
  AMIA_PAPER_SECTION_IF,
  AMIA_PAPER_SOMETIMES,
  AMIA_PAPER_AND,
  AMIA_PAPER_OR,
  AMIA_PAPER_OR_QUOTED,
  AMIA_PAPER_IS_YES,
  AMIA_PAPER_IS_NO,
  AMIA_PAPER_IS,
  AMIA_PAPER_IS_NOT,
  AMIA_PAPER_IS_MORE,
  AMIA_PAPER_IS_LESS,
  AMIA_PAPER_IS_AT_LEAST,
  AMIA_PAPER_IS_AT_MOST,
  AMIA_PAPER_IS_ANSWERED,
  AMIA_PAPER_IS_UNANSWERED,
  AMIA_PAPER_JUST_YES,
  AMIA_PAPER_JUST_NO,
  AMIA_PAPER_JUST_IS,
  AMIA_PAPER_JUST_ANSWERED,
  AMIA_PAPER_QUESTION,
  AMIA_PAPER_QUOTED,
  AMIA_PAPER_SIGNATURE,
  AMIA_PAPER_DATE_HINT,
  AMIA_PAPER_CASE,
  AMIA_PAPER_PARTICIPANT,
  AMIA_PAPER_STATE,
  AMIA_PAPER_COMPLETED,
  AMIA_PAPER_IN_PROGRESS,
  AMIA_PAPER_PRINTED_BY_ON,
  AMIA_PAPER_PRINTED_ON,
  AMIA_PAPER_MORE_ROWS,
  AMIA_PAPER_KEY,
  AMIA_PAPER_ENCLOSED,
  AMIA_PAPER_LONG_LIST,
  AMIA_PAPER_NO_LIST,
  AMIA_PAPER_OWN_COPY,
  AMIA_PAPER_OWN_COPY_LEAVES_OUT,
  AMIA_PAPER_PAIR_ONLY,
  AMIA_PAPER_WITHHELD,
  AMIA_PAPER_WITHHELD_CASE,
  AMIA_PAPER_VERSION,
  AMIA_PAPER_CONTENTS,
  AMIA_PAPER_TIME_HINT,
  AMIA_PAPER_UNPLACED,
  AMIA_PAPER_NOTHING_TO_SHOW,
  AMIA_PAPER_SHEET_OF,
  AMIA_PAPER_WHOLE_CASE,
  AMIA_PAPER_WHOLE_CASE_IS,
  AMIA_PAPER_TEAM,
  AMIA_PAPER_CONSENTS,
  AMIA_PAPER_STEPS,
  AMIA_PAPER_JOURNAL,
  AMIA_PAPER_SELF,
  AMIA_PAPER_PLAN,
  AMIA_PAPER_MEETINGS,
  AMIA_PAPER_ATTACHMENTS,
  AMIA_PAPER_AGREEMENTS,
  AMIA_PAPER_GOAL,
  AMIA_PAPER_ACTIVITY,
  AMIA_PAPER_RESPONSIBLE,
  AMIA_PAPER_PROVIDER,
  AMIA_PAPER_HOURS,
  AMIA_PAPER_TAKES_PART,
  AMIA_PAPER_PLACE,
  AMIA_PAPER_APPROVED,
  AMIA_PAPER_SIGNED,
  AMIA_PAPER_STANDS,
  AMIA_PAPER_STANDS_NOT,
  AMIA_PAPER_SIGNED_ON_PAPER,
  AMIA_PAPER_KIND_PICTURE,
  AMIA_PAPER_KIND_PDF,
  AMIA_PAPER_KIND_TEXT,
  AMIA_PAPER_FROM_TO,
  AMIA_PAPER_FROM,
  AMIA_PAPER_TO,
  AMIA_PAPER_SHARES,
  AMIA_PAPER_SPOKEN,
  AMIA_PAPER_SIGNED_ON,
  AMIA_PAPER_WITHDRAWN_ON,
  AMIA_PAPER_UNKNOWN_FORM,
  AMIA_PAPER_BEFORE_STEP_1,
  AMIA_PAPER_OVER_TIME,
  AMIA_PAPER_SPIDER_IS,
  AMIA_PAPER_THIS_FORM,
  AMIA_PAPER_LINE_IN_CHART,
  AMIA_N_PAPER_WORDS,
} AmiaPaperWord;

/**
 * amia_paper_word:
 * @language: (nullable): a BCP 47 tag
 * @word: which
 *
 * Returns: the words, static
 */
const char *amia_paper_word (const char   *language,
                             AmiaPaperWord word);

/**
 * amia_paper_fill:
 * @words: (nullable): words with `{1}` and `{2}`
 * @first: (nullable): what to put for `{1}`
 * @second: (nullable): what to put for `{2}`
 *
 * Returns: (transfer full): the words
 */
char *amia_paper_fill (const char *words,
                       const char *first,
                       const char *second) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_paper_say:
 * @language: (nullable): a BCP 47 tag
 * @word: which
 * @first: (nullable): what to put for `{1}`
 * @second: (nullable): what to put for `{2}`
 *
 * Returns: (transfer full): the words
 */
char *amia_paper_say (const char   *language,
                      AmiaPaperWord word,
                      const char   *first,
                      const char   *second) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_paper_area:
 * @language: (nullable): a BCP 47 tag
 * @area: a consent area
 *
 * Returns: what to call it within a sentence; @area itself if it is not one of ours
 */
const char *amia_paper_area (const char *language,
                             const char *area);

/**
 * amia_paper_areas:
 * @language: (nullable): a BCP 47 tag
 * @areas: (nullable) (array zero-terminated=1): consent areas
 *
 * Returns: (transfer full) (nullable): “hälsa, arbete och ekonomi”; %NULL for none
 */
char *amia_paper_areas (const char        *language,
                        const char *const *areas) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_paper_term:
 * @language: (nullable): a BCP 47 tag
 * @code: (nullable): an agency, a role in the team, a kind of journal note
 *
 * Returns: (nullable): what to call it; @code itself if it is not one of ours
 */
const char *amia_paper_term (const char *language,
                             const char *code);

/**
 * amia_paper_date:
 * @language: (nullable): a BCP 47 tag
 * @date: `2014`, `2014-03`, `2014-03-14`, or a time that begins so
 *
 * Returns: (transfer full): the day as in running text, “14 mars 2014”; a text that is no day
 *   unchanged
 */
char *amia_paper_date (const char *language,
                       const char *date) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
