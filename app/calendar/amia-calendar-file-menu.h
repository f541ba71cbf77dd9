/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/*
 * What the menu of the calendar does with files and paper. Files are chosen through the portal, so
 * that the program sees nothing of others.
 */

/**
 * amia_calendar_file_menu_import:
 * @from: the widget that asks
 * @replica: the replica
 *
 * Asks for an iCalendar file and for how much of it is to be kept, and brings it in. Says what came
 * of it.
 */
void amia_calendar_file_menu_import (GtkWidget   *from,
                                     AmiaReplica *replica);

/**
 * amia_calendar_file_menu_export:
 * @from: the widget that asks
 * @replica: the replica
 *
 * Asks where, and saves own meetings from three months back to a year ahead there.
 */
void amia_calendar_file_menu_export (GtkWidget   *from,
                                     AmiaReplica *replica);

/**
 * amia_calendar_file_menu_print:
 * @from: the widget that asks
 * @replica: the replica
 * @day: a day of the week
 * @mine: only what concerns the reader
 *
 * Prints a week on one page.
 */
void amia_calendar_file_menu_print (GtkWidget   *from,
                                    AmiaReplica *replica,
                                    const GDate *day,
                                    gboolean     mine);

G_END_DECLS
