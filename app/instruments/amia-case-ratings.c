/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-case-ratings.h"

#include <math.h>
#include <string.h>

#include "amia-clock.h"
#include "amia-date.h"

/* One walk over the forms of the case on the store's thread; the main thread gets plain structs. */

#define DAY_OF_TALK "/samtal-datum"

struct _AmiaCaseRatings
{
  GObject parent_instance;

  AmiaReplica  *replica;
  AmiaUuid      case_id;
  char         *url; /* with the bar that ends it */
  char        **paths;
  GCancellable *cancellable;
  GPtrArray    *ratings;
};

G_DEFINE_FINAL_TYPE (AmiaCaseRatings, amia_case_ratings, G_TYPE_OBJECT)

static guint changed_signal;

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
  AmiaUuid   case_id;
  char      *url;
  char     **paths;
  GPtrArray *ratings;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->url);
  g_strfreev (request->paths);
  g_clear_pointer (&request->ratings, g_ptr_array_unref);
  g_free (request);
}

static void
set_day_begun (GDate            *day,
               const AmiaRecord *record,
               GPtrArray        *fields)
{
  gint64 first = G_MAXINT64;

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaHead *head = amia_record_get_shown (record, g_ptr_array_index (fields, i));

      if (head != NULL)
        first = MIN (first, amia_stamp_get_ms (head->stamp));
    }

  g_date_set_time_t (day, (time_t) (first / 1000));
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
    set_day_begun (day, record, fields);
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
  Request         *request = data;
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
  g_ptr_array_add (request->ratings, rating);
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
load_on_store_thread (AmiaStore    *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  Request              *request = data;
  const AmiaRecordQuery query = { "form", NULL, &request->case_id };

  request->ratings = g_ptr_array_new_with_free_func (rating_free);
  if (!amia_store_foreach_record (store, &query, add_form, request, error))
    return NULL;

  g_ptr_array_sort (request->ratings, compare_ratings);
  return g_steal_pointer (&request->ratings);
}

/* --- On the main thread ---------------------------------------------------------------------- */

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaCaseRatings) self = user_data;
  g_autoptr (GError) local_error = NULL;
  GPtrArray *ratings = amia_replica_call_finish (AMIA_REPLICA (source), result, &local_error);

  if (ratings == NULL)
    {
      /* The questions stand there without; what is wrong with the replica the page itself says. */
      g_debug ("Failed to read the ratings of the case: %s",
               local_error != NULL ? local_error->message : "nothing there");
      return;
    }

  g_ptr_array_unref (self->ratings);
  self->ratings = ratings;
  g_signal_emit (self, changed_signal, 0);
}

static void
load (AmiaCaseRatings *self)
{
  Request *request = g_new0 (Request, 1);

  request->case_id = self->case_id;
  request->url = g_strdup (self->url);
  request->paths = g_strdupv (self->paths);
  amia_replica_call_async (self->replica,
                           load_on_store_thread,
                           request,
                           request_free,
                           (GDestroyNotify) g_ptr_array_unref,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}

static void
replica_changed_cb (AmiaCaseRatings *self,
                    GArray          *cases,
                    GArray          *records,
                    AmiaReplica     *replica)
{
  for (guint i = 0; i < cases->len; i++)
    {
      if (!amia_uuid_equal (&g_array_index (cases, AmiaUuid, i), &self->case_id))
        continue;
      load (self);
      return;
    }
}

static void
amia_case_ratings_dispose (GObject *object)
{
  AmiaCaseRatings *self = AMIA_CASE_RATINGS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_ratings_parent_class)->dispose (object);
}

static void
amia_case_ratings_finalize (GObject *object)
{
  AmiaCaseRatings *self = AMIA_CASE_RATINGS (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->paths, g_strfreev);
  g_clear_pointer (&self->ratings, g_ptr_array_unref);

  G_OBJECT_CLASS (amia_case_ratings_parent_class)->finalize (object);
}

static void
amia_case_ratings_class_init (AmiaCaseRatingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_case_ratings_dispose;
  object_class->finalize = amia_case_ratings_finalize;
  changed_signal = g_signal_new ("changed", AMIA_TYPE_CASE_RATINGS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
amia_case_ratings_init (AmiaCaseRatings *self)
{
  self->cancellable = g_cancellable_new ();
  self->ratings = g_ptr_array_new_with_free_func (rating_free);
}

AmiaCaseRatings *
amia_case_ratings_new (AmiaFormModel     *model,
                       const char *const *paths)
{
  AmiaCaseRatings   *self = NULL;
  AmiaQuestionnaire *form = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);
  g_return_val_if_fail (paths != NULL, NULL);

  self = g_object_new (AMIA_TYPE_CASE_RATINGS, NULL);
  form = amia_response_get_questionnaire (amia_form_model_get_response (model));
  self->url = g_strconcat (amia_questionnaire_get_url (form), "|", NULL);
  self->paths = g_strdupv ((char **) paths);
  self->case_id = *amia_form_model_get_case_id (model);
  if (amia_form_model_get_replica (model) == NULL)
    return self;

  self->replica = g_object_ref (amia_form_model_get_replica (model));
  g_signal_connect_object (
      self->replica, "changed", G_CALLBACK (replica_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}

GPtrArray *
amia_case_ratings_get (AmiaCaseRatings *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_RATINGS (self), NULL);

  return self->ratings;
}
