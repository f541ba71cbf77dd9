/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-item.h"

G_BEGIN_DECLS

/**
 * AmiaQuestionnaire:
 *
 * The definition of a form, read from a FHIR R4 Questionnaire. Immutable and refcounted
 * (atomically); may be shared between threads.
 *
 * Reading is liberal with what people really publish: R5's and STU3's spellings of the same things
 * are understood, and unknown properties and extensions are kept in the bytes and ignored, which
 * FHIR allows for extensions that are not modifiers. Whatever changes how a form is to be filled in
 * and is not done by us is listed by [method@AmiaQuestionnaire.get_notes]; nothing is dropped in
 * silence.
 */
typedef struct _AmiaQuestionnaire AmiaQuestionnaire;

/**
 * AmiaFormScope:
 * @AMIA_FORM_SCOPE_CASE: the team of the case
 * @AMIA_FORM_SCOPE_PAIR: its two caseworkers, nobody else
 * @AMIA_FORM_SCOPE_SURVEY: filed under a number, apart from the case
 *
 * For whom responses are (`https://amia.se/fhir/StructureDefinition/scope`: `case`, `pair`,
 * `survey`).
 */
typedef enum
{
  AMIA_FORM_SCOPE_CASE,
  AMIA_FORM_SCOPE_PAIR,
  AMIA_FORM_SCOPE_SURVEY,
} AmiaFormScope;

/**
 * AmiaNoteKind:
 * @AMIA_NOTE_UNSUPPORTED: a part that will not work here; the form can be filled in without it
 * @AMIA_NOTE_LIST_ELSEWHERE: the permitted answers or units stand in a value set that is not in the
 *   file. Its question is answered in words until whoever brings the form gives the list, too
 *   ([ctor@AmiaQuestionnaire.new_with_lists]); see are_options_missing of [struct@AmiaItem]
 * @AMIA_NOTE_WARNING: an author's mistake that was read in the safest way
 * @AMIA_NOTE_IGNORED: an extension that nobody here knows, or one that is for filling the form from
 *   records or records from the form, of which there are none here. FHIR permits to pass it over,
 *   and it stays in the form's bytes. Once for each url
 */
typedef enum
{
  AMIA_NOTE_UNSUPPORTED,
  AMIA_NOTE_LIST_ELSEWHERE,
  AMIA_NOTE_WARNING,
  AMIA_NOTE_IGNORED
} AmiaNoteKind;

/**
 * AmiaNote:
 * @kind: how much it matters
 * @link_id: (nullable): the item, or %NULL for the questionnaire as a whole
 * @part: the name of the part: an element (`enableWhen`), the last segment of an extension's url
 *   (`answerExpression`), or `value set` with its canonical in @detail
 * @detail: (nullable): what it is about, for developers and form authors; English
 *
 * One remark made while reading a questionnaire.
 */
typedef struct
{
  AmiaNoteKind kind;
  char        *link_id;
  char        *part;
  char        *detail;
} AmiaNote;

/**
 * amia_questionnaire_new_from_data:
 * @data: the file's bytes
 * @length: how many, or -1 if @data ends with NUL
 * @error: return location
 *
 * Reads a FHIR Questionnaire in JSON, or a Bundle with one in it: then the Bundle's value sets are
 * at hand, too, and of several Questionnaires (one for each language, say) the first is read. Cost
 * is linear in @length; nothing recurses deeper than the limits of amia-forms-error.h.
 *
 * Errors: AMIA_FORMS_ERROR_SYNTAX, _LIMIT, _RESOURCE.
 *
 * Returns: (transfer full): the questionnaire, or %NULL with @error set
 */
