/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"
#include "amia-time-report.h"

G_BEGIN_DECLS

/**
 * AmiaTimeSources:
 * @activities: (element-type AmiaPlannedActivity): the plan of the case
 * @categories: (element-type utf8): their categories, %NULL for none
 * @providers: (element-type utf8): who provides them, %NULL for none
 * @moments: (element-type AmiaDiaryMoment): what its diary sheets tell of
 * @strings: what the others point into
 *
 * What a time report is filled in from.
 */
typedef struct
{
  GArray       *activities;
  GPtrArray    *categories;
  GPtrArray    *providers;
  GArray       *moments;
  GStringChunk *strings;
} AmiaTimeSources;

/**
 * amia_time_sources_load:
 * @store: a store, on its thread
 * @case_id: a case
 * @error: return location
 *
 * Reads the activities of the plan that have a title, and of all diary sheets (`dagboksblad`) what
 * has words, a day and a length: moments with an end after their start (version 1), parts of days
 * with hours (version 2).
 *
 * Returns: (transfer full) (nullable): the sources, or %NULL with @error set
 */
AmiaTimeSources *amia_time_sources_load (AmiaStore      *store,
                                         const AmiaUuid *case_id,
                                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;

void amia_time_sources_free (AmiaTimeSources *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaTimeSources, amia_time_sources_free)

G_END_DECLS
