/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-attachment.h"
#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PAGE_CHOOSER (amia_page_chooser_get_type ())
G_DECLARE_FINAL_TYPE (AmiaPageChooser, amia_page_chooser, AMIA, PAGE_CHOOSER, GtkWidget)

/**
 * AmiaPageChooser:
 *
 * A button that opens the list of a case's forms, to choose which one an attachment is a scanned
 * page of, or none. For pages whose code can't be read, and for those that were matched wrongly.
 */

/**
 * amia_page_chooser_new:
 * @replica: the replica
 * @attachment: the attachment; what is needed of it is copied
 *
 * The forms are read anew each time that the list is opened. What is chosen is written at once.
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *amia_page_chooser_new (AmiaReplica          *replica,
                                  const AmiaAttachment *attachment);

G_END_DECLS
