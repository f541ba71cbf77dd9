/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"
#include "amia-outline.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_SECTIONS (amia_form_sections_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormSections, amia_form_sections, AMIA, FORM_SECTIONS, GtkBox)

/**
 * AmiaFormSections:
 *
 * The list of a form's sections with how much of each is answered. The signal `chosen (AmiaNode
 * *section)` asks the page to go there.
 */

/**
 * amia_form_sections_set_model:
 * @self: a list
 * @model: a loaded form
 * @outline: how it is divided
 *
 * Lists those of its parts that have a text and are groups or begin a page.
 */
void amia_form_sections_set_model (AmiaFormSections *self,
                                   AmiaFormModel    *model,
                                   AmiaOutline      *outline);

/**
 * amia_form_sections_update:
 * @self: a list
 *
 * Counts again.
 */
void amia_form_sections_update (AmiaFormSections *self);

/**
 * amia_form_sections_set_current:
 * @self: a list
 * @section: the section that is on screen
 *
 * Marks it, without going there.
 */
void amia_form_sections_set_current (AmiaFormSections *self,
                                     AmiaNode         *section);

/**
 * amia_form_sections_get_neighbour:
 * @self: a list
 * @offset: 1 for the next, -1 for the previous
 *
 * Returns: (transfer none) (nullable): the visible section beside the current one
 */
AmiaNode *amia_form_sections_get_neighbour (AmiaFormSections *self,
                                            int               offset);

G_END_DECLS
