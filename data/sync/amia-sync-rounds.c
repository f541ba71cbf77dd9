/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-sync-private.h"

#include "amia-round-event.h"
#include "amia-round-run.h"
#include "amia-sign-in-run.h"

/* The engine's rounds: begun as the plan wants, and told to the plan when they are over. */

static void
set_online (AmiaSync *self,
            gboolean  online)
{
  if (self->shown.online == online)
    return;
  self->shown.online = online;
  g_object_notify (G_OBJECT (self), "online");
}

void
_amia_sync_set_last_success (AmiaSync *self,
                             gint64    ms)
{
  self->shown.last_success_ms = ms;
  g_object_notify (G_OBJECT (self), "last-success-ms");
}

void
_amia_sync_set_clock_offset (AmiaSync *self,
                             gint64    offset_ms)
{
  if (self->shown.clock_offset_ms == offset_ms)
    return;
  self->shown.clock_offset_ms = offset_ms;
  g_object_notify (G_OBJECT (self), "clock-offset-ms");
}

/* --- What comes of a round ------------------------------------------------------------------ */

static void
note_time (AmiaSync *self)
{
  amia_server_time_keep (self->replica, &self->server_time);
  _amia_sync_set_clock_offset (self, self->server_time.offset_ms);
}

static void
report_progress (AmiaSync               *self,
                 const AmiaRoundOutcome *outcome)
{
  _amia_sync_set_last_success (self, g_get_real_time () / 1000);
  if (outcome->n_pushed + outcome->n_pulled == 0)
    return;

  self->n_pushed += outcome->n_pushed;
  self->n_pulled += outcome->n_pulled;
  g_signal_emit_by_name (self, "progress", self->n_pushed, self->n_pulled);
  if (outcome->n_left == 0 && !outcome->has_more)
    self->n_pushed = self->n_pulled = 0;
}

/* Who asked, and for which round. */
typedef struct
{
  AmiaSync *sync;
  guint64   round;
} Asked;

static Asked *
asked_new (AmiaSync *self,
           guint64   round)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ g_object_ref (self), round };
  return asked;
}

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->sync);
  g_free (asked);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
round_run_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Asked) asked = user_data;
  AmiaSync *self = asked->sync;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaRoundResult) outcome = amia_round_run_finish (AMIA_REPLICA (source),
                                                               result,
                                                               &error);
  AmiaSyncEvent event;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (outcome == NULL)
    {
      event = amia_sync_event_from_error (error);
      g_debug ("round %" G_GUINT64_FORMAT ": %s", asked->round, error->message);
    }
  else if (outcome->problem != NULL)
    {
      event = amia_sync_event_from_problem (outcome->problem);
      g_clear_pointer (&self->problem, amia_problem_free);
      self->problem = g_steal_pointer (&outcome->problem);
    }
  else
    {
      event = amia_sync_event_from_outcome (&outcome->outcome);
      g_clear_pointer (&self->problem, amia_problem_free);
      if (outcome->has_new_time)
        note_time (self);
      report_progress (self, &outcome->outcome);
    }

  if (self->is_started)
    set_online (self, event.type != AMIA_SYNC_FAILED);
  event.round = asked->round;
  _amia_sync_happen (self, event);
}

/* --- What the plan wants -------------------------------------------------------------------- */

void
_amia_sync_send_round (AmiaSync              *self,
                       const AmiaSyncActions *actions)
{
  AmiaRoundLimits limits = {
    .changes_max = actions->changes_max,
    .bytes_max = actions->bytes_max,
    .page_max = actions->page_max,
    .wait_seconds = actions->wait_seconds,
  };

  GCancellable **cancellable = actions->wait_seconds > 0 ? &self->poll_cancellable
                                                         : &self->round_cancellable;

  g_clear_object (cancellable);
  *cancellable = g_cancellable_new ();
  amia_round_run_async (self->replica,
                        self->transport,
                        &limits,
                        &self->server_time,
                        actions->wait_seconds > 0 ? NULL : self->ahead,
                        *cancellable,
                        round_run_cb,
                        asked_new (self, actions->round));
}

static void
mended_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Asked) asked = user_data;
  g_autoptr (GError) error = NULL;
  AmiaSyncEvent event = { .type = AMIA_SYNC_MENDED, .round = asked->round };

  if (!amia_round_mend_finish (AMIA_REPLICA (source), result, &error))
    {
      event = amia_sync_event_from_error (error);
      event.round = asked->round;
    }
  _amia_sync_happen (asked->sync, event);
}

void
_amia_sync_mend (AmiaSync              *self,
                 const AmiaSyncActions *actions)
{
  amia_round_mend_async (self->replica,
                         actions->mend,
                         self->problem,
                         mended_cb,
                         asked_new (self, actions->round));
}
