/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-end.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "amia-file.h"
#include "amia-store-blobs-private.h"
#include "amia-store-keys.h"
#include "amia-store-lists.h"
#include "amia-store-private.h"

/* The note of a revocation lies in the replica's name + `.ended`:
 *
 *     amia-ended 1 MS N R
 *
 * when, how many changes were unsent, and 1 if the organisation can recover them. It is durable
 * before the first key is destroyed, so whoever finds it knows that the rest is to be done. */

#define ENDED_FORMAT "amia-ended 1 %" G_GINT64_FORMAT " %u %u\n"

static char *
get_note_path (const char *path)
{
  return g_strconcat (path, ".ended", NULL);
}

void
_amia_store_delete_note (const char *path)
{
  g_autofree char *note = get_note_path (path);

  /* Ignored: most replicas have none. */
  g_unlink (note);
}

gboolean
amia_store_count_unsent (AmiaStore *store,
                         guint     *n_unsent,
                         GError   **error)
{
  AmiaStatus status = { 0 };

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (n_unsent != NULL, FALSE);

  if (!amia_store_get_status (store, &status, error))
    return FALSE;

  *n_unsent = status.n_waiting + status.n_refused;
  return TRUE;
}

gboolean
amia_store_count_unsent_blobs (AmiaStore *store,
                               guint     *n_blobs,
                               GError   **error)
{
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (n_blobs != NULL, FALSE);

  statement = amia_db_prepare (store->db,
                               "SELECT count(*) FROM blob WHERE sent_epoch IS NULL",
                               "count attachments",
                               &local_error);
  if (statement == NULL || amia_statement_step (statement, &local_error) != AMIA_ROW)
    return _amia_store_report (error, local_error);

  *n_blobs = (guint) amia_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
wipe (const char *path,
      GError    **error)
{
  g_autofree char *keys = _amia_store_get_keys_path (path);
  g_autofree char *directory = g_path_get_dirname (path);

  if (!amia_keys_destroy (keys, error))
    return FALSE;

  _amia_store_delete_files (path);
  _amia_blobs_delete_all (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_FAILED,
                             "Failed to delete %s; its keys are destroyed",
                             path);

  return amia_file_sync_directory (directory, error);
}

gboolean
amia_store_wipe (const char *path,
                 GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  return wipe (path, &local_error) || _amia_store_report (error, local_error);
}

static gboolean
finish (const char       *path,
        const AmiaEnding *ending,
        GError          **error)
{
  g_autofree char *keys = _amia_store_get_keys_path (path);

  if (!ending->is_recoverable)
    return wipe (path, error);

  return amia_keys_remove (keys, AMIA_KEY_SLOTS_PASSPHRASE | AMIA_KEY_SLOTS_KEYRING, error);
}

static gboolean
end_it (const char *path,
        guint       n_unsent,
        GError    **error)
{
  g_autofree char *note = get_note_path (path);
  g_autofree char *text = NULL;
  AmiaEnding       ending = { .at_ms = g_get_real_time () / 1000, .n_unsent = n_unsent };

  ending.is_recoverable = n_unsent > 0 && amia_store_has_recovery (path);
  text = g_strdup_printf (ENDED_FORMAT, ending.at_ms, ending.n_unsent, ending.is_recoverable);
  return amia_file_write (note, text, strlen (text), error) && finish (path, &ending, error);
}

gboolean
amia_store_revoke (const char *path,
                   guint       n_unsent,
                   GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  return end_it (path, n_unsent, &local_error) || _amia_store_report (error, local_error);
}

gboolean
amia_store_load_ending (const char *path,
                        AmiaEnding *ending)
{
  g_autofree char *note = NULL;
  g_autofree char *text = NULL;
  guint            is_recoverable = 0;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (ending != NULL, FALSE);

  note = get_note_path (path);
  *ending = (AmiaEnding){ 0 };
  if (!g_file_get_contents (note, &text, NULL, NULL) ||
      sscanf (text, ENDED_FORMAT, &ending->at_ms, &ending->n_unsent, &is_recoverable) != 3)
    return FALSE;

  ending->is_recoverable = is_recoverable != 0;
  /* Ignored: tried again the next time somebody looks. */
  (void) !finish (path, ending, NULL);
  return TRUE;
}

void
amia_store_forget_ending (const char *path)
{
  AmiaEnding ending;

  g_return_if_fail (path != NULL);

  if (amia_store_load_ending (path, &ending) && !ending.is_recoverable)
    _amia_store_delete_note (path);
}
