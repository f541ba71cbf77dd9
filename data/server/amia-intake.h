/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-teams.h"

G_BEGIN_DECLS

/**
 * AmiaIntake:
 * @ledger: where to, in a transaction
 * @teams: who is in which team
 * @writer: the account of the device
 * @touched: (element-type AmiaUuid): where to add the scopes that something was written in, so that
 *   their readers can be woken
 *
 * How changes come in: each is read, judged and either put into the log or refused, in the order of
 * its device. A refused one does not hold up the rest.
 */
typedef struct
{
  AmiaLedger *ledger;
  AmiaTeams  *teams;
  AmiaReader  writer;
  GHashTable *touched;
} AmiaIntake;

/**
 * amia_intake_take:
 * @intake: where to
 * @device: the device that they are of; its last n and chain go along
 * @changes: (element-type GBytes): changes, as they were sent
 * @first: the index of the first that is new: its n is the device's last n plus 1
 * @error: return location
 *
 * Takes changes in. What each may do is decided by amia_kind_check_write() and amia_may_write() on
 * the state of the ledger when its turn comes, and by the rules at the top of amia-intake.c.
 *
 * Returns: %TRUE when all were taken or refused; %FALSE when the ledger failed: the transaction
 * must be taken back
 */
gboolean amia_intake_take (AmiaIntake *intake,
                           AmiaDevice *device,
                           GPtrArray  *changes,
                           guint       first,
                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
