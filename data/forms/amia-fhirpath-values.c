/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <math.h>
#include <string.h>

#include "amia-fhirpath-private.h"

/* The values of FHIRPath: how answers become values, what their members are, and how they
 * compare. */

static void
add (GArray *collection, AmiaPathValue value)
{
  g_array_append_val (collection, value);
}

void
_amia_path_add_boolean (GArray *collection, gboolean value)
{
  add (collection, (AmiaPathValue){ .kind = AMIA_PATH_BOOLEAN, .is_true = value });
}

void
_amia_path_add_number (GArray *collection, double value, gboolean is_integer)
{
  if (isfinite (value))
    add (collection, (AmiaPathValue){ .kind = AMIA_PATH_NUMBER,
                                      .number = value,
                                      .is_integer = is_integer && value == floor (value) });
}

void
_amia_path_add_string (AmiaEvaluation *evaluation, GArray *collection, const char *text)
{
  gsize    length = strlen (text);
  gboolean is_long = length > AMIA_PATH_TEXT_MAX;

  _amia_path_spend (evaluation, is_long ? AMIA_PATH_STEPS_MAX : length / 64);
  add (collection,
       (AmiaPathValue){ .kind = AMIA_PATH_STRING,
                        .text = g_string_chunk_insert (evaluation->strings, is_long ? "" : text) });
}

/* What is not typed, in the questionnaire's own JSON, is what its JSON is. */
static void
add_raw (GArray         *collection,
         AmiaValueType   type,
         const AmiaRaw  *raw,
         const AmiaItem *item)
{
  AmiaPathValue value = { .kind = AMIA_PATH_RAW, .raw = raw, .item = item, .text = raw->text };

  if (raw->kind == AMIA_RAW_TRUE || raw->kind == AMIA_RAW_FALSE)
    {
      value.kind = AMIA_PATH_BOOLEAN;
      value.is_true = raw->kind == AMIA_RAW_TRUE;
    }
  else if (raw->kind == AMIA_RAW_NUMBER)
    {
      value.kind = AMIA_PATH_NUMBER;
      value.number = g_ascii_strtod (raw->text, NULL);
      value.is_integer = strpbrk (raw->text, ".eE") == NULL;
      if (!isfinite (value.number))
        return;
    }
  else if (raw->kind == AMIA_RAW_STRING)
    value.kind = type == AMIA_VALUE_DATE || type == AMIA_VALUE_DATE_TIME ? AMIA_PATH_DATE
                 : type == AMIA_VALUE_TIME                               ? AMIA_PATH_TIME
                                                                         : AMIA_PATH_STRING;
  else if (raw->kind == AMIA_RAW_NULL)
    return;
  add (collection, value);
}

/* As the response would be exported: what is enabled and has something in it. */
static void
add_item (GArray *out, AmiaNode *node)
{
  if (!node->is_enabled || !amia_node_is_answered (node))
    return;
  if (node->rows == NULL || amia_item_is_question (node->item))
    {
      add (out, (AmiaPathValue){ .kind = AMIA_PATH_ITEM, .node = node });
      return;
    }
  for (guint i = 0; i < node->children->len; i++)
    add_item (out, g_ptr_array_index (node->children, i));
}

/* Passing over thousands that are not answered is work, too. */
static void
add_items (AmiaEvaluation *evaluation, GArray *out, AmiaNode *parent)
{
  evaluation->n_steps += amia_node_get_n_children (parent) / 8;
  for (guint i = 0; i < amia_node_get_n_children (parent); i++)
    add_item (out, amia_node_get_child (parent, i));
}

static void
add_answers (GArray *out, AmiaNode *node)
{
  if (!amia_item_is_question (node->item))
    return;
  if (node->rows == NULL)
    for (guint i = 0; i < _amia_node_get_n_answers (node); i++)
      add (out, (AmiaPathValue){ .kind = AMIA_PATH_ANSWER, .node = node, .index = i });
  else
    for (guint i = 0; i < node->children->len; i++)
      add_answers (out, g_ptr_array_index (node->children, i));
}

static void
add_text (AmiaEvaluation *evaluation, GArray *out, const char *text)
{
  if (text != NULL)
    _amia_path_add_string (evaluation, out, text);
}

static void
add_member_of_item (AmiaEvaluation *evaluation, GArray *out, AmiaNode *node, const char *name)
{
  if (strcmp (name, "linkId") == 0)
    add_text (evaluation, out, node->item->link_id);
  else if (strcmp (name, "text") == 0)
    add_text (evaluation, out, amia_text_get (node->item->text, NULL));
  else if (strcmp (name, "answer") == 0)
    add_answers (out, node);
  else if (strcmp (name, "item") == 0 && !amia_item_is_question (node->item))
    add_items (evaluation, out, node);
}

