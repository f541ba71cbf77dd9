/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-change.h"
#include "amia-record.h"

G_BEGIN_DECLS

/**
 * AmiaStoreError:
 * @AMIA_STORE_ERROR_EXISTS: there is a file there already
 * @AMIA_STORE_ERROR_MISSING: there is no replica there
 * @AMIA_STORE_ERROR_PASSPHRASE: the passphrase is missing, wrong or not wanted
 * @AMIA_STORE_ERROR_DAMAGED: the file can't be read as a replica; amia_store_salvage() helps
 * @AMIA_STORE_ERROR_TOO_NEW: written by a newer version of the program
 * @AMIA_STORE_ERROR_FULL: the disk is full; nothing of the change was kept
 * @AMIA_STORE_ERROR_INVALID: a change that breaks a rule of its kind; nothing of it was kept
 * @AMIA_STORE_ERROR_FAILED: anything else
 *
 * What callers do something different about.
 */
typedef enum
{
  AMIA_STORE_ERROR_EXISTS,
  AMIA_STORE_ERROR_MISSING,
  AMIA_STORE_ERROR_PASSPHRASE,
  AMIA_STORE_ERROR_DAMAGED,
  AMIA_STORE_ERROR_TOO_NEW,
  AMIA_STORE_ERROR_FULL,
  AMIA_STORE_ERROR_INVALID,
  AMIA_STORE_ERROR_FAILED,
} AmiaStoreError;

#define AMIA_STORE_ERROR (amia_store_error_quark ())
GQuark amia_store_error_quark (void);

/**
 * AmiaStore:
 *
 * One replica: the device's truth. The log holds every change, the rest is projected from it in the
 * same transaction. Synchronous: every call returns when its work is on disk. Belongs to one thread
 * at a time; a window talks to it through #AmiaReplica.
 */
typedef struct _AmiaStore AmiaStore;

/**
 * AmiaIdentity:
 * @user: the account's name
 * @agency: `FK`, `AF`, `VARD` or `KOMMUN`
 * @role: the account's role, `caseworker` until the server has said otherwise
 * @device: this replica's id
 *
 * Who writes here. A replica belongs to one account for as long as it lives.
 */
typedef struct
{
  char    *user;
  char    *agency;
  char    *role;
  AmiaUuid device;
} AmiaIdentity;

/**
 * AmiaWallClock:
 * @data: what was given with it
 *
 * Returns: milliseconds since 1970 UTC
 */
typedef gint64 (*AmiaWallClock) (gpointer data);

/**
 * amia_store_create:
 * @path: where; nothing may be there
 * @user: the account's name
 * @agency: `FK`, `AF`, `VARD` or `KOMMUN`
 * @passphrase: (nullable): the passphrase that will open it, or %NULL for one without
 * @error: return location
 *
 * Makes a new, empty replica with a device id of its own and opens it. With a passphrase the
 * replica is encrypted, by a random data key that is kept, wrapped by the passphrase (Argon2id), in
 * the file @path + `.keys`; who has not both can read nothing. Without one it is not encrypted, and
 * can't be later.
 *
 * Returns: (transfer full): the store, or %NULL with an #AmiaStoreError and nothing left behind
 */
