/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-case-filter.h"
#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SAVED_FILTERS (amia_saved_filters_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSavedFilters, amia_saved_filters, AMIA, SAVED_FILTERS, GtkWidget)

/**
 * AmiaSavedFilters:
 *
 * The filters that were kept on this device, and a field for the name of one more. The signal
 * `chosen (AmiaCaseFilter *filter)` is emitted for the one that somebody wants.
 */

/**
 * amia_saved_filters_set_replica:
 * @filters: the list
 * @replica: where they are kept
 */
void amia_saved_filters_set_replica (AmiaSavedFilters *filters,
                                     AmiaReplica      *replica);

/**
 * amia_saved_filters_set_current:
 * @filters: the list
 * @current: the filter that can be kept now; copied
 */
void amia_saved_filters_set_current (AmiaSavedFilters     *filters,
                                     const AmiaCaseFilter *current);

G_END_DECLS
