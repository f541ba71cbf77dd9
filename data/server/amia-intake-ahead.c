/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-intake-private.h"
#include "amia-ledger-peers.h"

/* Looks at changes before their turn, for the records they will ask the ledger for. To read a
 * change twice is cheaper than to wait for another process with each. */

#define AHEAD_MAX 64
#define IDS_MAX   256

static void
add_records (GHashTable *ids,
             GBytes     *bytes)
{
  static const AmiaUuid nobody = { { 0 } };
  gsize                 length;
  const char           *data = g_bytes_get_data (bytes, &length);
  g_autoptr (AmiaChange) change = amia_change_decode (&nobody, 1, data, length, NULL);

  /* Ignored: what can't be read is refused when its turn comes. */
  for (guint i = 0; change != NULL && i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (g_hash_table_size (ids) < IDS_MAX)
        g_hash_table_add (ids, g_memdup2 (&op->record, sizeof op->record));
    }
}

gboolean
_amia_intake_look_ahead (AmiaIntake *intake,
                         GPtrArray  *changes,
                         guint       first,
                         guint       index,
                         GError    **error)
{
  g_autoptr (GHashTable) ids = NULL;
  g_autoptr (GArray) list = NULL;
  GHashTableIter iter;
  gpointer       id;

  if ((index - first) % AHEAD_MAX != 0 || changes->len - index < 2 ||
      !amia_ledger_is_remote (intake->ledger))
    return TRUE;

  ids = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  for (guint i = index; i < MIN (index + AHEAD_MAX, changes->len); i++)
    add_records (ids, g_ptr_array_index (changes, i));

  list = g_array_sized_new (FALSE, FALSE, sizeof (AmiaUuid), g_hash_table_size (ids));
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (list, id, 1);

  return amia_ledger_expect_records (intake->ledger, list, error);
}
