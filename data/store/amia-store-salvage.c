/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "amia-body-private.h"
#include "amia-file.h"
#include "amia-store-access-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-vault.h"

/* A replica whose file is damaged. Only the log is read, since all else is projected from it: first
 * from its beginning up to the first page that can't be read, then row by row beyond it, so that a
 * hole costs no more than what was in it. What is found goes into a new replica beside the damaged
 * file; only when that one is complete and closed do the two change places.
 *
 * The new replica is a new device: who knows what the damaged one's last words were, and which of
 * them the server has heard. */

#define BATCH_LENGTH 1000

/* Where not even the last row's number can be read: how many numbers in a row may have nothing. */
#define MISSES_MAX 100000

#define SALVAGE_ENDING ".salvage"

typedef struct
{
  AmiaUuid id;
  char    *author;
  char    *agency;
} Writer;

typedef struct
{
  AmiaDb     *from;
  AmiaStore  *to;
  char       *user;
  char       *agency;
  char       *role;
  char       *epoch;
  gint64      acked;
  gint64      clock;
  gint64      own_idx;
  GHashTable *writers; /* (element-type gint64 Writer): by number in the damaged file */
  GHashTable *names;   /* (element-type gint64 gint64): an own change's old and new number */
  guint       n_changes;
  gboolean    is_whole; /* the log was read to its end */
} Salvage;

static void
writer_free (gpointer data)
{
  Writer *writer = data;

  g_free (writer->author);
  g_free (writer->agency);
  g_free (writer);
}

static void
salvage_init (Salvage *salvage)
{
  memset (salvage, 0, sizeof *salvage);
  salvage->writers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, writer_free);
  salvage->names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
salvage_clear (Salvage *salvage)
{
  g_clear_pointer (&salvage->from, amia_db_close);
  g_clear_pointer (&salvage->to, amia_store_close);
  g_clear_pointer (&salvage->user, g_free);
  g_clear_pointer (&salvage->agency, g_free);
  g_clear_pointer (&salvage->role, g_free);
  g_clear_pointer (&salvage->epoch, g_free);
  g_clear_pointer (&salvage->writers, g_hash_table_unref);
  g_clear_pointer (&salvage->names, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Salvage, salvage_clear)

/* --- Reading the damaged file ---------------------------------------------------------------- */

static gboolean
read_identity (Salvage *salvage,
               GError **error)
{
  static const char sql[] = "SELECT user, agency, role, device, acked, clock, epoch FROM replica";
  g_autoptr (GError) cause = NULL;
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (salvage->from, sql, "read whose the damaged replica is", &cause);

  if (statement == NULL || amia_statement_step (statement, &cause) != AMIA_ROW ||
      amia_statement_is_null (statement, 0) || amia_statement_is_null (statement, 1))
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_DAMAGED,
                             "Failed to salvage: the file does not say whose it is%s%s",
                             cause != NULL ? ": " : "",
                             cause != NULL ? cause->message : "");

  salvage->user = g_strdup (amia_statement_get_text (statement, 0));
  salvage->agency = g_strdup (amia_statement_get_text (statement, 1));
  salvage->role = g_strdup (amia_statement_get_text (statement, 2));
  salvage->own_idx = amia_statement_get_int (statement, 3);
  salvage->acked = amia_statement_get_int (statement, 4);
  salvage->clock = amia_statement_get_int (statement, 5);
  salvage->epoch = g_strdup (amia_statement_get_text (statement, 6));
  return TRUE;
}

static void
read_writers (Salvage *salvage)
{
  static const char sql[] = "SELECT idx, id, author, agency FROM device";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (salvage->from, sql, "read the devices", NULL);

  /* Ignored: a change of a device that can't be read is one of those that can't be. */
  while (statement != NULL && amia_statement_step (statement, NULL) == AMIA_ROW)
    {
      gint64  idx = amia_statement_get_int (statement, 0);
      Writer *writer = g_new0 (Writer, 1);

      writer->id = _amia_statement_get_uuid (statement, 1);
      writer->author = g_strdup (amia_statement_get_text (statement, 2));
      writer->agency = g_strdup (amia_statement_get_text (statement, 3));
      g_hash_table_replace (salvage->writers, g_memdup2 (&idx, sizeof idx), writer);
    }
}

