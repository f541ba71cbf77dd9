/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMIA_TYPE_SIGNATURE_PAD (amia_signature_pad_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSignaturePad, amia_signature_pad, AMIA, SIGNATURE_PAD, GtkWidget)

/**
 * AmiaSignaturePad:
 *
 * A white field to write one's name in with a pen, a finger or the mouse, or one that shows what
 * was written. There is nothing for the keyboard here: who signs without a hand on the screen signs
 * on paper. The signal `changed` tells of every stroke.
 */

/**
 * amia_signature_pad_new:
 *
 * Returns: (transfer floating): an empty field to write in
 */
GtkWidget *amia_signature_pad_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_signature_pad_new_with_strokes:
 * @strokes: what was drawn, see amia_strokes_from_json()
 *
 * Returns: (transfer floating): a small picture of it
 */
GtkWidget *amia_signature_pad_new_with_strokes (const char *strokes) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_signature_pad_is_empty:
 * @self: a field
 *
 * Returns: %TRUE if nothing has been drawn
 */
gboolean amia_signature_pad_is_empty (AmiaSignaturePad *self);

/**
 * amia_signature_pad_dup_strokes:
 * @self: a field
 *
 * Returns: (transfer full) (nullable): what has been drawn as JSON text, %NULL for nothing
 */
char *amia_signature_pad_dup_strokes (AmiaSignaturePad *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_signature_pad_clear:
 * @self: a field
 *
 * Takes away what was drawn.
 */
void amia_signature_pad_clear (AmiaSignaturePad *self);

G_END_DECLS
