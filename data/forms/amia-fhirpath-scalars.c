/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <math.h>
#include <string.h>

#include "amia-fhirpath-private.h"

/* Functions of one text or one number. On an empty collection, or on several values, they are
 * empty. */

/* What a pattern may be tried on, and how hard. */
#define PATTERN_TEXT_MAX 65536
#define PATTERN_LIMIT    "(*LIMIT_MATCH=200000)"

/* What one that gave up costs: a score of them are all there is. */
#define PATTERN_STEPS (AMIA_PATH_STEPS_MAX / 20)

/* Bytes that replacing could come to. */
#define REPLACED_MAX (1 << 24)

typedef struct
{
  AmiaEvaluation *evaluation;
  const char     *name;
  AmiaPathKind    kind;
  const char     *text;
  double          number;
  gboolean        is_integer;
  const char     *arguments[2];
  double          numbers[2];
  guint           n_arguments;
  GArray         *out;
} Call;

typedef void (*Function) (Call *call);

typedef struct
{
  const char *name;
  guint       min_arguments;
  guint       max_arguments;
  gboolean    is_numeric;
  Function    function;
} Entry;

static void
give_text (Call *call, const char *text)
{
  _amia_path_add_string (call->evaluation, call->out, text);
}

static void
call_find (Call *call)
{
  const char *found = strstr (call->text, call->arguments[0]);

  if (strcmp (call->name, "indexOf") == 0)
    _amia_path_add_number (call->out,
                           found != NULL ? g_utf8_pointer_to_offset (call->text, found) : -1, TRUE);
  else if (strcmp (call->name, "contains") == 0)
    _amia_path_add_boolean (call->out, found != NULL);
  else if (strcmp (call->name, "startsWith") == 0)
    _amia_path_add_boolean (call->out, g_str_has_prefix (call->text, call->arguments[0]));
  else
    _amia_path_add_boolean (call->out, g_str_has_suffix (call->text, call->arguments[0]));
}

static void
call_length (Call *call)
{
  _amia_path_add_number (call->out, g_utf8_strlen (call->text, -1), TRUE);
}

static void
call_substring (Call *call)
{
  glong            length = g_utf8_strlen (call->text, -1);
  glong            start = (glong) CLAMP (call->numbers[0], -1, length);
  glong            count = length;
  g_autofree char *part = NULL;

  if (call->n_arguments > 1)
    count = (glong) CLAMP (call->numbers[1], 0, length);
  if (start < 0 || start >= length)
    return;
  part = g_utf8_substring (call->text, start, MIN (start + count, length));
  give_text (call, part);
}

static void
call_case (Call *call)
{
  g_autofree char *text =
      *call->name == 'u' ? g_utf8_strup (call->text, -1) : g_utf8_strdown (call->text, -1);

  give_text (call, text);
}

static void
call_trim (Call *call)
{
  g_autofree char *text = g_strstrip (g_strdup (call->text));

  give_text (call, text);
}

static void
call_replace (Call *call)
{
  g_autoptr (GString) text = g_string_new (call->text);

  /* An empty pattern stands before, between and after all letters. */
  if (strlen (call->text) * (strlen (call->arguments[1]) + 1) < AMIA_PATH_TEXT_MAX)
    g_string_replace (text, call->arguments[0], call->arguments[1], 0);
  give_text (call, text->str);
}

static void
call_split (Call *call)
{
  g_auto (GStrv) parts =
      g_strsplit (call->text, *call->arguments[0] != '\0' ? call->arguments[0] : "\1", 1000);

  for (char **part = parts; *part != NULL; part++)
    give_text (call, *part);
}

