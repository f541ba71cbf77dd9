/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-fhirpath.h"

#include <string.h>

#include "amia-fhirpath-private.h"

/* Evaluates expressions. All collections of one evaluation live until its end, and there is a bound
 * on how many; an expression that needs more has no result. Expressions have no side effects. */

GArray *
_amia_path_collection (AmiaEvaluation *evaluation)
{
  GArray *collection = g_array_new (FALSE, FALSE, sizeof (AmiaPathValue));

  evaluation->n_steps++;
  g_ptr_array_add (evaluation->collections, collection);
  return collection;
}

gboolean
_amia_path_may_go_on (AmiaEvaluation *evaluation)
{
  return ++evaluation->n_steps < AMIA_PATH_STEPS_MAX;
}

gboolean
_amia_path_spend (AmiaEvaluation *evaluation, gsize n_steps)
{
  gsize n_left = AMIA_PATH_STEPS_MAX - MIN (evaluation->n_steps, AMIA_PATH_STEPS_MAX);

  evaluation->n_steps += (guint) MIN (n_steps, n_left);
  return evaluation->n_steps < AMIA_PATH_STEPS_MAX;
}

static GArray *
single (AmiaEvaluation *evaluation, AmiaPathValue value)
{
  GArray *collection = _amia_path_collection (evaluation);

  g_array_append_val (collection, value);
  return collection;
}

static GArray *
focus_of (AmiaEvaluation *evaluation)
{
  if (evaluation->has_this)
    return single (evaluation, evaluation->this_value);
  if (evaluation->node->item == NULL)
    return single (evaluation, (AmiaPathValue){ .kind = AMIA_PATH_RESOURCE });
  return single (evaluation, (AmiaPathValue){ .kind = AMIA_PATH_ITEM, .node = evaluation->node });
}

static GArray *
resource_of (AmiaEvaluation *evaluation)
{
  return single (evaluation, (AmiaPathValue){ .kind = AMIA_PATH_RESOURCE });
}

/* A variable belongs to the nearest item upwards that declares it, and is evaluated there. */
static const AmiaPath *
find_variable (AmiaEvaluation *evaluation, const char *name, AmiaNode **scope)
{
  AmiaQuestionnaire *questionnaire = evaluation->response->questionnaire;

  for (*scope = evaluation->node; *scope != NULL; *scope = (*scope)->parent)
    {
      const AmiaItem *item = (*scope)->item;
      GPtrArray      *variables =
          item != NULL ? _amia_item_private (item)->variables : questionnaire->variables;

      /* Looking for a name among thousands is work, too. */
      evaluation->n_steps += variables->len / 8;
      for (guint i = 0; i < variables->len; i++)
        {
          const AmiaVariable *variable = g_ptr_array_index (variables, i);

          if (strcmp (variable->name, name) == 0)
            return variable->path;
        }
    }
  return NULL;
}

/* Variables that refer to one another in a circle end here, empty. */
static GArray *
evaluate_variable (AmiaEvaluation *evaluation, const char *name)
{
  AmiaEvaluation  kept = *evaluation;
  AmiaNode       *scope;
  const AmiaPath *path = find_variable (evaluation, name, &scope);
  GArray         *result;

  if (path == NULL || evaluation->n_nested >= AMIA_PATH_NESTED_MAX)
    return _amia_path_collection (evaluation);
  evaluation->node = scope;
  evaluation->has_this = FALSE;
  evaluation->n_nested++;
  result = _amia_path_evaluate (evaluation, path->root);
  kept.n_steps = evaluation->n_steps;
  *evaluation = kept;
  return result;
}

