/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"

G_BEGIN_DECLS

/* An empty list of AmiaRef that frees their fields. */
GArray *_amia_refs_new (void);
/* The empty list that is everybody's, and never added to: nearly all ops replace nothing. */
GArray *_amia_refs_none (void);

G_END_DECLS
