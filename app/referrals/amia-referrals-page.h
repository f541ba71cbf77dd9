/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_REFERRALS_PAGE (amia_referrals_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaReferralsPage, amia_referrals_page, AMIA, REFERRALS_PAGE, GtkWidget)

/**
 * amia_referrals_page_new:
 * @replica: the replica
 * @case_id: a case
 *
 * What went from a case to others (referrals, questions, requests for a doctor's statement), how
 * far each has come, and the way to send another: with what the receiver may see said before.
 *
 * Returns: (transfer floating): the page, for amia_navigator_open()
 */
GtkWidget *amia_referrals_page_new (AmiaReplica    *replica,
                                    const AmiaUuid *case_id);

G_END_DECLS
