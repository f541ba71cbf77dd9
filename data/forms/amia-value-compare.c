/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-decimal.h"
#include "amia-value.h"

/* Comparing answers, for conditions, ranges and option lists. */

static AmiaOrder
order_of (int difference)
{
  if (difference == 0)
    return AMIA_ORDER_EQUAL;
  return difference < 0 ? AMIA_ORDER_LESS : AMIA_ORDER_GREATER;
}

static AmiaOrder
equal_or_not (gboolean is_equal)
{
  return is_equal ? AMIA_ORDER_EQUAL : AMIA_ORDER_UNKNOWN;
}

static gboolean
is_number (AmiaValueType type)
{
  return type == AMIA_VALUE_INTEGER || type == AMIA_VALUE_DECIMAL;
}

static gboolean
is_date (AmiaValueType type)
{
  return type == AMIA_VALUE_DATE || type == AMIA_VALUE_DATE_TIME;
}

static gboolean
is_text (AmiaValueType type)
{
  return type == AMIA_VALUE_STRING || type == AMIA_VALUE_URI;
}

gboolean
amia_value_are_comparable (AmiaValueType type_a, AmiaValueType type_b)
{
  if (type_a == AMIA_VALUE_NONE)
    return FALSE;
  return type_a == type_b || (is_number (type_a) && is_number (type_b)) ||
         (is_date (type_a) && is_date (type_b)) || (is_text (type_a) && is_text (type_b));
}

static AmiaOrder
compare_moments (AmiaValueType type, const AmiaRaw *a, const AmiaRaw *b)
{
  AmiaMomentKind kind = type == AMIA_VALUE_TIME ? AMIA_MOMENT_TIME : AMIA_MOMENT_DATE_TIME;
  AmiaMoment     moment_a, moment_b;

  /* Every date is a dateTime, too. */
  if (a->kind != AMIA_RAW_STRING || b->kind != AMIA_RAW_STRING ||
      !amia_moment_parse (a->text, kind, &moment_a) ||
      !amia_moment_parse (b->text, kind, &moment_b))
    return AMIA_ORDER_UNKNOWN;
  return amia_moment_compare (&moment_a, &moment_b);
}

static AmiaOrder
compare_codings (const AmiaRaw *a, const AmiaRaw *b)
{
  const char *code_a = amia_raw_get_string (a, "code");
  const char *code_b = amia_raw_get_string (b, "code");
  const char *system_b = amia_raw_get_string (b, "system");

  if (code_a == NULL && code_b == NULL)
    return equal_or_not (g_strcmp0 (amia_raw_get_string (a, "display"),
                                    amia_raw_get_string (b, "display")) == 0);
  return equal_or_not (g_strcmp0 (code_a, code_b) == 0 &&
                       (system_b == NULL ||
                        g_strcmp0 (amia_raw_get_string (a, "system"), system_b) == 0));
}

static AmiaOrder
compare_quantities (const AmiaRaw *a, const AmiaRaw *b)
{
  const AmiaRaw *value_a = amia_raw_get (a, "value");
  const AmiaRaw *value_b = amia_raw_get (b, "value");

  if (!amia_raw_is (value_a, AMIA_RAW_NUMBER) || !amia_raw_is (value_b, AMIA_RAW_NUMBER) ||
      g_strcmp0 (amia_raw_get_string (a, "system"), amia_raw_get_string (b, "system")) != 0 ||
      g_strcmp0 (amia_raw_get_string (a, "code"), amia_raw_get_string (b, "code")) != 0)
    return AMIA_ORDER_UNKNOWN;
  return order_of (amia_decimal_compare (value_a->text, value_b->text));
}

static AmiaOrder
compare_references (const AmiaRaw *a, const AmiaRaw *b)
{
  return equal_or_not (g_strcmp0 (amia_raw_get_string (a, "reference"),
                                  amia_raw_get_string (b, "reference")) == 0);
}

AmiaOrder
amia_value_compare (AmiaValueType  type_a,
                    const AmiaRaw *a,
                    AmiaValueType  type_b,
                    const AmiaRaw *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, AMIA_ORDER_UNKNOWN);

  if (!amia_value_are_comparable (type_a, type_b))
    return AMIA_ORDER_UNKNOWN;
  if (is_date (type_a) || type_a == AMIA_VALUE_TIME)
    return compare_moments (type_a, a, b);
  if (type_a == AMIA_VALUE_CODING)
    return compare_codings (a, b);
  if (type_a == AMIA_VALUE_QUANTITY)
    return compare_quantities (a, b);
  if (type_a == AMIA_VALUE_REFERENCE)
    return compare_references (a, b);
  if (type_a == AMIA_VALUE_BOOLEAN)
    return equal_or_not (a->kind == b->kind);
  if (a->kind != b->kind || a->text == NULL)
    return AMIA_ORDER_UNKNOWN;
  return order_of (is_number (type_a) ? amia_decimal_compare (a->text, b->text)
                                      : strcmp (a->text, b->text));
}

static gboolean
is_option (const AmiaOption *option, const AmiaRaw *value)
{
  AmiaValueType type = amia_value_type_from_name (option->value_name);

  return option->raw->kind == value->kind &&
         amia_value_compare (type, value, type, option->raw) == AMIA_ORDER_EQUAL;
}

const AmiaOption *
amia_value_find_option (GPtrArray *options, const AmiaRaw *value)
{
  const char       *display;
  const AmiaOption *first = NULL;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  display = amia_raw_get_string (value, "display");
  for (guint i = 0; i < options->len; i++)
    {
      const AmiaOption *option = g_ptr_array_index (options, i);

      if (!is_option (option, value))
        continue;
      if (g_strcmp0 (amia_raw_get_string (option->raw, "display"), display) == 0)
        return option;
      if (first == NULL)
        first = option;
    }
  return first;
}
