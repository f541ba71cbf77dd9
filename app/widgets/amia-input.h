/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMIA_TYPE_INPUT (amia_input_get_type ())
G_DECLARE_FINAL_TYPE (AmiaInput, amia_input, AMIA, INPUT, GtkWidget)

/**
 * AmiaInput:
 *
 * One thing to type: the label above, the control, below it a word of help, and below that what is
 * wrong with it, if anything is. Made of GtkEntry or GtkTextView and labels rather than an
 * AdwEntryRow, which does not report the focus to screen readers.
 *
 * Properties: `label`, `text`, `help`, `message`, `placeholder` (strings), `purpose`
 * (#GtkInputPurpose), `lines` (uint, construct only: from 2 on a text view of at least that
 * height) and `secret` (boolean, construct only: a password entry).
 *
 * The signal `left` is emitted when the focus leaves it after the text was changed by hand, on
 * Enter in an entry, and when the text was changed without the focus (by dictation, say): the
 * moment to check and to keep what was typed. `paused` is emitted when typing pauses: the moment
 * to keep it already, but to say nothing yet. `edited` is emitted at each change by hand.
 */

/**
 * amia_input_dup_text:
 * @input: an input
 *
 * Returns: (transfer full): what stands in it, without blanks at the ends
 */
char *amia_input_dup_text (AmiaInput *input) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_input_set_text:
 * @input: an input
 * @text: (nullable): what to show; does not emit `left`
 *
 * While somebody is typing in it nothing is replaced.
 */
void amia_input_set_text (AmiaInput  *input,
                          const char *text);

/**
 * amia_input_reset:
 * @input: an input
 * @text: (nullable): what to show, whatever is being typed
 *
 * For a form that begins anew.
 */
void amia_input_reset (AmiaInput  *input,
                       const char *text);

/**
 * amia_input_set_message:
 * @input: an input
 * @message: (nullable): what is wrong, in words; %NULL when nothing is
 *
 * Shown below and tied to the control for screen readers, which also learn that the value is
 * invalid.
 */
void amia_input_set_message (AmiaInput  *input,
                             const char *message);

G_END_DECLS
