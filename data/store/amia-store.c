/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "amia-questionnaire.h"
#include "amia-record-error.h"
#include "amia-store-access-private.h"
#include "amia-store-agenda-private.h"
#include "amia-store-blobs-private.h"
#include "amia-store-log-private.h"
#include "amia-store-private.h"
#include "amia-store-schema.h"
#include "amia-vault.h"

/* Making, opening and closing a replica; who writes here; settings; and the translation of what the
 * layers below say went wrong. */

G_DEFINE_QUARK (amia - store - error - quark, amia_store_error)

static AmiaStoreError
classify (const GError *error)
{
  if (error->domain == AMIA_RECORD_ERROR)
    return AMIA_STORE_ERROR_INVALID;

  if (error->domain == AMIA_KEYS_ERROR)
    return error->code == AMIA_KEYS_ERROR_TOO_NEW      ? AMIA_STORE_ERROR_TOO_NEW
           : error->code == AMIA_KEYS_ERROR_PASSPHRASE ? AMIA_STORE_ERROR_PASSPHRASE
           : error->code == AMIA_KEYS_ERROR_WAIT       ? AMIA_STORE_ERROR_PASSPHRASE
           : error->code == AMIA_KEYS_ERROR_MALFORMED  ? AMIA_STORE_ERROR_DAMAGED
                                                       : AMIA_STORE_ERROR_FAILED;

  if (error->domain != AMIA_DB_ERROR)
    return AMIA_STORE_ERROR_FAILED;

  switch ((AmiaDbError) error->code)
    {
    case AMIA_DB_ERROR_NOT_A_DATABASE:
    case AMIA_DB_ERROR_CORRUPT:
      return AMIA_STORE_ERROR_DAMAGED;
    case AMIA_DB_ERROR_FULL:
      return AMIA_STORE_ERROR_FULL;
    case AMIA_DB_ERROR_TOO_NEW:
      return AMIA_STORE_ERROR_TOO_NEW;
    case AMIA_DB_ERROR_CANT_OPEN:
    case AMIA_DB_ERROR_BUSY:
    case AMIA_DB_ERROR_CONSTRAINT:
    case AMIA_DB_ERROR_FAILED:
    default:
      return AMIA_STORE_ERROR_FAILED;
    }
}

gboolean
_amia_store_report (GError **error,
                    GError  *cause)
{
  g_assert (cause != NULL);

  if (cause->domain == AMIA_STORE_ERROR)
    g_set_error_literal (error, AMIA_STORE_ERROR, cause->code, cause->message);
  else
    g_set_error_literal (error, AMIA_STORE_ERROR, (int) classify (cause), cause->message);

  return FALSE;
}

gboolean
_amia_store_fail (GError       **error,
                  AmiaStoreError code,
                  const char    *format,
                  ...)
{
  g_autofree char *message = NULL;
  va_list          args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error_literal (error, AMIA_STORE_ERROR, (int) code, message);
  return FALSE;
}

static gint64
get_system_time (gpointer data)
{
  return g_get_real_time () / 1000;
}

static GHashTable *
new_id_set (void)
{
  return g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
}

static void
unref_questionnaire (gpointer questionnaire)
{
  if (questionnaire != NULL)
    amia_questionnaire_unref (questionnaire);
}

AmiaStore *
_amia_store_new (AmiaDb     *db,
                 const char *path)
{
  AmiaStore *store = g_new0 (AmiaStore, 1);

  store->db = db;
  store->path = g_strdup (path);
  store->clock = get_system_time;
  store->strings = g_string_chunk_new (256);
  /* Keys lie inside the values. */
  store->devices = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, g_free);
  store->records = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, _amia_entry_free);
  store->cases = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, g_free);
  store->scopes =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, _amia_scope_access_free);
  store->questionnaires =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_questionnaire);
  store->changed_cases = new_id_set ();
  store->changed_records = new_id_set ();
  return store;
}

