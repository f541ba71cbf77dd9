/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-questionnaire-private.h"
#include "amia-value.h"

/* What may be answered and what is answered from the start: answerOption, value sets, units,
 * initial. A Coding is stored as system, code and display in the base language and nothing else, so
 * an option's value is written anew; its parsed twin lives in a document of its own. */

static const AmiaRaw *
parse_kept (AmiaQuestionnaire *self, const char *json)
{
  AmiaRawDocument *document = amia_raw_document_new (json, strlen (json), NULL);

  /* We wrote it ourselves. */
  g_assert (document != NULL);
  g_ptr_array_add (self->documents, document);
  return amia_raw_document_get_root (document);
}

static void
append_member (GString *out, const char *name, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append (out, out->len > 1 ? "," : "");
  amia_raw_append_string (out, name);
  g_string_append_c (out, ':');
  amia_raw_append_string (out, text);
}

static char *
write_coding (const char *system, const AmiaRaw *coding)
{
  GString *out = g_string_new ("{");

  append_member (out, "system", system);
  append_member (out, "code", amia_raw_get_string (coding, "code"));
  append_member (out, "display", amia_raw_get_string (coding, "display"));
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static const char *
find_score (const AmiaRaw *object)
{
  const AmiaRaw *extension = amia_raw_get_array (object, "extension");

  for (; extension != NULL; extension = extension->next)
    {
      const char    *url = amia_raw_get_string (extension, "url");
      const AmiaRaw *value = _amia_raw_get_choice (extension, "value");

      if (url != NULL && amia_raw_is (value, AMIA_RAW_NUMBER) &&
          (g_str_has_suffix (url, "ordinalValue") || g_str_has_suffix (url, "itemWeight") ||
           g_str_has_suffix (url, "questionnaire-ordinalValue")))
        return value->text;
    }
  return NULL;
}

static void
set_option_label (AmiaQuestionnaire *self,
                  AmiaOption        *option,
                  const AmiaRaw     *raw,
                  const AmiaRaw     *designations)
{
  const AmiaRaw *beside = amia_raw_get_array (amia_raw_get (raw, "_display"), "extension");
  const char    *label = amia_raw_get_string (raw, "display");
  char          *words;

  if (label == NULL)
    {
      words = amia_value_dup_words (raw);
      label = g_string_chunk_insert (self->strings, words);
      g_free (words);
    }
  option->label = _amia_questionnaire_text_new (self, label, beside, designations);
}

AmiaOption *
_amia_option_new_coding (AmiaQuestionnaire *self,
                         const char        *system,
                         const AmiaRaw     *coding,
                         const AmiaRaw     *designations)
{
  g_autofree char *value = NULL;
  AmiaOption      *option;

  if (amia_raw_get_string (coding, "code") == NULL &&
      amia_raw_get_string (coding, "display") == NULL)
    return NULL;
  value = write_coding (system, coding);
  option = _amia_questionnaire_alloc (self, sizeof (AmiaOption));
  option->value = g_string_chunk_insert (self->strings, value);
  option->raw = parse_kept (self, value);
  option->value_name = "valueCoding";
  option->extensions = amia_raw_get_array (coding, "extension");
  option->ordinal = find_score (coding);
  set_option_label (self, option, coding, designations);
  return option;
}

/* An option for @raw, a value of the type that @value_name says; NULL if it is none. */
static AmiaOption *
new_option (AmiaQuestionnaire *self,
            const char        *value_name,
            const AmiaRaw     *raw,
            const AmiaRaw     *designations)
{
  AmiaValueType    type = amia_value_type_from_name (value_name);
  g_autofree char *source = NULL;
  AmiaMessageCode  code;
  AmiaOption      *option;

  if (type == AMIA_VALUE_CODING && raw->kind == AMIA_RAW_OBJECT)
    return _amia_option_new_coding (self, amia_raw_get_string (raw, "system"), raw, designations);
  if (!amia_value_is_well_formed (type, raw, &code))
    return NULL;
  source = amia_raw_document_dup_source (self->document, raw);
  option = _amia_questionnaire_alloc (self, sizeof (AmiaOption));
  option->value = g_string_chunk_insert (self->strings, source);
  option->raw = raw;
  option->value_name = amia_value_type_to_name (type);
  set_option_label (self, option, raw, NULL);
  return option;
}

void
_amia_item_add_unit (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *coding)
{
  AmiaOption *option = NULL;

  if (amia_raw_is (coding, AMIA_RAW_OBJECT))
    option = _amia_option_new_coding (self, amia_raw_get_string (coding, "system"), coding, NULL);
  if (option != NULL)
    _amia_questionnaire_array_add (self, &item->units, option);
}

/* A translated string option has its translations in _valueString. */
static void
translate_option (AmiaQuestionnaire *self, AmiaOption *option, const AmiaRaw *raw)
{
  const AmiaRaw *beside = amia_raw_get (raw, "_valueString");

  if (beside == NULL || option->raw->kind != AMIA_RAW_STRING)
    return;
  option->label = _amia_questionnaire_text_new (self, option->raw->text,
                                                amia_raw_get_array (beside, "extension"), NULL);
}

static void
read_option_extensions (AmiaOption *option, const AmiaRaw *raw)
{
  const AmiaRaw *extension = amia_raw_get_array (raw, "extension");

  if (extension != NULL)
    option->extensions = extension;
  if (find_score (raw) != NULL)
    option->ordinal = find_score (raw);
  for (; extension != NULL; extension = extension->next)
    {
      const char    *url = amia_raw_get_string (extension, "url");
      const AmiaRaw *value = _amia_raw_get_choice (extension, "value");

      if (url == NULL)
        continue;
      if (g_str_has_suffix (url, "questionnaire-optionExclusive"))
        option->is_exclusive = amia_raw_is (value, AMIA_RAW_TRUE);
      else if (g_str_has_suffix (url, "questionnaire-optionPrefix") &&
               amia_raw_is (value, AMIA_RAW_STRING))
        option->prefix = value->text;
    }
}

static void
read_option (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  const AmiaRaw *value = _amia_raw_get_choice (raw, "value");
  AmiaOption    *option = NULL;

  if (value != NULL)
    option = new_option (self, value->key, value, NULL);
  if (option == NULL)
    {
      _amia_questionnaire_note (self, AMIA_NOTE_WARNING, item, "answerOption",
                                "an option without a usable value was left out");
      return;
    }
  translate_option (self, option, raw);
  read_option_extensions (option, raw);
  option->is_initial = amia_raw_get_boolean (raw, "initialSelected");
  _amia_questionnaire_array_add (self, &item->options, option);
}

/* What a string stores of a coded option: its code, or, if it has none, its words. */
static const AmiaOption *
option_as_text (AmiaQuestionnaire *self, const AmiaOption *coded)
{
  const char      *code = amia_raw_get_string (coded->raw, "code");
  g_autofree char *quoted =
      amia_raw_quote (code != NULL ? code : amia_raw_get_string (coded->raw, "display"));
  AmiaOption *option = _amia_questionnaire_alloc (self, sizeof (AmiaOption));

  *option = *coded;
  option->value = g_string_chunk_insert (self->strings, quoted);
  option->raw = parse_kept (self, quoted);
  option->value_name = "valueString";
  return option;
}

/* A question for a string may take its list from a value set: the answer stays a string, then. The
 * expanded list is others' as well, so that this makes another. */
static void
use_codes_as_text (AmiaQuestionnaire *self, AmiaItem *item)
{
  GPtrArray *options = item->options;
  GPtrArray *as_text = g_hash_table_lookup (self->text_lists, options);

  if ((item->type != AMIA_ITEM_STRING && item->type != AMIA_ITEM_TEXT) || options->len == 0 ||
      ((AmiaOption *) g_ptr_array_index (options, 0))->raw->kind != AMIA_RAW_OBJECT)
    return;
  item->options = as_text != NULL ? as_text : self->nothing;
  for (guint i = 0; i < options->len && as_text == NULL; i++)
    {
      const AmiaOption *option = g_ptr_array_index (options, i);

      if (option->raw->kind == AMIA_RAW_OBJECT)
        option = option_as_text (self, option);
      _amia_questionnaire_array_add (self, &item->options, option);
    }
  g_hash_table_insert (self->text_lists, options, item->options);
}

static void
read_value_set (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  item->value_set = amia_raw_get_string (raw, "answerValueSet");
  if (item->value_set == NULL)
    item->value_set = amia_raw_get_string (amia_raw_get (raw, "options"), "reference"); /* STU3 */
  if (item->value_set == NULL)
    return;
  if (!_amia_questionnaire_expand (self, item->value_set, &item->options))
    {
      item->are_options_missing = TRUE;
      _amia_questionnaire_note (self, AMIA_NOTE_LIST_ELSEWHERE, item, "value set",
                                item->value_set);
    }
}

void
_amia_item_read_options (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  const AmiaRaw *option = amia_raw_get_array (raw, "answerOption");

  if (option == NULL)
    option = amia_raw_get_array (raw, "option"); /* STU3 */
  for (; option != NULL; option = option->next)
    read_option (self, item, option);
  read_value_set (self, item, raw);
  use_codes_as_text (self, item);
}

/* A Coding that a string begins with, where the options are their codes as text. */
static const AmiaOption *
find_option_as_text (const AmiaItem *item, const AmiaRaw *value)
{
  const char *code = amia_raw_get_string (value, "code");

  for (guint i = 0; i < item->options->len && code != NULL; i++)
    {
      const AmiaOption *option = g_ptr_array_index (item->options, i);

      if (option->raw->kind == AMIA_RAW_STRING && strcmp (option->raw->text, code) == 0)
        return option;
    }
  return NULL;
}

/* The value as it is to be stored: of an option the option's, with its display. */
static const char *
initial_value (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  const AmiaOption *option = amia_value_find_option (item->options, value);
  AmiaMessageCode   code;
  char             *source;
  const char       *kept;

  if (option == NULL)
    option = find_option_as_text (item, value);
  if (option != NULL)
    return option->value;
  if (!amia_value_is_well_formed (amia_value_get_type (item, value), value, &code) &&
      !(item->type == AMIA_ITEM_QUANTITY && amia_raw_get_string (value, "unit") != NULL &&
        amia_value_is_empty (value)))
    return NULL;
  if (item->type == AMIA_ITEM_CHOICE && item->options->len > 0 && !item->are_options_missing)
    return NULL;
  source = amia_raw_document_dup_source (self->document, value);
  kept = g_string_chunk_insert (self->strings, source);
  g_free (source);
  return kept;
}

static void
add_initial (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *value)
{
  const char *text = value != NULL ? initial_value (self, item, value) : NULL;

  if (text == NULL || (item->initials->len > 0 && !item->is_repeating))
    _amia_questionnaire_note (self, AMIA_NOTE_WARNING, item, "initial",
                              text == NULL ? "not a value of this item" : "more than one");
  else
    _amia_questionnaire_array_add (self, &item->initials, text);
}

void
_amia_item_read_initials (AmiaQuestionnaire *self, AmiaItem *item, const AmiaRaw *raw)
{
  const AmiaRaw *initial = amia_raw_get (raw, "initial");
  const AmiaRaw *stu3 = _amia_raw_get_choice (raw, "initial");

  if (!amia_item_is_question (item))
    return;
  for (guint i = 0; i < item->options->len; i++)
    {
      const AmiaOption *option = g_ptr_array_index (item->options, i);

      if (option->is_initial && (item->initials->len == 0 || item->is_repeating))
        _amia_questionnaire_array_add (self, &item->initials, option->value);
    }
  if (item->initials->len > 0)
    return;
  if (amia_raw_is (initial, AMIA_RAW_ARRAY))
    for (const AmiaRaw *one = initial->first; one != NULL; one = one->next)
      add_initial (self, item, _amia_raw_get_choice (one, "value"));
  else if (stu3 != NULL)
    add_initial (self, item, stu3);
}
