/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_UMBRELLA_PAGE (amia_umbrella_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaUmbrellaPage, amia_umbrella_page, AMIA, UMBRELLA_PAGE, GtkWidget)

/**
 * AmiaUmbrellaPage:
 *
 * The umbrella (*paraplyet*) of a case over the whole width: sickness benefit, AMiA, ALI and what
 * comes after on one line of time, with incomes, activities, meetings and today. Below it what it
 * is made of is filled in together with the participant, and the picture follows at once. Alt+L
 * shows the same as a list, Ctrl+N begins an income, Delete takes one away, Ctrl+P prints it.
 */

/**
 * amia_umbrella_page_new:
 * @replica: the replica
 * @case_id: a case
 *
 * Returns: (transfer floating): the page, for amia_navigator_open()
 */
GtkWidget *amia_umbrella_page_new (AmiaReplica    *replica,
                                   const AmiaUuid *case_id);

G_END_DECLS
