/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-person-number.h"

#include <glib/gi18n.h>

#include "amia-day-input.h"
#include "amia-personnummer.h"

/* The rules are in data/method; here they are put into words. */

static const char *
describe_fault (AmiaPersonnummerFault fault)
{
  switch (fault)
    {
    case AMIA_PERSONNUMMER_FORM:
      return _ ("Write it as YYYYMMDD-NNNN.");
    case AMIA_PERSONNUMMER_DATE:
      return _ ("There is no such day of birth.");
    case AMIA_PERSONNUMMER_FUTURE:
      return _ ("That day of birth is still to come.");
    case AMIA_PERSONNUMMER_CHECK_DIGIT:
      return _ ("A digit is mistyped: the last one does not agree with the others.");
    case AMIA_PERSONNUMMER_OK:
    default:
      return NULL;
    }
}

gboolean
amia_person_number_check (AmiaInput *input)
{
  g_autofree char      *typed = NULL;
  AmiaPersonnummer      number;
  AmiaPersonnummerFault fault = AMIA_PERSONNUMMER_OK;
  GDate                 today;

  g_return_val_if_fail (AMIA_IS_INPUT (input), FALSE);

  typed = amia_input_dup_text (input);
  amia_day_input_get_today (&today);
  if (*typed != '\0')
    fault = amia_personnummer_parse (typed, &today, &number);

  if (fault != AMIA_PERSONNUMMER_OK)
    {
      amia_input_set_message (input, describe_fault (fault));
      return FALSE;
    }

  if (*typed != '\0')
    amia_input_reset (input, number.text);
  amia_input_set_message (input, NULL);
  return TRUE;
}
