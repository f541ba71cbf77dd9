/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-audit.h"
#include "amia-blobs.h"
#include "amia-ended-facts.h"
#include "amia-intake-private.h"
#include "amia-ledger-escrow.h"
#include "amia-ledger-restore.h"
#include "amia-scope.h"

/* Puts a change into the ledger: the log itself, what records there are, and what follows from
 * those that decide about access. */

gboolean
_amia_op_is_fact (const AmiaOp *op)
{
  return strcmp (op->kind, "member") == 0 ||
         strcmp (op->kind, "consent") == 0 ||
         (strcmp (op->kind, "case") == 0 && strcmp (op->field, "participant") == 0) ||
         (strcmp (op->kind, "participant") == 0 && strcmp (op->field, "protected") == 0);
}

/* Merges the facts of a change into the states of their records. */
static gboolean
merge_facts (AmiaIncomingChange *incoming,
             AmiaTouchedRecord  *touched,
             GError            **error)
{
  AmiaRecordRow *row = touched->row;
  g_autoptr (AmiaRecord) record = amia_record_new (row->kind, &row->id, &row->case_id);
  gboolean has_facts = FALSE;

  if (row->state != NULL && !amia_record_decode (record, row->state, error))
    return FALSE;

  for (guint i = 0; i < incoming->change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (incoming->change->ops, i);

      if (!_amia_op_is_fact (op) || !amia_uuid_equal (&op->record, &row->id))
        continue;

      (void) amia_record_apply (record, incoming->change, op);
      has_facts = TRUE;
    }

  if (has_facts)
    {
      g_free (row->state);
      row->state = amia_record_encode (record);
    }

  return (!has_facts && !touched->is_new) ||
         amia_ledger_put_record (incoming->intake->ledger, row, error);
}

static gboolean
keep_records (AmiaIncomingChange *incoming,
              GError            **error)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, incoming->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (!merge_facts (incoming, value, error))
        return FALSE;
    }

  return TRUE;
}

/* The participant that a case is about by its own record. */
static gboolean
link_case (AmiaIncomingChange  *incoming,
           const AmiaRecordRow *row,
           gint64               seq,
           GError             **error)
{
  g_autoptr (AmiaRecord) record = amia_record_new (row->kind, &row->id, &row->case_id);
  g_autofree char *value = NULL;
  AmiaUuid         participant;
  gboolean         is_linked;

  if (row->state == NULL)
    return TRUE;
  if (!amia_record_decode (record, row->state, error))
    return FALSE;

  value = amia_record_dup_string (record, "participant");
  is_linked = value != NULL && amia_uuid_parse (value, -1, &participant);
  return amia_teams_link (incoming->intake->teams,
                          &row->id,
                          is_linked ? &participant : NULL,
                          seq,
                          error);
}

/* What everybody's rights follow from goes to the safeguard and to the audit. */
static gboolean
note_fact (AmiaIncomingChange *incoming,
           const AmiaOp       *op,
           GError            **error)
{
  AmiaIntake              *intake = incoming->intake;
  const AmiaTouchedRecord *touched = _amia_incoming_get_record (incoming, op);
  g_autofree char         *detail = NULL;
  char                     record[AMIA_UUID_TEXT_LENGTH + 1];
  AmiaUuid                 scope;

  amia_op_get_scope (op, &scope);
  if (intake->safeguard != NULL && amia_op_is_safeguarded (op, touched->is_new))
    {
      const AmiaEndedFact fact = { incoming->change->device, incoming->change->n, scope,
                                   op->record, op->field, op->value };

      amia_safeguard_note_fact (intake->safeguard, &fact);
    }

  if (strcmp (op->kind, "member") != 0 && strcmp (op->kind, "consent") != 0)
    return TRUE;

  detail = g_strdup_printf ("record=%s field=%s", amia_uuid_print (&op->record, record), op->field);
  return _amia_intake_note (intake, &incoming->change->device,
                            strcmp (op->kind, "member") == 0 ? AMIA_AUDIT_MEMBER
                                                             : AMIA_AUDIT_CONSENT,
                            &scope, detail, error);
}

/* A fact of which the change speaks: whose rights may be others now? */
static gboolean
follow_fact (AmiaIncomingChange *incoming,
             const AmiaOp       *op,
             gint64              seq,
             GError            **error)
{
  AmiaTeams *teams = incoming->intake->teams;

  if (strcmp (op->kind, "case") == 0)
    return TRUE;

  return strcmp (op->kind, "participant") == 0
             ? amia_teams_refresh_person (teams, &op->record, seq, error)
             : amia_teams_refresh (teams, &op->case_id, seq, error);
}

