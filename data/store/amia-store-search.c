/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-search.h"

#include <string.h>

#include "amia-snippet.h"
#include "amia-store-private.h"
#include "amia-store-words-private.h"

/* Search as you type. A word of one or two letters must begin a word of the text, a longer one may
 * stand anywhere in it: so the short ones are asked of the index of starts, the others of that of
 * parts. Names come before texts. Among the newest hits those where every word begins a word come
 * first; ranking all of ten thousand hits would cost more than a frame. */

#define WORDS_MAX      16
#define SHORT_MAX      2
#define CANDIDATES_MIN 100
#define HITS_MAX       1000
#define FORMS_SHARE    4
#define LATEST_US      (20 * 1000) /* what a search gives to what was saved before it */

typedef struct
{
  AmiaHit *hit;
  gint64   key;
  gboolean is_exact;
} Candidate;

char **
_amia_search_split (const char *words)
{
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_auto (GStrv) parts = g_strsplit_set (composed, " \t\n\r", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  guint n_kept = 0;

  for (gsize i = 0; parts[i] != NULL && n_kept < WORDS_MAX; i++)
    {
      gboolean has_letter = FALSE;

      for (const char *p = parts[i]; *p != '\0' && !has_letter; p = g_utf8_next_char (p))
        has_letter = g_unichar_isalnum (g_utf8_get_char (p));

      if (has_letter)
        {
          g_strv_builder_add (kept, parts[i]);
          n_kept++;
        }
    }

  return g_strv_builder_end (kept);
}

static gboolean
is_short (const char *word)
{
  return g_utf8_strlen (word, -1) <= SHORT_MAX;
}

/* In FTS5's language a string stands between quotation marks, and its own are doubled. */
static void
append_quoted (GString    *query,
               const char *word)
{
  g_string_append_c (query, '"');
  for (const char *p = word; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (query, '"');
      g_string_append_c (query, *p);
    }
  g_string_append_c (query, '"');
}

/* The words of one sort as an FTS5 query; NULL if there are none. */
static char *
make_query (const char *const *words,
            gboolean           short_ones)
{
  g_autoptr (GString) query = g_string_new (NULL);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (is_short (words[i]) != short_ones)
        continue;

      if (query->len > 0)
        g_string_append (query, " AND ");
      append_quoted (query, words[i]);
      if (short_ones)
        g_string_append (query, " *");
    }

  return query->len > 0 ? g_string_free (g_steal_pointer (&query), FALSE) : NULL;
}

static void
add_key (GByteArray *keys,
         gint64      key)
{
  guint place = (guint) (key / 8);
  guint length = keys->len;

  if (place >= length)
    {
      g_byte_array_set_size (keys, MAX (place + 1, 2 * length));
      memset (keys->data + length, 0, keys->len - length);
    }
  keys->data[place] |= (guint8) (1 << key % 8);
}

gboolean
_amia_keys_contain (const GByteArray *keys,
                    gint64            key)
{
  return key / 8 < keys->len && (keys->data[key / 8] & (1 << key % 8)) != 0;
}

GByteArray *
_amia_search_find_names (AmiaStore  *store,
                         const char *word,
                         GError    **error)
{
  const char *const list[] = { word, NULL };
  gboolean          is_prefix = is_short (word);
  g_autofree char  *query = make_query (list, is_prefix);
  g_autoptr (GByteArray) keys = g_byte_array_new ();
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db,
      is_prefix ? "SELECT rowid FROM search_name_starts WHERE search_name_starts MATCH ?"
                : "SELECT rowid FROM search_name_parts WHERE search_name_parts MATCH ?",
      "search",
      error);
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  amia_statement_bind_text (statement, 1, query);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    add_key (keys, amia_statement_get_int (statement, 0));

  return step == AMIA_DONE ? g_steal_pointer (&keys) : NULL;
}

/* ?1 is the query for short words, ?2 that for long ones. The + keeps SQLite from asking the
 * full-text index once for every row of the other's answer. */