static GArray *
evaluate_name (AmiaEvaluation *evaluation, const char *name)
{
  const AmiaRaw  *root;
  const AmiaItem *item = evaluation->node->item;

  if (strcmp (name, "resource") == 0 || strcmp (name, "rootResource") == 0)
    return resource_of (evaluation);
  if (strcmp (name, "context") == 0)
    {
      if (item == NULL)
        return resource_of (evaluation);
      return single (evaluation,
                     (AmiaPathValue){ .kind = AMIA_PATH_ITEM, .node = evaluation->node });
    }
  if (strcmp (name, "questionnaire") == 0)
    {
      root = evaluation->response->questionnaire->root;
      return single (evaluation, (AmiaPathValue){ .kind = AMIA_PATH_RAW, .raw = root });
    }
  if (strcmp (name, "qitem") == 0 && item != NULL)
    return single (evaluation,
                   (AmiaPathValue){ .kind = AMIA_PATH_RAW, .raw = _amia_item_private (item)->raw });
  return evaluate_variable (evaluation, name);
}

/* A path that begins with a resource type asks about a resource: ours, or one that is not here. */
static GArray *
evaluate_member (AmiaEvaluation *evaluation, const AmiaTerm *term, GArray *focus)
{
  GArray *out = _amia_path_collection (evaluation);

  if (g_ptr_array_index (term->parts, 0) == NULL && g_ascii_isupper (*term->text))
    return strcmp (term->text, "QuestionnaireResponse") == 0 ? resource_of (evaluation) : out;
  /* Helsenorge's dialect for $this. */
  if (g_ptr_array_index (term->parts, 0) == NULL && strcmp (term->text, "this") == 0)
    return focus;
  for (guint i = 0; i < focus->len && _amia_path_may_go_on (evaluation); i++)
    _amia_path_add_member (evaluation, out, _amia_path_at (focus, i), term->text);
  _amia_path_spend (evaluation, out->len / 2);
  return out;
}

static GArray *
evaluate_indexer (AmiaEvaluation *evaluation, GArray *focus, GArray *index)
{
  GArray *out = _amia_path_collection (evaluation);
  double  number;

  if (index->len == 1 && _amia_path_to_number (_amia_path_at (index, 0), &number) && number >= 0 &&
      number < focus->len)
    g_array_append_val (out, *_amia_path_at (focus, (guint) number));
  return out;
}

static GArray *
evaluate_minus (AmiaEvaluation *evaluation, GArray *operand)
{
  GArray *zero = _amia_path_collection (evaluation);

  _amia_path_add_number (zero, 0, TRUE);
  /* Of the same unit. */
  if (operand->len == 1 && _amia_path_at (operand, 0)->kind == AMIA_PATH_QUANTITY)
    {
      *_amia_path_at (zero, 0) = *_amia_path_at (operand, 0);
      _amia_path_at (zero, 0)->number = 0;
    }
  return _amia_path_operate (evaluation, "-", zero, operand);
}

static GArray *
evaluate_part (AmiaEvaluation *evaluation, const AmiaTerm *term, guint index)
{
  const AmiaTerm *part = g_ptr_array_index (term->parts, index);

  return part != NULL ? _amia_path_evaluate (evaluation, part) : focus_of (evaluation);
}

static GArray *
evaluate_term (AmiaEvaluation *evaluation, const AmiaTerm *term)
{
  GArray *focus;

  switch (term->kind)
    {
    case AMIA_TERM_LITERAL:
      return single (evaluation, term->value);
    case AMIA_TERM_THIS:
      return focus_of (evaluation);
    case AMIA_TERM_TOTAL:
      return evaluation->total != NULL ? evaluation->total : _amia_path_collection (evaluation);
    case AMIA_TERM_INDEX:
      focus = _amia_path_collection (evaluation);
      _amia_path_add_number (focus, evaluation->index, TRUE);
      return focus;
    case AMIA_TERM_VARIABLE:
      return evaluate_name (evaluation, term->text);
    case AMIA_TERM_MEMBER:
      return evaluate_member (evaluation, term, evaluate_part (evaluation, term, 0));
    case AMIA_TERM_CALL:
      return _amia_path_call (evaluation, term, evaluate_part (evaluation, term, 0));
    case AMIA_TERM_INDEXER:
      focus = evaluate_part (evaluation, term, 0);
      return evaluate_indexer (evaluation, focus, evaluate_part (evaluation, term, 1));
    case AMIA_TERM_UNARY:
      return evaluate_minus (evaluation, evaluate_part (evaluation, term, 0));
    case AMIA_TERM_BINARY:
      focus = evaluate_part (evaluation, term, 0);
      return _amia_path_operate (evaluation, term->text, focus,
                                 evaluate_part (evaluation, term, 1));
    case AMIA_TERM_EMPTY:
    default:
      return _amia_path_collection (evaluation);
    }
}

