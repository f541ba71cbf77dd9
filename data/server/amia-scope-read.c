/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-scope-gone.h"
#include "amia-scope-log.h"
#include "amia-scope.h"

/* Reads a scope out of the log for one reader: all that they may see, or what of it is in force. */

typedef struct
{
  const AmiaFeed *feed;
  const AmiaUuid *scope;
  GPtrArray      *changes;
  GArray         *rows;  /* of AmiaScopeRow; NULL where each is taken as it comes */
  GStringChunk   *texts; /* theirs */
  guint           n_rows;
  GError         *error;
} Reading;

static void
free_scope_change (gpointer data)
{
  AmiaScopeChange *item = data;

  amia_change_free (item->change);
  g_free (item);
}

static gboolean
is_of_scope (const AmiaOp *op,
             gpointer      data)
{
  const Reading *reading = data;
  AmiaUuid       scope;

  amia_op_get_scope (op, &scope);
  return amia_uuid_equal (&scope, reading->scope);
}

static gboolean
take_row (const AmiaLogRow *row,
          gpointer          user_data)
{
  Reading         *reading = user_data;
  AmiaScopeChange *item;
  g_autoptr (AmiaChange) change = NULL;

  reading->n_rows++;
  change =
      amia_change_decode (&row->device, row->n, row->body, row->body_length, &reading->error);
  if (change == NULL)
    return FALSE;

  change->author = g_strdup (row->author);
  change->agency = g_strdup (row->agency);
  if (!amia_visibility_filter (
          reading->feed->visibility, change, is_of_scope, reading, &reading->error))
    return FALSE;
  if (change->ops->len == 0)
    return TRUE;

  item = g_new (AmiaScopeChange, 1);
  *item = (AmiaScopeChange){ row->seq,
                             g_steal_pointer (&change),
                             row->shown_ms,
                             row->body_length };
  g_ptr_array_add (reading->changes, item);
  return TRUE;
}

static gboolean
read_rows (Reading    *reading,
           gint64      after,
           gint64      before,
           AmiaLogFunc take,
           guint      *n_rows,
           GError    **error)
{
  gboolean is_read = amia_ledger_read_scope (
      reading->feed->ledger, reading->scope, after, before, take, reading, error);

  *n_rows += reading->n_rows;
  if (reading->error == NULL)
    return is_read;

  g_propagate_error (error, g_steal_pointer (&reading->error));
  return FALSE;
}

GPtrArray *
amia_scope_log_read (const AmiaFeed *feed,
                     const AmiaUuid *scope,
                     gint64          after,
                     gint64          before,
                     guint          *n_rows,
                     GError        **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (free_scope_change);
  Reading reading = { .feed = feed, .scope = scope, .changes = changes };

  g_return_val_if_fail (feed != NULL, NULL);
  g_return_val_if_fail (scope != NULL, NULL);
  g_return_val_if_fail (n_rows != NULL, NULL);

  return read_rows (&reading, after, before, take_row, n_rows, error) ? g_steal_pointer (&changes)
                                                                      : NULL;
}

/* --- What is in force ------------------------------------------------------------------------ */

static gboolean
keep_row (const AmiaLogRow *row,
          gpointer          user_data)
{
  Reading     *reading = user_data;
  AmiaScopeRow kept = { *row, FALSE };

  reading->n_rows++;
  kept.row.author = g_string_chunk_insert_const (reading->texts, row->author);
  kept.row.agency = g_string_chunk_insert_const (reading->texts, row->agency);
  kept.row.body =
      g_string_chunk_insert_len (reading->texts, row->body, (gssize) row->body_length);
  kept.row.chain = NULL;
  kept.row.scopes = NULL;
  kept.row.n_scopes = 0;
  g_array_append_val (reading->rows, kept);
  return TRUE;
}

/* Takes the rows that are kept of those that are left. */
static gboolean
take_left (Reading *reading,
           GError **error)
{
  for (guint i = 0; i < reading->rows->len; i++)
    {
      const AmiaScopeRow *kept = &g_array_index (reading->rows, AmiaScopeRow, i);

      if (!kept->is_gone && !take_row (&kept->row, reading))
        {
          g_propagate_error (error, g_steal_pointer (&reading->error));
          return FALSE;
        }
    }

  return TRUE;
}

GPtrArray *
amia_scope_log_read_in_force (const AmiaFeed *feed,
                              const AmiaUuid *scope,
                              gint64          before,
                              guint          *n_rows,
                              gboolean       *leaves_out,
                              GError        **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (free_scope_change);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (AmiaScopeRow));
  g_autoptr (GStringChunk) texts = g_string_chunk_new (64 * 1024);
  Reading  reading = { feed, scope, changes, rows, texts, 0, NULL };
  gboolean is_any_gone;

  g_return_val_if_fail (feed != NULL, NULL);
  g_return_val_if_fail (scope != NULL, NULL);
  g_return_val_if_fail (n_rows != NULL, NULL);
  g_return_val_if_fail (leaves_out != NULL, NULL);

  if (!read_rows (&reading, 0, before, keep_row, n_rows, error) ||
      !amia_scope_gone_find (feed, scope, rows, &is_any_gone, error) ||
      !take_left (&reading, error))
    return NULL;

  *leaves_out = amia_scope_log_keep_in_force (changes, feed->visibility->reader.agency);
  *leaves_out |= is_any_gone;
  return g_steal_pointer (&changes);
}
