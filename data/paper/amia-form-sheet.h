/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-questionnaire.h"
#include "amia-response.h"
#include "amia-sheet.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

/**
 * AmiaPaperInfo:
 * @language: (nullable): BCP 47 tag of the words to print; %NULL for the form's own
 * @case_id: (nullable): the case, for the page code
 * @form_id: (nullable): the form's record, for the page code
 * @case_words: (nullable): which case it is, for people: a reference, as the office writes it
 * @participant: (nullable): whom it is about, printed at the top of the first page
 * @printed_by: (nullable): who prints it
 * @printed_on: (nullable): the day, `2014-03-14`
 * @is_large: large print: 16 points, more room to write
 * @is_own_copy: the participant's own copy: says so, and has no unanswered questions
 * @is_completed: of a filled form, whether it is
 * @withheld_areas: (nullable) (array zero-terminated=1): consent areas whose questions are left
 *   out, which is said; their names in words come from here
 * @sharing_words: (nullable): more on what is not shared, said at the top
 * @subproject: (nullable): the case's sub-project, whose variant of the form it is; %NULL for what
 *   all of them have
 * @ratings: (nullable) (element-type AmiaRating): all occasions on which the case's forms of this
 *   kind were filled in, in any order: self-ratings are drawn beside each other. The form itself
 *   may be among them, by its id
 * @n_rows: how many times a repeating group is printed on a blank form; 0 for as many as is usual
 *
 * What goes onto a paper beside the form and its answers. All zeros is a blank form that belongs
 * to nobody.
 */
typedef struct
{
  const char        *language;
  const AmiaUuid    *case_id;
  const AmiaUuid    *form_id;
  const char        *case_words;
  const char        *participant;
  const char        *printed_by;
  const char        *printed_on;
  gboolean           is_large;
  gboolean           is_own_copy;
  gboolean           is_completed;
  const char *const *withheld_areas;
  const char        *sharing_words;
  const char        *subproject;
  GPtrArray         *ratings;
  guint              n_rows;
} AmiaPaperInfo;

/**
 * amia_form_sheet_new:
 * @questionnaire: the form; a reference is kept
 * @response: (nullable): its answers, a reference is kept; %NULL for a blank form
 * @info: what else is on the paper; copied
 *
 * Puts a form on paper, in the order in which the screen shows it.
 *
 * A blank form has room to write by the type of each answer: lines, tick boxes, marks for scales,
 * squares for dates, tables. What the screen would show only after a certain answer is there, with
 * the condition in words above it. A filled form has what the screen shows: chosen boxes are
 * crossed, so that nothing depends on colour.
 *
 * Each page's foot has the form's name, which page it is, and its page code (amia-page-code.h). A
 * survey (%AMIA_FORM_SCOPE_SURVEY) names neither case nor participant, in its code either,
 * whatever @info says. An own copy of a form of the pair's (%AMIA_FORM_SCOPE_PAIR) has nothing of
 * what they wrote.
 *
 * @response must not change before the sheet is laid out.
 *
 * Returns: (transfer full): the sheet
 */
AmiaSheet *amia_form_sheet_new (AmiaQuestionnaire   *questionnaire,
                                AmiaResponse        *response,
                                const AmiaPaperInfo *info) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_sheet_list_withheld:
 * @response: a form
 * @areas: (nullable) (array zero-terminated=1): consent areas that are not shared with who prints
 *
 * What of @areas a paper can do without: nothing in the form is answered there, as far as its
 * reader may see. An area with an answer stays, since the answer is the reader's to print.
 *
 * Returns: (transfer full) (nullable): areas for AmiaPaperInfo.withheld_areas, %NULL for none
 */
char **amia_form_sheet_list_withheld (AmiaResponse      *response,
                                      const char *const *areas) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_sheet_new_days:
 * @questionnaire: a form that is filled in once a day or once a week, such as the diary
 * @info: what else is on the paper; copied
 * @n_days: how many
 * @first_day: (nullable): the first day, `2014-03-14`; %NULL leaves the dates to be written
 *
 * A blank form for each of several days, each beginning on a new page, with its day on it. A form
 * that has a group for each day of the week comes once for each seven days that have begun, with
 * the first of them on it.
 *
 * Returns: (transfer full): the sheet
 */
AmiaSheet *amia_form_sheet_new_days (AmiaQuestionnaire   *questionnaire,
                                     const AmiaPaperInfo *info,
                                     guint                n_days,
                                     const char          *first_day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