static GArray *
steal_ids (GHashTable *set)
{
  GArray        *ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  GHashTableIter iter;
  gpointer       id;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (ids, id, 1);

  g_hash_table_remove_all (set);
  return ids;
}

gboolean
_amia_store_steal_changed (AmiaStore *store,
                           GArray   **cases,
                           GArray   **records)
{
  if (!store->is_changed)
    return FALSE;

  store->is_changed = FALSE;
  *cases = steal_ids (store->changed_cases);
  *records = steal_ids (store->changed_records);
  return TRUE;
}

char *
_amia_store_get_keys_path (const char *path)
{
  return g_strconcat (path, ".keys", NULL);
}

/* A page from the server is a thousand pages of the file: several are moved into it together, and
 * what all of them changed only once. */
static const char checkpoint_sql[] = "PRAGMA wal_autocheckpoint = 4000";

AmiaDb *
_amia_store_open_db (const char        *path,
                     const AmiaDataKey *key,
                     AmiaDbFlags        flags,
                     GError           **error)
{
  g_autoptr (AmiaDb) db = key != NULL ? amia_db_open_encrypted (path, key, flags, error)
                                      : amia_db_open (path, flags, error);
  gsize                n_migrations;
  const AmiaMigration *migrations = amia_store_schema_get (&n_migrations);

  if (db == NULL ||
      !amia_db_migrate (db, AMIA_STORE_APPLICATION_ID, migrations, n_migrations, error) ||
      !amia_db_exec (db, checkpoint_sql, "open the replica", error) ||
      (amia_db_was_unclean (db) && !amia_db_check (db, error)))
    return NULL;

  return g_steal_pointer (&db);
}

gboolean
_amia_store_load_identity (AmiaStore *store,
                           GError   **error)
{
  static const char sql[] = "SELECT r.user, r.agency, r.role, d.id, d.idx FROM replica AS r "
                            "JOIN device AS d ON d.idx = r.device";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read whose replica this is", error);
  AmiaStep step = statement != NULL ? amia_statement_step (statement, error) : AMIA_ERROR;

  if (step == AMIA_ERROR)
    return FALSE;
  if (step == AMIA_DONE)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_DAMAGED,
                             "Failed to open the replica: it does not say whose it is");

  g_free (store->identity.user);
  g_free (store->identity.agency);
  g_free (store->identity.role);
  store->identity.user = g_strdup (amia_statement_get_text (statement, 0));
  store->identity.agency = g_strdup (amia_statement_get_text (statement, 1));
  store->identity.role = g_strdup (amia_statement_get_text (statement, 2));
  store->identity.device = _amia_statement_get_uuid (statement, 3);
  store->device_idx = amia_statement_get_int (statement, 4);
  return _amia_position_load (store, &store->position, error);
}

gboolean
_amia_store_init (AmiaStore      *store,
                  const AmiaUuid *id,
                  const char     *user,
                  const char     *agency,
                  const char     *role,
                  GError        **error)
{
  static const char sql[] = "INSERT INTO replica (one, device, user, agency, role, chain) "
                            "VALUES (1, ?, ?, ?, ?, zeroblob (16))";
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaDevice *device = _amia_log_get_device (store, id, user, agency, error);

  if (device == NULL ||
      (statement = amia_db_prepare (store->db, sql, "name the replica", error)) == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, device->idx);
  amia_statement_bind_text (statement, 2, user);
  amia_statement_bind_text (statement, 3, agency);
  amia_statement_bind_text (statement, 4, role);
  return amia_statement_run (statement, error);
}

const char *const *
_amia_store_list_endings (void)
{
  static const char *const endings[] = { "", "-wal", "-shm", AMIA_VAULT_LOG_ENDING, NULL };

  return endings;
}

void
_amia_store_delete_files (const char *path)
{
  const char *const *endings = _amia_store_list_endings ();

  for (gsize i = 0; endings[i] != NULL; i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);

      /* Ignored: most of them were never made. */
      g_unlink (file);
    }
}

