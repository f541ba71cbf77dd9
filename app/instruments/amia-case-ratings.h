/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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

#define AMIA_TYPE_CASE_RATINGS (amia_case_ratings_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseRatings, amia_case_ratings, AMIA, CASE_RATINGS, GObject)

/**
 * AmiaCaseRatings:
 *
 * The ratings in all forms of a case that are of the same kind, whichever version. Read from the
 * replica and kept up to date; the signal `changed` says when. Empty until then. Main thread.
 */

/**
 * amia_case_ratings_new:
 * @model: the form that asks; it is among them itself
 * @paths: (array zero-terminated=1): the fields of the ratings
 *
 * Returns: (transfer full): what the form's case has
 */
AmiaCaseRatings *amia_case_ratings_new (AmiaFormModel     *model,
                                        const char *const *paths) G_GNUC_WARN_UNUSED_RESULT;

/** amia_case_ratings_get: Returns: (transfer none) (element-type AmiaCaseRating): by day */
GPtrArray *amia_case_ratings_get (AmiaCaseRatings *self);

G_END_DECLS