static void
call_matches (Call *call)
{
  g_autofree char *bounded = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean is_match;

  if (strlen (call->text) > PATTERN_TEXT_MAX)
    return;
  bounded = g_strconcat (PATTERN_LIMIT "(?:", call->arguments[0],
                         strcmp (call->name, "matchesFull") == 0 ? ")\\z" : ")", NULL);
  regex = g_regex_new (bounded, G_REGEX_DOTALL,
                       strcmp (call->name, "matchesFull") == 0 ? G_REGEX_MATCH_ANCHORED : 0, NULL);
  if (regex == NULL)
    return;
  is_match = g_regex_match_full (regex, call->text, -1, 0, 0, NULL, &local_error);
  /* Ignored: a pattern that gave up says nothing. */
  if (local_error == NULL)
    _amia_path_add_boolean (call->out, is_match);
  else
    _amia_path_spend (call->evaluation, PATTERN_STEPS);
}

/* A sign, digits, and for a decimal a point between digits; nothing else that strtod would take. */
static gboolean
is_number (const char *text, gboolean is_decimal)
{
  gsize whole, fraction = 0;

  text += *text == '-' || *text == '+';
  whole = strspn (text, "0123456789");
  text += whole;
  if (is_decimal && *text == '.')
    {
      fraction = strspn (++text, "0123456789");
      text += fraction;
      whole = fraction > 0 ? whole : 0;
    }
  return whole > 0 && *text == '\0';
}

/* Of a boolean true is 1. A date is no number, and of a quantity nobody says which part. */
static void
call_to_number (Call *call)
{
  gboolean is_integer = strcmp (call->name, "toInteger") == 0;
  gboolean is_true = strcmp (call->text, "true") == 0;

  if (call->kind != AMIA_PATH_BOOLEAN && call->kind != AMIA_PATH_NUMBER &&
      call->kind != AMIA_PATH_STRING)
    return;
  if (call->kind == AMIA_PATH_BOOLEAN)
    _amia_path_add_number (call->out, is_true ? 1 : 0, TRUE);
  else if (is_number (call->text, !is_integer))
    _amia_path_add_number (call->out, g_ascii_strtod (call->text, NULL), is_integer);
}

static void
call_to_string (Call *call)
{
  give_text (call, call->text);
}

static void
call_to_boolean (Call *call)
{
  static const char *const words[] = { "true", "false", "t", "f", "yes", "no",
                                       "y", "n", "1", "0", "1.0", "0.0" };

  if (call->kind == AMIA_PATH_QUANTITY)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (call->text, words[i]) == 0)
      {
        _amia_path_add_boolean (call->out, i % 2 == 0);
        return;
      }
}

static void
call_to_time (Call *call)
{
  g_autofree char *text = g_strconcat (call->text, strlen (call->text) == 5 ? ":00" : "", NULL);

  if (!amia_moment_parse (text, AMIA_MOMENT_TIME, NULL))
    return;
  give_text (call, text);
  _amia_path_at (call->out, call->out->len - 1)->kind = AMIA_PATH_TIME;
}

static void
call_to_chars (Call *call)
{
  for (const char *p = call->text; *p != '\0' && _amia_path_may_go_on (call->evaluation);
       p = g_utf8_next_char (p))
    {
      g_autofree char *one = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));

      give_text (call, one);
    }
}

/* FHIRPath writes $1 for what GRegex calls \1. */
static void
call_replace_matches (Call *call)
{
  g_autofree char *bounded = g_strconcat (PATTERN_LIMIT "(?:", call->arguments[0], ")", NULL);
  g_autoptr (GRegex) regex = g_regex_new (bounded, 0, 0, NULL);
  g_auto (GStrv) parts = g_strsplit (call->arguments[1], "$", -1);
  g_autofree char *replacement = g_strjoinv ("\\", parts);
  g_autofree char *replaced = NULL;

  /* Each letter may be a place where it fits, and each reference all of the text. */
  if (regex == NULL || strlen (call->text) > PATTERN_TEXT_MAX ||
      (strlen (call->text) + 1) * (strlen (replacement) + 1) > AMIA_PATH_TEXT_MAX ||
      (strlen (call->text) + 1) * strlen (call->text) * (g_strv_length (parts) - 1) > REPLACED_MAX)
    return;
  replaced = g_regex_replace (regex, call->text, -1, 0, replacement, 0, NULL);
  if (replaced != NULL)
    give_text (call, replaced);
  else
    _amia_path_spend (call->evaluation, PATTERN_STEPS);
}

