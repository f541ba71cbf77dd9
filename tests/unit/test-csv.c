/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-csv.h"

/* Tables as others' programs save them: encodings, separators, quotation marks, and bytes that were
 * never meant to be a table. */

/* "1:a|b 2:c|d!1": lines, cells, and the fault of a row after an exclamation mark. */
static char *
describe (const AmiaCsv *csv)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < csv->rows->len; i++)
    {
      const AmiaCsvRow *row = g_ptr_array_index (csv->rows, i);
      g_autofree char  *cells = g_strjoinv ("|", row->cells);

      g_string_append_printf (words, "%s%u:%s", i > 0 ? " " : "", row->line, cells);
      if (row->fault != AMIA_CSV_OK)
        g_string_append_printf (words, "!%d", row->fault);
    }

  return g_string_free (words, FALSE);
}

static void
test_rows (void)
{
  static const struct
  {
    const char *text;
    char        separator; /* as it is found */
    const char *rows;
  } rows[] = {
    { "", ';', "" },
    { "\n\r\n ; \n", ';', "" },
    { "a;b\nc;d\n", ';', "1:a|b 2:c|d" },
    { "a;b\r\nc;d", ';', "1:a|b 2:c|d" },
    { "a;b\rc;d\r", ';', "1:a|b 2:c|d" },
    { "a,b\nc,d\n", ',', "1:a|b 2:c|d" },
    { "a\tb\nc\td\n", '\t', "1:a|b 2:c|d" },
    { "Ek, Anna;1\nÅs, Bo;2\n", ';', "1:Ek, Anna|1 2:Ås, Bo|2" },
    { "sep=,\na,b;c\n", ',', "2:a|b;c" },
    { " a ; b \n\nc;d\n", ';', "1:a|b 3:c|d" },
    { "a;b\nc\n", ';', "1:a|b 2:c" },
    { "\"a;b\";c\n", ';', "1:a;b|c" },
    { "\"sa \"\"hej\"\"\";c\n", ';', "1:sa \"hej\"|c" },
    { "\"två\nrader\";c\nd;e\n", ';', "1:två\nrader|c 3:d|e" },
    { "\"a\" ;b\n", ';', "1:a|b" },
    { "a\"b;c\n", ';', "1:a\"b|c" },
    { "\"a\"b;c\nd;e\n", ';', "1:ab|c!2 2:d|e" },
    { "a;b\n\"c;d\ne;f\n", ';', "1:a|b 2:c;d\ne;f!1" },
    { ";;\nx;;\n", ';', "2:x||" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaCsv) csv =
          amia_csv_read ((const guint8 *) rows[i].text, strlen (rows[i].text), 0, &error);
      g_autofree char *words = NULL;

      g_assert_no_error (error);
      words = describe (csv);
      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (words, ==, rows[i].rows);
      g_assert_cmpint (csv->separator, ==, rows[i].separator);
    }
}