static void
add_member_of_answer (AmiaEvaluation      *evaluation,
                      GArray              *out,
                      const AmiaPathValue *value,
                      const char          *name)
{
  const AmiaRaw *answer = _amia_node_get_answer (value->node, value->index);
  AmiaValueType  type = amia_value_get_type (value->node->item, answer);

  if (strcmp (name, "item") == 0)
    add_items (evaluation, out, value->node);
  else if (strcmp (name, "value") == 0 ||
           (g_str_has_prefix (name, "value") &&
            amia_value_are_comparable (type, amia_value_type_from_name (name))))
    add_raw (out, type, answer, value->node->item);
}

/* An answer is stored without the extensions of the option that it is, a score above all; whoever
 * asks for them means the option's. */
static const AmiaRaw *
find_extensions (const AmiaPathValue *value)
{
  const AmiaOption *option = NULL;

  if (value->item != NULL && value->raw->kind == AMIA_RAW_OBJECT)
    option = amia_value_find_option (value->item->options, value->raw);
  return option != NULL ? option->extensions : NULL;
}

/* A list is all of its elements; a choice such as valueCoding is found as "value". */
static void
add_member_of_raw (AmiaEvaluation      *evaluation,
                   GArray              *out,
                   const AmiaPathValue *value,
                   const char          *name)
{
  const AmiaRaw *member = amia_raw_get (value->raw, name);
  const AmiaRaw *first = NULL;

  if (member == NULL)
    member = _amia_raw_get_choice (value->raw, name);
  if (member == NULL && strcmp (name, "extension") == 0)
    first = find_extensions (value);
  else if (amia_raw_is (member, AMIA_RAW_ARRAY))
    first = member->first;
  else if (member != NULL)
    add_raw (out, amia_value_type_from_name (member->key), member, value->item);
  for (; first != NULL && _amia_path_may_go_on (evaluation); first = first->next)
    add_raw (out, AMIA_VALUE_NONE, first, value->item);
}

void
_amia_path_add_member (AmiaEvaluation      *evaluation,
                       GArray              *out,
                       const AmiaPathValue *value,
                       const char          *name)
{
  AmiaNode *root = evaluation->response->root;

  if (value->kind == AMIA_PATH_RESOURCE && strcmp (name, "item") == 0)
    add_items (evaluation, out, root);
  else if (value->kind == AMIA_PATH_RESOURCE && strcmp (name, "questionnaire") == 0)
    add_text (evaluation, out, evaluation->response->questionnaire->canonical);
  else if (value->kind == AMIA_PATH_ITEM)
    add_member_of_item (evaluation, out, value->node, name);
  else if (value->kind == AMIA_PATH_ANSWER)
    add_member_of_answer (evaluation, out, value, name);
  else if (value->kind == AMIA_PATH_RAW)
    add_member_of_raw (evaluation, out, value, name);
}

/* Items and answers only; recursion is bounded by the depth of the questionnaire. */
void
_amia_path_add_descendants (AmiaEvaluation *evaluation, GArray *out, const AmiaPathValue *value)
{
  static const char *const names[] = { "answer", "item" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (AmiaPathValue));

      if (value->kind == AMIA_PATH_RAW)
        return;
      _amia_path_add_member (evaluation, found, value, names[i]);
      for (guint j = 0; j < found->len && _amia_path_may_go_on (evaluation); j++)
        {
          add (out, *_amia_path_at (found, j));
          _amia_path_add_descendants (evaluation, out, _amia_path_at (found, j));
        }
    }
}

/* Eight decimals are FHIRPath's precision, and hide that 0.1 + 0.2 is not 0.3 in binary. */
char *
_amia_path_write_number (double number)
{
  char  buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *text;
  char *end;

  if (fabs (number) >= 1e15)
    return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", number));
  text = g_malloc (64);
  g_ascii_formatd (text, 64, "%.8f", number);
  end = text + strlen (text) - 1;
  while (*end == '0')
    *end-- = '\0';
  if (*end == '.')
    *end = '\0';
  if (strcmp (text, "-0") == 0)
    memmove (text, "0", 2);
  return text;
}

gboolean
_amia_path_to_number (const AmiaPathValue *value, double *number)
{
  const AmiaRaw *inner;

  if (value->kind == AMIA_PATH_NUMBER || value->kind == AMIA_PATH_QUANTITY)
    {
      *number = value->number;
      return TRUE;
    }
  inner = value->kind == AMIA_PATH_RAW ? amia_raw_get (value->raw, "value") : NULL;
  if (!amia_raw_is (inner, AMIA_RAW_NUMBER))
    return FALSE;
  *number = g_ascii_strtod (inner->text, NULL);
  return isfinite (*number);
}

const char *
_amia_path_to_text (AmiaEvaluation *evaluation, const AmiaPathValue *value)
{
  g_autofree char *text = NULL;

  switch (value->kind)
    {
    case AMIA_PATH_BOOLEAN:
      return value->is_true ? "true" : "false";
    case AMIA_PATH_NUMBER:
    case AMIA_PATH_QUANTITY:
      text = _amia_path_write_number (value->number);
      break;
    case AMIA_PATH_STRING:
    case AMIA_PATH_DATE:
    case AMIA_PATH_TIME:
      return value->text;
    case AMIA_PATH_RAW:
      text = amia_value_dup_words (value->raw);
      break;
    case AMIA_PATH_RESOURCE:
    case AMIA_PATH_ITEM:
    case AMIA_PATH_ANSWER:
    default:
      return NULL;
    }
  _amia_path_spend (evaluation, strlen (text) / 64);
  return g_string_chunk_insert (evaluation->strings, text);
}

