/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-item.h"
#include "amia-message.h"
#include "amia-moment.h"
#include "amia-raw-json.h"

G_BEGIN_DECLS

/*
 * Single answers: what type they have, whether they are well formed, how they compare. Values are
 * parsed JSON; a list is the caller's to walk through.
 */

/** AmiaValueType: FHIR's type of an answer, as far as comparing goes. */
typedef enum
{
  AMIA_VALUE_NONE,
  AMIA_VALUE_BOOLEAN,
  AMIA_VALUE_INTEGER,
  AMIA_VALUE_DECIMAL,
  AMIA_VALUE_STRING,
  AMIA_VALUE_URI,
  AMIA_VALUE_DATE,
  AMIA_VALUE_DATE_TIME,
  AMIA_VALUE_TIME,
  AMIA_VALUE_CODING,
  AMIA_VALUE_QUANTITY,
  AMIA_VALUE_ATTACHMENT,
  AMIA_VALUE_REFERENCE
} AmiaValueType;

/**
 * amia_value_type_from_name:
 * @name: a choice name such as `valueDate`, `answerCoding`, `initialString`
 *
 * Returns: its type; AMIA_VALUE_NONE if it is none that an answer has
 */
AmiaValueType amia_value_type_from_name (const char *name);

/** amia_value_type_to_name: Returns: (nullable): the choice name, such as `valueDate` */
const char *amia_value_type_to_name (AmiaValueType type);

/**
 * amia_value_get_type:
 * @item: a question
 * @value: an answer to it
 *
 * A choice's answer has the type of the option it is, or is a Coding; words of one's own are a
 * string.
 *
 * Returns: the type; AMIA_VALUE_NONE if @value is nothing that @item could hold
 */
AmiaValueType amia_value_get_type (const AmiaItem *item, const AmiaRaw *value);

/**
 * amia_value_is_empty:
 * @value: (nullable): an answer
 *
 * Returns: %TRUE for null, text of white space only, an empty list or object, and a quantity of
 * which only the unit was chosen
 */
gboolean amia_value_is_empty (const AmiaRaw *value);

/**
 * amia_value_is_well_formed:
 * @type: what it should be
 * @value: what it is
 * @code: (out): why not: AMIA_MESSAGE_WRONG_TYPE, _INVALID_DATE, _INVALID_URI
 *
 * Returns: %TRUE if @value is a possible value of that type
 */
gboolean
amia_value_is_well_formed (AmiaValueType type, const AmiaRaw *value, AmiaMessageCode *code);

/**
 * amia_value_compare:
 * @type_a: the type of @a
 * @a: a value
 * @type_b: the type of @b
 * @b: a value
 *
 * Compares as fhir.hl7.org's enableWhen does: numbers by value, strings by code point, codings by
 * system and code (code alone if @b has no system, display if neither has a code), quantities of
 * the same unit, dates as stretches of time.
 *
 * Returns: AMIA_ORDER_UNKNOWN also for types or units that do not compare; codings, booleans
 *   and references are EQUAL or UNKNOWN
 */
AmiaOrder amia_value_compare (AmiaValueType  type_a,
                              const AmiaRaw *a,
                              AmiaValueType  type_b,
                              const AmiaRaw *b);

/**
 * amia_value_are_comparable:
 * @type_a: a type
 * @type_b: a type
 *
 * Returns: %TRUE if values of these types may be compared: the same type, two numbers, two dates
 */
gboolean amia_value_are_comparable (AmiaValueType type_a, AmiaValueType type_b);

/**
 * amia_value_dup_words:
 * @value: a value
 *
 * Returns: (transfer full): what to call it in a message: its display, code, text or JSON
 */
char *amia_value_dup_words (const AmiaRaw *value);

/**
 * amia_value_find_option:
 * @options: (element-type AmiaOption): permitted values
 * @value: an answer
 *
 * A Coding is its system and code, whatever it is called; where an author gave several options the
 * same code, the one with its display (or, like it, with none) is meant.
 *
 * Returns: (nullable): the option it is, or the first of several
 */
const AmiaOption *amia_value_find_option (GPtrArray *options, const AmiaRaw *value);

G_END_DECLS
