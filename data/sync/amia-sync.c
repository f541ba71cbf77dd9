/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-sync.h"

#include "amia-forgets.h"
#include "amia-sign-in-run.h"
#include "amia-sync-look.h"
#include "amia-sync-private.h"

/* The engine: hands, no head. What happens is told to the plan, and what the plan says is done. A
 * round carries its number, so that what comes of one that was given up is known for what it is. */

enum
{
  PROP_0,
  PROP_PHASE,
  PROP_TROUBLE,
  PROP_ONLINE,
  PROP_LAST_SUCCESS_MS,
  PROP_CLOCK_OFFSET_MS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AmiaSync, amia_sync, G_TYPE_OBJECT)

/* --- What the properties say ---------------------------------------------------------------- */

static void
show (AmiaSync *self)
{
  AmiaSyncShown  was = self->shown;
  AmiaSyncShown *is = &self->shown;

  is->phase = self->plan.phase;
  is->trouble = self->plan.trouble;

  g_object_freeze_notify (G_OBJECT (self));
  if (was.phase != is->phase)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
  if (was.trouble != is->trouble)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* --- What the plan wants -------------------------------------------------------------------- */

static gboolean
timer_cb (gpointer user_data)
{
  AmiaSync *self = user_data;

  self->timer_id = 0;
  _amia_sync_happen (self, (AmiaSyncEvent){ .type = AMIA_SYNC_TIMER });
  return G_SOURCE_REMOVE;
}

static void
set_timer (AmiaSync *self,
           gint64    at_ms)
{
  gint64 left_ms = at_ms - g_get_monotonic_time () / 1000;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (at_ms != 0)
    self->timer_id = g_timeout_add ((guint) CLAMP (left_ms, 0, G_MAXINT), timer_cb, self);
}

static void
cancel_all (AmiaSync *self)
{
  if (self->round_cancellable != NULL)
    g_cancellable_cancel (self->round_cancellable);
  if (self->poll_cancellable != NULL)
    g_cancellable_cancel (self->poll_cancellable);
  amia_round_ahead_drop (self->ahead);
}

void
_amia_sync_happen (AmiaSync     *self,
                   AmiaSyncEvent event)
{
  AmiaSyncActions actions;

  event.now_ms = g_get_monotonic_time () / 1000;
  amia_plan_step (&self->plan, &event, &actions);

  if (actions.cancel)
    cancel_all (self);
  if (actions.cancel_poll && self->poll_cancellable != NULL)
    g_cancellable_cancel (self->poll_cancellable);
  set_timer (self, actions.timer_at_ms);
  if (actions.send)
    _amia_sync_send_round (self, &actions);
  if (actions.mend != AMIA_SYNC_MEND_NONE)
    _amia_sync_mend (self, &actions);

  show (self);
  if (actions.ask_sign_in)
    g_signal_emit_by_name (self, "sign-in-wanted");
  if (actions.revoke)
    g_signal_emit_by_name (self, "revoked");
}

/* --- What happens here ---------------------------------------------------------------------- */

static void look (AmiaSync *self);

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaSync) self = user_data;
  /* Ignored: if the replica can't be read the next round says so. */
  g_autoptr (AmiaSyncLook) seen = amia_sync_look_finish (AMIA_REPLICA (source), result, NULL);

  self->is_looking = FALSE;
  if (self->is_look_stale)
    look (self);
  if (seen == NULL || seen->last <= self->known_last)
    return;

  self->known_last = seen->last;
  if (seen->last > seen->acked)
    _amia_sync_happen (self, (AmiaSyncEvent){ .type = AMIA_SYNC_COMMITTED });
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AmiaSync) self = user_data;
  g_autoptr (AmiaSyncLook) seen = amia_sync_look_finish (AMIA_REPLICA (source), result, NULL);
  AmiaSyncEvent event = { .type = AMIA_SYNC_STARTED };

  self->is_looking = FALSE;
  if (!self->is_started)
    return;
  if (seen != NULL)
    {
      self->known_last = seen->last;
      event.is_signed_in = seen->has_token;
      _amia_sync_set_last_success (self, seen->last_sync_ms);
      _amia_sync_set_clock_offset (self, seen->clock_offset_ms);
      g_free (self->url);
      self->url = g_steal_pointer (&seen->url);
    }
  _amia_sync_happen (self, event);
}

