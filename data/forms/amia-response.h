/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-answer-path.h"
#include "amia-message.h"
#include "amia-node.h"
#include "amia-questionnaire.h"

G_BEGIN_DECLS

/**
 * AmiaResponse:
 *
 * The answers to one questionnaire, in memory: what a form page shows and edits. It keeps no file;
 * the caller loads the record's fields into it and commits the [struct@AmiaEdit]s it hands out.
 *
 * Values are JSON text and stay exactly as they were written (`1.10` remains `1.10`):
 *
 *  - boolean, integer, decimal: `true`, `42`, `1.10`
 *  - string, text, url, date, dateTime, time: a JSON string; `"2024-05"` is a permitted partial
 *    date
 *  - choice: the option's value; open-choice: that, or a JSON string for words of one's own
 *  - quantity, attachment, reference: the FHIR object, e.g. `{"value":1.10,"unit":"kg"}`
 *  - a repeating question without rows: a JSON list of these
 *  - a row marker: a JSON string holding the order key
 *  - `null`, an empty list and a blank string: no answer
 *
 * Whether an item is enabled is worked out at once after every change, for the rows and items that
 * the change can reach only. Answers of a disabled item are kept, count as no answer everywhere,
 * and are back when it is enabled again.
 *
 * Refcounted; one thread at a time.
 */
typedef struct _AmiaResponse AmiaResponse;

/**
 * AmiaEdit:
 * @path: the field's name
 * @value: the new value as JSON text, `null` to clear
 *
 * One field to write. All edits that one call returns belong into one change.
 */
typedef struct
{
  char *path;
  char *value;
} AmiaEdit;

/**
 * amia_response_new:
 * @questionnaire: the form
 * @language: (nullable): BCP 47 tag of the reader's language
 *
 * Creates a response without answers. Initial values are not applied: see
 * [func@amia_response_start].
 *
 * Returns: (transfer full): the response
 */
AmiaResponse *amia_response_new (AmiaQuestionnaire *questionnaire,
                                 const char        *language) G_GNUC_WARN_UNUSED_RESULT;
AmiaResponse *amia_response_ref (AmiaResponse *self);
void          amia_response_unref (AmiaResponse *self);

/** amia_response_get_questionnaire: Returns: (transfer none): the form */
AmiaQuestionnaire *amia_response_get_questionnaire (AmiaResponse *self);

/**
 * amia_response_set_today:
 * @self: a response
 * @today: a full date, `2026-05-04`
 *
 * Tells what `today()` is for calculated values, since nothing here asks a clock. Unset, it has no
 * value.
 */
void amia_response_set_today (AmiaResponse *self, const char *today);

/**
 * amia_response_set_variant:
 * @self: a response
 * @subproject: (nullable): the sub-project of its case, %NULL if nobody has said
 *
 * Shows the variant of the form that the sub-project uses: items of other sub-projects' variants
 * are not enabled. Without a sub-project all are.
 */
void amia_response_set_variant (AmiaResponse *self, const char *subproject);

/**
 * amia_response_start:
 * @self: a new response
 *
 * Applies the form's initial values. To be called once in a form's life, by who creates it.
 *
 * Returns: (transfer full) (element-type AmiaEdit): what to commit together with the new form
 */
GPtrArray *amia_response_start (AmiaResponse *self);

/**
 * amia_response_load:
 * @self: a response
 * @path: a field's name
 * @value: its value as JSON text
 * @error: return location
 *
 * Takes over what the store knows, also answers this version of the form cannot place or type:
 * those are kept aside ([func@amia_response_get_unplaced]) or stand as
 * what is no answer, is not exported and keeps the form from being completed; they are never lost.
 * Also for what arrives by sync while the form is open, and for text a person typed into a number
 * field that is no number (yet). Never applies initial values.
 *
 * Errors: AMIA_FORMS_ERROR_SYNTAX (@value is not JSON), _LIMIT.
 *
 * Returns: %TRUE if it was taken over
 */
gboolean amia_response_load (AmiaResponse *self,
                             const char   *path,
                             const char   *value,
                             GError      **error);

/**
 * amia_response_hold:
 * @self: a response
 *
 * Puts off what follows from changes until [func@amia_response_release], which is to be called as
 * often. For loading many fields at once: calculations then are done once instead of once for each.
 * In between nothing may be asked about what is enabled or calculated.
 */
void amia_response_hold (AmiaResponse *self);

/**
 * amia_response_release:
 * @self: a response that is held
 *
 * Works off what was put off.
 */
void amia_response_release (AmiaResponse *self);

/**
 * amia_response_set:
 * @self: a response
 * @path: a field's name
 * @value: its new value as JSON text
 * @error: return location
 *
 * Answers a question (or moves a row, by its marker). Limits such as maxLength are not enforced
 * here but by [func@amia_response_validate]: a form under work may be wrong.
 *
 * Items which this enables for the first time get their initial values; so may other items change:
 * commit the returned edits, the first of which is the one asked for, as one change, then see
 * [func@amia_response_take_changes].
 *
 * Errors: AMIA_FORMS_ERROR_PATH, _TYPE, _SYNTAX, _LIMIT; then nothing has changed.
 *
 * Returns: (transfer full) (nullable) (element-type AmiaEdit): the edits, or %NULL with @error set
 */
