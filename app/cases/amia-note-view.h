/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

/**
 * amia_note_view_new:
 * @note: a note of the journal
 *
 * A note to read: headline, then kind, day, who for which agency, then the text. The text can be
 * selected and copied.
 *
 * Returns: (transfer floating): a box
 */
GtkWidget *amia_note_view_new (const AmiaCaseNote *note);

G_END_DECLS
