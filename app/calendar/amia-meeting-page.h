/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_MEETING_PAGE (amia_meeting_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaMeetingPage, amia_meeting_page, AMIA, MEETING_PAGE, GtkWidget)

/**
 * AmiaMeetingPage:
 *
 * A meeting: of a case, or an occasion that is nobody's own. When, where, who takes part; one of
 * the team's free times to book; what else there is at the same time. Afterwards whether it was
 * held, its minutes and what the two caseworkers say to each other about it.
 *
 * Action: `page.done`.
 */

/**
 * amia_meeting_page_new:
 * @replica: an open replica
 * @case_id: (nullable): whose meeting it is to be; %NULL for nobody's
 * @day: (nullable): on which day, as a suggestion
 *
 * Returns: (transfer floating): the page of a meeting that is not there yet
 */
GtkWidget *amia_meeting_page_new (AmiaReplica    *replica,
                                  const AmiaUuid *case_id,
                                  const GDate    *day);

/**
 * amia_meeting_page_new_for:
 * @replica: an open replica
 * @id: a meeting or an occasion
 *
 * Returns: (transfer floating): its page
 */
GtkWidget *amia_meeting_page_new_for (AmiaReplica    *replica,
                                      const AmiaUuid *id);

G_END_DECLS
