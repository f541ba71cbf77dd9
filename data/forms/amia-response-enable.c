/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-response-private.h"

/* Which items are enabled, worked out incrementally.
 *
 * A node is looked at again when its parent was enabled or disabled, when the question it stands
 * beneath was answered, when its row came or went, or when an answer that one of its conditions
 * looks at changed, be it by itself or because its question was disabled. Nodes wait in a heap
 * ordered by their items' ranks, so that everything a node depends on is settled before it is
 * looked at, and each is looked at once. */

/* How long a chain of expressions may be. */
#define ROUNDS_MAX 10

/* A list before its rows. */
static guint
priority (const AmiaNode *node)
{
  if (node->item == NULL)
    return 0;
  return 1 + 2 * _amia_item_private (node->item)->rank + (node->row_id != NULL ? 1 : 0);
}

static void
swap (GPtrArray *heap, guint a, guint b)
{
  gpointer kept = heap->pdata[a];

  heap->pdata[a] = heap->pdata[b];
  heap->pdata[b] = kept;
}

static gboolean
is_before (GPtrArray *heap, guint a, guint b)
{
  return priority (heap->pdata[a]) < priority (heap->pdata[b]);
}

void
_amia_response_enqueue (AmiaResponse *self, AmiaNode *node)
{
  GPtrArray *heap = self->queue;
  guint      at = heap->len;

  if (node->is_queued)
    return;
  node->is_queued = TRUE;
  g_ptr_array_add (heap, node);
  for (; at > 0 && is_before (heap, at, (at - 1) / 2); at = (at - 1) / 2)
    swap (heap, at, (at - 1) / 2);
}

static AmiaNode *
dequeue (AmiaResponse *self)
{
  GPtrArray *heap = self->queue;
  AmiaNode  *node = g_ptr_array_index (heap, 0);
  guint      at = 0;

  g_ptr_array_remove_index_fast (heap, 0);
  for (;;)
    {
      guint least = at;

      for (guint child = 2 * at + 1; child <= 2 * at + 2 && child < heap->len; child++)
        if (is_before (heap, child, least))
          least = child;
      if (least == at)
        break;
      swap (heap, at, least);
      at = least;
    }
  node->is_queued = FALSE;
  return node;
}

static void
enqueue_cb (AmiaNode *node, gpointer user_data)
{
  _amia_response_enqueue (user_data, node);
}

void
_amia_response_enqueue_dependents (AmiaResponse *self, AmiaNode *node)
{
  GPtrArray *dependents;

  if (node->item == NULL)
    return;
  dependents = _amia_item_private (node->item)->dependents;
  for (guint i = 0; i < dependents->len; i++)
    {
      const AmiaItem *dependent = g_ptr_array_index (dependents, i);

      _amia_node_visit (_amia_node_find_scope (node, dependent), dependent, enqueue_cb, self);
    }
  for (guint i = 0; amia_item_is_question (node->item) && i < amia_node_get_n_children (node); i++)
    _amia_response_enqueue (self, amia_node_get_child (node, i));
}

typedef struct
{
  const AmiaCondition *condition;
  gboolean             exists;
  /* A comparison that holds, or one of which nobody can tell. */
  gboolean is_met;
} Probe;

static gboolean
is_met (const AmiaCondition *condition, const AmiaItem *source, const AmiaRaw *answer)
{
  AmiaValueType wanted = amia_value_type_from_name (condition->value_name);
  AmiaValueType given = amia_value_get_type (source, answer);
  AmiaOrder     order = amia_value_compare (given, answer, wanted, condition->raw);

  if (order == AMIA_ORDER_UNKNOWN)
    {
      /* 1970-10-15 and 1970: R5 asks to enable rather than to guess. Values that are of different
       * types, or have different units, are not equal and in no order. */
      gboolean is_partial_date = amia_value_are_comparable (given, wanted) &&
                                 (wanted == AMIA_VALUE_DATE || wanted == AMIA_VALUE_DATE_TIME ||
                                  wanted == AMIA_VALUE_TIME);

      return is_partial_date && condition->op != AMIA_OPERATOR_NOT_EQUAL;
    }
  switch (condition->op)
    {
    case AMIA_OPERATOR_EQUAL:
    case AMIA_OPERATOR_NOT_EQUAL:
      return order == AMIA_ORDER_EQUAL;
    case AMIA_OPERATOR_GREATER:
      return order == AMIA_ORDER_GREATER;
    case AMIA_OPERATOR_LESS:
      return order == AMIA_ORDER_LESS;
    case AMIA_OPERATOR_GREATER_OR_EQUAL:
      return order != AMIA_ORDER_LESS;
    case AMIA_OPERATOR_LESS_OR_EQUAL:
      return order != AMIA_ORDER_GREATER;
    case AMIA_OPERATOR_EXISTS:
    default:
      return FALSE;
    }
}

