/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-csv.h"

#include <string.h>

/* From foreign bytes to rows: first into UTF-8, then cut. Every limit is checked before memory is
 * taken for what is beyond it. */

/* Rows that are looked at to find the separator. */
#define SAMPLE_ROWS 20

G_DEFINE_QUARK (amia - csv - error - quark, amia_csv_error)

/* --- Bytes to text -------------------------------------------------------------------------- */

/* What Windows-1252 has between 0x80 and 0x9f, where Latin-1 has controls; 0 where nothing is. */
/* clang-format off */
static const guint16 windows_1252[32] = {
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
  0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
  0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};
/* clang-format on */

static char *
decode_windows_1252 (const guint8 *data,
                     gsize         length)
{
  GString *text = g_string_sized_new (length + length / 8);

  for (gsize i = 0; i < length; i++)
    {
      gunichar letter = data[i];

      if (letter >= 0x80 && letter < 0xa0)
        letter = windows_1252[letter - 0x80] != 0 ? windows_1252[letter - 0x80] : 0xfffd;
      g_string_append_unichar (text, letter);
    }

  return g_string_free (text, FALSE);
}

static gboolean
has_mark (const guint8 *data,
          gsize         length,
          const char   *mark)
{
  return length >= strlen (mark) && memcmp (data, mark, strlen (mark)) == 0;
}

/* A spreadsheet's "Unicode text". What is not UTF-16 becomes U+FFFD by halves. */
static char *
decode_utf16 (const guint8 *data,
              gsize         length,
              gboolean      is_little)
{
  GString *text = g_string_sized_new (length);

  for (gsize i = 2; i + 1 < length; i += 2)
    {
      gunichar unit = is_little ? (gunichar) (data[i] | data[i + 1] << 8)
                                : (gunichar) (data[i] << 8 | data[i + 1]);
      gunichar low = 0;

      if (unit >= 0xd800 && unit < 0xdc00 && i + 3 < length)
        low = is_little ? (gunichar) (data[i + 2] | data[i + 3] << 8)
                        : (gunichar) (data[i + 2] << 8 | data[i + 3]);
      if (low >= 0xdc00 && low < 0xe000)
        {
          unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
          i += 2;
        }
      if (unit == 0 || (unit >= 0xd800 && unit < 0xe000))
        unit = 0xfffd;
      g_string_append_unichar (text, unit);
    }

  return g_string_free (text, FALSE);
}

static char *
decode (const guint8 *data,
        gsize         length,
        const char  **encoding,
        GError      **error)
{
  const char *text = (const char *) data;

  if (length > AMIA_CSV_BYTES_MAX)
    {
      g_set_error (error, AMIA_CSV_ERROR, AMIA_CSV_ERROR_LIMIT,
                   "Failed to read the table: it has more than %d bytes", AMIA_CSV_BYTES_MAX);
      return NULL;
    }

  if (has_mark (data, length, "\xff\xfe") || has_mark (data, length, "\xfe\xff"))
    {
      *encoding = "UTF-16";
      return decode_utf16 (data, length, data[0] == 0xff);
    }

  if (length > 0 && memchr (data, '\0', length) != NULL)
    {
      g_set_error_literal (error, AMIA_CSV_ERROR, AMIA_CSV_ERROR_BINARY,
                           "Failed to read the table: the file is not a text");
      return NULL;
    }

  *encoding = "UTF-8";
  if (has_mark (data, length, "\xef\xbb\xbf"))
    return g_utf8_make_valid (text + 3, (gssize) (length - 3));
  if (g_utf8_validate_len (text, length, NULL))
    return g_strndup (text, length);

  *encoding = "Windows-1252";
  return decode_windows_1252 (data, length);
}

/* --- Text to rows --------------------------------------------------------------------------- */

typedef struct
{
  const char  *p;
  guint        line;
  char         separator;
  GPtrArray   *cells;
  GString     *cell;
  AmiaCsvFault fault;
} Reader;

static gboolean
is_end_of_line (char letter)
{
  return letter == '\n' || letter == '\r';
}

/* A CR and an LF after it are one end of line. */
static void
pass_end_of_line (Reader *reader)
{
  if (*reader->p == '\r' && reader->p[1] == '\n')
    reader->p++;
  if (*reader->p != '\0')
    {
      reader->p++;
      reader->line++;
    }
}

static void
take_letter (Reader *reader)
{
  g_string_append_c (reader->cell, *reader->p++);
}

static void
read_quoted (Reader *reader)
{
  reader->p++;
  for (;;)
    {
      if (*reader->p == '\0')
        {
          reader->fault = AMIA_CSV_OPEN_QUOTE;
          return;
        }
      if (reader->p[0] == '"' && reader->p[1] != '"')
        break;
      if (reader->p[0] == '"')
        reader->p++;
      if (*reader->p == '\n' || (*reader->p == '\r' && reader->p[1] != '\n'))
        reader->line++;
      take_letter (reader);
    }

  reader->p++;
  while (*reader->p == ' ')
    reader->p++;
  if (*reader->p != '\0' && *reader->p != reader->separator && !is_end_of_line (*reader->p) &&
      reader->fault == AMIA_CSV_OK)
    reader->fault = AMIA_CSV_AFTER_QUOTE;
}

static void
read_cell (Reader *reader)
{
  g_string_truncate (reader->cell, 0);
  while (*reader->p == ' ')
    reader->p++;
  if (*reader->p == '"')
    read_quoted (reader);
  /* Also what stands after a closing quotation mark, so that the fault can be shown. */
  while (*reader->p != '\0' && *reader->p != reader->separator && !is_end_of_line (*reader->p))
    take_letter (reader);

  if (reader->cells->len < AMIA_CSV_CELLS_MAX)
    g_ptr_array_add (reader->cells, g_strstrip (g_strdup (reader->cell->str)));
  else if (reader->fault == AMIA_CSV_OK)
    reader->fault = AMIA_CSV_TOO_WIDE;
}