gboolean
_amia_path_get_boolean (GArray *collection, gboolean *value)
{
  if (collection->len != 1)
    return FALSE;
  *value = _amia_path_at (collection, 0)->kind != AMIA_PATH_BOOLEAN ||
           _amia_path_at (collection, 0)->is_true;
  return TRUE;
}

static gboolean
is_text (const AmiaPathValue *value)
{
  return value->kind == AMIA_PATH_STRING || value->kind == AMIA_PATH_DATE ||
         value->kind == AMIA_PATH_TIME;
}

static AmiaOrder
compare_numbers (double a, double b)
{
  /* Half of the last decimal that is ever written. */
  if (fabs (a - b) < 5e-9)
    return AMIA_ORDER_EQUAL;
  return a < b ? AMIA_ORDER_LESS : AMIA_ORDER_GREATER;
}

const char *
_amia_path_get_unit (const AmiaPathValue *value)
{
  const char *unit = NULL;

  if (value->kind == AMIA_PATH_QUANTITY)
    unit = value->text;
  else if (value->kind == AMIA_PATH_RAW)
    unit = amia_raw_get_string (value->raw, "code") ?: amia_raw_get_string (value->raw, "unit");
  return unit == NULL || strcmp (unit, "1") == 0 ? "" : unit;
}

void
_amia_path_set_unit (AmiaPathValue *number, const char *unit)
{
  if (*unit == '\0')
    return;
  number->kind = AMIA_PATH_QUANTITY;
  number->text = unit;
}

gboolean
_amia_path_have_same_unit (const AmiaPathValue *a, const AmiaPathValue *b)
{
  return strcmp (_amia_path_get_unit (a), _amia_path_get_unit (b)) == 0;
}

gboolean
_amia_path_is_undecided (const AmiaPathValue *a, const AmiaPathValue *b)
{
  double number;

  if (_amia_path_to_number (a, &number) && _amia_path_to_number (b, &number))
    return !_amia_path_have_same_unit (a, b);
  return a->kind == AMIA_PATH_DATE && b->kind == AMIA_PATH_DATE &&
         _amia_path_compare (a, b) == AMIA_ORDER_UNKNOWN;
}

AmiaOrder
_amia_path_compare (const AmiaPathValue *a, const AmiaPathValue *b)
{
  double     number_a, number_b;
  AmiaMoment moment_a, moment_b;
  gboolean   is_time = a->kind == AMIA_PATH_TIME || b->kind == AMIA_PATH_TIME;

  if (_amia_path_to_number (a, &number_a) && _amia_path_to_number (b, &number_b))
    return _amia_path_have_same_unit (a, b) ? compare_numbers (number_a, number_b)
                                            : AMIA_ORDER_UNKNOWN;
  if (!is_text (a) || !is_text (b))
    return AMIA_ORDER_UNKNOWN;
  if (a->kind == AMIA_PATH_STRING && b->kind == AMIA_PATH_STRING)
    {
      int order = strcmp (a->text, b->text);

      return order == 0 ? AMIA_ORDER_EQUAL : order < 0 ? AMIA_ORDER_LESS
                                                       : AMIA_ORDER_GREATER;
    }
  if (!amia_moment_parse (a->text, is_time ? AMIA_MOMENT_TIME : AMIA_MOMENT_DATE_TIME, &moment_a) ||
      !amia_moment_parse (b->text, is_time ? AMIA_MOMENT_TIME : AMIA_MOMENT_DATE_TIME, &moment_b))
    return AMIA_ORDER_UNKNOWN;
  return amia_moment_compare (&moment_a, &moment_b);
}

gboolean
_amia_path_is_equal (const AmiaPathValue *a, const AmiaPathValue *b)
{
  double number;

  if (a->kind == AMIA_PATH_BOOLEAN || b->kind == AMIA_PATH_BOOLEAN)
    return a->kind == b->kind && a->is_true == b->is_true;
  if (a->kind == AMIA_PATH_ITEM || a->kind == AMIA_PATH_ANSWER)
    return a->kind == b->kind && a->node == b->node && a->index == b->index;
  if (a->kind == AMIA_PATH_RAW && b->kind == AMIA_PATH_RAW && !_amia_path_to_number (a, &number))
    return amia_raw_get (a->raw, "code") != NULL &&
           amia_value_compare (AMIA_VALUE_CODING, a->raw, AMIA_VALUE_CODING, b->raw) ==
               AMIA_ORDER_EQUAL;
  return _amia_path_compare (a, b) == AMIA_ORDER_EQUAL;
}
