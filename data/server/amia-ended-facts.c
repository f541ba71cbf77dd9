/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ended-facts.h"

#include <string.h>

/* What has ended stays ended, also after the ledger has forgotten that it has. */

static void
apply (const AmiaEndedFact *fact,
       AmiaRecord          *record)
{
  g_autoptr (AmiaChange) change = amia_change_new (&fact->device, fact->n, 0, NULL, NULL);
  AmiaOp *op =
      amia_op_new (record->kind, &record->id, &record->case_id, fact->field, NULL, fact->value);

  g_ptr_array_add (change->ops, op);
  (void) amia_record_apply (record, change, op);
}

void
amia_ended_facts_apply (GPtrArray  *facts,
                        AmiaRecord *record)
{
  g_return_if_fail (facts != NULL);
  g_return_if_fail (record != NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      const AmiaEndedFact *fact = g_ptr_array_index (facts, i);

      if (amia_uuid_equal (&fact->record, &record->id))
        apply (fact, record);
    }
}

gboolean
amia_op_is_safeguarded (const AmiaOp *op,
                        gboolean      is_new)
{
  static const char *const fields[] = { "user", "role", "from", "to", "removed", NULL };

  g_return_val_if_fail (op != NULL, FALSE);

  if (strcmp (op->kind, "participant") == 0)
    return strcmp (op->field, "protected") == 0 && strcmp (op->value, "true") == 0;

  if (strcmp (op->value, "null") == 0)
    return FALSE;

  /* Another name, role or day in a membership that there was, or its end. */
  if (strcmp (op->kind, "member") == 0)
    return !is_new && strcmp (op->value, "false") != 0 && g_strv_contains (fields, op->field);

  return strcmp (op->kind, "consent") == 0 && strcmp (op->field, "withdrawn") == 0;
}
