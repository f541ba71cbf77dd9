/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-reader.h"
#include "amia-form-model.h"

G_BEGIN_DECLS

/**
 * amia_case_ratings_new:
 * @model: the form that asks; it is among them itself
 *
 * The ratings in all forms of a case that are of the same kind, whichever version. Main thread.
 *
 * Returns: (transfer full): a reader of what the form's case has; its answer is a GPtrArray of
 *   #AmiaRating, each with the id of its form
 */
AmiaCaseReader *amia_case_ratings_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