/* --- Writing the new one --------------------------------------------------------------------- */

static void
rename_refs (const Salvage  *salvage,
             const AmiaUuid *old_id,
             GArray         *refs)
{
  for (guint i = 0; refs != NULL && i < refs->len; i++)
    {
      AmiaRef *ref = &g_array_index (refs, AmiaRef, i);
      gint64  *n = amia_uuid_equal (&ref->device, old_id)
                       ? g_hash_table_lookup (salvage->names, &ref->n)
                       : NULL;

      if (n != NULL)
        {
          ref->device = salvage->to->identity.device;
          ref->n = *n;
        }
    }
}

/* What the server does not have gets a name of the new device. */
static void
rename_change (Salvage    *salvage,
               AmiaChange *change)
{
  AmiaUuid old_id = change->device;
  gint64   old_n = change->n;

  change->device = salvage->to->identity.device;
  change->n = ++salvage->to->position.last_n;
  g_hash_table_replace (salvage->names,
                        g_memdup2 (&old_n, sizeof old_n),
                        g_memdup2 (&change->n, sizeof change->n));
  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaOp *op = g_ptr_array_index (change->ops, i);

      rename_refs (salvage, &old_id, op->over);
      rename_refs (salvage, &old_id, op->sources);
    }
}

static gboolean
keep_refusal (Salvage          *salvage,
              const AmiaChange *change,
              gint64            seq,
              const char       *reason,
              GError          **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (salvage->to->db,
                       "UPDATE log SET is_dismissed = 1, reason = ? WHERE seq = ?",
                       "keep a refusal",
                       error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, reason);
  amia_statement_bind_int (statement, 2, seq);
  return amia_statement_run (statement, error) &&
         _amia_records_rebuild_of (salvage->to, change, error);
}

static gboolean
keep_change (Salvage        *salvage,
             AmiaChange     *change,
             AmiaChangeState state,
             const char     *reason,
             GError        **error)
{
  AmiaStore       *to = salvage->to;
  g_autofree char *bytes = amia_change_encode (change);
  gint64           seq;

  to->position.is_dirty = TRUE;
  to->position.clock.last = MAX (to->position.clock.last, change->stamp);
  salvage->n_changes++;
  if (!_amia_log_append (to, change, bytes, state, 0, &seq, error) ||
      !_amia_records_apply (to, change, 0, seq, state, error))
    return FALSE;

  return state != AMIA_CHANGE_REFUSED || keep_refusal (salvage, change, seq, reason, error);
}

/* From a row of: device, n, state, is_dismissed, reason, body. What can't be read is passed over.
 */
static gboolean
take_row (Salvage       *salvage,
          AmiaStatement *statement,
          GError       **error)
{
  gint64           idx = amia_statement_get_int (statement, 0);
  gint64           n = amia_statement_get_int (statement, 1);
  AmiaChangeState  state = (AmiaChangeState) amia_statement_get_int (statement, 2);
  gboolean         is_dismissed = amia_statement_get_int (statement, 3) != 0;
  gsize            length;
  g_autofree char *unpacked = NULL;
  const char      *body = _amia_body_get (statement, 5, &unpacked, &length);
  const Writer    *writer = g_hash_table_lookup (salvage->writers, &idx);
  g_autoptr (AmiaChange) change = NULL;

  if (writer == NULL || n <= 0 || body == NULL ||
      (change = amia_change_decode (&writer->id, n, body, length, NULL)) == NULL ||
      change->ops->len == 0)
    return TRUE;

  change->author = g_strdup (writer->author);
  change->agency = g_strdup (writer->agency);

  /* A refusal that nobody has dealt with is for the server to judge again. */
  if (idx == salvage->own_idx &&
      (n > salvage->acked || (state == AMIA_CHANGE_REFUSED && !is_dismissed)))
    {
      rename_change (salvage, change);
      state = AMIA_CHANGE_HERE;
    }
  else if (state != AMIA_CHANGE_REFUSED)
    state = idx == salvage->own_idx ? AMIA_CHANGE_ACCEPTED : AMIA_CHANGE_FOREIGN;

  if (!keep_change (salvage, change, state, amia_statement_get_text (statement, 4), error))
    return FALSE;

  return salvage->n_changes % BATCH_LENGTH != 0 ||
         (_amia_store_commit (salvage->to, error) && _amia_store_begin (salvage->to, error));
}

