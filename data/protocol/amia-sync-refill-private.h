/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-wire-private.h"

G_BEGIN_DECLS

/* The lists by which laptops bring back what a device that was shut out had written: `"refill"` of a
 * request with a comma after it, `"refilled"` of an answer with one before, each only when there is
 * something in it. */

void _amia_sync_request_append_refill (GString *out,
                                       GArray  *refill);
void _amia_sync_response_append_refilled (GString *out,
                                          GArray  *refilled);

/* @into is the list. */
gboolean _amia_sync_request_read_refill (const AmiaWire      *wire,
                                         const AmiaWireValue *element,
                                         gpointer             into);
gboolean _amia_sync_response_read_refilled (const AmiaWire      *wire,
                                            const AmiaWireValue *element,
                                            gpointer             into);

G_END_DECLS
