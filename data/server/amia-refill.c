/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-intake-private.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-escrow.h"
#include "amia-ledger-restore.h"
#include "amia-sync-response.h"

/* What a device wrote that was shut out since, and that a ledger has lost which was put back from a
 * backup: the device itself will never bring it again, but its owner's other laptop has it. The
 * account vouches for it, as it does for all that it writes now. A device that is still let in
 * brings its own, under the same numbers: nobody else may do it in its place. */

/* A laptop of another account is not spoken of, not even of how far its numbers have come. */
static gboolean
find_own_device (AmiaIntake     *intake,
                 const AmiaUuid *id,
                 AmiaDevice    **own,
                 GError        **error)
{
  g_autoptr (AmiaDevice) device = NULL;

  *own = NULL;
  if (!amia_ledger_find_device (intake->ledger, id, &device, error))
    return FALSE;

  if (device != NULL && strcmp (device->user, intake->writer.user) == 0)
    *own = g_steal_pointer (&device);
  return TRUE;
}

static gboolean
may_refill (AmiaIntake           *intake,
            const AmiaDevice     *device,
            const AmiaWireRefill *refill,
            gboolean             *may,
            GError              **error)
{
  gboolean is_shut_out;
  guint8   chain[AMIA_CHAIN_LENGTH];
  gboolean is_known;

  if (!amia_ledger_is_shut_out (intake->ledger, &refill->device, &is_shut_out, error) ||
      !amia_ledger_get_chain (
          intake->ledger, &refill->device, refill->n, chain, &is_known, error))
    return FALSE;

  *may = !is_known && (is_shut_out || device->is_revoked);
  return TRUE;
}

static gint64
get_shown_ms (const AmiaIntake *intake,
              const AmiaChange *change)
{
  return amia_stamp_get_ms (change->stamp) > intake->now_ms ? intake->now_ms : 0;
}

static gboolean
take (AmiaIntake           *intake,
      const AmiaWireRefill *refill,
      gint64               *seq,
      GError              **error)
{
  static const guint8 no_chain[AMIA_CHAIN_LENGTH] = { 0 };
  g_auto (AmiaIncomingChange) incoming = { 0 };
  gboolean is_due;

  _amia_incoming_read (
      &incoming, intake, &refill->device, refill->n, refill->body, no_chain);
  if (!_amia_intake_judge (&incoming, error))
    return FALSE;
  if (incoming.reason == NULL)
    return amia_ledger_take_numbers (intake->ledger, 1, seq, error) &&
           _amia_keep (&incoming, *seq, get_shown_ms (intake, incoming.change), error);

  /* One that can't be taken stays where it is, on the laptop that has offered it. */
  return _amia_escrow_is_due (&incoming, &is_due, error) &&
         (!is_due || _amia_escrow_keep (&incoming, error));
}

/* *seq is the number of what is in the log already, or now; 0 for none. */
static gboolean
take_one (AmiaIntake           *intake,
          const AmiaWireRefill *refill,
          gint64               *seq,
          GError              **error)
{
  g_autoptr (AmiaDevice) device = NULL;
  gboolean may;

  *seq = 0;
  if (!find_own_device (intake, &refill->device, &device, error))
    return FALSE;
  if (device == NULL)
    return TRUE;

  return amia_ledger_find_number (intake->ledger, &refill->device, refill->n, seq, error) &&
         (*seq != 0 || (may_refill (intake, device, refill, &may, error) &&
                        (!may || take (intake, refill, seq, error))));
}

gboolean
amia_intake_refill (AmiaIntake   *intake,
                    const GArray *refill,
                    GArray       *refilled,
                    GError      **error)
{
  g_return_val_if_fail (intake != NULL, FALSE);
  g_return_val_if_fail (refill != NULL, FALSE);
  g_return_val_if_fail (refilled != NULL, FALSE);

  g_array_set_size (refilled, 0);
  for (guint i = 0; i < refill->len; i++)
    {
      const AmiaWireRefill *lost = &g_array_index (refill, AmiaWireRefill, i);
      AmiaWireRefilled      entry = { lost->device, lost->n, 0 };

      if (!take_one (intake, lost, &entry.seq, error))
        return FALSE;
      g_array_append_val (refilled, entry);
    }

  return TRUE;
}
