/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "amia-db.h"

/* What a database needs beside it, written as carefully as SQLite writes its own. */

static void
set_error (GError    **error,
           int         code,
           const char *action,
           const char *path)
{
  AmiaDbError kind = AMIA_DB_ERROR_FAILED;

  if (code == ENOSPC || code == EDQUOT)
    kind = AMIA_DB_ERROR_FULL;
  else if (code == EACCES || code == ENOENT || code == EPERM || code == EROFS || code == ENOTDIR)
    kind = AMIA_DB_ERROR_CANT_OPEN;

  g_set_error (error,
               AMIA_DB_ERROR,
               (int) kind,
               "Failed to %s %s: %s",
               action,
               path,
               g_strerror (code));
}

gboolean
amia_file_sync_directory (const char *path,
                          GError    **error)
{
  int fd;
  int code = 0;

  g_return_val_if_fail (path != NULL, FALSE);

  fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd < 0 || fsync (fd) != 0)
    code = errno;
  if (fd >= 0)
    close (fd);

  /* EINVAL: a file system that keeps names safe by itself and says so this way. */
  if (code == 0 || code == EINVAL)
    return TRUE;

  set_error (error, code, "sync", path);
  return FALSE;
}

static int
write_and_sync (int           fd,
                gconstpointer data,
                gsize         length)
{
  const char *at = data;

  while (length > 0)
    {
      gssize n = write (fd, at, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      at += n;
      length -= (gsize) n;
    }

  return fsync (fd) == 0 ? 0 : errno;
}

gboolean
amia_file_write (const char   *path,
                 gconstpointer data,
                 gsize         length,
                 GError      **error)
{
  g_autofree char *temporary = NULL;
  g_autofree char *directory = NULL;
  int              fd;
  int              code;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  temporary = g_strconcat (path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      set_error (error, errno, "write", path);
      return FALSE;
    }

  code = write_and_sync (fd, data, length);
  close (fd);
  if (code == 0 && g_rename (temporary, path) != 0)
    code = errno;
  if (code != 0)
    {
      g_unlink (temporary);
      set_error (error, code, "write", path);
      return FALSE;
    }

  directory = g_path_get_dirname (path);
  return amia_file_sync_directory (directory, error);
}

/* Zeros over all of it, in the same blocks where the file system keeps to them. */
static int
overwrite (int fd)
{
  struct stat        info;
  g_autofree guint8 *zeros = NULL;

  if (fstat (fd, &info) != 0 || lseek (fd, 0, SEEK_SET) != 0)
    return errno;
  if (info.st_size == 0)
    return 0;

  zeros = g_try_malloc0 ((gsize) info.st_size);
  return zeros != NULL ? write_and_sync (fd, zeros, (gsize) info.st_size) : ENOMEM;
}

gboolean
amia_file_replace (const char   *path,
                   gconstpointer data,
                   gsize         length,
                   GError      **error)
{
  int      old;
  gboolean is_written;

  g_return_val_if_fail (path != NULL, FALSE);

  /* Held open while another takes its name. */
  old = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
  is_written = amia_file_write (path, data, length, error);
  /* Ignored: the new file is in its place, which is what was asked for. */
  if (is_written && old >= 0)
    overwrite (old);
  if (old >= 0)
    close (old);

  return is_written;
}

gboolean
amia_file_shred (const char *path,
                 GError    **error)
{
  g_autofree char *directory = NULL;
  int              fd;
  int              code;

  g_return_val_if_fail (path != NULL, FALSE);

  fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
  if (fd < 0 && errno == ENOENT)
    return TRUE;

  code = fd >= 0 ? overwrite (fd) : errno;
  if (fd >= 0)
    close (fd);
  if (code == 0 && g_unlink (path) != 0)
    code = errno;
  if (code != 0)
    {
      set_error (error, code, "destroy", path);
      return FALSE;
    }

  directory = g_path_get_dirname (path);
  return amia_file_sync_directory (directory, error);
}
