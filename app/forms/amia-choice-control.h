/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CHOICE_CONTROL (amia_choice_control_get_type ())
G_DECLARE_FINAL_TYPE (AmiaChoiceControl, amia_choice_control, AMIA, CHOICE_CONTROL, AmiaControl)

/**
 * AmiaChoiceControl:
 *
 * A few options to see all at once: one of them (round) or several (square), for open-choice with a
 * field for words of one's own.
 */

G_END_DECLS