static void
look (AmiaSync *self)
{
  self->is_looking = TRUE;
  self->is_look_stale = FALSE;
  amia_sync_look_at_numbers_async (self->replica, looked_cb, g_object_ref (self));
}

/* Something was written; perhaps by a person, perhaps by a round. The numbers tell. */
static void
replica_changed_cb (AmiaSync *self)
{
  if (!self->is_started)
    return;
  if (self->is_looking)
    self->is_look_stale = TRUE;
  else
    look (self);
}

static void
network_changed_cb (AmiaSync *self)
{
  _amia_sync_happen (self, (AmiaSyncEvent){ .type = AMIA_SYNC_NETWORK });
}

/* --- Virtual functions ---------------------------------------------------------------------- */

static void
amia_sync_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  AmiaSync *self = AMIA_SYNC (object);

  switch (id)
    {
    case PROP_PHASE:
      g_value_set_int (value, (int) self->shown.phase);
      break;
    case PROP_TROUBLE:
      g_value_set_int (value, (int) self->shown.trouble);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->shown.online);
      break;
    case PROP_LAST_SUCCESS_MS:
      g_value_set_int64 (value, self->shown.last_success_ms);
      break;
    case PROP_CLOCK_OFFSET_MS:
      g_value_set_int64 (value, self->shown.clock_offset_ms);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