#define ROW_COLUMNS "device, n, state, is_dismissed, reason, body, seq"

/* From the beginning up to the first hole; *last is the last row that was read. */
static gboolean
read_up (Salvage *salvage,
         gint64  *last,
         GError **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      salvage->from, "SELECT " ROW_COLUMNS " FROM log ORDER BY seq", "read the log", NULL);
  AmiaStep step = AMIA_ERROR;

  *last = 0;
  while (statement != NULL && (step = amia_statement_step (statement, NULL)) == AMIA_ROW)
    {
      *last = amia_statement_get_int (statement, 6);
      if (!take_row (salvage, statement, error))
        return FALSE;
    }

  salvage->is_whole = step == AMIA_DONE;
  return TRUE;
}

static gint64
find_end (Salvage *salvage)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      salvage->from, "SELECT max (seq) FROM log", "find the log's end", NULL);

  return statement != NULL && amia_statement_step (statement, NULL) == AMIA_ROW
             ? amia_statement_get_int (statement, 0)
             : 0;
}

/* Row by row through the holes; each is found by itself or not at all. */
static gboolean
read_on (Salvage *salvage,
         gint64   last,
         GError **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      salvage->from, "SELECT " ROW_COLUMNS " FROM log WHERE seq = ?", "read the log", NULL);
  gint64 end = find_end (salvage);
  gint64 n_misses = 0;

  if (statement == NULL)
    return TRUE;

  for (gint64 seq = last + 1; end > 0 ? seq <= end : n_misses < MISSES_MAX; seq++)
    {
      amia_statement_reset (statement);
      amia_statement_bind_int (statement, 1, seq);
      if (amia_statement_step (statement, NULL) != AMIA_ROW)
        {
          n_misses++;
          continue;
        }

      n_misses = 0;
      if (!take_row (salvage, statement, error))
        return FALSE;
    }

  return TRUE;
}

static void
copy_settings (Salvage *salvage)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      salvage->from, "SELECT name, value FROM setting", "read the settings", NULL);

  /* Ignored: a setting that is lost is asked for again. */
  while (statement != NULL && amia_statement_step (statement, NULL) == AMIA_ROW)
    {
      const char *name = amia_statement_get_text (statement, 0);
      const char *value = amia_statement_get_text (statement, 1);

      if (name != NULL && value != NULL && !amia_store_set_setting (salvage->to, name, value, NULL))
        return;
    }
}

/* --- The whole ------------------------------------------------------------------------------- */

static gboolean
begin_new (Salvage           *salvage,
           const char        *path,
           const AmiaDataKey *key,
           GError           **error)
{
  AmiaUuid device = amia_uuid_new_random ();
  AmiaDb  *db;

  _amia_store_delete_files (path);
  db = _amia_store_open_db (path, key, AMIA_DB_CREATE, error);
  if (db == NULL)
    return FALSE;

  salvage->to = _amia_store_new (db, path);
  if (!amia_db_begin (db, error))
    return FALSE;
  if (!_amia_store_init (
          salvage->to, &device, salvage->user, salvage->agency, salvage->role, error))
    {
      amia_db_rollback (db);
      return FALSE;
    }

  return amia_db_commit (db, error) && _amia_store_load_identity (salvage->to, error);
}

static gboolean
copy_log (Salvage *salvage,
          GError **error)
{
  AmiaPosition *position = &salvage->to->position;
  gint64        last;

  if (!_amia_store_begin (salvage->to, error))
    return FALSE;

  position->epoch = g_strdup (salvage->epoch);
  position->clock.last = (AmiaStamp) salvage->clock;
  position->is_dirty = TRUE;
  _amia_access_copy (salvage->to, salvage->from);
  if (!read_up (salvage, &last, error) ||
      (!salvage->is_whole && !read_on (salvage, last, error)))
    {
      _amia_store_rollback (salvage->to);
      return FALSE;
    }

  return _amia_store_commit (salvage->to, error);
}

