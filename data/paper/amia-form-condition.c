/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"
#include "amia-value.h"

/* On paper nothing can appear after an answer, so the conditions of a form (enableWhen) are said in
 * words: “Om ja på fråga 3:”, or, right beneath that question, just “Om ja:”. */

#define QUOTED_MAX 70

/* What an author writes beside `!=` so that all programs agree: it adds no sense. */
static gboolean
is_said_by_another (const AmiaItem      *item,
                    const AmiaCondition *condition)
{
  if (condition->op != AMIA_OPERATOR_EXISTS || !amia_raw_is (condition->raw, AMIA_RAW_TRUE))
    return FALSE;

  for (guint i = 0; i < item->conditions->len; i++)
    {
      const AmiaCondition *other = g_ptr_array_index (item->conditions, i);

      if (other != condition && other->source == condition->source)
        return TRUE;
    }

  return FALSE;
}

static char *
cut (const char *text)
{
  const char *end = NULL;

  if (g_utf8_strlen (text, -1) <= QUOTED_MAX)
    return g_strdup (text);

  end = g_utf8_offset_to_pointer (text, QUOTED_MAX);
  while (end > text && *end != ' ')
    end--;
  return g_strdup_printf ("%.*s …", (int) (end - text), text);
}

/* How to point at a question: by its number, or in its own words. */
static char *
refer_to (const AmiaFormSetter *setter,
          const AmiaItem       *source)
{
  const char      *prefix = amia_text_get (source->prefix, setter->language);
  const char      *text = amia_text_get (source->text, setter->language);
  g_autofree char *short_text = cut (text != NULL ? text : source->link_id);

  if (prefix != NULL)
    return amia_paper_say (setter->language, AMIA_PAPER_QUESTION, prefix, NULL);
  return amia_paper_say (setter->language, AMIA_PAPER_QUOTED, short_text, NULL);
}

static char *
say_expected (const AmiaFormSetter *setter,
              const AmiaCondition  *condition)
{
  const AmiaOption *option = amia_value_find_option (condition->source->options, condition->raw);

  if (option != NULL)
    return _amia_setter_dup_option (setter, option);
  if (condition->source->type == AMIA_ITEM_DATE)
    return amia_paper_date (setter->language, condition->raw->text);
  return amia_value_dup_words (condition->raw);
}

/* “är A” or “är A eller B”: the values of all conditions that ask for one of several answers. */
static char *
join_expected (const AmiaFormSetter *setter,
               const AmiaItem       *item,
               const AmiaCondition  *first)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *or_words = amia_paper_word (setter->language, AMIA_PAPER_OR_QUOTED);

  for (guint i = 0; i < item->conditions->len; i++)
    {
      const AmiaCondition *condition = g_ptr_array_index (item->conditions, i);
      g_autofree char     *words = NULL;

      if (condition != first && (!item->is_any || condition->op != AMIA_OPERATOR_EQUAL ||
                                 condition->source != first->source))
        continue;
      words = say_expected (setter, condition);
      g_string_append_printf (out, "%s%s", out->len > 0 ? or_words : "", words);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Which words say an operator; there are shorter ones right beneath the question. */
static AmiaPaperWord
choose_word (const AmiaCondition *condition,
             gboolean             is_beneath)
{
  const gboolean is_true = amia_raw_is (condition->raw, AMIA_RAW_TRUE);
  const gboolean is_boolean = is_true || amia_raw_is (condition->raw, AMIA_RAW_FALSE);

  switch (condition->op)
    {
    case AMIA_OPERATOR_EXISTS:
      if (is_true && is_beneath)
        return AMIA_PAPER_JUST_ANSWERED;
      return is_true ? AMIA_PAPER_IS_ANSWERED : AMIA_PAPER_IS_UNANSWERED;
    case AMIA_OPERATOR_EQUAL:
    case AMIA_OPERATOR_NOT_EQUAL:
      if (is_boolean && is_true == (condition->op == AMIA_OPERATOR_EQUAL))
        return is_beneath ? AMIA_PAPER_JUST_YES : AMIA_PAPER_IS_YES;
      if (is_boolean)
        return is_beneath ? AMIA_PAPER_JUST_NO : AMIA_PAPER_IS_NO;
      if (condition->op == AMIA_OPERATOR_NOT_EQUAL)
        return AMIA_PAPER_IS_NOT;
      return is_beneath ? AMIA_PAPER_JUST_IS : AMIA_PAPER_IS;
    case AMIA_OPERATOR_GREATER:
      return AMIA_PAPER_IS_MORE;
    case AMIA_OPERATOR_LESS:
      return AMIA_PAPER_IS_LESS;
    case AMIA_OPERATOR_GREATER_OR_EQUAL:
      return AMIA_PAPER_IS_AT_LEAST;
    case AMIA_OPERATOR_LESS_OR_EQUAL:
    default:
      return AMIA_PAPER_IS_AT_MOST;
    }
}

static char *
say_condition (const AmiaFormSetter *setter,
               const AmiaItem       *item,
               const AmiaCondition  *condition)
{
  const AmiaPaperWord word = choose_word (condition, setter->last == condition->source);
  g_autofree char    *question = refer_to (setter, condition->source);
  g_autofree char    *expected = condition->op == AMIA_OPERATOR_EQUAL
                                     ? join_expected (setter, item, condition)
                                     : say_expected (setter, condition);

  if (word == AMIA_PAPER_JUST_IS)
    return amia_paper_say (setter->language, word, expected, NULL);
  return amia_paper_say (setter->language, word, question, expected);
}

/* One of several values of the same question is said together with the first of them. */
static gboolean
is_joined (const AmiaItem *item,
           guint           index)
{
  const AmiaCondition *condition = g_ptr_array_index (item->conditions, index);

  if (!item->is_any || condition->op != AMIA_OPERATOR_EQUAL)
    return FALSE;

  for (guint i = 0; i < index; i++)
    {
      const AmiaCondition *other = g_ptr_array_index (item->conditions, i);

      if (other->op == AMIA_OPERATOR_EQUAL && other->source == condition->source)
        return TRUE;
    }

  return FALSE;
}

char *
_amia_setter_dup_condition (const AmiaFormSetter *setter,
                            const AmiaItem       *item)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *joint = amia_paper_word (setter->language,
                                       item->is_any ? AMIA_PAPER_OR : AMIA_PAPER_AND);

  for (guint i = 0; i < item->conditions->len; i++)
    {
      const AmiaCondition *condition = g_ptr_array_index (item->conditions, i);
      g_autofree char     *words = NULL;

      /* Who signs writes the day beside it: that goes without saying. */
      if (condition->source == NULL || condition->source->is_signature_required ||
          is_said_by_another (item, condition) || is_joined (item, i))
        continue;
      words = say_condition (setter, item, condition);
      g_string_append_printf (out, "%s%s", out->len > 0 ? joint : "", words);
    }

  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
