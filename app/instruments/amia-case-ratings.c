/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-case-ratings.h"

#include "amia-rating-source.h"

/* One walk over the forms of the case on the store's thread; the main thread gets plain structs. */

typedef struct
{
  AmiaUuid case_id;
  char    *url; /* with the bar that ends it */
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
  g_free (request);
}

static gboolean
add_form (const AmiaRecord *record,
          gpointer          data)
{
  const Walk      *walk = data;
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");

  if (!amia_record_is_removed (record) && canonical != NULL &&
      g_str_has_prefix (canonical, walk->request->url))
    g_ptr_array_add (walk->ratings, amia_rating_new_from_record (record));
  return TRUE;
}

static gpointer
read_case (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Request        *request = data;
  const AmiaRecordQuery query = { "form", NULL, &request->case_id };
  g_autoptr (GPtrArray) ratings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_rating_unref);
  Walk walk = { request, ratings };

  return amia_store_foreach_record (store, &query, add_form, &walk, error)
             ? g_steal_pointer (&ratings)
             : NULL;
}

AmiaCaseReader *
amia_case_ratings_new (AmiaFormModel *model)
{
  Request           *request = NULL;
  AmiaQuestionnaire *form = NULL;
  AmiaCaseReading    reading = { 0 };

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  form = amia_response_get_questionnaire (amia_form_model_get_response (model));
  request = g_new0 (Request, 1);
  request->case_id = *amia_form_model_get_case_id (model);
  request->url = g_strconcat (amia_questionnaire_get_url (form), "|", NULL);
  reading = (AmiaCaseReading){
    .case_id = &request->case_id,
    .read = read_case,
    .request = request,
    .free_request = request_free,
    .free_read = (GDestroyNotify) g_ptr_array_unref,
  };

  return amia_case_reader_new_with (amia_form_model_get_replica (model), &reading);
}
