/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-todo"

#include "config.h"

#include "amia-due-model.h"

#include <string.h>

#include "amia-words.h"

/* The store gives everything that is due in the cases that are here; whose of it is shown is chosen
 * here, so that a filter costs no question. The rows are what the list says, with headings. */

/* Somebody types in a form, and each pause is a change: one look for all of them. */
#define CALM_MS       500
#define BUDGET_MS     40
#define CHECK_SECONDS 5

typedef struct
{
  const AmiaDueLine *line; /* NULL for a heading */
  AmiaDueGroup       group;
} Row;

struct _AmiaDueModel
{
  GObject       parent_instance;
  AmiaReplica  *replica;
  AmiaDueFilter filter;
  AmiaDueList  *list; /* NULL until the first answer */
  GArray       *rows;
  GCancellable *cancellable;
  guint         calm_id;
  guint         check_id;
  gboolean      is_asking;
  gboolean      is_stale;
};

enum
{
  SIGNAL_LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmiaDueModel,
                               amia_due_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static const char *
get_user (AmiaDueModel *self)
{
  return amia_replica_get_identity (self->replica)->user;
}

/* --- Rows ------------------------------------------------------------------------------------- */

static GArray *
make_rows (AmiaDueModel *self)
{
  GArray      *rows = g_array_new (FALSE, TRUE, sizeof (Row));
  const char  *day = "";
  AmiaDueGroup group = AMIA_DUE_LATER;
  int          last = -1;

  for (guint i = 0; self->list != NULL && i < self->list->lines->len; i++)
    {
      const AmiaDueLine *line = g_ptr_array_index (self->list->lines, i);
      Row                row = { line, AMIA_DUE_LATER };

      if (!amia_due_line_is_of (line, get_user (self), self->filter))
        continue;

      /* Many are due on the same day, and they come by days. */
      if (strcmp (line->due.day, day) != 0)
        group = amia_due_words_find_group (line->due.day, self->list->today);
      day = line->due.day;
      row.group = group;
      if ((int) row.group != last)
        {
          const Row heading = { NULL, row.group };

          g_array_append_val (rows, heading);
          last = (int) row.group;
        }
      g_array_append_val (rows, row);
    }

  return rows;
}

/* Whether nobody can tell the two from each other. The days are compared by the heading and by the
 * words, which the day it is makes: so on another day all rows are others. */
static gboolean
is_same (const Row *first,
         const Row *second)
{
  const AmiaDueLine *a = first->line;
  const AmiaDueLine *b = second->line;

  if (a == NULL || b == NULL)
    return a == b && first->group == second->group;

  return first->group == second->group && amia_uuid_equal (&a->of->case_id, &b->of->case_id) &&
         a->due.rule == b->due.rule && a->due.number == b->due.number &&
         strcmp (a->due.day, b->due.day) == 0 && strcmp (a->due.was, b->due.was) == 0 &&
         strcmp (a->due.subject, b->due.subject) == 0 &&
         g_strcmp0 (a->of->title, b->of->title) == 0 && g_strcmp0 (a->text, b->text) == 0 &&
         g_strcmp0 (a->who, b->who) == 0 && g_strcmp0 (a->reason, b->reason) == 0 &&
         a->due.may_be_done == b->due.may_be_done &&
         (a->of->routine == NULL) == (b->of->routine == NULL) &&
         (a->of->routine == NULL || a->of->routine->version == b->of->routine->version);
}

/* Announces what lies between the first and the last row that differ. */
static void
show_rows (AmiaDueModel *self,
           gboolean      is_other_day)
{
  g_autoptr (GArray) old = self->rows;
  guint n_first = 0;
  guint n_last = 0;
  guint n_common;

  self->rows = make_rows (self);
  n_common = is_other_day ? 0 : MIN (old->len, self->rows->len);
  while (n_first < n_common && is_same (&g_array_index (old, Row, n_first),
                                        &g_array_index (self->rows, Row, n_first)))
    n_first++;
  while (n_last < n_common - n_first &&
         is_same (&g_array_index (old, Row, old->len - 1 - n_last),
                  &g_array_index (self->rows, Row, self->rows->len - 1 - n_last)))
    n_last++;

  if (old->len != self->rows->len || n_first + n_last < old->len)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                n_first,
                                old->len - n_first - n_last,
                                self->rows->len - n_first - n_last);
}

/* --- Asking ----------------------------------------------------------------------------------- */

static gpointer
list_due (AmiaStore    *store,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  const AmiaDueQuery query = {
    .user = amia_store_get_identity (store)->user,
    .budget_ms = BUDGET_MS,
  };

  return amia_store_list_due (store, &query, error);
}

