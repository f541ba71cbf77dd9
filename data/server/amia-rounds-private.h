/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-audit.h"
#include "amia-rounds.h"
#include "amia-teams.h"

G_BEGIN_DECLS

/* A round is written down in three parts: who asks and whether it follows (amia-rounds.c), what is
 * taken in (amia-rounds-take.c), what is given out (amia-rounds-give.c). */

/* What was last sent to a device: once it says that @next is on its disk, it has everything up to
 * there, the last of which is @position. @told is up to which generation it was told to forget. */
typedef struct
{
  gint64 next;
  gint64 position;
  gint64 told;
} AmiaOffer;

struct _AmiaRounds
{
  AmiaLedger     *ledger;
  AmiaTeams      *teams;
  AmiaDeliveries *deliveries;
  AmiaSafeguard  *safeguard;
  GHashTable     *offers;       /* device → AmiaOffer */
  gint64          snapshot_min; /* how long a log has to be for a snapshot to be worth while */
  GHashTable     *liars;        /* device that claimed what can't be */
};

typedef struct
{
  AmiaRounds         *rounds;
  const AmiaRoundAsk *ask;
  AmiaRoundAnswer    *answer;
  AmiaDevice         *device;
  AmiaAccount        *account;
  AmiaLife            life;
  gint64              head_before; /* of the log, and whether the device had anything in it, */
  gboolean            had_changes; /* before this round */
  GArray             *refilled;    /* of AmiaWireRefilled: what became of the request's refill */
  guint               first_new;   /* index of the first change that is not here yet */
} AmiaRound;

/* Step 4: takes in what is new and notes how far the device is, in one transaction. */
gboolean _amia_round_take_in (AmiaRound *round,
                              GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a closed life waits for nobody any more, since whoever it did may not be in contact now.
 */
gboolean _amia_round_is_refilled (AmiaRound *round,
                                  gboolean  *is_so,
                                  GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* Step 5: writes the answer. */
gboolean _amia_round_give_out (AmiaRound *round,
                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was last sent to the device, or NULL. */
const AmiaOffer *_amia_round_find_offer (const AmiaRound *round);

G_END_DECLS
