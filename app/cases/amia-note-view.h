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

/**
 * amia_note_view_new_among:
 * @note: a note of the journal
 * @notes: (element-type AmiaCaseNote): all notes of the case
 *
 * amia_note_view_new(), and which note it corrects, and which notes correct it.
 *
 * Returns: (transfer floating): a box
 */
GtkWidget *amia_note_view_new_among (const AmiaCaseNote *note,
                                     GPtrArray          *notes);

G_END_DECLS
