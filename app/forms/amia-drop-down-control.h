/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_DROP_DOWN_CONTROL (amia_drop_down_control_get_type ())
G_DECLARE_FINAL_TYPE (
    AmiaDropDownControl, amia_drop_down_control, AMIA, DROP_DOWN_CONTROL, AmiaControl)

/**
 * AmiaDropDownControl:
 *
 * One of many options, in a list that can be searched by typing.
 */

G_END_DECLS
