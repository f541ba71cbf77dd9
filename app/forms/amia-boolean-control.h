/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_BOOLEAN_CONTROL (amia_boolean_control_get_type ())
G_DECLARE_FINAL_TYPE (AmiaBooleanControl, amia_boolean_control, AMIA, BOOLEAN_CONTROL, AmiaControl)

/**
 * AmiaBooleanControl:
 *
 * Yes and no as two linked buttons, neither pressed until answered; pressing the pressed one takes
 * the answer back.
 */

G_END_DECLS
