/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-csv.h"
#include "amia-date.h"
#include "amia-personnummer.h"
#include "amia-routine.h"

G_BEGIN_DECLS

/**
 * AmiaSelectionReason:
 * @code: what a case's `selection-reason` holds
 * @name: in Swedish, as the method calls it
 *
 * Why somebody on the list is *ej aktuell*.
 */
typedef struct
{
  const char *code;
  const char *name;
} AmiaSelectionReason;

/**
 * amia_selection_get_reasons:
 * @n_reasons: (out): how many
 *
 * Returns: (array length=n_reasons) (transfer none): the reasons, for ever
 */
const AmiaSelectionReason *amia_selection_get_reasons (gsize *n_reasons);

/**
 * amia_selection_find_reason:
 * @code: (nullable): a reason's code
 *
 * Returns: (nullable) (transfer none): its name in Swedish; %NULL for one that is not known
 */
const char *amia_selection_find_reason (const char *code);

/**
 * AmiaSelectionTime:
 * @AMIA_SELECTION_UNKNOWN: no day is known on which the benefit ends
 * @AMIA_SELECTION_ENDED: it has ended
 * @AMIA_SELECTION_LATE: less than three months are left: too late, as the method has it
 * @AMIA_SELECTION_SOON: the routine's day for the first look has passed
 * @AMIA_SELECTION_NOW: the routine's window: up to two months before that day
 * @AMIA_SELECTION_EARLY: there is time
 *
 * Where the last day of somebody's benefit lies in the routine's window.
 */
typedef enum
{
  AMIA_SELECTION_UNKNOWN,
  AMIA_SELECTION_ENDED,
  AMIA_SELECTION_LATE,
  AMIA_SELECTION_SOON,
  AMIA_SELECTION_NOW,
  AMIA_SELECTION_EARLY,
} AmiaSelectionTime;

/**
 * amia_selection_get_time:
 * @routine: (nullable): the sub-project's routine; without one six months, as lists are made
 * @benefit_end: (nullable): the last day of the benefit, `YYYY-MM-DD`
 * @today: which day it is
 *
 * Returns: how much time there is
 */
AmiaSelectionTime amia_selection_get_time (const AmiaRoutine *routine,
                                           const char        *benefit_end,
                                           const GDate       *today);

/* --- Columns of a list ------------------------------------------------------------------------ */

/**
 * AmiaSelectionField:
 *
 * What a column of a list can hold. @AMIA_SELECTION_GIVEN_NAME and @AMIA_SELECTION_FAMILY_NAME
 * become one name; @AMIA_SELECTION_NONE is a column that is passed over.
 */
typedef enum
{
  AMIA_SELECTION_NONE,
  AMIA_SELECTION_NAME,
  AMIA_SELECTION_GIVEN_NAME,
  AMIA_SELECTION_FAMILY_NAME,
  AMIA_SELECTION_PERSONNUMMER,
  AMIA_SELECTION_BENEFIT_END,
  AMIA_SELECTION_MUNICIPALITY,
  AMIA_SELECTION_PHONE,
  AMIA_SELECTION_EMAIL,
  AMIA_SELECTION_ADDRESS,
  AMIA_SELECTION_SUBPROJECT,
  AMIA_SELECTION_NUMBER,
  AMIA_SELECTION_NOTE,
  AMIA_SELECTION_N_FIELDS,
} AmiaSelectionField;

/**
 * amia_selection_field_get_name:
 * @field: a field
 *
 * Returns: (transfer none): its name, as `--map` takes it: `benefit-end`
 */
const char *amia_selection_field_get_name (AmiaSelectionField field);

/**
 * amia_selection_field_find:
 * @name: a field's name
 * @field: (out): the field
 *
 * Returns: %TRUE if there is one of that name
 */
gboolean amia_selection_field_find (const char         *name,
                                    AmiaSelectionField *field);

