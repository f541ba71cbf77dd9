/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-answer-range.h"
#include "amia-decimal.h"
#include "amia-response-private.h"

/* The rules that one question's answers can break by themselves, in the order in which a person
 * wants to hear of them: length and pattern, range, options, then how many there are. */

/* A pattern is not tried on longer answers; its author cannot have meant them. */
#define PATTERN_BYTES_MAX 65536

static AmiaMessage *
add (GPtrArray *messages, AmiaMessageCode code, const AmiaItem *item, int index)
{
  AmiaMessage *message = _amia_messages_add (messages, code, item->link_id);

  message->index = index;
  message->own_text = g_strdup (amia_text_get (item->validation_text, NULL));
  return message;
}

static gboolean
has_length (AmiaItemType type)
{
  return type == AMIA_ITEM_STRING || type == AMIA_ITEM_TEXT || type == AMIA_ITEM_URL ||
         type == AMIA_ITEM_OPEN_CHOICE || type == AMIA_ITEM_INTEGER || type == AMIA_ITEM_DECIMAL;
}

static void
check_length (const AmiaItem *item, const char *text, GPtrArray *messages, int index)
{
  glong length = g_utf8_strlen (text, -1);

  if (item->type == AMIA_ITEM_STRING && strpbrk (text, "\n\r") != NULL)
    add (messages, AMIA_MESSAGE_LINE_BREAK, item, index);
  if (!has_length (item->type))
    return;
  if (item->min_length > 0 && length < (glong) item->min_length)
    add (messages, AMIA_MESSAGE_TOO_SHORT, item, index)->limit =
        g_strdup_printf ("%u", item->min_length);
  if (item->max_length > 0 && length > (glong) item->max_length)
    add (messages, AMIA_MESSAGE_TOO_LONG, item, index)->limit =
        g_strdup_printf ("%u", item->max_length);
}

static void
check_pattern (const AmiaItem *item, const char *text, GPtrArray *messages, int index)
{
  g_autoptr (GError) local_error = NULL;
  GRegex      *regex = _amia_item_private (item)->regex;
  const char  *format = amia_text_get (item->entry_format, NULL);
  AmiaMessage *message;

  if (regex == NULL || strlen (text) > PATTERN_BYTES_MAX)
    return;
  if (g_regex_match_full (regex, text, -1, 0, 0, NULL, &local_error))
    return;
  /* Ignored: a pattern that gave up says nothing about the answer. */
  if (local_error != NULL)
    return;
  message = add (messages, AMIA_MESSAGE_PATTERN, item, index);
  message->limit = g_strdup (format != NULL ? format : item->regex);
  message->value = g_strdup (text);
}

static void
check_range (const AmiaItem *item, const AmiaRaw *answer, GPtrArray *messages, int index)
{
  const AmiaRaw *bounds[] = { _amia_item_private (item)->min_value,
                              _amia_item_private (item)->max_value };

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      AmiaBound    bound = amia_answer_compare_to_bound (item, answer, bounds[i]);
      AmiaMessage *message;

      if (bound == AMIA_BOUND_INSIDE || bound == (i == 0 ? AMIA_BOUND_ABOVE : AMIA_BOUND_BELOW))
        continue;
      message = add (messages,
                     bound == AMIA_BOUND_BELOW   ? AMIA_MESSAGE_TOO_SMALL
                     : bound == AMIA_BOUND_ABOVE ? AMIA_MESSAGE_TOO_GREAT
                                                 : AMIA_MESSAGE_UNITS_NOT_COMPARABLE,
                     item, index);
      message->limit = amia_value_dup_words (bounds[i]);
      message->limit2 = bounds[1 - i] != NULL ? amia_value_dup_words (bounds[1 - i]) : NULL;
      message->value = amia_value_dup_words (answer);
    }
}

static void
check_decimals (const AmiaItem *item, const AmiaRaw *answer, GPtrArray *messages, int index)
{
  const AmiaRaw *number =
      item->type == AMIA_ITEM_QUANTITY ? amia_raw_get (answer, "value") : answer;
  AmiaMessage *message;

  if (item->max_decimals < 0 || !amia_raw_is (number, AMIA_RAW_NUMBER) ||
      amia_decimal_count_places (number->text) <= (guint) item->max_decimals)
    return;
  message = add (messages, AMIA_MESSAGE_TOO_MANY_DECIMALS, item, index);
  message->limit = g_strdup_printf ("%d", item->max_decimals);
  message->value = g_strdup (number->text);
}

