/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-kinds.h"

G_BEGIN_DECLS

/* The table itself, in amia-kinds-table.c; for amia-kinds.c alone. */
extern const AmiaKind _amia_kinds[];
extern const gsize    _amia_n_kinds;

G_END_DECLS
