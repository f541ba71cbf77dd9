/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-answer-path.h"
#include "amia-snippet.h"
#include "amia-store-access-private.h"
#include "amia-store-private.h"
#include "amia-store-search.h"
#include "amia-store-words-private.h"

/* What was answered in forms, found by the beginnings of its words. An answer is one field of a
 * record that may have hundreds, and is saved while somebody types: so saving only notes that the
 * form is stale, and its words are read, all at once, when the thread has nothing else to do. Until
 * then a search finds what stood there before. That never holds for what is taken away: the words
 * of a form that may have lost something go in the transaction in which it lost it. */

#define STALE_MAX 50

gboolean
_amia_form_words_has (const char *kind)
{
  return g_strcmp0 (kind, "form") == 0;
}

/* --- The words of a form --------------------------------------------------------------------- */

static void
append_line (GString    *words,
             const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  if (composed == NULL || *composed == '\0')
    return;
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, composed);
}

/* What was typed, or the words of what was chosen. */
static void
append_node (GString  *words,
             JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    append_line (words, json_node_get_string (node));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      const char *display =
          json_object_get_string_member_with_default (json_node_get_object (node), "display", "");

      append_line (words, display);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        append_node (words, json_array_get_element (array, i));
    }
}

/* A row's own field says only where among the rows it stands. */
static gboolean
is_answer (const char *field)
{
  return g_str_has_prefix (field, AMIA_ANSWER_PREFIX) && !g_str_has_suffix (field, "]");
}

static void
append_answer (GString          *words,
               const AmiaRecord *record,
               const char       *field)
{
  const char *value = amia_record_get_value (record, field);
  g_autoptr (JsonNode) node = NULL;

  /* Numbers and yes or no are no words. Ignored: what is no JSON has no words either. */
  if (value != NULL && strchr ("\"{[", *value) != NULL)
    node = json_from_string (value, NULL);
  if (node != NULL)
    append_node (words, node);
}

char *
_amia_form_words_collect (const AmiaRecord *record)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GPtrArray) fields = NULL;

  if (amia_record_is_removed (record))
    return NULL;

  fields = amia_record_get_fields (record);
  for (guint i = 0; i < fields->len; i++)
    {
      if (is_answer (g_ptr_array_index (fields, i)))
        append_answer (words, record, g_ptr_array_index (fields, i));
    }

  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

char *
_amia_form_words_find (const AmiaRecord  *record,
                       const char *const *words)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize w = 0; words[w] != NULL; w++)
    {
      for (guint i = 0; i < fields->len; i++)
        {
          const char *field = g_ptr_array_index (fields, i);
          gboolean    at_word_start = FALSE;

          g_string_truncate (text, 0);
          if (is_answer (field))
            append_answer (text, record, field);
          if (amia_snippet_find (text->str, words[w], &at_word_start) != NULL && at_word_start)
            return g_strdup (field);
        }
    }

  return NULL;
}

/* --- The index ------------------------------------------------------------------------------- */

/* FTS5 keeps no copy of the text: what it is to forget must be told it word for word. */
static gboolean
set_words (AmiaStore *store,
           gint64     key,
           const char *new,
           GError **error)
{
  static const char forget[] = "INSERT INTO search_form_starts (search_form_starts, rowid, words) "
                               "VALUES ('delete', ?1, ?2)";
  static const char load[] = "SELECT words FROM search_form WHERE key = ?1";
  static const char drop[] = "DELETE FROM search_form WHERE key = ?1";
  static const char keep[] = "INSERT INTO search_form (key, words) VALUES (?1, ?2)";
  static const char add[] = "INSERT INTO search_form_starts (rowid, words) VALUES (?1, ?2)";
  g_autofree char  *old = NULL;

  if (!_amia_index_load (store, load, key, &old, error))
    return FALSE;
  if (g_strcmp0 (old, new) == 0)
    return TRUE;

  return (old == NULL || (_amia_index_run (store, forget, key, old, error) &&
                          _amia_index_run (store, drop, key, NULL, error))) &&
         (new == NULL || (_amia_index_run (store, keep, key, new, error) &&
                          _amia_index_run (store, add, key, new, error)));
}

gboolean
_amia_form_words_note (AmiaStore       *store,
                       const AmiaEntry *entry,
                       GError         **error)
{
  if (entry->is_rebuilt && !set_words (store, entry->key, NULL, error))
    return FALSE;

  store->has_unindexed = AMIA_SOME;
  return _amia_index_run (
      store, "INSERT OR IGNORE INTO stale (key) VALUES (?1)", entry->key, NULL, error);
}

