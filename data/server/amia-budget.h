/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-ledger-rows.h"

G_BEGIN_DECLS

/**
 * AmiaBudget:
 *
 * How much one device may ask for: a token bucket of requests and one of bytes for each token that
 * comes, filled by the minute. A laptop that works as it should never notices; one with a fault, or
 * a thief with its token, can't keep the others waiting. Plain data in bounded memory; the clock is
 * a parameter.
 */
typedef struct _AmiaBudget AmiaBudget;

/**
 * amia_budget_new:
 * @requests_per_minute: how many requests a device may send in a minute, 0 for no bound
 * @bytes_per_minute: how many bytes, 0 for no bound
 *
 * Returns: (transfer full): a budget of which nothing has been spent
 */
AmiaBudget *amia_budget_new (guint requests_per_minute,
                             gsize bytes_per_minute) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_budget_free:
 * @budget: (transfer full) (nullable): a budget
 */
void amia_budget_free (AmiaBudget *budget);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaBudget, amia_budget_free)

/**
 * amia_budget_spend:
 * @budget: a budget
 * @token: (array fixed-size=32): SHA-256 of the token that came
 * @n_bytes: how large the request is; more than a minute's worth counts as that
 * @now_ms: the time
 *
 * Takes one request out of the device's buckets, if it is in there.
 *
 * Returns: 0 if so; else how many seconds to wait, and nothing was taken
 */
guint amia_budget_spend (AmiaBudget   *budget,
                         const guint8 *token,
                         gsize         n_bytes,
                         gint64        now_ms);

G_END_DECLS
