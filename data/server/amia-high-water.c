/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-high-water.h"

/* Two bounds and why one would not do. HEAD is what is certain to have been given out: a ledger
 * below it was set back. LIMIT is what is certain not to have been: a laptop that claims more than
 * that is lying. Between the two, after a run that was cut off, nobody knows; that is a stretch of
 * AMIA_HIGH_WATER_STEP numbers, and gone as soon as the log has passed it. To know exactly, a line
 * would have to be on disk for each transaction, which would double what a transaction costs. */

#define RUN_LENGTH 8

typedef struct
{
  char  *epoch;
  gint64 limit;
} Open;

struct _AmiaHighWater
{
  GHashTable *heads; /* epoch → gint64 */
  GHashTable *open;  /* run that has not stopped in order → Open */
  char       *last;  /* the epoch that was written of last */
  char        run[RUN_LENGTH + 1];
  char       *epoch; /* of this run's own lines; NULL before the first */
  gint64      limit;
  gint64      head;
  char       *pending_epoch;
  gint64      pending_head;
};

static void
open_free (gpointer data)
{
  Open *open = data;

  g_free (open->epoch);
  g_free (open);
}

AmiaHighWater *
amia_high_water_new (void)
{
  AmiaHighWater *water = g_new0 (AmiaHighWater, 1);

  water->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  water->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, open_free);
  g_snprintf (water->run, sizeof water->run, "%08x", g_random_int ());

  return water;
}

void
amia_high_water_free (AmiaHighWater *water)
{
  if (water == NULL)
    return;

  g_hash_table_unref (water->heads);
  g_hash_table_unref (water->open);
  g_free (water->last);
  g_free (water->epoch);
  g_free (water->pending_epoch);
  g_free (water);
}

static void
raise_head (AmiaHighWater *water,
            const char    *epoch,
            gint64         head)
{
  const gint64 *known = g_hash_table_lookup (water->heads, epoch);

  if (known == NULL || *known < head)
    g_hash_table_insert (water->heads, g_strdup (epoch), g_memdup2 (&head, sizeof head));

  if (g_strcmp0 (water->last, epoch) != 0)
    {
      g_free (water->last);
      water->last = g_strdup (epoch);
    }
}

void
amia_high_water_read (AmiaHighWater *water,
                      const char    *line)
{
  g_auto (GStrv) words = NULL;
  gint64 head;
  gint64 limit;

  g_return_if_fail (water != NULL);
  g_return_if_fail (line != NULL);

  words = g_strsplit (line, " ", 6);
  if (g_strv_length (words) != 5 || !g_str_equal (words[0], "mark") ||
      !g_ascii_string_to_signed (words[3], 10, 0, G_MAXINT64, &head, NULL) ||
      !g_ascii_string_to_signed (words[4], 10, head, G_MAXINT64, &limit, NULL))
    return;

  raise_head (water, words[2], head);
  if (limit == head)
    {
      g_hash_table_remove (water->open, words[1]);
    }
  else
    {
      Open *open = g_new (Open, 1);

      open->epoch = g_strdup (words[2]);
      open->limit = limit;
      g_hash_table_replace (water->open, g_strdup (words[1]), open);
    }
}

char *
amia_high_water_write (AmiaHighWater *water,
                       const char    *epoch,
                       gint64         before,
                       gint64         after)
{
  g_return_val_if_fail (water != NULL, NULL);
  g_return_val_if_fail (epoch != NULL, NULL);
  g_return_val_if_fail (before <= after, NULL);

  g_free (water->pending_epoch);
  water->pending_epoch = g_strdup (epoch);
  water->pending_head = after;
  if (g_strcmp0 (water->epoch, epoch) == 0 && after <= water->limit)
    return NULL;

  /* True whatever becomes of the transaction: it only promises. */
  g_free (water->epoch);
  water->epoch = g_strdup (epoch);
  water->limit = after + AMIA_HIGH_WATER_STEP;
  water->head = before;
  return g_strdup_printf ("mark %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                          water->run,
                          epoch,
                          before,
                          water->limit);
}

void
amia_high_water_settle (AmiaHighWater *water,
                        gboolean       is_committed)
{
  g_return_if_fail (water != NULL);

  if (water->pending_epoch == NULL)
    return;

  if (is_committed)
    {
      raise_head (water, water->pending_epoch, water->pending_head);
      water->head = water->pending_head;
    }
  g_clear_pointer (&water->pending_epoch, g_free);
}

char *
amia_high_water_end (const AmiaHighWater *water)
{
  g_return_val_if_fail (water != NULL, NULL);

  if (water->epoch == NULL)
    return NULL;

  return g_strdup_printf ("mark %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                          water->run,
                          water->epoch,
                          water->head,
                          water->head);
}

gboolean
amia_high_water_is_set_back (const AmiaHighWater *water,
                             const char          *epoch,
                             gint64               head)
{
  const gint64 *known;

  g_return_val_if_fail (water != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  known = g_hash_table_lookup (water->heads, epoch);
  return known != NULL && (head < *known || g_strcmp0 (water->last, epoch) != 0);
}

AmiaClaim
amia_high_water_judge (const AmiaHighWater *water,
                       const char          *epoch,
                       gint64               head,
                       gint64               claim)
{
  gint64         doubt = 0;
  GHashTableIter iter;
  gpointer       value;

  g_return_val_if_fail (water != NULL, AMIA_CLAIM_UNKNOWN);
  g_return_val_if_fail (epoch != NULL, AMIA_CLAIM_UNKNOWN);

  if (amia_high_water_is_set_back (water, epoch, head))
    return AMIA_CLAIM_TRUE;

  g_hash_table_iter_init (&iter, water->open);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Open *open = value;

      if (g_str_equal (open->epoch, epoch))
        doubt = MAX (doubt, open->limit);
    }

  return doubt <= head || claim > doubt ? AMIA_CLAIM_FALSE : AMIA_CLAIM_UNKNOWN;
}
