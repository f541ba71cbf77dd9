/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-private.h"
#include "amia-store-search.h"
#include "amia-store-words-private.h"

/* A first sync brings thousands of texts, and to cut them into words and letters costs as much as
 * everything else that is done with them. So the texts of a large page are only noted, in its
 * transaction, and go into the full-text indexes when the thread has nothing else to do, a few at a
 * time. Until then a search reads the ones that are noted itself; it finds the same. */

/* What one transaction may take: somebody who types waits for it. The larger part is the reading
 * of the words, the rest the writing when it ends. */
#define SLICE_US  (5 * 1000)
#define TEXTS_MAX 200

typedef struct
{
  gint64 key;
  char  *words;
} Text;

static void
clear_text (gpointer data)
{
  g_free (((Text *) data)->words);
}

gboolean
_amia_unindexed_add (AmiaStore *store,
                     gint64     key,
                     GError   **error)
{
  store->has_unindexed = AMIA_SOME;
  return _amia_index_run (store, "INSERT INTO unindexed (key) VALUES (?1)", key, NULL, error);
}

gboolean
_amia_unindexed_remove (AmiaStore *store,
                        gint64     key,
                        gboolean  *was_there,
                        GError   **error)
{
  if (!_amia_index_run (store, "DELETE FROM unindexed WHERE key = ?1", key, NULL, error))
    return FALSE;

  *was_there = amia_db_get_changes (store->db) > 0;
  return TRUE;
}

/* The next ones, in the order in which FTS5 wants them. */
static GArray *
list_texts (AmiaStore *store,
            GError   **error)
{
  static const char sql[] = "SELECT u.key, s.words FROM unindexed AS u "
                            "JOIN search_text AS s ON s.key = u.key ORDER BY u.key LIMIT ?";
  g_autoptr (GArray) texts = g_array_new (FALSE, FALSE, sizeof (Text));
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find what is to be indexed", error);
  AmiaStep step;

  g_array_set_clear_func (texts, clear_text);
  if (statement == NULL)
    return NULL;

  amia_statement_bind_int (statement, 1, TEXTS_MAX);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      const Text text = { amia_statement_get_int (statement, 0),
                          g_strdup (amia_statement_get_text (statement, 1)) };

      g_array_append_val (texts, text);
    }

  return step == AMIA_DONE ? g_steal_pointer (&texts) : NULL;
}

/* Nothing but words between the first and the last; see _amia_records_flush(). */
static gboolean
work_off (AmiaStore *store,
          gint64     until_us,
          GError   **error)
{
  g_autoptr (GArray) texts = NULL;
  gint64   last = G_MAXINT64;
  guint    n = 0;
  gboolean is_done;

  if (!_amia_form_words_work_off (store, until_us, &is_done, error))
    return FALSE;
  if (!is_done)
    {
      store->has_unindexed = AMIA_SOME;
      return TRUE;
    }

  texts = list_texts (store, error);
  if (texts == NULL)
    return FALSE;

  for (; n < texts->len && (n == 0 || g_get_monotonic_time () < until_us); n++)
    {
      const Text *text = &g_array_index (texts, Text, n);

      if (!_amia_index_add_text (store, text->key, text->words, error))
        return FALSE;
      last = text->key;
    }

  if (n == texts->len && texts->len < TEXTS_MAX)
    {
      store->has_unindexed = AMIA_NONE;
      last = G_MAXINT64;
    }
  return _amia_index_run (store, "DELETE FROM unindexed WHERE key <= ?1", last, NULL, error);
}

gboolean
_amia_unindexed_work_off_all (AmiaStore *store,
                              GError   **error)
{
  do
    {
      if (!work_off (store, G_MAXINT64, error))
        return FALSE;
    }
  while (store->has_unindexed != AMIA_NONE);

  /* Whether it stays so is for the transaction to say. */
  store->has_unindexed = AMIA_UNASKED;
  return TRUE;
}

void
_amia_unindexed_read_latest (AmiaStore *store,
                             gint64     until_us)
{
  gboolean is_done;

  if (store->has_unindexed == AMIA_NONE || !amia_db_begin (store->db, NULL))
    return;

  if (!_amia_form_words_work_off (store, until_us, &is_done, NULL) ||
      !amia_db_commit (store->db, NULL))
    amia_db_rollback (store->db);
}

gboolean
amia_store_index_some (AmiaStore *store,
                       gboolean  *has_more,
                       GError   **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (has_more != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *has_more = FALSE;
  if (store->has_unindexed == AMIA_NONE)
    return TRUE;
  if (!amia_db_begin (store->db, &local_error))
    return _amia_store_report (error, local_error);

  if (!work_off (store, g_get_monotonic_time () + SLICE_US, &local_error))
    {
      amia_db_rollback (store->db);
      return _amia_store_report (error, local_error);
    }
  if (!amia_db_commit (store->db, &local_error))
    {
      store->has_unindexed = AMIA_UNASKED;
      return _amia_store_report (error, local_error);
    }

  *has_more = store->has_unindexed != AMIA_NONE;
  return TRUE;
}
