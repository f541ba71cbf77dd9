/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_BLOB_ROW (amia_blob_row_get_type ())
G_DECLARE_FINAL_TYPE (AmiaBlobRow, amia_blob_row, AMIA, BLOB_ROW, AdwActionRow)

/**
 * AmiaBlobRow:
 *
 * Attachments on their way between this laptop and the server: how many are left, how far the one
 * under way has come, why none is, and a button that pauses them. Text goes all the same.
 */

/**
 * amia_blob_row_set_session:
 * @row: the row
 * @session: what is open
 */
void amia_blob_row_set_session (AmiaBlobRow *row,
                                AmiaSession *session);

G_END_DECLS
