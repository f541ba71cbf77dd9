/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-round-ahead.h"
#include "amia-server-time.h"
#include "amia-sync.h"

G_BEGIN_DECLS

/* What the engine's two files share: the object itself, and its rounds. */

/* What the properties say. */
typedef struct
{
  AmiaSyncPhase   phase;
  AmiaSyncTrouble trouble;
  gboolean        online;
  gint64          last_success_ms;
  gint64          clock_offset_ms;
} AmiaSyncShown;

struct _AmiaSync
{
  GObject parent_instance;

  AmiaReplica    *replica;
  AmiaTransport  *transport;
  AmiaPlan        plan;
  AmiaSyncShown   shown;
  char           *url;
  GCancellable   *round_cancellable;
  GCancellable   *poll_cancellable;
  AmiaRoundAhead *ahead;
  AmiaProblem    *problem;
  AmiaServerTime  server_time;
  guint           timer_id;
  guint           n_pushed;
  guint           n_pulled;
  gint64          known_last;
  gboolean        is_started;
  gboolean        is_looking;
  gboolean        is_look_stale;
};

/* Something happened; the time is filled in. */
void _amia_sync_happen (AmiaSync     *self,
                        AmiaSyncEvent event);

/* --- amia-sync-rounds.c --------------------------------------------------------------------- */

void _amia_sync_send_round (AmiaSync              *self,
                            const AmiaSyncActions *actions);
void _amia_sync_mend (AmiaSync              *self,
                      const AmiaSyncActions *actions);
void _amia_sync_set_last_success (AmiaSync *self,
                                  gint64    ms);
void _amia_sync_set_clock_offset (AmiaSync *self,
                                  gint64    offset_ms);

G_END_DECLS
