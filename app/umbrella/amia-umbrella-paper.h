/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-print.h"
#include "amia-replica.h"
#include "amia-store-umbrella.h"

G_BEGIN_DECLS

/**
 * amia_umbrella_paper_print:
 * @from: the widget that asks
 * @replica: the replica, to note it for the audit
 * @umbrella: what there is
 * @name: (nullable): the participant's name, as lists have it
 * @is_pdf: whether it becomes a file and no paper
 *
 * The picture on one A4, and the same in words below it.
 */
void amia_umbrella_paper_print (GtkWidget              *from,
                                AmiaReplica            *replica,
                                const AmiaCaseUmbrella *umbrella,
                                const char             *name,
                                gboolean                is_pdf);

/**
 * amia_umbrella_paper_save_svg:
 * @from: the widget that asks
 * @replica: the replica, to note it for the audit
 * @umbrella: what there is
 *
 * Asks where, and saves the picture alone there as SVG. Says that it is not encrypted.
 */
void amia_umbrella_paper_save_svg (GtkWidget              *from,
                                   AmiaReplica            *replica,
                                   const AmiaCaseUmbrella *umbrella);

G_END_DECLS
