/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-ratings-picture.h"

#include <math.h>

/* Which occasions of rating are shown beside each other, and in which style of line. */

/* --- Occasions ------------------------------------------------------------------------------- */

AmiaRating *
amia_rating_new (const char  *id,
                 const GDate *day)
{
  AmiaRating *rating = NULL;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (day != NULL && g_date_valid (day), NULL);

  rating = g_rc_box_new0 (AmiaRating);
  rating->id = g_strdup (id);
  rating->day = *day;
  rating->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return rating;
}

AmiaRating *
amia_rating_ref (AmiaRating *rating)
{
  g_return_val_if_fail (rating != NULL, NULL);

  return g_rc_box_acquire (rating);
}

static void
clear_rating (gpointer data)
{
  AmiaRating *rating = data;

  g_free (rating->id);
  g_hash_table_unref (rating->numbers);
}

void
amia_rating_unref (AmiaRating *rating)
{
  g_return_if_fail (rating != NULL);

  g_rc_box_release_full (rating, clear_rating);
}

void
amia_rating_set (AmiaRating *rating,
                 const char *path,
                 double      number)
{
  g_return_if_fail (rating != NULL);
  g_return_if_fail (path != NULL);

  g_hash_table_insert (rating->numbers, g_strdup (path), g_memdup2 (&number, sizeof number));
}

/* The number under that name, `NAN` if there is none. */
static double
get_number (const AmiaRating *rating,
            const char       *path)
{
  const double *number = NULL;

  g_return_val_if_fail (rating != NULL, NAN);
  g_return_val_if_fail (path != NULL, NAN);

  number = g_hash_table_lookup (rating->numbers, path);
  return number != NULL ? *number : NAN;
}

/* --- Picture --------------------------------------------------------------------------------- */

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  const AmiaRating *one = *(AmiaRating *const *) a;
  const AmiaRating *other = *(AmiaRating *const *) b;

  return g_date_compare (&one->day, &other->day);
}

static gboolean
has_any (const AmiaRating  *rating,
         const char *const *paths,
         guint              n_scales)
{
  for (guint i = 0; i < n_scales; i++)
    {
      if (!isnan (get_number (rating, paths[i])))
        return TRUE;
    }

  return FALSE;
}

/* Unowned, by day, the own one among them. */
static GPtrArray *
pick (AmiaRating        *own,
      GPtrArray         *others,
      const char *const *paths,
      guint              n_scales)
{
  GPtrArray *picked = g_ptr_array_new ();

  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      AmiaRating *rating = g_ptr_array_index (others, i);

      if (!g_str_equal (rating->id, own->id) && has_any (rating, paths, n_scales))
        g_ptr_array_add (picked, rating);
    }

  g_ptr_array_sort (picked, compare_days);
  if (picked->len > AMIA_RATINGS_STYLES - 1)
    g_ptr_array_remove_range (picked, 0, picked->len - (AMIA_RATINGS_STYLES - 1));
  g_ptr_array_add (picked, own);
  g_ptr_array_sort (picked, compare_days);
  return picked;
}

AmiaRatingsPicture *
amia_ratings_picture_new (const AmiaRatingScale *scales,
                          const char *const     *paths,
                          guint                  n_scales,
                          AmiaRating            *own,
                          GPtrArray             *others)
{
  AmiaRatingsPicture *picture = NULL;
  guint               style = 1;
  g_autoptr (GPtrArray) picked = NULL;

  g_return_val_if_fail (n_scales == 0 || (scales != NULL && paths != NULL), NULL);
  g_return_val_if_fail (own != NULL, NULL);

  picked = pick (own, others, paths, n_scales);
  picture = g_rc_box_new0 (AmiaRatingsPicture);
  picture->n_scales = n_scales;
  picture->scales = g_memdup2 (scales, n_scales * sizeof (AmiaRatingScale));
  picture->n_lines = picked->len;
  picture->lines = g_new0 (AmiaRatingsLine, picked->len);
  for (guint i = picked->len; i-- > 0;)
    {
      const AmiaRating *rating = g_ptr_array_index (picked, i);
      AmiaRatingsLine  *line = &picture->lines[i];

      line->style = rating == own ? 0 : style++;
      line->day = g_date_get_julian (&rating->day);
      line->values = g_new (double, n_scales);
      for (guint k = 0; k < n_scales; k++)
        line->values[k] = get_number (rating, paths[k]);
    }

  return picture;
}

gboolean
amia_ratings_picture_has_number (const AmiaRatingsPicture *picture)
{
  g_return_val_if_fail (picture != NULL, FALSE);

  for (guint i = 0; i < picture->n_lines * picture->n_scales; i++)
    {
      if (!isnan (picture->lines[i / picture->n_scales].values[i % picture->n_scales]))
        return TRUE;
    }

  return FALSE;
}

AmiaRatingsPicture *
amia_ratings_picture_ref (AmiaRatingsPicture *picture)
{
  g_return_val_if_fail (picture != NULL, NULL);

  return g_rc_box_acquire (picture);
}

static void
clear_picture (gpointer data)
{
  AmiaRatingsPicture *picture = data;

  for (guint i = 0; i < picture->n_lines; i++)
    g_free (picture->lines[i].values);
  g_free (picture->lines);
  g_free (picture->scales);
}

void
amia_ratings_picture_unref (AmiaRatingsPicture *picture)
{
  g_return_if_fail (picture != NULL);

  g_rc_box_release_full (picture, clear_picture);
}
