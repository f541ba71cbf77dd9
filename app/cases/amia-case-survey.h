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
 *
 * What can still be joined, and by whom:
 *
 * - Who has the key: the pair. That is what it is for.
 * - Who runs the server, or gets hold of its file: both records lie there, and the number stands in
 *   both. The key would have to be kept from the server to change that, and then a lost laptop
 *   would take it along.
 * - Who is in the organisation and reads surveys, with tools of their own: each change of a survey
 *   carries the laptop it was written on, the number it has there and the time. Somebody who also
 *   is in the team of one of that caseworker's cases sees what was written there about the same
 *   minute; the change before the survey's first is the key's. Writing the two at other times would
 *   only hide the second of these traces: the answers have a time, too.
 * - Who gets `amia-tool survey export`: none of that is in it. What participants wrote in their own
 *   words is, unless it is left out (`--no-text`).
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
