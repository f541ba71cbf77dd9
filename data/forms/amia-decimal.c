/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-decimal.h"

#include <stdlib.h>
#include <string.h>

/* A number is taken apart into its significant digits and the power of ten of the first of them.
 * Two numbers of the same sign then compare by that power, and by their digits as strings. */

#define EXPONENT_MAX 1000000

typedef struct
{
  int      sign;
  gint64   magnitude;
  GString *digits;
} Decimal;

static int
parse_exponent (const char *text)
{
  long exponent = strtol (text, NULL, 10);

  return (int) CLAMP (exponent, -EXPONENT_MAX, EXPONENT_MAX);
}

static void
parse (const char *text, Decimal *decimal)
{
  gint64 point = 0;
  guint  leading = 0;
  int    exponent = 0;

  decimal->sign = *text == '-' ? -1 : 1;
  decimal->digits = g_string_new (NULL);
  for (gboolean is_fraction = FALSE; *text != '\0'; text++)
    {
      if (*text == '.')
        is_fraction = TRUE;
      else if (*text == 'e' || *text == 'E')
        {
          exponent = parse_exponent (text + 1);
          break;
        }
      else if (g_ascii_isdigit (*text))
        {
          g_string_append_c (decimal->digits, *text);
          point += is_fraction ? 0 : 1;
        }
    }
  while (decimal->digits->str[leading] == '0')
    leading++;
  g_string_erase (decimal->digits, 0, leading);
  while (decimal->digits->len > 0 && decimal->digits->str[decimal->digits->len - 1] == '0')
    g_string_truncate (decimal->digits, decimal->digits->len - 1);
  decimal->magnitude = point - leading + exponent;
  if (decimal->digits->len == 0)
    decimal->sign = 0;
}

int
amia_decimal_compare (const char *a, const char *b)
{
  Decimal x, y;
  int     order;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  parse (a, &x);
  parse (b, &y);
  if (x.sign != y.sign)
    order = x.sign - y.sign;
  else if (x.magnitude != y.magnitude)
    order = (x.magnitude > y.magnitude ? 1 : -1) * x.sign;
  else
    order = strcmp (x.digits->str, y.digits->str) * x.sign;
  if (x.sign == 0 && y.sign == 0)
    order = 0;
  g_string_free (x.digits, TRUE);
  g_string_free (y.digits, TRUE);
  return order;
}

guint
amia_decimal_count_places (const char *text)
{
  const char *point;
  const char *exponent;
  gint64      places;

  g_return_val_if_fail (text != NULL, 0);

  point = strchr (text, '.');
  exponent = strpbrk (text, "eE");
  places = point != NULL ? (gint64) strspn (point + 1, "0123456789") : 0;
  if (exponent != NULL)
    places -= parse_exponent (exponent + 1);
  return places > 0 ? (guint) places : 0;
}

gboolean
amia_decimal_is_integer (const char *text)
{
  gint64 number;

  g_return_val_if_fail (text != NULL, FALSE);

  return g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &number, NULL);
}