static gboolean
make_new (Salvage           *salvage,
          const char        *path,
          const char        *new_path,
          const AmiaDataKey *key,
          GError           **error)
{
  AmiaDbFlags flags = AMIA_DB_READ_ONLY | AMIA_DB_DAMAGED;

  salvage->from = key != NULL ? amia_db_open_encrypted (path, key, flags, error)
                              : amia_db_open (path, flags, error);
  if (salvage->from == NULL || !read_identity (salvage, error) ||
      !begin_new (salvage, new_path, key, error))
    return FALSE;

  read_writers (salvage);
  if (!copy_log (salvage, error))
    return FALSE;

  copy_settings (salvage);
  return salvage->n_changes > 0 || salvage->is_whole ||
         _amia_store_fail (error,
                           AMIA_STORE_ERROR_DAMAGED,
                           "Failed to salvage: nothing of the log can be read");
}

static gboolean
move (const char *from,
      const char *to,
      const char *ending,
      GError    **error)
{
  g_autofree char *old = g_strconcat (from, ending, NULL);
  g_autofree char *new = g_strconcat (to, ending, NULL);

  return g_rename (old, new) == 0 || (errno == ENOENT && *ending != '\0') ||
         _amia_store_fail (error,
                           AMIA_STORE_ERROR_FAILED,
                           "Failed to move %s aside: %s",
                           old,
                           g_strerror (errno));
}

/* The damaged file can be read with its key only, which stays where it is as well. */
static void
copy_keys (const char *path,
           const char *aside)
{
  g_autofree char *from = _amia_store_get_keys_path (path);
  g_autofree char *to = _amia_store_get_keys_path (aside);
  g_autofree char *text = NULL;
  gsize            length;

  /* Ignored: it is a convenience for whoever wants to look at the damaged file again. */
  if (g_file_get_contents (from, &text, &length, NULL) && !amia_file_write (to, text, length, NULL))
    return;
}

static gboolean
change_places (const char *path,
               const char *new_path,
               const char *aside,
               GError    **error)
{
  const char *const *endings = _amia_store_list_endings ();
  g_autofree char   *directory = g_path_get_dirname (path);

  copy_keys (path, aside);
  for (gsize i = 0; endings[i] != NULL; i++)
    {
      if (!move (path, aside, endings[i], error))
        return FALSE;
    }

  return move (new_path, path, "", error) && amia_file_sync_directory (directory, error);
}

static char *
choose_name_aside (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char            *name = g_strdup_printf ("%s.damaged-%s", path, time);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.damaged-%s-%u", path, time, i);
    }

  return name;
}

static gboolean
salvage_file (const char *path,
              const char *passphrase,
              const char *aside,
              guint      *n_changes,
              GError    **error)
{
  g_autofree char *new_path = g_strconcat (path, SALVAGE_ENDING, NULL);
  g_auto (AmiaDataKey) key = { { 0 } };
  g_auto (Salvage) salvage;

  salvage_init (&salvage);
  if (!_amia_store_unlock (path, passphrase, &key, error))
    return FALSE;

  if (!make_new (&salvage, path, new_path, passphrase != NULL ? &key : NULL, error))
    {
      salvage_clear (&salvage);
      _amia_store_delete_files (new_path);
      return FALSE;
    }

  /* Closed, all of the new one is in its file. */
  *n_changes = salvage.n_changes;
  salvage_clear (&salvage);
  return change_places (path, new_path, aside, error);
}

gboolean
amia_store_salvage (const char *path,
                    const char *passphrase,
                    guint      *n_changes,
                    char      **set_aside,
                    GError    **error)
{
  guint            n = 0;
  g_autofree char *aside = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_MISSING,
                             "Failed to salvage: there is no file %s",
                             path);

  aside = choose_name_aside (path);
  if (!salvage_file (path, passphrase, aside, &n, &local_error))
    return _amia_store_report (error, local_error);

  if (n_changes != NULL)
    *n_changes = n;
  if (set_aside != NULL)
    *set_aside = g_steal_pointer (&aside);
  return TRUE;
}
