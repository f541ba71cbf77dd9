/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <math.h>
#include <string.h>

#include "amia-fhirpath-private.h"

/* The functions of collections. Those of texts and numbers, which take one value and give one, are
 * in amia-fhirpath-scalars.c. A function gets its arguments unevaluated, since criteria are
 * evaluated once for each element. */

typedef GArray *(*Function) (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus);

typedef struct
{
  const char *name;
  guint       min_arguments;
  guint       max_arguments;
  Function    function;
} Entry;

static const AmiaTerm *
argument (const AmiaTerm *call, guint index)
{
  return index + 1 < call->parts->len ? g_ptr_array_index (call->parts, index + 1) : NULL;
}

static GArray *
evaluate (AmiaEvaluation *evaluation, const AmiaTerm *call, guint index)
{
  return _amia_path_evaluate (evaluation, argument (call, index));
}

static void
append (AmiaEvaluation *evaluation, GArray *out, GArray *more)
{
  if (_amia_path_spend (evaluation, more->len / 2) && more->len > 0)
    g_array_append_vals (out, more->data, more->len);
}

static gboolean
holds (AmiaEvaluation *evaluation, const AmiaTerm *criterion, GArray *focus, guint index)
{
  gboolean value = FALSE;

  return _amia_path_get_boolean (_amia_path_evaluate_each (evaluation, criterion, focus, index),
                                 &value) &&
         value;
}

/* item.where(linkId = '…') stands in nearly every expression there is, and goes through all
 * items. */
static const char *
get_wanted_link_id (const AmiaTerm *criterion)
{
  const AmiaTerm *member, *literal;

  if (criterion == NULL || criterion->kind != AMIA_TERM_BINARY ||
      strcmp (criterion->text, "=") != 0)
    return NULL;
  member = g_ptr_array_index (criterion->parts, 0);
  literal = g_ptr_array_index (criterion->parts, 1);
  if (member->kind != AMIA_TERM_MEMBER || g_ptr_array_index (member->parts, 0) != NULL ||
      strcmp (member->text, "linkId") != 0 || literal->kind != AMIA_TERM_LITERAL ||
      literal->value.kind != AMIA_PATH_STRING)
    return NULL;
  return literal->value.text;
}

static gboolean
is_wanted (AmiaEvaluation *evaluation, const AmiaTerm *criterion, GArray *focus, guint index)
{
  const char          *link_id = get_wanted_link_id (criterion);
  const AmiaPathValue *value = _amia_path_at (focus, index);

  if (criterion == NULL)
    return TRUE;
  if (link_id != NULL && value->kind == AMIA_PATH_ITEM)
    return strcmp (value->node->item->link_id, link_id) == 0;
  return holds (evaluation, criterion, focus, index);
}

static GArray *
call_where (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray *out = _amia_path_collection (evaluation);

  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    if (is_wanted (evaluation, argument (call, 0), focus, i))
      g_array_append_val (out, *_amia_path_at (focus, i));
  return out;
}

static GArray *
call_select (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray *out = _amia_path_collection (evaluation);

  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    append (evaluation, out, _amia_path_evaluate_each (evaluation, argument (call, 0), focus, i));
  return out;
}

/* Items and answers form a tree, so nothing is met twice. */
static GArray *
call_repeat (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray *out = _amia_path_collection (evaluation);
  GArray *level = focus;

  while (level->len > 0 && _amia_path_may_go_on (evaluation))
    {
      level = call_select (evaluation, call, level);
      append (evaluation, out, level);
    }
  return out;
}

static GArray *
answer_boolean (AmiaEvaluation *evaluation, gboolean value)
{
  GArray *out = _amia_path_collection (evaluation);

  _amia_path_add_boolean (out, value);
  return out;
}

static GArray *
answer_number (AmiaEvaluation *evaluation, double value, gboolean is_integer)
{
  GArray *out = _amia_path_collection (evaluation);

  _amia_path_add_number (out, value, is_integer);
  return out;
}

static GArray *
call_exists (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  return answer_boolean (evaluation, call_where (evaluation, call, focus)->len > 0);
}

static GArray *
call_empty (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  return answer_boolean (evaluation, focus->len == 0);
}

static GArray *
call_all (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  return answer_boolean (evaluation, call_where (evaluation, call, focus)->len == focus->len);
}

