/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-response.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaImport:
 * @form: what it answers; shipped with the program or the organisation's own
 * @response: the answers as they will be: for a preview
 * @messages: (element-type AmiaMessage): what has no place here, and what is doubtful
 * @n_answers: how many questions get an answer
 * @n_attachments: how many files it holds, which do not come along
 *
 * A QuestionnaireResponse that somebody else wrote, read and held against its form. It has changed
 * nothing yet.
 */
typedef struct
{
  AmiaQuestionnaire *form;
  AmiaResponse      *response;
  GPtrArray         *messages;
  guint              n_answers;
  guint              n_attachments;

  /*< private >*/
  GPtrArray *edits;
} AmiaImport;

/**
 * amia_store_read_import:
 * @store: a store, on its thread
 * @data: a QuestionnaireResponse in JSON
 * @length: how many bytes, or -1 if @data ends with NUL
 * @error: return location
 *
 * Finds the form that it answers, and what it says. Answers that do not fit are left out, with a
 * message each; so are attachments, whose bytes belong in the case's own.
 *
 * Returns: (transfer full): what would come in; %NULL with %AMIA_STORE_ERROR_INVALID (no response,
 *   or one to a survey, which is answered under a number and never from a file),
 *   %AMIA_STORE_ERROR_MISSING (the form is not here) or another #AmiaStoreError
 */
AmiaImport *amia_store_read_import (AmiaStore  *store,
                                    const char *data,
                                    gssize      length,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

void amia_import_free (AmiaImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaImport, amia_import_free)

/**
 * amia_edits_add_import:
 * @edits: an action
 * @import: what is to come in
 * @case_id: the case
 * @form_id: the new form's id
 *
 * Adds a form to the case with all that fits, begun and not finished, whatever its own status: who
 * brings it in goes through it first. As one action it comes in whole or not at all.
 */
void amia_edits_add_import (AmiaEdits        *edits,
                            const AmiaImport *import,
                            const AmiaUuid   *case_id,
                            const AmiaUuid   *form_id);

G_END_DECLS
