/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-form-model.h"
#include "amia-form-snapshot.h"
#include "amia-store-agreements.h"

G_BEGIN_DECLS

/* The part of #AmiaFormModel that is about people's word for what a form says: approvals by the two
 * agencies, signatures, and the new version that replaces an approved form. Main thread. */

/**
 * amia_form_model_get_approvals:
 * @self: a model that is loaded
 *
 * Returns: (transfer none) (element-type AmiaAgreement): the approvals, the oldest first
 */
GPtrArray *amia_form_model_get_approvals (AmiaFormModel *self);

/**
 * amia_form_model_get_signatures:
 * @self: a model that is loaded
 *
 * Returns: (transfer none) (element-type AmiaAgreement): the signatures, the oldest first
 */
GPtrArray *amia_form_model_get_signatures (AmiaFormModel *self);

/**
 * amia_form_model_get_papers:
 * @self: a model that is loaded
 *
 * Returns: (transfer none) (element-type AmiaFormPaper): the scanned papers of the form's case
 */
GPtrArray *amia_form_model_get_papers (AmiaFormModel *self);

/**
 * amia_form_model_needs_approval:
 * @self: a model
 *
 * Returns: %TRUE if the form stands only when FK and AF have approved the same content
 */
gboolean amia_form_model_needs_approval (AmiaFormModel *self);

/**
 * amia_form_model_needs_signature:
 * @self: a model
 *
 * Returns: %TRUE if the form, or a part of it, is to be signed
 */
gboolean amia_form_model_needs_signature (AmiaFormModel *self);

/**
 * amia_form_model_get_content_hash:
 * @self: a model that is loaded
 *
 * Returns: (transfer none): of what the page shows, see amia_agreement_dup_content_hash()
 */
const char *amia_form_model_get_content_hash (AmiaFormModel *self);

/**
 * amia_form_model_is_joint:
 * @self: a model
 *
 * Returns: %TRUE if FK and AF have both approved what the page shows; the form is read only then
 */
gboolean amia_form_model_is_joint (AmiaFormModel *self);

/**
 * amia_form_model_describe_changes:
 * @self: a model that is loaded
 * @agreement: one of its approvals or signatures
 *
 * Returns: (transfer full) (nullable): the questions that are answered otherwise now, in words and
 *   in the form's order; %NULL if that can't be told
 */
char *amia_form_model_describe_changes (AmiaFormModel       *self,
                                        const AmiaAgreement *agreement) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_model_agree_async:
 * @self: a model that is loaded
 * @kind: `approval` or `signature`
 * @what: name, role, date, strokes and attachment; copied
 * @callback: called when it is on disk, or was refused
 * @user_data: for @callback
 *
 * Gives somebody's word for what the page shows. Refused with %AMIA_STORE_ERROR_INVALID if the
 * replica holds something else by now: then nobody has read it.
 */
void amia_form_model_agree_async (AmiaFormModel       *self,
                                  const char          *kind,
                                  const AmiaAgreement *what,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);

gboolean amia_form_model_agree_finish (AmiaFormModel *self,
                                       GAsyncResult  *result,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_model_get_newer:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): the form that is a new version of this one
 */
const AmiaUuid *amia_form_model_get_newer (AmiaFormModel *self);

/**
 * amia_form_model_get_older:
 * @self: a model
 * @id: (out): the form that this one is a new version of
 *
 * Returns: %TRUE if there is one
 */
gboolean amia_form_model_get_older (AmiaFormModel *self,
                                    AmiaUuid      *id);

/**
 * amia_form_model_begin_version_async:
 * @self: a model that is loaded
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Begins a new form with the same answers that cites this one. What is copied says where it comes
 * from, so that it goes with the original should a consent end.
 */
void amia_form_model_begin_version_async (AmiaFormModel      *self,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);

/**
 * amia_form_model_begin_version_finish:
 * @self: a model
 * @result: what the callback got
 * @id: (out): the new form
 * @error: return location
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_form_model_begin_version_finish (AmiaFormModel *self,
                                               GAsyncResult  *result,
                                               AmiaUuid      *id,
                                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
