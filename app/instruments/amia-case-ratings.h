/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-reader.h"
#include "amia-form-model.h"

G_BEGIN_DECLS

/**
 * AmiaCaseRating:
 * @form_id: the form
 * @day: the last day of a talk that it names, else the day when it was begun
 * @values: (element-type double): a number for each path, `NAN` where there is none
 *
 * One occasion on which the participant has rated.
 */
typedef struct
{
  AmiaUuid form_id;
  GDate    day;
  GArray  *values;
} AmiaCaseRating;

/**
 * amia_case_ratings_new:
 * @model: the form that asks; it is among them itself
 * @paths: (array zero-terminated=1): the fields of the ratings
 *
 * The ratings in all forms of a case that are of the same kind, whichever version. Main thread.
 *
 * Returns: (transfer full): a reader of what the form's case has; its answer is a GPtrArray of
 *   #AmiaCaseRating, by day
 */
AmiaCaseReader *amia_case_ratings_new (AmiaFormModel     *model,
                                       const char *const *paths) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
