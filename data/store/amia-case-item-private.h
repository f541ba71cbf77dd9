/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-list.h"

G_BEGIN_DECLS

/* Makes a placeholder. */
AmiaCaseItem *_amia_case_item_new (const AmiaUuid *id);

/* Gives it what to show, and says so by `filled`. */
void _amia_case_item_take_row (AmiaCaseItem *self,
                               AmiaCaseRow  *row);

G_END_DECLS
