/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-case-access.h"
#include "amia-store-private.h"
#include "amia-store-words-private.h"

/* The search index: one row for each record that has words, written only when a field that is
 * searched has changed, so that answering a question does not touch it. The FTS5 tables keep no
 * copy of the text; what they are to forget must be told them word for word, and stands in the
 * table beside them. The texts of a large page come into them later (amia-store-unindexed.c). */

/* What is said to the tables of names and to those of texts. */
typedef struct
{
  const char *load;
  const char *forget_starts;
  const char *forget_parts;
  const char *forget_words;
  const char *add_words;
  const char *add_starts;
  const char *add_parts;
} Statements;

#define STATEMENTS(table)                                                        \
  {                                                                              \
    .load = "SELECT words FROM " table " WHERE key = ?",                         \
    .forget_starts = "INSERT INTO " table "_starts "                             \
                     "(" table "_starts, rowid, words) "                         \
                     "VALUES ('delete', ?1, ?2)",                                \
    .forget_parts = "INSERT INTO " table "_parts "                               \
                    "(" table "_parts, rowid, words) "                           \
                    "VALUES ('delete', ?1, ?2)",                                 \
    .forget_words = "DELETE FROM " table " WHERE key = ?1 AND words = ?2",       \
    .add_words = "INSERT INTO " table " (key, words) VALUES (?1, ?2)",           \
    .add_starts = "INSERT INTO " table "_starts (rowid, words) VALUES (?1, ?2)", \
    .add_parts = "INSERT INTO " table "_parts (rowid, words) VALUES (?1, ?2)",   \
  }

static const Statements of_names = STATEMENTS ("search_name");
static const Statements of_texts = STATEMENTS ("search_text");

gboolean
_amia_index_is_name (const char *kind)
{
  return strcmp (kind, "participant") == 0 || strcmp (kind, "case") == 0;
}

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

/* Everything before U+0300, the first combining mark, is composed as it is (UAX #15 §9), and nearly
 * all that people write here is. In UTF-8 what comes from there on begins with 0xCC or more. */
static gboolean
is_surely_composed (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if ((guchar) *p >= 0xcc)
        return FALSE;
    }

  return TRUE;
}

static char *
dup_composed (const AmiaRecord *record,
              const char       *field)
{
  g_autofree char *text = amia_record_dup_string (record, field);

  if (text == NULL || is_surely_composed (text))
    return g_steal_pointer (&text);
  return g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
}

static void
append_field (GString          *words,
              GString          *numbers,
              const AmiaRecord *record,
              const char       *field)
{
  g_autofree char *composed = dup_composed (record, field);

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
  return amia_record_is_removed (record) || amia_participant_is_protected (record);
}

char *
_amia_index_collect (const AmiaRecord *record)
{
  const AmiaKind *kind = amia_kind_find (record->kind);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) numbers = g_string_new (NULL);

  if (kind == NULL || is_hidden (record))
    return NULL;

  for (gsize i = 0; i < kind->n_fields; i++)
    {
      if ((kind->fields[i].flags & AMIA_FIELD_SEARCHED) != 0 &&
          (kind->fields[i].flags & AMIA_FIELD_PREFIX) == 0)
        append_field (words, numbers, record, kind->fields[i].name);
    }

  if (words->len == 0)
    return NULL;

  g_string_append (words, numbers->str);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

gboolean
_amia_index_load (AmiaStore  *store,
                  const char *sql,
                  gint64      key,
                  char      **words,
                  GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read the search index", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  step = amia_statement_step (statement, error);
  if (step == AMIA_ROW)
    *words = g_strdup (amia_statement_get_text (statement, 0));
  return step != AMIA_ERROR;
}

gboolean
_amia_index_run (AmiaStore  *store,
                 const char *sql,
                 gint64      key,
                 const char *words,
                 GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "write the search index", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  if (words != NULL)
    amia_statement_bind_text (statement, 2, words);
  return amia_statement_run (statement, error);
}

gboolean
_amia_index_add_text (AmiaStore  *store,
                      gint64      key,
                      const char *words,
                      GError    **error)
{
  return _amia_index_run (store, of_texts.add_starts, key, words, error) &&
         _amia_index_run (store, of_texts.add_parts, key, words, error);
}

static gboolean
forget (AmiaStore        *store,
        const Statements *statements,
        gint64            key,
        const char       *words,
        GError          **error)
{
  gboolean is_unindexed = FALSE;

  return (statements != &of_texts ||
          _amia_unindexed_remove (store, key, &is_unindexed, error)) &&
         (is_unindexed || (_amia_index_run (store, statements->forget_starts, key, words, error) &&
                           _amia_index_run (store, statements->forget_parts, key, words, error))) &&
         _amia_index_run (store, statements->forget_words, key, words, error);
}

static gboolean
add (AmiaStore        *store,
     const Statements *statements,
     gint64            key,
     const char       *words,
     GError          **error)
{
  if (!_amia_index_run (store, statements->add_words, key, words, error))
    return FALSE;
  if (statements == &of_texts && store->is_indexed_later)
    return _amia_unindexed_add (store, key, error);

  return _amia_index_run (store, statements->add_starts, key, words, error) &&
         _amia_index_run (store, statements->add_parts, key, words, error);
}

gboolean
_amia_index_store (AmiaStore       *store,
                   const AmiaEntry *entry,
                   GError         **error)
{
  const Statements *statements =
      _amia_index_is_name (entry->record->kind) ? &of_names : &of_texts;
  g_autofree char *old = NULL;
  g_autofree char *new = entry->is_empty ? NULL : _amia_index_collect (entry->record);

  if (!entry->is_new && !_amia_index_load (store, statements->load, entry->key, &old, error))
    return FALSE;
  if (g_strcmp0 (old, new) == 0)
    return TRUE;

  return (old == NULL || forget (store, statements, entry->key, old, error)) &&
         (new == NULL || add (store, statements, entry->key, new, error));
}