/* Words of one's own in an open choice are not looked up; they are what it is open for. */
static void
check_option (const AmiaItem *item, const AmiaRaw *answer, GPtrArray *messages, int index)
{
  const AmiaOption *option = amia_value_find_option (item->options, answer);
  AmiaMessage      *message;

  if (option != NULL || _amia_item_private (item)->are_options_open ||
      (item->type == AMIA_ITEM_OPEN_CHOICE && answer->kind == AMIA_RAW_STRING))
    return;
  if (item->are_options_missing)
    {
      message = add (messages, AMIA_MESSAGE_OPTIONS_UNAVAILABLE, item, index);
      message->severity = AMIA_SEVERITY_WARNING;
      message->limit = g_strdup (item->value_set);
    }
  else if (item->options->len > 0)
    add (messages, AMIA_MESSAGE_NOT_AN_OPTION, item, index)->value = amia_value_dup_words (answer);
}

static gboolean
is_unit (const AmiaOption *unit, const AmiaRaw *answer)
{
  const char *code = amia_raw_get_string (unit->raw, "code");
  const char *system = amia_raw_get_string (unit->raw, "system");

  if (code == NULL)
    return g_strcmp0 (amia_raw_get_string (unit->raw, "display"),
                      amia_raw_get_string (answer, "unit")) == 0;
  return g_strcmp0 (code, amia_raw_get_string (answer, "code")) == 0 &&
         g_strcmp0 (system, amia_raw_get_string (answer, "system")) == 0;
}

static void
check_unit (const AmiaItem *item, const AmiaRaw *answer, GPtrArray *messages, int index)
{
  if (item->type != AMIA_ITEM_QUANTITY || !item->are_units_closed)
    return;
  for (guint i = 0; i < item->units->len; i++)
    if (is_unit (g_ptr_array_index (item->units, i), answer))
      return;
  add (messages, AMIA_MESSAGE_UNIT_NOT_ALLOWED, item, index)->value = amia_value_dup_words (answer);
}

/* "image/png", also for "image/" followed by a star. */
static gboolean
is_permitted_type (const AmiaItem *item, const char *type)
{
  for (guint i = 0; i < item->mime_types->len; i++)
    {
      const char *permitted = g_ptr_array_index (item->mime_types, i);
      gsize       length = strcspn (permitted, "*");

      if (g_ascii_strncasecmp (permitted, type, length) == 0 &&
          (permitted[length] == '*' || type[length] == '\0'))
        return TRUE;
    }
  return item->mime_types->len == 0;
}

/* Of base64 as FHIR has it: with padding, perhaps broken into lines. */
static gsize
count_bytes (const char *base64)
{
  gsize n_digits = 0;

  for (; *base64 != '\0'; base64++)
    n_digits += g_ascii_isalnum (*base64) || *base64 == '+' || *base64 == '/' ? 1 : 0;
  return n_digits * 3 / 4;
}

static void
check_size (const AmiaItem *item, const AmiaRaw *answer, GPtrArray *messages, int index)
{
  const AmiaRaw *size = amia_raw_get (answer, "size");
  const char    *data = amia_raw_get_string (answer, "data");
  AmiaMessage   *message;

  if (item->max_bytes > 0 && _amia_raw_to_guint (size, 0) > item->max_bytes)
    {
      message = add (messages, AMIA_MESSAGE_ATTACHMENT_TOO_LARGE, item, index);
      message->limit = g_strdup_printf ("%" G_GUINT64_FORMAT, item->max_bytes);
      message->value = g_strdup (size->text);
    }
  if (size != NULL && data != NULL && _amia_raw_to_guint (size, 0) != count_bytes (data))
    {
      message = add (messages, AMIA_MESSAGE_MALFORMED, item, index);
      message->limit = g_strdup_printf ("%" G_GSIZE_FORMAT, count_bytes (data));
      message->value = g_strdup ("size");
    }
}

static void
check_attachment (const AmiaItem *item, const AmiaRaw *answer, GPtrArray *messages, int index)
{
  const char  *type = amia_raw_get_string (answer, "contentType");
  AmiaMessage *message;

  if (item->type != AMIA_ITEM_ATTACHMENT)
    return;
  if (type != NULL && !is_permitted_type (item, type))
    {
      message = add (messages, AMIA_MESSAGE_ATTACHMENT_TYPE, item, index);
      message->limit = g_strdup (g_ptr_array_index (item->mime_types, 0));
      message->value = g_strdup (type);
    }
  check_size (item, answer, messages, index);
}

