/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

/* Folders of a test's own, removed when the test program ends. Not G_TEST_OPTION_ISOLATE_DIRS: GLib
 * forgets to free the names of its folders, and a leak of ours would be lost among them. */

static char *test_directory_root;

static inline void
test_directory_remove (const char *path,
                       guint       depth)
{
  g_autoptr (GDir) directory = depth > 0 ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      test_directory_remove (child, depth - 1);
    }

  g_remove (path);
}

static inline void
test_directory_remove_all (void)
{
  test_directory_remove (test_directory_root, 3);
  g_clear_pointer (&test_directory_root, g_free);
}

/* Returns: (transfer full): a new, empty folder */
static inline char *
test_directory_new (void)
{
  static guint     n_directories;
  char            *path;
  g_autofree char *name = g_strdup_printf ("%u", n_directories++);

  if (test_directory_root == NULL)
    {
      test_directory_root = g_dir_make_tmp ("amia-test-XXXXXX", NULL);
      g_assert_nonnull (test_directory_root);
      atexit (test_directory_remove_all);
    }

  path = g_build_filename (test_directory_root, name, NULL);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  return path;
}
