/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-approval.h"
#include "amia-questionnaire.h"
#include "amia-response.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaAgreement:
 * @id: the record
 * @form: the form it is about
 * @author: (nullable): whose laptop it was written on
 * @agency: (nullable): the agency of that account; nobody can write themselves another
 * @name: (nullable): the name that was put under it
 * @role: (nullable): for a signature: as what, `participant` …
 * @date: (nullable): the day, `YYYY-MM-DD`
 * @hash: (nullable): SHA-256 of the content it is about
 * @version: (nullable): for a signature: `url|version` of the form
 * @seen: (nullable): which values were seen, see amia_seen_dup()
 * @strokes: (nullable): for a signature: what was drawn
 * @attachment: (nullable): for a signature: the id of the scanned paper, as text
 * @at_ms: when it was written, by the author's clock
 *
 * An approval or a signature: somebody's word for one content of a form. Never changed; what it is
 * worth is worked out from what the form says now.
 */
typedef struct
{
  AmiaUuid id;
  AmiaUuid form;
  char    *author;
  char    *agency;
  char    *name;
  char    *role;
  char    *date;
  char    *hash;
  char    *version;
  char    *seen;
  char    *strokes;
  char    *attachment;
  gint64   at_ms;
} AmiaAgreement;

/**
 * amia_store_load_agreements:
 * @store: a store
 * @kind: `approval` or `signature`
 * @form: the form's record
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type AmiaAgreement): all of the form, the oldest
 *   first, or %NULL with an #AmiaStoreError
 */
GPtrArray *amia_store_load_agreements (AmiaStore        *store,
                                       const char       *kind,
                                       const AmiaRecord *form,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_read_response:
 * @store: a store, on its thread
 * @form: the record of a form
 * @today: (nullable): YYYY-MM-DD, for a form that asks by the day
 * @error: return location
 *
 * The answers of a form as its page shows them, asked as the case's sub-project is asked. Approvals
 * are held against just this: who reads it in another way finds another content.
 *
 * Returns: (transfer full): the answers; %NULL with %AMIA_STORE_ERROR_MISSING if what it is filled
 *   in on is not here, or with another #AmiaStoreError
 */
AmiaResponse *amia_store_read_response (AmiaStore        *store,
                                        const AmiaRecord *form,
                                        const char       *today,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_edits_add_agreement:
 * @edits: an action
 * @kind: `approval` or `signature`
 * @id: the new record's id
 * @form: the form's record, as its author sees it
 * @response: the same form's answers
 * @what: name, role, date, strokes and attachment are taken from here, the rest is worked out
 *
 * Writes an approval or signature of what stands in the form now. Its area is the form's, so that
 * who may not read the form does not hear of it.
 */
void amia_edits_add_agreement (AmiaEdits           *edits,
                               const char          *kind,
                               const AmiaUuid      *id,
                               const AmiaRecord    *form,
                               AmiaResponse        *response,
                               const AmiaAgreement *what);

/**
 * amia_agreement_dup_content_hash:
 * @form: the form's record
 * @response: its answers
 *
 * What approvals of the form are held against. While a question has two versions nobody has agreed
 * to either, even if the one that is shown happens to be the one that was approved.
 *
 * Returns: (transfer full): amia_response_dup_digest(), or an empty string while there are two
 *   versions of something
 */
char *amia_agreement_dup_content_hash (const AmiaRecord *form,
                                       AmiaResponse     *response) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_agreements_get_state:
 * @agreements: (element-type AmiaAgreement): all approvals of a form
 * @agency: an agency
 * @hash: of what stands there now
 *
 * Returns: what that agency's word is worth
 */
AmiaApprovalState amia_agreements_get_state (GPtrArray  *agreements,
                                             const char *agency,
                                             const char *hash);

/**
 * amia_agreements_are_joint:
 * @agreements: (element-type AmiaAgreement): all approvals of a form
 * @hash: of what stands there now
 *
 * Returns: %TRUE if FK and AF have both approved it
 */
gboolean amia_agreements_are_joint (GPtrArray  *agreements,
                                    const char *hash);

/**
 * amia_agreements_find_last:
 * @agreements: (element-type AmiaAgreement): all approvals of a form
 * @agency: an agency
 * @hash: of what stands there now
 *
 * Returns: (transfer none) (nullable): the approval that tells best what the agency has said: the
 *   first of this content, else its last one
 */
const AmiaAgreement *amia_agreements_find_last (GPtrArray  *agreements,
                                                const char *agency,
                                                const char *hash);

void amia_agreement_free (AmiaAgreement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaAgreement, amia_agreement_free)

G_END_DECLS
