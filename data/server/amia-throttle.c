/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-throttle.h"

/* Two counts for each try: of the address, and of the account as tried from it. Both are forgotten
 * when as long as the longest wait has passed since the last wrong try. */

#define ENTRIES_MAX 10000

typedef struct
{
  guint  n_wrong;
  gint64 last_ms;
  gint64 until_ms;
} Entry;

struct _AmiaThrottle
{
  GHashTable *entries;
};

AmiaThrottle *
amia_throttle_new (void)
{
  AmiaThrottle *throttle = g_new (AmiaThrottle, 1);

  throttle->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return throttle;
}

void
amia_throttle_free (AmiaThrottle *throttle)
{
  if (throttle == NULL)
    return;

  g_hash_table_unref (throttle->entries);
  g_free (throttle);
}

static gboolean
is_over (const Entry *entry,
         gint64       now_ms)
{
  return now_ms - entry->last_ms > AMIA_THROTTLE_SECONDS_MAX * 1000;
}

static gboolean
is_over_cb (gpointer key,
            gpointer value,
            gpointer user_data)
{
  return is_over (value, *(const gint64 *) user_data);
}

/* An address has no line break in it, so that the two can't be mistaken for each other. */
static char *
get_pair_key (const char *user,
              const char *address)
{
  return g_strconcat (address, "\n", user, NULL);
}

static gint64
get_wait_ms (AmiaThrottle *throttle,
             const char   *key,
             gint64        now_ms)
{
  const Entry *entry = g_hash_table_lookup (throttle->entries, key);

  return entry == NULL || is_over (entry, now_ms) ? 0 : MAX (entry->until_ms - now_ms, 0);
}

guint
amia_throttle_check (AmiaThrottle *throttle,
                     const char   *user,
                     const char   *address,
                     gint64        now_ms)
{
  g_autofree char *pair = NULL;
  gint64           wait_ms;

  g_return_val_if_fail (throttle != NULL, 0);
  g_return_val_if_fail (user != NULL, 0);
  g_return_val_if_fail (address != NULL, 0);

  pair = get_pair_key (user, address);
  wait_ms = MAX (get_wait_ms (throttle, pair, now_ms), get_wait_ms (throttle, address, now_ms));
  return (guint) ((wait_ms + 999) / 1000);
}

static void
count_wrong (AmiaThrottle *throttle,
             const char   *key,
             guint         n_free,
             gint64        now_ms)
{
  Entry *entry = g_hash_table_lookup (throttle->entries, key);

  if (entry == NULL)
    {
      if (g_hash_table_size (throttle->entries) >= ENTRIES_MAX)
        g_hash_table_foreach_remove (throttle->entries, is_over_cb, &now_ms);
      /* Still full: so many addresses guess at once that this is no defence any more. */
      if (g_hash_table_size (throttle->entries) >= ENTRIES_MAX)
        g_hash_table_remove_all (throttle->entries);

      entry = g_new0 (Entry, 1);
      g_hash_table_insert (throttle->entries, g_strdup (key), entry);
    }
  else if (is_over (entry, now_ms))
    *entry = (Entry){ 0 };

  entry->n_wrong++;
  entry->last_ms = now_ms;
  if (entry->n_wrong > n_free)
    {
      guint  doublings = MIN (entry->n_wrong - n_free - 1, 16);
      gint64 seconds = MIN ((gint64) 1 << doublings, AMIA_THROTTLE_SECONDS_MAX);

      entry->until_ms = now_ms + seconds * 1000;
    }
}

void
amia_throttle_note (AmiaThrottle *throttle,
                    const char   *user,
                    const char   *address,
                    gboolean      is_right,
                    gint64        now_ms)
{
  g_autofree char *pair = NULL;

  g_return_if_fail (throttle != NULL);
  g_return_if_fail (user != NULL);
  g_return_if_fail (address != NULL);

  pair = get_pair_key (user, address);
  if (is_right)
    {
      g_hash_table_remove (throttle->entries, pair);
      return;
    }

  count_wrong (throttle, pair, AMIA_THROTTLE_FREE, now_ms);
  count_wrong (throttle, address, AMIA_THROTTLE_ADDRESS_FREE, now_ms);
}
