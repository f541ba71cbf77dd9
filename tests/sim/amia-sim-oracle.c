/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim-oracle.h"

#include <string.h>

#include "amia-sim-rights.h"

/* Rights from the log alone: everything that the server keeps of them from one round to the next is
 * not used. */

struct _SimOracle
{
  gint64      seq;
  GPtrArray  *changes; /* (element-type AmiaChange) */
  GHashTable *by_name; /* (element-type utf8 AmiaChange) */
  SimRights  *rights;
};

static char *
dup_name (const AmiaUuid *device,
          gint64          n)
{
  char hex[AMIA_UUID_HEX_LENGTH + 1];

  return g_strdup_printf ("%s/%" G_GINT64_FORMAT, amia_uuid_print_hex (device, hex), n);
}

SimOracle *
sim_oracle_new (void)
{
  SimOracle *oracle = g_new0 (SimOracle, 1);

  oracle->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_change_free);
  oracle->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  oracle->rights = sim_rights_new ();
  return oracle;
}

void
sim_oracle_free (SimOracle *oracle)
{
  sim_rights_free (oracle->rights);
  g_hash_table_unref (oracle->by_name);
  g_ptr_array_unref (oracle->changes);
  g_free (oracle);
}

void
sim_oracle_start_over (SimOracle *oracle)
{
  oracle->seq = 0;
  sim_rights_start_over (oracle->rights);
  g_hash_table_remove_all (oracle->by_name);
  g_ptr_array_set_size (oracle->changes, 0);
}

/* --- Reading the log ------------------------------------------------------------------------- */

static gboolean
take_row (const AmiaLogRow *row,
          gpointer          data)
{
  SimOracle *oracle = data;
  g_autoptr (GError) error = NULL;
  AmiaChange *change =
      amia_change_decode (&row->device, row->n, row->body, row->body_length, &error);

  g_assert_no_error (error);
  change->author = g_strdup (row->author);
  change->agency = g_strdup (row->agency);
  g_ptr_array_add (oracle->changes, change);
  g_assert_true (g_hash_table_insert (oracle->by_name, dup_name (&row->device, row->n), change));
  sim_rights_take (oracle->rights, change);
  oracle->seq = row->seq;
  return TRUE;
}

gint64
sim_oracle_read (SimOracle  *oracle,
                 AmiaLedger *ledger)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_read_log (ledger, oracle->seq, NULL, take_row, oracle, &error));
  return oracle->seq;
}

GPtrArray *
sim_oracle_get_changes (SimOracle *oracle)
{
  return oracle->changes;
}

const AmiaChange *
sim_oracle_find (SimOracle      *oracle,
                 const AmiaUuid *device,
                 gint64          n)
{
  g_autofree char *name = dup_name (device, n);

  return g_hash_table_lookup (oracle->by_name, name);
}

/* FNV-1a. */
static guint64
mix (guint64       hash,
     gconstpointer data,
     gsize         length)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

gint64
sim_op_key (const AmiaUuid *device,
            gint64          n,
            const AmiaOp   *op)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  hash = mix (hash, device->bytes, sizeof device->bytes);
  hash = mix (hash, &n, sizeof n);
  hash = mix (hash, op->record.bytes, sizeof op->record.bytes);
  return (gint64) mix (hash, op->field, strlen (op->field));
}

/* --- Rights ---------------------------------------------------------------------------------- */

static gboolean
may_see_source (SimOracle        *oracle,
                const AmiaReader *reader,
                const AmiaRef    *source,
                const char       *today,
                gboolean         *is_known)
{
  const AmiaChange *cited = sim_oracle_find (oracle, &source->device, source->n);
  gboolean          is_found = FALSE;

  for (guint i = 0; cited != NULL && i < cited->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (cited->ops, i);

      if (strcmp (op->field, source->field) != 0)
        continue;
      is_found = TRUE;
      if (!sim_oracle_may_see (oracle, reader, cited, op, today))
        return FALSE;
    }

  *is_known &= is_found;
  return TRUE;
}

gboolean
sim_oracle_may_see (SimOracle        *oracle,
                    const AmiaReader *reader,
                    const AmiaChange *change,
                    const AmiaOp     *op,
                    const char       *today)
{
  gboolean is_known = TRUE;

  if (!sim_rights_allow (oracle->rights, reader, change, op, today))
    return FALSE;

  for (guint i = 0; op->sources != NULL && i < op->sources->len; i++)
    {
      const AmiaRef *source = &g_array_index (op->sources, AmiaRef, i);

      if (!may_see_source (oracle, reader, source, today, &is_known))
        return FALSE;
    }

  return is_known || strcmp (change->author, reader->user) == 0;
}

static gboolean
removes (const AmiaOp *op)
{
  return strcmp (op->field, "removed") == 0 && strcmp (op->value, "true") == 0;
}

static gboolean
replaces (const AmiaOp     *op,
          const AmiaChange *old,
          const AmiaOp     *old_op)
{
  if (!amia_uuid_equal (&op->record, &old_op->record) ||
      (strcmp (op->field, old_op->field) != 0 && !removes (op)))
    return FALSE;

  for (guint i = 0; op->over != NULL && i < op->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->over, AmiaRef, i);

      if (ref->n == old->n && amia_uuid_equal (&ref->device, &old->device))
        return TRUE;
    }

  return FALSE;
}

/* Whether the reader sees that the removal does not stand any more. */
static gboolean
is_taken_back (SimOracle        *oracle,
               const AmiaReader *reader,
               const AmiaChange *change,
               const AmiaOp     *removal,
               const char       *today)
{
  for (guint i = 0; i < oracle->changes->len; i++)
    {
      const AmiaChange *newer = g_ptr_array_index (oracle->changes, i);

      for (guint j = 0; j < newer->ops->len; j++)
        {
          const AmiaOp *by = g_ptr_array_index (newer->ops, j);

          if (strcmp (by->field, "removed") == 0 && !removes (by) &&
              replaces (by, change, removal) &&
              sim_oracle_may_see (oracle, reader, newer, by, today))
            return TRUE;
        }
    }

  return FALSE;
}

gboolean
sim_oracle_is_replaced (SimOracle        *oracle,
                        const AmiaReader *reader,
                        const AmiaChange *change,
                        const AmiaOp     *op,
                        const char       *today)
{
  /* Of what is removed not even the removal comes, until somebody takes it back. */
  if (removes (op))
    return TRUE;

  for (guint i = 0; i < oracle->changes->len; i++)
    {
      const AmiaChange *newer = g_ptr_array_index (oracle->changes, i);

      for (guint j = 0; j < newer->ops->len; j++)
        {
          const AmiaOp *by = g_ptr_array_index (newer->ops, j);

          /* A record whose removal was taken back has all its fields again. */
          if (replaces (by, change, op) && sim_oracle_may_see (oracle, reader, newer, by, today) &&
              (strcmp (by->field, op->field) == 0 ||
               !is_taken_back (oracle, reader, newer, by, today)))
            return TRUE;
        }
    }

  return FALSE;
}