static gboolean
is_blank (const AmiaCsvRow *row)
{
  for (guint i = 0; i < row->n_cells; i++)
    {
      if (*row->cells[i] != '\0')
        return FALSE;
    }

  return row->fault == AMIA_CSV_OK;
}

static void
row_free (gpointer data)
{
  AmiaCsvRow *row = data;

  g_strfreev (row->cells);
  g_free (row);
}

static AmiaCsvRow *
read_row (Reader *reader)
{
  AmiaCsvRow *row = g_new0 (AmiaCsvRow, 1);

  row->line = reader->line;
  reader->fault = AMIA_CSV_OK;
  reader->cells = g_ptr_array_new ();
  for (;;)
    {
      read_cell (reader);
      if (*reader->p != reader->separator)
        break;
      reader->p++;
    }
  pass_end_of_line (reader);

  row->fault = reader->fault;
  row->n_cells = reader->cells->len;
  g_ptr_array_add (reader->cells, NULL);
  row->cells = (char **) g_ptr_array_free (g_steal_pointer (&reader->cells), FALSE);
  return row;
}

/* What some spreadsheets write on a first line of its own: "sep=;". */
static char
read_said_separator (const char *text)
{
  gboolean is_said = g_str_has_prefix (text, "sep=") && text[4] != '\0' &&
                     strchr (";,\t", text[4]) != NULL && is_end_of_line (text[5]);

  return is_said ? text[4] : '\0';
}

/* NULL if there are more than @rows_max rows. */
static AmiaCsv *
read_rows (const char *text,
           char        separator,
           guint       rows_max)
{
  g_autoptr (AmiaCsv) csv = g_new0 (AmiaCsv, 1);
  g_autoptr (GString) cell = g_string_new (NULL);
  Reader reader = { .p = text, .line = 1, .separator = separator, .cell = cell };

  if (read_said_separator (text) != '\0')
    {
      reader.p += strlen ("sep=;");
      pass_end_of_line (&reader);
    }

  csv->rows = g_ptr_array_new_with_free_func (row_free);
  csv->separator = separator;
  while (*reader.p != '\0')
    {
      AmiaCsvRow *row = NULL;

      if (csv->rows->len == rows_max)
        return NULL;

      row = read_row (&reader);
      if (is_blank (row))
        {
          row_free (row);
          continue;
        }
      csv->n_columns = MAX (csv->n_columns, row->n_cells);
      g_ptr_array_add (csv->rows, row);
    }

  return g_steal_pointer (&csv);
}

/* --- The separator -------------------------------------------------------------------------- */

/* The first lines, ends of lines within quotation marks not counted. */
static char *
dup_sample (const char *text)
{
  gboolean    is_quoted = FALSE;
  guint       n_lines = 0;
  const char *p = text;

  for (; *p != '\0' && n_lines < SAMPLE_ROWS; p++)
    {
      if (*p == '"')
        is_quoted = !is_quoted;
      else if (*p == '\n' && !is_quoted)
        n_lines++;
    }

  return g_strndup (text, (gsize) (p - text));
}

/* Rows of equal length speak for a separator, and long rows do. */
static guint
count_agreeing (const char *sample,
                char        separator)
{
  g_autoptr (AmiaCsv) csv = read_rows (sample, separator, G_MAXUINT);
  guint n_cells = csv->rows->len > 0
                      ? ((const AmiaCsvRow *) g_ptr_array_index (csv->rows, 0))->n_cells
                      : 0;
  guint n_agreeing = 0;

  if (n_cells < 2)
    return 0;

  for (guint i = 0; i < csv->rows->len; i++)
    {
      const AmiaCsvRow *row = g_ptr_array_index (csv->rows, i);

      if (row->n_cells == n_cells && row->fault == AMIA_CSV_OK)
        n_agreeing++;
    }

  return n_agreeing * n_cells;
}

static char
guess_separator (const char *text)
{
  static const char separators[] = { ';', '\t', ',' };
  g_autofree char  *sample = dup_sample (text);
  char              best = read_said_separator (text);
  guint             best_count = 0;

  if (best != '\0')
    return best;

  best = ';';
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      guint n = count_agreeing (sample, separators[i]);

      if (n > best_count)
        {
          best = separators[i];
          best_count = n;
        }
    }

  return best;
}

AmiaCsv *
amia_csv_read (const guint8 *data,
               gsize         length,
               char          separator,
               GError      **error)
{
  const char      *encoding = NULL;
  g_autofree char *text = NULL;
  AmiaCsv         *csv = NULL;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  text = decode (data, length, &encoding, error);
  if (text == NULL)
    return NULL;

  if (separator == '\0')
    separator = guess_separator (text);
  csv = read_rows (text, separator, AMIA_CSV_ROWS_MAX);
  if (csv != NULL)
    csv->encoding = encoding;
  else
    g_set_error (error, AMIA_CSV_ERROR, AMIA_CSV_ERROR_LIMIT,
                 "Failed to read the table: it has more than %d rows", AMIA_CSV_ROWS_MAX);
  return csv;
}

const char *
amia_csv_row_get (const AmiaCsvRow *row,
                  guint             column)
{
  g_return_val_if_fail (row != NULL, "");

  return column < row->n_cells ? row->cells[column] : "";
}

void
amia_csv_free (AmiaCsv *csv)
{
  if (csv == NULL)
    return;

  g_ptr_array_unref (csv->rows);
  g_free (csv);
}
