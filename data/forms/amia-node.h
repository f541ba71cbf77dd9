/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-item.h"

G_BEGIN_DECLS

/**
 * AmiaNode:
 *
 * One item of a response, in one row: where a widget and an answer meet. A repeating item with rows
 * ([func@amia_item_has_rows]) is a *list* node whose children are *row* nodes, which have the
 * item's children as theirs:
 *
 *     root ─ job (list) ┬ job [4f1c…] (row) ┬ employer
 *                       │                   └ title
 *                       └ job [77e2…] (row) ┬ employer
 *                                           └ title
 *
 * Nodes belong to their [struct@AmiaResponse] and live as long as it does, removed rows included,
 * so a pointer to one never dangles. One thread at a time.
 */
typedef struct _AmiaNode AmiaNode;

/** amia_node_get_item: Returns: (nullable): its definition; %NULL for the root */
const AmiaItem *amia_node_get_item (const AmiaNode *self);

/** amia_node_get_parent: Returns: (nullable): the node around it; a row's parent is its list */
AmiaNode *amia_node_get_parent (const AmiaNode *self);

/** amia_node_is_list: Returns: %TRUE if its children are rows */
gboolean amia_node_is_list (const AmiaNode *self);

/** amia_node_is_row: Returns: %TRUE if it is one row of a list */
gboolean amia_node_is_row (const AmiaNode *self);

/** amia_node_get_row_id: Returns: (nullable): the row's id; %NULL if it is not a row */
const char *amia_node_get_row_id (const AmiaNode *self);

/**
 * amia_node_get_n_children:
 * @self: a node
 *
 * Returns: the number of child nodes: of a list the rows that are there, else one for each child
 *   item, enabled or not
 */
guint amia_node_get_n_children (const AmiaNode *self);

/**
 * amia_node_get_child:
 * @self: a node
 * @index: less than [func@amia_node_get_n_children]
 *
 * Returns: (transfer none): the child, in the questionnaire's order; rows in theirs
 */
AmiaNode *amia_node_get_child (const AmiaNode *self, guint index);

/**
 * amia_node_get_path:
 * @self: a node other than the root
 *
 * The node's place, the name of its field if it holds an answer or is a row. Made at the first
 * call.
 *
 * Returns: the path; of a row the one of its marker (see [func@amia_node_get_value_path])
 */
const char *amia_node_get_path (AmiaNode *self);

/**
 * amia_node_get_value_path:
 * @self: a node
 *
 * Returns: (nullable): the name of the field that holds its answer: its path, with `/=` for a row
 *   of a repeating question; %NULL for what holds none (groups, texts, lists)
 */
const char *amia_node_get_value_path (AmiaNode *self);

/**
 * amia_node_get_value:
 * @self: a node
 *
 * The answer to show: what was answered, else what was calculated.
 *
 * Returns: (nullable): JSON text, a list for a repeating question; %NULL without an answer
 */
const char *amia_node_get_value (const AmiaNode *self);

/**
 * amia_node_is_calculated:
 * @self: a node
 *
 * Returns: %TRUE if [func@amia_node_get_value] was worked out rather than answered
 */
gboolean amia_node_is_calculated (const AmiaNode *self);

/**
 * amia_node_is_answered:
 * @self: a node
 *
 * Returns: %TRUE if a question has a (well formed) answer, enabled or not; for others, if anything
 *   enabled below has
 */
gboolean amia_node_is_answered (const AmiaNode *self);

/**
 * amia_node_is_enabled:
 * @self: a node
 *
 * Whether the item takes part: all of the following. Its conditions (enableWhen, enableBehavior,
 * enableWhenExpression) hold, all nodes around it are enabled, its row is there, and the question
 * it stands beneath, if any, has an answer (a text beneath a question does not wait for one). Costs
 * nothing: it was worked out when something changed.
 *
 * Returns: %TRUE if it is enabled
 */
gboolean amia_node_is_enabled (const AmiaNode *self);

/**
 * amia_node_get_text:
 * @self: a node other than the root
 * @language: (nullable): a BCP 47 tag
 *
 * Returns: (nullable): the text to show: worked out from other answers if the form asks for that
 *   (`cqf-expression` on `_text`) and they say something, else the item's. Until the next change
 */
const char *amia_node_get_text (const AmiaNode *self, const char *language);

/**
 * amia_node_get_options:
 * @self: a question
 *
 * Returns: (transfer none) (element-type AmiaOption): what may be chosen: the item's options, or
 *   the ones that its `answerExpression` gives with the answers there are. Those live until the
 *   next change
 */
GPtrArray *amia_node_get_options (const AmiaNode *self);

/**
 * amia_node_is_option_offered:
 * @self: a question
 * @index: which of its options
 *
 * Whether an option can be chosen with the answers there are (`answerOptionsToggleExpression`). One
 * that was chosen before stays the answer, and keeps the form from being completed.
 *
 * Returns: %FALSE if it is not to be shown
 */
gboolean amia_node_is_option_offered (const AmiaNode *self, guint index);

/**
 * amia_node_is_visible:
 * @self: a node
 *
 * Returns: %TRUE if it is enabled and neither it nor anything around it is hidden
 */
gboolean amia_node_is_visible (const AmiaNode *self);

/**
 * amia_node_is_there:
 * @self: a node
 *
 * Returns: %FALSE if it is a removed row or in one
 */
gboolean amia_node_is_there (const AmiaNode *self);

/**
 * AmiaWalk:
 * @AMIA_WALK_VISIBLE: what a person sees
 * @AMIA_WALK_ENABLED: and what is hidden
 * @AMIA_WALK_ALL: and what is disabled, yet only rows that are there
 *
 * Which nodes [func@amia_node_next] stops at.
 */
typedef enum
{
  AMIA_WALK_VISIBLE,
  AMIA_WALK_ENABLED,
  AMIA_WALK_ALL
} AmiaWalk;

/**
 * amia_node_next:
 * @self: where to go on from
 * @top: the node to stay below, such as the root
 * @walk: what to stop at
 *
 * The next node in the order of the form, parents before children, lists before their rows:
 *
 *     for (node = amia_node_next (root, root, AMIA_WALK_VISIBLE); node != NULL;
 *          node = amia_node_next (node, root, AMIA_WALK_VISIBLE))
 *
 * The tree must not change in between. A node that is passed over takes all below it along.
 *
 * Returns: (transfer none) (nullable): the next node, or %NULL at the end
 */
AmiaNode *amia_node_next (AmiaNode *self, AmiaNode *top, AmiaWalk walk);

G_END_DECLS
