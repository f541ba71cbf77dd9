/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-case-ratings.h"

#include <math.h>
#include <string.h>

#include "amia-date.h"
#include "amia-form-day.h"

/* One walk over the forms of the case on the store's thread; the main thread gets plain structs. */

#define DAY_OF_TALK "/samtal-datum"

static void
rating_free (gpointer data)
{
  AmiaCaseRating *rating = data;

  g_array_unref (rating->values);
  g_free (rating);
}

/* --- On the store's thread ------------------------------------------------------------------- */

typedef struct
{
  AmiaUuid case_id;
  char    *url; /* with the bar that ends it */
  char   **paths;
} Request;

typedef struct
{
  const Request *request;
  GPtrArray     *ratings;
} Walk;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->url);
  g_strfreev (request->paths);
  g_free (request);
}

static void
find_day (const AmiaRecord *record,
          GDate            *day)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  g_date_clear (day, 1);
  for (guint i = 0; i < fields->len; i++)
    {
      const char      *field = g_ptr_array_index (fields, i);
      g_autofree char *text = NULL;
      GDate            own;

      if (!g_str_has_suffix (field, DAY_OF_TALK))
        continue;
      text = amia_record_dup_string (record, field);
      if (text != NULL && amia_date_parse_iso (text, -1, &own) &&
          (!g_date_valid (day) || g_date_compare (&own, day) > 0))
        *day = own;
    }

  if (!g_date_valid (day))
    amia_form_day_find_begun (record, day);
}

static double
get_number (const AmiaRecord *record,
            const char       *path)
{
  const char *value = amia_record_get_value (record, path);
  char       *end = NULL;
  double      number = value != NULL ? g_ascii_strtod (value, &end) : NAN;

  return value != NULL && end != value && *end == '\0' ? number : NAN;
}

static gboolean
add_form (const AmiaRecord *record,
          gpointer          data)
{
  const Walk      *walk = data;
  const Request   *request = walk->request;
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  AmiaCaseRating  *rating = NULL;

  if (amia_record_is_removed (record) || canonical == NULL ||
      !g_str_has_prefix (canonical, request->url))
    return TRUE;

  rating = g_new0 (AmiaCaseRating, 1);
  rating->form_id = record->id;
  rating->values = g_array_new (FALSE, FALSE, sizeof (double));
  find_day (record, &rating->day);
  for (gsize i = 0; request->paths[i] != NULL; i++)
    {
      double value = get_number (record, request->paths[i]);

      g_array_append_val (rating->values, value);
    }
  g_ptr_array_add (walk->ratings, rating);
  return TRUE;
}

static int
compare_ratings (gconstpointer a,
                 gconstpointer b)
{
  return g_date_compare (&(*(AmiaCaseRating *const *) a)->day,
                         &(*(AmiaCaseRating *const *) b)->day);
}

static gpointer
read_case (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Request        *request = data;
  const AmiaRecordQuery query = { "form", NULL, &request->case_id };
  g_autoptr (GPtrArray) ratings = g_ptr_array_new_with_free_func (rating_free);
  Walk walk = { request, ratings };

  if (!amia_store_foreach_record (store, &query, add_form, &walk, error))
    return NULL;

  g_ptr_array_sort (ratings, compare_ratings);
  return g_steal_pointer (&ratings);
}

/* --- On the main thread ---------------------------------------------------------------------- */

AmiaCaseReader *
amia_case_ratings_new (AmiaFormModel     *model,
                       const char *const *paths)
{
  Request           *request = NULL;
  AmiaQuestionnaire *form = NULL;
  AmiaCaseReading    reading = { 0 };

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (paths != NULL, NULL);

  form = amia_response_get_questionnaire (amia_form_model_get_response (model));
  request = g_new0 (Request, 1);
  request->case_id = *amia_form_model_get_case_id (model);
  request->url = g_strconcat (amia_questionnaire_get_url (form), "|", NULL);
  request->paths = g_strdupv ((char **) paths);
  reading = (AmiaCaseReading){
    .case_id = &request->case_id,
    .read = read_case,
    .request = request,
    .free_request = request_free,
    .free_read = (GDestroyNotify) g_ptr_array_unref,
  };

  return amia_case_reader_new_with (amia_form_model_get_replica (model), &reading);
}