static void
call_to_date (Call *call)
{
  g_autofree char *text = g_strdup (call->text);

  if (!amia_moment_parse (text, AMIA_MOMENT_DATE_TIME, NULL))
    return;
  if (strcmp (call->name, "toDate") == 0 && strchr (text, 'T') != NULL)
    *strchr (text, 'T') = '\0';
  give_text (call, text);
  _amia_path_at (call->out, call->out->len - 1)->kind = AMIA_PATH_DATE;
}

static void
call_round (Call *call)
{
  double scale = call->n_arguments > 0 ? pow (10, CLAMP (call->numbers[0], 0, 12)) : 1;

  /* Half goes away from zero; the small addition undoes what binary took off (2.675 * 100). */
  _amia_path_add_number (call->out,
                         round (call->number * scale + copysign (1e-9, call->number)) / scale,
                         call->n_arguments == 0 || call->is_integer);
}

static void
call_math (Call *call)
{
  double x = call->number;

  if (strcmp (call->name, "abs") == 0)
    _amia_path_add_number (call->out, fabs (x), call->is_integer);
  else if (strcmp (call->name, "floor") == 0)
    _amia_path_add_number (call->out, floor (x), TRUE);
  else if (strcmp (call->name, "ceiling") == 0)
    _amia_path_add_number (call->out, ceil (x), TRUE);
  else if (strcmp (call->name, "truncate") == 0)
    _amia_path_add_number (call->out, trunc (x), TRUE);
  else if (strcmp (call->name, "sqrt") == 0)
    _amia_path_add_number (call->out, sqrt (x), FALSE);
  else if (strcmp (call->name, "exp") == 0)
    _amia_path_add_number (call->out, exp (x), FALSE);
  else if (strcmp (call->name, "ln") == 0)
    _amia_path_add_number (call->out, log (x), FALSE);
  else if (strcmp (call->name, "log") == 0)
    _amia_path_add_number (call->out, log (x) / log (call->numbers[0]), FALSE);
  else if (strcmp (call->name, "power") == 0)
    _amia_path_add_number (call->out, pow (x, call->numbers[0]), call->is_integer);
}

static void call_converts (Call *call);

static const Entry entries[] = {
  { "contains", 1, 1, FALSE, call_find },
  { "startsWith", 1, 1, FALSE, call_find },
  { "endsWith", 1, 1, FALSE, call_find },
  { "indexOf", 1, 1, FALSE, call_find },
  { "length", 0, 0, FALSE, call_length },
  { "substring", 1, 2, FALSE, call_substring },
  { "upper", 0, 0, FALSE, call_case },
  { "lower", 0, 0, FALSE, call_case },
  { "trim", 0, 0, FALSE, call_trim },
  { "replace", 2, 2, FALSE, call_replace },
  { "split", 1, 1, FALSE, call_split },
  { "matches", 1, 1, FALSE, call_matches },
  { "matchesFull", 1, 1, FALSE, call_matches },
  { "replaceMatches", 2, 2, FALSE, call_replace_matches },
  { "toChars", 0, 0, FALSE, call_to_chars },
  { "toString", 0, 0, FALSE, call_to_string },
  { "toInteger", 0, 0, FALSE, call_to_number },
  { "toDecimal", 0, 0, FALSE, call_to_number },
  { "toBoolean", 0, 0, FALSE, call_to_boolean },
  { "toDate", 0, 0, FALSE, call_to_date },
  { "toDateTime", 0, 0, FALSE, call_to_date },
  { "toTime", 0, 0, FALSE, call_to_time },
  { "convertsToString", 0, 0, FALSE, call_converts },
  { "convertsToInteger", 0, 0, FALSE, call_converts },
  { "convertsToDecimal", 0, 0, FALSE, call_converts },
  { "convertsToBoolean", 0, 0, FALSE, call_converts },
  { "convertsToDate", 0, 0, FALSE, call_converts },
  { "convertsToDateTime", 0, 0, FALSE, call_converts },
  { "convertsToTime", 0, 0, FALSE, call_converts },
  { "round", 0, 1, TRUE, call_round },
  { "abs", 0, 0, TRUE, call_math },
  { "floor", 0, 0, TRUE, call_math },
  { "ceiling", 0, 0, TRUE, call_math },
  { "truncate", 0, 0, TRUE, call_math },
  { "sqrt", 0, 0, TRUE, call_math },
  { "exp", 0, 0, TRUE, call_math },
  { "ln", 0, 0, TRUE, call_math },
  { "log", 1, 1, TRUE, call_math },
  { "power", 1, 1, TRUE, call_math },
};

