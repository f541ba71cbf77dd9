/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-names.h"

#include <string.h>

#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-store-project-private.h"

/* What people are called. Accounts are what rules go by; names are for those who read. They are
 * kept in memory, all of them: an organisation has hundreds or thousands, and a page asks for some
 * dozens. Whatever may change one makes the store forget them. */

#define DUE_SETTING "columns"

void
_amia_names_forget (AmiaStore *store)
{
  g_clear_pointer (&store->names, g_hash_table_unref);
}

/* Later memberships come after earlier ones, and overwrite them: by their ids, which are in the
 * order of their making, so that all laptops agree. */
static void
read_members (AmiaStore *store)
{
  static const char sql[] = "SELECT s.what, s.name FROM span AS s "
                            "JOIN record AS r ON r.key = s.record "
                            "WHERE s.kind = 'member' AND s.name IS NOT NULL ORDER BY r.id";
  /* Ignored: without a name there is the account. */
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read what people are called", NULL);

  while (statement != NULL && amia_statement_step (statement, NULL) == AMIA_ROW)
    g_hash_table_insert (store->names,
                         g_strdup (amia_statement_get_text (statement, 0)),
                         g_strdup (amia_statement_get_text (statement, 1)));
}

typedef struct
{
  AmiaStore  *store;
  GHashTable *stamps; /* account → when its latest word was written, as AmiaStamp * */
  GHashTable *names;  /* account → what it said, unless it took that back */
} Reading;

static gboolean
read_colleague (const AmiaRecord *record,
                gpointer          data)
{
  Reading        *reading = data;
  const AmiaHead *head = amia_record_get_shown (record, "name");
  const char     *author = NULL;
  AmiaStamp      *known = NULL;

  if (head == NULL || amia_record_is_removed (record))
    return TRUE;

  author = amia_store_get_author (reading->store, &head->device, NULL);
  known = author != NULL ? g_hash_table_lookup (reading->stamps, author) : NULL;
  if (author != NULL && (known == NULL || *known < head->stamp))
    {
      g_autofree char *name = amia_record_dup_string (record, "name");

      g_hash_table_insert (
          reading->stamps, g_strdup (author), g_memdup2 (&head->stamp, sizeof head->stamp));
      if (name != NULL && *g_strstrip (name) != '\0')
        g_hash_table_insert (reading->names, g_strdup (author), g_steal_pointer (&name));
      else
        g_hash_table_remove (reading->names, author);
    }

  return TRUE;
}

static void
read_names (AmiaStore *store)
{
  const AmiaRecordQuery query = { .kind = "colleague" };
  g_autoptr (GHashTable) stamps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Reading        reading = { store, stamps, names };
  GHashTableIter iter;
  gpointer       author;
  gpointer       name;

  store->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_members (store);
  /* Ignored, as above: what can't be read names nobody. */
  (void) !_amia_records_visit (store, &query, read_colleague, &reading, NULL);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &author, &name))
    g_hash_table_insert (store->names, g_strdup (author), g_strdup (name));
}

const char *
amia_store_get_person (AmiaStore  *store,
                       const char *user)
{
  const char *name = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (user != NULL, NULL);

  if (store->names == NULL)
    read_names (store);

  name = g_hash_table_lookup (store->names, user);
  return name != NULL ? name : user;
}

const char *
amia_store_get_author_person (AmiaStore      *store,
                              const AmiaUuid *device,
                              const char    **agency)
{
  const char *author = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (device != NULL, NULL);

  author = amia_store_get_author (store, device, agency);
  return author != NULL ? amia_store_get_person (store, author) : NULL;
}

/* --- One's own -------------------------------------------------------------------------------- */

void
amia_edits_name_person (AmiaEdits      *edits,
                        const AmiaUuid *id,
                        const char     *name)
{
  g_return_if_fail (edits != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (name != NULL);

  amia_edits_set_string (edits, "colleague", id, NULL, "name", name);
}

typedef struct
{
  AmiaStore *store;
  AmiaUuid   id;
  char      *name;
  AmiaStamp  stamp;
} Own;

static gboolean
take_own (const AmiaRecord *record,
          gpointer          data)
{
  Own            *own = data;
  const AmiaHead *head = amia_record_get_shown (record, "name");

  if (head == NULL || amia_record_is_removed (record) || head->stamp < own->stamp ||
      g_strcmp0 (amia_store_get_author (own->store, &head->device, NULL),
                 own->store->identity.user) != 0)
    return TRUE;

  g_free (own->name);
  own->name = amia_record_dup_string (record, "name");
  own->id = record->id;
  own->stamp = head->stamp;
  return TRUE;
}

gboolean
amia_store_find_own_name (AmiaStore *store,
                          AmiaUuid  *id,
                          char     **name,
                          GError   **error)
{
  const AmiaRecordQuery query = { .kind = "colleague" };
  Own                   own = { .store = store };

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (id != NULL && name != NULL, FALSE);

  *name = NULL;
  if (!amia_store_foreach_record (store, &query, take_own, &own, error))
    {
      g_free (own.name);
      return FALSE;
    }

  *id = own.id;
  *name = own.name;
  return TRUE;
}

/* --- Columns that came later ------------------------------------------------------------------ */

static gboolean
fill_subproject (AmiaStore       *store,
                 const AmiaEntry *entry,
                 GError         **error)
{
  g_autofree char *subproject = _amia_project_subproject (entry->record);
  g_autoptr (AmiaStatement) statement = NULL;

  if (subproject == NULL)
    return TRUE;

  statement = amia_db_prepare (store->db, "UPDATE case_row SET subproject = ? WHERE key = ?",
                               "fill in a sub-project", error);
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, subproject);
  amia_statement_bind_int (statement, 2, entry->key);
  return amia_statement_run (statement, error);
}

static GArray *
list_ids (AmiaStore *store,
          GError   **error)
{
  static const char sql[] = "SELECT id FROM record WHERE kind IN ('case', 'member')";
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "fill in names and sub-projects", error);
  AmiaStep step = AMIA_ERROR;

  while (statement != NULL && (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id = _amia_statement_get_uuid (statement, 0);

      g_array_append_val (ids, id);
    }

  return step == AMIA_DONE ? g_steal_pointer (&ids) : NULL;
}

static gboolean
fill (AmiaStore *store,
      GError   **error)
{
  g_autoptr (GArray) ids = list_ids (store, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gboolean   is_missing;
      AmiaEntry *entry =
          _amia_records_find (store, &g_array_index (ids, AmiaUuid, i), &is_missing, error);

      if (entry == NULL || !(strcmp (entry->record->kind, "case") == 0
                                 ? fill_subproject (store, entry, error)
                                 : _amia_project_store_span (store, entry, error)))
        return FALSE;
    }

  return ids != NULL &&
         amia_db_exec (store->db, "DELETE FROM setting WHERE name = '" DUE_SETTING "'",
                       "note that names and sub-projects are filled in", error);
}

gboolean
_amia_columns_catch_up (AmiaStore *store,
                        GError   **error)
{
  g_autofree char *due = amia_store_get_setting (store, DUE_SETTING);

  if (due == NULL)
    return TRUE;
  if (!_amia_store_begin (store, error))
    return FALSE;
  if (!fill (store, error))
    {
      _amia_store_rollback (store);
      return FALSE;
    }

  return _amia_store_commit (store, error);
}