GArray *
_amia_path_evaluate (AmiaEvaluation *evaluation, const AmiaTerm *term)
{
  GArray *result;

  if (evaluation->n_levels >= AMIA_PATH_LEVELS_MAX)
    _amia_path_spend (evaluation, AMIA_PATH_STEPS_MAX);
  if (!_amia_path_may_go_on (evaluation))
    return _amia_path_collection (evaluation);
  evaluation->n_levels++;
  result = evaluate_term (evaluation, term);
  evaluation->n_levels--;
  return result;
}

GArray *
_amia_path_evaluate_each (AmiaEvaluation *evaluation,
                          const AmiaTerm *term,
                          GArray         *focus,
                          guint           index)
{
  AmiaPathValue kept = evaluation->this_value;
  gboolean      had_this = evaluation->has_this;
  guint         kept_index = evaluation->index;
  GArray       *result;

  evaluation->this_value = *_amia_path_at (focus, index);
  evaluation->has_this = TRUE;
  evaluation->index = index;
  result = _amia_path_evaluate (evaluation, term);
  evaluation->this_value = kept;
  evaluation->has_this = had_this;
  evaluation->index = kept_index;
  return result;
}

static GArray *
begin (AmiaEvaluation *evaluation, const AmiaPath *self, AmiaNode *node)
{
  GArray *result;

  *evaluation = (AmiaEvaluation){ .response = node->response, .node = node };
  evaluation->collections = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  evaluation->strings = g_string_chunk_new (256);
  result = _amia_path_evaluate (evaluation, self->root);
  return evaluation->n_steps < AMIA_PATH_STEPS_MAX ? result : _amia_path_collection (evaluation);
}

static void
finish (AmiaEvaluation *evaluation)
{
  evaluation->response->n_steps += evaluation->n_steps;
  g_ptr_array_unref (evaluation->collections);
  g_string_chunk_free (evaluation->strings);
}

