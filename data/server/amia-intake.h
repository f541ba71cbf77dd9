/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-safeguard.h"
#include "amia-sync-request.h"
#include "amia-teams.h"

G_BEGIN_DECLS

/**
 * AmiaIntake:
 * @ledger: where to, in a transaction
 * @teams: who is in which team
 * @safeguard: (nullable): where to note what takes rights from somebody
 * @writer: the account of the device
 * @now_ms: the time
 * @is_set_back: whether the ledger was put back from a backup, so that what it does not know may
 *   have been true
 * @touched: (element-type AmiaUuid): where to add the scopes that something was written in, so that
 *   their readers can be woken
 *
 * How changes come in: each is read, judged and put into the log, into escrow, or refused, in the
 * order of its device. One that is not taken does not hold up the rest.
 */
typedef struct
{
  AmiaLedger    *ledger;
  AmiaTeams     *teams;
  AmiaSafeguard *safeguard;
  AmiaReader     writer;
  gint64         now_ms;
  gboolean       is_set_back;
  GHashTable    *touched;
} AmiaIntake;

/* Why a change has a number but no contents: its device has forgotten it, as it had to. */
#define AMIA_REASON_FORGOTTEN "forgotten"

/**
 * amia_intake_take:
 * @intake: where to
 * @device: the device that they are of; its last n and chain go along
 * @changes: (element-type GBytes): changes, as they were sent
 * @first: the index of the first that is new: its n is the device's last n plus 1
 * @error: return location
 *
 * Takes changes in. What each may do is decided by amia_kind_check_write() and amia_may_write() on
 * the state of the ledger when its turn comes, and by the rules at the top of amia-judge.c.
 *
 * What its author was once let in to write, and is not any more, is kept in escrow, for the
 * authority that owns it: neither dropped nor shown to anybody.
 *
 * Returns: %TRUE when all were taken, sealed or refused; %FALSE when the ledger failed: the
 * transaction must be taken back
 */
gboolean amia_intake_take (AmiaIntake *intake,
                           AmiaDevice *device,
                           GPtrArray  *changes,
                           guint       first,
                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_intake_refill:
 * @intake: where to
 * @refill: (element-type AmiaWireRefill): changes that may be lost
 * @refilled: (element-type AmiaWireRefilled): filled with what became of each
 * @error: return location
 *
 * Takes in changes of devices that can't bring them themselves any more: those that were shut out,
 * of the writer's own account, which vouches for them where no chain does. They are judged like any
 * other; those devices' last n and chain are as they were. What is here already, what belongs to
 * another account and what its own device may still bring is passed over.
 *
 * Returns: %TRUE on success; %FALSE when the ledger failed
 */
gboolean amia_intake_refill (AmiaIntake   *intake,
                             const GArray *refill,
                             GArray       *refilled,
                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_intake_release:
 * @intake: where to; the writer is not looked at
 * @let_in: (element-type AmiaTeamChange): whose rights have changed
 * @error: return location
 *
 * Judges anew what is in escrow and may pass now: changes in a scope of those who have been let in,
 * and, where the ledger was set back, in all scopes that were written in. What passes gets a number
 * at the end of the log, under the name and agency that it came with.
 *
 * Returns: %TRUE on success; %FALSE when the ledger failed
 */
gboolean amia_intake_release (AmiaIntake *intake,
                              GPtrArray  *let_in,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_intake_note_sealed_blobs:
 * @ledger: a ledger
 * @error: return location
 *
 * Notes which blobs the changes in escrow speak of, so that they are kept: servers of before sealed
 * changes without doing so. What is noted already stays so. Done at each start, since such a server
 * may have run on the same ledger until a moment ago.
 *
 * Returns: %TRUE on success
 */
gboolean amia_intake_note_sealed_blobs (AmiaLedger *ledger,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