static void
take_list (AmiaDueModel *self,
           AmiaDueList  *list)
{
  g_autoptr (AmiaDueList) old = self->list;
  gboolean is_other_day = old != NULL && strcmp (old->today, list->today) != 0;

  self->list = list;
  show_rows (self, is_other_day);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

static void ask (AmiaDueModel *self);

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaDueModel) self = data;
  g_autoptr (GError) error = NULL;
  AmiaDueList *list = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_asking = FALSE;
  if (list == NULL)
    {
      /* Shown stays what was known; the next change asks again. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("%s", error->message);
      return;
    }

  take_list (self, list);
  if (self->is_stale || list->n_left > 0)
    ask (self);
}

static void
ask (AmiaDueModel *self)
{
  self->is_stale = self->is_asking;
  if (self->is_asking || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->is_asking = TRUE;
  amia_replica_call_async (self->replica,
                           list_due,
                           NULL,
                           NULL,
                           (GDestroyNotify) amia_due_list_unref,
                           self->cancellable,
                           listed_cb,
                           g_object_ref (self));
}

static gboolean
calm_cb (gpointer data)
{
  AmiaDueModel *self = data;

  self->calm_id = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (AmiaDueModel *self,
            GArray       *cases,
            GArray       *records)
{
  if (records->len > 0 && self->calm_id == 0)
    self->calm_id = g_timeout_add (CALM_MS, calm_cb, self);
}

/* A day may end while nobody touches anything, and a laptop may sleep over it. */
static gboolean
check_cb (gpointer data)
{
  AmiaDueModel    *self = data;
  g_autofree char *today = amia_words_today ();

  if (self->list != NULL && strcmp (self->list->today, today) != 0)
    ask (self);
  return G_SOURCE_CONTINUE;
}

/* --- The object ------------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *list)
{
  return AMIA_TYPE_DUE_ENTRY;
}

static guint
get_n_items (GListModel *list)
{
  return AMIA_DUE_MODEL (list)->rows->len;
}

static gpointer
get_item (GListModel *list,
          guint       position)
{
  AmiaDueModel *self = AMIA_DUE_MODEL (list);
  const Row    *row = NULL;

  if (position >= self->rows->len)
    return NULL;

  row = &g_array_index (self->rows, Row, position);
  return amia_due_entry_new (self->list, row->line, row->group);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
amia_due_model_dispose (GObject *object)
{
  AmiaDueModel *self = AMIA_DUE_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->calm_id, g_source_remove);
  g_clear_handle_id (&self->check_id, g_source_remove);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_due_model_parent_class)->dispose (object);
}

static void
amia_due_model_finalize (GObject *object)
{
  AmiaDueModel *self = AMIA_DUE_MODEL (object);

  g_object_unref (self->cancellable);
  g_array_unref (self->rows);
  g_clear_pointer (&self->list, amia_due_list_unref);

  G_OBJECT_CLASS (amia_due_model_parent_class)->finalize (object);
}

static void
amia_due_model_class_init (AmiaDueModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_due_model_dispose;
  object_class->finalize = amia_due_model_finalize;

  signals[SIGNAL_LOADED] = g_signal_new ("loaded",
                                         AMIA_TYPE_DUE_MODEL,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
}

static void
amia_due_model_init (AmiaDueModel *self)
{
  self->filter = AMIA_DUE_OF_ME;
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  self->cancellable = g_cancellable_new ();
}

AmiaDueModel *
amia_due_model_new (AmiaReplica *replica)
{
  AmiaDueModel *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self = g_object_new (AMIA_TYPE_DUE_MODEL, NULL);
  self->replica = g_object_ref (replica);
  g_signal_connect_object (replica, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->check_id = g_timeout_add_seconds (CHECK_SECONDS, check_cb, self);
  ask (self);
  return self;
}

void
amia_due_model_set_filter (AmiaDueModel *model,
                           AmiaDueFilter filter)
{
  g_return_if_fail (AMIA_IS_DUE_MODEL (model));

  if (model->filter == filter)
    return;

  model->filter = filter;
  show_rows (model, FALSE);
  g_signal_emit (model, signals[SIGNAL_LOADED], 0);
}

gboolean
amia_due_model_is_loaded (AmiaDueModel *model)
{
  g_return_val_if_fail (AMIA_IS_DUE_MODEL (model), FALSE);

  return model->list != NULL && model->list->n_left == 0;
}

guint
amia_due_model_count (AmiaDueModel *model,
                      AmiaDueFilter filter)
{
  guint n = 0;

  g_return_val_if_fail (AMIA_IS_DUE_MODEL (model), 0);

  for (guint i = 0; model->list != NULL && i < model->list->lines->len; i++)
    n += amia_due_line_is_of (g_ptr_array_index (model->list->lines, i), get_user (model), filter);

  return n;
}

guint
amia_due_model_count_urgent (AmiaDueModel *model)
{
  guint n = 0;

  g_return_val_if_fail (AMIA_IS_DUE_MODEL (model), 0);

  for (guint i = 0; model->list != NULL && i < model->list->lines->len; i++)
    {
      const AmiaDueLine *line = g_ptr_array_index (model->list->lines, i);

      if (strcmp (line->due.day, model->list->today) > 0)
        break;
      n += amia_due_line_is_of (line, get_user (model), AMIA_DUE_OF_ME);
    }

  return n;
}
