/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The engine's decisions, pure: what to do next is a function of the state and what has just
 * happened. No clock, socket, file or loop in here; the time is in every event. AmiaSync carries
 * the actions out; the simulator does so too, with a clock and a network of its own.
 */

/**
 * AmiaSyncPhase:
 * @AMIA_SYNC_SIGNED_OUT: there is no token: nothing is sent until somebody signs in
 * @AMIA_SYNC_IDLE: nothing to do until told
 * @AMIA_SYNC_WAITING: before the next try
 * @AMIA_SYNC_BUSY: a round with data is under way
 * @AMIA_SYNC_LISTENING: a long poll is under way
 * @AMIA_SYNC_OUTDATED: the server wants a newer program; work goes on here and waits
 * @AMIA_SYNC_REVOKED: the server has shut this device out; nothing is sent any more, and the keys
 *   of what is kept here are to be destroyed
 *
 * What the engine is at.
 */
typedef enum
{
  AMIA_SYNC_SIGNED_OUT,
  AMIA_SYNC_IDLE,
  AMIA_SYNC_WAITING,
  AMIA_SYNC_BUSY,
  AMIA_SYNC_LISTENING,
  AMIA_SYNC_OUTDATED,
  AMIA_SYNC_REVOKED,
} AmiaSyncPhase;

/**
 * AmiaSyncTrouble:
 * @AMIA_SYNC_TROUBLE_NONE: the last round went well, or there was none
 * @AMIA_SYNC_TROUBLE_NO_NETWORK: the server can't be reached
 * @AMIA_SYNC_TROUBLE_NOT_OURS: something answered that is not an AMiA server (a captive portal, a
 *   proxy's error page)
 * @AMIA_SYNC_TROUBLE_CERTIFICATE: the server's certificate is not trusted
 * @AMIA_SYNC_TROUBLE_SIGN_IN: the token is not valid (any more)
 * @AMIA_SYNC_TROUBLE_FORBIDDEN: the account may not use this device
 * @AMIA_SYNC_TROUBLE_OUTDATED: the server wants a newer program
 * @AMIA_SYNC_TROUBLE_SERVER: the server is broken, full or overloaded
 * @AMIA_SYNC_TROUBLE_HERE: this laptop could not take what came (disk full, …)
 * @AMIA_SYNC_TROUBLE_REVOKED: the server has shut this device out
 *
 * What is wrong, for the sync line and the sync page to put into words.
 */
typedef enum
{
  AMIA_SYNC_TROUBLE_NONE,
  AMIA_SYNC_TROUBLE_NO_NETWORK,
  AMIA_SYNC_TROUBLE_NOT_OURS,
  AMIA_SYNC_TROUBLE_CERTIFICATE,
  AMIA_SYNC_TROUBLE_SIGN_IN,
  AMIA_SYNC_TROUBLE_FORBIDDEN,
  AMIA_SYNC_TROUBLE_OUTDATED,
  AMIA_SYNC_TROUBLE_SERVER,
  AMIA_SYNC_TROUBLE_HERE,
  AMIA_SYNC_TROUBLE_REVOKED,
} AmiaSyncTrouble;

/**
 * AmiaSyncEventType:
 * @AMIA_SYNC_STARTED: the engine begins (`is_signed_in`)
 * @AMIA_SYNC_STOPPED: the engine ends
 * @AMIA_SYNC_SIGNED_IN: there is a new token
 * @AMIA_SYNC_SIGNED_OUT_BY_USER: the token was thrown away
 * @AMIA_SYNC_COMMITTED: something was written here
 * @AMIA_SYNC_NETWORK: the network changed; a hint, it may be wrong
 * @AMIA_SYNC_BUTTON: somebody asked for a round
 * @AMIA_SYNC_TIMER: the time that was asked for has come
 * @AMIA_SYNC_ANSWERED: a round was taken and is on disk (`round`, `n_pushed`, `n_pulled`, `n_left`,
 *   `has_more`, `is_progress`)
 * @AMIA_SYNC_PROBLEM: the server wants something changed (`round`, `problem`, `bytes_max`)
 * @AMIA_SYNC_FAILED: a round failed (`round`, `trouble`, `retry_after_ms`)
 * @AMIA_SYNC_MENDED: what #AmiaSyncMend asked for is done (`round`)
 *
 * What can happen, with the members of #AmiaSyncEvent that go with it.
 */
typedef enum
{
  AMIA_SYNC_STARTED,
  AMIA_SYNC_STOPPED,
  AMIA_SYNC_SIGNED_IN,
  AMIA_SYNC_SIGNED_OUT_BY_USER,
  AMIA_SYNC_COMMITTED,
  AMIA_SYNC_NETWORK,
  AMIA_SYNC_BUTTON,
  AMIA_SYNC_TIMER,
  AMIA_SYNC_ANSWERED,
  AMIA_SYNC_PROBLEM,
  AMIA_SYNC_FAILED,
  AMIA_SYNC_MENDED,
} AmiaSyncEventType;

/**
 * AmiaSyncProblem:
 * @AMIA_SYNC_PROBLEM_REWIND: `gap` and `epoch`: the server has less of us than we thought; `floor`:
 *   we have been away for so long that a snapshot comes; `mark` and `malformed`: it wants to hear
 *   it in other words
 * @AMIA_SYNC_PROBLEM_FORK: another file writes under this device's name
 * @AMIA_SYNC_PROBLEM_TOO_LARGE: the request was too large
 * @AMIA_SYNC_PROBLEM_OTHER: anything else; only time can help
 *
 * What the server wants changed.
 */
