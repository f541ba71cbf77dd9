/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim-disk.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* A shim over the system's VFS. What a file was before each write since its last sync is kept until
 * the next; a power cut goes back to the last sync and then does some of the writes again, as a
 * disk does that puts them off and out of order. */

#define SECTOR 512

/* One write or truncation that is not synced. */
typedef struct
{
  gint64  offset;
  gint64  size_before;
  GBytes *old;
  GBytes *new;
} Unsynced;

typedef struct
{
  char      *path;
  GPtrArray *unsynced; /* (element-type Unsynced) */
} Node;

struct _SimDisk
{
  char       *path;
  GRand      *random;
  GHashTable *nodes; /* (element-type utf8 Node) */
  guint       n_left;
  gboolean    is_ending;
  gboolean    is_stopped;
  gboolean    is_full;
};

typedef struct
{
  sqlite3_file  base;
  SimDisk      *disk; /* NULL for files of no disk */
  Node         *node;
  sqlite3_file *real;
} File;

static sqlite3_vfs *system_vfs;
static GPtrArray   *disks;

static void
unsynced_free (gpointer data)
{
  Unsynced *unsynced = data;

  g_bytes_unref (unsynced->old);
  g_bytes_unref (unsynced->new);
  g_free (unsynced);
}

static void
node_free (gpointer data)
{
  Node *node = data;

  g_free (node->path);
  g_ptr_array_unref (node->unsynced);
  g_free (node);
}

static SimDisk *
find_disk (const char *path)
{
  for (guint i = 0; path != NULL && disks != NULL && i < disks->len; i++)
    {
      SimDisk *disk = g_ptr_array_index (disks, i);

      if (g_str_has_prefix (path, disk->path))
        return disk;
    }

  return NULL;
}

