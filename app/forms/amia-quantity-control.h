/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_QUANTITY_CONTROL (amia_quantity_control_get_type ())
G_DECLARE_FINAL_TYPE (
    AmiaQuantityControl, amia_quantity_control, AMIA, QUANTITY_CONTROL, AmiaControl)

/**
 * AmiaQuantityControl:
 *
 * A number and its unit.
 */

G_END_DECLS
