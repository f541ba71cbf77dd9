/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-selection"

#include "config.h"

#include "amia-import-list.h"

#include "amia-day-input.h"
#include "amia-store-selection.h"
#include "amia-words.h"

/* Reading a table and taking its people, both on the store's thread: a large file must not stop the
 * window. */

void
amia_import_list_free (AmiaImportList *list)
{
  if (list == NULL)
    return;

  g_clear_pointer (&list->csv, amia_csv_free);
  g_clear_pointer (&list->candidates, g_ptr_array_unref);
  g_clear_pointer (&list->twins, g_ptr_array_unref);
  g_free (list);
}

gboolean
amia_import_list_is_taken (const AmiaImportList *list,
                           guint                 row,
                           gboolean              takes_similar)
{
  const AmiaCandidate *candidate = g_ptr_array_index (list->candidates, row);
  const AmiaTwin      *twin = g_ptr_array_index (list->twins, row);

  return candidate->fault == AMIA_SELECTION_GOOD &&
         (twin == NULL || (takes_similar && twin->sign != AMIA_TWIN_NUMBER));
}

/* --- Reading -------------------------------------------------------------------------------- */

typedef struct
{
  GBytes              *bytes;
  AmiaSelectionMapping mapping;
  gboolean             has_mapping;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_bytes_unref (reading->bytes);
  g_free (reading);
}

static void
free_twin (gpointer twin)
{
  amia_twin_free (twin);
}

static void
find_twins (AmiaImportList  *list,
            const AmiaTwins *twins)
{
  list->twins = g_ptr_array_new_with_free_func (free_twin);
  for (guint i = 0; i < list->candidates->len; i++)
    {
      const AmiaCandidate *candidate = g_ptr_array_index (list->candidates, i);

      g_ptr_array_add (list->twins,
                       candidate->fault == AMIA_SELECTION_GOOD
                           ? amia_twins_find (twins, candidate->values[AMIA_SELECTION_NAME],
                                              candidate->values[AMIA_SELECTION_PERSONNUMMER])
                           : NULL);
    }
}

static gpointer
read_list (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Reading *reading = data;
  gsize          length;
  const guint8  *bytes = g_bytes_get_data (reading->bytes, &length);
  g_autoptr (AmiaImportList) list = g_new0 (AmiaImportList, 1);
  g_autoptr (AmiaTwins) twins = NULL;
  GDate today;

  list->csv = amia_csv_read (bytes, length, 0, error);
  if (list->csv == NULL)
    return NULL;
  twins = amia_twins_new (store, error);
  if (twins == NULL)
    return NULL;

  amia_day_input_get_today (&today);
  if (reading->has_mapping)
    list->mapping = reading->mapping;
  else
    amia_selection_guess (list->csv, &today, &list->mapping);
  list->candidates = amia_selection_read (list->csv, &list->mapping, &today);
  find_twins (list, twins);
  return g_steal_pointer (&list);
}

void
amia_import_list_read_async (AmiaReplica                *replica,
                             GBytes                     *bytes,
                             const AmiaSelectionMapping *mapping,
                             GCancellable               *cancellable,
                             GAsyncReadyCallback         callback,
                             gpointer                    user_data)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->bytes = g_bytes_ref (bytes);
  reading->has_mapping = mapping != NULL;
  if (mapping != NULL)
    reading->mapping = *mapping;
  amia_replica_call_async (replica, read_list, reading, reading_free,
                           (GDestroyNotify) amia_import_list_free, cancellable, callback,
                           user_data);
}

AmiaImportList *
amia_import_list_read_finish (AmiaReplica  *replica,
                              GAsyncResult *result,
                              GError      **error)
{
  return amia_replica_call_finish (replica, result, error);
}

/* --- Taking --------------------------------------------------------------------------------- */

typedef struct
{
  AmiaImportList *list;
  char           *subproject;
  gboolean        takes_similar;
} Taking;

static void
taking_free (gpointer data)
{
  Taking *taking = data;

  amia_import_list_free (taking->list);
  g_free (taking->subproject);
  g_free (taking);
}

static gpointer
take_list (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Taking *taking = data;
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);
  g_autofree char *today = amia_words_today ();
  guint           *n_taken = NULL;

  for (guint i = 0; i < taking->list->candidates->len; i++)
    {
      const AmiaCandidate *candidate = g_ptr_array_index (taking->list->candidates, i);
      AmiaEdits           *edits = NULL;
      AmiaUuid             case_id;

      if (!amia_import_list_is_taken (taking->list, i, taking->takes_similar))
        continue;

      edits = amia_edits_new ();
      amia_selection_add (edits, (const char *const *) candidate->values, taking->subproject,
                          today, amia_words_now_ms (), &case_id);
      g_ptr_array_add (actions, edits);
    }

  if (actions->len > 0 && !amia_store_commit_all (store, actions, NULL, error))
    return NULL;

  n_taken = g_new (guint, 1);
  *n_taken = actions->len;
  return n_taken;
}

void
amia_import_list_take_async (AmiaReplica        *replica,
                             AmiaImportList     *list,
                             const char         *subproject,
                             gboolean            takes_similar,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  Taking *taking = g_new0 (Taking, 1);

  taking->list = list;
  taking->subproject = g_strdup (subproject);
  taking->takes_similar = takes_similar;
  amia_replica_call_async (
      replica, take_list, taking, taking_free, g_free, NULL, callback, user_data);
}

gboolean
amia_import_list_take_finish (AmiaReplica  *replica,
                              GAsyncResult *result,
                              guint        *n_taken,
                              GError      **error)
{
  g_autofree guint *n = amia_replica_call_finish (replica, result, error);

  *n_taken = n != NULL ? *n : 0;
  return n != NULL;
}
