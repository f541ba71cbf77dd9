/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_ENTRY_CONTROL (amia_entry_control_get_type ())
G_DECLARE_FINAL_TYPE (AmiaEntryControl, amia_entry_control, AMIA, ENTRY_CONTROL, AmiaControl)

/**
 * AmiaEntryControl:
 *
 * One line: a string, a number with its unit after it, a date, a time, an address.
 */

G_END_DECLS
