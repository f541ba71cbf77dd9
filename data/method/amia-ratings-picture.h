/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ratings.h"

G_BEGIN_DECLS

/**
 * AmiaRating:
 * @id: which form it is from, by the name its caller has for it
 * @day: the day it is from
 *
 * One occasion on which somebody has rated: numbers, each by the name of its field. Reference
 * counted; one thread at a time.
 */
typedef struct
{
  char *id;
  GDate day;
  /*< private >*/
  GHashTable *numbers;
} AmiaRating;

/**
 * amia_rating_new:
 * @id: which form
 * @day: a valid day
 *
 * Returns: (transfer full): an occasion without numbers
 */
AmiaRating *amia_rating_new (const char  *id,
                             const GDate *day) G_GNUC_WARN_UNUSED_RESULT;

AmiaRating *amia_rating_ref (AmiaRating *rating);
void        amia_rating_unref (AmiaRating *rating);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRating, amia_rating_unref)

/** amia_rating_set: Puts a number under the name of a field. */
void amia_rating_set (AmiaRating *rating,
                      const char *path,
                      double      number);

/** AMIA_RATINGS_STYLES: how many styles of line can be told apart; 0 is the thick one */
#define AMIA_RATINGS_STYLES 4

/**
 * AmiaRatingsLine:
 * @style: less than %AMIA_RATINGS_STYLES, 0 for the form that is looked at
 * @day: Julian, as g_date_get_julian() counts
 * @values: (array): a number for each scale, `NAN` where there is none
 *
 * One occasion in a picture.
 */
typedef struct
{
  guint   style;
  guint32 day;
  double *values;
} AmiaRatingsLine;

/**
 * AmiaRatingsPicture:
 * @n_scales: how many
 * @scales: (array length=n_scales): the scales
 * @n_lines: how many
 * @lines: (array length=n_lines): the occasions, by day
 *
 * What is drawn, on screen as on paper: made once, then only read by the drawings that hold it.
 */
typedef struct
{
  guint            n_scales;
  AmiaRatingScale *scales;
  guint            n_lines;
  AmiaRatingsLine *lines;
} AmiaRatingsPicture;

/**
 * amia_ratings_picture_new:
 * @scales: (array length=n_scales): the scales of the form that is looked at
 * @paths: (array length=n_scales): the names of their fields
 * @n_scales: how many
 * @own: its numbers
 * @others: (nullable) (element-type AmiaRating): all occasions there are; one with the id of @own
 *   is passed over
 *
 * This form beside the others: the latest that have a number on any of these scales, as many as
 * there are styles of line. The nearest to the end keeps its style when older ones fall away.
 *
 * Returns: (transfer full): the picture
 */
AmiaRatingsPicture *amia_ratings_picture_new (const AmiaRatingScale *scales,
                                              const char *const     *paths,
                                              guint                  n_scales,
                                              AmiaRating            *own,
                                              GPtrArray             *others)
    G_GNUC_WARN_UNUSED_RESULT;

/** amia_ratings_picture_has_number: Returns: whether anything has been rated at all */
gboolean amia_ratings_picture_has_number (const AmiaRatingsPicture *picture);

AmiaRatingsPicture *amia_ratings_picture_ref (AmiaRatingsPicture *picture);
void                amia_ratings_picture_unref (AmiaRatingsPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRatingsPicture, amia_ratings_picture_unref)

G_END_DECLS
