/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-budget.h"

#include <math.h>
#include <string.h>

/* Buckets, by token. One that is full again says nothing, so that it can be dropped: what is kept
 * is bounded by who has asked in the last minute, and by DEVICES_MAX. */

#define DEVICES_MAX 65536
#define MINUTE_MS   60000.0

typedef struct
{
  double requests; /* how many are left */
  double bytes;
  gint64 at_ms; /* when that was */
} Bucket;

struct _AmiaBudget
{
  double      requests_max;
  double      bytes_max;
  GHashTable *buckets; /* token → Bucket */
};

static guint
hash_token (gconstpointer key)
{
  guint hash;

  /* A token's hash is random enough as it is. */
  memcpy (&hash, key, sizeof hash);
  return hash;
}

static gboolean
is_same_token (gconstpointer a,
               gconstpointer b)
{
  return memcmp (a, b, AMIA_TOKEN_HASH_LENGTH) == 0;
}

AmiaBudget *
amia_budget_new (guint requests_per_minute,
                 gsize bytes_per_minute)
{
  AmiaBudget *budget = g_new (AmiaBudget, 1);

  budget->requests_max = requests_per_minute;
  budget->bytes_max = (double) bytes_per_minute;
  budget->buckets = g_hash_table_new_full (hash_token, is_same_token, g_free, g_free);
  return budget;
}

void
amia_budget_free (AmiaBudget *budget)
{
  if (budget == NULL)
    return;

  g_hash_table_unref (budget->buckets);
  g_free (budget);
}

/* What has flowed in since. A clock that was set back fills nothing and takes nothing. */
static void
fill (const AmiaBudget *budget,
      Bucket           *bucket,
      gint64            now_ms)
{
  double minutes = MAX (0.0, (double) (now_ms - bucket->at_ms) / MINUTE_MS);

  bucket->requests = MIN (budget->requests_max, bucket->requests + minutes * budget->requests_max);
  bucket->bytes = MIN (budget->bytes_max, bucket->bytes + minutes * budget->bytes_max);
  bucket->at_ms = now_ms;
}

static void
make_room (AmiaBudget *budget,
           gint64      now_ms)
{
  GHashTableIter iter;
  gpointer       value;

  if (g_hash_table_size (budget->buckets) < DEVICES_MAX)
    return;

  g_hash_table_iter_init (&iter, budget->buckets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (now_ms - ((Bucket *) value)->at_ms >= (gint64) MINUTE_MS)
        g_hash_table_iter_remove (&iter);
    }

  /* So many at once are not laptops: better to forget what they spent than to keep them all. */
  if (g_hash_table_size (budget->buckets) >= DEVICES_MAX)
    g_hash_table_remove_all (budget->buckets);
}

static Bucket *
find_bucket (AmiaBudget   *budget,
             const guint8 *token,
             gint64        now_ms)
{
  Bucket *bucket = g_hash_table_lookup (budget->buckets, token);

  if (bucket != NULL)
    {
      fill (budget, bucket, now_ms);
      return bucket;
    }

  make_room (budget, now_ms);
  bucket = g_new (Bucket, 1);
  *bucket = (Bucket){ budget->requests_max, budget->bytes_max, now_ms };
  g_hash_table_insert (budget->buckets, g_memdup2 (token, AMIA_TOKEN_HASH_LENGTH), bucket);
  return bucket;
}

/* How long until @level has come to @wanted; 0 when nothing is bounded. */
static double
get_wait_ms (double level,
             double wanted,
             double per_minute)
{
  return per_minute > 0 && level < wanted ? (wanted - level) / per_minute * MINUTE_MS : 0;
}

guint
amia_budget_spend (AmiaBudget   *budget,
                   const guint8 *token,
                   gsize         n_bytes,
                   gint64        now_ms)
{
  Bucket *bucket;
  double  bytes;
  double  wait_ms;

  g_return_val_if_fail (budget != NULL, 0);
  g_return_val_if_fail (token != NULL, 0);

  bucket = find_bucket (budget, token, now_ms);
  bytes = MIN ((double) n_bytes, budget->bytes_max);
  wait_ms = MAX (get_wait_ms (bucket->requests, 1, budget->requests_max),
                 get_wait_ms (bucket->bytes, bytes, budget->bytes_max));
  if (wait_ms > 0)
    return (guint) ceil (wait_ms / 1000);

  bucket->requests -= 1;
  bucket->bytes -= bytes;
  return 0;
}
