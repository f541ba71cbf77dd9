/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-audit.h"
#include "amia-blobs.h"
#include "amia-intake-private.h"
#include "amia-ledger-blobs.h"
#include "amia-ledger-escrow.h"
#include "amia-protocol.h"
#include "amia-scope.h"

/* Changes that wait.
 *
 * Somebody writes without a network, and meanwhile their membership ends: what they wrote was right
 * when they wrote it, and belongs to their agency. It is kept as it came, under its own number, and
 * given to nobody. When its author is let in again it is judged anew, in the order of its device,
 * and numbered into the log as if it came now. Let in with fewer rights, its author may be refused
 * even then; the change is kept all the same, marked, and its words are given back to the laptop.
 *
 * A ledger that was put back from a backup does not know of cases and memberships that laptops know
 * of: whatever it would refuse for that reason waits as well, until the laptops that have the facts
 * have brought them back. Laptops come in any order, too: an identity may be protected by now that
 * was not when the change was taken the first time. */

/* What is let out may let in others: so many times, which nobody reaches by accident. */
#define ROUNDS_MAX 64

gboolean
_amia_escrow_is_due (AmiaIncomingChange *incoming,
                     gboolean           *is_due,
                     GError            **error)
{
  AmiaIntake      *intake = incoming->intake;
  GHashTable      *reaches;
  const AmiaReach *reach;
  AmiaUuid         scope;
  gboolean         is_of_team;

  *is_due = FALSE;
  if (incoming->refused == NULL)
    return TRUE;

  is_of_team = strcmp (incoming->reason, AMIA_REASON_NOT_MEMBER) == 0;
  *is_due = intake->is_set_back &&
            (is_of_team || strcmp (incoming->reason, AMIA_REASON_PROTECTED) == 0);
  if (*is_due || !is_of_team)
    return TRUE;

  if (!amia_teams_find_reaches (intake->teams, intake->writer.user, &reaches, error))
    return FALSE;

  amia_op_get_scope (incoming->refused, &scope);
  reach = g_hash_table_lookup (reaches, &scope);
  *is_due = reach != NULL && !amia_rights_is_member (reach->rights);
  return TRUE;
}

/* What is written about whom its case is to be about may let it in, too. */
static GArray *
list_scopes (const AmiaIncomingChange *incoming)
{
  GArray  *scopes = g_array_copy (incoming->scopes);
  AmiaUuid participant;

  if (!_amia_op_get_linked (incoming->refused, &participant))
    return scopes;

  for (guint i = 0; i < scopes->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (scopes, AmiaUuid, i), &participant))
        return scopes;
    }

  g_array_append_val (scopes, participant);
  return scopes;
}

gboolean
_amia_escrow_keep (AmiaIncomingChange *incoming,
                   GError            **error)
{
  g_autoptr (GArray) scopes = list_scopes (incoming);
  AmiaIntake      *intake = incoming->intake;
  AmiaEscrowRow    row = { 0 };
  g_autofree char *detail = NULL;
  AmiaUuid         scope;

  row.device = incoming->change->device;
  row.n = incoming->change->n;
  row.user = (char *) intake->writer.user;
  row.agency = (char *) intake->writer.agency;
  row.reason = (char *) incoming->reason;
  memcpy (row.chain, incoming->chain, sizeof row.chain);
  row.body = incoming->bytes;
  row.at_ms = intake->now_ms;
  row.scopes = scopes;

  detail = g_strdup_printf ("n=%" G_GINT64_FORMAT, row.n);
  amia_op_get_scope (incoming->refused, &scope);
  /* Its attachments come after it, and wait as it does: for longer than loose ones are kept. */
  return amia_ledger_append_escrow (intake->ledger, &row, error) &&
         amia_blobs_note (intake->ledger, incoming->change, AMIA_BLOB_SEALED, error) &&
         _amia_intake_note (intake, &row.device, AMIA_AUDIT_ESCROW, &scope, detail, error);
}

/* It waits for nothing any more. But its laptop may have had to forget it while it was sealed, so
 * that the words go back there, and stay here for the agency whose they are. */
static gboolean
refuse_anew (AmiaIntake          *intake,
             const AmiaEscrowRow *row,
             const char          *reason,
             GError             **error)
{
  return amia_ledger_refuse_escrow (intake->ledger, &row->device, row->n, error) &&
         amia_ledger_append_refusal (
             intake->ledger, &row->device, row->n, reason, row->chain, error);
}

