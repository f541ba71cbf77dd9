/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * AmiaRecordFieldKind:
 * @AMIA_RECORD_FIELD_TEXT: a line
 * @AMIA_RECORD_FIELD_LINES: a text
 * @AMIA_RECORD_FIELD_DAY: a day, typed as amia_date_parse_typed() reads it
 * @AMIA_RECORD_FIELD_NUMBER: a number that is not negative, with comma or point
 * @AMIA_RECORD_FIELD_TIMES: times of the week, see amia_plan_times_from_typed()
 * @AMIA_RECORD_FIELD_CHOICE: one of some codes, see amia_record_form_set_choices()
 *
 * How a field is filled in.
 */
typedef enum
{
  AMIA_RECORD_FIELD_TEXT,
  AMIA_RECORD_FIELD_LINES,
  AMIA_RECORD_FIELD_DAY,
  AMIA_RECORD_FIELD_NUMBER,
  AMIA_RECORD_FIELD_TIMES,
  AMIA_RECORD_FIELD_CHOICE,
} AmiaRecordFieldKind;

/**
 * AmiaRecordField:
 * @name: the field, as the table of kinds has it
 * @label: what it is called, to be translated
 * @help: (nullable): a word of help, to be translated
 * @kind: how it is filled in
 *
 * A field of a form.
 */
typedef struct
{
  const char         *name;
  const char         *label;
  const char         *help;
  AmiaRecordFieldKind kind;
} AmiaRecordField;

/**
 * AmiaRecordChoice:
 * @code: what the record holds
 * @words: the same for people, to be translated
 *
 * One of some values.
 */
typedef struct
{
  const char *code;
  const char *words;
} AmiaRecordChoice;

#define AMIA_TYPE_RECORD_FORM (amia_record_form_get_type ())
G_DECLARE_FINAL_TYPE (AmiaRecordForm, amia_record_form, AMIA, RECORD_FORM, GtkWidget)

/**
 * AmiaRecordForm:
 *
 * The fields of one record to fill in, one under the other. There is no button to save: what is
 * typed is written at a pause or when the field is left, and what somebody else writes is shown. A
 * field with two versions shows both in its place. What is not the reader's to change is shown as
 * text. Main thread.
 *
 * The signal `changed` is emitted when the record was read, `gone` when it was there before and has
 * been taken away.
 */

/**
 * amia_record_form_new:
 * @replica: the replica
 * @kind: the record's kind
 * @id: the record, which need not exist yet
 * @case_id: (nullable): its case
 * @fields: (array length=n_fields): the fields in order; a table that lasts for ever
 * @n_fields: how many
 *
 * Returns: (transfer floating): the form, filled as soon as the record has been read
 */
GtkWidget *amia_record_form_new (AmiaReplica           *replica,
                                 const char            *kind,
                                 const AmiaUuid        *id,
                                 const AmiaUuid        *case_id,
                                 const AmiaRecordField *fields,
                                 gsize                  n_fields);

/**
 * amia_record_form_set_choices:
 * @form: a form
 * @field: a field of the kind %AMIA_RECORD_FIELD_CHOICE
 * @codes: (array zero-terminated=1): what the record holds; an empty one stands for nothing
 * @words: (array zero-terminated=1): the same for people, as many
 */
void amia_record_form_set_choices (AmiaRecordForm    *form,
                                   const char        *field,
                                   const char *const *codes,
                                   const char *const *words);

/**
 * amia_record_form_set_table:
 * @form: a form
 * @field: a field of the kind %AMIA_RECORD_FIELD_CHOICE
 * @choices: (array length=n_choices): what there is to choose from, or to leave open
 * @n_choices: how many
 *
 * amia_record_form_set_choices() for what is always the same.
 */
void amia_record_form_set_table (AmiaRecordForm         *form,
                                 const char             *field,
                                 const AmiaRecordChoice *choices,
                                 gsize                   n_choices);

/**
 * amia_record_form_set_initial_text:
 * @form: a form
 * @field: a field of the kind
 * @text: plain text
 *
 * amia_record_form_set_initial() with a string.
 */
void amia_record_form_set_initial_text (AmiaRecordForm *form,
                                        const char     *field,
                                        const char     *text);

/**
 * amia_record_form_set_initial:
 * @form: a form
 * @field: a field of the kind
 * @value: (nullable): one JSON value; %NULL for none
 *
 * A new record comes into being with the first thing that is typed, and gets this with it.
 */
void amia_record_form_set_initial (AmiaRecordForm *form,
                                   const char     *field,
                                   const char     *value);

/**
 * amia_record_form_type:
 * @form: a form
 * @field: a field that is typed
 * @text: what to put into it
 *
 * As if somebody had typed @text and left the field, for a control beside the form that says the
 * same in another way.
 *
 * Returns: %FALSE if nobody could type there now: it is not the reader's to change, two versions of
 *   it stand side by side, or it has not been read yet
 */
gboolean amia_record_form_type (AmiaRecordForm *form,
                                const char     *field,
                                const char     *text);

/**
 * amia_record_form_get_record:
 * @form: a form
 *
 * Returns: (transfer none) (nullable): the record as it was read last; %NULL before that and for
 *   one that does not exist yet
 */
const AmiaRecord *amia_record_form_get_record (AmiaRecordForm *form);

/**
 * amia_record_form_is_own:
 * @form: a form
 *
 * Of records that are in no case only the agency that made one changes it (amia_may_write()).
 *
 * Returns: %TRUE if the reader may change the record, so far as is known here
 */
gboolean amia_record_form_is_own (AmiaRecordForm *form);

G_END_DECLS
