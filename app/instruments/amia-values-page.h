/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_VALUES_PAGE (amia_values_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaValuesPage, amia_values_page, AMIA, VALUES_PAGE, GtkWidget)

/**
 * AmiaValuesPage:
 *
 * The value base over time: which of the ten values are met and missed, meeting by meeting in one
 * case, or summed up over all cases on this laptop without pointing out a participant (see
 * amia_values_list_periods()). As a drawing, and as a list with the same content.
 */

/**
 * amia_values_page_new:
 * @replica: the replica
 * @case_id: the case that it starts with
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_values_page_new (AmiaReplica    *replica,
                                 const AmiaUuid *case_id) G_GNUC_WARN_UNUSED_RESULT;

/** amia_values_page_get_case: Returns: (transfer none): the case that it started with */
const AmiaUuid *amia_values_page_get_case (AmiaValuesPage *self);

G_END_DECLS
