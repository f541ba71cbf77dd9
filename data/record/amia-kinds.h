/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaScope:
 * @AMIA_SCOPE_CASE: the members of the record's case
 * @AMIA_SCOPE_PERSON: the members of any case that names this participant
 * @AMIA_SCOPE_PAIR: the two caseworkers of the case, nobody else
 * @AMIA_SCOPE_ORGANISATION: everybody on the server
 *
 * Who may come in question as a reader of a record at all; its contents then follow area and
 * consent. What is only this device's own (drafts, window state) is not in the log and has no
 * kind.
 */
typedef enum
{
  AMIA_SCOPE_CASE,
  AMIA_SCOPE_PERSON,
  AMIA_SCOPE_PAIR,
  AMIA_SCOPE_ORGANISATION,
} AmiaScope;

/**
 * AmiaFieldType:
 * @AMIA_FIELD_STRING: one line of text
 * @AMIA_FIELD_TEXT: text with line breaks
 * @AMIA_FIELD_BOOLEAN: true or false
 * @AMIA_FIELD_NUMBER: a number
 * @AMIA_FIELD_DATE: a date, `YYYY-MM-DD`
 * @AMIA_FIELD_REFERENCE: the id of another record
 * @AMIA_FIELD_STRINGS: a list of strings
 * @AMIA_FIELD_JSON: any JSON value; the forms engine knows what it means
 *
 * What a field holds. null, which means "no longer answered", is allowed everywhere.
 */
typedef enum
{
  AMIA_FIELD_STRING,
  AMIA_FIELD_TEXT,
  AMIA_FIELD_BOOLEAN,
  AMIA_FIELD_NUMBER,
  AMIA_FIELD_DATE,
  AMIA_FIELD_REFERENCE,
  AMIA_FIELD_STRINGS,
  AMIA_FIELD_JSON,
} AmiaFieldType;

/**
 * AmiaFieldFlags:
 * @AMIA_FIELD_NONE: nothing special
 * @AMIA_FIELD_ENVELOPE: visible to every member of the case whatever the consents say
 * @AMIA_FIELD_SEARCHED: its words go into the search index
 * @AMIA_FIELD_LATER: may be written after the record of an append-only kind was added
 * @AMIA_FIELD_PREFIX: the name is a prefix: every field that begins with it is of this type
 * @AMIA_FIELD_TEMPLATE_AREA: the area is the template's; the forms engine stamps it on the op
 */
typedef enum
{
  AMIA_FIELD_NONE = 0,
  AMIA_FIELD_ENVELOPE = 1 << 0,
  AMIA_FIELD_SEARCHED = 1 << 1,
  AMIA_FIELD_LATER = 1 << 2,
  AMIA_FIELD_PREFIX = 1 << 3,
  AMIA_FIELD_TEMPLATE_AREA = 1 << 4,
} AmiaFieldFlags;

/**
 * AmiaField:
 * @name: the name, also in JSON and on the wire
 * @type: what it holds
 * @area: the consent area its contents belong to (`basics`, `health`, `work`, `economy`, `social`,
 *   `plan`, `closing`)
 * @flags: see #AmiaFieldFlags
 */
typedef struct
{
  const char    *name;
  AmiaFieldType  type;
  const char    *area;
  AmiaFieldFlags flags;
} AmiaField;

/**
 * AmiaKind:
 * @name: the name, also in JSON and on the wire
 * @scope: who comes in question as a reader
 * @is_append_only: %TRUE if a record is written whole in one change and never changed after
 * @fields: the fields
 * @n_fields: how many
 *
 * One row of the table of all kinds of record: the single place that says what AMiA knows about a
 * case. Store, server, tool and app all read it.
 */
typedef struct
{
  const char      *name;
  AmiaScope        scope;
  gboolean         is_append_only;
  const AmiaField *fields;
  gsize            n_fields;
} AmiaKind;

/**
 * amia_kinds_get_all:
 * @n_kinds: (out): how many
 *
 * The tests go through all kinds by it; the program asks for one at a time.
 *
 * Returns: (array length=n_kinds) (transfer none): the whole table, for ever
 */
const AmiaKind *amia_kinds_get_all (gsize *n_kinds);

/**
 * amia_kind_find:
 * @name: a kind's name
 *
 * Returns: (nullable): the kind, or %NULL for one that a newer program knows: it is kept and
 *   passed on untouched
 */
const AmiaKind *amia_kind_find (const char *name);

/**
 * amia_kind_find_field:
 * @kind: (nullable): a kind
 * @name: a field's name, `answer/…` included
 *
 * Returns: (nullable): the field, or %NULL for one that this program does not know
 */
const AmiaField *amia_kind_find_field (const AmiaKind *kind,
                                       const char     *name);

/**
 * amia_kind_has_answers:
 * @kind: (nullable): a kind
 *
 * `form` for the team of a case, `pair-form` for its two caseworkers, `survey` for answers under a
 * number: all three are filled-in questionnaires.
 *
 * Returns: %TRUE if records of the kind hold the answers to a questionnaire
 */
gboolean amia_kind_has_answers (const AmiaKind *kind);

/**
 * amia_field_check:
 * @field: a field
 * @value: a JSON value, checked for syntax
 * @error: return location
 *
 * Whether @value is of the field's type. null always is.
 *
 * Returns: %TRUE if the field can hold @value; else %AMIA_RECORD_ERROR_VALUE
 */
gboolean amia_field_check (const AmiaField *field,
                           const char      *value,
                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_kind_check_write:
 * @kind: (nullable): a kind, or %NULL for one that this program does not know
 * @name: a field's name
 * @value: a JSON value
 * @exists: whether the record was there before the change
 * @error: return location
 *
 * Whether a change may set this field: the value is of the field's type, and a record of an
 * append-only kind is written in one change and, but for its %AMIA_FIELD_LATER fields, never again.
 * What this program does not know passes: a newer one does.
 *
 * Returns: %TRUE if so; else %AMIA_RECORD_ERROR_VALUE or %AMIA_RECORD_ERROR_APPEND_ONLY
 */
gboolean amia_kind_check_write (const AmiaKind *kind,
                                const char     *name,
                                const char     *value,
                                gboolean        exists,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_areas_get_all:
 * @n_areas: (out): how many
 *
 * Returns: (array length=n_areas) (transfer none): the areas that consents are given for, for ever
 */
const char *const *amia_areas_get_all (gsize *n_areas);

/**
 * AMIA_AREA_OWN:
 *
 * The area of what nobody has given one. No consent is ever for it, so it stays with the agency
 * that wrote it.
 */
#define AMIA_AREA_OWN "own"

/**
 * amia_area_is_known:
 * @area: an area's name
 *
 * Returns: %TRUE if it is one of the areas that consents are given for
 */
gboolean amia_area_is_known (const char *area);

G_END_DECLS
