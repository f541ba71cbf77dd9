/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-case-list.h"

#include "amia-case-item-private.h"
#include "amia-id-diff.h"

/* The list of cases for a view. Filtering and sorting is the store's work and gives ids; rows are
 * fetched a page at a time when somebody looks at one. Until then an item is a placeholder. Nothing
 * here waits for the disk.
 *
 * Items are known weakly, so that a view that scrolls through all of ten thousand does not keep
 * them, and the latest few strongly, so that scrolling back does not flicker. */

#define PAGE_LENGTH 100
#define RECENT_MAX  1000

struct _AmiaCaseList
{
  GObject       parent_instance;
  AmiaReplica  *replica;
  AmiaCaseQuery query; /* its strings are ours */
  GArray       *ids;
  GHashTable   *items;     /* (element-type AmiaUuid AmiaCaseItem), weak */
  GHashTable   *requested; /* (element-type AmiaUuid): rows on their way */
  GQueue        recent;    /* (element-type AmiaCaseItem) */
  GCancellable *asking;    /* NULL: no ids on their way */
  gboolean      is_stale;  /* something changed since they were asked for */
  gboolean      is_loading;
};

enum
{
  PROP_LOADING = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmiaCaseList,
                               amia_case_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
query_clear (AmiaCaseQuery *query)
{
  g_clear_pointer ((char **) &query->words, g_free);
  g_clear_pointer ((char **) &query->with, g_free);
  g_clear_pointer ((char **) &query->step, g_free);
  g_clear_pointer ((char **) &query->subproject, g_free);
}

static void
query_copy (AmiaCaseQuery       *to,
            const AmiaCaseQuery *from)
{
  *to = *from;
  to->words = g_strdup (from->words);
  to->with = g_strdup (from->with);
  to->step = g_strdup (from->step);
  to->subproject = g_strdup (from->subproject);
}

static void
query_free (gpointer query)
{
  query_clear (query);
  g_free (query);
}

/* --- Items and rows -------------------------------------------------------------------------- */

static void
item_gone_cb (gpointer data,
              GObject *item)
{
  AmiaCaseList  *self = data;
  GHashTableIter iter;
  gpointer       value;

  /* Its id is no longer to be read, so that it is found by its address. */
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (value == item)
        {
          g_hash_table_iter_remove (&iter);
          return;
        }
    }
}

static void
forget_recent (AmiaCaseList *self,
               guint         n_max)
{
  while (g_queue_get_length (&self->recent) > n_max)
    g_object_unref (g_queue_pop_tail (&self->recent));
}

static AmiaCaseItem *
obtain_item (AmiaCaseList   *self,
             const AmiaUuid *id)
{
  AmiaCaseItem *item = g_hash_table_lookup (self->items, id);

  if (item != NULL)
    return item;

  item = _amia_case_item_new (id);
  g_hash_table_insert (self->items, g_memdup2 (id, sizeof *id), item);
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
  g_queue_push_head (&self->recent, item);
  forget_recent (self, RECENT_MAX);
  return item;
}

typedef struct
{
  GArray    *ids;
  GPtrArray *rows; /* (element-type AmiaCaseRow) of the first ids, NULL for a case that is gone */
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_array_unref (page->ids);
  g_ptr_array_unref (page->rows);
  g_free (page);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

static Page *
page_new (AmiaStore *store,
          GArray    *ids,
          guint      n_rows,
          GError   **error)
{
  const AmiaUuid *first = (const AmiaUuid *) (gpointer) ids->data;
  GPtrArray      *rows = amia_store_load_case_rows (store, first, n_rows, error);
  Page           *page;

  if (rows == NULL)
    return NULL;

  page = g_new (Page, 1);
  page->ids = g_array_ref (ids);
  page->rows = rows;
  return page;
}

static gpointer
load_page (AmiaStore    *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  GArray *ids = data;

  return page_new (store, ids, ids->len, error);
}

static void
take_rows (AmiaCaseList *self,
           Page         *page)
{
  for (guint i = 0; i < page->rows->len; i++)
    {
      const AmiaUuid *id = &g_array_index (page->ids, AmiaUuid, i);
      AmiaCaseRow    *row = g_steal_pointer (&g_ptr_array_index (page->rows, i));

      g_hash_table_remove (self->requested, id);
      if (row != NULL)
        _amia_case_item_take_row (obtain_item (self, id), row);
    }
}

static void
page_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (AmiaCaseList) self = data;
  g_autoptr (Page) page = amia_replica_call_finish (AMIA_REPLICA (source), result, NULL);

  /* Ignored: rows that can't be read stay placeholders; the next look at one asks anew. */
  if (page != NULL)
    take_rows (self, page);
  else
    g_hash_table_remove_all (self->requested);
}

