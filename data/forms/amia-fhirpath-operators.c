/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "amia-fhirpath-private.h"

/* Operators. An operand that is empty makes the result empty, but for logic in three values and for
 * "&". */

typedef enum
{
  LOGIC_FALSE,
  LOGIC_TRUE,
  LOGIC_UNKNOWN
} Logic;

static Logic
logic_of (GArray *collection)
{
  gboolean value;

  if (!_amia_path_get_boolean (collection, &value))
    return LOGIC_UNKNOWN;
  return value ? LOGIC_TRUE : LOGIC_FALSE;
}

static Logic
negate (Logic a)
{
  if (a == LOGIC_UNKNOWN)
    return a;
  return a == LOGIC_TRUE ? LOGIC_FALSE : LOGIC_TRUE;
}

static Logic
logic_and (Logic a, Logic b)
{
  if (a == LOGIC_FALSE || b == LOGIC_FALSE)
    return LOGIC_FALSE;
  return a == LOGIC_TRUE && b == LOGIC_TRUE ? LOGIC_TRUE : LOGIC_UNKNOWN;
}

static Logic
logic_or (Logic a, Logic b)
{
  return negate (logic_and (negate (a), negate (b)));
}

static gboolean
operate_logically (GArray *out, const char *name, GArray *left, GArray *right)
{
  Logic a = logic_of (left);
  Logic b = logic_of (right);
  Logic result;

  if (strcmp (name, "and") == 0)
    result = logic_and (a, b);
  else if (strcmp (name, "or") == 0)
    result = logic_or (a, b);
  else if (strcmp (name, "implies") == 0)
    result = logic_or (negate (a), b);
  else if (strcmp (name, "xor") == 0)
    result = a == LOGIC_UNKNOWN || b == LOGIC_UNKNOWN ? LOGIC_UNKNOWN : (Logic) (a != b);
  else
    return FALSE;
  if (result != LOGIC_UNKNOWN)
    _amia_path_add_boolean (out, result == LOGIC_TRUE);
  return TRUE;
}

static gboolean
contains (GArray *collection, const AmiaPathValue *value)
{
  for (guint i = 0; i < collection->len; i++)
    if (_amia_path_is_equal (_amia_path_at (collection, i), value))
      return TRUE;
  return FALSE;
}

