/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-day.h"
#include "amia-db.h"
#include "amia-intake.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-grants.h"
#include "amia-ledger-peers.h"
#include "amia-ledger-restore.h"
#include "amia-ledger-share.h"
#include "amia-restore.h"
#include "amia-rounds-private.h"

/* Step 4 of a round: everything that it writes, in one transaction.
 *
 *   rights    of the day, and of an account that is another than it was
 *   changes   into the log, into escrow, or refused; then what may be let out of escrow
 *   forget    who has lost rights is asked to forget, and receipts of who has are kept
 *   facts     what was done on the laptop goes to the audit; colleagues learn of openings
 *   device    how far it is, and whether it has nothing more to bring
 *
 * What takes rights from somebody is in the safeguard file before the transaction is committed.
 * Nothing is written when there is nothing to write. */

/* What a round is going to write. */
typedef struct
{
  gboolean    is_new_day;
  gboolean    is_moved_account;
  gboolean    has_moved;
  gboolean    is_seen;
  gboolean    is_whole;
  GHashTable *touched;
  GPtrArray  *changes; /* of AmiaTeamChange */
} Writing;

static void
clear_writing (Writing *writing)
{
  g_clear_pointer (&writing->touched, g_hash_table_unref);
  g_clear_pointer (&writing->changes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, clear_writing)

/* How far the device is, by what it says is on its disk. */
static gboolean
update_position (AmiaRound *round)
{
  const AmiaSyncRequest *request = round->ask->request;
  AmiaDevice            *device = round->device;
  const AmiaOffer       *offer = _amia_round_find_offer (round);
  gint64                 position = device->position;

  if (request->since != device->since)
    position = offer != NULL && offer->next == request->since ? offer->position : request->since;

  if (request->since == device->since &&
      position == device->position &&
      request->lanes->len == device->lanes_open)
    return FALSE;

  device->since = request->since;
  device->position = position;
  device->lanes_open = request->lanes->len;
  return TRUE;
}

/* Whether the device was in contact long enough ago to be worth writing down. */
static gboolean
update_seen (AmiaRound *round)
{
  AmiaDevice *device = round->device;

  if (round->ask->now_ms - device->seen_ms < AMIA_SEEN_MS &&
      (round->ask->version == NULL || g_strcmp0 (round->ask->version, device->version) == 0))
    return FALSE;

  device->seen_ms = round->ask->now_ms;
  if (round->ask->version != NULL)
    {
      g_free (device->version);
      device->version = g_strdup (round->ask->version);
    }
  return TRUE;
}

/* Whether the device has just said for the first time in this life that it has nothing more. */
static gboolean
update_whole (AmiaRound *round)
{
  AmiaDevice            *device = round->device;
  const AmiaSyncRequest *request = round->ask->request;

  if (request->changes->len > 0 || request->from - 1 != device->last_n ||
      g_strcmp0 (device->whole_in, round->life.epoch) == 0)
    return FALSE;

  g_free (device->whole_in);
  device->whole_in = g_strdup (round->life.epoch);
  return TRUE;
}

static gboolean
note_access (AmiaRound            *round,
             const AmiaTeamChange *change,
             GError              **error)
{
  g_autofree char *detail = g_strdup_printf ("generation=%" G_GINT64_FORMAT " rights=%s",
                                             change->generation,
                                             change->is_member ? "some" : "none");
  AmiaAuditFact    fact = { 0 };

  fact.kind = AMIA_AUDIT_ACCESS;
  fact.user = change->user;
  fact.scope = &change->scope;
  fact.detail = detail;
  return amia_audit_append (round->rounds->ledger, &fact, round->ask->now_ms, error);
}

/* Who has lost something is asked to forget it, on every laptop. */
static gboolean
follow_changes (AmiaRound *round,
                GPtrArray *changes,
                GError   **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaTeamChange *change = g_ptr_array_index (changes, i);

      if (!note_access (round, change, error) ||
          (change->is_narrower && !amia_ledger_ask_to_forget (round->rounds->ledger,
                                                              change->user,
                                                              &change->scope,
                                                              change->generation,
                                                              round->ask->now_ms,
                                                              error)))
        return FALSE;
    }

  return TRUE;
}

/* A fact about the round's own device. */
static AmiaAuditFact
make_fact (const AmiaRound *round,
           AmiaAuditKind    kind,
           const AmiaUuid  *scope,
           const char      *detail)
{
  const AmiaAuditFact fact = { kind,
                               0,
                               round->account->name,
                               round->account->agency,
                               &round->device->id,
                               scope,
                               detail };

  return fact;
}

