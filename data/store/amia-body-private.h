/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-db.h"

G_BEGIN_DECLS

/* How the bytes of a change lie in the column body of the log: packed, where that makes them fewer.
 * Nobody else looks into that column. */

/* Binds @bytes, canonical as amia_change_encode() makes them. */
void _amia_body_bind (AmiaStatement *statement,
                      int            index,
                      const char    *bytes,
                      gsize          length);

/* The bytes that were bound, for as long as the row and *unpacked, which is the caller's, are
 * there; what is damaged comes as it is. NULL for a row without. */
const char *_amia_body_get (AmiaStatement *statement,
                            int            column,
                            char         **unpacked,
                            gsize         *length);

G_END_DECLS
