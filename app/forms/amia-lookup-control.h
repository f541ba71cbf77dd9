/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

#define AMIA_TYPE_LOOKUP_CONTROL (amia_lookup_control_get_type ())

/**
 * AmiaLookupControl:
 *
 * A choice from a long list: what is typed narrows the list down, wherever in the words it stands;
 * Down goes into the list, Enter takes the first of what is left. In an open choice, words that are
 * not in the list are an answer too.
 */
G_DECLARE_FINAL_TYPE (AmiaLookupControl, amia_lookup_control, AMIA, LOOKUP_CONTROL, AmiaControl)

G_END_DECLS
