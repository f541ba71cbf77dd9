/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-blob-patience.h"

#include <string.h>

/* Which blobs are left alone, and until when. */

#define PAUSE_US_MIN (20 * G_USEC_PER_SEC)
#define PAUSE_US_MAX (30 * 60 * G_USEC_PER_SEC)

typedef struct
{
  gint64 until_us;
  gint64 pause_us;
} PutOff;

/* The id is a hash already. */
static guint
hash_id (gconstpointer id)
{
  guint hash;

  memcpy (&hash, id, sizeof hash);
  return hash;
}

static gboolean
equal_ids (gconstpointer a,
           gconstpointer b)
{
  return memcmp (a, b, sizeof (AmiaBlobId)) == 0;
}

GHashTable *
amia_blob_patience_new (void)
{
  return g_hash_table_new_full (hash_id, equal_ids, g_free, g_free);
}

void
amia_blob_patience_add (GHashTable       *patience,
                        const AmiaBlobId *id,
                        gint64            now_us)
{
  PutOff *entry = g_hash_table_lookup (patience, id);

  if (entry == NULL)
    {
      entry = g_new0 (PutOff, 1);
      g_hash_table_insert (patience, g_memdup2 (id, sizeof *id), entry);
    }

  entry->pause_us = CLAMP (2 * entry->pause_us, PAUSE_US_MIN, PAUSE_US_MAX);
  entry->until_us = now_us + entry->pause_us;
}

const AmiaBlobTask *
amia_blob_patience_choose (GHashTable *patience,
                           GArray     *tasks,
                           gint64      now_us,
                           gint64     *next_us)
{
  *next_us = G_MAXINT64;
  for (guint i = 0; i < tasks->len; i++)
    {
      const AmiaBlobTask *task = &g_array_index (tasks, AmiaBlobTask, i);
      const PutOff       *entry = g_hash_table_lookup (patience, &task->id);

      if (entry == NULL || entry->until_us <= now_us)
        return task;
      *next_us = MIN (*next_us, entry->until_us);
    }

  return NULL;
}
