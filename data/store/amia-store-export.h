/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * amia_store_export_response:
 * @store: a store, on its thread
 * @form_id: a form of a case
 * @error: return location
 *
 * One form as a FHIR QuestionnaireResponse, with what this reader may see of it: what is held back
 * is not in it, nor what is not asked now. It names neither the participant nor the case. That it
 * was exported is noted for the audit.
 *
 * Returns: (transfer full): the JSON text, or %NULL with %AMIA_STORE_ERROR_MISSING (the form or
 *   what it is filled in on is not here), %AMIA_STORE_ERROR_INVALID (finished, and incomplete as
 *   far as the reader sees) or another #AmiaStoreError
 */
char *amia_store_export_response (AmiaStore      *store,
                                  const AmiaUuid *form_id,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_export_case:
 * @store: a store, on its thread
 * @case_id: a case
 * @n_left_out: (out) (optional): how many of its forms are not in it
 * @error: return location
 *
 * All forms of a case as one FHIR Bundle (`collection`) of QuestionnaireResponses, each as in
 * amia_store_export_response(). Left out are those whose form is not here yet, and finished ones of
 * which the reader may not see all that is required. What the two caseworkers have for themselves
 * and surveys are no part of it. That it was exported is noted for the audit.
 *
 * Returns: (transfer full): the JSON text, or %NULL with an #AmiaStoreError
 */
char *amia_store_export_case (AmiaStore      *store,
                              const AmiaUuid *case_id,
                              guint          *n_left_out,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_export_csv:
 * @store: a store, on its thread
 * @url: a form's url, whatever the version
 * @error: return location
 *
 * All answers to one form, be it the team's or the two caseworkers' own (which nobody else has on
 * their laptop), a line for each: the case's number and sub-project, version and status, then a
 * column for each question, by linkId; questions of several versions stand side by side. The second
 * line has the questions' words. Answers to a question that repeats stand in one cell, with ` | `
 * between.
 *
 * Only what this reader may see by areas and consents is in it; cases of participants with
 * protected identity are left out, and nobody is named. A cell that a spreadsheet would take for a
 * formula begins with an apostrophe. Each case is noted for the audit.
 *
 * RFC 4180 with semicolons, which is what a Swedish Excel opens, UTF-8 with a byte order mark.
 *
 * Returns: (transfer full): the text, with two lines if nobody has answered; %NULL with an
 *   #AmiaStoreError
 */
char *amia_store_export_csv (AmiaStore  *store,
                             const char *url,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
