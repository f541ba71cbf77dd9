/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-record.h"
#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * AmiaRecordInput:
 * @AMIA_RECORD_INPUT_TEXT: one line
 * @AMIA_RECORD_INPUT_LINES: several lines
 * @AMIA_RECORD_INPUT_DAY: a day, typed as people say it
 * @AMIA_RECORD_INPUT_NUMBER: a number, with comma or point
 * @AMIA_RECORD_INPUT_CHOICE: one of a few, or none
 *
 * How a field is filled in.
 */
typedef enum
{
  AMIA_RECORD_INPUT_TEXT,
  AMIA_RECORD_INPUT_LINES,
  AMIA_RECORD_INPUT_DAY,
  AMIA_RECORD_INPUT_NUMBER,
  AMIA_RECORD_INPUT_CHOICE,
} AmiaRecordInput;

/**
 * AmiaRecordChoice:
 * @code: what is kept
 * @words: what is shown, to be translated
 *
 * One of a few values.
 */
typedef struct
{
  const char *code;
  const char *words;
} AmiaRecordChoice;

/**
 * AmiaRecordField:
 * @name: the field's name in the table of kinds
 * @label: what it is called, to be translated
 * @input: how it is filled in
 * @help: (nullable): a word of help, to be translated
 * @choices: (nullable) (array length=n_choices): what there is to choose from
 * @n_choices: how many
 *
 * A field as it stands on a page.
 */
typedef struct
{
  const char             *name;
  const char             *label;
  AmiaRecordInput         input;
  const char             *help;
  const AmiaRecordChoice *choices;
  gsize                   n_choices;
} AmiaRecordField;

#define AMIA_TYPE_RECORD_FIELDS (amia_record_fields_get_type ())
G_DECLARE_FINAL_TYPE (AmiaRecordFields, amia_record_fields, AMIA, RECORD_FIELDS, GtkWidget)

/**
 * AmiaRecordFields:
 *
 * The fields of one record, one below the other, each kept when it is left or typing pauses. A
 * field with two versions shows both in its place. Follows the replica: what a colleague writes
 * comes in, but never into a field in which somebody is typing. What is not the reader's to change
 * is shown as text.
 *
 * The signal `loaded` is emitted whenever the record has been read, and `gone` when it is not there
 * any more. The record is made by the first field that gets a value, if it was not there.
 */

/**
 * amia_record_fields_new:
 * @replica: the replica
 * @kind: the record's kind
 * @id: its id, which may be new
 * @case_id: (nullable): its case
 * @fields: (array length=n_fields): the fields; must live as long as the widget
 * @n_fields: how many
 *
 * Returns: (transfer floating): the fields, empty until the record has been read
 */
GtkWidget *amia_record_fields_new (AmiaReplica           *replica,
                                   const char            *kind,
                                   const AmiaUuid        *id,
                                   const AmiaUuid        *case_id,
                                   const AmiaRecordField *fields,
                                   gsize                  n_fields);

/**
 * amia_record_fields_add_default:
 * @fields: the fields of a record that is not there yet
 * @name: a field
 * @text: its value
 *
 * Says what else a new record says of itself, whatever is filled in first.
 */
void amia_record_fields_add_default (AmiaRecordFields *fields,
                                     const char       *name,
                                     const char       *text);

/**
 * amia_record_fields_get_record:
 * @fields: some fields
 *
 * Returns: (transfer none) (nullable): the record as last read; %NULL if there is none (yet)
 */
const AmiaRecord *amia_record_fields_get_record (AmiaRecordFields *fields);

/**
 * amia_record_fields_is_own:
 * @fields: some fields
 *
 * Of records that are in no case only the agency that made one changes it (amia_may_write()).
 *
 * Returns: %TRUE if the reader may change the record, so far as is known here
 */
gboolean amia_record_fields_is_own (AmiaRecordFields *fields);

G_END_DECLS
