/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMIA_PERSONNUMMER_TEXT_LENGTH 13

/**
 * AmiaSex:
 * @AMIA_SEX_FEMALE: the last but one digit is even
 * @AMIA_SEX_MALE: it is odd
 *
 * The legal sex that a number tells.
 */
typedef enum
{
  AMIA_SEX_FEMALE,
  AMIA_SEX_MALE,
} AmiaSex;

/**
 * AmiaPersonnummerFault:
 * @AMIA_PERSONNUMMER_OK: nothing is wrong
 * @AMIA_PERSONNUMMER_FORM: not ten or twelve digits in one of the forms
 * @AMIA_PERSONNUMMER_DATE: no such day
 * @AMIA_PERSONNUMMER_FUTURE: a day to come
 * @AMIA_PERSONNUMMER_CHECK_DIGIT: a digit is mistyped: the last one does not agree with the others
 *
 * What is wrong with a number; the program puts it into words.
 */
typedef enum
{
  AMIA_PERSONNUMMER_OK,
  AMIA_PERSONNUMMER_FORM,
  AMIA_PERSONNUMMER_DATE,
  AMIA_PERSONNUMMER_FUTURE,
  AMIA_PERSONNUMMER_CHECK_DIGIT,
} AmiaPersonnummerFault;

/**
 * AmiaPersonnummer:
 * @text: `ÅÅÅÅMMDD-NNNN`, the only form that is stored
 * @birth: the day of birth
 * @sex: the legal sex
 * @is_coordination: whether it is a *samordningsnummer*, given to people who are not registered in
 *   Sweden: the day is increased by 60
 *
 * A Swedish person number. Plain data.
 */
typedef struct
{
  char     text[AMIA_PERSONNUMMER_TEXT_LENGTH + 1];
  GDate    birth;
  AmiaSex  sex;
  gboolean is_coordination;
} AmiaPersonnummer;

/**
 * amia_personnummer_parse:
 * @text: what was typed
 * @today: which century a short number means depends on the day
 * @number: (out caller-allocates): where to put the number; untouched when there is a fault
 *
 * Reads a *personnummer* (Folkbokföringslagen 18 §) or a *samordningsnummer*: `ÅÅÅÅMMDD-NNNN`,
 * `ÅÅÅÅMMDDNNNN`, `ÅÅMMDD-NNNN`, `ÅÅMMDDNNNN`, and `ÅÅMMDD+NNNN` for those who turn 100 this year
 * or have. Spaces are passed over. The check digit is by the Luhn formula over the last ten digits.
 *
 * Returns: %AMIA_PERSONNUMMER_OK or the first thing that is wrong
 */
AmiaPersonnummerFault amia_personnummer_parse (const char       *text,
                                               const GDate      *today,
                                               AmiaPersonnummer *number) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_personnummer_get_check_digit:
 * @digits: at least nine digits, `ÅÅMMDDNNN`
 *
 * Returns: the tenth, as a character
 */
char amia_personnummer_get_check_digit (const char *digits);

G_END_DECLS