gboolean
amia_path_evaluate_boolean (const AmiaPath *self, AmiaNode *node, gboolean *result)
{
  AmiaEvaluation evaluation;
  gboolean       is_known;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (node != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  is_known = _amia_path_get_boolean (begin (&evaluation, self, node), result);
  finish (&evaluation);
  return is_known;
}

char *
amia_path_evaluate_text (const AmiaPath *self, AmiaNode *node)
{
  AmiaEvaluation evaluation;
  GString       *out = g_string_new (NULL);
  GArray        *result;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (node != NULL, NULL);

  result = begin (&evaluation, self, node);
  for (guint i = 0; i < result->len; i++)
    {
      const char *text = _amia_path_to_text (&evaluation, _amia_path_at (result, i));

      g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", text != NULL ? text : "#");
    }
  finish (&evaluation);
  return g_string_free (out, FALSE);
}

static char *
write_number (const AmiaItem *item, const AmiaPathValue *value)
{
  g_autofree char *number = _amia_path_write_number (value->number);

  if (item->type == AMIA_ITEM_QUANTITY)
    {
      const AmiaOption *unit = item->units->len == 1 ? g_ptr_array_index (item->units, 0) : NULL;
      GString          *out = g_string_new (NULL);

      g_string_printf (out, "{\"value\":%s", number);
      if (unit != NULL)
        {
          g_string_append (out, ",\"unit\":");
          amia_raw_append_string (out, amia_text_get (unit->label, NULL));
        }
      else if (value->kind == AMIA_PATH_QUANTITY)
        {
          g_string_append (out, ",\"unit\":");
          amia_raw_append_string (out, value->text);
        }
      g_string_append_c (out, '}');
      return g_string_free (out, FALSE);
    }
  if (item->type == AMIA_ITEM_STRING || item->type == AMIA_ITEM_TEXT)
    return amia_raw_quote (number);
  return g_steal_pointer (&number);
}

/* A code alone stands for the option that has it. */
static char *
write_text (const AmiaItem *item, const char *text)
{
  for (guint i = 0; i < item->options->len; i++)
    {
      const AmiaOption *option = g_ptr_array_index (item->options, i);

      if (g_strcmp0 (amia_raw_get_string (option->raw, "code"), text) == 0)
        return g_strdup (option->value);
    }
  return amia_raw_quote (text);
}

static char *
write_value (AmiaEvaluation *evaluation, const AmiaItem *item, const AmiaPathValue *value)
{
  const AmiaOption *option;
  const char       *text;
  GString          *out;

  if (value->kind == AMIA_PATH_NUMBER || value->kind == AMIA_PATH_QUANTITY)
    return write_number (item, value);
  if (value->kind == AMIA_PATH_BOOLEAN && item->type == AMIA_ITEM_BOOLEAN)
    return g_strdup (value->is_true ? "true" : "false");
  if (value->kind == AMIA_PATH_RAW && item->type != AMIA_ITEM_STRING &&
      item->type != AMIA_ITEM_TEXT)
    {
      option = amia_value_find_option (item->options, value->raw);
      if (option != NULL)
        return g_strdup (option->value);
      out = g_string_new (NULL);
      amia_raw_append (out, value->raw);
      return g_string_free (out, FALSE);
    }
  text = _amia_path_to_text (evaluation, value);
  return text != NULL ? write_text (item, text) : NULL;
}

/* @text if it can be an answer to @node. */
static char *
accept (AmiaNode *node, char *text)
{
  g_autofree char *kept = text;
  g_autoptr (AmiaRawDocument) document = NULL;
  AmiaMessageCode code;

  if (text != NULL)
    document = amia_raw_document_new (text, strlen (text), NULL);
  if (document == NULL || amia_value_is_empty (amia_raw_document_get_root (document)) ||
      !_amia_node_accepts (node, amia_raw_document_get_root (document), &code))
    return NULL;
  return g_steal_pointer (&kept);
}

char *
amia_path_evaluate_answer (const AmiaPath *self, AmiaNode *node)
{
  AmiaEvaluation evaluation;
  GArray        *result;
  char          *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (node != NULL && node->item != NULL, NULL);

  result = begin (&evaluation, self, node);
  if (result->len > 0)
    text = accept (node, write_value (&evaluation, node->item, _amia_path_at (result, 0)));
  finish (&evaluation);
  return text;
}

char *
amia_path_evaluate_list (const AmiaPath *self, AmiaNode *node)
{
  AmiaEvaluation evaluation;
  GString       *out = g_string_new ("[");
  GArray        *result;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (node != NULL && node->item != NULL, NULL);

  result = begin (&evaluation, self, node);
  for (guint i = 0; i < result->len; i++)
    {
      g_autofree char *text =
          accept (node, write_value (&evaluation, node->item, _amia_path_at (result, i)));

      if (text != NULL)
        g_string_append_printf (out, "%s%s", out->len > 1 ? "," : "", text);
    }
  finish (&evaluation);
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

char *
amia_path_evaluate_words (const AmiaPath *self, AmiaNode *node)
{
  AmiaEvaluation evaluation;
  GArray        *result;
  char          *words = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (node != NULL, NULL);

  result = begin (&evaluation, self, node);
  if (result->len > 0)
    words = g_strdup (_amia_path_to_text (&evaluation, _amia_path_at (result, 0)));
  finish (&evaluation);
  return words;
}
