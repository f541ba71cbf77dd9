/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-form-setter.h"

#include <string.h>

#include "amia-value.h"

/* Answers as words in the language of the paper. */

static gboolean
has_decimal_comma (const char *language)
{
  return language == NULL || g_ascii_strncasecmp (language, "en", 2) != 0;
}

static char *
say_number (const AmiaFormSetter *setter,
            const char           *digits,
            const char           *unit)
{
  g_autofree char *number = g_strdup (digits);

  if (has_decimal_comma (setter->language))
    g_strdelimit (number, ".", ',');
  return unit != NULL ? g_strdup_printf ("%s %s", number, unit) : g_steal_pointer (&number);
}

static char *
say_moment (const AmiaFormSetter *setter,
            const AmiaItem       *item,
            const char           *text)
{
  g_autofree char *date = NULL;
  const char      *time = item->type == AMIA_ITEM_TIME ? text : strchr (text, 'T');

  if (item->type == AMIA_ITEM_TIME)
    return g_strndup (time, 5);
  if (setter->is_cell && time == NULL)
    return g_strdup (text);
  date = amia_paper_date (setter->language, text);
  return time != NULL ? g_strdup_printf ("%s %.5s", date, time + 1) : g_steal_pointer (&date);
}

static char *
say_object (const AmiaFormSetter *setter,
            const AmiaRaw        *value)
{
  const AmiaRaw *number = amia_raw_get (value, "value");
  const char    *names[] = { "display", "title", "url", "reference" };

  if (amia_raw_is (number, AMIA_RAW_NUMBER))
    return say_number (setter, number->text, amia_raw_get_string (value, "unit"));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (amia_raw_get_string (value, names[i]) != NULL)
        return g_strdup (amia_raw_get_string (value, names[i]));
    }

  return amia_value_dup_words (value);
}

static char *
say_value (const AmiaFormSetter *setter,
           const AmiaItem       *item,
           const AmiaRaw        *value)
{
  const AmiaOption *option = amia_value_find_option (item->options, value);
  const AmiaOption *unit = item->units->len == 1 ? g_ptr_array_index (item->units, 0) : NULL;

  if (option != NULL)
    return _amia_setter_dup_option (setter, option);

  switch (value->kind)
    {
    case AMIA_RAW_TRUE:
      return g_strdup (amia_paper_word (setter->language, AMIA_PAPER_YES));
    case AMIA_RAW_FALSE:
      return g_strdup (amia_paper_word (setter->language, AMIA_PAPER_NO));
    case AMIA_RAW_NUMBER:
      return say_number (
          setter, value->text,
          unit != NULL && !setter->is_cell ? amia_text_get (unit->label, setter->language) : NULL);
    case AMIA_RAW_STRING:
      return item->type == AMIA_ITEM_DATE || item->type == AMIA_ITEM_DATE_TIME ||
                     item->type == AMIA_ITEM_TIME
                 ? say_moment (setter, item, value->text)
                 : g_strdup (value->text);
    case AMIA_RAW_OBJECT:
      return say_object (setter, value);
    case AMIA_RAW_NULL:
    case AMIA_RAW_ARRAY:
    default:
      return g_strdup ("");
    }
}

static AmiaRawDocument *
parse (AmiaNode *node)
{
  const char *value = node != NULL ? amia_node_get_value (node) : NULL;

  return value != NULL ? amia_raw_document_new (value, strlen (value), NULL) : NULL;
}

/* The single answers, be it a list or not. */
static const AmiaRaw *
get_first (AmiaRawDocument *document)
{
  const AmiaRaw *root = amia_raw_document_get_root (document);

  return amia_raw_is (root, AMIA_RAW_ARRAY) ? root->first : root;
}

char *
_amia_setter_dup_answer (const AmiaFormSetter *setter,
                         const AmiaPaperField *field)
{
  g_autoptr (AmiaRawDocument) document = parse (field->node);
  g_autoptr (GString) out = g_string_new (NULL);
  const gboolean is_lines = field->item->type == AMIA_ITEM_STRING ||
                            field->item->type == AMIA_ITEM_TEXT;

  if (field->item == setter->given)
    return g_strdup (setter->given_words);
  if (document == NULL)
    return NULL;

  for (const AmiaRaw *value = get_first (document); value != NULL; value = value->next)
    {
      g_autofree char *words = NULL;

      if (amia_value_is_empty (value))
        continue;
      words = say_value (setter, field->item, value);
      g_string_append_printf (out, "%s%s", out->len == 0 ? "" : is_lines ? "\n"
                                                                         : ", ",
                              words);
    }

  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

char *
_amia_setter_dup_cell (const AmiaFormSetter *setter,
                       const AmiaPaperField *field)
{
  AmiaFormSetter cell = *setter;

  cell.is_cell = TRUE;
  return _amia_setter_dup_answer (&cell, field);
}

char *
_amia_setter_dup_own_words (const AmiaFormSetter *setter,
                            const AmiaPaperField *field)
{
  g_autoptr (AmiaRawDocument) document = parse (field->node);

  if (document == NULL)
    return NULL;

  for (const AmiaRaw *value = get_first (document); value != NULL; value = value->next)
    {
      if (amia_value_find_option (field->item->options, value) == NULL &&
          !amia_value_is_empty (value))
        return say_value (setter, field->item, value);
    }

  return NULL;
}

gboolean
_amia_setter_is_chosen (const AmiaPaperField *field,
                        const AmiaOption     *option)
{
  g_autoptr (AmiaRawDocument) document = parse (field->node);

  if (document == NULL)
    return FALSE;

  for (const AmiaRaw *value = get_first (document); value != NULL; value = value->next)
    {
      if (amia_value_find_option (field->item->options, value) == option)
        return TRUE;
    }

  return FALSE;
}