static gboolean
create_keys (const char     *path,
             const AmiaUuid *device,
             const char     *passphrase,
             AmiaDataKey    *key,
             GError        **error)
{
  g_autofree char *keys = _amia_store_get_keys_path (path);
  char             name[AMIA_UUID_HEX_LENGTH + 1];

  if (passphrase == NULL)
    return TRUE;

  return amia_keys_create (keys, amia_uuid_print_hex (device, name), passphrase, key, error);
}

static AmiaStore *
create (const char *path,
        const char *user,
        const char *agency,
        const char *passphrase,
        GError    **error)
{
  AmiaUuid device = amia_uuid_new_random ();
  AmiaDb  *db = NULL;
  g_auto (AmiaDataKey) key = { { 0 } };
  g_autoptr (AmiaStore) store = NULL;

  if (!create_keys (path, &device, passphrase, &key, error))
    return NULL;

  db = _amia_store_open_db (path, passphrase != NULL ? &key : NULL, AMIA_DB_CREATE, error);
  if (db == NULL)
    return NULL;

  store = _amia_store_new (db, path);
  if (!amia_db_begin (db, error))
    return NULL;
  if (!_amia_store_init (store, &device, user, agency, "caseworker", error))
    {
      amia_db_rollback (db);
      return NULL;
    }
  if (!amia_db_commit (db, error) || !_amia_store_load_identity (store, error))
    return NULL;

  return g_steal_pointer (&store);
}

AmiaStore *
amia_store_create (const char *path,
                   const char *user,
                   const char *agency,
                   const char *passphrase,
                   GError    **error)
{
  g_autofree char *keys = NULL;
  g_autoptr (GError) local_error = NULL;
  AmiaStore *store;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (user != NULL && *user != '\0', NULL);
  g_return_val_if_fail (agency != NULL && *agency != '\0', NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  keys = _amia_store_get_keys_path (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (keys, G_FILE_TEST_EXISTS))
    {
      _amia_store_fail (error,
                        AMIA_STORE_ERROR_EXISTS,
                        "Failed to make a replica: there is a file at %s",
                        path);
      return NULL;
    }

  if (passphrase != NULL && *passphrase == '\0')
    {
      _amia_store_fail (error,
                        AMIA_STORE_ERROR_PASSPHRASE,
                        "Failed to make a replica: the passphrase is empty");
      return NULL;
    }

  store = create (path, user, agency, passphrase, &local_error);
  if (store != NULL)
    return store;

  _amia_store_delete_files (path);
  /* Ignored: one without a passphrase has none. */
  g_unlink (keys);
  _amia_store_report (error, local_error);
  return NULL;
}

/* Which of the two it is, the key file says: a replica that has none is not encrypted. */
gboolean
_amia_store_unlock (const char  *path,
                    const char  *passphrase,
                    AmiaDataKey *key,
                    GError     **error)
{
  g_autofree char *keys = _amia_store_get_keys_path (path);
  gboolean         has_keys = g_file_test (keys, G_FILE_TEST_EXISTS);

  if (has_keys && passphrase == NULL)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_PASSPHRASE,
                             "Failed to open the replica: it needs its passphrase");
  if (!has_keys && passphrase != NULL)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_PASSPHRASE,
                             "Failed to open the replica: there is no key file that a passphrase "
                             "could open");

  return !has_keys ||
         amia_keys_unlock (keys, passphrase, get_system_time (NULL), key, error);
}

AmiaStore *
_amia_store_open_with_key (const char        *path,
                           const AmiaDataKey *key,
                           GError           **error)
{
  AmiaDb *db = _amia_store_open_db (path, key, AMIA_DB_NONE, error);
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GError) ignored = NULL;

  if (db == NULL)
    return NULL;

  store = _amia_store_new (db, path);
  if (!_amia_store_load_identity (store, error) || !_amia_agenda_catch_up (store, error) ||
      !_amia_columns_catch_up (store, error))
    return NULL;

  /* A page that came when the power went was never taken, so that nobody will ask to forget it;
   * its words are in the log, behind the end of what counts. Ignored: the next opening does it. */
  if (amia_db_was_unclean (db) &&
      !amia_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", "cut off the log", &ignored))
    g_clear_error (&ignored);
  /* Ignored: that it is to be done is noted, and the receipts wait. */
  if (!_amia_store_scrub (store, NULL))
    store->is_changed = TRUE;
  _amia_blobs_sweep (store);
  return g_steal_pointer (&store);
}

