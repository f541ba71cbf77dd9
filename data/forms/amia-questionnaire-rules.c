/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "amia-questionnaire-private.h"
#include "amia-value.h"

/* Reads enableWhen and works out, once, who depends on whom. An item depends on the sources of its
 * conditions and on its parent; that graph must have no circle, since an answer of a disabled item
 * counts as none. Items are then ranked so that everything an item depends on has a lower rank,
 * which is the order in which a response works through a change. */

static const struct
{
  const char  *code;
  AmiaOperator op;
} operators[] = {
  { "exists", AMIA_OPERATOR_EXISTS },
  { "=", AMIA_OPERATOR_EQUAL },
  { "!=", AMIA_OPERATOR_NOT_EQUAL },
  { ">", AMIA_OPERATOR_GREATER },
  { "<", AMIA_OPERATOR_LESS },
  { ">=", AMIA_OPERATOR_GREATER_OR_EQUAL },
  { "<=", AMIA_OPERATOR_LESS_OR_EQUAL },
};

static void
warn (AmiaQuestionnaire *self, const AmiaItem *item, const char *detail)
{
  _amia_questionnaire_note (self, AMIA_NOTE_WARNING, item, "enableWhen", detail);
}

/* STU3 had no operator: `hasAnswer`, or an answer to be equal to. */
static gboolean
read_operator (const AmiaRaw *raw, AmiaCondition *condition)
{
  const AmiaRaw *op = amia_raw_get (raw, "operator");
  const AmiaRaw *has_answer = amia_raw_get (raw, "hasAnswer");

  if (op == NULL && has_answer != NULL)
    {
      condition->op = AMIA_OPERATOR_EXISTS;
      condition->raw = has_answer;
      return TRUE;
    }
  condition->raw = _amia_raw_get_choice (raw, "answer");
  condition->op = AMIA_OPERATOR_EQUAL;
  if (op == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (op->kind == AMIA_RAW_STRING && strcmp (op->text, operators[i].code) == 0)
      {
        condition->op = operators[i].op;
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_usable (const AmiaCondition *condition)
{
  if (condition->raw == NULL)
    return FALSE;
  if (condition->op == AMIA_OPERATOR_EXISTS)
    return condition->raw->kind == AMIA_RAW_TRUE || condition->raw->kind == AMIA_RAW_FALSE;
  return amia_value_type_from_name (condition->raw->key) != AMIA_VALUE_NONE;
}

static void
read_condition (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  AmiaCondition *condition = _amia_questionnaire_alloc (self, sizeof (AmiaCondition));

  condition->question = amia_raw_get_string (raw, "question");
  if (condition->question == NULL || !read_operator (raw, condition) || !is_usable (condition))
    {
      _amia_questionnaire_note (self, AMIA_NOTE_UNSUPPORTED, item, "enableWhen",
                                "a condition without question, known operator or usable answer");
      return;
    }
  condition->value_name = condition->raw->key;
  _amia_questionnaire_array_add (self, &item->conditions, condition);
}

void
_amia_item_read_conditions (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  const char    *behavior = amia_raw_get_string (raw, "enableBehavior");
  const AmiaRaw *condition = amia_raw_get_array (raw, "enableWhen");

  for (; condition != NULL; condition = condition->next)
    read_condition (self, item, condition);
  item->is_any = g_strcmp0 (behavior, "all") != 0;
  if (behavior == NULL && item->conditions->len > 1)
    _amia_questionnaire_note (self, AMIA_NOTE_WARNING, item, "enableBehavior",
                              "missing with several conditions; read as any");
}

/* Comparing different types is never true; the author should hear of it. */
static void
check_types (AmiaQuestionnaire *self, const AmiaItem *item, const AmiaCondition *condition)
{
  AmiaValueType wanted = amia_value_type_from_name (condition->value_name);
  AmiaRaw       probe = { .kind = condition->raw->kind, .text = condition->raw->text };
  AmiaValueType given;

  if (condition->op == AMIA_OPERATOR_EXISTS)
    return;
  probe.first = condition->raw->first;
  given = amia_value_get_type (condition->source, &probe);
  if (!amia_item_is_question (condition->source))
    warn (self, item, "its source is no question");
  else if (given != AMIA_VALUE_NONE && !amia_value_are_comparable (given, wanted))
    warn (self, item, "compares values of different types, which is never true");
}

static void
resolve_sources (AmiaQuestionnaire *self, AmiaItem *item)
{
  for (guint i = 0; i < item->conditions->len; i++)
    {
      AmiaCondition *condition = g_ptr_array_index (item->conditions, i);

      condition->source = g_hash_table_lookup (self->by_link_id, condition->question);
      if (condition->source == NULL)
        warn (self, item, "its source does not exist; the condition is ignored");
      else
        check_types (self, item, condition);
    }
}

/* Tarjan's algorithm for circles in a graph, with a stack of its own instead of recursion. It names
 * the strongly connected components of "depends on", those that depend on nothing first: the order
 * of the ranks. A component of several items, or an item that depends on itself, is a circle. */
typedef struct
{
  const AmiaItem *item;
  guint           next;
} Visit;

typedef struct
{
  AmiaQuestionnaire *questionnaire;
  GArray            *visits;
  GPtrArray         *component;
  guint             *number;
  guint             *low;
  gboolean          *is_open;
  guint              n_numbers;
  guint              n_ranks;
} Search;

/* The items that @item depends on: the sources of its conditions, then its parent. */
static const AmiaItem *
get_dependency (const AmiaItem *item, guint index)
{
  const AmiaCondition *condition;

  if (index == item->conditions->len)
    return item->parent;
  condition = g_ptr_array_index (item->conditions, index);
  return condition->source;
}

static void
visit (Search *search, const AmiaItem *item)
{
  Visit begin = { item, 0 };
  guint position = item->position;

  search->number[position] = search->low[position] = ++search->n_numbers;
  search->is_open[position] = TRUE;
  g_ptr_array_add (search->component, (gpointer) item);
  g_array_append_val (search->visits, begin);
}

/* Only conditions that look into the component make a circle; the item's parents cannot. */
static void
mark_circle (Search *search, guint first)
{
  g_autoptr (GHashTable) members = g_hash_table_new (NULL, NULL);

  for (guint i = first; i < search->component->len; i++)
    g_hash_table_add (members, g_ptr_array_index (search->component, i));
  for (guint i = first; i < search->component->len; i++)
    {
      AmiaItem *item = g_ptr_array_index (search->component, i);

      for (guint j = 0; j < item->conditions->len && !item->is_in_cycle; j++)
        item->is_in_cycle = g_hash_table_contains (members, get_dependency (item, j));
      if (item->is_in_cycle)
        warn (search->questionnaire, item, "depends on itself; left enabled");
    }
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  const AmiaItem *item_a = *(const AmiaItem *const *) a;
  const AmiaItem *item_b = *(const AmiaItem *const *) b;

  return item_a->position < item_b->position ? -1 : item_a->position > item_b->position;
}

/* @item is the first visited of its component, which is what stands above it on the stack. */
static void
close_component (Search *search, const AmiaItem *item)
{
  GPtrArray *component = search->component;
  guint      first = component->len;

  do
    first--;
  while (g_ptr_array_index (component, first) != item);
  mark_circle (search, first);
  if (component->len - first > 1)
    qsort (&component->pdata[first], component->len - first, sizeof (gpointer), compare_positions);
  for (guint i = first; i < component->len; i++)
    {
      const AmiaItem *member = g_ptr_array_index (component, i);

      search->is_open[member->position] = FALSE;
      _amia_item_private (member)->rank = search->n_ranks++;
    }
  g_ptr_array_set_size (component, (int) first);
}

static void
finish_visit (Search *search, const AmiaItem *item)
{
  guint position = item->position;

  g_array_set_size (search->visits, search->visits->len - 1);
  if (search->low[position] == search->number[position])
    close_component (search, item);
  if (search->visits->len > 0)
    {
      guint below = g_array_index (search->visits, Visit, search->visits->len - 1).item->position;

      search->low[below] = MIN (search->low[below], search->low[position]);
    }
}

static void
search_from (Search *search, const AmiaItem *start)
{
  visit (search, start);
  while (search->visits->len > 0)
    {
      Visit          *top = &g_array_index (search->visits, Visit, search->visits->len - 1);
      const AmiaItem *item = top->item;
      const AmiaItem *other;

      if (top->next > item->conditions->len)
        {
          finish_visit (search, item);
          continue;
        }
      other = get_dependency (item, top->next++);
      if (other != NULL && search->number[other->position] == 0)
        visit (search, other);
      else if (other != NULL && search->is_open[other->position])
        search->low[item->position] =
            MIN (search->low[item->position], search->number[other->position]);
    }
}

static void
rank_items (AmiaQuestionnaire *self)
{
  guint                n_items = self->all_items->len;
  g_autofree guint    *number = g_new0 (guint, n_items);
  g_autofree guint    *low = g_new0 (guint, n_items);
  g_autofree gboolean *is_open = g_new0 (gboolean, n_items);
  g_autoptr (GArray) visits = g_array_new (FALSE, FALSE, sizeof (Visit));
  g_autoptr (GPtrArray) component = g_ptr_array_new ();
  Search search = { self, visits, component, number, low, is_open, 0, 0 };

  for (guint i = 0; i < n_items; i++)
    if (number[i] == 0)
      search_from (&search, g_ptr_array_index (self->all_items, i));
}

static void
add_dependents (AmiaQuestionnaire *self, AmiaItem *item)
{
  if (item->is_in_cycle)
    return;
  for (guint i = 0; i < item->conditions->len; i++)
    {
      const AmiaCondition *condition = g_ptr_array_index (item->conditions, i);
      GPtrArray          **dependents;

      if (condition->source == NULL)
        continue;
      dependents = &_amia_item_private (condition->source)->dependents;
      if ((*dependents)->len == 0 ||
          g_ptr_array_index (*dependents, (*dependents)->len - 1) != item)
        _amia_questionnaire_array_add (self, dependents, item);
    }
}

void
_amia_questionnaire_resolve_rules (AmiaQuestionnaire *self)
{
  for (guint i = 0; i < self->all_items->len; i++)
    resolve_sources (self, g_ptr_array_index (self->all_items, i));
  rank_items (self);
  for (guint i = 0; i < self->all_items->len; i++)
    add_dependents (self, g_ptr_array_index (self->all_items, i));
}
