/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-response-private.h"

/* What a form works out by itself: calculated values, conditions written as expressions, and rules
 * of the author's own. A calculated value is never stored; an answer given by hand stands above it.
 */

/* What all expressions together may cost after one change: some tenths of a second. */
#define STEPS_MAX 3000000

typedef struct
{
  AmiaResponse *response;
  gboolean      is_changed;
} Round;

static void
set_calculated (Round *round, AmiaNode *node, char *value)
{
  if (!_amia_node_take_calculated (node, value))
    return;
  round->is_changed = TRUE;
  _amia_node_mark_changed (node);
  _amia_response_enqueue_dependents (round->response, node);
}

static void
set_enabled (Round *round, AmiaNode *node, gboolean is_enabled)
{
  if (node->is_enabled_by_expression == is_enabled)
    return;
  node->is_enabled_by_expression = is_enabled;
  round->is_changed = TRUE;
  _amia_response_enqueue (round->response, node);
}

static void
mark_options (char *offers, const AmiaItem *item, GPtrArray *listed, char mark)
{
  for (guint i = 0; i < listed->len; i++)
    for (guint j = 0; j < item->options->len; j++)
      if (g_ptr_array_index (listed, i) == g_ptr_array_index (item->options, j))
        offers[j] = mark;
}

/* First all that stand under a condition are withheld; then those are offered of which one holds.
 */
static void
set_offers (AmiaNode *node)
{
  GPtrArray       *toggles = _amia_item_private (node->item)->toggles;
  g_autofree char *offers = g_strnfill (node->item->options->len, '+');

  for (guint i = 0; i < toggles->len; i++)
    mark_options (offers, node->item, ((AmiaToggle *) toggles->pdata[i])->options, '-');
  for (guint i = 0; i < toggles->len; i++)
    {
      const AmiaToggle *toggle = g_ptr_array_index (toggles, i);
      gboolean          says = FALSE;

      if (toggle->path == NULL || (amia_path_evaluate_boolean (toggle->path, node, &says) && says))
        mark_options (offers, node->item, toggle->options, '+');
    }
  if (g_strcmp0 (offers, node->offers) == 0)
    return;
  g_free (node->offers);
  node->offers = g_steal_pointer (&offers);
  _amia_node_mark_changed (node);
}

static void
set_words (AmiaNode *node)
{
  char *words = amia_path_evaluate_words (_amia_item_private (node->item)->words, node);

  if (g_strcmp0 (words, node->words) == 0)
    {
      g_free (words);
      return;
    }
  g_free (node->words);
  node->words = words;
  _amia_node_mark_changed (node);
}

static void
set_choices (AmiaNode *node)
{
  const AmiaPath *path = _amia_item_private (node->item)->choices;

  if (_amia_node_take_choices (node, amia_path_evaluate_list (path, node)))
    _amia_node_mark_changed (node);
}

/* No sum at all is better than one of which nobody knows when it was last worked out. */
static void
give_up (Round *round, AmiaNode *node)
{
  set_enabled (round, node, TRUE);
  g_clear_pointer (&node->offers, g_free);
  if (node->words != NULL)
    _amia_node_mark_changed (node);
  g_clear_pointer (&node->words, g_free);
  if (node->item->is_list_worked_out && node->rows == NULL && _amia_node_take_choices (node, NULL))
    _amia_node_mark_changed (node);
  if (node->rows == NULL)
    set_calculated (round, node, NULL);
}

/* All of the values, where there may be several answers. */
static char *
work_out (const AmiaPath *path, AmiaNode *node)
{
  g_autofree char *list = NULL;

  if (!node->item->is_repeating || node->row_id != NULL)
    return amia_path_evaluate_answer (path, node);
  list = amia_path_evaluate_list (path, node);
  return strcmp (list, "[]") != 0 ? g_steal_pointer (&list) : NULL;
}

/* An expression that does not say is no reason to show an item. */
static void
evaluate_cb (AmiaNode *node, gpointer user_data)
{
  const AmiaItemPrivate *private = _amia_item_private (node->item);
  Round   *round = user_data;
  gboolean says = FALSE;

  if (round->response->n_steps > STEPS_MAX)
    {
      give_up (round, node);
      return;
    }
  if (private->enable != NULL)
    set_enabled (round, node, amia_path_evaluate_boolean (private->enable, node, &says) && says);
  /* Conditions name options of the item; a list that is worked out has others. */
  if (private->toggles->len > 0 && !node->item->is_list_worked_out)
    set_offers (node);
  if (private->words != NULL)
    set_words (node);
  if (node->item->is_list_worked_out && node->rows == NULL)
    set_choices (node);
  if (node->item->is_calculated && node->rows == NULL)
    set_calculated (round, node, work_out (private->calculated, node));
}

gboolean
_amia_response_calculate (AmiaResponse *self)
{
  GPtrArray *items = self->questionnaire->expressive;
  Round      round = { self, FALSE };

  for (guint i = 0; i < items->len; i++)
    _amia_node_visit (self->root, g_ptr_array_index (items, i), evaluate_cb, &round);
  return round.is_changed;
}

void
_amia_check_constraints (AmiaNode *node, GPtrArray *constraints, GPtrArray *messages)
{
  for (guint i = 0; i < constraints->len; i++)
    {
      const AmiaConstraint *constraint = g_ptr_array_index (constraints, i);
      gboolean              is_met;
      AmiaMessage          *message;

      if (constraint->path == NULL ||
          !amia_path_evaluate_boolean (constraint->path, node, &is_met) || is_met)
        continue;
      message = _amia_messages_add (messages, constraint->code,
                                    node->item != NULL ? node->item->link_id : NULL);
      message->severity = constraint->severity;
      message->own_text = g_strdup (constraint->human != NULL || node->item == NULL
                                        ? constraint->human
                                        : amia_text_get (node->item->validation_text, NULL));
      message->limit = constraint->limit != NULL ? amia_path_evaluate_text (constraint->limit, node)
                                                 : g_strdup (constraint->key);
    }
}