static gboolean
take_receipts (AmiaRound *round,
               GError   **error)
{
  const GArray *receipts = round->ask->request->receipts;
  AmiaLedger   *ledger = round->rounds->ledger;

  for (guint i = 0; i < receipts->len; i++)
    {
      const AmiaWireReceipt *receipt = &g_array_index (receipts, AmiaWireReceipt, i);
      g_autofree char       *detail = NULL;
      AmiaAuditFact          fact;
      gboolean               is_news;

      if (!amia_ledger_put_receipt (ledger,
                                    &round->device->id,
                                    &receipt->scope,
                                    receipt->generation,
                                    round->ask->now_ms,
                                    &is_news,
                                    error))
        return FALSE;
      if (!is_news)
        continue;

      detail = g_strdup_printf ("generation=%" G_GINT64_FORMAT, receipt->generation);
      fact = make_fact (round, AMIA_AUDIT_RECEIPT, &receipt->scope, detail);
      if (!amia_audit_append (ledger, &fact, round->ask->now_ms, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
note_row (const AmiaLogRow *row,
          gpointer          user_data)
{
  *(gboolean *) user_data = TRUE;
  return FALSE;
}

/* Colleagues are told of an opening only when it is of something newer than the last one: what they
 * want to know is whether what they wrote has been seen. */
static gboolean
take_opening (AmiaRound          *round,
              const AmiaWireFact *told,
              GHashTable         *touched,
              GError            **error)
{
  AmiaLedger      *ledger = round->rounds->ledger;
  const char      *user = round->account->name;
  const AmiaReach *reach;
  GHashTable      *reaches;
  gboolean         is_news;
  gint64           position;
  gint64           known;
  gint64           seq;
  g_autoptr (GArray) cases = NULL;

  if (!amia_teams_find_reaches (round->rounds->teams, user, &reaches, error))
    return FALSE;

  reach = g_hash_table_lookup (reaches, &told->case_id);
  if (reach == NULL || !amia_rights_is_member (reach->rights))
    return TRUE;

  /* Of a participant those of another case would hear. */
  cases = amia_ledger_list_links (ledger, &told->case_id, error);
  if (cases == NULL || cases->len > 0)
    return cases != NULL;

  position = MIN (told->since, round->life.head);
  if (!amia_ledger_get_opened (ledger, &told->case_id, user, &known, error))
    return FALSE;

  is_news = known < 0;
  if (known >= 0 &&
      !amia_ledger_read_scope (ledger,
                               &told->case_id,
                               known,
                               position + 1,
                               note_row,
                               &is_news,
                               error))
    return FALSE;
  if (!is_news)
    return TRUE;

  g_hash_table_add (touched, g_memdup2 (&told->case_id, sizeof (AmiaUuid)));
  return amia_ledger_take_numbers (ledger, 1, &seq, error) &&
         amia_ledger_put_opened (ledger, &told->case_id, user, position, seq, error);
}

static gboolean
find_kind (const char    *what,
           AmiaAuditKind *kind)
{
  static const struct
  {
    const char   *what;
    AmiaAuditKind kind;
  } kinds[] = {
    { AMIA_FACT_OPEN, AMIA_AUDIT_OPEN },
    { AMIA_FACT_EXPORT, AMIA_AUDIT_EXPORT },
    { AMIA_FACT_PRINT, AMIA_AUDIT_PRINT },
    { AMIA_FACT_VIEW_LOG, AMIA_AUDIT_VIEW_LOG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (what, kinds[i].what) == 0)
        {
          *kind = kinds[i].kind;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
take_facts (AmiaRound  *round,
            GHashTable *touched,
            GError    **error)
{
  const GArray *facts = round->ask->request->facts;

  for (guint i = 0; i < facts->len; i++)
    {
      const AmiaWireFact *told = &g_array_index (facts, AmiaWireFact, i);
      const AmiaUuid     *scope = amia_uuid_is_nil (&told->case_id) ? NULL : &told->case_id;
      AmiaAuditFact       fact;
      AmiaAuditKind       kind;

      if (!find_kind (told->what, &kind))
        continue;

      fact = make_fact (round, kind, scope, told->detail);
      fact.at_ms = told->at_ms;
      if (!amia_audit_append_told (round->rounds->ledger,
                                   &fact,
                                   told->id,
                                   round->ask->now_ms,
                                   error) ||
          (kind == AMIA_AUDIT_OPEN && scope != NULL &&
           !take_opening (round, told, touched, error)))
        return FALSE;
    }

  return TRUE;
}

/* The life opens when the last laptop that is waited for has brought everything. */
static gboolean
open_life (AmiaRound *round,
           GError   **error)
{
  AmiaLedger   *ledger = round->rounds->ledger;
  AmiaAuditFact fact = { 0 };
  guint         n_missing;

  if (!round->life.is_closed)
    return TRUE;
  if (!amia_restore_count_missing (ledger, round->ask->now_ms, &n_missing, error))
    return FALSE;
  if (n_missing > 0)
    return TRUE;

  fact.kind = AMIA_AUDIT_RESTORE;
  fact.detail = "action=refilled";
  return amia_ledger_set_closed (ledger, FALSE, error) &&
         amia_audit_append (ledger, &fact, round->ask->now_ms, error);
}

static gboolean
take_changes (AmiaRound *round,
              Writing   *writing,
              GError   **error)
{
  AmiaRounds *rounds = round->rounds;
  AmiaIntake  intake = {
     rounds->ledger,
     rounds->teams,
     rounds->safeguard,
     { round->account->name, round->account->agency },
     round->ask->now_ms,
     round->life.is_set_back,
     writing->touched,
  };

  if ((writing->is_new_day && !amia_teams_sweep (rounds->teams, error)) ||
      (writing->is_moved_account &&
       !amia_teams_refresh_user (rounds->teams, round->account->name, error)) ||
      !amia_intake_take (&intake,
                         round->device,
                         round->ask->request->changes,
                         round->first_new,
                         error) ||
      !amia_intake_refill (&intake, round->ask->request->refill, round->refilled, error) ||
      !amia_restore_take_remains (rounds->teams,
                                  &round->life,
                                  round->account->name,
                                  round->ask->request->receipts,
                                  error))
    return FALSE;

  writing->changes = amia_teams_take_changes (rounds->teams);
  return amia_intake_release (&intake, writing->changes, error) &&
         follow_changes (round, writing->changes, error);
}

static gboolean
write_round (AmiaRound *round,
             Writing   *writing,
             GError   **error)
{
  AmiaRounds *rounds = round->rounds;

  return take_changes (round, writing, error) &&
         take_receipts (round, error) &&
         take_facts (round, writing->touched, error) &&
         amia_ledger_put_device (rounds->ledger, round->device, error) &&
         (!writing->is_whole || open_life (round, error));
}

/* @head is what the log had come to before. */
static gboolean
guard_round (AmiaRound *round,
             gint64     head,
             GError   **error)
{
  AmiaSafeguard *safeguard = round->rounds->safeguard;

  if (safeguard == NULL)
    return TRUE;

  if (round->life.head > head)
    amia_safeguard_note_head (safeguard, round->life.epoch, head, round->life.head);
  return amia_safeguard_flush (safeguard, error);
}

/* What is kept at hand was changed along with the ledger, and the ledger has taken it back. */
static void
give_up (AmiaRounds *rounds)
{
  amia_teams_forget (rounds->teams);
  if (rounds->safeguard != NULL)
    amia_safeguard_discard (rounds->safeguard);
}

static void
add_name (GPtrArray  *names,
          const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

/* Whoever is let into a scope that was written in may have something to get, and whoever's rights
 * have changed has something to hear, also when it is that they have none. */
static gboolean
list_wakes (AmiaRound     *round,
            const Writing *writing,
            GError       **error)
{
  GPtrArray     *wake = round->answer->wake;
  GHashTableIter iter;
  gpointer       scope;

  for (guint i = 0; i < writing->changes->len; i++)
    add_name (wake, ((AmiaTeamChange *) g_ptr_array_index (writing->changes, i))->user);

  g_hash_table_iter_init (&iter, writing->touched);
  while (g_hash_table_iter_next (&iter, &scope, NULL))
    {
      g_autoptr (GPtrArray) grants = NULL;

      if (amia_uuid_is_nil (scope))
        add_name (wake, AMIA_USER_EVERYBODY);

      grants = amia_ledger_list_scope_grants (round->rounds->ledger, scope, error);
      if (grants == NULL)
        return FALSE;

      for (guint i = 0; i < grants->len; i++)
        {
          const AmiaGrant *grant = g_ptr_array_index (grants, i);

          if (grant->is_active)
            add_name (wake, grant->user);
        }
    }

  if (g_hash_table_size (writing->touched) > 0)
    add_name (wake, round->account->name);
  return TRUE;
}

static gboolean
list_progress (AmiaRound *round,
               GError   **error)
{
  GPtrArray *colleagues;

  if (!amia_teams_find_colleagues (round->rounds->teams, round->account->name, &colleagues, error))
    return FALSE;

  for (guint i = 0; i < colleagues->len; i++)
    add_name (round->answer->progress, ((AmiaColleague *) g_ptr_array_index (colleagues, i))->user);
  return TRUE;
}

/* Who has something to get is told, by their laptops' long polls here and at other servers. */
static gboolean
tell (AmiaRound *round,
      Writing   *writing,
      GError   **error)
{
  AmiaLedger *ledger = round->rounds->ledger;
  gboolean    was_closed = round->life.is_closed;

  amia_life_clear (&round->life);
  if (!amia_ledger_get_life (ledger, &round->life, error))
    return FALSE;

  if (writing->is_new_day || (was_closed && !round->life.is_closed))
    add_name (round->answer->wake, AMIA_USER_EVERYBODY);
  return list_wakes (round, writing, error) &&
         (!writing->has_moved || list_progress (round, error)) &&
         amia_ledger_notify (ledger, round->answer->wake, round->answer->progress, error);
}

/* What was read before the transaction began may be another by now, when other servers write to the
 * same ledger: the device itself must not be, or the laptop asks again. */
static gboolean
look_again (AmiaRound *round,
            gint64    *head,
            GError   **error)
{
  AmiaRounds *rounds = round->rounds;
  g_autoptr (AmiaDevice) device = NULL;

  if (!amia_ledger_find_token (rounds->ledger, round->ask->token, &device, error))
    return FALSE;

  amia_life_clear (&round->life);
  if (!amia_ledger_get_life (rounds->ledger, &round->life, error))
    return FALSE;

  *head = round->life.head;
  amia_teams_follow (rounds->teams, round->life.facts);
  if (device != NULL && !device->is_revoked && device->last_n == round->device->last_n &&
      (round->ask->request->epoch == NULL ||
       strcmp (round->ask->request->epoch, round->life.epoch) == 0))
    return TRUE;

  g_set_error_literal (error, AMIA_DB_ERROR, AMIA_DB_ERROR_BUSY, "The device has been elsewhere");
  return FALSE;
}

static gboolean
run_writing (AmiaRound *round,
             Writing   *writing,
             GError   **error)
{
  AmiaRounds *rounds = round->rounds;
  gint64      head;

  if (!amia_ledger_begin (rounds->ledger, error))
    return FALSE;

  if (!look_again (round, &head, error) || !write_round (round, writing, error) ||
      !tell (round, writing, error) || !guard_round (round, head, error))
    {
      amia_ledger_rollback (rounds->ledger);
      give_up (rounds);
      return FALSE;
    }

  if (!amia_ledger_commit (rounds->ledger, error))
    {
      give_up (rounds);
      return FALSE;
    }

  amia_teams_adopt (rounds->teams, round->life.facts);
  if (rounds->safeguard != NULL)
    amia_safeguard_settle (rounds->safeguard);
  return TRUE;
}

static gboolean
has_anything (const AmiaRound *round,
              const Writing   *writing)
{
  const AmiaSyncRequest *request = round->ask->request;

  return writing->is_new_day || writing->is_moved_account || writing->has_moved ||
         writing->is_seen || writing->is_whole || round->first_new < request->changes->len ||
         request->receipts->len > 0 || request->facts->len > 0 || request->refill->len > 0;
}

gboolean
_amia_round_take_in (AmiaRound *round,
                     GError   **error)
{
  AmiaTeams       *teams = round->rounds->teams;
  g_autofree char *today = amia_day_in_sweden (round->ask->now_ms);
  g_auto (Writing) writing = { 0 };
  gboolean is_of_agency;

  amia_teams_set_today (teams, today);
  if (!amia_teams_is_of_agency (teams,
                                round->account->name,
                                round->account->agency,
                                &is_of_agency,
                                error))
    return FALSE;

  writing.is_new_day = g_strcmp0 (today, round->life.swept_on) != 0;
  writing.is_moved_account = !is_of_agency;
  writing.has_moved = update_position (round);
  writing.is_seen = update_seen (round);
  writing.is_whole = update_whole (round);
  if (!writing.is_whole && !_amia_round_is_refilled (round, &writing.is_whole, error))
    return FALSE;
  if (!has_anything (round, &writing))
    return TRUE;

  writing.touched = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  return run_writing (round, &writing, error);
}
