/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaClosingCause:
 * @code: what a case's `outcome` holds
 * @name: in Swedish, as the method calls it
 *
 * Why a case was closed (*avslutsorsak*).
 */
typedef struct
{
  const char *code;
  const char *name;
} AmiaClosingCause;

/**
 * amia_closing_get_causes:
 * @n_causes: (out): how many
 *
 * Returns: (array length=n_causes) (transfer none): the causes, for ever
 */
const AmiaClosingCause *amia_closing_get_causes (gsize *n_causes);

/**
 * amia_closing_find_cause:
 * @code: (nullable): a code
 *
 * Returns: (nullable) (transfer none): its name in Swedish; %NULL for one that is not known
 */
const char *amia_closing_find_cause (const char *code);

/**
 * amia_closing_get_classes:
 * @n_classes: (out): how many
 *
 * What `status-90` and `status-270` hold: the four classes of the follow-up after ALI.
 *
 * Returns: (array length=n_classes) (transfer none): the classes, for ever
 */
const AmiaClosingCause *amia_closing_get_classes (gsize *n_classes);

/**
 * AmiaClosingFault:
 * @AMIA_CLOSING_POSSIBLE: it can be closed
 * @AMIA_CLOSING_CLOSED: it is closed already
 * @AMIA_CLOSING_DOCUMENT: FK and AF have not both approved the slutdokumentation as it stands
 * @AMIA_CLOSING_CAUSE: there is no cause
 * @AMIA_CLOSING_WAY_ON: there is no way on (*vägval*)
 * @AMIA_CLOSING_DAY: the last day is none, or is to come
 *
 * What stops a case from being closed.
 */
typedef enum
{
  AMIA_CLOSING_POSSIBLE,
  AMIA_CLOSING_CLOSED,
  AMIA_CLOSING_DOCUMENT,
  AMIA_CLOSING_CAUSE,
  AMIA_CLOSING_WAY_ON,
  AMIA_CLOSING_DAY,
} AmiaClosingFault;

/**
 * AmiaClosing:
 * @status: (nullable): the case's status
 * @is_approved: whether FK and AF have approved the slutdokumentation as it stands
 * @cause: (nullable): why it is closed
 * @way_on: (nullable): where the participant goes: the code of an end state
 * @day: (nullable): the last day, ISO
 *
 * A case that somebody wants to close.
 */
typedef struct
{
  const char *status;
  gboolean    is_approved;
  const char *cause;
  const char *way_on;
  const char *day;
} AmiaClosing;

/**
 * amia_closing_check:
 * @closing: a case
 * @today: the day, ISO
 *
 * The one hard rule at the end of the method: a case is never closed without a slutdokumentation
 * that both agencies have approved. Cause and way on are what figures are made of. Any thread.
 *
 * Returns: the first thing that stops it
 */
AmiaClosingFault amia_closing_check (const AmiaClosing *closing,
                                     const char        *today);

/**
 * amia_closing_fault_get_name:
 * @fault: a fault
 *
 * Returns: (transfer none): its name in scripts
 */
const char *amia_closing_fault_get_name (AmiaClosingFault fault);

G_END_DECLS