/* anyTrue, allTrue, anyFalse, allFalse by their names. */
static GArray *
call_quantified (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  gboolean is_all = g_str_has_prefix (call->text, "all");
  gboolean wanted = g_str_has_suffix (call->text, "True");
  guint    n_found = 0;

  for (guint i = 0; i < focus->len; i++)
    if (_amia_path_at (focus, i)->kind != AMIA_PATH_BOOLEAN)
      return _amia_path_collection (evaluation);
  for (guint i = 0; i < focus->len; i++)
    n_found += _amia_path_at (focus, i)->is_true == wanted ? 1 : 0;
  return answer_boolean (evaluation, is_all ? n_found == focus->len : n_found > 0);
}

static GArray *
call_not (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  gboolean value;

  if (!_amia_path_get_boolean (focus, &value))
    return _amia_path_collection (evaluation);
  return answer_boolean (evaluation, !value);
}

static GArray *
call_count (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  return answer_number (evaluation, focus->len, TRUE);
}

/* A sum, or an average, of nothing is nothing rather than 0: it is not known. */
static GArray *
call_sum (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  gboolean is_average = strcmp (call->text, "avg") == 0;
  gboolean is_integer = !is_average;
  double   sum = 0;
  GArray  *out;

  for (guint i = 0; i < focus->len; i++)
    {
      double number;

      if (!_amia_path_to_number (_amia_path_at (focus, i), &number) ||
          !_amia_path_have_same_unit (_amia_path_at (focus, i), _amia_path_at (focus, 0)))
        return _amia_path_collection (evaluation);
      sum += number;
      is_integer = is_integer && _amia_path_at (focus, i)->is_integer;
    }
  if (focus->len == 0)
    return _amia_path_collection (evaluation);
  out = answer_number (evaluation, is_average ? sum / focus->len : sum, is_integer);
  /* A sum that is beyond all numbers is none. */
  if (out->len == 1)
    _amia_path_set_unit (_amia_path_at (out, 0), _amia_path_get_unit (_amia_path_at (focus, 0)));
  return out;
}

static GArray *
call_extreme (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray   *out = _amia_path_collection (evaluation);
  AmiaOrder wanted = strcmp (call->text, "min") == 0 ? AMIA_ORDER_LESS : AMIA_ORDER_GREATER;
  guint     best = 0;

  for (guint i = 1; i < focus->len; i++)
    if (_amia_path_compare (_amia_path_at (focus, i), _amia_path_at (focus, best)) == wanted)
      best = i;
  if (focus->len > 0)
    g_array_append_val (out, *_amia_path_at (focus, best));
  return out;
}

static GArray *
slice (AmiaEvaluation *evaluation, GArray *focus, guint first, guint length)
{
  GArray *out = _amia_path_collection (evaluation);

  for (guint i = first; i < focus->len && i - first < length; i++)
    g_array_append_val (out, *_amia_path_at (focus, i));
  _amia_path_spend (evaluation, out->len / 2);
  return out;
}

static guint
number_argument (AmiaEvaluation *evaluation, const AmiaTerm *call)
{
  GArray *value = evaluate (evaluation, call, 0);
  double  number = 0;

  if (value->len == 1 && _amia_path_to_number (_amia_path_at (value, 0), &number))
    return (guint) CLAMP (number, 0, G_MAXINT32);
  return 0;
}

static GArray *
call_slice (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  if (strcmp (call->text, "first") == 0)
    return slice (evaluation, focus, 0, 1);
  if (strcmp (call->text, "last") == 0)
    return slice (evaluation, focus, focus->len > 0 ? focus->len - 1 : 0, 1);
  if (strcmp (call->text, "tail") == 0)
    return slice (evaluation, focus, 1, G_MAXUINT);
  if (strcmp (call->text, "skip") == 0)
    return slice (evaluation, focus, number_argument (evaluation, call), G_MAXUINT);
  if (strcmp (call->text, "take") == 0)
    return slice (evaluation, focus, 0, number_argument (evaluation, call));
  return slice (evaluation, focus, 0, focus->len == 1 ? 1 : 0); /* single */
}

static gboolean
contains (GArray *collection, const AmiaPathValue *value)
{
  for (guint i = 0; i < collection->len; i++)
    if (_amia_path_is_equal (_amia_path_at (collection, i), value))
      return TRUE;
  return FALSE;
}

static GArray *
call_distinct (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray *out = _amia_path_collection (evaluation);

  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    if (_amia_path_spend (evaluation, out->len / 8) && !contains (out, _amia_path_at (focus, i)))
      g_array_append_val (out, *_amia_path_at (focus, i));
  if (strcmp (call->text, "isDistinct") == 0)
    return answer_boolean (evaluation, out->len == focus->len);
  return out;
}

