/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-intake.h"

#include <string.h>

#include "amia-audit.h"
#include "amia-intake-private.h"
#include "amia-ledger-restore.h"
#include "amia-protocol.h"
#include "amia-record-error.h"
#include "amia-scope.h"
#include "amia-sync-request.h"

/* Leads each change to where it belongs: amia-judge.c says whether it may come in, amia-keep.c puts
 * it into the log, amia-escrow.c keeps what has to wait. */

/* A change is one person's one action: it does not reach into hundreds of cases. */
#define SCOPES_MAX 256

/* How far a laptop's clock may be ahead before its changes are shown with another time. */
#define AHEAD_MS (60 * 1000)

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

void
_amia_incoming_read (AmiaIncomingChange *incoming,
                     AmiaIntake         *intake,
                     const AmiaUuid     *device,
                     gint64              n,
                     GBytes             *bytes,
                     const guint8       *chain)
{
  g_autoptr (GError) local_error = NULL;
  gsize       length;
  const char *data = g_bytes_get_data (bytes, &length);

  incoming->intake = intake;
  incoming->bytes = bytes;
  incoming->chain = chain;
  incoming->records =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, free_touched_record);
  incoming->change = amia_change_decode (device, n, data, length, &local_error);
  if (incoming->change == NULL)
    {
      /* The change's own fault, not ours. */
      incoming->reason =
          g_error_matches (local_error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_TOO_LARGE)
              ? AMIA_REASON_TOO_LARGE
              : AMIA_REASON_INVALID;
      return;
    }

  incoming->change->author = g_strdup (intake->writer.user);
  incoming->change->agency = g_strdup (intake->writer.agency);
  incoming->scopes = amia_change_list_scopes (incoming->change, SCOPES_MAX);
  if (incoming->scopes == NULL)
    incoming->reason = AMIA_REASON_TOO_LARGE;
}

void
_amia_incoming_clear (AmiaIncomingChange *incoming)
{
  g_clear_pointer (&incoming->change, amia_change_free);
  g_clear_pointer (&incoming->scopes, g_array_unref);
  g_clear_pointer (&incoming->records, g_hash_table_unref);
}

gboolean
_amia_intake_note (AmiaIntake     *intake,
                   const AmiaUuid *device,
                   int             kind,
                   const AmiaUuid *scope,
                   const char     *detail,
                   GError        **error)
{
  const AmiaAuditFact fact = {
    (AmiaAuditKind) kind, 0, intake->writer.user, intake->writer.agency, device, scope, detail
  };

  return amia_audit_append (intake->ledger, &fact, intake->now_ms, error);
}

static gboolean
refuse (AmiaIntake       *intake,
        const AmiaDevice *device,
        const char       *reason,
        const AmiaOp     *op,
        GError          **error)
{
  g_autofree char *detail =
      g_strdup_printf ("n=%" G_GINT64_FORMAT " reason=%s", device->last_n, reason);
  AmiaUuid scope = { { 0 } };

  if (op != NULL)
    amia_op_get_scope (op, &scope);
  return amia_ledger_append_refusal (intake->ledger,
                                     &device->id,
                                     device->last_n,
                                     reason,
                                     device->chain,
                                     error) &&
         _amia_intake_note (intake,
                            &device->id,
                            AMIA_AUDIT_REFUSAL,
                            op != NULL ? &scope : NULL,
                            detail,
                            error);
}

/* With what time a change is shown, where its own is too far ahead to be believed. */
static gint64
get_shown_ms (const AmiaIntake *intake,
              AmiaDevice       *device,
              const AmiaChange *change)
{
  if (amia_stamp_get_ms (change->stamp) <= intake->now_ms + AHEAD_MS)
    return 0;

  device->shown_ms = MAX (intake->now_ms, device->shown_ms + 1);
  return device->shown_ms;
}

/* Reads and judges the change that the device's last n and chain have come to. */
/* What the safeguard knows only from this very change: its own word must neither keep it out nor
 * stand beside it for ever. */
