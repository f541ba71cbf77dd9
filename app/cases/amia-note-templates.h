/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_NOTE_TEMPLATES (amia_note_templates_get_type ())
G_DECLARE_FINAL_TYPE (AmiaNoteTemplates, amia_note_templates, AMIA, NOTE_TEMPLATES, GtkWidget)

/**
 * AmiaNoteTemplates:
 *
 * A button with the beginnings of notes that come back. They belong to the organisation and have
 * nothing of a person in them. The signal `chosen (const char *kind, const char *headline, const
 * char *text)` is emitted for the one that is chosen, `save` when what is being written is to
 * become one: answer with amia_note_templates_save().
 */

/**
 * amia_note_templates_set_replica:
 * @templates: the button
 * @replica: where they are
 */
void amia_note_templates_set_replica (AmiaNoteTemplates *templates,
                                      AmiaReplica       *replica);

/**
 * amia_note_templates_save:
 * @templates: the button
 * @kind: the kind of note
 * @headline: its headline, which becomes the template's name
 * @text: its text
 */
void amia_note_templates_save (AmiaNoteTemplates *templates,
                               const char        *kind,
                               const char        *headline,
                               const char        *text);

G_END_DECLS
