/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AMIA_CSV_BYTES_MAX: the largest table that is read */
#define AMIA_CSV_BYTES_MAX (16 * 1024 * 1024)

/** AMIA_CSV_ROWS_MAX: the most rows of a table */
#define AMIA_CSV_ROWS_MAX 50000

/** AMIA_CSV_CELLS_MAX: the most cells of a row */
#define AMIA_CSV_CELLS_MAX 256

/**
 * AmiaCsvError:
 * @AMIA_CSV_ERROR_LIMIT: more bytes or rows than are read
 * @AMIA_CSV_ERROR_BINARY: not a text: it has NUL bytes, or begins like a spreadsheet's own file
 *
 * Why a file is not a table at all.
 */
typedef enum
{
  AMIA_CSV_ERROR_LIMIT,
  AMIA_CSV_ERROR_BINARY,
} AmiaCsvError;

#define AMIA_CSV_ERROR (amia_csv_error_quark ())
GQuark amia_csv_error_quark (void);

/**
 * AmiaCsvFault:
 * @AMIA_CSV_OK: nothing is wrong
 * @AMIA_CSV_OPEN_QUOTE: a quotation mark that is never closed; the row is the rest of the file
 * @AMIA_CSV_AFTER_QUOTE: something else than a separator follows a closing quotation mark
 * @AMIA_CSV_TOO_WIDE: more than %AMIA_CSV_CELLS_MAX cells
 *
 * What is wrong with one row; the others are not touched by it.
 */
typedef enum
{
  AMIA_CSV_OK,
  AMIA_CSV_OPEN_QUOTE,
  AMIA_CSV_AFTER_QUOTE,
  AMIA_CSV_TOO_WIDE,
} AmiaCsvFault;

/**
 * AmiaCsvRow:
 * @line: the line of the file that it begins on, from 1
 * @cells: (array zero-terminated=1): what stands in it, without blanks at the ends
 * @n_cells: how many cells
 * @fault: what is wrong with it
 */
typedef struct
{
  guint        line;
  char       **cells;
  guint        n_cells;
  AmiaCsvFault fault;
} AmiaCsvRow;

/**
 * AmiaCsv:
 * @rows: (element-type AmiaCsvRow): rows in which there is anything at all
 * @n_columns: the most cells of any row
 * @separator: what stands between cells: `;`, `,` or a tab
 * @encoding: (transfer none): `UTF-8`, `UTF-16` or `Windows-1252`
 *
 * A table as others' programs save it. Plain data.
 */
typedef struct
{
  GPtrArray  *rows;
  guint       n_columns;
  char        separator;
  const char *encoding;
} AmiaCsv;

/**
 * amia_csv_read:
 * @data: (array length=length): the bytes of a file
 * @length: how many
 * @separator: `;`, `,` or a tab; 0 to take the one that cuts the first rows best
 * @error: return location
 *
 * Reads a table by RFC 4180, and as it is in truth: any end of line, semicolons as Swedish
 * spreadsheets write them, UTF-8 with or without its mark, UTF-16 with one, else Windows-1252. Rows
 * that can't be read are kept with their fault, so that somebody can be told which. Any thread;
 * cost: the length.
 *
 * Returns: (transfer full): the table, or %NULL with an #AmiaCsvError
 */
AmiaCsv *amia_csv_read (const guint8 *data,
                        gsize         length,
                        char          separator,
                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_csv_row_get:
 * @row: a row
 * @column: a column, from 0
 *
 * Returns: (transfer none): what stands there; empty where the row is shorter
 */
const char *amia_csv_row_get (const AmiaCsvRow *row,
                              guint             column);

/**
 * amia_csv_free:
 * @csv: (transfer full): a table
 */
void amia_csv_free (AmiaCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCsv, amia_csv_free)

G_END_DECLS
