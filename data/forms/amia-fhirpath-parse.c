/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <math.h>
#include <string.h>

#include "amia-fhirpath-private.h"

/* Reads an expression by recursive descent, one level of precedence per row of a table. Functions
 * are looked up here, so that an expression with one we do not have is refused before anybody
 * relies on it. */

typedef struct
{
  AmiaPath   *path;
  const char *text;
  const char *at;
  guint       depth;
  GError    **error;
} Parser;

/* From the loosest to the tightest. */
static const char *const levels[][5] = {
  { "implies" },
  { "or", "xor" },
  { "and" },
  { "in", "contains" },
  { "!=", "!~", "=", "~" },
  { "<=", ">=", "<", ">" },
  { "|" },
  { "is", "as" },
  { "+", "-", "&" },
  { "*", "/", "div", "mod" },
};

static AmiaTerm *parse_level (Parser *parser, guint level);

static AmiaTerm *
fail_with (Parser *parser, AmiaFormsError code, const char *cause, const char *what)
{
  if (parser->error != NULL && *parser->error == NULL)
    g_set_error (parser->error, AMIA_FORMS_ERROR, code,
                 "Failed to read the expression: %s%s%s at character %u", cause,
                 what != NULL ? " " : "", what != NULL ? what : "",
                 (guint) (parser->at - parser->text + 1));
  return NULL;
}

static AmiaTerm *
fail (Parser *parser, const char *cause, const char *what)
{
  return fail_with (parser, AMIA_FORMS_ERROR_SYNTAX, cause, what);
}

static AmiaTerm *
refuse (Parser *parser, const char *cause, const char *what)
{
  return fail_with (parser, AMIA_FORMS_ERROR_EXPRESSION, cause, what);
}

static void
term_free (AmiaTerm *term)
{
  g_ptr_array_unref (term->parts);
  g_free (term);
}

static AmiaTerm *
new_term (Parser *parser, AmiaTermKind kind, const char *text, AmiaTerm *first, AmiaTerm *second)
{
  AmiaTerm *term = g_new0 (AmiaTerm, 1);

  term->kind = kind;
  term->text = text != NULL ? g_string_chunk_insert_const (parser->path->strings, text) : NULL;
  term->parts = g_ptr_array_new ();
  if (first != NULL || second != NULL || kind == AMIA_TERM_MEMBER || kind == AMIA_TERM_CALL)
    g_ptr_array_add (term->parts, first);
  if (second != NULL)
    g_ptr_array_add (term->parts, second);
  g_ptr_array_add (parser->path->terms, term);
  return term;
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static void
skip_space (Parser *parser)
{
  for (;;)
    {
      while (g_ascii_isspace (*parser->at))
        parser->at++;
      if (g_str_has_prefix (parser->at, "//"))
        parser->at += strcspn (parser->at, "\n");
      else
        return;
    }
}

static gboolean
accept (Parser *parser, const char *token)
{
  gsize length = strlen (token);

  skip_space (parser);
  if (strncmp (parser->at, token, length) != 0)
    return FALSE;
  if (is_name_char (*token) && is_name_char (parser->at[length]))
    return FALSE;
  parser->at += length;
  return TRUE;
}

/* Of \u00e5, at the u; only moves on if it is one. */
static gboolean
take_code_point (Parser *parser, GString *out)
{
  gunichar character = 0;

  for (guint i = 1; i <= 4; i++)
    {
      if (!g_ascii_isxdigit (parser->at[i]))
        return FALSE;
      character = character * 16 + (gunichar) g_ascii_xdigit_value (parser->at[i]);
    }
  if (character == 0 || !g_unichar_validate (character))
    return FALSE;
  g_string_append_unichar (out, character);
  parser->at += 4;
  return TRUE;
}

/* After the opening quote or back-tick. */
static char *
take_quoted (Parser *parser, char quote)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (; *parser->at != '\0' && *parser->at != quote; parser->at++)
    {
      static const char escapes[] = "'\"`\\/fnrt";
      static const char meanings[] = "'\"`\\/\f\n\r\t";
      const char       *found;

      if (*parser->at != '\\')
        {
          g_string_append_c (out, *parser->at);
          continue;
        }
      parser->at++;
      found = *parser->at != '\0' ? strchr (escapes, *parser->at) : NULL;
      if (*parser->at == '\0')
        break;
      if (*parser->at == 'u' && take_code_point (parser, out))
        continue;
      /* Authors forget to double the backslashes of a pattern. */
      if (found == NULL)
        g_string_append_printf (out, "\\%c", *parser->at);
      else
        g_string_append_c (out, meanings[found - escapes]);
    }
  if (*parser->at != quote)
    {
      fail (parser, "unfinished text", NULL);
      return NULL;
    }
  parser->at++;
  return g_strndup (out->str, out->len);
}