gboolean
_amia_store_check_file (const char *path,
                        GError    **error)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) ||
         _amia_store_fail (error,
                           AMIA_STORE_ERROR_MISSING,
                           "Failed to open the replica: there is no file %s",
                           path);
}

AmiaStore *
amia_store_open (const char *path,
                 const char *passphrase,
                 GError    **error)
{
  AmiaStore *store = NULL;
  g_auto (AmiaDataKey) key = { { 0 } };
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (_amia_store_check_file (path, &local_error) &&
      _amia_store_unlock (path, passphrase, &key, &local_error))
    store = _amia_store_open_with_key (path, passphrase != NULL ? &key : NULL, &local_error);
  if (store == NULL)
    _amia_store_report (error, local_error);

  return store;
}

gboolean
amia_store_needs_passphrase (const char *path)
{
  g_autofree char *keys = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  keys = _amia_store_get_keys_path (path);
  return g_file_test (path, G_FILE_TEST_EXISTS) && g_file_test (keys, G_FILE_TEST_EXISTS);
}

void
amia_store_set_clock (AmiaStore    *store,
                      AmiaWallClock clock,
                      gpointer      data)
{
  g_return_if_fail (store != NULL);
  g_return_if_fail (clock != NULL);

  store->clock = clock;
  store->clock_data = data;
}

const AmiaIdentity *
amia_store_get_identity (AmiaStore *store)
{
  g_return_val_if_fail (store != NULL, NULL);

  return &store->identity;
}

const char *
amia_store_get_path (AmiaStore *store)
{
  g_return_val_if_fail (store != NULL, NULL);

  return store->path;
}

char *
amia_store_get_setting (AmiaStore  *store,
                        const char *name)
{
  g_autoptr (AmiaStatement) statement = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  statement = amia_db_prepare (store->db,
                               "SELECT value FROM setting WHERE name = ?",
                               "read a setting",
                               NULL);
  if (statement == NULL)
    return NULL;

  amia_statement_bind_text (statement, 1, name);
  return amia_statement_step (statement, NULL) == AMIA_ROW
             ? g_strdup (amia_statement_get_text (statement, 0))
             : NULL;
}

gboolean
amia_store_set_setting (AmiaStore  *store,
                        const char *name,
                        const char *value,
                        GError    **error)
{
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *sql = value != NULL
                        ? "INSERT INTO setting (name, value) VALUES (?1, ?2) "
                          "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                        : "DELETE FROM setting WHERE name = ?1";

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  statement = amia_db_prepare (store->db, sql, "keep a setting", &local_error);
  if (statement == NULL)
    return _amia_store_report (error, local_error);

  amia_statement_bind_text (statement, 1, name);
  if (value != NULL)
    amia_statement_bind_text (statement, 2, value);
  return amia_statement_run (statement, &local_error) || _amia_store_report (error, local_error);
}

void
amia_store_close (AmiaStore *store)
{
  g_return_if_fail (store != NULL);

  amia_db_close (store->db);
  _amia_position_clear (&store->position);
  g_hash_table_unref (store->devices);
  g_hash_table_unref (store->questionnaires);
  g_clear_pointer (&store->templates, g_ptr_array_unref);
  _amia_names_forget (store);
  g_hash_table_unref (store->records);
  g_hash_table_unref (store->cases);
  g_hash_table_unref (store->scopes);
  g_hash_table_unref (store->changed_cases);
  g_hash_table_unref (store->changed_records);
  g_string_chunk_free (store->strings);
  g_free (store->identity.user);
  g_free (store->identity.agency);
  g_free (store->identity.role);
  g_free (store->path);
  g_free (store);
}
