/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-store-private.h"

/* The search index: one row for each record that has words, written only when a field that is
 * searched has changed, so that answering a question does not touch it. The two FTS5 tables keep no
 * copy of the text; what they are to forget must be told them word for word, and stands in
 * search_text. */

typedef struct
{
  gboolean exists;
  char    *names;
  char    *texts;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->names);
  g_free (words->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

gboolean
_amia_index_is_searched (const AmiaKind *kind,
                         const char     *name)
{
  const AmiaField *field;

  if (strcmp (name, "removed") == 0 || strcmp (name, "protected") == 0)
    return TRUE;

  field = amia_kind_find_field (kind, name);
  return field != NULL && (field->flags & AMIA_FIELD_SEARCHED) != 0;
}

/* A number is found with and without the hyphens that people write in it. */
static void
append_number (GString    *numbers,
               const char *text)
{
  if (strchr (text, '-') == NULL)
    return;

  g_string_append_c (numbers, AMIA_INDEX_SEPARATOR);
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p != '-')
        g_string_append_c (numbers, *p);
    }
}

static void
append_field (GString          *words,
              GString          *numbers,
              const AmiaRecord *record,
              const char       *field)
{
  g_autofree char *text = amia_record_dup_string (record, field);
  g_autofree char *composed =
      text != NULL ? g_utf8_normalize (text, -1, G_NORMALIZE_NFC) : NULL;

  if (composed == NULL || *composed == '\0')
    return;

  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, composed);
  if (strcmp (field, "personnummer") == 0 || strcmp (field, "number") == 0)
    append_number (numbers, composed);
}

/* A protected identity is not to be found by name or number. */
static gboolean
is_hidden (const AmiaRecord *record)
{
  return amia_record_is_removed (record) ||
         g_strcmp0 (amia_record_get_value (record, "protected"), "true") == 0 ||
         amia_record_has_conflict (record, "protected");
}

void
_amia_index_collect (const AmiaRecord *record,
                     char            **names,
                     char            **texts)
{
  const AmiaKind *kind = amia_kind_find (record->kind);
  gboolean        is_name = strcmp (record->kind, "participant") == 0 ||
                     strcmp (record->kind, "case") == 0;
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) numbers = g_string_new (NULL);

  *names = NULL;
  *texts = NULL;
  if (kind == NULL || is_hidden (record))
    return;

  for (gsize i = 0; i < kind->n_fields; i++)
    {
      if ((kind->fields[i].flags & AMIA_FIELD_SEARCHED) != 0 &&
          (kind->fields[i].flags & AMIA_FIELD_PREFIX) == 0)
        append_field (words, numbers, record, kind->fields[i].name);
    }

  if (words->len == 0)
    return;

  g_string_append (words, numbers->str);
  *names = g_strdup (is_name ? words->str : "");
  *texts = g_strdup (is_name ? "" : words->str);
}

static gboolean
load_words (AmiaStore *store,
            gint64     key,
            Words     *words,
            GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT names, texts FROM search_text WHERE key = ?",
                       "read the search index",
                       error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  step = amia_statement_step (statement, error);
  words->exists = step == AMIA_ROW;
  if (words->exists)
    {
      words->names = g_strdup (amia_statement_get_text (statement, 0));
      words->texts = g_strdup (amia_statement_get_text (statement, 1));
    }
  return step != AMIA_ERROR;
}

static gboolean
run (AmiaStore   *store,
     const char  *sql,
     gint64       key,
     const Words *words,
     GError     **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "write the search index", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  if (words != NULL)
    {
      amia_statement_bind_text (statement, 2, words->names);
      amia_statement_bind_text (statement, 3, words->texts);
    }
  return amia_statement_run (statement, error);
}

static gboolean
forget (AmiaStore   *store,
        gint64       key,
        const Words *words,
        GError     **error)
{
  return run (store,
              "INSERT INTO search_words (search_words, rowid, names, texts) "
              "VALUES ('delete', ?, ?, ?)",
              key,
              words,
              error) &&
         run (store,
              "INSERT INTO search_parts (search_parts, rowid, names, texts) "
              "VALUES ('delete', ?, ?, ?)",
              key,
              words,
              error) &&
         run (store, "DELETE FROM search_text WHERE key = ?", key, NULL, error);
}

static gboolean
add (AmiaStore   *store,
     gint64       key,
     const Words *words,
     GError     **error)
{
  return run (store,
              "INSERT INTO search_text (key, names, texts) VALUES (?, ?, ?)",
              key,
              words,
              error) &&
         run (store,
              "INSERT INTO search_words (rowid, names, texts) VALUES (?, ?, ?)",
              key,
              words,
              error) &&
         run (store,
              "INSERT INTO search_parts (rowid, names, texts) VALUES (?, ?, ?)",
              key,
              words,
              error);
}

gboolean
_amia_index_store (AmiaStore       *store,
                   const AmiaEntry *entry,
                   GError         **error)
{
  g_auto (Words) old = { 0 };
  g_auto (Words) new = { 0 };

  if (!entry->is_new && !load_words (store, entry->key, &old, error))
    return FALSE;

  if (!entry->is_empty)
    _amia_index_collect (entry->record, &new.names, &new.texts);
  new.exists = new.names != NULL;

  if (old.exists == new.exists && g_strcmp0 (old.names, new.names) == 0 &&
      g_strcmp0 (old.texts, new.texts) == 0)
    return TRUE;

  return (!old.exists || forget (store, entry->key, &old, error)) &&
         (!new.exists || add (store, entry->key, &new, error));
}