/* "Patient" of Patient/1, of https://example.org/fhir/Patient/1/_history/2, or of what `type` says;
 * NULL if that cannot be told. */
static char *
dup_resource_type (const AmiaRaw *answer)
{
  const char *type = amia_raw_get_string (answer, "type");
  const char *reference = amia_raw_get_string (answer, "reference");
  g_auto (GStrv) parts = g_strsplit (reference != NULL ? reference : "", "/", -1);
  guint n_parts = g_strv_length (parts);

  if (type != NULL)
    return g_strdup (type);
  if (n_parts > 3 && strcmp (parts[n_parts - 2], "_history") == 0)
    n_parts -= 2;
  if (n_parts < 2 || !g_ascii_isupper (*parts[n_parts - 2]))
    return NULL;
  return g_strdup (parts[n_parts - 2]);
}

static gboolean
may_refer_to (const AmiaItem *item, const char *type)
{
  return item->resource_types->len == 0 ||
         g_ptr_array_find_with_equal_func (item->resource_types, type, g_str_equal, NULL);
}

static void
check_reference (const AmiaItem *item, const AmiaRaw *answer, GPtrArray *messages, int index)
{
  const char      *reference = amia_raw_get_string (answer, "reference");
  g_autofree char *type = NULL;
  AmiaMessage     *message;

  if (item->type != AMIA_ITEM_REFERENCE)
    return;
  if (reference != NULL && strpbrk (reference, " \t\r\n") != NULL)
    {
      message = add (messages, AMIA_MESSAGE_MALFORMED, item, index);
      message->limit = g_strdup ("uri");
      message->value = g_strdup (reference);
      return;
    }
  type = dup_resource_type (answer);
  if (type == NULL || may_refer_to (item, type))
    return;
  message = add (messages, AMIA_MESSAGE_WRONG_TYPE, item, index);
  message->limit = g_strdup (g_ptr_array_index (item->resource_types, 0));
  message->value = g_steal_pointer (&type);
}

static void
check_answer (const AmiaItem *item, const AmiaRaw *answer, GPtrArray *messages, int index)
{
  if (answer->text != NULL)
    {
      check_length (item, answer->text, messages, index);
      check_pattern (item, answer->text, messages, index);
    }
  check_decimals (item, answer, messages, index);
  check_range (item, answer, messages, index);
  check_option (item, answer, messages, index);
  check_unit (item, answer, messages, index);
  check_attachment (item, answer, messages, index);
  check_reference (item, answer, messages, index);
}

static void
check_exclusive (const AmiaItem       *item,
                 const AmiaRaw *const *answers,
                 guint                 n_answers,
                 GPtrArray            *messages)
{
  for (guint i = 0; i < n_answers && n_answers > 1; i++)
    {
      const AmiaOption *option = amia_value_find_option (item->options, answers[i]);

      if (option != NULL && option->is_exclusive)
        add (messages, AMIA_MESSAGE_EXCLUSIVE_OPTION, item, (int) i)->value =
            amia_value_dup_words (answers[i]);
    }
}

void
_amia_check_count (const AmiaItem *item, guint n_answers, GPtrArray *messages)
{
  guint           max = item->is_repeating ? item->max_occurs : 1;
  AmiaMessageCode code =
      n_answers < item->min_occurs ? AMIA_MESSAGE_TOO_FEW : AMIA_MESSAGE_TOO_MANY;
  AmiaMessage *message;

  /* None at all is a matter of being required. */
  if (n_answers == 0 || (n_answers >= item->min_occurs && (max == 0 || n_answers <= max)))
    return;
  message = add (messages, code, item, -1);
  message->limit = g_strdup_printf ("%u", code == AMIA_MESSAGE_TOO_FEW ? item->min_occurs : max);
  message->value = g_strdup_printf ("%u", n_answers);
}

void
_amia_check_answers (const AmiaItem       *item,
                     const AmiaRaw *const *answers,
                     guint                 n_answers,
                     GPtrArray            *messages)
{
  for (guint i = 0; i < n_answers; i++)
    check_answer (item, answers[i], messages, (int) i);
  check_exclusive (item, answers, n_answers, messages);
}