/* Without regard to case and to how many spaces stand where one would do. */
static char *
simplify (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit_set (g_strstrip (folded), " \t\r\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words[i]);
  return g_string_free (out, FALSE);
}

static gboolean
is_equivalent (const AmiaPathValue *a, const AmiaPathValue *b)
{
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  if (a->kind != AMIA_PATH_STRING || b->kind != AMIA_PATH_STRING)
    return _amia_path_is_equal (a, b);
  text_a = simplify (a->text);
  text_b = simplify (b->text);
  return strcmp (text_a, text_b) == 0;
}

static gboolean
has_equivalent (GArray *collection, const AmiaPathValue *value)
{
  for (guint i = 0; i < collection->len; i++)
    if (is_equivalent (_amia_path_at (collection, i), value))
      return TRUE;
  return FALSE;
}

static gboolean
are_equal (GArray *a, GArray *b, gboolean is_loosely)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (is_loosely ? !has_equivalent (b, _amia_path_at (a, i))
                   : !_amia_path_is_equal (_amia_path_at (a, i), _amia_path_at (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
operate_on_collections (
    AmiaEvaluation *evaluation, GArray *out, const char *name, GArray *a, GArray *b)
{
  gboolean is_membership = strcmp (name, "in") == 0 || strcmp (name, "contains") == 0;

  if (strcmp (name, "|") == 0)
    {
      GArray *both[] = { a, b };

      for (guint i = 0; i < 2; i++)
        for (guint j = 0; j < both[i]->len && _amia_path_may_go_on (evaluation); j++)
          if (_amia_path_spend (evaluation, out->len / 8) &&
              !contains (out, _amia_path_at (both[i], j)))
            g_array_append_val (out, *_amia_path_at (both[i], j));
      return TRUE;
    }
  if (is_membership)
    {
      GArray *one = *name == 'i' ? a : b;
      GArray *many = *name == 'i' ? b : a;

      if (one->len == 1)
        _amia_path_add_boolean (out, contains (many, _amia_path_at (one, 0)));
      return TRUE;
    }
  if (strchr ("=~!", *name) == NULL)
    return FALSE;
  if (name[strlen (name) - 1] == '~' &&
      !_amia_path_spend (evaluation, (gsize) a->len * b->len / 4))
    return TRUE;
  if (name[strlen (name) - 1] == '~')
    _amia_path_add_boolean (out, are_equal (a, b, TRUE) != (*name == '!'));
  else if (a->len == 1 && b->len == 1 &&
           _amia_path_is_undecided (_amia_path_at (a, 0), _amia_path_at (b, 0)))
    return TRUE;
  else if (a->len > 0 && b->len > 0)
    _amia_path_add_boolean (out, are_equal (a, b, FALSE) != (*name == '!'));
  return TRUE;
}

static gboolean
compare (GArray *out, const char *name, const AmiaPathValue *a, const AmiaPathValue *b)
{
  AmiaOrder order;

  if (*name != '<' && *name != '>')
    return FALSE;
  order = _amia_path_compare (a, b);
  if (order == AMIA_ORDER_UNKNOWN)
    return TRUE;
  if (order == AMIA_ORDER_EQUAL)
    _amia_path_add_boolean (out, name[1] == '=');
  else
    _amia_path_add_boolean (out, (order == AMIA_ORDER_LESS) == (*name == '<'));
  return TRUE;
}

/* "year" of "years" and "year", be it written in the expression or answered; 0 if it is none. */
static char
find_calendar_unit (const AmiaPathValue *amount)
{
  static const char *const units[] = { "year", "month", "week", "day" };
  const char              *given = _amia_path_get_unit (amount);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (given, units[i]) &&
        (given[strlen (units[i])] == '\0' || g_str_equal (given + strlen (units[i]), "s")))
      return *units[i];
  return '\0';
}

/* today() - 120 years. The last day of a shorter month stands in for days it does not have. */
static gboolean
shift_date (AmiaEvaluation      *evaluation,
            GArray              *out,
            const AmiaPathValue *date,
            const AmiaPathValue *amount,
            int                  sign)
{
  g_autofree char *day = NULL;
  g_autofree char *shifted = NULL;
  int              year, month, number;
  const char       unit = find_calendar_unit (amount);
  double           count;
  int              by;
  GDate            value;

  if (date->kind != AMIA_PATH_DATE || !_amia_path_to_number (amount, &count))
    return FALSE;
  by = sign * (int) CLAMP (count, -20000, 20000);
  day = g_strndup (date->text, 10);
  if (sscanf (day, "%4d-%2d-%2d", &year, &month, &number) != 3)
    return TRUE;
  g_date_clear (&value, 1);
  g_date_set_dmy (&value, (GDateDay) number, (GDateMonth) month, (GDateYear) year);
  if (unit == 'd' || unit == 'w')
    {
      gint64 julian =
          (gint64) g_date_get_julian (&value) + (gint64) by * (unit == 'w' ? 7 : 1);

      if (julian < 1 || julian > 3000000)
        return TRUE;
      g_date_set_julian (&value, (guint32) julian);
    }
  else
    {
      gint64 months =
          (gint64) year * 12 + month - 1 + (gint64) by * (unit == 'y' ? 12 : 1);

      if (unit == '\0' || months < 12 || months >= 120000)
        return TRUE;
      g_date_set_dmy (
          &value,
          (GDateDay) MIN (number, g_date_get_days_in_month ((GDateMonth) (months % 12 + 1),
                                                            (GDateYear) (months / 12))),
          (GDateMonth) (months % 12 + 1), (GDateYear) (months / 12));
    }
  shifted =
      g_strdup_printf ("%04u-%02u-%02u%s", g_date_get_year (&value), g_date_get_month (&value),
                       g_date_get_day (&value), strlen (date->text) > 10 ? date->text + 10 : "");
  _amia_path_add_string (evaluation, out, shifted);
  _amia_path_at (out, out->len - 1)->kind = AMIA_PATH_DATE;
  return TRUE;
}

/* What the result is of; NULL for units that do not go together. Products of units are none that a
 * form would ask for. */
static const char *
find_unit (const char *name, const AmiaPathValue *a, const AmiaPathValue *b)
{
  const char *unit_a = _amia_path_get_unit (a);
  const char *unit_b = _amia_path_get_unit (b);
  gboolean    is_same = strcmp (unit_a, unit_b) == 0;

  if (*name == '+' || *name == '-')
    return is_same ? unit_a : NULL;
  if (*name == '*' && *unit_a == '\0')
    return unit_b;
  if (*unit_b == '\0' && (*name == '*' || *name == '/' || *unit_a == '\0'))
    return unit_a;
  return *name == '/' && is_same ? "" : NULL;
}

static void
calculate (AmiaEvaluation      *evaluation,
           GArray              *out,
           const char          *name,
           const AmiaPathValue *a,
           const AmiaPathValue *b)
{
  gboolean    are_integers = a->is_integer && b->is_integer;
  const char *unit;
  double      x, y;

  if (*name == '+' && a->kind == AMIA_PATH_STRING && b->kind == AMIA_PATH_STRING)
    {
      g_autofree char *joined = g_strconcat (a->text, b->text, NULL);

      _amia_path_add_string (evaluation, out, joined);
      return;
    }
  if ((*name == '+' || *name == '-') && shift_date (evaluation, out, a, b, *name == '+' ? 1 : -1))
    return;
  if (!_amia_path_to_number (a, &x) || !_amia_path_to_number (b, &y))
    return;
  unit = find_unit (name, a, b);
  if (unit == NULL)
    return;
  if (*name == '+')
    _amia_path_add_number (out, x + y, are_integers);
  else if (*name == '-')
    _amia_path_add_number (out, x - y, are_integers);
  else if (*name == '*')
    _amia_path_add_number (out, x * y, are_integers);
  else if (y == 0)
    return;
  else if (*name == '/')
    _amia_path_add_number (out, x / y, FALSE);
  else if (strcmp (name, "div") == 0)
    _amia_path_add_number (out, trunc (x / y), TRUE);
  else if (strcmp (name, "mod") == 0)
    _amia_path_add_number (out, fmod (x, y), are_integers);
  if (out->len == 1)
    _amia_path_set_unit (_amia_path_at (out, 0), unit);
}

static const char *
text_of (AmiaEvaluation *evaluation, GArray *collection)
{
  if (collection->len != 1)
    return NULL;
  return _amia_path_to_text (evaluation, _amia_path_at (collection, 0));
}

static void
join (AmiaEvaluation *evaluation, GArray *out, GArray *a, GArray *b)
{
  const char      *left = text_of (evaluation, a);
  const char      *right = text_of (evaluation, b);
  g_autofree char *joined =
      g_strconcat (left != NULL ? left : "", right != NULL ? right : "", NULL);

  _amia_path_add_string (evaluation, out, joined);
}

static gboolean
is_of_type (const AmiaPathValue *value, const char *type)
{
  switch (value->kind)
    {
    case AMIA_PATH_BOOLEAN:
      return g_ascii_strcasecmp (type, "boolean") == 0;
    case AMIA_PATH_NUMBER:
      return g_ascii_strcasecmp (type, value->is_integer ? "integer" : "decimal") == 0;
    case AMIA_PATH_STRING:
      return g_ascii_strcasecmp (type, "string") == 0;
    case AMIA_PATH_DATE:
      return g_ascii_strcasecmp (type, strchr (value->text, 'T') != NULL ? "dateTime" : "date") ==
             0;
    case AMIA_PATH_TIME:
      return g_ascii_strcasecmp (type, "time") == 0;
    case AMIA_PATH_QUANTITY:
      return strcmp (type, "Quantity") == 0;
    case AMIA_PATH_RAW:
      return strcmp (type, amia_raw_get (value->raw, "value") != NULL ? "Quantity" : "Coding") == 0;
    case AMIA_PATH_RESOURCE:
      return strcmp (type, "QuestionnaireResponse") == 0;
    case AMIA_PATH_ITEM:
    case AMIA_PATH_ANSWER:
    default:
      return FALSE;
    }
}

static gboolean
operate_on_type (GArray *out, const char *name, GArray *a, const char *type)
{
  if (strcmp (name, "is") == 0 && a->len == 1)
    _amia_path_add_boolean (out, is_of_type (_amia_path_at (a, 0), type));
  for (guint i = 0; strcmp (name, "as") == 0 && i < a->len; i++)
    if (is_of_type (_amia_path_at (a, i), type))
      g_array_append_val (out, *_amia_path_at (a, i));
  return strcmp (name, "is") == 0 || strcmp (name, "as") == 0;
}

GArray *
_amia_path_operate (AmiaEvaluation *evaluation, const char *name, GArray *a, GArray *b)
{
  GArray *out = _amia_path_collection (evaluation);

  if (!_amia_path_spend (evaluation, (a->len + b->len) / 8))
    return out;
  if (operate_logically (out, name, a, b))
    return out;
  if (b->len == 1 && operate_on_type (out, name, a, _amia_path_at (b, 0)->text))
    return out;
  if (operate_on_collections (evaluation, out, name, a, b))
    return out;
  if (*name == '&')
    join (evaluation, out, a, b);
  else if (a->len == 1 && b->len == 1 &&
           !compare (out, name, _amia_path_at (a, 0), _amia_path_at (b, 0)))
    calculate (evaluation, out, name, _amia_path_at (a, 0), _amia_path_at (b, 0));
  return out;
}