static gboolean
read_anew (AmiaStore     *store,
           AmiaStatement *statement,
           GError       **error)
{
  gint64 key = amia_statement_get_int (statement, 4);
  g_autoptr (AmiaRecord) record = _amia_record_read (store, statement, error);
  g_autofree char *words = NULL;

  if (record == NULL)
    return FALSE;
  if (!_amia_form_words_has (record->kind))
    {
      const AmiaEntry entry = { .record = record, .key = key };

      return _amia_index_store (store, &entry, error);
    }

  words = _amia_form_words_collect (record);
  return set_words (store, key, words, error);
}

gboolean
_amia_form_words_work_off (AmiaStore *store,
                           gint64     until_us,
                           gboolean  *is_done,
                           GError   **error)
{
  static const char sql[] =
      "SELECT r.kind, r.id, r.case_id, r.state, r.key FROM stale AS s "
      "JOIN record AS r ON r.key = s.key ORDER BY s.key LIMIT ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find forms to read anew", error);
  gint64   last = G_MAXINT64;
  guint    n = 0;
  AmiaStep step = AMIA_DONE;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, STALE_MAX);
  while ((n == 0 || g_get_monotonic_time () < until_us) &&
         (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      last = amia_statement_get_int (statement, 4);
      if (!read_anew (store, statement, error))
        {
          _amia_access_drop (store);
          return FALSE;
        }
      n++;
    }

  _amia_access_drop (store);
  *is_done = step == AMIA_DONE && n < STALE_MAX;
  return step != AMIA_ERROR && _amia_index_run (store, "DELETE FROM stale WHERE key <= ?1",
                                                *is_done ? G_MAXINT64 : last, NULL, error);
}

/* --- Searching ------------------------------------------------------------------------------- */

/* Each run of letters and digits as the beginning of a word: the index knows nothing of phrases. */
static char *
make_query (const char *const *words)
{
  g_autoptr (GString) query = g_string_new (NULL);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      gboolean is_inside = FALSE;

      for (const char *p = words[i]; *p != '\0'; p = g_utf8_next_char (p))
        {
          gboolean is_letter = g_unichar_isalnum (g_utf8_get_char (p));

          if (is_letter && !is_inside)
            g_string_append (query, query->len > 0 ? " AND \"" : "\"");
          if (is_letter)
            g_string_append_unichar (query, g_utf8_get_char (p));
          else if (is_inside)
            g_string_append (query, "\" *");
          is_inside = is_letter;
        }
      if (is_inside)
        g_string_append (query, "\" *");
    }

  return g_string_free (g_steal_pointer (&query), FALSE);
}

gboolean
_amia_form_words_search (AmiaStore         *store,
                         const char *const *words,
                         guint              limit,
                         GPtrArray         *hits,
                         GError           **error)
{
  static const char sql[] =
      "WITH hits AS MATERIALIZED (SELECT rowid FROM search_form_starts "
      "WHERE search_form_starts MATCH ?1 ORDER BY rowid DESC LIMIT ?2) "
      "SELECT r.kind, r.id, r.case_id, s.words FROM hits "
      "JOIN record AS r ON r.key = hits.rowid AND r.is_removed = 0 "
      "JOIN search_form AS s ON s.key = hits.rowid "
      "WHERE " AMIA_SEARCH_MAY_SHOW "ORDER BY hits.rowid DESC";
  g_autofree char *query = make_query (words);
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "search the forms", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, query);
  amia_statement_bind_int (statement, 2, limit);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaHit *hit = g_new0 (AmiaHit, 1);

      hit->kind = g_strdup (amia_statement_get_text (statement, 0));
      hit->id = _amia_statement_get_uuid (statement, 1);
      hit->case_id = _amia_statement_get_uuid (statement, 2);
      hit->snippet = amia_snippet_new (amia_statement_get_text (statement, 3), words);
      g_ptr_array_add (hits, hit);
    }

  return step == AMIA_DONE;
}

gboolean
amia_store_count_unread (AmiaStore *store,
                         guint     *n_unread,
                         GError   **error)
{
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (n_unread != NULL, FALSE);

  statement =
      amia_db_prepare (store->db, "SELECT count(*) FROM stale", "count what is unread", &local_error);
  if (statement == NULL || amia_statement_step (statement, &local_error) != AMIA_ROW)
    return _amia_store_report (error, local_error);

  *n_unread = (guint) amia_statement_get_int (statement, 0);
  return TRUE;
}
