/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "amia-sim-disk.h"

/* SQLite's files, locks and shared memory on the disks of made-up machines. All connections are of
 * this one thread, so a lock is a number that the others look at. */

#define SECTOR_SIZE  4096
#define REGIONS_MAX  64
#define PATH_MAX_LEN 512

typedef struct
{
  sqlite3_file base;
  SimFile     *file;
  int          lock;
  guint        shared; /* bits, one for each lock on the shared memory */
  guint        exclusive;
  gboolean     is_temporary;
} Handle;

static SimFile *
get_file (sqlite3_file *base)
{
  return ((Handle *) base)->file;
}

/* --- Bytes ----------------------------------------------------------------------------------- */

static int
close_cb (sqlite3_file *base)
{
  Handle  *handle = (Handle *) base;
  SimFile *file = handle->file;

  g_ptr_array_remove_fast (file->users, handle);
  if (file->users->len == 0)
    g_ptr_array_set_size (file->regions, 0);
  return handle->is_temporary ? sim_file_delete (file->path) : SQLITE_OK;
}

static int
read_cb (sqlite3_file *base,
         void         *buffer,
         int           length,
         sqlite3_int64 offset)
{
  GByteArray *bytes = get_file (base)->bytes;
  gsize       there = offset < bytes->len ? MIN ((gsize) length, bytes->len - (gsize) offset) : 0;

  if (there > 0)
    memcpy (buffer, bytes->data + offset, there);
  if (there == (gsize) length)
    return SQLITE_OK;

  memset ((guint8 *) buffer + there, 0, (gsize) length - there);
  return SQLITE_IOERR_SHORT_READ;
}

static int
write_cb (sqlite3_file *base,
          const void   *buffer,
          int           length,
          sqlite3_int64 offset)
{
  return sim_file_write (get_file (base), (gsize) offset, buffer, (gsize) length);
}

static int
truncate_cb (sqlite3_file *base,
             sqlite3_int64 size)
{
  return sim_file_cut (get_file (base), (gsize) size);
}

static int
sync_cb (sqlite3_file *base,
         int           flags)
{
  (void) flags;
  return sim_file_sync (get_file (base));
}

static int
get_size_cb (sqlite3_file  *base,
             sqlite3_int64 *size)
{
  *size = get_file (base)->bytes->len;
  return SQLITE_OK;
}

static int
control_cb (sqlite3_file *base,
            int           operation,
            void         *argument)
{
  (void) base;
  (void) operation;
  (void) argument;
  return SQLITE_NOTFOUND;
}

static int
get_sector_cb (sqlite3_file *base)
{
  (void) base;
  return SECTOR_SIZE;
}