amia_sync_dispose (GObject *object)
{
  AmiaSync *self = AMIA_SYNC (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  cancel_all (self);
  g_clear_object (&self->round_cancellable);
  g_clear_object (&self->poll_cancellable);
  g_clear_object (&self->replica);
  g_clear_object (&self->transport);

  G_OBJECT_CLASS (amia_sync_parent_class)->dispose (object);
}

static void
amia_sync_finalize (GObject *object)
{
  AmiaSync *self = AMIA_SYNC (object);

  g_clear_pointer (&self->problem, amia_problem_free);
  g_clear_pointer (&self->ahead, amia_round_ahead_free);
  g_free (self->url);

  G_OBJECT_CLASS (amia_sync_parent_class)->finalize (object);
}

static void
amia_sync_class_init (AmiaSyncClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GParamFlags     flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  AmiaSyncPhase   phase_max = AMIA_SYNC_REVOKED;
  AmiaSyncTrouble trouble_max = AMIA_SYNC_TROUBLE_REVOKED;

  object_class->get_property = amia_sync_get_property;
  object_class->dispose = amia_sync_dispose;
  object_class->finalize = amia_sync_finalize;

  properties[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, 0, (int) phase_max, 0, flags);
  properties[PROP_TROUBLE] =
      g_param_spec_int ("trouble", NULL, NULL, 0, (int) trouble_max, 0, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  properties[PROP_LAST_SUCCESS_MS] =
      g_param_spec_int64 ("last-success-ms", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CLOCK_OFFSET_MS] =
      g_param_spec_int64 ("clock-offset-ms", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_signal_new ("progress",
                AMIA_TYPE_SYNC,
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                2,
                G_TYPE_UINT,
                G_TYPE_UINT);
  g_signal_new ("sign-in-wanted",
                AMIA_TYPE_SYNC,
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);
  g_signal_new ("revoked",
                AMIA_TYPE_SYNC,
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);
}

static void
amia_sync_init (AmiaSync *self)
{
  amia_plan_init (&self->plan, ((guint64) g_random_int () << 32) | g_random_int ());
  amia_plan_keep_poll (&self->plan);
  self->ahead = amia_round_ahead_new ();
}

/* --- Public --------------------------------------------------------------------------------- */

AmiaSync *
amia_sync_new (AmiaReplica   *replica,
               AmiaTransport *transport)
{
  AmiaSync *self;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (AMIA_IS_TRANSPORT (transport), NULL);

  self = g_object_new (AMIA_TYPE_SYNC, NULL);
  self->replica = g_object_ref (replica);
  self->transport = g_object_ref (transport);
  g_signal_connect_object (replica,
                           "changed",
                           G_CALLBACK (replica_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (g_network_monitor_get_default (),
                           "network-changed",
                           G_CALLBACK (network_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
amia_sync_start (AmiaSync *sync)
{
  g_return_if_fail (AMIA_IS_SYNC (sync));

  if (sync->is_started)
    return;
  sync->is_started = TRUE;
  sync->is_looking = TRUE;
  sync->is_look_stale = FALSE;
  amia_sync_look_async (sync->replica, started_cb, g_object_ref (sync));
}

void
amia_sync_stop (AmiaSync *sync)
{
  g_return_if_fail (AMIA_IS_SYNC (sync));

  sync->is_started = FALSE;
  _amia_sync_happen (sync, (AmiaSyncEvent){ .type = AMIA_SYNC_STOPPED });
}

void
amia_sync_now (AmiaSync *sync)
{
  g_return_if_fail (AMIA_IS_SYNC (sync));

  _amia_sync_happen (sync, (AmiaSyncEvent){ .type = AMIA_SYNC_BUTTON });
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AmiaSync *self = g_task_get_source_object (task);
  GError   *error = NULL;

  if (!amia_sign_in_finish (AMIA_REPLICA (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_free (self->url);
  self->url = g_strdup (g_task_get_task_data (task));
  _amia_sync_happen (self, (AmiaSyncEvent){ .type = AMIA_SYNC_SIGNED_IN });
  g_task_return_boolean (task, TRUE);
}

void
amia_sync_login_async (AmiaSync           *sync,
                       const char         *url,
                       const char         *user,
                       const char         *password,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (AMIA_IS_SYNC (sync));

  task = g_task_new (sync, cancellable, callback, user_data);
  g_task_set_source_tag (task, amia_sync_login_async);
  /* Once the token is kept we are signed in, whoever still waits for it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (url), g_free);
  amia_sign_in_async (sync->replica,
                      sync->transport,
                      url,
                      user,
                      password,
                      cancellable,
                      signed_in_cb,
                      task);
}

gboolean
amia_sync_login_finish (AmiaSync     *sync,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sync), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forgets_asked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError              *error = NULL;
  AmiaForgetsResponse *response =
      amia_forgets_ask_finish (AMIA_REPLICA (source), result, &error);

  if (response == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, response, (GDestroyNotify) amia_forgets_response_free);
}

void
amia_sync_ask_forgets_async (AmiaSync           *sync,
                             const AmiaUuid     *case_id,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (AMIA_IS_SYNC (sync));

  task = g_task_new (sync, cancellable, callback, user_data);
  g_task_set_source_tag (task, amia_sync_ask_forgets_async);
  amia_forgets_ask_async (sync->replica,
                          sync->transport,
                          case_id,
                          cancellable,
                          forgets_asked_cb,
                          task);
}

AmiaForgetsResponse *
amia_sync_ask_forgets_finish (AmiaSync     *sync,
                              GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sync), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

AmiaSyncPhase
amia_sync_get_phase (AmiaSync *sync)
{
  g_return_val_if_fail (AMIA_IS_SYNC (sync), AMIA_SYNC_IDLE);

  return sync->shown.phase;
}

AmiaSyncTrouble
amia_sync_get_trouble (AmiaSync *sync)
{
  g_return_val_if_fail (AMIA_IS_SYNC (sync), AMIA_SYNC_TROUBLE_NONE);

  return sync->shown.trouble;
}

gboolean
amia_sync_get_online (AmiaSync *sync)
{
  g_return_val_if_fail (AMIA_IS_SYNC (sync), FALSE);

  return sync->shown.online;
}

gint64
amia_sync_get_last_success_ms (AmiaSync *sync)
{
  g_return_val_if_fail (AMIA_IS_SYNC (sync), 0);

  return sync->shown.last_success_ms;
}

gint64
amia_sync_get_clock_offset_ms (AmiaSync *sync)
{
  g_return_val_if_fail (AMIA_IS_SYNC (sync), 0);

  return sync->shown.clock_offset_ms;
}

char *
amia_sync_dup_url (AmiaSync *sync)
{
  g_return_val_if_fail (AMIA_IS_SYNC (sync), NULL);

  return g_strdup (sync->url);
}