/**
 * AmiaSelectionMapping:
 * @fields: which field each column holds
 * @n_columns: how many columns
 * @has_headings: whether the first row names the columns
 *
 * How a table is read. No field but %AMIA_SELECTION_NONE stands there twice. Plain data.
 */
typedef struct
{
  AmiaSelectionField fields[AMIA_CSV_CELLS_MAX];
  guint              n_columns;
  gboolean           has_headings;
} AmiaSelectionMapping;

/**
 * amia_selection_guess:
 * @csv: a table
 * @today: a day
 * @mapping: (out caller-allocates): the guess
 *
 * Guesses what the columns hold: from the headings, as lists of FK and AF and people have them; and
 * where there are none, from what stands in the first rows.
 */
void amia_selection_guess (const AmiaCsv        *csv,
                           const GDate          *today,
                           AmiaSelectionMapping *mapping);

/**
 * amia_selection_map:
 * @mapping: a mapping
 * @column: a column
 * @field: what it holds
 *
 * Somebody knows better. Another column that held @field is passed over from now on.
 */
void amia_selection_map (AmiaSelectionMapping *mapping,
                         guint                 column,
                         AmiaSelectionField    field);

/* --- Rows ------------------------------------------------------------------------------------- */

/**
 * AmiaSelectionFault:
 * @AMIA_SELECTION_GOOD: nothing is wrong
 * @AMIA_SELECTION_TABLE: the row can't be cut into cells; see the row's own fault
 * @AMIA_SELECTION_NAMELESS: neither name nor number
 * @AMIA_SELECTION_NUMBER_FORM: the personal identity number is not ten or twelve digits
 * @AMIA_SELECTION_NUMBER_DATE: it begins with a day that is none
 * @AMIA_SELECTION_NUMBER_DIGIT: its last digit does not agree with the others
 * @AMIA_SELECTION_DAY: the last day is not a day
 * @AMIA_SELECTION_REPEATED: the same number stands in a row before
 *
 * Why a row is not taken.
 */
typedef enum
{
  AMIA_SELECTION_GOOD,
  AMIA_SELECTION_TABLE,
  AMIA_SELECTION_NAMELESS,
  AMIA_SELECTION_NUMBER_FORM,
  AMIA_SELECTION_NUMBER_DATE,
  AMIA_SELECTION_NUMBER_DIGIT,
  AMIA_SELECTION_DAY,
  AMIA_SELECTION_REPEATED,
} AmiaSelectionFault;

/**
 * AmiaCandidate:
 * @line: the line of the file
 * @values: (array length=AMIA_SELECTION_N_FIELDS) (element-type utf8): by field, %NULL for none;
 * the two halves of a name are in %AMIA_SELECTION_NAME, number and day as they are stored
 * @fault: why the row is not taken; the values are as far as it was read, then
 * @wrong: (nullable): the cell that is wrong, as it stands in the file
 * @same_line: for %AMIA_SELECTION_REPEATED, the line with the same number
 *
 * A person on the list.
 */
typedef struct
{
  guint              line;
  char              *values[AMIA_SELECTION_N_FIELDS];
  AmiaSelectionFault fault;
  char              *wrong;
  guint              same_line;
} AmiaCandidate;

/**
 * amia_selection_read:
 * @csv: a table
 * @mapping: what its columns hold
 * @today: which day it is
 *
 * Every row becomes a candidate, the good and the bad, in the file's order. A day may be written
 * as amia_date_parse_typed() reads it, or as `14.03.2014`; a personal identity number in any of its
 * forms. Any thread.
 *
 * Returns: (transfer full) (element-type AmiaCandidate): the candidates
 */
GPtrArray *amia_selection_read (const AmiaCsv              *csv,
                                const AmiaSelectionMapping *mapping,
                                const GDate                *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_selection_fault_get_name:
 * @fault: a fault
 *
 * Returns: (transfer none): its name in JSON: `number-digit`
 */
const char *amia_selection_fault_get_name (AmiaSelectionFault fault);

G_END_DECLS
