/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_LINES_CONTROL (amia_lines_control_get_type ())
G_DECLARE_FINAL_TYPE (AmiaLinesControl, amia_lines_control, AMIA, LINES_CONTROL, AmiaControl)

/**
 * AmiaLinesControl:
 *
 * A question that may be answered several times in one field: a line for each answer.
 */

G_END_DECLS
