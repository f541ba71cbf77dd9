/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-scope.h"

/* Where ops are filed. Cases and participants are both records, and a record never changes its
 * kind, so that no id is ever both. */

static AmiaScope
get_kind_scope (const AmiaOp *op)
{
  const AmiaKind *kind = amia_kind_find (op->kind);

  return kind != NULL ? kind->scope : AMIA_SCOPE_CASE;
}

void
amia_op_get_scope (const AmiaOp *op,
                   AmiaUuid     *scope)
{
  g_return_if_fail (op != NULL);
  g_return_if_fail (scope != NULL);

  switch (get_kind_scope (op))
    {
    case AMIA_SCOPE_CASE:
    case AMIA_SCOPE_PAIR:
      *scope = amia_uuid_is_nil (&op->case_id) ? op->record : op->case_id;
      break;
    case AMIA_SCOPE_PERSON:
      *scope = op->record;
      break;
    case AMIA_SCOPE_ORGANISATION:
      *scope = (AmiaUuid){ { 0 } };
      break;
    default:
      g_assert_not_reached ();
    }
}

gboolean
amia_op_is_of_person (const AmiaOp *op)
{
  g_return_val_if_fail (op != NULL, FALSE);

  return get_kind_scope (op) == AMIA_SCOPE_PERSON;
}

static gboolean
contains (const GArray   *scopes,
          const AmiaUuid *scope)
{
  for (guint i = 0; i < scopes->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (scopes, AmiaUuid, i), scope))
        return TRUE;
    }

  return FALSE;
}

GArray *
amia_change_list_scopes (const AmiaChange *change,
                         guint             scopes_max)
{
  g_autoptr (GArray) scopes = NULL;

  g_return_val_if_fail (change != NULL, NULL);

  scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaUuid scope;

      amia_op_get_scope (g_ptr_array_index (change->ops, i), &scope);
      if (contains (scopes, &scope))
        continue;

      if (scopes->len == scopes_max)
        return NULL;
      g_array_append_val (scopes, scope);
    }

  return g_steal_pointer (&scopes);
}
