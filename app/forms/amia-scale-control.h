/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SCALE_CONTROL (amia_scale_control_get_type ())
G_DECLARE_FINAL_TYPE (AmiaScaleControl, amia_scale_control, AMIA, SCALE_CONTROL, AmiaControl)

/**
 * AmiaScaleControl:
 *
 * A self-rating of at most eleven steps with named ends: one mark for each, none chosen until
 * answered.
 */

G_END_DECLS
