/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-digest.h"
#include "amia-incoming.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaFact:
 * @id: its number on this device, ascending
 * @what: `open`, `export`, `print` or `view-log`
 * @ms: when, by the server-corrected clock
 * @case_id: the case, nil for none
 * @detail: (nullable): which part of it
 * @since: the server number up to which everything was here at that moment
 *
 * Something that somebody did with what is kept here, on its way to the server's audit.
 */
typedef struct
{
  gint64   id;
  char    *what;
  gint64   ms;
  AmiaUuid case_id;
  char    *detail;
  gint64   since;
} AmiaFact;

/* As many receipts and as many facts go with one request at most. */
#define AMIA_STORE_RECEIPTS_MAX 500
#define AMIA_STORE_FACTS_MAX    500

/**
 * AmiaSyncState:
 * @epoch: (nullable): which life of the server's log the numbers below are of
 * @since: the server number up to which everything is here
 * @acked: the highest own n that the server has
 * @last: the highest own n
 * @chain: the chain at @acked
 * @lanes: (element-type AmiaLane): backfills under way
 * @catch_up: (element-type AmiaLane): scopes that are being fetched anew, a few at a time; none
 * that is in @lanes
 * @is_empty: nothing that others have written is here
 * @is_settled: the server has numbered everything of ours that it has acknowledged
 * @has_snapshot: a snapshot is under way
 * @snapshot: how far it has come
 * @readers_hash: (nullable): hash of the readers list that was last received
 * @receipts: (element-type AmiaReceipt): what was forgotten and scrubbed and the server does not
 *   know of yet, and with generation 0 what is here from its life before and it has not spoken of
 *   in this one; at most %AMIA_STORE_RECEIPTS_MAX. Those that a request carried are given back in
 *   #AmiaIncoming.receipts_sent with its answer; until then they come again
 * @facts: (element-type AmiaFact): facts that the server has not confirmed, in order, at most
 *   %AMIA_STORE_FACTS_MAX
 *
 * What the engine needs to know to make the next request. All of it is written in the same
 * transactions as the data it speaks of.
 */
typedef struct
{
  char   *epoch;
  gint64  since;
  gint64  acked;
  gint64  last;
  guint8  chain[AMIA_CHAIN_LENGTH];
  GArray *lanes;
  GArray *catch_up;
  char   *readers_hash;
  GArray *receipts;
  GArray *facts;

  gboolean             is_empty;
  gboolean             is_settled;
  gboolean             has_snapshot;
  AmiaSnapshotPosition snapshot;
} AmiaSyncState;

/* As many scopes are fetched anew at the same time. */
#define AMIA_STORE_CATCH_UP_MAX 100

void amia_sync_state_clear (AmiaSyncState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaSyncState, amia_sync_state_clear)

/**
 * amia_store_get_sync_state:
 * @store: a store
 * @state: (out): the state
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_get_sync_state (AmiaStore     *store,
                                    AmiaSyncState *state,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_add_fact:
 * @store: a store
 * @what: `open`, `export`, `print` or `view-log`
 * @case_id: (nullable): the case it was done with
 * @detail: (nullable): which part of it; no contents
 * @error: return location
 *
 * Notes for the server's audit what somebody did with what is kept here, and how far the laptop had
 * come with the server then. Sent with the next request and kept until the server has it. The same
 * once more within a minute is the same fact.
 *
 * Returns: %TRUE when it is on disk; else %FALSE with %AMIA_STORE_ERROR_FULL or
 *   %AMIA_STORE_ERROR_FAILED
 */
