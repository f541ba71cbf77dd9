/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-throttle.h"

#include "amia-address.h"

/* One or two counts for each try, see the header. They are forgotten when as long as the longest
 * wait has passed since the last wrong try. */

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

/* Those that slow nobody down now. */
static gboolean
is_idle_cb (gpointer key,
            gpointer value,
            gpointer user_data)
{
  return ((const Entry *) value)->until_ms <= *(const gint64 *) user_data;
}

typedef struct
{
  char *network; /* NULL when it doesn't count */
  char *account; /* the account, as tried from there */
} Keys;

static void
clear_keys (Keys *keys)
{
  g_free (keys->network);
  g_free (keys->account);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, clear_keys)

/* Neither a network nor a device has a line break in it, so that no key can be mistaken for
 * another. */
static void
set_keys (const AmiaTry *attempt,
          Keys          *keys)
{
  g_autofree char *network = amia_address_get_network (attempt->address);
  char             device[AMIA_UUID_HEX_LENGTH + 1] = "";

  if (attempt->device != NULL)
    (void) amia_uuid_print_hex (attempt->device, device);
  keys->account = g_strconcat (network, "\n", device, "\n", attempt->user, NULL);
  keys->network = attempt->device == NULL ? g_steal_pointer (&network) : NULL;
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
amia_throttle_check (AmiaThrottle  *throttle,
                     const AmiaTry *attempt,
                     gint64         now_ms)
{
  g_auto (Keys) keys = { NULL };
  gint64 wait_ms;

  g_return_val_if_fail (throttle != NULL, 0);
  g_return_val_if_fail (attempt != NULL, 0);

  set_keys (attempt, &keys);
  wait_ms = get_wait_ms (throttle, keys.account, now_ms);
  if (keys.network != NULL)
    wait_ms = MAX (wait_ms, get_wait_ms (throttle, keys.network, now_ms));
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
      if (g_hash_table_size (throttle->entries) >= ENTRIES_MAX)
        g_hash_table_foreach_remove (throttle->entries, is_idle_cb, &now_ms);
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
amia_throttle_note (AmiaThrottle  *throttle,
                    const AmiaTry *attempt,
                    gboolean       is_right,
                    gint64         now_ms)
{
  g_auto (Keys) keys = { NULL };

  g_return_if_fail (throttle != NULL);
  g_return_if_fail (attempt != NULL);

  set_keys (attempt, &keys);
  if (is_right)
    {
      g_hash_table_remove (throttle->entries, keys.account);
      return;
    }

  count_wrong (throttle, keys.account, AMIA_THROTTLE_FREE, now_ms);
  if (keys.network != NULL)
    count_wrong (throttle, keys.network, AMIA_THROTTLE_ADDRESS_FREE, now_ms);
}