static GPtrArray *
take_own_ends (const AmiaIncomingChange *incoming,
               GError                  **error)
{
  AmiaLedger       *ledger = incoming->intake->ledger;
  const AmiaChange *change = incoming->change;
  g_autoptr (GPtrArray) own =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_ended_fact_free);

  for (guint i = 0; i < incoming->scopes->len; i++)
    {
      g_autoptr (GPtrArray) ended = amia_ledger_list_ended (
          ledger, &g_array_index (incoming->scopes, AmiaUuid, i), error);

      if (ended == NULL)
        return NULL;

      for (guint j = ended->len; j > 0; j--)
        {
          const AmiaEndedFact *fact = g_ptr_array_index (ended, j - 1);

          if (fact->n == change->n && amia_uuid_equal (&fact->device, &change->device))
            g_ptr_array_add (own, g_ptr_array_steal_index (ended, j - 1));
        }
    }

  if (own->len > 0)
    {
      if (!amia_ledger_drop_ended (ledger, &change->device, change->n, error))
        return NULL;
      amia_teams_read_anew (incoming->intake->teams);
    }
  return g_steal_pointer (&own);
}

static gboolean
put_back_ends (const AmiaIncomingChange *incoming,
               GPtrArray                *own,
               GError                  **error)
{
  for (guint i = 0; i < own->len; i++)
    {
      if (!amia_ledger_put_ended (incoming->intake->ledger, g_ptr_array_index (own, i), error))
        return FALSE;
    }

  if (own->len > 0)
    amia_teams_read_anew (incoming->intake->teams);
  return TRUE;
}

static gboolean
has_facts (const AmiaChange *change)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      if (_amia_op_is_fact (g_ptr_array_index (change->ops, i)))
        return TRUE;
    }

  return FALSE;
}

gboolean
_amia_intake_judge (AmiaIncomingChange *incoming,
                    GError            **error)
{
  g_autoptr (GPtrArray) own = NULL;

  if (incoming->reason != NULL)
    return TRUE;
  if (!has_facts (incoming->change))
    return _amia_judge (incoming, error);

  own = take_own_ends (incoming, error);
  return own != NULL && _amia_judge (incoming, error) &&
         (incoming->reason == NULL || put_back_ends (incoming, own, error));
}

static gboolean
take_change (AmiaIntake *intake,
             AmiaDevice *device,
             GBytes     *bytes,
             gint64      seq,
             GError    **error)
{
  g_auto (AmiaIncomingChange) incoming = { 0 };
  gboolean is_due;

  _amia_incoming_read (&incoming, intake, &device->id, device->last_n, bytes, device->chain);
  if (!_amia_intake_judge (&incoming, error))
    return FALSE;

  if (incoming.reason == NULL)
    return _amia_keep (&incoming, seq, get_shown_ms (intake, device, incoming.change), error);

  if (!_amia_escrow_is_due (&incoming, &is_due, error))
    return FALSE;

  return is_due ? _amia_escrow_keep (&incoming, error)
                : refuse (intake, device, incoming.reason, incoming.refused, error);
}

/* A change of which only the hash is left: it takes its place in the chain, and that is all. */
static gboolean
take_forgotten (AmiaIntake       *intake,
                const AmiaDevice *device,
                GError          **error)
{
  return amia_ledger_append_refusal (intake->ledger,
                                     &device->id,
                                     device->last_n,
                                     AMIA_REASON_FORGOTTEN,
                                     device->chain,
                                     error);
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

  /* A change that is not taken leaves its number unused. */
  if (!amia_ledger_take_numbers (intake->ledger, changes->len - first, &seq, error))
    return FALSE;

  for (guint i = first; i < changes->len; i++, seq++)
    {
      GBytes  *bytes = g_ptr_array_index (changes, i);
      guint8   hash[AMIA_CHANGE_HASH_LENGTH];
      gboolean is_forgotten = amia_forgotten_change_read (bytes, hash);

      if (!is_forgotten)
        {
          gsize       length;
          const char *data = g_bytes_get_data (bytes, &length);

          amia_change_hash (data, length, hash);
        }

      amia_chain_next_hash (device->chain, hash, device->chain);
      device->last_n++;
      if (!_amia_intake_look_ahead (intake, changes, first, i, error))
        return FALSE;
      if (is_forgotten ? !take_forgotten (intake, device, error)
                       : !take_change (intake, device, bytes, seq, error))
        return FALSE;
    }

  return TRUE;
}
