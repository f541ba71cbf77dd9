/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amia-tool.h"

/* `put`: a line is a change. Strict: what is not understood is not guessed at, since a script that
 * misspells a key must hear of it. A line that was printed is on disk, whatever happens next. */

#define LINE_BYTES_MAX (4 * AMIA_CHANGE_BYTES_MAX)

/* The members of one element of "set". */
enum
{
  KEY_KIND,
  KEY_ID,
  KEY_CASE,
  KEY_FIELD,
  KEY_VALUE,
  KEY_AREA,
  KEY_SOURCES,
  N_KEYS,
};

static const char *const keys[N_KEYS] = { "kind", "id", "case", "field",
                                          "value", "area", "sources" };

typedef struct
{
  AmiaScanType type;
  AmiaSlice    slice;
} Value;

static gboolean
refuse (GError    **error,
        const char *format,
        ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError    **error,
        const char *format,
        ...)
{
  va_list          values;
  g_autofree char *text = NULL;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID, text);
  return FALSE;
}

/* Reads an object that may have the members @names and no others, each at most once. */
static gboolean
read_members (AmiaSlice          object,
              const char *const *names,
              guint              n_names,
              Value             *values,
              GError           **error)
{
  AmiaScan  scan;
  AmiaSlice name;
  Value     value;

  memset (values, 0, n_names * sizeof (Value));
  if (amia_scan_enter (&scan, object) != AMIA_SCAN_OBJECT)
    return refuse (error, "an object is expected");

  while ((value.type = amia_scan_next_member (&scan, &name, &value.slice)) != AMIA_SCAN_END)
    {
      guint i = 0;

      while (i < n_names && !amia_scan_is (name, names[i]))
        i++;
      if (i == n_names)
        return refuse (error, "unknown key %.*s", (int) name.length, name.text);
      if (values[i].slice.text != NULL)
        return refuse (error, "the key “%s” stands twice", names[i]);
      values[i] = value;
    }

  return TRUE;
}

static gboolean
read_text (const Value *value,
           const char  *name,
           char       **text,
           GError     **error)
{
  if (value->slice.text == NULL)
    return refuse (error, "the key “%s” is missing", name);
  if (value->type == AMIA_SCAN_STRING)
    *text = amia_scan_dup_string (value->slice);
  return *text != NULL || refuse (error, "“%s” must be a string", name);
}

static gboolean
read_id (const Value *value,
         const char  *name,
         AmiaUuid    *id,
         GError     **error)
{
  g_autofree char *text = NULL;

  return read_text (value, name, &text, error) &&
         (amia_uuid_parse (text, -1, id) || refuse (error, "“%s” must be a UUID", name));
}

/* `device:n:field`, as log prints what an op replaces; the field is the op's own unless told. */
static gboolean
read_source (AmiaEdits  *edits,
             const char *text,
             const char *own_field,
             GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  AmiaUuid device;
  guint64  n = 0;

  if (g_strv_length (parts) < 2 || !amia_uuid_parse (parts[0], -1, &device) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXINT64, &n, NULL))
    return refuse (error, "“%s” is not device:n or device:n:field", text);

  amia_edits_add_source (edits, &device, (gint64) n, parts[2] != NULL ? parts[2] : own_field);
  return TRUE;
}