static void
request_rows (AmiaCaseList *self,
              GArray       *ids)
{
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->requested,
                      g_memdup2 (&g_array_index (ids, AmiaUuid, i), sizeof (AmiaUuid)));

  amia_replica_call_async (self->replica,
                           load_page,
                           ids,
                           (GDestroyNotify) g_array_unref,
                           page_free,
                           NULL,
                           page_loaded_cb,
                           g_object_ref (self));
}

/* The rest of the page comes along: whoever looks at one row will look at its neighbours. */
static void
request_page (AmiaCaseList *self,
              guint         position)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  guint begin = position - position % PAGE_LENGTH;
  guint end = MIN (begin + PAGE_LENGTH, self->ids->len);

  for (guint i = begin; i < end; i++)
    {
      const AmiaUuid *id = &g_array_index (self->ids, AmiaUuid, i);
      AmiaCaseItem   *item = g_hash_table_lookup (self->items, id);

      if ((item == NULL || amia_case_item_get_row (item) == NULL) &&
          !g_hash_table_contains (self->requested, id))
        g_array_append_vals (ids, id, 1);
    }

  if (ids->len > 0)
    request_rows (self, g_steal_pointer (&ids));
}

/* --- Ids ------------------------------------------------------------------------------------- */

static void
apply_ids (AmiaCaseList *self,
           const GArray *ids)
{
  g_autoptr (GArray) steps = amia_id_diff ((const AmiaUuid *) (gpointer) self->ids->data,
                                           self->ids->len,
                                           (const AmiaUuid *) (gpointer) ids->data,
                                           ids->len);

  for (guint i = 0; i < steps->len; i++)
    {
      const AmiaIdEdit *step = &g_array_index (steps, AmiaIdEdit, i);

      if (step->n_removed > 0)
        g_array_remove_range (self->ids, step->position, step->n_removed);
      if (step->n_added > 0)
        g_array_insert_vals (self->ids,
                             step->position,
                             &g_array_index (ids, AmiaUuid, step->source),
                             step->n_added);
      g_list_model_items_changed (
          G_LIST_MODEL (self), step->position, step->n_removed, step->n_added);
    }
}

static void
set_loading (AmiaCaseList *self,
             gboolean      is_loading)
{
  if (self->is_loading == is_loading)
    return;

  self->is_loading = is_loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* All ids, and the rows that are looked at first: a view that begins with placeholders lays itself
 * out twice, which takes longer than the rows. */
static gpointer
list_ids (AmiaStore    *store,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr (GArray) ids = amia_store_list_case_ids (store, data, error);

  return ids != NULL ? page_new (store, ids, MIN (ids->len, PAGE_LENGTH), error) : NULL;
}

static void ask (AmiaCaseList *self);

static void
ids_listed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (AmiaCaseList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Page) page = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  /* Overtaken by another question. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->asking);

  /* Ignored: when the store can't be read the list stays as it is; other calls tell why. */
  if (page != NULL)
    {
      take_rows (self, page);
      apply_ids (self, page->ids);
    }

  if (self->is_stale && page != NULL)
    ask (self);
  else
    set_loading (self, FALSE);
}

