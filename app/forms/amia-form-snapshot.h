/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-questionnaire.h"
#include "amia-store-lists.h"
#include "amia-store-sharing.h"

G_BEGIN_DECLS

/**
 * AmiaFormPaper:
 * @id: an attachment of the form's case
 * @title: its title
 *
 * Something on paper that was scanned.
 */
typedef struct
{
  AmiaUuid id;
  char    *title;
} AmiaFormPaper;

/**
 * AmiaFormSnapshot:
 * @record: the form's record
 * @questionnaire: (nullable): its template, if it was asked for
 * @subproject: (nullable): that of its case, whose variant of the form is shown
 * @newer_version: (nullable): a later version of it, of an unfinished form
 * @saved: how far what is written has come
 * @colleagues: (array zero-terminated=1): who has it
 * @sharing: who sees what of its case
 * @approvals: (element-type AmiaAgreement): who has approved it
 * @signatures: (element-type AmiaAgreement): who has signed it
 * @papers: (element-type AmiaFormPaper): what is attached to the case, the last first
 * @newer: the form that is a new version of this one, nil for none
 *
 * What the store knows of a form at one moment. Made on the store's thread, then immutable and
 * refcounted.
 */
typedef struct
{
  gatomicrefcount    ref_count;
  AmiaRecord        *record;
  AmiaQuestionnaire *questionnaire;
  AmiaQuestionnaire *newer_version;
  char              *subproject;
  AmiaSaved          saved;
  char             **colleagues;
  AmiaCaseSharing   *sharing;
  GPtrArray         *approvals;
  GPtrArray         *signatures;
  GPtrArray         *papers;
  AmiaUuid           newer;
} AmiaFormSnapshot;

/**
 * amia_form_snapshot_load:
 * @store: a store, on its thread
 * @form_id: the form's record
 * @with_questionnaire: whether the template is wanted too
 * @error: return location
 *
 * Returns: (transfer full): the snapshot, or %NULL with an #AmiaStoreError, or with an
 *   #AmiaFormsError if the template can't be read
 */
AmiaFormSnapshot *amia_form_snapshot_load (AmiaStore      *store,
                                           const AmiaUuid *form_id,
                                           gboolean        with_questionnaire,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;

AmiaFormSnapshot *amia_form_snapshot_ref (AmiaFormSnapshot *self);
void              amia_form_snapshot_unref (AmiaFormSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaFormSnapshot, amia_form_snapshot_unref)

G_END_DECLS
