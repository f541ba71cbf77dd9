/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-later.h"

#include <string.h>

#include "amia-kinds.h"
#include "amia-record-error.h"

/* Fields of the kind AMIA_FIELD_LATER are days as JSON strings, which sort by their bytes. */

static gboolean
replaces (const AmiaOp   *op,
          const AmiaHead *head)
{
  for (guint i = 0; i < op->over->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->over, AmiaRef, i);

      if (ref->n == head->n && amia_uuid_equal (&ref->device, &head->device))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_kept (const char *said,
         const char *value)
{
  return said[0] != '"' || (value[0] == '"' && strcmp (value, said) <= 0);
}

gboolean
amia_record_check_later (const AmiaRecord *record,
                         const AmiaOp     *op,
                         GError          **error)
{
  const AmiaKind  *kind;
  const AmiaField *field;
  const AmiaHead  *heads;
  gsize            n_heads;

  g_return_val_if_fail (record != NULL, FALSE);
  g_return_val_if_fail (op != NULL, FALSE);

  kind = amia_kind_find (record->kind);
  field = kind == NULL ? NULL : amia_kind_find_field (kind, op->field);
  if (field == NULL || (field->flags & AMIA_FIELD_LATER) == 0)
    return TRUE;

  heads = amia_record_get_heads (record, op->field, &n_heads);
  for (gsize i = 0; i < n_heads; i++)
    {
      if (replaces (op, &heads[i]) && !is_kept (heads[i].value, op->value))
        {
          g_set_error (error,
                       AMIA_RECORD_ERROR,
                       AMIA_RECORD_ERROR_APPEND_ONLY,
                       "Failed to set %s: it is %s already, and stays so",
                       op->field,
                       heads[i].value);
          return FALSE;
        }
    }

  return TRUE;
}