/* Changes the rights of those whose rights the change's facts change, each scope once. Members
 * first: a case is linked to a participant for the members it has. */
static gboolean
follow_facts (AmiaIncomingChange *incoming,
              gint64              seq,
              GError            **error)
{
  g_autoptr (GHashTable) scopes =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer       value;

  for (guint i = 0; i < incoming->change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (incoming->change->ops, i);
      AmiaUuid      scope;

      if (!_amia_op_is_fact (op))
        continue;

      amia_op_get_scope (op, &scope);
      if (!note_fact (incoming, op, error) ||
          (strcmp (op->kind, "case") != 0 &&
           g_hash_table_add (scopes, g_memdup2 (&scope, sizeof scope)) &&
           !follow_fact (incoming, op, seq, error)))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, incoming->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const AmiaTouchedRecord *touched = value;

      if (strcmp (touched->row->kind, "case") == 0 &&
          !link_case (incoming, touched->row, seq, error))
        return FALSE;
    }

  return TRUE;
}

/* Where the text of a source is used: it may be seen there when its own scope lets it be seen. */
static gboolean
note_source (AmiaIncomingChange *incoming,
             const AmiaOp       *op,
             const AmiaRef      *source,
             GError            **error)
{
  AmiaLedger *ledger = incoming->intake->ledger;
  g_autoptr (AmiaChange) cited = NULL;
  AmiaUuid scope;

  if (!amia_ledger_find_change (ledger, &source->device, source->n, &cited, error))
    return FALSE;

  amia_op_get_scope (op, &scope);
  if (cited == NULL)
    return amia_ledger_put_awaited (ledger, &source->device, source->n, &scope, error);

  for (guint i = 0; i < cited->ops->len; i++)
    {
      const AmiaOp *origin = g_ptr_array_index (cited->ops, i);
      AmiaUuid      from;

      amia_op_get_scope (origin, &from);
      if (strcmp (origin->field, source->field) == 0 && !amia_uuid_equal (&from, &scope) &&
          !amia_ledger_put_citation (ledger, &from, &scope, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
note_sources (AmiaIncomingChange *incoming,
              GError            **error)
{
  for (guint i = 0; i < incoming->change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (incoming->change->ops, i);

      for (guint j = 0; op->sources != NULL && j < op->sources->len; j++)
        {
          if (!note_source (incoming, op, &g_array_index (op->sources, AmiaRef, j), error))
            return FALSE;
        }
    }

  return TRUE;
}

/* What was waited for: whoever may see it may now see what was made of it. */
static gboolean
end_waiting (AmiaIncomingChange *incoming,
             gint64              seq,
             GError            **error)
{
  AmiaIntake       *intake = incoming->intake;
  const AmiaChange *change = incoming->change;
  g_autoptr (GArray) scopes = NULL;

  if (!amia_ledger_drop_ended (intake->ledger, &change->device, change->n, error))
    return FALSE;

  scopes = amia_ledger_list_awaited (intake->ledger, &change->device, change->n, error);
  if (scopes == NULL)
    return FALSE;

  for (guint i = 0; i < scopes->len; i++)
    {
      if (!amia_teams_redeliver (intake->teams, &g_array_index (scopes, AmiaUuid, i), seq, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_amia_keep (AmiaIncomingChange *incoming,
            gint64              seq,
            gint64              shown_ms,
            GError            **error)
{
  AmiaIntake *intake = incoming->intake;
  GArray     *scopes = incoming->scopes;
  AmiaLogRow  row = { 0 };

  row.seq = seq;
  row.device = incoming->change->device;
  row.n = incoming->change->n;
  row.author = incoming->change->author;
  row.agency = incoming->change->agency;
  row.chain = incoming->chain;
  row.scopes = (const AmiaUuid *) (gpointer) scopes->data;
  row.n_scopes = scopes->len;
  row.body = g_bytes_get_data (incoming->bytes, &row.body_length);
  row.shown_ms = shown_ms;

  /* Nothing is ever waited for but what a ledger that was set back has lost. */
  if (!amia_ledger_append_change (intake->ledger, &row, error) ||
      !amia_blobs_note (intake->ledger, incoming->change, seq, error) ||
      !keep_records (incoming, error) ||
      !note_sources (incoming, error) ||
      (intake->is_set_back && !end_waiting (incoming, seq, error)) ||
      !follow_facts (incoming, seq, error))
    return FALSE;

  for (guint i = 0; i < scopes->len; i++)
    g_hash_table_add (intake->touched, g_memdup2 (&row.scopes[i], sizeof (AmiaUuid)));
  return TRUE;
}