AmiaStore *amia_store_create (const char *path,
                              const char *user,
                              const char *agency,
                              const char *passphrase,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_open:
 * @path: a replica
 * @passphrase: (nullable): its passphrase
 * @error: return location
 *
 * Opens a replica and brings its schema up to date. A file that is not a replica, or a damaged one,
 * is left as it is. After an unclean exit the file is checked first. An encrypted replica is open
 * in one place at a time; where it is already, this fails after a second, with
 * %AMIA_STORE_ERROR_FAILED and in words.
 *
 * Returns: (transfer full): the store, or %NULL with an #AmiaStoreError
 */
AmiaStore *amia_store_open (const char *path,
                            const char *passphrase,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_salvage:
 * @path: a replica that does not open
 * @passphrase: (nullable): its passphrase
 * @n_changes: (out) (optional): how many changes were read from the damaged file
 * @set_aside: (out) (optional) (transfer full): where the damaged file lies now
 * @error: return location
 *
 * Moves the damaged file aside, under a name with the time in it, and makes a new replica at @path
 * from every change of the log that can still be read. It gets a new device id; own changes that
 * the server did not have keep what they say under new names (sync.md C4, fork). The rest comes
 * from the server at next sync. Never leaves an empty replica in a full one's place: when not even
 * the identity can be read, it fails and everything stays.
 *
 * Returns: %TRUE if @path can be opened now
 */
gboolean amia_store_salvage (const char *path,
                             const char *passphrase,
                             guint      *n_changes,
                             char      **set_aside,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_needs_passphrase:
 * @path: a path
 *
 * Returns: %TRUE if there is a replica at @path that was made with a passphrase
 */
gboolean amia_store_needs_passphrase (const char *path);

/**
 * amia_store_keep_day:
 * @store: a store
 * @error: return location
 *
 * Hides what may no longer be seen by the date alone: on a day after that of the last contact with
 * the server, what members' and consents' own days have let end since; after longer than the lease
 * without contact, everything from other agencies. Hidden is not deleted: it comes back by itself
 * when the server has answered and still gives it. The day is that of the server-corrected clock in
 * Europe/Stockholm, and never goes back.
 *
 * To be called on opening and when amia_store_is_day_over(); #AmiaReplica does both.
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_store_keep_day (AmiaStore *store,
                              GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_is_day_over:
 * @store: a store
 *
 * Cheap: to be asked once a minute.
 *
 * Returns: %TRUE if amia_store_keep_day() may have something to do
 */
gboolean amia_store_is_day_over (AmiaStore *store);

/**
 * amia_store_set_clock:
 * @store: a store
 * @clock: the wall clock to use instead of the system's
 * @data: passed to it
 *
 * For tests: time as a parameter.
 */
void amia_store_set_clock (AmiaStore    *store,
                           AmiaWallClock clock,
                           gpointer      data);

/**
 * amia_store_get_identity:
 * @store: a store
 *
 * Returns: (transfer none): who writes here
 */
const AmiaIdentity *amia_store_get_identity (AmiaStore *store);

/**
 * amia_store_get_path:
 * @store: a store
 *
 * Returns: (transfer none): where the replica lies
 */
const char *amia_store_get_path (AmiaStore *store);

/* Whether this replica's server reads changes in the short form (amia-change.c): they are written
 * so while this is "1". */
#define AMIA_SETTING_SERVER_SHORT "server-short"

/**
 * amia_store_get_setting:
 * @store: a store
 * @name: a name
 *
 * Returns: (transfer full) (nullable): what was kept under that name on this device, not synced
 */
char *amia_store_get_setting (AmiaStore  *store,
                              const char *name) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_set_setting:
 * @store: a store
 * @name: a name
 * @value: (nullable): the value, %NULL to forget it
 * @error: return location
 *
 * Keeps something of this device's own (server address, token, an unfinished note), not synced.
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_store_set_setting (AmiaStore  *store,
                                 const char *name,
                                 const char *value,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- Writing ------------------------------------------------------------------------------- */

/**
 * AmiaEdits:
 *
 * A user action on its way to become one change: which fields get which values. The store fills in
 * what each op replaces from what is on screen, the stamp and the name.
 */
typedef struct _AmiaEdits AmiaEdits;

/**
 * amia_edits_new:
 *
 * Returns: (transfer full): an action that does nothing yet
 */
AmiaEdits *amia_edits_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_edits_set:
 * @edits: an action
 * @kind: the record's kind
 * @id: its id; a new one makes a new record
 * @case_id: (nullable): its case
 * @field: a field
 * @area: (nullable): the consent area; %NULL for the table's, or for an answer to its template's
 * @value: one JSON value
 *
 * Adds one op. The same field twice in an action is an error that amia_store_commit() reports.
 */
void amia_edits_set (AmiaEdits      *edits,
                     const char     *kind,
                     const AmiaUuid *id,
                     const AmiaUuid *case_id,
                     const char     *field,
                     const char     *area,
                     const char     *value);

/**
 * amia_edits_set_string:
 * @edits: an action
 * @kind: the record's kind
 * @id: its id
 * @case_id: (nullable): its case
 * @field: a field
 * @text: (nullable): plain text, written as a JSON string; %NULL writes null
 *
 * amia_edits_set() for the usual case.
 */
void amia_edits_set_string (AmiaEdits      *edits,
                            const char     *kind,
                            const AmiaUuid *id,
                            const AmiaUuid *case_id,
                            const char     *field,
                            const char     *text);

/**
 * amia_edits_add_source:
 * @edits: an action with at least one field
 * @device: the device of an op of another agency whose text was taken into the field's value
 * @n: its number
 * @field: its field
 *
 * Says of the field that was added last where its text comes from. It is then shown only to who may
 * see that as well, and forgotten with it. An own agency's text needs no source.
 */
void amia_edits_add_source (AmiaEdits      *edits,
                            const AmiaUuid *device,
                            gint64          n,
                            const char     *field);

/**
 * amia_edits_set_mode:
 * @edits: an action
 * @mode: %AMIA_OVER_ALL when the person has seen all versions and settles them
 */
void amia_edits_set_mode (AmiaEdits   *edits,
                          AmiaOverMode mode);

/**
 * amia_edits_set_seen:
 * @edits: an action
 * @seen: the record as it stood on screen when the person began to type; copied
 *
 * Without this, an op replaces heads as they are when it is committed. A page on which somebody
 * types while a colleague's version arrives must not replace what was never shown: with it, ops on
 * that record replace only what the mode picks from the heads of @seen, and heads of this device
 * that
 * @seen does not have yet (the same person's typing of a moment ago).
 */
void amia_edits_set_seen (AmiaEdits        *edits,
                          const AmiaRecord *seen);

/**
 * amia_edits_free:
 * @edits: (transfer full): an action
 */
void amia_edits_free (AmiaEdits *edits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaEdits, amia_edits_free)

/**
 * amia_store_commit:
 * @store: a store
 * @edits: an action
 * @n: (out) (optional): the change's number on this device
 * @error: return location
 *
 * Makes the action one change: validates it against the table of kinds, writes log, heads,
 * projections and search index in one transaction, and returns when it is on disk. An action that
 * creates a case also makes its author the first member. Nothing of an invalid action is kept.
 * Unknown kinds and fields are taken as they are.
 *
 * Returns: %TRUE when it is safe; else %FALSE with %AMIA_STORE_ERROR_INVALID,
 * %AMIA_STORE_ERROR_FULL or %AMIA_STORE_ERROR_FAILED
 */
gboolean amia_store_commit (AmiaStore       *store,
                            const AmiaEdits *edits,
                            gint64          *n,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_commit_all:
 * @store: a store
 * @actions: (element-type AmiaEdits): user actions, in order
 * @last_n: (out) (optional): the number of the last change
 * @error: return location
 *
 * As amia_store_commit() for each of them, but all in one transaction: for imports, where waiting
 * for the disk after each action would be most of the time. Each action is a change of its own.
 *
 * Returns: %TRUE when all are safe; else %FALSE and nothing of any was kept
 */
gboolean amia_store_commit_all (AmiaStore *store,
                                GPtrArray *actions,
                                gint64    *last_n,
                                GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- Reading ------------------------------------------------------------------------------- */

/**
 * amia_store_load_record:
 * @store: a store
 * @id: a record's id
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the record as this reader sees it; %NULL without an error if
 *   there is none
 */
AmiaRecord *amia_store_load_record (AmiaStore      *store,
                                    const AmiaUuid *id,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaRecordFunc:
 * @record: a record, valid during the call
 * @data: what was given with it
 *
 * Returns: %TRUE to go on
 */
typedef gboolean (*AmiaRecordFunc) (const AmiaRecord *record,
                                    gpointer          data);

/**
 * AmiaRecordQuery:
 * @kind: (nullable): only this kind
 * @id: (nullable): only this record
 * @case_id: (nullable): only records of this case
 *
 * Which records.
 */
typedef struct
{
  const char     *kind;
  const AmiaUuid *id;
  const AmiaUuid *case_id;
} AmiaRecordQuery;

/**
 * amia_store_foreach_record:
 * @store: a store
 * @query: which
 * @func: called for each, removed ones too, sorted by kind, then id
 * @data: passed to it
 * @error: return location
 *
 * Returns: %TRUE when all were visited or @func stopped it
 */
gboolean amia_store_foreach_record (AmiaStore             *store,
                                    const AmiaRecordQuery *query,
                                    AmiaRecordFunc         func,
                                    gpointer               data,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_get_author:
 * @store: a store
 * @device: a device
 * @agency: (out) (optional) (transfer none): its agency
 *
 * Whose laptop that is. Strings live as long as the store.
 *
 * Returns: (transfer none) (nullable): the account's name, or %NULL for an unknown device
 */
const char *amia_store_get_author (AmiaStore      *store,
                                   const AmiaUuid *device,
                                   const char    **agency);

/**
 * amia_store_get_written_ms:
 * @store: a store
 * @device: the device of a change
 * @n: its number
 * @stamp: its stamp
 *
 * When a change is shown as made: by its author's clock, or by the server's where that was ahead.
 * Costs a look into the log.
 *
 * Returns: ms since 1970 UTC
 */
gint64 amia_store_get_written_ms (AmiaStore      *store,
                                  const AmiaUuid *device,
                                  gint64          n,
                                  AmiaStamp       stamp);

/**
 * AmiaChangeState:
 * @AMIA_CHANGE_HERE: on this device only
 * @AMIA_CHANGE_ACCEPTED: the server has it
 * @AMIA_CHANGE_REFUSED: the server refused it; it stays readable here
 * @AMIA_CHANGE_FOREIGN: it came from the server
 * @AMIA_CHANGE_KEPT: the server had it and was set back since; it is offered anew, and stays
 *   whether it is taken or not
 * @AMIA_CHANGE_ESCROW: the server keeps it sealed, since its author was no longer let into the
 *   case; it is delivered to nobody, and taken up when the author is let in again
 * @AMIA_CHANGE_FORGOTTEN: an own one that the server has and this laptop may not keep: its number
 *   and hash are left, none of its ops
 *
 * How far a change has come.
 */
typedef enum
{
  AMIA_CHANGE_HERE,
  AMIA_CHANGE_ACCEPTED,
  AMIA_CHANGE_REFUSED,
  AMIA_CHANGE_FOREIGN,
  AMIA_CHANGE_KEPT,
  AMIA_CHANGE_ESCROW,
  AMIA_CHANGE_FORGOTTEN,
} AmiaChangeState;

/**
 * AmiaChangeFunc:
 * @change: a change of the log, author and agency filled in, valid during the call
 * @state: how far it has come
 * @reason: (nullable): why it was refused
 * @data: what was given with it
 *
 * Returns: %TRUE to go on
 */
typedef gboolean (*AmiaChangeFunc) (const AmiaChange *change,
                                    AmiaChangeState   state,
                                    const char       *reason,
                                    gpointer          data);

/**
 * AmiaLogQuery:
 * @case_id: (nullable): only changes that touch this case
 * @record: (nullable): only changes that touch this record
 * @state: only changes in this state, or -1 for all
 *
 * Which changes.
 */
typedef struct
{
  const AmiaUuid *case_id;
  const AmiaUuid *record;
  int             state;
} AmiaLogQuery;

/**
 * amia_store_foreach_change:
 * @store: a store
 * @query: which
 * @func: called for each, in local order
 * @data: passed to it
 * @error: return location
 *
 * What may not be shown today, see amia_store_keep_day(), is not in the changes that @func gets,
 * but for own ones that the server has not taken.
 *
 * Returns: %TRUE when all were visited or @func stopped it
 */
gboolean amia_store_foreach_change (AmiaStore          *store,
                                    const AmiaLogQuery *query,
                                    AmiaChangeFunc      func,
                                    gpointer            data,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaHit:
 * @kind: the record's kind
 * @id: its id
 * @case_id: its case, nil for none
 * @snippet: words around the match, the match between `‹` and `›`
 */
typedef struct
{
  char    *kind;
  AmiaUuid id;
  AmiaUuid case_id;
  char    *snippet;
} AmiaHit;

/**
 * amia_store_search:
 * @store: a store
 * @words: what was typed; every word must be found, as a prefix of a word or, from three letters,
 *   inside one; å, ä and ö are letters of their own, case does not matter
 * @limit: at most so many
 * @error: return location
 *
 * Returns: (transfer container) (element-type AmiaHit): the hits, best first; or %NULL on error
 */
GPtrArray *amia_store_search (AmiaStore  *store,
                              const char *words,
                              guint       limit,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_index_some:
 * @store: a store
 * @has_more: (out): whether there is more to do
 * @error: return location
 *
 * Puts some of the texts that came with large pages into the full-text indexes: one short
 * transaction of a few milliseconds. #AmiaReplica does it when its thread has nothing else to do;
 * amia_store_search() finds the same before and after.
 *
 * Returns: %FALSE on error
 */
gboolean amia_store_index_some (AmiaStore *store,
                                gboolean  *has_more,
                                GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_verify:
 * @store: a store
 * @report: appended to: a line per difference
 * @error: return location
 *
 * Rebuilds every projection from the log beside the kept ones and compares. Changes nothing.
 *
 * Returns: %TRUE if it could be done; @report is empty when all is well
 */
gboolean amia_store_verify (AmiaStore *store,
                            GString   *report,
                            GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_close:
 * @store: (transfer full): a store
 *
 * Closes it cleanly.
 */
void amia_store_close (AmiaStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaStore, amia_store_close)

G_END_DECLS
