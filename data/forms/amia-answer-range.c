/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-answer-range.h"

#include <string.h>

#include "amia-decimal.h"
#include "amia-value.h"

/* Ranges. Units are compared by moving the decimal point: 10000 m and 50 km are 10000 and 50e3. All
 * other conversions need UCUM's tables, which we do not have. */

#define UCUM "http://unitsofmeasure.org"

static const struct
{
  const char *prefix;
  int         exponent;
} prefixes[] = {
  { "da", 1 },
  { "h", 2 },
  { "k", 3 },
  { "M", 6 },
  { "G", 9 },
  { "d", -1 },
  { "c", -2 },
  { "m", -3 },
  { "u", -6 },
  { "n", -9 },
  { "p", -12 },
};

static const char *const metric_units[] = { "m", "g", "L", "l", "s", "J", "W", "Pa", "Hz",
                                            "mol", "V", "A", "K", "N", "eq", "U", "cal" };

static gboolean
is_metric_unit (const char *unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (metric_units); i++)
    if (strcmp (unit, metric_units[i]) == 0)
      return TRUE;
  return FALSE;
}

/* "km" is "m" with exponent 3; litres are written both ways. */
static const char *
split_unit (const char *code, int *exponent)
{
  *exponent = 0;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes) && !is_metric_unit (code); i++)
    if (g_str_has_prefix (code, prefixes[i].prefix) &&
        is_metric_unit (code + strlen (prefixes[i].prefix)))
      {
        *exponent = prefixes[i].exponent;
        code += strlen (prefixes[i].prefix);
      }
  return strcmp (code, "l") == 0 ? "L" : code;
}

static AmiaBound
bound_of (int difference)
{
  if (difference == 0)
    return AMIA_BOUND_INSIDE;
  return difference < 0 ? AMIA_BOUND_BELOW : AMIA_BOUND_ABOVE;
}

static char *
shift (const char *number, int exponent)
{
  const char *e = strpbrk (number, "eE");

  if (e == NULL)
    return g_strdup_printf ("%se%d", number, exponent);
  return g_strdup_printf ("%.*se%d", (int) (e - number), number,
                          (int) CLAMP (g_ascii_strtoll (e + 1, NULL, 10), -10000, 10000) +
                              exponent);
}

static AmiaBound
compare_quantity (const AmiaRaw *answer, const AmiaRaw *bound)
{
  const char      *code_a = amia_raw_get_string (answer, "code");
  const char      *code_b = amia_raw_get_string (bound, "code");
  const AmiaRaw   *value_a = amia_raw_get (answer, "value");
  const AmiaRaw   *value_b = amia_raw_get (bound, "value");
  int              exponent_a = 0;
  int              exponent_b = 0;
  g_autofree char *shifted_a = NULL;
  g_autofree char *shifted_b = NULL;

  if (!amia_raw_is (value_a, AMIA_RAW_NUMBER) || !amia_raw_is (value_b, AMIA_RAW_NUMBER))
    return AMIA_BOUND_UNKNOWN;
  /* Words are not units: HL7's validator does not compare 5 "Kg" with 10 "Kg" either. */
  if (code_a == NULL || code_b == NULL ||
      g_strcmp0 (amia_raw_get_string (answer, "system"), amia_raw_get_string (bound, "system")) !=
          0)
    return AMIA_BOUND_UNKNOWN;
  if (g_strcmp0 (amia_raw_get_string (answer, "system"), UCUM) == 0)
    {
      code_a = split_unit (code_a, &exponent_a);
      code_b = split_unit (code_b, &exponent_b);
    }
  if (strcmp (code_a, code_b) != 0)
    return AMIA_BOUND_UNKNOWN;
  shifted_a = shift (value_a->text, exponent_a);
  shifted_b = shift (value_b->text, exponent_b);
  return bound_of (amia_decimal_compare (shifted_a, shifted_b));
}

AmiaBound
amia_answer_compare_to_bound (const AmiaItem *item, const AmiaRaw *answer, const AmiaRaw *bound)
{
  AmiaValueType type;

  g_return_val_if_fail (item != NULL, AMIA_BOUND_INSIDE);
  g_return_val_if_fail (answer != NULL, AMIA_BOUND_INSIDE);

  if (bound == NULL)
    return AMIA_BOUND_INSIDE;
  if (item->type == AMIA_ITEM_QUANTITY)
    {
      const AmiaRaw *value = amia_raw_get (answer, "value");

      if (bound->kind == AMIA_RAW_OBJECT)
        return compare_quantity (answer, bound);
      return amia_raw_is (value, AMIA_RAW_NUMBER) && bound->kind == AMIA_RAW_NUMBER
                 ? bound_of (amia_decimal_compare (value->text, bound->text))
                 : AMIA_BOUND_INSIDE;
    }
  type = amia_value_get_type (item, answer);
  switch (amia_value_compare (type, answer, amia_value_type_from_name (bound->key), bound))
    {
    case AMIA_ORDER_LESS:
      return AMIA_BOUND_BELOW;
    case AMIA_ORDER_GREATER:
      return AMIA_BOUND_ABOVE;
    case AMIA_ORDER_EQUAL:
    case AMIA_ORDER_UNKNOWN:
    default:
      /* A month lies inside its year; a bound of another type is the author's mistake. */
      return AMIA_BOUND_INSIDE;
    }
}
