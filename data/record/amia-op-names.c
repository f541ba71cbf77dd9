/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-op-names-private.h"

#include <string.h>

/* That no field gets two values in one change, on the hot path of sync. */

static guint
hash_name (gconstpointer data)
{
  const AmiaOp *op = data;

  return amia_uuid_hash (&op->record) ^ g_str_hash (op->field);
}

static gboolean
names_equal (gconstpointer a,
             gconstpointer b)
{
  const AmiaOp *first = a;
  const AmiaOp *second = b;

  return amia_uuid_equal (&first->record, &second->record) &&
         strcmp (first->field, second->field) == 0;
}

static gboolean
add_to_few (AmiaOpNames *names,
            GPtrArray   *ops,
            AmiaOp      *op)
{
  const guint hash = hash_name (op);

  for (guint i = 0; i < ops->len; i++)
    {
      if (names->hashes[i] == hash && names_equal (g_ptr_array_index (ops, i), op))
        return FALSE;
    }

  names->hashes[ops->len] = hash;
  return TRUE;
}

gboolean
_amia_op_names_add (AmiaOpNames *names,
                    GPtrArray   *ops,
                    AmiaOp      *op)
{
  if (ops->len < AMIA_OP_NAMES_FEW)
    return add_to_few (names, ops, op);

  if (names->table == NULL)
    {
      names->table = g_hash_table_new (hash_name, names_equal);
      for (guint i = 0; i < ops->len; i++)
        g_hash_table_add (names->table, g_ptr_array_index (ops, i));
    }

  return g_hash_table_add (names->table, op);
}

void
_amia_op_names_clear (AmiaOpNames *names)
{
  g_clear_pointer (&names->table, g_hash_table_unref);
}