static char *
take_name (Parser *parser)
{
  const char *start;

  skip_space (parser);
  start = parser->at;
  if (*start == '`')
    {
      parser->at++;
      return take_quoted (parser, '`');
    }
  if (g_ascii_isdigit (*start))
    return NULL;
  while (is_name_char (*parser->at))
    parser->at++;
  return parser->at > start ? g_strndup (start, (gsize) (parser->at - start)) : NULL;
}

static AmiaTerm *
literal_text (Parser *parser, AmiaPathKind kind, const char *text)
{
  AmiaTerm *term = new_term (parser, AMIA_TERM_LITERAL, text, NULL, NULL);

  term->value.kind = kind;
  term->value.text = term->text;
  return term;
}

static AmiaTerm *
parse_string (Parser *parser)
{
  g_autofree char *text = NULL;

  parser->at++;
  text = take_quoted (parser, '\'');
  return text != NULL ? literal_text (parser, AMIA_PATH_STRING, text) : NULL;
}

/* Into 2026-05-04T10:00 and 2026-05-04T10:00Z. */
static void
add_seconds (char **text)
{
  char *minutes = strlen (*text) >= 16 && (*text)[10] == 'T' && (*text)[16] != ':' ? *text + 16
                                                                                   : NULL;
  char *whole;

  if (minutes == NULL)
    return;
  whole = g_strdup_printf ("%.16s:00%s", *text, minutes);
  g_free (*text);
  *text = whole;
}

/* @2026-05, @2026-05-04T10:00:00+02:00, @T12:00. A time without seconds is given them. */
static AmiaTerm *
parse_date (Parser *parser)
{
  gboolean         is_time;
  const char      *start = ++parser->at;
  g_autofree char *text = NULL;

  is_time = *start == 'T';
  parser->at += strspn (parser->at, "0123456789-:.T+Z");
  /* The dot of @2024.toString(). */
  parser->at -= parser->at[-1] == '.' ? 1 : 0;
  text = g_strndup (start + (is_time ? 1 : 0), (gsize) (parser->at - start) - (is_time ? 1 : 0));
  if (is_time && strlen (text) == 5)
    {
      char *whole = g_strconcat (text, ":00", NULL);

      g_free (text);
      text = whole;
    }
  if (g_str_has_suffix (text, "T"))
    text[strlen (text) - 1] = '\0';
  if (!is_time)
    add_seconds (&text);
  if (!amia_moment_parse (text, is_time ? AMIA_MOMENT_TIME : AMIA_MOMENT_DATE_TIME, NULL))
    return fail (parser, "no date or time:", text);
  return literal_text (parser, is_time ? AMIA_PATH_TIME : AMIA_PATH_DATE, text);
}

