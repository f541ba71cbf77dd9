/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_ATTACHMENTS (amia_case_attachments_get_type ())
G_DECLARE_FINAL_TYPE (
    AmiaCaseAttachments, amia_case_attachments, AMIA, CASE_ATTACHMENTS, GtkWidget)

/**
 * AmiaCaseAttachments:
 *
 * The attachments of a case: scans, photos and PDFs, the newest first. Files are added by a button
 * or dropped here, opened inside the program, and taken away with an undo. Reads its list by
 * itself, and again whenever the replica has changed.
 */

/**
 * amia_case_attachments_new:
 * @session: the session
 * @case_id: the case
 *
 * Returns: (transfer floating): the view
 */
GtkWidget *amia_case_attachments_new (AmiaSession    *session,
                                      const AmiaUuid *case_id);

G_END_DECLS
