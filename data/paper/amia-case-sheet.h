/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-form-sheet.h"
#include "amia-record.h"
#include "amia-sheet.h"

G_BEGIN_DECLS

/**
 * AmiaCaseBook:
 *
 * A whole case on the way to paper: records are put in as they come from the store, in any order,
 * then made into a sheet. One thread at a time.
 */
typedef struct _AmiaCaseBook AmiaCaseBook;

/**
 * AmiaFindFormFunc:
 * @canonical: `url|version`
 * @data: what was given with it
 *
 * Returns: (transfer full) (nullable): the form's template, %NULL if it is not here
 */
typedef AmiaQuestionnaire *(*AmiaFindFormFunc) (const char *canonical,
                                                gpointer    data);

/**
 * AmiaFindAuthorFunc:
 * @device: whose laptop something was written on
 * @data: what was given with it
 *
 * Returns: (transfer full) (nullable): who that is, with the agency
 */
typedef char *(*AmiaFindAuthorFunc) (const AmiaUuid *device,
                                     gpointer        data);

/**
 * amia_case_book_new:
 * @info: what is on every page; copied. An own copy has nothing of the two caseworkers' own notes.
 *   Of the withheld areas a form leaves out those that it has no answer in
 * @find_form: called while records are put in
 * @data: passed to it
 *
 * Returns: (transfer full): a book with nothing in it
 */
AmiaCaseBook *amia_case_book_new (const AmiaPaperInfo *info,
                                  AmiaFindFormFunc     find_form,
                                  gpointer             data) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_book_add:
 * @book: a book
 * @record: a record of the case, as the reader may see it
 *
 * Puts a record in: members of the team, consents, steps, goals and activities, meetings, notes of
 * the journal, attachments (what they are, not what is in them), forms, approvals and signatures.
 * Removed ones are passed over, and so is all else: of a survey, not even that there is one.
 */
void amia_case_book_add (AmiaCaseBook     *book,
                         const AmiaRecord *record);

/**
 * amia_case_book_make_sheet:
 * @book: a book with all its records
 * @find_author: called for each note and consent, at once
 * @data: passed to it
 *
 * Makes the sheet: what is in it with page numbers, the team, consents, steps, the plan, meetings,
 * the journal from its beginning, attachments, who put a name to what (and whether it is still what
 * the form says), and each form, the oldest first, with page codes of its own.
 *
 * Returns: (transfer full): the sheet; the book is empty then
 */
AmiaSheet *amia_case_book_make_sheet (AmiaCaseBook      *book,
                                      AmiaFindAuthorFunc find_author,
                                      gpointer           data) G_GNUC_WARN_UNUSED_RESULT;

void amia_case_book_free (AmiaCaseBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseBook, amia_case_book_free)

G_END_DECLS