/* combine, union, intersect, exclude by their names. */
static GArray *
call_set (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray  *other = evaluate (evaluation, call, 0);
  GArray  *out = _amia_path_collection (evaluation);
  gboolean is_wanted = strcmp (call->text, "intersect") == 0;

  if (strcmp (call->text, "combine") == 0)
    {
      append (evaluation, out, focus);
      append (evaluation, out, other);
      return out;
    }
  if (strcmp (call->text, "union") == 0)
    return _amia_path_operate (evaluation, "|", focus, other);
  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    if (_amia_path_spend (evaluation, other->len / 8) &&
        contains (other, _amia_path_at (focus, i)) == is_wanted)
      g_array_append_val (out, *_amia_path_at (focus, i));
  return out;
}

/* extension('…') is extension.where(url = '…'). */
static GArray *
call_extension (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray     *url = evaluate (evaluation, call, 0);
  GArray     *all = _amia_path_collection (evaluation);
  GArray     *out = _amia_path_collection (evaluation);
  const char *wanted = NULL;

  if (url->len == 1)
    wanted = _amia_path_to_text (evaluation, _amia_path_at (url, 0));
  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    _amia_path_add_member (evaluation, all, _amia_path_at (focus, i), "extension");
  for (guint i = 0; i < all->len && wanted != NULL; i++)
    if (g_strcmp0 (amia_raw_get_string (_amia_path_at (all, i)->raw, "url"), wanted) == 0)
      g_array_append_val (out, *_amia_path_at (all, i));
  return out;
}

/* Whether all of one collection is in the other. */
static GArray *
call_subset (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  gboolean is_subset = strcmp (call->text, "subsetOf") == 0;
  GArray  *other = evaluate (evaluation, call, 0);
  GArray  *smaller = is_subset ? focus : other;
  GArray  *larger = is_subset ? other : focus;
  GArray  *out = _amia_path_collection (evaluation);
  gboolean holds_all = TRUE;

  for (guint i = 0; i < smaller->len && holds_all && _amia_path_may_go_on (evaluation); i++)
    holds_all = _amia_path_spend (evaluation, larger->len / 8) &&
                contains (larger, _amia_path_at (smaller, i));
  _amia_path_add_boolean (out, holds_all);
  return out;
}

/* Only the branch that is taken is evaluated. */
/* In `answer.value.iif($this > 3, …)` $this is the answer. */
static GArray *
evaluate_on (AmiaEvaluation *evaluation, const AmiaTerm *call, guint index, GArray *focus)
{
  gboolean is_on_one = g_ptr_array_index (call->parts, 0) != NULL && focus->len == 1;

  return is_on_one ? _amia_path_evaluate_each (evaluation, argument (call, index), focus, 0)
                   : evaluate (evaluation, call, index);
}

static GArray *
call_iif (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray  *criterion = evaluate_on (evaluation, call, 0, focus);
  gboolean value = FALSE;
  guint    branch = _amia_path_get_boolean (criterion, &value) && value ? 1 : 2;

  if (argument (call, branch) == NULL)
    return _amia_path_collection (evaluation);
  return evaluate_on (evaluation, call, branch, focus);
}

static GArray *
call_aggregate (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray *kept = evaluation->total;

  evaluation->total = argument (call, 1) != NULL ? evaluate (evaluation, call, 1)
                                                 : _amia_path_collection (evaluation);
  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    evaluation->total = _amia_path_evaluate_each (evaluation, argument (call, 0), focus, i);
  focus = evaluation->total;
  evaluation->total = kept;
  return focus;
}

static GArray *
call_has_value (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  return answer_boolean (evaluation, focus->len == 1);
}

/* The score of a chosen option: ordinalValue or itemWeight. A number is its own score. */
static GArray *
call_weight (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray *out = _amia_path_collection (evaluation);

  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    {
      const AmiaPathValue *value = _amia_path_at (focus, i);
      const AmiaOption    *option = NULL;

      if (value->kind == AMIA_PATH_ANSWER)
        {
          GArray *inner = _amia_path_collection (evaluation);

          _amia_path_add_member (evaluation, inner, value, "value");
          append (evaluation, out, call_weight (evaluation, call, inner));
          continue;
        }
      if (value->item != NULL && value->raw != NULL)
        option = amia_value_find_option (value->item->options, value->raw);
      if (option != NULL && option->ordinal != NULL)
        _amia_path_add_number (out, g_ascii_strtod (option->ordinal, NULL),
                               strpbrk (option->ordinal, ".eE") == NULL);
      else if (value->kind == AMIA_PATH_NUMBER)
        g_array_append_val (out, *value);
    }
  return out;
}