static int
get_traits_cb (sqlite3_file *base)
{
  (void) base;
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- Locks ----------------------------------------------------------------------------------- */

/* The highest lock of the others. */
static int
find_lock (Handle *handle)
{
  int highest = SQLITE_LOCK_NONE;

  for (guint i = 0; i < handle->file->users->len; i++)
    {
      Handle *other = g_ptr_array_index (handle->file->users, i);

      if (other != handle)
        highest = MAX (highest, other->lock);
    }

  return highest;
}

static int
lock_cb (sqlite3_file *base,
         int           lock)
{
  Handle *handle = (Handle *) base;
  int     of_others = find_lock (handle);

  if (lock <= handle->lock)
    return SQLITE_OK;
  if ((lock == SQLITE_LOCK_SHARED && of_others >= SQLITE_LOCK_PENDING) ||
      (lock == SQLITE_LOCK_RESERVED && of_others >= SQLITE_LOCK_RESERVED) ||
      (lock == SQLITE_LOCK_EXCLUSIVE && of_others >= SQLITE_LOCK_SHARED))
    return SQLITE_BUSY;

  handle->lock = lock;
  return SQLITE_OK;
}

static int
unlock_cb (sqlite3_file *base,
           int           lock)
{
  Handle *handle = (Handle *) base;

  handle->lock = MIN (handle->lock, lock);
  return SQLITE_OK;
}

static int
check_lock_cb (sqlite3_file *base,
               int          *result)
{
  Handle *handle = (Handle *) base;

  *result = MAX (handle->lock, find_lock (handle)) >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

/* --- Shared memory --------------------------------------------------------------------------- */

static int
map_cb (sqlite3_file   *base,
        int             region,
        int             size,
        int             extend,
        void volatile **memory)
{
  GPtrArray *regions = get_file (base)->regions;

  g_assert_cmpint (region, <, REGIONS_MAX);
  while (extend && regions->len <= (guint) region)
    g_ptr_array_add (regions, g_malloc0 ((gsize) size));
  *memory = (guint) region < regions->len ? g_ptr_array_index (regions, region) : NULL;
  return SQLITE_OK;
}

static int
lock_map_cb (sqlite3_file *base,
             int           offset,
             int           n,
             int           flags)
{
  Handle *handle = (Handle *) base;
  guint   bits = ((1u << n) - 1) << offset;

  if ((flags & SQLITE_SHM_UNLOCK) != 0)
    {
      handle->shared &= ~bits;
      handle->exclusive &= ~bits;
      return SQLITE_OK;
    }

  for (guint i = 0; i < handle->file->users->len; i++)
    {
      Handle *other = g_ptr_array_index (handle->file->users, i);
      guint   taken = other->exclusive | ((flags & SQLITE_SHM_EXCLUSIVE) != 0 ? other->shared : 0);

      if (other != handle && (taken & bits) != 0)
        return SQLITE_BUSY;
    }

  if ((flags & SQLITE_SHM_EXCLUSIVE) != 0)
    handle->exclusive |= bits;
  else
    handle->shared |= bits;
  return SQLITE_OK;
}

static void
order_map_cb (sqlite3_file *base)
{
  (void) base;
}

static int
unmap_cb (sqlite3_file *base,
          int           is_delete)
{
  Handle *handle = (Handle *) base;

  if (is_delete && handle->file->users->len == 1)
    g_ptr_array_set_size (handle->file->regions, 0);
  handle->shared = handle->exclusive = 0;
  return SQLITE_OK;
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

/* What a name that SQLite did not give stands for goes when it is closed. */
static int
open_cb (sqlite3_vfs  *vfs,
         const char   *path,
         sqlite3_file *base,
         int           flags,
         int          *out_flags)
{
  static guint     n_temporary;
  Handle          *handle = (Handle *) base;
  g_autofree char *temporary = g_strdup_printf ("temporary-%u", n_temporary++);

  (void) vfs;
  *handle = (Handle){ .base.pMethods = &methods, .is_temporary = path == NULL };
  handle->file = sim_file_make (path != NULL ? path : temporary);
  g_ptr_array_add (handle->file->users, handle);
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
delete_cb (sqlite3_vfs *vfs,
           const char  *path,
           int          is_synced)
{
  (void) vfs;
  (void) is_synced;
  return sim_file_delete (path);
}

/* For the system, a file without bytes does not exist. */
static int
access_cb (sqlite3_vfs *vfs,
           const char  *path,
           int          flags,
           int         *result)
{
  SimFile *file = sim_file_find (path);

  (void) vfs;
  *result = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->bytes->len > 0);
  return SQLITE_OK;
}

static int
get_full_path_cb (sqlite3_vfs *vfs,
                  const char  *path,
                  int          length,
                  char        *full)
{
  (void) vfs;
  return g_strlcpy (full, path, (gsize) length) < (gsize) length ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* Only salts of logs come from here: any numbers will do, so that the same seed makes the same. */
static int
get_random_cb (sqlite3_vfs *vfs,
               int          length,
               char        *bytes)
{
  (void) vfs;
  for (int i = 0; i < length; i++)
    bytes[i] = (char) (i * 7 + 1);
  return length;
}

void
sim_files_install (void)
{
  static sqlite3_vfs vfs;

  vfs = *sqlite3_vfs_find (NULL);
  vfs.pNext = NULL;
  vfs.zName = "amia-sim";
  vfs.szOsFile = (int) sizeof (Handle);
  vfs.mxPathname = PATH_MAX_LEN;
  vfs.xOpen = open_cb;
  vfs.xDelete = delete_cb;
  vfs.xAccess = access_cb;
  vfs.xFullPathname = get_full_path_cb;
  vfs.xRandomness = get_random_cb;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
}