static Node *
find_node (SimDisk    *disk,
           const char *path)
{
  Node *node = g_hash_table_lookup (disk->nodes, path);

  if (node == NULL)
    {
      node = g_new (Node, 1);
      node->path = g_strdup (path);
      node->unsynced = g_ptr_array_new_with_free_func (unsynced_free);
      g_hash_table_insert (disk->nodes, node->path, node);
    }

  return node;
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

static GBytes *
read_old (File  *file,
          gint64 offset,
          gint64 length,
          gint64 size)
{
  gint64  there = CLAMP (size - offset, 0, length);
  guint8 *old = g_malloc ((gsize) there + 1);

  if (there > 0 &&
      file->real->pMethods->xRead (file->real, old, (int) there, offset) != SQLITE_OK)
    there = 0;
  return g_bytes_new_take (old, (gsize) there);
}

static void
note (File         *file,
      gint64        offset,
      gconstpointer data,
      gint64        length)
{
  Unsynced     *unsynced;
  sqlite3_int64 size = 0;

  if (file->disk == NULL)
    return;

  (void) file->real->pMethods->xFileSize (file->real, &size);
  unsynced = g_new (Unsynced, 1);
  unsynced->offset = offset;
  unsynced->size_before = size;
  unsynced->new = g_bytes_new (data, data != NULL ? (gsize) length : 0);
  unsynced->old = read_old (file, offset, data != NULL ? length : MAX (size - offset, 0), size);
  g_ptr_array_add (file->node->unsynced, unsynced);
}

/* --- Files ----------------------------------------------------------------------------------- */

static int
close_cb (sqlite3_file *base)
{
  File *file = (File *) base;

  return file->real->pMethods->xClose (file->real);
}

static int
read_cb (sqlite3_file *base,
         void         *buffer,
         int           length,
         sqlite3_int64 offset)
{
  File *file = (File *) base;

  return file->real->pMethods->xRead (file->real, buffer, length, offset);
}

static int
write_cb (sqlite3_file *base,
          const void   *buffer,
          int           length,
          sqlite3_int64 offset)
{
  File         *file = (File *) base;
  sqlite3_int64 size = 0;

  if (is_off (file->disk))
    return SQLITE_IOERR_WRITE;

  if (file->disk != NULL && file->disk->is_full)
    {
      (void) file->real->pMethods->xFileSize (file->real, &size);
      if (offset + length > size)
        return SQLITE_FULL;
    }

  note (file, offset, buffer, length);
  return file->real->pMethods->xWrite (file->real, buffer, length, offset);
}

static int
truncate_cb (sqlite3_file *base,
             sqlite3_int64 size)
{
  File *file = (File *) base;

  if (is_off (file->disk))
    return SQLITE_IOERR_TRUNCATE;

  note (file, size, NULL, 0);
  return file->real->pMethods->xTruncate (file->real, size);
}

static int
sync_cb (sqlite3_file *base,
         int           flags)
{
  File *file = (File *) base;

  if (file->disk == NULL)
    return file->real->pMethods->xSync (file->real, flags);
  if (is_off (file->disk))
    return SQLITE_IOERR_FSYNC;

  g_ptr_array_set_size (file->node->unsynced, 0);
  return SQLITE_OK;
}

static int
get_size_cb (sqlite3_file  *base,
             sqlite3_int64 *size)
{
  File *file = (File *) base;

  return file->real->pMethods->xFileSize (file->real, size);
}

static int
lock_cb (sqlite3_file *base,
         int           lock)
{
  File *file = (File *) base;

  return file->real->pMethods->xLock (file->real, lock);
}

static int
unlock_cb (sqlite3_file *base,
           int           lock)
{
  File *file = (File *) base;

  return file->real->pMethods->xUnlock (file->real, lock);
}

static int
check_lock_cb (sqlite3_file *base,
               int          *result)
{
  File *file = (File *) base;

  return file->real->pMethods->xCheckReservedLock (file->real, result);
}

static int
control_cb (sqlite3_file *base,
            int           operation,
            void         *argument)
{
  File *file = (File *) base;

  return file->real->pMethods->xFileControl (file->real, operation, argument);
}

static int
get_sector_cb (sqlite3_file *base)
{
  File *file = (File *) base;

  return file->real->pMethods->xSectorSize (file->real);
}

static int
get_traits_cb (sqlite3_file *base)
{
  File *file = (File *) base;

  return file->real->pMethods->xDeviceCharacteristics (file->real);
}

static int
map_cb (sqlite3_file   *base,
        int             region,
        int             size,
        int             extend,
        void volatile **memory)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmMap (file->real, region, size, extend, memory);
}

static int
lock_map_cb (sqlite3_file *base,
             int           offset,
             int           n,
             int           flags)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmLock (file->real, offset, n, flags);
}

static void
order_map_cb (sqlite3_file *base)
{
  File *file = (File *) base;

  file->real->pMethods->xShmBarrier (file->real);
}

static int
unmap_cb (sqlite3_file *base,
          int           is_delete)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmUnmap (file->real, is_delete);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = close_cb,
  .xRead = read_cb,
  .xWrite = write_cb,
  .xTruncate = truncate_cb,
  .xSync = sync_cb,
  .xFileSize = get_size_cb,
  .xLock = lock_cb,
  .xUnlock = unlock_cb,
  .xCheckReservedLock = check_lock_cb,
  .xFileControl = control_cb,
  .xSectorSize = get_sector_cb,
  .xDeviceCharacteristics = get_traits_cb,
  .xShmMap = map_cb,
  .xShmLock = lock_map_cb,
  .xShmBarrier = order_map_cb,
  .xShmUnmap = unmap_cb,
};

/* --- The file system ------------------------------------------------------------------------- */

