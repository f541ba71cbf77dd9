/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How far the log is known to have come, written down outside the ledger (in the safeguard file):
 * what tells a ledger that was set back from a laptop that only says so. Pure: lines in, lines out.
 */

/* How many numbers are spoken for by one line, so that few have to be written. */
#define AMIA_HIGH_WATER_STEP 1024

/**
 * AmiaClaim:
 * @AMIA_CLAIM_UNKNOWN: it may be so: the server was not stopped in order, and numbers may have been
 *   given out of which no line tells
 * @AMIA_CLAIM_TRUE: the ledger has less than is written down, whoever says it
 * @AMIA_CLAIM_FALSE: no such number was ever given out
 *
 * What there is to a laptop's word that it knows of more than the ledger.
 */
typedef enum
{
  AMIA_CLAIM_UNKNOWN,
  AMIA_CLAIM_TRUE,
  AMIA_CLAIM_FALSE,
} AmiaClaim;

/**
 * AmiaHighWater:
 *
 * What the lines say, of all runs of all servers that write to one file. A line is
 *
 *     mark RUN EPOCH HEAD LIMIT
 *
 * RUN is the random name of one run of a server, 8 hexadecimal digits. It says: the log of life
 * EPOCH has come to HEAD at least, and this run gives out no number above LIMIT before it has
 * written the next line. One that stops in order writes a last line, with LIMIT as HEAD.
 */
typedef struct _AmiaHighWater AmiaHighWater;

AmiaHighWater *amia_high_water_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           amia_high_water_free (AmiaHighWater *water);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaHighWater, amia_high_water_free)

/**
 * amia_high_water_read:
 * @water: a high-water mark, before it has written
 * @line: a line of the file
 *
 * Learns from a line that an earlier run wrote. One that is no mark is passed over.
 */
void amia_high_water_read (AmiaHighWater *water,
                           const char    *line);

/**
 * amia_high_water_write:
 * @water: a high-water mark
 * @epoch: the life of the log
 * @before: the highest number given out before the transaction
 * @after: the highest number given out by the transaction
 *
 * Returns: (transfer full) (nullable): the line that must be on disk before the transaction is
 *   committed; %NULL, nearly always, when the last one speaks of it already
 */
char *amia_high_water_write (AmiaHighWater *water,
                             const char    *epoch,
                             gint64         before,
                             gint64         after) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_high_water_settle:
 * @water: a high-water mark
 * @is_committed: whether the transaction of the last amia_high_water_write() was
 *
 * What it gave out is certain now, or was taken back.
 */
void amia_high_water_settle (AmiaHighWater *water,
                             gboolean       is_committed);

/**
 * amia_high_water_end:
 * @water: a high-water mark
 *
 * Returns: (transfer full) (nullable): the last line of a run that stops in order; %NULL for one
 *   that has written none
 */
char *amia_high_water_end (const AmiaHighWater *water) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_high_water_is_set_back:
 * @water: a high-water mark
 * @epoch: the ledger's life
 * @head: the ledger's highest number
 *
 * Returns: whether the ledger has less than is certain: fewer numbers, or an earlier life
 */
gboolean amia_high_water_is_set_back (const AmiaHighWater *water,
                                      const char          *epoch,
                                      gint64               head);

/**
 * amia_high_water_judge:
 * @water: a high-water mark
 * @epoch: the ledger's life
 * @head: the ledger's highest number
 * @claim: the number above it that a laptop says to have seen; 0 when it does not say which
 *
 * Returns: what there is to it
 */
AmiaClaim amia_high_water_judge (const AmiaHighWater *water,
                                 const char          *epoch,
                                 gint64               head,
                                 gint64               claim);

G_END_DECLS
