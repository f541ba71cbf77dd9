/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-intake.h"

#include <string.h>

#include "amia-blobs.h"
#include "amia-intake-private.h"
#include "amia-protocol.h"
#include "amia-record-error.h"
#include "amia-scope.h"

/* Puts changes into the ledger: the log itself, what records there are, and what follows from those
 * that decide about access. The judging is in amia-judge.c. */

/* A change is one person's one action: it does not reach into hundreds of cases. */
#define SCOPES_MAX 256

static void
free_touched_record (gpointer data)
{
  AmiaTouchedRecord *record = data;

  amia_record_row_free (record->row);
  g_free (record);
}

AmiaTouchedRecord *
_amia_incoming_get_record (AmiaIncomingChange *incoming,
                           const AmiaOp       *op)
{
  return g_hash_table_lookup (incoming->records, &op->record);
}

/* Does the op say something about who may see what? */
static gboolean
is_fact (const AmiaOp *op)
{
  return strcmp (op->kind, "member") == 0 ||
         strcmp (op->kind, "consent") == 0 ||
         (strcmp (op->kind, "case") == 0 && strcmp (op->field, "participant") == 0);
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

      if (!is_fact (op) || !amia_uuid_equal (&op->record, &row->id))
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

/* Lets in and out whom the change's facts let in and out. Members first: a case is linked to a
 * participant for the members it has. */
static gboolean
follow_facts (AmiaIncomingChange *incoming,
              gint64              seq,
              GError            **error)
{
  g_autoptr (GHashTable) cases = g_hash_table_new (amia_uuid_hash, amia_uuid_equal);
  GHashTableIter iter;
  gpointer       value;

  for (guint i = 0; i < incoming->change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (incoming->change->ops, i);

      if (is_fact (op) &&
          strcmp (op->kind, "case") != 0 &&
          g_hash_table_add (cases, (gpointer) &op->case_id) &&
          !amia_teams_refresh (incoming->intake->teams, &op->case_id, seq, error))
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

static gboolean
keep_change (AmiaIncomingChange *incoming,
             GArray             *scopes,
             GBytes             *bytes,
             const guint8       *chain,
             gint64              seq,
             GError            **error)
{
  AmiaIntake *intake = incoming->intake;
  AmiaLogRow  row = { 0 };

  row.seq = seq;
  row.device = incoming->change->device;
  row.n = incoming->change->n;
  row.author = incoming->change->author;
  row.agency = incoming->change->agency;
  row.chain = chain;
  row.scopes = (const AmiaUuid *) (gpointer) scopes->data;
  row.n_scopes = scopes->len;
  row.body = g_bytes_get_data (bytes, &row.body_length);

  if (!amia_ledger_append_change (intake->ledger, &row, error) ||
      !amia_blobs_note (intake->ledger, incoming->change, seq, error) ||
      !keep_records (incoming, error) ||
      !follow_facts (incoming, seq, error))
    return FALSE;

  for (guint i = 0; i < scopes->len; i++)
    g_hash_table_add (intake->touched, g_memdup2 (&row.scopes[i], sizeof (AmiaUuid)));
  return TRUE;
}

/* Reads and judges a change, and keeps it if there is no @reason not to. */
static gboolean
take_change (AmiaIntake       *intake,
             const AmiaDevice *device,
             GBytes           *bytes,
             const guint8     *chain,
             gint64            seq,
             const char      **reason,
             GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaChange) change = NULL;
  g_autoptr (GHashTable) records = NULL;
  g_autoptr (GArray) scopes = NULL;
  AmiaIncomingChange incoming;
  gsize              length;
  const char        *data = g_bytes_get_data (bytes, &length);

  change = amia_change_decode (&device->id, device->last_n + 1, data, length, &local_error);
  if (change == NULL)
    {
      /* The change's own fault, not ours. */
      *reason = g_error_matches (local_error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_TOO_LARGE)
                    ? AMIA_REASON_TOO_LARGE
                    : AMIA_REASON_INVALID;
      return TRUE;
    }

  change->author = g_strdup (intake->writer.user);
  change->agency = g_strdup (intake->writer.agency);
  scopes = amia_change_list_scopes (change, SCOPES_MAX);
  if (scopes == NULL)
    {
      *reason = AMIA_REASON_TOO_LARGE;
      return TRUE;
    }

  records = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, free_touched_record);
  incoming = (AmiaIncomingChange){ intake, change, records };
  if (!_amia_judge (&incoming, reason, error))
    return FALSE;

  return *reason != NULL || keep_change (&incoming, scopes, bytes, chain, seq, error);
}

gboolean
amia_intake_take (AmiaIntake *intake,
                  AmiaDevice *device,
                  GPtrArray  *changes,
                  guint       first,
                  GError    **error)
{
  gint64 seq;

  g_return_val_if_fail (intake != NULL, FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (changes != NULL, FALSE);

  if (first >= changes->len)
    return TRUE;

  /* A refused change leaves its number unused. */
  if (!amia_ledger_take_numbers (intake->ledger, changes->len - first, &seq, error))
    return FALSE;

  for (guint i = first; i < changes->len; i++, seq++)
    {
      GBytes     *bytes = g_ptr_array_index (changes, i);
      const char *reason = NULL;
      gsize       length;
      const char *data = g_bytes_get_data (bytes, &length);

      amia_chain_next (device->chain, data, length, device->chain);
      if (!_amia_intake_look_ahead (intake, changes, first, i, error) ||
          !take_change (intake, device, bytes, device->chain, seq, &reason, error))
        return FALSE;

      device->last_n++;
      if (reason != NULL && !amia_ledger_append_refusal (intake->ledger,
                                                         &device->id,
                                                         device->last_n,
                                                         reason,
                                                         device->chain,
                                                         error))
        return FALSE;
    }

  return TRUE;
}
