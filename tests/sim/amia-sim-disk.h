/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Disks of made-up machines: a layer over SQLite's own files that knows what was written since it
 * was last synced, so that the power can be cut at any write, and the disk can be full. Real syncs
 * are not waited for, which is most of what makes many schedules cheap.
 */

/**
 * SimDisk:
 *
 * All files whose path begins with the disk's: a laptop's, or the server's.
 */
typedef struct _SimDisk SimDisk;

/**
 * sim_disks_install:
 *
 * Puts the layer under every database that is opened from now on. Once for each process.
 */
void sim_disks_install (void);

/**
 * sim_disk_new:
 * @path: what the paths of its files begin with
 * @random: what decides which writes reach the disk
 *
 * Returns: (transfer full): a disk; files of the same paths must not be open
 */
SimDisk *sim_disk_new (const char *path,
                       GRand      *random);

/**
 * sim_disk_free:
 * @disk: (transfer full): a disk of which no file is open
 */
void sim_disk_free (SimDisk *disk);

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

G_END_DECLS
