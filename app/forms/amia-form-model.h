/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-migration.h"
#include "amia-replica.h"
#include "amia-response.h"
#include "amia-store-lists.h"
#include "amia-store-sharing.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_MODEL (amia_form_model_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormModel, amia_form_model, AMIA, FORM_MODEL, GObject)

/**
 * AmiaFormModel:
 *
 * One form of a case while it is open: the answers, kept in step with the replica both ways. What
 * is answered is committed at once; what comes from a colleague is taken in where nobody types.
 * Main thread.
 *
 * Signals: `node-changed (AmiaNode *node)` for each node that must be drawn again, %NULL for all;
 * `loaded` when there is something to show, anew when the form goes on with another version, or
 * when amia_form_model_get_failure() says why not; `saved-changed` when what is known of where the
 * answers are, or the undo list, has changed.
 */

/**
 * amia_form_model_new:
 * @replica: the replica that has the form
 * @case_id: its case
 * @form_id: its record
 * @language: (nullable): BCP 47 tag of the reader's language
 *
 * Starts to load the form.
 *
 * Returns: (transfer full): the model, empty until `loaded`
 */
AmiaFormModel *amia_form_model_new (AmiaReplica    *replica,
                                    const AmiaUuid *case_id,
                                    const AmiaUuid *form_id,
                                    const char     *language) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_model_new_preview:
 * @questionnaire: a form
 * @language: (nullable): BCP 47 tag of the reader's language
 *
 * For looking at a form: a model that is loaded at once, belongs to no case and no replica, and
 * keeps nothing. Lists have a row to begin with, so that one sees what they ask.
 *
 * Returns: (transfer full): the model
 */
AmiaFormModel *amia_form_model_new_preview (AmiaQuestionnaire *questionnaire,
                                            const char        *language) G_GNUC_WARN_UNUSED_RESULT;

AmiaReplica    *amia_form_model_get_replica (AmiaFormModel *self);
const AmiaUuid *amia_form_model_get_form_id (AmiaFormModel *self);
const AmiaUuid *amia_form_model_get_case_id (AmiaFormModel *self);
const char     *amia_form_model_get_language (AmiaFormModel *self);

/**
 * amia_form_model_get_subproject:
 * @self: a form
 *
 * Returns: (nullable): the case's sub-project, whose variant of the form is shown
 */
const char *amia_form_model_get_subproject (AmiaFormModel *self);

/**
 * amia_form_model_get_response:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): the answers, %NULL until loaded
 */
AmiaResponse *amia_form_model_get_response (AmiaFormModel *self);

/**
 * amia_form_model_get_failure:
 * @self: a model
 *
 * Returns: (nullable): why there is nothing to show, or why the last answer could not be kept;
 * words for a person
 */
const char *amia_form_model_get_failure (AmiaFormModel *self);

/**
 * amia_form_model_get_is_completed:
 * @self: a model
 *
 * Returns: %TRUE if somebody said that the form is done: it is read only until opened again; or if
 *   FK and AF have both approved it (amia_form_model_is_joint()): it is read only for good
 */
gboolean amia_form_model_get_is_completed (AmiaFormModel *self);

/**
 * amia_form_model_set_completed:
 * @self: a model
 * @is_completed: whether the form is done
 *
 * Says so. Whether nothing is missing is the caller's question (amia_response_validate()).
 */
void amia_form_model_set_completed (AmiaFormModel *self,
                                    gboolean       is_completed);

/**
 * amia_form_model_get_newer_version:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): a later version of the form that the answers could go on
 *   with; %NULL for a finished form
 */
AmiaQuestionnaire *amia_form_model_get_newer_version (AmiaFormModel *self);

/**
 * amia_form_model_migrate:
 * @self: a model
 * @migration: the plan that somebody has seen, of this model's answers to its newer version
 *
 * Goes on with the newer version: one change. `loaded` follows, with another response: all that
 * was made of nodes is to be made anew. What was done before can't be undone here any more.
 */
void amia_form_model_migrate (AmiaFormModel *self,
                              AmiaMigration *migration);

/**
 * amia_form_model_hold:
 * @self: a model
 * @node: a question that somebody begins to type in
 *
 * From now until amia_form_model_release() an answer to it replaces only what was on screen now,
 * and nothing that arrives is put into the field.
 */
void amia_form_model_hold (AmiaFormModel *self,
                           AmiaNode      *node);

/**
 * amia_form_model_release:
 * @self: a model
 * @node: a question that was held
 *
 * Nobody types there any more; takes in what came meanwhile.
 */
void amia_form_model_release (AmiaFormModel *self,
                              AmiaNode      *node);

