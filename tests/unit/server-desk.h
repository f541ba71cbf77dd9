/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-rights.h"
#include "server-laptop.h"

G_BEGIN_DECLS

/* For tests of what may be seen by whom: laptops that keep what they get, forget what they are told
 * to, and send receipts; and a checker that works out anew, from nothing but the ledger's log and
 * amia_rights_allow (), what each of them may have. */

/* An op that a laptop holds. */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  AmiaOp  *op;
  AmiaUuid scope;
  char    *author;
  char    *agency;
} Held;

typedef struct
{
  Laptop     *laptop;
  char       *agency;
  GHashTable *held;       /* "device/n/record/field" → Held */
  GHashTable *rights;     /* scope → DeskRights */
  GArray     *receipts;   /* of AmiaWireReceipt, for the next round */
  GArray     *remains;    /* the same, for when the server gives something out again */
  GArray     *facts;      /* of AmiaWireFact, for the next round */
  GHashTable *unsent;     /* names of held ops that are not acknowledged, or in escrow */
  guint       n_escrowed; /* changes that were sealed and have not come back */
  guint       n_opened;   /* openings by others that it was told of */
  gboolean    gives_receipts;
} Desk;

Desk *desk_new (Office     *office,
                const char *user,
                const char *agency,
                guint8      number);
void  desk_free (Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

/* One field of one record gets a value; it replaces all that is seen here. @source is a held op
 * whose text was used, or NULL. What is between desk_begin () and desk_end () is one change. */
void desk_begin (Desk *desk);
void desk_write (Desk       *desk,
                 const char *kind,
                 const char *record,
                 const char *case_id,
                 const char *field,
                 const char *area,
                 const char *value,
                 const Held *source);
void desk_end (Desk *desk);

/* The op that is shown of a record's field, or NULL; and how many stand side by side. */
const Held *desk_find (Desk       *desk,
                       const char *record,
                       const char *field);
guint       desk_count_heads (Desk       *desk,
                              const char *record,
                              const char *field);

/* A round, checked: nothing came that may not be seen now, and what may no longer is gone. Returns
 * whether there is more. */
gboolean desk_round (Desk *desk);
void     desk_sync (Desk *desk);

/* After a new life of the server's log: everything from the start, with what it has not got. */
void desk_start_over (Desk       *desk,
                      const char *epoch,
                      gint64      acked);

/* It holds exactly what it may: no op more, no op less. */
void desk_check (Desk *desk);

G_END_DECLS
