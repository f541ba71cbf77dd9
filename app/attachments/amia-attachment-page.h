/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_ATTACHMENT_PAGE (amia_attachment_page_get_type ())
G_DECLARE_FINAL_TYPE (
    AmiaAttachmentPage, amia_attachment_page, AMIA, ATTACHMENT_PAGE, GtkWidget)

/**
 * AmiaAttachmentPage:
 *
 * Shows what an attachment holds, inside the program: pictures and text as they are; of a PDF how
 * many pages it has. Nothing readable is ever written to the disk, but for a copy that somebody
 * asks for, after a warning.
 */

/**
 * amia_attachment_page_new:
 * @replica: the replica
 * @record: the attachment's record
 *
 * Returns: (transfer floating): a page for an #AmiaNavigator
 */
GtkWidget *amia_attachment_page_new (AmiaReplica    *replica,
                                     const AmiaUuid *record);

G_END_DECLS
