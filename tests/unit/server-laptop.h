/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-ledger.h"
#include "amia-rounds.h"
#include "amia-sync-message.h"

G_BEGIN_DECLS

/* For tests of the server: an office with a ledger and a clock, and laptops that are nothing but
 * what they remember between two rounds. Changes are written down as text, so that they can be
 * wrong. */

typedef struct
{
  char       *path;
  AmiaLedger *ledger;
  AmiaRounds *rounds;
  gint64      now_ms;

  char *safeguard; /* the path of the safeguard file, or NULL */
} Office;

typedef struct
{
  Office     *office;
  AmiaUuid    device;
  char       *user;
  guint8      token[AMIA_TOKEN_HASH_LENGTH];
  gint64      acked;
  guint8      chain[AMIA_CHAIN_LENGTH];
  gint64      since;
  char       *epoch;
  GArray     *lanes;
  char       *readers_hash;
  guint       page_max;
  GPtrArray  *outbox; /* of GBytes, from acked + 1 on */
  GPtrArray  *sent;   /* of GBytes, from 1 to acked */
  GHashTable *ops;    /* "device/n/record/field" of all that was received */
} Laptop;

Office *office_new (void);
void    office_free (Office *office);
/* Closes the ledger and opens it again, as after a restart. */
void office_restart (Office *office);
void office_close (Office *office);
void office_open (Office *office);
void office_add_user (Office     *office,
                      const char *name,
                      const char *agency);
void office_add_user_with_role (Office     *office,
                                const char *name,
                                const char *agency,
                                const char *role);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Office, office_free)

Laptop *laptop_new (Office     *office,
                    const char *user,
                    guint8      number);
void    laptop_free (Laptop *laptop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Laptop, laptop_free)

/* Puts a change of these ops, the inside of a JSON list, into the outbox. */
void laptop_write (Laptop     *laptop,
                   const char *ops);
void laptop_write_bytes (Laptop     *laptop,
                         const char *bytes);

/* One round, its answer thrown away, or taken in. */
AmiaSyncRequest *laptop_ask (const Laptop *laptop);
AmiaRoundAnswer *laptop_run (Laptop          *laptop,
                             AmiaSyncRequest *request);
void             laptop_take (Laptop                *laptop,
                              const AmiaRoundAnswer *answer);

/* One round, which must be answered with @status; taken in when that is 200. */
AmiaRoundAnswer *laptop_round (Laptop *laptop,
                               guint   status);
/* One round whose answer gets lost. */
void laptop_lose_round (Laptop *laptop);
/* Rounds until there is nothing more. */
void laptop_sync (Laptop *laptop);

/* After a new life of the server's log, in which it has own changes up to @acked. */
void laptop_rewind (Laptop *laptop,
                    gint64  acked);

gboolean laptop_has (const Laptop *laptop,
                     const char   *op);

/* Ids: a case, a participant, a member record, … number @number. */
const char *id_of (const char *what,
                   guint       number);

/* Writes a case of the laptop's user; with a member record, as the store does it. */
void laptop_found_case (Laptop     *laptop,
                        guint       number,
                        const char *participant);
void laptop_add_member (Laptop     *laptop,
                        guint       case_number,
                        const char *user,
                        const char *more);
void laptop_write_journal (Laptop *laptop,
                           guint   case_number,
                           guint   number);

G_END_DECLS
