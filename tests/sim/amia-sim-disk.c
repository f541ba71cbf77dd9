/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim-disk.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

/* What a file was before each write since its last sync is kept until the next; a power cut goes
 * back to the last sync and then does some of the writes again, as a disk does that puts them off
 * and out of order.
 *
 * The product looks for some of its files by name, too: what it makes itself, and what a machine
 * that ended has left, is also in a real folder, without a word of what it says. */

#define SECTOR 512

/* One write, or with no new bytes a cut, that is not synced. The new bytes follow the old ones. */
typedef struct
{
  gsize  offset;
  gsize  size_before;
  gsize  n_old;
  gsize  n_new;
  guint8 bytes[];
} SimWrite;

struct _SimDisk
{
  char    *path;
  GRand   *random;
  guint    n_left;
  guint    n_changes;
  gboolean is_ending;
  gboolean is_stopped;
  gboolean is_full;
};

static GPtrArray  *disks;
static GHashTable *files; /* (element-type utf8 SimFile) */

/* --- Files ----------------------------------------------------------------------------------- */

static void
file_free (gpointer data)
{
  SimFile *file = data;

  g_assert_cmpuint (file->users->len, ==, 0);
  g_free (file->path);
  g_byte_array_unref (file->bytes);
  g_ptr_array_unref (file->unsynced);
  g_ptr_array_unref (file->users);
  g_ptr_array_unref (file->regions);
  g_free (file);
}

static SimDisk *
find_disk (const char *path)
{
  for (guint i = 0; disks != NULL && i < disks->len; i++)
    {
      SimDisk *disk = g_ptr_array_index (disks, i);

      if (g_str_has_prefix (path, disk->path))
        return disk;
    }

  return NULL;
}

SimFile *
sim_file_find (const char *path)
{
  return files != NULL ? g_hash_table_lookup (files, path) : NULL;
}

SimFile *
sim_file_make (const char *path)
{
  SimFile *file = sim_file_find (path);

  if (file != NULL)
    return file;

  if (files == NULL)
    files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, file_free);
  file = g_new0 (SimFile, 1);
  file->path = g_strdup (path);
  file->disk = find_disk (path);
  file->bytes = g_byte_array_new ();
  file->unsynced = g_ptr_array_new_with_free_func (g_free);
  file->users = g_ptr_array_new ();
  file->regions = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_insert (files, file->path, file);
  return file;
}

void
sim_file_put (const char *path,
              GBytes     *bytes)
{
  SimFile      *file = sim_file_make (path);
  gsize         length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (file->users->len, ==, 0);
  g_ptr_array_set_size (file->unsynced, 0);
  g_byte_array_set_size (file->bytes, 0);
  g_byte_array_append (file->bytes, data, (guint) length);
}

GBytes *
sim_file_dup (const char *path)
{
  SimFile *file = sim_file_find (path);

  return file != NULL ? g_bytes_new (file->bytes->data, file->bytes->len) : NULL;
}

static void
set_size (GByteArray *bytes,
          gsize       size)
{
  gsize before = bytes->len;

  g_byte_array_set_size (bytes, (guint) size);
  if (size > before)
    memset (bytes->data + before, 0, size - before);
}

static void
put (GByteArray   *bytes,
     gsize         offset,
     gconstpointer data,
     gsize         length)
{
  if (offset + length > bytes->len)
    set_size (bytes, offset + length);
  if (length > 0)
    memcpy (bytes->data + offset, data, length);
}

/* Whether a write fails since the machine is off by now. */
static gboolean
is_off (SimDisk *disk)
{
  if (disk == NULL || !disk->is_ending)
    return FALSE;

  if (disk->n_left == 0)
    disk->is_stopped = TRUE;
  else
    disk->n_left--;
  return disk->is_stopped;
}

/* Keeps what @n_old bytes at @offset were, as far as there were any. */
static void
note (SimFile      *file,
      gsize         offset,
      gsize         n_old,
      gconstpointer data,
      gsize         n_new)
{
  gsize     size = file->bytes->len;
  SimWrite *write;

  if (file->disk == NULL)
    return;

  file->disk->n_changes++;
  n_old = offset < size ? MIN (n_old, size - offset) : 0;
  write = g_malloc (sizeof (SimWrite) + n_old + n_new);
  *write = (SimWrite){ offset, size, n_old, n_new };
  if (n_old > 0)
    memcpy (write->bytes, file->bytes->data + offset, n_old);
  if (n_new > 0)
    memcpy (write->bytes + n_old, data, n_new);
  g_ptr_array_add (file->unsynced, write);
}