/* Once more, now that somebody has been let in: into the log, out of it for good, or back. */
static gboolean
judge_anew (AmiaIntake          *intake,
            const AmiaEscrowRow *row,
            GError             **error)
{
  AmiaIntake       own = *intake;
  g_autofree char *detail = g_strdup_printf ("n=%" G_GINT64_FORMAT, row->n);
  g_auto (AmiaIncomingChange) incoming = { 0 };
  gboolean is_due;
  gint64   seq;

  own.writer = (AmiaReader){ row->user, row->agency };
  _amia_incoming_read (&incoming, &own, &row->device, row->n, row->body, row->chain);
  if (incoming.reason == NULL && !_amia_judge (&incoming, error))
    return FALSE;

  if (incoming.reason != NULL)
    {
      if (!_amia_escrow_is_due (&incoming, &is_due, error))
        return FALSE;
      if (is_due)
        return TRUE;
    }

  if (incoming.reason != NULL)
    return refuse_anew (intake, row, incoming.reason, error);

  return amia_ledger_remove_escrow (intake->ledger, &row->device, row->n, error) &&
         amia_ledger_take_numbers (intake->ledger, 1, &seq, error) &&
         _amia_keep (&incoming, seq, 0, error) &&
         _amia_intake_note (&own, &row->device, AMIA_AUDIT_RELEASE,
                            &g_array_index (incoming.scopes, AmiaUuid, 0), detail, error);
}

/* @user is NULL for everybody's. */
static gboolean
release_scope (AmiaIntake     *intake,
               const AmiaUuid *scope,
               const char     *user,
               GError        **error)
{
  g_autoptr (GPtrArray) rows = amia_ledger_list_escrow (intake->ledger, scope, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaEscrowRow *row = g_ptr_array_index (rows, i);

      if (!row->is_refused && (user == NULL || strcmp (row->user, user) == 0) &&
          !judge_anew (intake, row, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
release_touched (AmiaIntake *intake,
                 GError    **error)
{
  g_autofree AmiaUuid *scopes = NULL;
  GHashTableIter       iter;
  gpointer             scope;
  guint                n_scopes = 0;

  /* A copy: what is let out touches scopes, too. */
  scopes = g_new (AmiaUuid, g_hash_table_size (intake->touched) + 1);
  g_hash_table_iter_init (&iter, intake->touched);
  while (g_hash_table_iter_next (&iter, &scope, NULL))
    scopes[n_scopes++] = *(const AmiaUuid *) scope;

  for (guint i = 0; i < n_scopes; i++)
    {
      if (!release_scope (intake, &scopes[i], NULL, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_intake_release (AmiaIntake *intake,
                     GPtrArray  *let_in,
                     GError    **error)
{
  guint n_rounds = 0;
  guint n_touched;

  g_return_val_if_fail (intake != NULL, FALSE);
  g_return_val_if_fail (let_in != NULL, FALSE);

  for (guint i = 0; i < let_in->len && n_rounds < ROUNDS_MAX; i++)
    {
      const AmiaTeamChange *change = g_ptr_array_index (let_in, i);
      g_autoptr (GPtrArray) more = NULL;

      if (!change->is_let_in)
        continue;
      if (!release_scope (intake, &change->scope, change->user, error))
        return FALSE;

      more = amia_teams_take_changes (intake->teams);
      n_rounds += more->len > 0 ? 1 : 0;
      g_ptr_array_extend_and_steal (let_in, g_steal_pointer (&more));
    }

  for (n_touched = 0; intake->is_set_back && n_rounds < ROUNDS_MAX &&
                      n_touched < g_hash_table_size (intake->touched);
       n_rounds++)
    {
      g_autoptr (GPtrArray) more = NULL;

      n_touched = g_hash_table_size (intake->touched);
      if (!release_touched (intake, error))
        return FALSE;

      more = amia_teams_take_changes (intake->teams);
      g_ptr_array_extend_and_steal (let_in, g_steal_pointer (&more));
    }

  return TRUE;
}

/* Notes what one scope's changes speak of. What can't be read speaks of nothing. */
static gboolean
note_scope_blobs (AmiaLedger     *ledger,
                  const AmiaUuid *scope,
                  GError        **error)
{
  g_autoptr (GPtrArray) rows = amia_ledger_list_escrow (ledger, scope, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const AmiaEscrowRow *row = g_ptr_array_index (rows, i);
      gsize                length;
      const char          *body = g_bytes_get_data (row->body, &length);
      g_autoptr (AmiaChange) change =
          amia_change_decode (&row->device, row->n, body, length, NULL);

      if (change != NULL && !amia_blobs_note (ledger, change, AMIA_BLOB_SEALED, error))
        return FALSE;
    }

  return rows != NULL;
}

gboolean
amia_intake_note_sealed_blobs (AmiaLedger *ledger,
                               GError    **error)
{
  g_autoptr (GPtrArray) counts = NULL;

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  counts = amia_ledger_count_escrow (ledger, NULL, error);
  if (counts == NULL || counts->len == 0)
    return counts != NULL;
  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  for (guint i = 0; i < counts->len; i++)
    {
      const AmiaEscrowCount *count = g_ptr_array_index (counts, i);

      if (!note_scope_blobs (ledger, &count->scope, error))
        {
          amia_ledger_rollback (ledger);
          return FALSE;
        }
    }

  return amia_ledger_commit (ledger, error);
}
