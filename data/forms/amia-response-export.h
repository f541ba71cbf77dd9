/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-response.h"

G_BEGIN_DECLS

/**
 * AmiaExportOptions:
 * @status: `in-progress`, `completed`, `amended`, `entered-in-error` or `stopped`
 * @authored: (nullable): the last change, with offset: `2026-05-04T10:15:00+02:00`
 * @id: (nullable): the resource's id
 * @subject: (nullable): JSON text of a Reference, such as `{"identifier":{…}}`
 * @author: (nullable): JSON text of a Reference
 * @source: (nullable): JSON text of a Reference
 *
 * What a QuestionnaireResponse says beside the answers.
 */
typedef struct
{
  const char *status;
  const char *authored;
  const char *id;
  const char *subject;
  const char *author;
  const char *source;
} AmiaExportOptions;

/**
 * amia_response_export:
 * @self: a response
 * @options: status and who
 * @error: return location
 *
 * Writes a FHIR R4 QuestionnaireResponse: items in the questionnaire's order with its base-language
 * text, nothing that is disabled, empty or malformed, numbers with the digits they were typed with,
 * `questionnaire` as url|version. Indented by two spaces, ends with a newline; the same answers
 * give the same bytes.
 *
 * Errors: AMIA_FORMS_ERROR_INCOMPLETE (completed or amended although [func@amia_response_validate]
 * finds errors), _SYNTAX (a Reference in @options).
 *
 * Returns: (transfer full) (nullable): the text
 */
char *amia_response_export (AmiaResponse            *self,
                            const AmiaExportOptions *options,
                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_response_import:
 * @self: a response, usually a new one
 * @data: a QuestionnaireResponse in JSON
 * @length: how many bytes, or -1 if @data ends with NUL
 * @messages: (out) (transfer full) (element-type AmiaMessage) (optional): what did not fit
 * @error: return location
 *
 * Takes over the answers of a response to the same questionnaire, by url; another version is a
 * warning. Rows get new ids. Answers that do not fit the form are left out with a message each.
 *
 * Errors: AMIA_FORMS_ERROR_SYNTAX, _LIMIT, _RESOURCE, _MISMATCH; then nothing has changed.
 *
 * Returns: (transfer full) (nullable) (element-type AmiaEdit): the edits to commit
 */
GPtrArray *amia_response_import (AmiaResponse *self,
                                 const char   *data,
                                 gssize        length,
                                 GPtrArray   **messages,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_response_fill:
 * @self: a response, usually a new one
 * @data: answers in JSON, see below
 * @length: how many bytes, or -1 if @data ends with NUL
 * @messages: (out) (transfer full) (element-type AmiaMessage) (optional): what could not be used
 * @error: return location
 *
 * Answers a form from a simple JSON object, as `amia-tool form fill` reads it:
 *
 *     {"name": "Ada", "smokes": true, "symptoms": ["pain", {"code": "sleep", "system": "…"}],
 *      "weight": {"value": 71.5, "unit": "kg"}, "health": {"pain": 3},
 *      "job": [{"employer": "Verkstan", "years": 3}, {"employer": "Kiosken"}],
 *      "treated": {"value": true, "item": {"where": "Hälsocentralen"}}}
 *
 * A key is a linkId: at the top for any item of the form, or inside the object of a group around
 * it. A coding may be given by its code alone, or as an object without display; both are completed
 * from the options. A repeating group is a list of objects (or one object). Initial values are
 * applied first. An answer to an item that is not enabled once all are in is dropped with
 * AMIA_MESSAGE_NOT_ENABLED (a warning).
 *
 * Errors: AMIA_FORMS_ERROR_SYNTAX, _LIMIT, _RESOURCE (not an object).
 *
 * Returns: (transfer full) (nullable) (element-type AmiaEdit): the edits to commit
 */
GPtrArray *amia_response_fill (AmiaResponse *self,
                               const char   *data,
                               gssize        length,
                               GPtrArray   **messages,
                               GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_questionnaire_validate_response:
 * @self: the form; %NULL to check only what needs none
 * @data: a QuestionnaireResponse in JSON
 * @length: how many bytes, or -1 if @data ends with NUL
 * @error: return location
 *
 * Checks a response that someone else wrote: its own structure (status, qrs-1, one value per
 * answer, nothing empty), then order and place of the items, their answers and what is required or
 * not enabled. Every message has a location. With `in-progress`, missing answers are warnings.
 *
 * Errors: AMIA_FORMS_ERROR_SYNTAX, _LIMIT, _RESOURCE (not a QuestionnaireResponse).
 *
 * Returns: (transfer full) (nullable) (element-type AmiaMessage): the findings, without any if it
 *   is valid
 */
GPtrArray *amia_questionnaire_validate_response (AmiaQuestionnaire *self,
                                                 const char        *data,
                                                 gssize             length,
                                                 GError           **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