gboolean amia_store_add_fact (AmiaStore      *store,
                              const char     *what,
                              const AmiaUuid *case_id,
                              const char     *detail,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_list_refill:
 * @store: a store
 * @refill: (element-type AmiaRefill): where to add changes that the account wrote on other laptops
 *   and that the server has not spoken of since it was set back
 * @n_max: at most so many
 * @bytes_max: about so many bytes
 * @error: return location
 *
 * Costs nothing where the server has not been set back, or all of them were offered.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_list_refill (AmiaStore *store,
                                 GArray    *refill,
                                 guint      n_max,
                                 gsize      bytes_max,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_list_kept:
 * @store: a store
 * @kept: (element-type gint64): where to add the n of each, in order
 * @n_max: at most so many
 * @error: return location
 *
 * Own changes that the server keeps sealed until their author is let in again, as far as is known
 * here: it may have refused them since. Cheap where little waits.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_list_kept (AmiaStore *store,
                               GArray    *kept,
                               guint      n_max,
                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_list_outgoing:
 * @store: a store
 * @from: the first n
 * @changes_max: at most so many
 * @bytes_max: stop before passing this, but give at least one
 * @error: return location
 *
 * Own changes that wait, in order, as the bytes they were written with. One that was forgotten here
 * after a server had it comes as `{"hash":"…"}`, the SHA-256 of those bytes in 64 hexadecimal
 * digits: the chain goes on over it as if it were whole (amia_chain_next_hash()).
 *
 * Returns: (transfer full) (element-type GBytes): the changes from n = @from on without a gap, or
 *   %NULL on error
 */
GPtrArray *amia_store_list_outgoing (AmiaStore *store,
                                     gint64     from,
                                     guint      changes_max,
                                     gsize      bytes_max,
                                     GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_receive:
 * @store: a store
 * @incoming: a page
 * @n_new: (out) (optional): how many changes of others had anything new
 * @error: return location
 *
 * Takes a page from the server: log, heads, projections, acknowledgements, lanes and `since` in one
 * transaction. A change of which some ops are here already gets the others added. Repeating a page
 * changes nothing. A refused change leaves the heads, so that everybody's stay the same; what it
 * said stays readable in the log.
 *
 * Returns: %TRUE when it is on disk; else nothing of it was taken
 */
gboolean amia_store_receive (AmiaStore          *store,
                             const AmiaIncoming *incoming,
                             guint              *n_new,
                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_rewind:
 * @store: a store
 * @epoch: the server's new epoch
 * @acked: the highest own n that the server has in it
 * @error: return location
 *
 * The server began a new life (restored, moved): `since` and lanes start over, own changes above
 * @acked wait again. Nothing that is here is lost.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_rewind (AmiaStore  *store,
                            const char *epoch,
                            gint64      acked,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_begin_snapshot:
 * @store: a store
 * @error: return location
 *
 * The server goes on by a snapshot from where this replica is (#AmiaSyncState.since): the first
 * page is to be asked for. Nothing that is here is touched. One that is under way begins anew.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_begin_snapshot (AmiaStore *store,
                                    GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaScopeDigest:
 * @scope: a case's or participant's id, nil for what is everybody's
 * @digest: the amia_digest_add_record() of its records
 * @is_waiting: something in it was written here that is not in force on the server
 *
 * What a scope comes to, for comparing with the server.
 */
typedef struct
{
  AmiaUuid scope;
  guint8   digest[AMIA_DIGEST_LENGTH];
  gboolean is_waiting;
} AmiaScopeDigest;

/**
 * amia_store_digest:
 * @store: a store
 * @error: return location
 *
 * Reads the registers of all records.
 *
 * Returns: (transfer full) (element-type AmiaUuid AmiaScopeDigest): the scopes of which there is
 *   anything, or %NULL on error
 */
GHashTable *amia_store_digest (AmiaStore *store,
                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_mend:
 * @store: a store
 * @report: appended to: a line for everything that was mended or taken out
 * @error: return location
 *
 * Holds every record against the log and makes anew those that differ; takes rows out of the log
 * that can't be read any more and that the server has: others' changes and acknowledged own ones.
 * What is missing afterwards is found by comparing with the server (amia_store_digest()) and
 * fetched from there.
 *
 * Returns: %TRUE when the replica agrees with its log; %FALSE with %AMIA_STORE_ERROR_DAMAGED for an
 *   own change that is nowhere else and can't be read: nothing was changed then
 */
gboolean amia_store_mend (AmiaStore *store,
                          GString   *report,
                          GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_fork:
 * @store: a store
 * @error: return location
 *
 * Another file has been writing under this device's name (a copy, or this one set back): takes a
 * new device id and gives every own change that the server does not have a new name, with `over`
 * rewritten, in one transaction (sync.md C4).
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_fork (AmiaStore *store,
                          GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_set_role:
 * @store: a store
 * @role: what the server says this account's role is
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_set_role (AmiaStore  *store,
                              const char *role,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_retry_refusal:
 * @store: a store
 * @n: an own change that was refused
 * @error: return location
 *
 * Says the same once more, as a new change that replaces what is shown now, and dismisses the old
 * one: for when the cause of the refusal is gone.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_retry_refusal (AmiaStore *store,
                                   gint64     n,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_dismiss_refusal:
 * @store: a store
 * @n: an own change that was refused
 * @error: return location
 *
 * Somebody has dealt with it: it no longer counts, and stays in the log.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_dismiss_refusal (AmiaStore *store,
                                     gint64     n,
                                     GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
