/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-form-model.h"
#include "amia-outline.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_BODY (amia_form_body_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormBody, amia_form_body, AMIA, FORM_BODY, AdwBin)

/**
 * AmiaFormBody:
 *
 * A form's questions, one below the other, and what stands at the end of them. A form that is
 * divided into pages (see [struct@AmiaOutline]) is shown one page at a time, with the way to the
 * next and back below it.
 *
 * A long form has over a thousand widgets. The first part is made at once, the others one at a time
 * while the main loop is idle, so that the page is there before the eye is.
 *
 * The signal `reached (AmiaNode *section)` says which part of the form is on screen now.
 */

/**
 * amia_form_body_clear:
 * @self: a body
 *
 * Takes everything away: the form can't be shown, or no longer, and then nothing of it may be left.
 */
void amia_form_body_clear (AmiaFormBody *self);

/**
 * amia_form_body_set_model:
 * @self: a body
 * @model: a loaded form
 * @outline: (transfer full): how it is divided
 *
 * Shows the form from its beginning, with the focus in its first question.
 */
void amia_form_body_set_model (AmiaFormBody  *self,
                               AmiaFormModel *model,
                               AmiaOutline   *outline);

/**
 * amia_form_body_update:
 * @self: a body
 *
 * Counts again, and looks again which pages there are: to be called when answers have changed.
 */
void amia_form_body_update (AmiaFormBody *self);

/**
 * amia_form_body_go_to:
 * @self: a body
 * @node: a part of the form, or a question
 *
 * Turns to its page, scrolls to it and gives it the focus. What is not drawn is passed over.
 */
void amia_form_body_go_to (AmiaFormBody *self,
                           AmiaNode     *node);

/**
 * amia_form_body_go_to_end:
 * @self: a body
 *
 * Turns to the last page and says there what is missing before the form can be completed.
 */
void amia_form_body_go_to_end (AmiaFormBody *self);

G_END_DECLS