static void
test_encodings (void)
{
  static const struct
  {
    const char *data;
    gsize       length;
    const char *encoding;
    const char *cell;
  } rows[] = {
    { "Åsa", 4, "UTF-8", "Åsa" },
    { "\xef\xbb\xbf"
      "Åsa",
      7, "UTF-8", "Åsa" },
    { "\xc5sa \x80 \x96", 7, "Windows-1252", "Åsa € –" },
    { "\x81x", 2, "Windows-1252", "\xef\xbf\xbdx" },
    { "\xff\xfe\xc5\0s\0a\0", 8, "UTF-16", "Åsa" },
    { "\xfe\xff\0\xc5\0s\0a", 8, "UTF-16", "Åsa" },
    { "\xff\xfe\x3d\xd8\x00\xde", 6, "UTF-16", "\xf0\x9f\x98\x80" },
    { "\xff\xfe\x3d\xd8", 4, "UTF-16", "\xef\xbf\xbd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaCsv) csv =
          amia_csv_read ((const guint8 *) rows[i].data, rows[i].length, 0, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (csv->encoding, ==, rows[i].encoding);
      g_assert_cmpuint (csv->rows->len, ==, 1);
      g_assert_cmpstr (amia_csv_row_get (g_ptr_array_index (csv->rows, 0), 0), ==, rows[i].cell);
    }
}

static void
test_refuses_what_is_no_text (void)
{
  static const char zip[] = "PK\003\004\0\0xl/worksheets";
  g_autoptr (GError) error = NULL;

  g_assert_null (amia_csv_read ((const guint8 *) zip, sizeof zip, 0, &error));
  g_assert_error (error, AMIA_CSV_ERROR, AMIA_CSV_ERROR_BINARY);
}

static void
test_limits (void)
{
  g_autofree char   *lines = g_malloc (2 * (AMIA_CSV_ROWS_MAX + 1));
  g_autofree char   *wide = g_strnfill (AMIA_CSV_CELLS_MAX + 5, ';');
  g_autofree guint8 *many = g_malloc (AMIA_CSV_BYTES_MAX + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaCsv) csv = NULL;
  const AmiaCsvRow *row = NULL;

  for (gsize i = 0; i < AMIA_CSV_ROWS_MAX + 1; i++)
    memcpy (lines + 2 * i, "a\n", 2);
  g_assert_null (
      amia_csv_read ((const guint8 *) lines, 2 * (AMIA_CSV_ROWS_MAX + 1), ';', &error));
  g_assert_error (error, AMIA_CSV_ERROR, AMIA_CSV_ERROR_LIMIT);
  g_clear_error (&error);

  memset (many, 'a', AMIA_CSV_BYTES_MAX + 1);
  g_assert_null (amia_csv_read (many, AMIA_CSV_BYTES_MAX + 1, ';', &error));
  g_assert_error (error, AMIA_CSV_ERROR, AMIA_CSV_ERROR_LIMIT);
  g_clear_error (&error);

  csv = amia_csv_read ((const guint8 *) wide, strlen (wide), ';', &error);
  g_assert_no_error (error);
  row = g_ptr_array_index (csv->rows, 0);
  g_assert_cmpint (row->fault, ==, AMIA_CSV_TOO_WIDE);
  g_assert_cmpuint (row->n_cells, ==, AMIA_CSV_CELLS_MAX);
}

/* Whatever the bytes, no cell goes missing without a fault and all text is UTF-8. */
static void
test_hostile_bytes (void)
{
  static const char letters[] = "\"\";;,,\t\n\r a\xc5\xff\xfe\xef\xbb\xbf=sep";
  g_autoptr (GRand) random = g_rand_new_with_seed (1884);

  for (guint round = 0; round < 3000; round++)
    {
      guint8 data[64];
      gsize  length = (gsize) g_rand_int_range (random, 0, sizeof data);
      g_autoptr (AmiaCsv) csv = NULL;

      for (gsize i = 0; i < length; i++)
        data[i] = (guint8) letters[g_rand_int_range (random, 0, sizeof letters - 1)];

      csv = amia_csv_read (data, length, 0, NULL);
      g_assert_nonnull (csv);
      for (guint i = 0; i < csv->rows->len; i++)
        {
          const AmiaCsvRow *row = g_ptr_array_index (csv->rows, i);

          g_assert_cmpuint (row->n_cells, ==, g_strv_length (row->cells));
          g_assert_cmpuint (row->n_cells, <=, csv->n_columns);
          for (guint k = 0; k < row->n_cells; k++)
            g_assert_true (g_utf8_validate (row->cells[k], -1, NULL));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/rows", test_rows);
  g_test_add_func ("/csv/encodings", test_encodings);
  g_test_add_func ("/csv/refuses-what-is-no-text", test_refuses_what_is_no_text);
  g_test_add_func ("/csv/limits", test_limits);
  g_test_add_func ("/csv/hostile-bytes", test_hostile_bytes);

  return g_test_run ();
}
