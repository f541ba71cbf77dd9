/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-private.h"
#include "amia-store-sync.h"

G_BEGIN_DECLS

/* Scopes that are not here whole though the feed has passed them: what a snapshot left out, and
 * what a comparison with the server has found missing. */

/* From a query of: scope, generation, position; of AmiaLane. */
GArray *_amia_lanes_load (AmiaStore  *store,
                          const char *sql,
                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* Fills in what @state says of snapshots and of scopes that are fetched anew. */
gboolean _amia_catch_up_load (AmiaStore          *store,
                              const AmiaPosition *position,
                              AmiaSyncState      *state,
                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* Before the changes of a page are taken: whether one of them is of a record that a snapshot has
 * left out. */
gboolean _amia_catch_up_notice (AmiaStore          *store,
                                const AmiaIncoming *incoming,
                                GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* After they have been. */
gboolean _amia_catch_up_take (AmiaStore          *store,
                              const AmiaIncoming *incoming,
                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
