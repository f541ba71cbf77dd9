/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-access.h"
#include "amia-audit.h"
#include "amia-ledger.h"
#include "amia-safeguard.h"
#include "amia-sync-message.h"

G_BEGIN_DECLS

/**
 * AmiaRounds:
 *
 * What the server does in one round, without HTTP: who asks, may they, what do they bring, what do
 * they get. Synchronous; belongs to the ledger's thread. The clock is a parameter.
 */
typedef struct _AmiaRounds AmiaRounds;

/**
 * AmiaRoundAsk:
 * @token: (array fixed-size=32): SHA-256 of the token that came with the request
 * @request: the request
 * @now_ms: the time
 * @may_hold: whether the answer may be held back when there is nothing to say
 * @version: (nullable): the program that asks, as it calls itself
 * @may_note_later: whether the caller sees to it that deliveries are noted before the answer
 *   leaves: see amia_rounds_note_deliveries()
 *
 * One round's question.
 */
typedef struct
{
  guint8           token[AMIA_TOKEN_HASH_LENGTH];
  AmiaSyncRequest *request;
  gint64           now_ms;
  gboolean         may_hold;
  char            *version;
  gboolean         may_note_later;
} AmiaRoundAsk;

/**
 * AmiaRoundAnswer:
 * @status: the HTTP status; 0 if the answer is to be held: nothing to say yet
 * @response: (nullable): the answer, with status 200
 * @problem: (nullable): with any other status
 * @is_unnoted: whether amia_rounds_note_deliveries() is to be called before the answer leaves
 * @user: (nullable): who asked, once that is known
 * @wake: (element-type utf8): who may have something new to get
 * @progress: (element-type utf8): whose colleagues have come further
 * @n_taken: how many changes were taken in
 * @n_refused: how many were refused
 * @n_escrowed: how many wait until their author is let in again
 * @note: (nullable): what whoever runs the server should know, without personal data
 *
 * What came of it.
 */
typedef struct
{
  guint             status;
  AmiaSyncResponse *response;
  AmiaProblem      *problem;
  gboolean          is_unnoted;
  char             *user;
  GPtrArray        *wake;
  GPtrArray        *progress;
  guint             n_taken;
  guint             n_refused;
  guint             n_escrowed;
  char             *note;
} AmiaRoundAnswer;

/**
 * amia_round_answer_free:
 * @answer: (transfer full) (nullable): an answer
 */
void amia_round_answer_free (AmiaRoundAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRoundAnswer, amia_round_answer_free)

/**
 * amia_rounds_new:
 * @ledger: where everything is
 *
 * Returns: (transfer full): rounds
 */
AmiaRounds *amia_rounds_new (AmiaLedger *ledger) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rounds_free:
 * @rounds: (transfer full) (nullable): rounds
 */
void amia_rounds_free (AmiaRounds *rounds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRounds, amia_rounds_free)

/**
 * amia_rounds_take_safeguard:
 * @rounds: rounds
 * @safeguard: (transfer full): the safeguard of the ledger
 *
 * Has what takes rights from somebody written there before it counts.
 */
void amia_rounds_take_safeguard (AmiaRounds    *rounds,
                                 AmiaSafeguard *safeguard);

/**
 * amia_rounds_set_snapshot_min:
 * @rounds: rounds
 * @n_changes: a log with fewer changes is sent whole to a new laptop, and not as a snapshot;
 *   %AMIA_SNAPSHOT_CHANGES_MIN unless this is called
 *
 * For tests and benchmarks, which want snapshots of small logs.
 */
void amia_rounds_set_snapshot_min (AmiaRounds *rounds,
                                   gint64      n_changes);

/**
 * amia_rounds_get_safeguard:
 * @rounds: rounds
 *
 * For who shuts out a device: amia_safeguard_note_revoked() and amia_safeguard_flush() before the
 * transaction is committed that does.
 *
 * Returns: (nullable) (transfer none): the safeguard
 */
AmiaSafeguard *amia_rounds_get_safeguard (AmiaRounds *rounds);

/**
 * amia_rounds_run:
 * @rounds: rounds
 * @ask: the question
 *
 * One round. What is brought is on disk before anything is answered. Never fails: a ledger that did
 * is a problem of status 503 or 507, and nothing was taken then.
 *
 * Returns: (transfer full): the answer
 */
AmiaRoundAnswer *amia_rounds_run (AmiaRounds         *rounds,
                                  const AmiaRoundAsk *ask) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rounds_note_deliveries:
 * @rounds: rounds
 * @now_ms: the time
 * @error: return location
 *
 * Writes down what the answers of all rounds so far deliver that has not been written yet, in one
 * transaction: for who lets rounds note later, since each transaction waits for the disk.
 *
 * Returns: %TRUE when all of them may leave; %FALSE if none may, with an #AmiaDbError
 */
gboolean amia_rounds_note_deliveries (AmiaRounds *rounds,
                                      gint64      now_ms,
                                      GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_rounds_get_ledger:
 * @rounds: rounds
 *
 * Returns: (transfer none): where everything is
 */
AmiaLedger *amia_rounds_get_ledger (AmiaRounds *rounds);

/**
 * amia_rounds_get_deliveries:
 * @rounds: rounds
 *
 * Returns: (transfer none): where is noted what goes out
 */
AmiaDeliveries *amia_rounds_get_deliveries (AmiaRounds *rounds);

/**
 * amia_rounds_may_see:
 * @rounds: rounds
 * @account: who wants to see it
 * @change: a change of the log, author and agency filled in
 * @op: one of its ops
 * @now_ms: the time
 * @is_visible: (out): whether a round would give it out to them now
 * @error: return location
 *
 * Returns: %TRUE on success; on failure nothing may be given out
 */
gboolean amia_rounds_may_see (AmiaRounds        *rounds,
                              const AmiaAccount *account,
                              const AmiaChange  *change,
                              const AmiaOp      *op,
                              gint64             now_ms,
                              gboolean          *is_visible,
                              GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