static int
open_cb (sqlite3_vfs  *vfs,
         const char   *path,
         sqlite3_file *base,
         int           flags,
         int          *out_flags)
{
  File *file = (File *) base;
  int   code;

  (void) vfs;
  file->real = (sqlite3_file *) (file + 1);
  file->disk = find_disk (path);
  file->node = file->disk != NULL ? find_node (file->disk, path) : NULL;
  code = system_vfs->xOpen (system_vfs, path, file->real, flags, out_flags);
  base->pMethods = file->real->pMethods != NULL ? &methods : NULL;
  return code;
}

static int
delete_cb (sqlite3_vfs *vfs,
           const char  *path,
           int          is_synced)
{
  SimDisk *disk = find_disk (path);

  (void) vfs;
  if (is_off (disk))
    return SQLITE_IOERR_DELETE;

  if (disk != NULL)
    g_hash_table_remove (disk->nodes, path);
  return system_vfs->xDelete (system_vfs, path, is_synced && disk == NULL);
}

void
sim_disks_install (void)
{
  static sqlite3_vfs vfs;

  if (system_vfs != NULL)
    return;

  system_vfs = sqlite3_vfs_find (NULL);
  vfs = *system_vfs;
  vfs.pNext = NULL;
  vfs.zName = "amia-sim";
  vfs.szOsFile = (int) sizeof (File) + system_vfs->szOsFile;
  vfs.xOpen = open_cb;
  vfs.xDelete = delete_cb;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
  disks = g_ptr_array_new ();
}

/* --- Disks ----------------------------------------------------------------------------------- */

SimDisk *
sim_disk_new (const char *path,
              GRand      *random)
{
  SimDisk *disk = g_new0 (SimDisk, 1);

  disk->path = g_strdup (path);
  disk->random = random;
  disk->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, node_free);
  g_ptr_array_add (disks, disk);
  return disk;
}

void
sim_disk_free (SimDisk *disk)
{
  g_ptr_array_remove_fast (disks, disk);
  g_hash_table_unref (disk->nodes);
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

static void
put (int           fd,
     gconstpointer data,
     gsize         length,
     gint64        offset)
{
  g_assert_cmpint (pwrite (fd, data, length, offset), ==, (gssize) length);
}

/* All of a write, or in one of four cases some sectors of it. */
static void
put_some (SimDisk        *disk,
          int             fd,
          const Unsynced *unsynced)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (unsynced->new, &length);
  gboolean      is_torn = g_rand_int_range (disk->random, 0, 4) == 0;

  for (gsize at = 0; at < length; at += SECTOR)
    {
      if (!is_torn || g_rand_boolean (disk->random))
        put (fd, data + at, MIN (SECTOR, length - at), unsynced->offset + (gint64) at);
    }
}

static void
lose (SimDisk *disk,
      Node    *node)
{
  int fd = open (node->path, O_RDWR | O_CLOEXEC);

  if (fd < 0)
    return;

  for (guint i = node->unsynced->len; i > 0; i--)
    {
      const Unsynced *unsynced = g_ptr_array_index (node->unsynced, i - 1);
      gsize           length;
      gconstpointer   old = g_bytes_get_data (unsynced->old, &length);

      put (fd, old, length, unsynced->offset);
      g_assert_cmpint (ftruncate (fd, unsynced->size_before), ==, 0);
    }
  for (guint i = 0; i < node->unsynced->len; i++)
    {
      if (g_rand_boolean (disk->random))
        put_some (disk, fd, g_ptr_array_index (node->unsynced, i));
    }
  close (fd);
}

void
sim_disk_restart (SimDisk *disk,
                  gboolean is_power_cut)
{
  /* In the order of their names, so that the same seed loses the same. */
  g_autoptr (GList) nodes = g_hash_table_get_keys (disk->nodes);

  nodes = g_list_sort (nodes, (GCompareFunc) strcmp);
  for (GList *link = nodes; link != NULL && is_power_cut; link = link->next)
    lose (disk, g_hash_table_lookup (disk->nodes, link->data));

  g_hash_table_remove_all (disk->nodes);
  disk->is_ending = disk->is_stopped = FALSE;
}