static const char *
take_calendar_unit (Parser *parser)
{
  static const char *const units[] = { "years", "year", "months", "month",
                                       "weeks", "week", "days", "day" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (accept (parser, units[i]))
      return units[i & ~1u];
  return NULL;
}

/* Dates are shifted by whole days. */
static gboolean
begins_clock_unit (Parser *parser)
{
  static const char *const units[] = { "hour", "minute", "second", "millisecond" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (parser->at, units[i]))
      return TRUE;
  return FALSE;
}

static AmiaTerm *
parse_number (Parser *parser)
{
  const char      *start = parser->at;
  AmiaTerm        *term;
  g_autofree char *number = NULL;
  g_autofree char *unit = NULL;
  const char      *calendar_unit;

  parser->at += strspn (parser->at, "0123456789");
  if (*parser->at == '.' && g_ascii_isdigit (parser->at[1]))
    parser->at += 1 + strspn (parser->at + 1, "0123456789");
  number = g_strndup (start, (gsize) (parser->at - start));
  term = new_term (parser, AMIA_TERM_LITERAL, number, NULL, NULL);
  term->value.kind = AMIA_PATH_NUMBER;
  term->value.number = g_ascii_strtod (number, NULL);
  term->value.is_integer = strchr (number, '.') == NULL;
  if (!isfinite (term->value.number))
    return refuse (parser, "a number that is too large", NULL);
  calendar_unit = take_calendar_unit (parser);
  if (calendar_unit == NULL && begins_clock_unit (parser))
    return refuse (parser, "unsupported unit of time", NULL);
  if (calendar_unit == NULL && *parser->at == '\'')
    {
      parser->at++;
      unit = take_quoted (parser, '\'');
      if (unit == NULL)
        return NULL;
    }
  if (calendar_unit != NULL || unit != NULL)
    {
      term->value.kind = AMIA_PATH_QUANTITY;
      term->value.text =
          g_string_chunk_insert_const (parser->path->strings, unit != NULL ? unit : calendar_unit);
    }
  return term;
}

static AmiaTerm *
parse_variable (Parser *parser)
{
  g_autofree char *name = NULL;
  AmiaTerm        *term;

  parser->at++;
  if (*parser->at == '\'')
    {
      parser->at++;
      name = take_quoted (parser, '\'');
    }
  else
    name = take_name (parser);
  if (name == NULL)
    return fail (parser, "a name expected after %", NULL);
  term = new_term (parser, AMIA_TERM_VARIABLE, name, NULL, NULL);
  g_ptr_array_add (parser->path->names, (gpointer) term->text);
  return term;
}

static gboolean
parse_arguments (Parser *parser, AmiaTerm *call)
{
  if (accept (parser, ")"))
    return TRUE;
  do
    {
      AmiaTerm *argument = parse_level (parser, 0);

      if (argument == NULL)
        return FALSE;
      g_ptr_array_add (call->parts, argument);
    }
  while (accept (parser, ","));
  return accept (parser, ")") || fail (parser, ") expected", NULL) != NULL;
}

/* A name, or a function if a parenthesis follows; of @input, or at the beginning of a path. */
static AmiaTerm *
parse_invocation (Parser *parser, AmiaTerm *input)
{
  static const char *const type_functions[] = { "ofType", "as", "is", NULL };
  g_autofree char         *name = take_name (parser);
  AmiaTerm                *call;
  guint                    n_names;

  if (name == NULL)
    return fail (parser, "a value expected", NULL);
  if (!accept (parser, "("))
    {
      call = new_term (parser, AMIA_TERM_MEMBER, name, input, NULL);
      /* Patient.name: a record, unless it is the response itself. */
      if (input == NULL && g_ascii_isupper (*name) && strcmp (name, "QuestionnaireResponse") != 0)
        g_ptr_array_add (parser->path->names, (gpointer) call->text);
      return call;
    }
  call = new_term (parser, AMIA_TERM_CALL, name, input, NULL);
  n_names = parser->path->names->len;
  if (!parse_arguments (parser, call))
    return NULL;
  /* Of ofType(Coding) the argument is a type. */
  if (g_strv_contains (type_functions, name))
    g_ptr_array_set_size (parser->path->names, (int) n_names);
  call->function = _amia_path_find_function (name, call->parts->len - 1);
  call->scalar = _amia_path_find_scalar (name, call->parts->len - 1);
  if (call->function == NULL && call->scalar == NULL)
    return refuse (parser, "unsupported function", name);
  return call;
}

static AmiaTerm *
parse_primary (Parser *parser)
{
  AmiaTerm *term;

  skip_space (parser);
  if (*parser->at == '\'')
    return parse_string (parser);
  if (*parser->at == '@')
    return parse_date (parser);
  if (g_ascii_isdigit (*parser->at))
    return parse_number (parser);
  if (*parser->at == '%')
    return parse_variable (parser);
  if (accept (parser, "("))
    {
      term = parse_level (parser, 0);
      return term == NULL || accept (parser, ")") ? term : fail (parser, ") expected", NULL);
    }
  if (accept (parser, "{"))
    return accept (parser, "}") ? new_term (parser, AMIA_TERM_EMPTY, NULL, NULL, NULL)
                                : fail (parser, "} expected", NULL);
  if (accept (parser, "$this") || accept (parser, "$total") || accept (parser, "$index"))
    {
      char which = parser->at[-1] == 's' ? 't' : parser->at[-1];

      return new_term (parser, which == 't' ? AMIA_TERM_THIS : which == 'l' ? AMIA_TERM_TOTAL
                                                                            : AMIA_TERM_INDEX,
                       NULL, NULL, NULL);
    }
  if (accept (parser, "true") || accept (parser, "false"))
    {
      term = new_term (parser, AMIA_TERM_LITERAL, NULL, NULL, NULL);
      term->value.kind = AMIA_PATH_BOOLEAN;
      term->value.is_true = parser->at[-2] == 'u';
      return term;
    }
  return parse_invocation (parser, NULL);
}

static AmiaTerm *
parse_postfix (Parser *parser)
{
  AmiaTerm *term = parse_primary (parser);

  while (term != NULL)
    {
      if (accept (parser, "."))
        term = parse_invocation (parser, term);
      else if (accept (parser, "["))
        {
          AmiaTerm *index = parse_level (parser, 0);

          if (index == NULL || !accept (parser, "]"))
            return fail (parser, "] expected", NULL);
          term = new_term (parser, AMIA_TERM_INDEXER, NULL, term, index);
        }
      else
        break;
    }
  return term;
}

static AmiaTerm *
parse_unary (Parser *parser)
{
  AmiaTerm *term;

  skip_space (parser);
  if (*parser->at != '-' && *parser->at != '+')
    return parse_postfix (parser);
  if (*parser->at++ == '+')
    return parse_postfix (parser);
  term = parse_postfix (parser);
  return term != NULL ? new_term (parser, AMIA_TERM_UNARY, "-", term, NULL) : NULL;
}

static const char *
accept_operator (Parser *parser, guint level)
{
  for (guint i = 0; i < G_N_ELEMENTS (levels[level]) && levels[level][i] != NULL; i++)
    if (accept (parser, levels[level][i]))
      return levels[level][i];
  return NULL;
}

/* Behind "is" and "as" stands a type's name, perhaps with its namespace. */
static AmiaTerm *
parse_type (Parser *parser)
{
  g_autofree char *name = take_name (parser);

  while (name != NULL && accept (parser, "."))
    {
      g_free (name);
      name = take_name (parser);
    }
  return name != NULL ? literal_text (parser, AMIA_PATH_STRING, name)
                      : fail (parser, "a type expected", NULL);
}

static AmiaTerm *
parse_operators (Parser *parser, guint level)
{
  AmiaTerm   *left = parse_level (parser, level + 1);
  const char *operator;

  while (left != NULL && (operator= accept_operator (parser, level)) != NULL)
    {
      gboolean  is_type = strcmp (operator, "is") == 0 || strcmp (operator, "as") == 0;
      AmiaTerm *right = is_type ? parse_type (parser) : parse_level (parser, level + 1);

      left = right != NULL ? new_term (parser, AMIA_TERM_BINARY, operator, left, right) : NULL;
    }
  return left;
}

static AmiaTerm *
parse_level (Parser *parser, guint level)
{
  AmiaTerm *term;

  if (level == G_N_ELEMENTS (levels))
    return parse_unary (parser);
  if (level > 0)
    return parse_operators (parser, level);
  if (++parser->depth > AMIA_PATH_DEPTH_MAX)
    return refuse (parser, "nested too deep", NULL);
  term = parse_operators (parser, level);
  parser->depth--;
  return term;
}

AmiaPath *
amia_path_new (const char *text, GError **error)
{
  g_autoptr (AmiaPath) self = g_new0 (AmiaPath, 1);
  g_autoptr (GError) local_error = NULL;
  Parser parser = { self, text, text, 0, &local_error };

  g_return_val_if_fail (text != NULL, NULL);

  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);
  self->names = g_ptr_array_new ();
  self->strings = g_string_chunk_new (256);
  if (strlen (text) > AMIA_PATH_BYTES_MAX)
    refuse (&parser, "too long", NULL);
  else
    self->root = parse_level (&parser, 0);
  skip_space (&parser);
  if (self->root != NULL && *parser.at != '\0')
    self->root = fail (&parser, "something unexpected", NULL);
  if (self->root != NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

void
amia_path_free (AmiaPath *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->names);
  g_string_chunk_free (self->strings);
  g_free (self);
}

GPtrArray *
amia_path_get_names (const AmiaPath *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->names;
}
