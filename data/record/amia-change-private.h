/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"

G_BEGIN_DECLS

/* An empty list of AmiaRef that frees their fields. */
GArray *_amia_refs_new (void);
/* The empty list that is everybody's, and never added to: nearly all ops replace nothing. */
GArray *_amia_refs_none (void);

/* An op with room for @n_bytes of texts behind it, which @texts is set to: they are one piece of
 * memory, since a page has some hundred thousand of them, and to get and give back five pieces each
 * takes longer than to read them. Nothing but its references is freed by itself. */
AmiaOp *_amia_op_alloc (gsize n_bytes, char **texts);

G_END_DECLS
