/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-incoming.h"
#include "amia-store-private.h"

G_BEGIN_DECLS

/* The two parts of a page besides its changes: what comes before them, and what comes after. */
gboolean _amia_standing_take_scopes (AmiaStore          *store,
                                     const AmiaIncoming *incoming,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_standing_take (AmiaStore          *store,
                              const AmiaIncoming *incoming,
                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
