/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sync-response.h"
#include "amia-wire-private.h"

G_BEGIN_DECLS

/* The members of a request that say who speaks and where they are, in short, with a comma after the
 * last. */
void _amia_sync_request_append_short (GString               *out,
                                      const AmiaSyncRequest *request);

G_END_DECLS
