/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-record.h"

G_BEGIN_DECLS

/**
 * amia_form_day_find_begun:
 * @record: a record with at least one value
 * @day: (out caller-allocates): the local day of the oldest value that is shown
 *
 * When a form was begun that does not say itself what day it is of. Any thread.
 */
void amia_form_day_find_begun (const AmiaRecord *record,
                               GDate            *day);

G_END_DECLS
