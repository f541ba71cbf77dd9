/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Disks of made-up machines. Their files are in memory, which is most of what makes many schedules
 * cheap, and know what was written since they were last synced, so that the power can be cut at any
 * write, and the disk can be full. amia-sim-files.c puts SQLite on top of them.
 */

/**
 * SimDisk:
 *
 * All files whose path begins with the disk's: a laptop's, or the server's.
 */
typedef struct _SimDisk SimDisk;

/**
 * SimFile:
 * @path: its path
 * @disk: (nullable): the disk that it is on, %NULL for one that never fails
 * @bytes: what programs read there
 * @unsynced: (element-type SimWrite): what was written since the last sync
 * @users: (element-type gpointer): who has it open, for amia-sim-files.c
 * @regions: (element-type gpointer): memory that they share, for amia-sim-files.c
 */
typedef struct
{
  char       *path;
  SimDisk    *disk;
  GByteArray *bytes;
  GPtrArray  *unsynced;
  GPtrArray  *users;
  GPtrArray  *regions;
} SimFile;

/**
 * sim_disk_new:
 * @path: what the paths of its files begin with
 * @random: what decides which writes reach the disk
 *
 * Returns: (transfer full): a disk without files
 */
SimDisk *sim_disk_new (const char *path,
                       GRand      *random);

/**
 * sim_disk_free:
 * @disk: (transfer full): a disk of which no file is open
 *
 * Its files go with it.
 */
void sim_disk_free (SimDisk *disk);

/**
 * sim_disk_count_changes:
 * @disk: a disk
 *
 * Returns: how many times its files have changed: as long as it is the same, they are the same
 */
guint sim_disk_count_changes (SimDisk *disk);

/**
 * sim_disk_stop_after:
 * @disk: a disk
 * @n_writes: how many writes still work
 *
 * Ends the machine in the middle of what it does: from then on every write fails, as if nothing
 * came back from the call.
 */
void sim_disk_stop_after (SimDisk *disk,
                          guint    n_writes);

/**
 * sim_disk_go_on:
 * @disk: a disk
 *
 * Takes back sim_disk_stop_after(), if it has not come to that.
 */
void sim_disk_go_on (SimDisk *disk);

/**
 * sim_disk_is_stopped:
 * @disk: a disk
 *
 * Returns: %TRUE if a write has failed by sim_disk_stop_after()
 */
gboolean sim_disk_is_stopped (SimDisk *disk);

/**
 * sim_disk_set_full:
 * @disk: a disk
 * @is_full: whether files can't grow
 */
void sim_disk_set_full (SimDisk *disk,
                        gboolean is_full);

/**
 * sim_disk_restart:
 * @disk: a disk of which no file is open
 * @is_power_cut: whether what was not synced may be lost
 *
 * Lets writes work again. After a power cut any part of what was not synced may be on the disk, in
 * pieces of 512 bytes, and the rest is not; otherwise only the program had ended, and the disk has
 * all that was written.
 */
void sim_disk_restart (SimDisk *disk,
                       gboolean is_power_cut);

/* --- Files ----------------------------------------------------------------------------------- */

/**
 * sim_file_find:
 * @path: a path
 *
 * Returns: (transfer none) (nullable): the file, or %NULL if there is none
 */
SimFile *sim_file_find (const char *path);

/**
 * sim_file_make:
 * @path: a path
 *
 * Returns: (transfer none): the file, empty if there was none
 */
SimFile *sim_file_make (const char *path);

/**
 * sim_file_put:
 * @path: a path
 * @bytes: all that it shall say
 *
 * Makes a file that is on its disk already.
 */
void sim_file_put (const char *path,
                   GBytes     *bytes);

/**
 * sim_file_dup:
 * @path: a path
 *
 * Returns: (transfer full) (nullable): what the file says, or %NULL if there is none
 */
GBytes *sim_file_dup (const char *path);

/**
 * sim_file_write:
 * @file: a file
 * @offset: where
 * @data: what
 * @length: how many bytes
 *
 * Returns: one of SQLite's codes
 */
int sim_file_write (SimFile      *file,
                    gsize         offset,
                    gconstpointer data,
                    gsize         length);

/**
 * sim_file_cut:
 * @file: a file
 * @size: where it ends from now on
 *
 * Returns: one of SQLite's codes
 */
int sim_file_cut (SimFile *file,
                  gsize    size);

/**
 * sim_file_sync:
 * @file: a file
 *
 * Returns: one of SQLite's codes
 */
int sim_file_sync (SimFile *file);

/**
 * sim_file_delete:
 * @path: a path
 *
 * Returns: one of SQLite's codes
 */
int sim_file_delete (const char *path);

/* --- amia-sim-files.c ------------------------------------------------------------------------ */

/**
 * sim_files_install:
 *
 * Puts every database that is opened from now on, on these disks. Once for each process, before
 * the first.
 */
void sim_files_install (void);

G_END_DECLS
