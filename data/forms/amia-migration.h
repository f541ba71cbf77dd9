/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-response.h"

G_BEGIN_DECLS

/**
 * AmiaMigration:
 *
 * What it would mean for a draft to go on with another version of its form: a plan, to be shown
 * before anything is written. It changes neither the draft nor any store, so that a person who says
 * no has lost nothing.
 *
 * An answer follows its linkId. If its question stands under another parent now, it goes there; if
 * the type has changed it is converted where no meaning is lost; if it breaks a rule of the new
 * version (it is no longer in the list) it is kept and flagged, which blocks completion until
 * somebody looks at it. What has no place any more stays in its old field: the record keeps it,
 * [func@amia_response_get_unplaced] reads it, nothing exports it. Questions that are new get their
 * initial values. Nothing is deleted.
 *
 * Completed responses are never migrated; that is for the caller to see to.
 */
typedef struct _AmiaMigration AmiaMigration;

/**
 * AmiaMigrationKind:
 * @AMIA_MIGRATION_CARRIED: the same answer to the same question
 * @AMIA_MIGRATION_CONVERTED: written anew, since the question's type or how it repeats is another
 * @AMIA_MIGRATION_MOVED: the same answer; its question stands somewhere else in the form
 * @AMIA_MIGRATION_FLAGGED: kept, but the new version has something against it; see the message
 * @AMIA_MIGRATION_NEW: a question that was not there before
 * @AMIA_MIGRATION_UNPLACED: an answer for which there is no question any more
 *
 * What becomes of an answer or a question.
 */
typedef enum
{
  AMIA_MIGRATION_CARRIED,
  AMIA_MIGRATION_CONVERTED,
  AMIA_MIGRATION_MOVED,
  AMIA_MIGRATION_FLAGGED,
  AMIA_MIGRATION_NEW,
  AMIA_MIGRATION_UNPLACED
} AmiaMigrationKind;

/**
 * AmiaMigrationChange:
 * @kind: what becomes of it
 * @old_item: (nullable): its question in the draft's version; %NULL if it is new, or had no place
 *   there either
 * @item: (nullable): its question in the new version; %NULL if it has no place
 * @old_path: (nullable): the field it is in
 * @path: (nullable): the field it will be in
 * @old_value: (nullable): the answer as it is, JSON text
 * @value: (nullable): the answer as it will be; of a new question its initial value, if any
 * @message: (nullable): of a flagged answer, what is wrong with it: AMIA_MESSAGE_WRONG_TYPE for an
 *   answer that the new type cannot hold (or several where one is asked for), NOT_ENABLED for a
 *   question that the other answers no longer ask, or a finding of
 *   [func@amia_response_validate_node]
 * @is_reworded: the question's own words are others now, so its meaning may be, too
 *
 * One answer or question. A repeating question without rows is one.
 */
typedef struct
{
  AmiaMigrationKind kind;
  const AmiaItem   *old_item;
  const AmiaItem   *item;
  char             *old_path;
  char             *path;
  char             *old_value;
  char             *value;
  AmiaMessage      *message;
  gboolean          is_reworded;
} AmiaMigrationChange;

/**
 * amia_migration_new:
 * @response: a draft, with all its fields loaded
 * @questionnaire: another version of its form
 * @error: return location
 *
 * Works out how @response would go on with @questionnaire. Reads @response, and changes nothing in
 * it. Any version will do, an older one too. Cost is that of loading the response.
 *
 * The ids of new rows (of a group that has begun to repeat) follow from where they stand, so that
 * two people who migrate the same draft, each offline, do the same.
 *
 * Errors: AMIA_FORMS_ERROR_MISMATCH if it is another form (url), or has none.
 *
 * Returns: (transfer full) (nullable): the plan
 */
AmiaMigration *amia_migration_new (AmiaResponse      *response,
                                   AmiaQuestionnaire *questionnaire,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void           amia_migration_free (AmiaMigration *self);

/**
 * amia_migration_get_response:
 * @self: a plan
 *
 * The draft as it would be, with what has no place among its unplaced answers: for a preview, and
 * to go on with once the edits are committed.
 *
 * Returns: (transfer none): the response to the new version
 */
AmiaResponse *amia_migration_get_response (AmiaMigration *self);

/**
 * amia_migration_get_changes:
 * @self: a plan
 *
 * Returns: (transfer none) (element-type AmiaMigrationChange): the answers in the order of the new
 *   form, new questions among them, those without a place last
 */
GPtrArray *amia_migration_get_changes (AmiaMigration *self);

/**
 * amia_migration_count:
 * @self: a plan
 * @kind: a kind
 *
 * Returns: how many changes are of that kind
 */
guint amia_migration_count (AmiaMigration *self, AmiaMigrationKind kind);

/**
 * amia_migration_get_edits:
 * @self: a plan
 *
 * What to write into the draft's record, as one change together with the new version's canonical:
 * answers that were converted or moved (their old fields become `null`), row markers, initial
 * values. Fields that keep their name and value are not among them.
 *
 * Returns: (transfer none) (element-type AmiaEdit): the edits
 */
GPtrArray *amia_migration_get_edits (AmiaMigration *self);

/**
 * amia_migration_kind_to_string:
 * @kind: a kind
 *
 * Returns: a stable name for tests and `amia-tool`, such as `unplaced`
 */
const char *amia_migration_kind_to_string (AmiaMigrationKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaMigration, amia_migration_free)

G_END_DECLS
