/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SLOTS_PAGE (amia_slots_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSlotsPage, amia_slots_page, AMIA, SLOTS_PAGE, GtkWidget)

/**
 * AmiaSlotsPage:
 *
 * Published free times: those that two have booked first, with one button for each to settle it (1
 * and 2 on the keyboard for the first of them); own meetings that lost their time, with the next
 * free ones to take instead; then all that is to come; and at the end how to publish more.
 */

/**
 * amia_slots_page_new:
 * @replica: an open replica
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_slots_page_new (AmiaReplica *replica);

G_END_DECLS
