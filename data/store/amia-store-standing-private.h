/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-incoming.h"
#include "amia-store-private.h"

G_BEGIN_DECLS

/* The two parts of a page besides its changes. What may be seen comes before them, and with it what
 * comes back since the server has answered: the changes go into the registers by it, and a record
 * that is new on this page has no row yet by which it could be found and merged anew. */
gboolean _amia_standing_take_rights (AmiaStore          *store,
                                     const AmiaIncoming *incoming,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_standing_take (AmiaStore          *store,
                              const AmiaIncoming *incoming,
                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