static GArray *
call_descendants (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray *out = _amia_path_collection (evaluation);

  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    _amia_path_add_descendants (evaluation, out, _amia_path_at (focus, i));
  return out;
}

static GArray *
call_today (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray *out = _amia_path_collection (evaluation);

  if (evaluation->response->today == NULL)
    return out;
  _amia_path_add_string (evaluation, out, evaluation->response->today);
  _amia_path_at (out, 0)->kind = AMIA_PATH_DATE;
  return out;
}

/* The argument is a type's name, which reads like a path. */
static GArray *
call_of_type (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  const AmiaTerm *type = argument (call, 0);
  GArray         *name = _amia_path_collection (evaluation);

  if (type->text == NULL)
    return name;
  _amia_path_add_string (evaluation, name, type->text);
  return _amia_path_operate (evaluation, strcmp (call->text, "is") == 0 ? "is" : "as", focus, name);
}

static GArray *
call_join (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  GArray     *out = _amia_path_collection (evaluation);
  GArray     *value = argument (call, 0) != NULL ? evaluate (evaluation, call, 0) : out;
  const char *separator =
      value->len == 1 ? _amia_path_to_text (evaluation, _amia_path_at (value, 0)) : NULL;
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < focus->len && joined->len <= AMIA_PATH_TEXT_MAX; i++)
    {
      const char *text = _amia_path_to_text (evaluation, _amia_path_at (focus, i));

      g_string_append (joined, i > 0 && separator != NULL ? separator : "");
      g_string_append (joined, text != NULL ? text : "");
    }
  _amia_path_add_string (evaluation, out, joined->str);
  return out;
}

static GArray *
call_trace (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  return focus;
}

static const Entry entries[] = {
  { "where", 1, 1, call_where },
  { "select", 1, 1, call_select },
  { "repeat", 1, 1, call_repeat },
  { "exists", 0, 1, call_exists },
  { "empty", 0, 0, call_empty },
  { "all", 1, 1, call_all },
  { "allTrue", 0, 0, call_quantified },
  { "anyTrue", 0, 0, call_quantified },
  { "allFalse", 0, 0, call_quantified },
  { "anyFalse", 0, 0, call_quantified },
  { "not", 0, 0, call_not },
  { "count", 0, 0, call_count },
  { "sum", 0, 0, call_sum },
  { "avg", 0, 0, call_sum },
  { "min", 0, 0, call_extreme },
  { "max", 0, 0, call_extreme },
  { "first", 0, 0, call_slice },
  { "last", 0, 0, call_slice },
  { "tail", 0, 0, call_slice },
  { "skip", 1, 1, call_slice },
  { "take", 1, 1, call_slice },
  { "single", 0, 0, call_slice },
  { "distinct", 0, 0, call_distinct },
  { "isDistinct", 0, 0, call_distinct },
  { "combine", 1, 1, call_set },
  { "union", 1, 1, call_set },
  { "intersect", 1, 1, call_set },
  { "exclude", 1, 1, call_set },
  { "extension", 1, 1, call_extension },
  { "subsetOf", 1, 1, call_subset },
  { "supersetOf", 1, 1, call_subset },
  { "iif", 2, 3, call_iif },
  { "aggregate", 1, 2, call_aggregate },
  { "hasValue", 0, 0, call_has_value },
  { "weight", 0, 0, call_weight },
  { "ordinal", 0, 0, call_weight },
  { "descendants", 0, 0, call_descendants },
  { "today", 0, 0, call_today },
  { "now", 0, 0, call_today },
  { "ofType", 1, 1, call_of_type },
  { "as", 1, 1, call_of_type },
  { "is", 1, 1, call_of_type },
  { "join", 0, 1, call_join },
  { "trace", 1, 2, call_trace },
};

gconstpointer
_amia_path_find_function (const char *name, guint n_arguments)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (strcmp (entries[i].name, name) == 0 && n_arguments >= entries[i].min_arguments &&
        n_arguments <= entries[i].max_arguments)
      return &entries[i];
  return NULL;
}

GArray *
_amia_path_call (AmiaEvaluation *evaluation, const AmiaTerm *call, GArray *focus)
{
  const Entry *entry = call->function;

  if (!_amia_path_spend (evaluation, focus->len / 8))
    return _amia_path_collection (evaluation);
  if (entry == NULL)
    return _amia_path_call_scalar (evaluation, call, focus);
  return entry->function (evaluation, call, focus);
}