typedef enum
{
  AMIA_SYNC_PROBLEM_REWIND,
  AMIA_SYNC_PROBLEM_FORK,
  AMIA_SYNC_PROBLEM_TOO_LARGE,
  AMIA_SYNC_PROBLEM_OTHER,
} AmiaSyncProblem;

/**
 * AmiaSyncEvent:
 * @type: what happened
 * @now_ms: when, by a clock that never goes back
 * @round: the round it is about; what is about another one than the current is passed over
 * @is_signed_in: whether there is a token
 * @n_pushed: own changes that the server took or refused in this round
 * @n_pulled: changes of others that were new here
 * @n_left: own changes that the server does not have yet
 * @has_more: the server has more to give at once
 * @is_progress: the round moved anything at all
 * @problem: what the server wants changed
 * @bytes_max: the most bytes the server takes, 0 if it did not say
 * @trouble: what is wrong
 * @retry_after_ms: how long the server asks to be left alone
 *
 * Something that happened.
 */
typedef struct
{
  AmiaSyncEventType type;
  gint64            now_ms;
  guint64           round;
  gboolean          is_signed_in;
  guint             n_pushed;
  guint             n_pulled;
  guint             n_left;
  gboolean          has_more;
  gboolean          is_progress;
  AmiaSyncProblem   problem;
  gsize             bytes_max;
  AmiaSyncTrouble   trouble;
  gint64            retry_after_ms;
} AmiaSyncEvent;

/**
 * AmiaSyncMend:
 * @AMIA_SYNC_MEND_NONE: nothing
 * @AMIA_SYNC_MEND_REWIND: amia_store_rewind() to what the problem said
 * @AMIA_SYNC_MEND_FORK: amia_store_fork(); the token was the old device's and is thrown away
 * @AMIA_SYNC_MEND_SET_ASIDE: amia_round_set_aside(): one change alone is too large for the way
 *
 * What to put right here before the next round.
 */
typedef enum
{
  AMIA_SYNC_MEND_NONE,
  AMIA_SYNC_MEND_REWIND,
  AMIA_SYNC_MEND_FORK,
  AMIA_SYNC_MEND_SET_ASIDE,
} AmiaSyncMend;

/**
 * AmiaSyncActions:
 * @cancel: give up all rounds under way; comes before @send
 * @cancel_poll: give up the long poll that was left waiting beside a round with data
 * @send: begin a round
 * @round: its number, to be given back in the events about it
 * @changes_max: send at most so many own changes; 0 sends none
 * @bytes_max: stop before so many bytes of them
 * @page_max: ask for at most so many changes of others
 * @wait_seconds: let the server hold an empty answer so long
 * @mend: put something right, then report %AMIA_SYNC_MENDED (or %AMIA_SYNC_FAILED) for @round
 * @ask_sign_in: somebody has to sign in
 * @revoke: this device was shut out: destroy the keys
 * @timer_at_ms: report %AMIA_SYNC_TIMER then; replaces what was asked before, 0 for no timer
 *
 * What to do now.
 */
typedef struct
{
  gboolean     cancel;
  gboolean     cancel_poll;
  gboolean     send;
  guint64      round;
  guint        changes_max;
  gsize        bytes_max;
  guint        page_max;
  guint        wait_seconds;
  AmiaSyncMend mend;
  gboolean     ask_sign_in;
  gboolean     revoke;
  gint64       timer_at_ms;
} AmiaSyncActions;

/**
 * AmiaPlan:
 * @phase: what the engine is at
 * @trouble: what was wrong with the last round
 * @retry_at_ms: when the next try comes, 0 when none is planned
 *
 * The state. Plain data: copying it copies the plan.
 */
typedef struct
{
  AmiaSyncPhase   phase;
  AmiaSyncTrouble trouble;
  gint64          retry_at_ms;
  /*< private >*/
  guint64      random;
  guint64      n_rounds;
  guint64      round;
  guint64      poll_round;
  gint64       poll_started_ms;
  gint64       poll_deadline_ms;
  gboolean     keeps_poll;
  gint64       round_started_ms;
  gint64       deadline_ms;
  gboolean     is_dirty;
  gboolean     is_poll;
  gboolean     is_push_blocked;
  guint        n_fruitless;
  guint        n_empty_polls;
  guint        n_mends;
  guint        back_off_ms;
  guint        changes_max;
  guint        page_max;
  gsize        bytes_max;
  gsize        bytes_limit;
  AmiaSyncMend mend;
} AmiaPlan;

/**
 * amia_plan_init:
 * @plan: (out): a state to begin with
 * @seed: makes the pauses differ between laptops; the same seed and events give the same actions
 */
void amia_plan_init (AmiaPlan *plan,
                     guint64   seed);

/**
 * amia_plan_keep_poll:
 * @plan: a state to begin with
 *
 * Whoever carries out the plan can have a long poll and a round with data under way at the same
 * time. What is written here then goes to the server beside the waiting poll, instead of breaking
 * it off and with it the connection it waits on: both answers are complete, so their order is no
 * matter. Events about either are told by their round's number.
 */
void amia_plan_keep_poll (AmiaPlan *plan);

/**
 * amia_plan_step:
 * @plan: the state, changed
 * @event: what has just happened
 * @actions: (out): what to do now
 *
 * The one function. Promises, each held by a test: at most one round at a time (and one poll beside
 * it, see amia_plan_keep_poll()); never a tight loop,
 * whatever the server answers; in every phase but idle, signed out and revoked a timer is set, so
 * that nothing that fails to be reported can stop it for ever.
 */
void amia_plan_step (AmiaPlan            *plan,
                     const AmiaSyncEvent *event,
                     AmiaSyncActions     *actions);

G_END_DECLS