GPtrArray *amia_response_set (AmiaResponse *self,
                              const char   *path,
                              const char   *value,
                              GError      **error);

/**
 * amia_response_add_row:
 * @self: a response
 * @list: the node of an item with rows
 * @after: (nullable): the row to come after, or %NULL for the last place
 * @row_id: (nullable): the new row's id, or %NULL for a random UUID
 * @error: return location
 *
 * Adds a row with its initial values. An empty row is not exported and counts as no answer.
 *
 * Errors: AMIA_FORMS_ERROR_LIMIT, _PATH (the id is in use or has `/` or `]`).
 *
 * Returns: (transfer full) (nullable) (element-type AmiaEdit): the edits; the first one's path is
 *   the row's
 */
GPtrArray *amia_response_add_row (AmiaResponse *self,
                                  AmiaNode     *list,
                                  AmiaNode     *after,
                                  const char   *row_id,
                                  GError      **error);

/**
 * amia_response_begin_lists:
 * @self: a response that nobody keeps, such as a preview's
 * @n_rows_max: how many rows at most
 *
 * Gives each empty list a row, so that one sees what it asks; lists within that row, too.
 */
void amia_response_begin_lists (AmiaResponse *self, guint n_rows_max);

/**
 * amia_response_remove_row:
 * @self: a response
 * @row: a row
 *
 * Removes a row and everything answered in it.
 *
 * Returns: (transfer full) (element-type AmiaEdit): the edits; keep their paths' former values to
 *   undo
 */
GPtrArray *amia_response_remove_row (AmiaResponse *self, AmiaNode *row);

/**
 * amia_response_get_root:
 * @self: a response
 *
 * Returns: (transfer none): the node that has the form's top items as children; its item is %NULL
 */
AmiaNode *amia_response_get_root (AmiaResponse *self);

/**
 * amia_response_find:
 * @self: a response
 * @path: a field's name
 *
 * Returns: (transfer none) (nullable): the node at @path; for a path that ends with `=` its row
 */
AmiaNode *amia_response_find (AmiaResponse *self, const char *path);

/**
 * amia_response_get_value:
 * @self: a response
 * @path: a field's name
 *
 * Returns: (nullable): what was last loaded or set there, also when disabled, malformed or
 *   unplaced; %NULL if the field was never written
 */
const char *amia_response_get_value (AmiaResponse *self, const char *path);

/**
 * amia_response_take_changes:
 * @self: a response
 *
 * What has changed since the last call: nodes that became enabled or disabled, rows that came, went
 * or moved (then the list node), and nodes with a new answer or calculated value. Each once; a
 * widget layer updates these and nothing else.
 *
 * Returns: (transfer container) (element-type AmiaNode): the nodes
 */
GPtrArray *amia_response_take_changes (AmiaResponse *self);

/**
 * amia_response_get_unplaced:
 * @self: a response
 *
 * Answers for which this version of the form has no place. They are kept, shown to be read and
 * copied, and not exported.
 *
 * Returns: (transfer container) (element-type AmiaEdit): fields, sorted by path
 */
GPtrArray *amia_response_get_unplaced (AmiaResponse *self);

/**
 * amia_response_get_progress:
 * @self: a response
 * @within: (nullable): a section or question to count in; %NULL for the whole form
 * @answered: (out) (optional): how many of them have an answer
 * @total: (out) (optional): how many enabled, visible questions there are that a person can answer
 *
 * Counts questions, not answers: a repeating question is one, a question in three rows is three;
 * read-only ones are not counted.
 */
void amia_response_get_progress (AmiaResponse *self,
                                 AmiaNode     *within,
                                 guint        *answered,
                                 guint        *total);

/**
 * amia_response_validate:
 * @self: a response
 * @within: (nullable): a node to look below, such as the page just left; %NULL for the whole form
 *
 * Looks at every enabled item, hidden ones too: type and format, then length and pattern, range,
 * options, and last what is required. One message per answer and rule broken.
 *
 * Returns: (transfer full) (element-type AmiaMessage): the findings in the form's order
 */
GPtrArray *amia_response_validate (AmiaResponse *self, AmiaNode *within);

/**
 * amia_response_validate_node:
 * @self: a response
 * @node: one question
 *
 * The part of [func@amia_response_validate] that is about @node's own answer, without required: for
 * a remark beside a field while it is edited.
 *
 * Returns: (transfer full) (element-type AmiaMessage): the findings
 */
GPtrArray *amia_response_validate_node (AmiaResponse *self, AmiaNode *node);

void amia_edit_free (AmiaEdit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaEdit, amia_edit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaResponse, amia_response_unref)

G_END_DECLS
