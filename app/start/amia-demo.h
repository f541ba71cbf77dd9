/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * amia_demo_fill:
 * @store: a new, empty replica; on its thread
 * @data: unused
 * @cancellable: unused
 * @error: return location
 *
 * Made-up cases for trying the program out: four participants, whose courses are the four typical
 * ones. An #AmiaReplicaFunc. The people are invented; their numbers are of the nineteenth century.
 *
 * Returns: %NULL, with @error set if it failed
 */
gpointer amia_demo_fill (AmiaStore    *store,
                         gpointer      data,
                         GCancellable *cancellable,
                         GError      **error);

G_END_DECLS
