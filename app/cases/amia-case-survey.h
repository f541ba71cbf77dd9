/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-snapshot.h"
#include "amia-questionnaire.h"

G_BEGIN_DECLS

/**
 * amia_case_survey_create_async:
 * @replica: a replica
 * @snapshot: the case
 * @questionnaire: a survey
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Begins a survey under a new number. What says whose it is, the key, is a change of its own in the
 * case; the survey is another that names neither case nor person. Main thread.
 */
void amia_case_survey_create_async (AmiaReplica            *replica,
                                    const AmiaCaseSnapshot *snapshot,
                                    AmiaQuestionnaire      *questionnaire,
                                    GAsyncReadyCallback     callback,
                                    gpointer                user_data);

/**
 * amia_case_survey_create_finish:
 * @replica: the replica
 * @result: what the callback got
 * @id: (out): the survey
 * @error: return location
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_case_survey_create_finish (AmiaReplica  *replica,
                                         GAsyncResult *result,
                                         AmiaUuid     *id,
                                         GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
