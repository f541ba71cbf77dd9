/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaSlice:
 * @text: first byte; not NUL-terminated
 * @length: number of bytes
 *
 * A stretch of somebody else's bytes. Valid as long as they are.
 */
typedef struct
{
  const char *text;
  gsize       length;
} AmiaSlice;

/**
 * AmiaScanType:
 * @AMIA_SCAN_END: the end of the array or object that is being read
 * @AMIA_SCAN_NULL: null
 * @AMIA_SCAN_BOOLEAN: true or false
 * @AMIA_SCAN_NUMBER: a number
 * @AMIA_SCAN_STRING: a string
 * @AMIA_SCAN_ARRAY: an array
 * @AMIA_SCAN_OBJECT: an object
 * @AMIA_SCAN_ERROR: not JSON (RFC 8259), not UTF-8, or nested deeper than %AMIA_SCAN_DEPTH_MAX
 */
typedef enum
{
  AMIA_SCAN_END,
  AMIA_SCAN_NULL,
  AMIA_SCAN_BOOLEAN,
  AMIA_SCAN_NUMBER,
  AMIA_SCAN_STRING,
  AMIA_SCAN_ARRAY,
  AMIA_SCAN_OBJECT,
  AMIA_SCAN_ERROR,
} AmiaScanType;

#define AMIA_SCAN_DEPTH_MAX 64

/**
 * AmiaScan:
 *
 * Walks the values of one JSON array or object without building a tree, handing out each value as
 * the slice of bytes it was written with. This is what lets the log keep a change exactly as its
 * author wrote it. Strict RFC 8259; json-glib accepts a superset, which a test and a fuzzer hold
 * against it. Plain data on the stack, nothing to free.
 */
typedef struct
{
  const char *at;
  const char *end;
  char        close;
  gboolean    is_first;
} AmiaScan;

/**
 * amia_scan_check:
 * @text: bytes
 * @length: how many
 * @type: (out) (optional): the type of the value
 *
 * Whether @text is exactly one JSON value in valid UTF-8, white space around it allowed. Everything
 * that came from outside passes here once; after that the walk below can't fail on syntax.
 *
 * Returns: %TRUE if it is
 */
gboolean amia_scan_check (const char   *text,
                          gsize         length,
                          AmiaScanType *type) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_scan_enter:
 * @scan: (out): a scan to start
 * @value: a checked value
 *
 * Starts to walk the elements of an array or the members of an object.
 *
 * Returns: %AMIA_SCAN_ARRAY or %AMIA_SCAN_OBJECT, or %AMIA_SCAN_ERROR if @value is neither
 */
AmiaScanType amia_scan_enter (AmiaScan *scan,
                              AmiaSlice value);

/**
 * amia_scan_next:
 * @scan: a scan in an array
 * @value: (out): the next element, its bytes without surrounding white space
 *
 * Returns: the element's type, %AMIA_SCAN_END after the last
 */
AmiaScanType amia_scan_next (AmiaScan  *scan,
                             AmiaSlice *value);

/**
 * amia_scan_next_member:
 * @scan: a scan in an object
 * @name: (out): the member's name, raw: with its quotation marks
 * @value: (out): its value
 *
 * Returns: the value's type, %AMIA_SCAN_END after the last
 */
AmiaScanType amia_scan_next_member (AmiaScan  *scan,
                                    AmiaSlice *name,
                                    AmiaSlice *value);

/**
 * amia_scan_is:
 * @string: a raw string, with quotation marks
 * @text: plain ASCII without characters that JSON escapes
 *
 * Returns: %TRUE if @string is @text written without escapes
 */
gboolean amia_scan_is (AmiaSlice   string,
                       const char *text);

/**
 * amia_scan_dup_string:
 * @string: a raw, checked string with quotation marks
 *
 * Resolves escapes. A string that holds U+0000 or a lone surrogate has no C form.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL for such a string
 */
char *amia_scan_dup_string (AmiaSlice string) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_scan_get_int:
 * @number: a raw number
 * @value: (out): where to put it
 *
 * Returns: %TRUE if it is written as an integer and fits
 */
gboolean amia_scan_get_int (AmiaSlice number,
                            gint64   *value) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_scan_append_string:
 * @out: where to write
 * @text: valid UTF-8
 *
 * Appends @text as a JSON string with quotation marks: only `"`, `\` and control characters are
 * escaped, so that Swedish stays readable.
 */
void amia_scan_append_string (GString    *out,
                              const char *text);

/**
 * amia_scan_append_int:
 * @out: where to append
 * @number: a number
 *
 * Writes a number as JSON; several times as quickly as printf, which a page of changes calls a
 * hundred thousand times.
 */
void amia_scan_append_int (GString *out,
                           gint64   number);

G_END_DECLS