static void
probe_cb (AmiaNode *node, gpointer user_data)
{
  Probe *probe = user_data;

  if (node->rows != NULL)
    {
      for (guint i = 0; i < node->children->len; i++)
        probe_cb (g_ptr_array_index (node->children, i), probe);
      return;
    }
  for (guint i = 0; i < _amia_node_get_n_answers (node); i++)
    {
      probe->exists = TRUE;
      probe->is_met = probe->is_met ||
                      is_met (probe->condition, node->item, _amia_node_get_answer (node, i));
    }
}

/* `!=` holds if no answer is equal, so also without any; all others need an answer that meets
 * them. */
static gboolean
holds (AmiaNode *node, const AmiaCondition *condition)
{
  Probe probe = { condition, FALSE, FALSE };

  _amia_node_visit (_amia_node_find_scope (node->parent, condition->source), condition->source,
                    probe_cb, &probe);
  if (condition->op == AMIA_OPERATOR_EXISTS)
    return probe.exists == (condition->raw->kind == AMIA_RAW_TRUE);
  if (condition->op == AMIA_OPERATOR_NOT_EQUAL)
    return !probe.is_met;
  return probe.is_met;
}

static gboolean
conditions_hold (AmiaNode *node)
{
  const AmiaItem *item = node->item;
  gboolean        is_any_used = FALSE;

  if (item->is_in_cycle)
    return TRUE;
  for (guint i = 0; i < item->conditions->len; i++)
    {
      const AmiaCondition *condition = g_ptr_array_index (item->conditions, i);

      if (condition->source == NULL)
        continue;
      is_any_used = TRUE;
      if (holds (node, condition) == item->is_any)
        return item->is_any;
    }
  return !is_any_used || !item->is_any;
}

static gboolean
waits_for_answer (const AmiaNode *node)
{
  const AmiaNode *parent = node->parent;

  return parent->item != NULL && parent->rows == NULL && amia_item_is_question (parent->item) &&
         node->item->type != AMIA_ITEM_DISPLAY && _amia_node_get_n_answers (parent) == 0;
}

static gboolean
should_be_enabled (const AmiaResponse *self, AmiaNode *node)
{
  if (node->item == NULL)
    return TRUE;
  if (!node->parent->is_enabled || !node->is_there || !amia_item_is_for (node->item, self->variant))
    return FALSE;
  /* What goes for a list goes for its rows. */
  if (node->row_id != NULL)
    return TRUE;
  if (_amia_item_private (node->item)->enable != NULL && !node->is_enabled_by_expression)
    return FALSE;
  return !waits_for_answer (node) && conditions_hold (node);
}

static void
look_at (AmiaResponse *self, AmiaNode *node)
{
  gboolean is_enabled = should_be_enabled (self, node);

  if (is_enabled == node->is_enabled)
    return;
  node->is_enabled = is_enabled;
  _amia_node_mark_changed (node);
  if (is_enabled && self->is_collecting)
    g_ptr_array_add (self->enabled, node);
  for (guint i = 0; i < amia_node_get_n_children (node); i++)
    _amia_response_enqueue (self, amia_node_get_child (node, i));
  if (node->document != NULL || node->calculated_document != NULL)
    _amia_response_enqueue_dependents (self, node);
}

static void
work_off (AmiaResponse *self)
{
  while (self->queue->len > 0)
    look_at (self, dequeue (self));
}

/* Expressions may look at anything and at one another, so they are all evaluated until nothing
 * changes any more; those that never come to rest keep what they had last. */
void
_amia_response_settle (AmiaResponse *self)
{
  gboolean is_going_on = TRUE;

  if (self->n_holds > 0)
    return;
  self->n_steps = 0;
  work_off (self);
  for (guint i = 0; i < ROUNDS_MAX && is_going_on && self->needs_calculation; i++)
    {
      self->needs_calculation = FALSE;
      is_going_on = _amia_response_calculate (self);
      work_off (self);
    }
  self->needs_calculation = FALSE;
}