static gboolean
read_sources (AmiaEdits   *edits,
              const Value *sources,
              const char  *own_field,
              GError     **error)
{
  AmiaScan scan;
  Value    source;

  if (sources->slice.text == NULL)
    return TRUE;
  if (amia_scan_enter (&scan, sources->slice) != AMIA_SCAN_ARRAY)
    return refuse (error, "“sources” must be a list");

  while ((source.type = amia_scan_next (&scan, &source.slice)) != AMIA_SCAN_END)
    {
      g_autofree char *text = NULL;

      if (!read_text (&source, "sources", &text, error) ||
          !read_source (edits, text, own_field, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_op (AmiaEdits *edits,
         AmiaSlice  object,
         GError   **error)
{
  Value            values[N_KEYS];
  g_autofree char *kind = NULL;
  g_autofree char *field = NULL;
  g_autofree char *area = NULL;
  g_autofree char *value = NULL;
  AmiaUuid         id;
  AmiaUuid         case_id = { 0 };
  gboolean         has_case;
  gboolean         has_area;

  if (!read_members (object, keys, N_KEYS, values, error))
    return FALSE;

  has_case = values[KEY_CASE].slice.text != NULL && values[KEY_CASE].type != AMIA_SCAN_NULL;
  has_area = values[KEY_AREA].slice.text != NULL && values[KEY_AREA].type != AMIA_SCAN_NULL;
  if (!read_text (&values[KEY_KIND], "kind", &kind, error) ||
      !read_id (&values[KEY_ID], "id", &id, error) ||
      !read_text (&values[KEY_FIELD], "field", &field, error) ||
      (has_case && !read_id (&values[KEY_CASE], "case", &case_id, error)) ||
      (has_area && !read_text (&values[KEY_AREA], "area", &area, error)))
    return FALSE;
  if (values[KEY_VALUE].slice.text == NULL)
    return refuse (error, "the key “value” is missing");

  value = g_strndup (values[KEY_VALUE].slice.text, values[KEY_VALUE].slice.length);
  amia_edits_set (edits, kind, &id, has_case ? &case_id : NULL, field, area, value);
  return read_sources (edits, &values[KEY_SOURCES], field, error);
}

static gboolean
read_over (AmiaEdits   *edits,
           const Value *over,
           GError     **error)
{
  if (over->slice.text == NULL)
    return TRUE;
  if (over->type == AMIA_SCAN_STRING && amia_scan_is (over->slice, "shown"))
    amia_edits_set_mode (edits, AMIA_OVER_SHOWN);
  else if (over->type == AMIA_SCAN_STRING && amia_scan_is (over->slice, "all"))
    amia_edits_set_mode (edits, AMIA_OVER_ALL);
  else
    return refuse (error, "“over” is \"shown\" or \"all\"");

  return TRUE;
}

static AmiaEdits *
read_line (const char *line,
           gsize       length,
           GError    **error)
{
  static const char *const names[] = { "set", "over" };
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  Value        values[G_N_ELEMENTS (names)];
  AmiaSlice    whole = { line, length };
  AmiaScan     scan;
  AmiaSlice    element;
  AmiaScanType type;

  if (!amia_scan_check (line, length, &type))
    {
      refuse (error, "it is not JSON");
      return NULL;
    }
  /* The walk wants the value itself, without the white space around it. */
  while (whole.length > 0 && strchr (" \t\r\n", *whole.text) != NULL)
    whole = (AmiaSlice){ whole.text + 1, whole.length - 1 };
  while (whole.length > 0 && strchr (" \t\r\n", whole.text[whole.length - 1]) != NULL)
    whole.length--;

  if (!read_members (whole, names, G_N_ELEMENTS (names), values, error) ||
      !read_over (edits, &values[1], error))
    return NULL;
  if (values[0].type != AMIA_SCAN_ARRAY ||
      amia_scan_enter (&scan, values[0].slice) != AMIA_SCAN_ARRAY)
    {
      refuse (error, "“set” must be a list");
      return NULL;
    }

  while (amia_scan_next (&scan, &element) != AMIA_SCAN_END)
    {
      if (!read_op (edits, element, error))
        return NULL;
    }

  return g_steal_pointer (&edits);
}

static gboolean
put_line (AmiaStore  *store,
          const char *line,
          gsize       length,
          GError    **error)
{
  g_autoptr (AmiaEdits) edits = NULL;
  char   device[AMIA_UUID_HEX_LENGTH + 1];
  gint64 n = 0;

  if (length > LINE_BYTES_MAX)
    return refuse (error, "it is longer than %d bytes", LINE_BYTES_MAX);

  edits = read_line (line, length, error);
  if (edits == NULL || !amia_store_commit (store, edits, &n, error))
    return FALSE;

  printf ("%s:%" G_GINT64_FORMAT "\n",
          amia_uuid_print_hex (&amia_store_get_identity (store)->device, device),
          n);
  fflush (stdout);
  return TRUE;
}

static gboolean
is_blank (const char *line,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (strchr (" \t\r\n", line[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

int
amia_tool_put (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GError) error = NULL;
  char   *line = NULL;
  size_t  room = 0;
  ssize_t length;
  guint   number = 0;
  int     result = AMIA_EXIT_DONE;

  if (!amia_tool_parse (&arguments, argv, NULL, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;

  while (result == AMIA_EXIT_DONE && (length = getline (&line, &room, stdin)) >= 0)
    {
      number++;
      if (!is_blank (line, (gsize) length) && !put_line (store, line, (gsize) length, &error))
        result = amia_tool_fail ("line %u: %s", number, error->message);
    }

  /* getline () allocates with malloc. */
  free (line);
  if (result == AMIA_EXIT_DONE && ferror (stdin))
    result = amia_tool_fail ("line %u: standard input can't be read", number + 1);
  return result;
}