AmiaQuestionnaire *amia_questionnaire_new_from_data (const char *data,
                                                     gssize      length,
                                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_questionnaire_new_with_lists:
 * @data: the file's bytes
 * @length: how many, or -1 if @data ends with NUL
 * @lists: (nullable) (element-type GBytes): files with value sets: ValueSet, CodeSystem or Bundle
 * @error: return location
 *
 * As [ctor@AmiaQuestionnaire.new_from_data], for a form whose lists of answers stand in files of
 * their own. What is neither of the three resources is of no use and passed over.
 *
 * Errors: AMIA_FORMS_ERROR_SYNTAX, _LIMIT, _RESOURCE; of the form and of the lists.
 *
 * Returns: (transfer full): the questionnaire, or %NULL with @error set
 */
AmiaQuestionnaire *
amia_questionnaire_new_with_lists (const char *data,
                                   gssize      length,
                                   GPtrArray  *lists,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

AmiaQuestionnaire *amia_questionnaire_ref (AmiaQuestionnaire *self);
void               amia_questionnaire_unref (AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_url:
 * @self: a questionnaire
 *
 * Returns: (nullable): its canonical url without version
 */
const char *amia_questionnaire_get_url (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_version:
 * @self: a questionnaire
 *
 * Returns: (nullable): its business version
 */
const char *amia_questionnaire_get_version (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_canonical:
 * @self: a questionnaire
 *
 * What a response names as its questionnaire: `url|version`, or the url alone without version.
 * Without url it is `urn:sha256:` with the content hash, so that it still names exactly this form.
 *
 * Returns: the canonical, owned by @self
 */
const char *amia_questionnaire_get_canonical (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_matches:
 * @self: a questionnaire
 * @canonical: `url` or `url|version` as found in a response
 * @is_same_version: (out) (optional): whether the version is the same, too
 *
 * Compares part by part, never as a whole string, since both forms are in use.
 *
 * Returns: %TRUE if it is the same url
 */
gboolean amia_questionnaire_matches (const AmiaQuestionnaire *self,
                                     const char              *canonical,
                                     gboolean                *is_same_version);

/**
 * amia_questionnaire_get_title:
 * @self: a questionnaire
 *
 * Returns: (nullable): its title; falls back to its name
 */
const AmiaText *amia_questionnaire_get_title (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_description:
 * @self: a questionnaire
 *
 * Returns: (nullable): its description
 */
const AmiaText *amia_questionnaire_get_description (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_language:
 * @self: a questionnaire
 *
 * Returns: (nullable): the BCP 47 tag of its base texts
 */
const char *amia_questionnaire_get_language (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_hash:
 * @self: a questionnaire
 *
 * Returns: SHA-256 of the bytes it was read from, in lower-case hexadecimal
 */
const char *amia_questionnaire_get_hash (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_data:
 * @self: a questionnaire
 *
 * The bytes it was read from, unchanged: what is stored, synced and exported, so that parts unknown
 * to us survive.
 *
 * Returns: (transfer none): the bytes
 */
GBytes *amia_questionnaire_get_data (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_area:
 * @self: a questionnaire
 *
 * Returns: (nullable): the consent area of the whole form; items may have another
 */
const char *amia_questionnaire_get_area (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_scope:
 * @self: a questionnaire
 *
 * Returns: for whom responses to it are; %AMIA_FORM_SCOPE_CASE if nobody said
 */
AmiaFormScope amia_questionnaire_get_scope (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_needs_approval:
 * @self: a questionnaire
 *
 * Returns: %TRUE if a response stands only when both agencies have approved the same content
 *   (`https://amia.se/fhir/StructureDefinition/joint-approval`)
 */
gboolean amia_questionnaire_get_needs_approval (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_is_signature_required:
 * @self: a questionnaire
 *
 * Returns: %TRUE if the form as a whole is to be signed (`signatureRequired`); items may say so
 */
gboolean amia_questionnaire_is_signature_required (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_is_for:
 * @self: a questionnaire
 * @subproject: (nullable): a case's sub-project; %NULL if nobody has said which
 *
 * Returns: %TRUE if cases of that sub-project use the form: it says so
 *   (`https://amia.se/fhir/StructureDefinition/subproject`), or says nothing; with %NULL, always
 */
gboolean amia_questionnaire_is_for (const AmiaQuestionnaire *self, const char *subproject);

/**
 * amia_questionnaire_get_items:
 * @self: a questionnaire
 *
 * Returns: (transfer none) (element-type AmiaItem): the items at the top, in order
 */
GPtrArray *amia_questionnaire_get_items (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_get_all_items:
 * @self: a questionnaire
 *
 * Returns: (transfer none) (element-type AmiaItem): all items, depth first; an item's position is
 *   its index here
 */
GPtrArray *amia_questionnaire_get_all_items (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_find_item:
 * @self: a questionnaire
 * @link_id: a linkId
 *
 * Returns: (nullable): the item with that linkId
 */
const AmiaItem *amia_questionnaire_find_item (const AmiaQuestionnaire *self,
                                              const char              *link_id);

/**
 * amia_questionnaire_get_notes:
 * @self: a questionnaire
 *
 * Returns: (transfer none) (element-type AmiaNote): remarks in the order they were made
 */
GPtrArray *amia_questionnaire_get_notes (const AmiaQuestionnaire *self);

/**
 * amia_questionnaire_is_fully_supported:
 * @self: a questionnaire
 *
 * Returns: %TRUE if no note is of kind AMIA_NOTE_UNSUPPORTED
 */
gboolean amia_questionnaire_is_fully_supported (const AmiaQuestionnaire *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaQuestionnaire, amia_questionnaire_unref)

G_END_DECLS