#define HITS(table)                                                                   \
  "SELECT r.kind, r.id, r.case_id, s.words, s.key FROM hits "                         \
  "JOIN record AS r ON r.key = hits.rowid JOIN " table " AS s ON s.key = hits.rowid " \
  "WHERE " AMIA_SEARCH_MAY_SHOW "ORDER BY hits.rowid DESC"
#define BY_STARTS(table)                                                                  \
  "WITH hits AS MATERIALIZED (SELECT rowid FROM " table "_starts WHERE " table "_starts " \
  "MATCH ?1 AND ?2 IS NULL ORDER BY rowid DESC LIMIT ?3) " HITS (table)
#define BY_PARTS(table)                                                                 \
  "WITH hits AS MATERIALIZED (SELECT rowid FROM " table "_parts WHERE " table "_parts " \
  "MATCH ?2 AND ?1 IS NULL ORDER BY rowid DESC LIMIT ?3) " HITS (table)
#define BY_BOTH(table)                                                                  \
  "WITH hits AS MATERIALIZED (SELECT rowid FROM " table "_parts WHERE " table "_parts " \
  "MATCH ?2 AND +rowid IN (SELECT rowid FROM " table "_starts WHERE " table "_starts "  \
  "MATCH ?1) ORDER BY rowid DESC LIMIT ?3) " HITS (table)

static const char *
choose_sql (gboolean    is_name,
            const char *short_query,
            const char *long_query)
{
  if (long_query == NULL)
    return is_name ? BY_STARTS ("search_name") : BY_STARTS ("search_text");
  if (short_query == NULL)
    return is_name ? BY_PARTS ("search_name") : BY_PARTS ("search_text");
  return is_name ? BY_BOTH ("search_name") : BY_BOTH ("search_text");
}

void
_amia_hit_free (gpointer data)
{
  AmiaHit *hit = data;

  g_free (hit->kind);
  g_free (hit->snippet);
  g_free (hit);
}

static void
clear_candidate (gpointer data)
{
  Candidate *candidate = data;

  g_clear_pointer (&candidate->hit, _amia_hit_free);
}

/* From what people wrote, if any of the words stands there. */
static char *
make_snippet (const char        *text,
              const char *const *words)
{
  const char      *added = strchr (text, AMIA_INDEX_SEPARATOR);
  g_autofree char *written = added != NULL ? g_strndup (text, (gsize) (added - text)) : NULL;

  if (added == NULL)
    return amia_snippet_new (text, words);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (amia_snippet_find (written, words[i], NULL) != NULL)
        return amia_snippet_new (written, words);
    }

  return amia_snippet_new (added + 1, words);
}

static Candidate
read_candidate (AmiaStatement     *statement,
                const char *const *words)
{
  Candidate   candidate = { g_new0 (AmiaHit, 1), amia_statement_get_int (statement, 4), TRUE };
  const char *text = amia_statement_get_text (statement, 3);

  candidate.hit->kind = g_strdup (amia_statement_get_text (statement, 0));
  candidate.hit->id = _amia_statement_get_uuid (statement, 1);
  candidate.hit->case_id = _amia_statement_get_uuid (statement, 2);
  candidate.hit->snippet = make_snippet (text, words);

  for (gsize i = 0; words[i] != NULL && candidate.is_exact; i++)
    {
      gboolean at_word_start = FALSE;

      if (amia_snippet_find (text, words[i], &at_word_start) == NULL || !at_word_start)
        candidate.is_exact = FALSE;
    }

  return candidate;
}

/* As the indexes would: a short word begins a word of the text, a longer one stands anywhere. */
static gboolean
has_all (const char        *text,
         const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    {
      gboolean at_word_start = FALSE;

      if (amia_snippet_find (text, words[i], &at_word_start) == NULL ||
          (is_short (words[i]) && !at_word_start))
        return FALSE;
    }

  return TRUE;
}

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *first = a;
  const Candidate *second = b;

  return (first->key < second->key) - (first->key > second->key);
}

