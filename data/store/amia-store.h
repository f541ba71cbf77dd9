/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-edits.h"

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