int
sim_file_write (SimFile      *file,
                gsize         offset,
                gconstpointer data,
                gsize         length)
{
  if (is_off (file->disk))
    return SQLITE_IOERR_WRITE;
  if (file->disk != NULL && file->disk->is_full && offset + length > file->bytes->len)
    return SQLITE_FULL;

  note (file, offset, length, data, length);
  put (file->bytes, offset, data, length);
  return SQLITE_OK;
}

int
sim_file_cut (SimFile *file,
              gsize    size)
{
  if (is_off (file->disk))
    return SQLITE_IOERR_TRUNCATE;

  note (file, size, file->bytes->len, NULL, 0);
  set_size (file->bytes, size);
  return SQLITE_OK;
}

int
sim_file_sync (SimFile *file)
{
  if (is_off (file->disk))
    return SQLITE_IOERR_FSYNC;

  g_ptr_array_set_size (file->unsynced, 0);
  return SQLITE_OK;
}

int
sim_file_delete (const char *path)
{
  SimFile *file = sim_file_find (path);

  if (is_off (file != NULL ? file->disk : find_disk (path)))
    return SQLITE_IOERR_DELETE;
  if (file == NULL)
    return SQLITE_IOERR_DELETE_NOENT;

  g_hash_table_remove (files, path);
  (void) g_unlink (path);
  return SQLITE_OK;
}

/* --- Disks ----------------------------------------------------------------------------------- */

SimDisk *
sim_disk_new (const char *path,
              GRand      *random)
{
  SimDisk *disk = g_new0 (SimDisk, 1);

  disk->path = g_strdup (path);
  disk->random = random;
  if (disks == NULL)
    disks = g_ptr_array_new ();
  g_ptr_array_add (disks, disk);
  return disk;
}

guint
sim_disk_count_changes (SimDisk *disk)
{
  return disk->n_changes;
}

/* In the order of their names, so that the same seed does the same. */
static GList *
list_files (SimDisk *disk)
{
  GList         *list = NULL;
  GHashTableIter iter;
  gpointer       file;

  if (files == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, NULL, &file))
    {
      if (((SimFile *) file)->disk == disk)
        list = g_list_prepend (list, ((SimFile *) file)->path);
    }

  return g_list_sort (list, (GCompareFunc) strcmp);
}

void
sim_disk_free (SimDisk *disk)
{
  g_autoptr (GList) paths = list_files (disk);

  for (GList *link = paths; link != NULL; link = link->next)
    g_hash_table_remove (files, link->data);
  g_ptr_array_remove_fast (disks, disk);
  g_free (disk->path);
  g_free (disk);
}

void
sim_disk_stop_after (SimDisk *disk,
                     guint    n_writes)
{
  disk->is_ending = TRUE;
  disk->n_left = n_writes;
}

void
sim_disk_go_on (SimDisk *disk)
{
  g_assert (!disk->is_stopped);
  disk->is_ending = FALSE;
}

gboolean
sim_disk_is_stopped (SimDisk *disk)
{
  return disk->is_stopped;
}

void
sim_disk_set_full (SimDisk *disk,
                   gboolean is_full)
{
  disk->is_full = is_full;
}

/* All of a write, or in one of four cases some sectors of it. */
static void
put_some (SimFile        *file,
          const SimWrite *write)
{
  GRand        *random = file->disk->random;
  const guint8 *data = write->bytes + write->n_old;
  gboolean      is_torn = g_rand_int_range (random, 0, 4) == 0;

  for (gsize at = 0; at < write->n_new; at += SECTOR)
    {
      if (!is_torn || g_rand_boolean (random))
        put (file->bytes, write->offset + at, data + at, MIN (SECTOR, write->n_new - at));
    }
}

static void
lose (SimFile *file)
{
  for (guint i = file->unsynced->len; i > 0; i--)
    {
      const SimWrite *write = g_ptr_array_index (file->unsynced, i - 1);

      put (file->bytes, write->offset, write->bytes, write->n_old);
      set_size (file->bytes, write->size_before);
    }
  for (guint i = 0; i < file->unsynced->len; i++)
    {
      if (g_rand_boolean (file->disk->random))
        put_some (file, g_ptr_array_index (file->unsynced, i));
    }
}

void
sim_disk_restart (SimDisk *disk,
                  gboolean is_power_cut)
{
  g_autoptr (GList) paths = list_files (disk);

  for (GList *link = paths; link != NULL; link = link->next)
    {
      SimFile *file = sim_file_find (link->data);

      g_assert_cmpuint (file->users->len, ==, 0);
      if (is_power_cut)
        lose (file);
      g_ptr_array_set_size (file->unsynced, 0);
      /* A log that is found tells the product that the program did not end well. */
      if (file->bytes->len > 0)
        g_assert_true (
            g_file_set_contents_full (file->path, "-", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }

  disk->is_ending = disk->is_stopped = FALSE;
}