/* convertsToDate() is whether toDate() has a result. */
static void
call_converts (Call *call)
{
  g_autofree char *name = g_strconcat ("to", call->name + strlen ("convertsTo"), NULL);
  const Entry     *entry = _amia_path_find_scalar (name, 0);
  Call             probe = *call;

  probe.name = name;
  probe.out = _amia_path_collection (call->evaluation);
  entry->function (&probe);
  _amia_path_add_boolean (call->out, probe.out->len > 0);
}

gconstpointer
_amia_path_find_scalar (const char *name, guint n_arguments)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (strcmp (entries[i].name, name) == 0 && n_arguments >= entries[i].min_arguments &&
        n_arguments <= entries[i].max_arguments)
      return &entries[i];
  return NULL;
}

static gboolean
read_arguments (Call *call, const AmiaTerm *term)
{
  for (guint i = 1; i < term->parts->len; i++)
    {
      GArray *value =
          _amia_path_evaluate (call->evaluation, g_ptr_array_index (term->parts, i));

      if (value->len != 1)
        return FALSE;
      call->arguments[i - 1] = _amia_path_to_text (call->evaluation, _amia_path_at (value, 0));
      _amia_path_to_number (_amia_path_at (value, 0), &call->numbers[i - 1]);
      if (call->arguments[i - 1] == NULL)
        return FALSE;
    }
  call->n_arguments = term->parts->len - 1;
  return TRUE;
}

/* Rounded kilograms are kilograms; what the root of them is no form asks for. */
static gboolean
keeps_unit (const Entry *entry, const AmiaPathValue *value)
{
  static const char *const keeping[] = { "round", "abs", "floor", "ceiling", "truncate", NULL };

  return *_amia_path_get_unit (value) == '\0' || g_strv_contains (keeping, entry->name);
}

GArray *
_amia_path_call_scalar (AmiaEvaluation *evaluation, const AmiaTerm *term, GArray *focus)
{
  const Entry *entry = term->scalar;
  Call         call = { .evaluation = evaluation, .name = term->text };

  call.out = _amia_path_collection (evaluation);
  if (focus->len != 1 || !read_arguments (&call, term))
    return call.out;
  call.text = _amia_path_to_text (evaluation, _amia_path_at (focus, 0));
  call.kind = _amia_path_at (focus, 0)->kind;
  call.is_integer = _amia_path_at (focus, 0)->is_integer;
  if (entry->is_numeric ? !_amia_path_to_number (_amia_path_at (focus, 0), &call.number) ||
                              !keeps_unit (entry, _amia_path_at (focus, 0))
                        : call.text == NULL)
    return call.out;
  if (call.text != NULL && !_amia_path_spend (evaluation, strlen (call.text) / 64))
    return call.out;
  entry->function (&call);
  if (entry->is_numeric && call.out->len == 1)
    _amia_path_set_unit (_amia_path_at (call.out, 0),
                         _amia_path_get_unit (_amia_path_at (focus, 0)));
  return call.out;
}