/* Texts that are in no index yet; see amia-store-unindexed.c. */
static gboolean
search_unindexed (AmiaStore         *store,
                  const char *const *words,
                  guint              limit,
                  GArray            *candidates,
                  GError           **error)
{
  static const char sql[] =
      "SELECT r.kind, r.id, r.case_id, s.words, u.key FROM unindexed AS u "
      "JOIN search_text AS s ON s.key = u.key JOIN record AS r ON r.key = u.key "
      "WHERE " AMIA_SEARCH_MAY_SHOW "ORDER BY u.key DESC";
  g_autoptr (AmiaStatement) statement = amia_db_prepare (store->db, sql, "search", error);
  AmiaStep step = AMIA_DONE;
  guint    n = 0;

  if (statement == NULL)
    return FALSE;

  while (n < limit && (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      Candidate candidate;

      if (!has_all (amia_statement_get_text (statement, 3), words))
        continue;

      candidate = read_candidate (statement, words);
      g_array_append_val (candidates, candidate);
      n++;
    }

  if (n > 0)
    g_array_sort (candidates, compare_candidates);
  return step != AMIA_ERROR;
}

static void
take_hits (GArray    *candidates,
           gboolean   is_exact,
           guint      limit,
           GPtrArray *hits)
{
  for (guint i = 0; i < candidates->len && hits->len < limit; i++)
    {
      Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (candidate->hit != NULL && candidate->is_exact == is_exact)
        g_ptr_array_add (hits, g_steal_pointer (&candidate->hit));
    }
}

static gboolean
search_table (AmiaStore         *store,
              const char *const *words,
              gboolean           is_name,
              guint              limit,
              GPtrArray         *hits,
              GError           **error)
{
  g_autofree char *short_query = make_query (words, TRUE);
  g_autofree char *long_query = make_query (words, FALSE);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, choose_sql (is_name, short_query, long_query), "search", error);
  AmiaStep step;

  g_array_set_clear_func (candidates, clear_candidate);
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, short_query);
  amia_statement_bind_text (statement, 2, long_query);
  amia_statement_bind_int (statement, 3, MAX (limit, CANDIDATES_MIN));
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      Candidate candidate = read_candidate (statement, words);

      g_array_append_val (candidates, candidate);
    }

  if (step == AMIA_ERROR ||
      (!is_name &&
       !search_unindexed (store, words, MAX (limit, CANDIDATES_MIN), candidates, error)))
    return FALSE;

  take_hits (candidates, TRUE, limit, hits);
  take_hits (candidates, FALSE, limit, hits);
  return TRUE;
}

/* However many notes there are, a form has its share of what is shown. */
static gboolean
add_forms (AmiaStore         *store,
           const char *const *words,
           guint              limit,
           GPtrArray         *hits,
           GError           **error)
{
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (_amia_hit_free);

  if (!_amia_form_words_search (store, words, MAX (limit / FORMS_SHARE, 1), forms, error))
    return FALSE;

  if (forms->len == 0)
    return TRUE;
  if (hits->len + forms->len > limit)
    g_ptr_array_set_size (hits, (int) (limit - forms->len));
  g_ptr_array_extend_and_steal (hits, g_steal_pointer (&forms));
  return TRUE;
}

GPtrArray *
amia_store_search (AmiaStore  *store,
                   const char *words,
                   guint       limit,
                   GError    **error)
{
  g_auto (GStrv) split = NULL;
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (_amia_hit_free);
  g_autoptr (GError) local_error = NULL;
  const char *const *list;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  split = _amia_search_split (words);
  list = (const char *const *) split;
  limit = MIN (limit, HITS_MAX);
  if (split[0] == NULL || limit == 0)
    return g_steal_pointer (&hits);

  _amia_unindexed_read_latest (store, g_get_monotonic_time () + LATEST_US);
  if (search_table (store, list, TRUE, limit, hits, &local_error) &&
      (hits->len >= limit || search_table (store, list, FALSE, limit, hits, &local_error)) &&
      add_forms (store, list, limit, hits, &local_error))
    return g_steal_pointer (&hits);

  _amia_store_report (error, local_error);
  return NULL;
}