static void
ask (AmiaCaseList *self)
{
  AmiaCaseQuery *query = g_new0 (AmiaCaseQuery, 1);

  query_copy (query, &self->query);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  self->is_stale = FALSE;
  amia_replica_call_async (self->replica,
                           list_ids,
                           query,
                           query_free,
                           page_free,
                           self->asking,
                           ids_listed_cb,
                           g_object_ref (self));
}

static void
changed_cb (AmiaReplica  *replica,
            GArray       *cases,
            GArray       *records,
            AmiaCaseList *self)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));

  if (cases->len == 0)
    return;

  for (guint i = 0; i < cases->len; i++)
    {
      const AmiaUuid *id = &g_array_index (cases, AmiaUuid, i);
      AmiaCaseItem   *item = g_hash_table_lookup (self->items, id);

      if (item != NULL && amia_case_item_get_row (item) != NULL)
        g_array_append_vals (shown, id, 1);
    }

  if (shown->len > 0)
    request_rows (self, g_steal_pointer (&shown));

  if (self->asking != NULL)
    self->is_stale = TRUE;
  else
    ask (self);
}

/* --- GListModel ------------------------------------------------------------------------------ */

static GType
get_item_type (GListModel *model)
{
  return AMIA_TYPE_CASE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return AMIA_CASE_LIST (model)->ids->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  AmiaCaseList *self = AMIA_CASE_LIST (model);
  g_autoptr (AmiaCaseItem) item = NULL;

  if (position >= self->ids->len)
    return NULL;

  item = g_object_ref (obtain_item (self, &g_array_index (self->ids, AmiaUuid, position)));
  if (amia_case_item_get_row (item) == NULL)
    request_page (self, position);
  return g_steal_pointer (&item);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- GObject --------------------------------------------------------------------------------- */

static void
amia_case_list_dispose (GObject *object)
{
  AmiaCaseList  *self = AMIA_CASE_LIST (object);
  GHashTableIter iter;
  gpointer       item;

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  if (self->replica != NULL)
    g_signal_handlers_disconnect_by_data (self->replica, self);
  g_clear_object (&self->replica);

  forget_recent (self, 0);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_object_weak_unref (item, item_gone_cb, self);
      g_hash_table_iter_remove (&iter);
    }

  G_OBJECT_CLASS (amia_case_list_parent_class)->dispose (object);
}

static void
amia_case_list_finalize (GObject *object)
{
  AmiaCaseList *self = AMIA_CASE_LIST (object);

  query_clear (&self->query);
  g_array_unref (self->ids);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->requested);
  G_OBJECT_CLASS (amia_case_list_parent_class)->finalize (object);
}

static void
amia_case_list_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AmiaCaseList *self = AMIA_CASE_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
amia_case_list_class_init (AmiaCaseListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_case_list_dispose;
  object_class->finalize = amia_case_list_finalize;
  object_class->get_property = amia_case_list_get_property;

  properties[PROP_LOADING] =
      g_param_spec_boolean ("loading",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
amia_case_list_init (AmiaCaseList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  self->items = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  self->requested = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  g_queue_init (&self->recent);
}

AmiaCaseList *
amia_case_list_new (AmiaReplica *replica)
{
  AmiaCaseList *self;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self = g_object_new (AMIA_TYPE_CASE_LIST, NULL);
  self->replica = g_object_ref (replica);
  g_signal_connect (replica, "changed", G_CALLBACK (changed_cb), self);
  set_loading (self, TRUE);
  ask (self);
  return self;
}

void
amia_case_list_set_query (AmiaCaseList        *self,
                          const AmiaCaseQuery *query)
{
  AmiaCaseQuery copy;

  g_return_if_fail (AMIA_IS_CASE_LIST (self));
  g_return_if_fail (query != NULL);

  query_copy (&copy, query);
  query_clear (&self->query);
  self->query = copy;
  set_loading (self, TRUE);
  ask (self);
}

gboolean
amia_case_list_get_loading (AmiaCaseList *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_LIST (self), FALSE);

  return self->is_loading;
}
