/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A JSON reader that leaves numbers alone. FHIR's decimals carry meaning in their digits (1.10 is
 * not 1.1), which json-glib turns into doubles; it also nests as deep as its input, and answers are
 * stored exactly as they were written. So forms/ reads JSON (RFC 8259, strictly) by itself.
 */

/** AmiaRawKind: what a JSON value is. */
typedef enum
{
  AMIA_RAW_NULL,
  AMIA_RAW_FALSE,
  AMIA_RAW_TRUE,
  AMIA_RAW_NUMBER,
  AMIA_RAW_STRING,
  AMIA_RAW_ARRAY,
  AMIA_RAW_OBJECT
} AmiaRawKind;

typedef struct _AmiaRaw AmiaRaw;

/**
 * AmiaRaw:
 * @kind: what it is
 * @key: (nullable): its name, if it is a member of an object
 * @text: (nullable): a string unescaped, or a number as it was written
 * @first: (nullable): the first element or member
 * @next: (nullable): the next element or member of what this is in
 * @start: where it begins in the document
 * @end: where it ends
 *
 * One JSON value. Owned by its document, read only. The functions below take %NULL for a value that
 * is not there, so that look-ups chain.
 */
struct _AmiaRaw
{
  AmiaRawKind kind;
  guint       n_children;
  const char *key;
  const char *text;
  AmiaRaw    *first;
  AmiaRaw    *next;
  gsize       start;
  gsize       end;
};

/** AmiaRawDocument: a parsed text; immutable, refcounted (atomically). */
typedef struct _AmiaRawDocument AmiaRawDocument;

/**
 * amia_raw_document_new:
 * @data: the text; a byte order mark is passed over
 * @length: its bytes
 * @error: return location
 *
 * Errors: AMIA_FORMS_ERROR_SYNTAX with line and column; AMIA_FORMS_ERROR_LIMIT for more than
 * AMIA_FORMS_MAX_BYTES or AMIA_FORMS_MAX_JSON_DEPTH. NUL (`\u0000`) in a string, which FHIR
 * forbids, is a syntax error.
 *
 * Returns: (transfer full) (nullable): the document
 */
AmiaRawDocument *amia_raw_document_new (const char *data,
                                        gsize       length,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;
AmiaRawDocument *amia_raw_document_ref (AmiaRawDocument *self);
void             amia_raw_document_unref (AmiaRawDocument *self);

/** amia_raw_document_get_root: Returns: (transfer none): the outermost value */
const AmiaRaw *amia_raw_document_get_root (const AmiaRawDocument *self);

/**
 * amia_raw_document_dup_source:
 * @self: a document
 * @value: a value in it
 *
 * Returns: (transfer full): the bytes @value was written with
 */
char *amia_raw_document_dup_source (const AmiaRawDocument *self, const AmiaRaw *value);

/**
 * amia_raw_get:
 * @self: (nullable): a value
 * @key: a name
 *
 * Returns: (nullable): the first member of that name, if @self is an object and has one
 */
const AmiaRaw *amia_raw_get (const AmiaRaw *self, const char *key);

/** amia_raw_get_string: Returns: (nullable): that member's text, if it is a string */
const char *amia_raw_get_string (const AmiaRaw *self, const char *key);

/** amia_raw_get_boolean: Returns: that member's value, %FALSE if it is no boolean */
gboolean amia_raw_get_boolean (const AmiaRaw *self, const char *key);

/** amia_raw_get_array: Returns: (nullable): the first element of that member, if it is an array */
const AmiaRaw *amia_raw_get_array (const AmiaRaw *self, const char *key);

/** amia_raw_is: Returns: %TRUE if @self is a value of that kind */
gboolean amia_raw_is (const AmiaRaw *self, AmiaRawKind kind);

/**
 * amia_raw_append_string:
 * @out: where to
 * @text: any UTF-8 text
 *
 * Writes @text as a JSON string with its quotes.
 */
void amia_raw_append_string (GString *out, const char *text);

/**
 * amia_raw_append:
 * @out: where to
 * @value: a value
 *
 * Writes @value without white space, numbers as they were.
 */
void amia_raw_append (GString *out, const AmiaRaw *value);

/**
 * amia_raw_append_indented:
 * @out: where to
 * @value: a value
 *
 * Writes @value on many lines, indented by two spaces, numbers as they were.
 */
void amia_raw_append_indented (GString *out, const AmiaRaw *value);

/** amia_raw_quote: Returns: (transfer full): @text as a JSON string */
char *amia_raw_quote (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRawDocument, amia_raw_document_unref)

G_END_DECLS
