/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_TEXT_CONTROL (amia_text_control_get_type ())
G_DECLARE_FINAL_TYPE (AmiaTextControl, amia_text_control, AMIA, TEXT_CONTROL, AmiaControl)

/**
 * AmiaTextControl:
 *
 * Text that grows from three to fourteen lines; Tab leaves it.
 */

G_END_DECLS
