/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"

G_BEGIN_DECLS

/* An empty list of AmiaRef that frees their fields. */
GArray *_amia_refs_new (void);

G_END_DECLS