/**
 * amia_form_model_answer:
 * @self: a model
 * @node: a question
 * @value: JSON text, `null` for no answer
 *
 * Answers and commits, with whatever initial values that brings. The same value again does nothing.
 * A value that is not (yet) of the question's type is kept all the same and marked.
 */
void amia_form_model_answer (AmiaFormModel *self,
                             AmiaNode      *node,
                             const char    *value);

/**
 * amia_form_model_answer_all:
 * @self: a model
 * @nodes: (array length=n_nodes): questions
 * @values: (array length=n_nodes): JSON texts, as in amia_form_model_answer()
 * @n_nodes: how many
 *
 * Answers several questions as one change, which one undo takes back.
 */
void amia_form_model_answer_all (AmiaFormModel     *self,
                                 AmiaNode *const   *nodes,
                                 const char *const *values,
                                 gsize              n_nodes);

/**
 * AmiaFormChange:
 * @response: the answers, to be changed by amia_response_set() and its like
 * @data: what was given to amia_form_model_change()
 *
 * Returns: (transfer full) (element-type AmiaEdit): the edits those gave, in order
 */
typedef GPtrArray *(*AmiaFormChange) (AmiaResponse *response,
                                      gpointer      data);

/**
 * amia_form_model_change:
 * @self: a model that has loaded
 * @change: (scope call): makes the change
 * @data: for @change
 *
 * Commits several answers at once, as one action that undo takes back.
 */
void amia_form_model_change (AmiaFormModel *self,
                             AmiaFormChange change,
                             gpointer       data);

/**
 * amia_form_model_add_row:
 * @self: a model
 * @list: a list
 *
 * Adds an empty row at the end.
 *
 * Returns: (transfer none) (nullable): the new row
 */
AmiaNode *amia_form_model_add_row (AmiaFormModel *self,
                                   AmiaNode      *list);

/**
 * amia_form_model_remove_row:
 * @self: a model
 * @row: a row
 *
 * Takes the row away with what is answered in it; undo brings it back.
 */
void amia_form_model_remove_row (AmiaFormModel *self,
                                 AmiaNode      *row);

/**
 * amia_form_model_move_row:
 * @self: a model
 * @row: a row
 * @offset: -1 for up, 1 for down
 *
 * Moves a row past its neighbour.
 */
void amia_form_model_move_row (AmiaFormModel *self,
                               AmiaNode      *row,
                               int            offset);

/**
 * amia_form_model_undo:
 * @self: a model
 *
 * Takes back the last action of this page, as a new change.
 *
 * Returns: %TRUE if there was one
 */
gboolean amia_form_model_undo (AmiaFormModel *self);

/**
 * amia_form_model_redo:
 * @self: a model
 *
 * Does again what was undone last.
 *
 * Returns: %TRUE if there was anything
 */
gboolean amia_form_model_redo (AmiaFormModel *self);

/**
 * amia_form_model_retry:
 * @self: a model
 *
 * Tries once more to keep what could not be kept.
 */
void amia_form_model_retry (AmiaFormModel *self);

/**
 * amia_form_model_has_versions:
 * @self: a model
 * @node: a question
 *
 * Returns: %TRUE if two people answered it without having seen each other's answer
 */
gboolean amia_form_model_has_versions (AmiaFormModel *self,
                                       AmiaNode      *node);

/**
 * amia_form_model_list_versions:
 * @self: a model
 *
 * Returns: (transfer container) (element-type AmiaNode): the questions with two versions, in the
 *   form's order
 */
GPtrArray *amia_form_model_list_versions (AmiaFormModel *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_model_get_is_gone:
 * @self: a model
 *
 * Returns: %TRUE if the form is not here any more; amia_form_model_get_failure() says why
 */
gboolean amia_form_model_get_is_gone (AmiaFormModel *self);

/**
 * amia_form_model_get_sharing:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): who sees what of the case, as last read
 */
AmiaCaseSharing *amia_form_model_get_sharing (AmiaFormModel *self);

/**
 * amia_form_model_get_record:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): the form's record as last read from the replica
 */
const AmiaRecord *amia_form_model_get_record (AmiaFormModel *self);

/**
 * amia_form_model_get_saved:
 * @self: a model
 * @colleagues: (out) (optional) (transfer none) (array zero-terminated=1): who has it
 * @here_ms: (out) (optional): when this laptop last kept something of it, 0 for never
 *
 * Returns: how far what is written has come; %AMIA_SAVED_HERE while something is on its way to disk
 */
AmiaSaved amia_form_model_get_saved (AmiaFormModel *self,
                                     char        ***colleagues,
                                     gint64        *here_ms);

/**
 * amia_form_model_is_saving:
 * @self: a model
 *
 * Returns: %TRUE while something is on its way to this laptop's disk
 */
gboolean amia_form_model_is_saving (AmiaFormModel *self);

G_END_DECLS
