/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-high-water.h"
#include "amia-ledger.h"

G_BEGIN_DECLS

/**
 * AmiaSafeguard:
 *
 * A second file, outside the ledger and its backups, that remembers what was taken from somebody:
 * consents withdrawn, memberships ended, identities protected, laptops shut out. A ledger that is
 * put back from a backup has forgotten the last of that, and must not give anything out by what it
 * still believes.
 *
 * A text file that is only ever appended to; its format is described at the top of
 * amia-safeguard.c. What is in it is on disk before the transaction that it speaks of. Belongs to
 * the ledger's thread; several processes may append to one file.
 */
typedef struct _AmiaSafeguard AmiaSafeguard;

/**
 * amia_safeguard_find_path:
 * @path: (nullable): where it was said to be
 * @db: the ledger: the path of a file, or an address
 *
 * Returns: (transfer full) (nullable): @path, or beside the file of the ledger, which is where it
 *   is looked for when nothing is said; %NULL for a ledger that is no file
 */
char *amia_safeguard_find_path (const char *path,
                                const char *db) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_safeguard_open:
 * @path: the file; made if it is not there
 * @ledger: the ledger that it goes with, outside a transaction
 * @note: (out) (optional) (nullable) (transfer full): what whoever runs the server should know
 * @error: return location
 *
 * Opens the file and applies to the ledger what that has lost: rights that follow from it are
 * worked out anew before anything is given out. Where the ledger knows of another file than this
 * one, or of one that is gone, the tokens of all devices end, since one that was revoked could be
 * among them.
 *
 * Returns: (transfer full): the safeguard; or %NULL with a #GFileError or an #AmiaDbError
 */
AmiaSafeguard *amia_safeguard_open (const char *path,
                                    AmiaLedger *ledger,
                                    char      **note,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_safeguard_check:
 * @safeguard: a safeguard
 * @ledger: the ledger that it goes with, outside a transaction
 * @now_ms: the time
 * @is_set_back: (out): whether the ledger has less than this file tells of
 * @error: return location
 *
 * For a server that starts: a ledger that was put back from an older copy begins a closed life at
 * once (amia-restore.h), before a laptop notices. A ledger that is given its first safeguard is
 * believed as it is.
 *
 * Returns: %TRUE on success
 */
gboolean amia_safeguard_check (AmiaSafeguard *safeguard,
                               AmiaLedger    *ledger,
                               gint64         now_ms,
                               gboolean      *is_set_back,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_safeguard_judge:
 * @safeguard: a safeguard
 * @life: where the ledger stands
 * @claim: which number above it a laptop says to have seen, 0 when it does not say
 *
 * Returns: what there is to it
 */
AmiaClaim amia_safeguard_judge (const AmiaSafeguard *safeguard,
                                const AmiaLife      *life,
                                gint64               claim);

/**
 * amia_safeguard_free:
 * @safeguard: (transfer full) (nullable): a safeguard
 *
 * Writes down how far the log has come, and closes the file.
 */
void amia_safeguard_free (AmiaSafeguard *safeguard);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSafeguard, amia_safeguard_free)

/**
 * amia_safeguard_note_fact:
 * @safeguard: a safeguard
 * @fact: an op that takes rights from somebody
 *
 * Has the fact written by the next amia_safeguard_flush().
 */
void amia_safeguard_note_fact (AmiaSafeguard       *safeguard,
                               const AmiaEndedFact *fact);

/**
 * amia_safeguard_note_revoked:
 * @safeguard: a safeguard
 * @device: a device that is being shut out
 *
 * Has it written by the next amia_safeguard_flush().
 */
void amia_safeguard_note_revoked (AmiaSafeguard  *safeguard,
                                  const AmiaUuid *device);

/**
 * amia_safeguard_note_head:
 * @safeguard: a safeguard
 * @epoch: the life of the log
 * @before: the highest number given out before the transaction
 * @after: the highest number given out by it
 *
 * Has the next amia_safeguard_flush() write how far the log comes, unless that stands there
 * already.
 */
void amia_safeguard_note_head (AmiaSafeguard *safeguard,
                               const char    *epoch,
                               gint64         before,
                               gint64         after);

/**
 * amia_safeguard_settle:
 * @safeguard: a safeguard
 *
 * The transaction was committed of which amia_safeguard_note_head() told.
 */
void amia_safeguard_settle (AmiaSafeguard *safeguard);

/**
 * amia_safeguard_flush:
 * @safeguard: a safeguard
 * @error: return location
 *
 * Writes what was noted, and waits until it is on disk: to be called before the transaction is
 * committed that it speaks of. If that is not, nothing is lost but access to something.
 *
 * Returns: %TRUE when it is on disk; %FALSE with a #GFileError, and the transaction must be taken
 *   back
 */
gboolean amia_safeguard_flush (AmiaSafeguard *safeguard,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_safeguard_discard:
 * @safeguard: a safeguard
 *
 * Forgets what was noted: the transaction was taken back.
 */
void amia_safeguard_discard (AmiaSafeguard *safeguard);

G_END_DECLS
