/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-blob-run.h"

#include "amia-blob-patience.h"
#include "amia-blob-transfer.h"
#include "amia-sign-in.h"

/* A loop with three stops, each left by a callback:
 *
 *     look (replica's thread) ─► exchange (transport) ─► take and prepare (replica's thread) ─┐
 *       ▲                            ▲──────────────────── the same blob goes on ─────────────┤
 *       └───────────────────────────────────────────────── it is carried, or put off ─────────┘
 *
 * Anything that may have changed what is to be done (a round that ended, a file attached, another
 * network, a button) only ever calls consider (), which begins at the top if there is time. */

#define RETRY_MS_MIN 2000
#define RETRY_MS_MAX (5 * 60 * 1000)

struct _AmiaBlobRun
{
  GObject            parent_instance;
  AmiaSync          *sync;
  AmiaReplica       *replica;
  AmiaBlobTransport *transport;
  GCancellable      *cancellable;

  AmiaBlobRunState state;
  guint            n_left;
  gint64           done;
  gint64           total;
  gboolean         is_paused;
  gboolean         is_asked_for; /* by the button: the network may cost money */
  gboolean         is_under_way;

  guint       n_failures;
  gint64      retry_at_us;
  guint       timer_id;
  GHashTable *put_off; /* see amia-blob-patience.h */
};

enum
{
  PROP_STATE = 1,
  PROP_N_LEFT,
  PROP_DONE,
  PROP_TOTAL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AmiaBlobRun, amia_blob_run, G_TYPE_OBJECT)

/* One blob on its way. The run lives at least as long as what is under way. */
typedef struct
{
  AmiaBlobRun     *run;
  AmiaBlobTransfer transfer;
  AmiaBlobProgress progress;
  AmiaBlobRequest *request;
  AmiaBlobReply   *reply;
  char            *url;
  char            *token;
  gboolean         is_paused;
  GArray          *tasks;
} Way;

static void
way_free (Way *way)
{
  g_object_unref (way->run);
  g_clear_pointer (&way->request, amia_blob_request_free);
  g_clear_pointer (&way->reply, amia_blob_reply_free);
  g_clear_pointer (&way->tasks, g_array_unref);
  g_free (way->url);
  g_free (way->token);
  g_free (way);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Way, way_free)

static void consider (AmiaBlobRun *self);

/* --- What is shown --------------------------------------------------------------------------- */

static void
show (AmiaBlobRun     *self,
      AmiaBlobRunState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
show_left (AmiaBlobRun *self,
           guint        n_left)
{
  if (self->n_left == n_left)
    return;
  self->n_left = n_left;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_LEFT]);
}

static void
show_transfer (AmiaBlobRun            *self,
               const AmiaBlobTransfer *transfer)
{
  gint64 done = transfer != NULL ? amia_blob_transfer_get_done (transfer) : 0;
  gint64 total = transfer != NULL ? transfer->task.length : 0;

  if (self->total != total)
    {
      self->total = total;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
    }
  if (self->done != done)
    {
      self->done = done;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
    }
}

/* --- When ------------------------------------------------------------------------------------ */

static gboolean
timer_cb (gpointer data)
{
  AmiaBlobRun *self = data;

  self->timer_id = 0;
  consider (self);
  return G_SOURCE_REMOVE;
}

static void
wake_at (AmiaBlobRun *self,
         gint64       at_us)
{
  gint64 wait_ms = MAX (0, (at_us - g_get_monotonic_time ()) / 1000) + 1;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->timer_id = g_timeout_add ((guint) MIN (wait_ms, RETRY_MS_MAX), timer_cb, self);
}

/* Full jitter over the upper half, so that the laptops of an office do not come back together. */
static void
retry_later (AmiaBlobRun  *self,
             const GError *error)
{
  gint64 pause_ms = RETRY_MS_MIN << MIN (self->n_failures, 8);
  guint  asked_seconds = error->domain == AMIA_TRANSPORT_ERROR
                             ? amia_transport_error_get_retry_after (error)
                             : 0;

  self->n_failures++;
  pause_ms = MIN (pause_ms, RETRY_MS_MAX);
  pause_ms = pause_ms / 2 + g_random_int_range (0, (gint32) (pause_ms / 2));
  pause_ms = MAX (pause_ms, MIN ((gint64) asked_seconds * 1000, RETRY_MS_MAX));
  self->retry_at_us = g_get_monotonic_time () + pause_ms * 1000;
  wake_at (self, self->retry_at_us);
  show (self, AMIA_BLOB_RUN_WAITING);
}

/* --- On the replica's thread ----------------------------------------------------------------- */

static gpointer
look_at_store (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  Way             *way = data;
  g_autofree char *paused = amia_store_get_setting (store, AMIA_SETTING_BLOBS_PAUSED);

  way->is_paused = paused != NULL;
  way->url = amia_store_get_setting (store, AMIA_SETTING_SERVER_URL);
  way->token = amia_store_get_setting (store, AMIA_SETTING_SERVER_TOKEN);
  way->tasks = amia_store_list_blob_tasks (store, error);
  return way->tasks != NULL ? way : NULL;
}

static gpointer
prepare (AmiaStore    *store,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  Way *way = data;

  way->progress = AMIA_BLOB_GOES_ON;
  if (way->reply != NULL &&
      !amia_blob_transfer_take (&way->transfer, store, way->reply, &way->progress, error))
    return NULL;

  g_clear_pointer (&way->reply, amia_blob_reply_free);
  g_clear_pointer (&way->request, amia_blob_request_free);
  if (way->progress != AMIA_BLOB_GOES_ON)
    return way;

  way->request = amia_blob_transfer_prepare (&way->transfer, store, error);
  return way->request != NULL ? way : NULL;
}

/* --- The loop -------------------------------------------------------------------------------- */

static void
finish (AmiaBlobRun *self)
{
  self->is_under_way = FALSE;
  show_transfer (self, NULL);
}

static void prepare_next (Way *way);

static void
exchanged_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Way) way = user_data;
  AmiaBlobRun *self = way->run;
  g_autoptr (GError) error = NULL;

  way->reply =
      amia_blob_transport_exchange_finish (AMIA_BLOB_TRANSPORT (source), result, &error);
  if (way->reply != NULL)
    {
      self->n_failures = 0;
      prepare_next (g_steal_pointer (&way));
      return;
    }

  finish (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_debug ("an attachment waits: %s", error->message);
  retry_later (self, error);
}

static gboolean
may_go_on (AmiaBlobRun *self)
{
  return !self->is_paused && !g_cancellable_is_cancelled (self->cancellable) &&
         (self->is_asked_for ||
          !g_network_monitor_get_network_metered (g_network_monitor_get_default ()));
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Way) way = user_data;
  AmiaBlobRun *self = way->run;
  g_autoptr (GError) error = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    {
      finish (self);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        return;
      /* This one is not wanted any more, or can't be read or kept; there are others. */
      amia_blob_patience_add (
          self->put_off, &way->transfer.task.id, g_get_monotonic_time ());
      retry_later (self, error);
      return;
    }

  show_transfer (self, &way->transfer);
  if (way->progress == AMIA_BLOB_PUT_OFF)
    amia_blob_patience_add (
        self->put_off, &way->transfer.task.id, g_get_monotonic_time ());
  if (way->progress != AMIA_BLOB_GOES_ON || !may_go_on (self))
    {
      finish (self);
      consider (self);
      return;
    }

  amia_blob_transport_exchange_async (self->transport,
                                      way->url,
                                      way->token,
                                      way->request,
                                      self->cancellable,
                                      exchanged_cb,
                                      way);
  (void) g_steal_pointer (&way);
}

/* Takes @way. */
static void
prepare_next (Way *way)
{
  amia_replica_call_async (
      way->run->replica, prepare, way, NULL, NULL, NULL, prepared_cb, way);
}

static void
begin (AmiaBlobRun *self,
       Way         *way)
{
  gint64              next_us;
  const AmiaBlobTask *task =
      amia_blob_patience_choose (self->put_off, way->tasks, g_get_monotonic_time (), &next_us);

  if (task == NULL)
    {
      finish (self);
      self->is_asked_for = FALSE;
      show (self, way->tasks->len > 0 ? AMIA_BLOB_RUN_WAITING : AMIA_BLOB_RUN_IDLE);
      if (way->tasks->len > 0)
        wake_at (self, next_us);
      way_free (way);
      return;
    }

  amia_blob_transfer_init (&way->transfer, task);
  for (guint i = 0; i < self->n_failures; i++)
    amia_blob_transfer_falter (&way->transfer);
  show (self, AMIA_BLOB_RUN_BUSY);
  show_transfer (self, &way->transfer);
  prepare_next (way);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Way) way = user_data;
  AmiaBlobRun *self = way->run;

  /* Ignored: if the replica can't be read, the next round says so. */
  if (amia_replica_call_finish (AMIA_REPLICA (source), result, NULL) == NULL)
    {
      finish (self);
      return;
    }

  show_left (self, way->tasks->len);
  self->is_paused = way->is_paused;
  if (way->tasks->len > 0 && way->url != NULL && way->token != NULL && may_go_on (self))
    {
      begin (self, g_steal_pointer (&way));
      return;
    }

  finish (self);
  show (self,
        way->tasks->len == 0 || way->token == NULL ? AMIA_BLOB_RUN_IDLE
        : self->is_paused                          ? AMIA_BLOB_RUN_PAUSED
                                                   : AMIA_BLOB_RUN_METERED);
}

static void
look (AmiaBlobRun *self)
{
  Way *way = g_new0 (Way, 1);

  way->run = g_object_ref (self);
  self->is_under_way = TRUE;
  amia_replica_call_async (
      self->replica, look_at_store, way, NULL, NULL, NULL, looked_cb, way);
}

/* Begins, if it is time: text first, and only where the server was just reached. */
static void
consider (AmiaBlobRun *self)
{
  AmiaSyncPhase phase;

  if (g_cancellable_is_cancelled (self->cancellable) || self->is_under_way)
    return;

  phase = amia_sync_get_phase (self->sync);
  if (!amia_sync_get_online (self->sync) ||
      (phase != AMIA_SYNC_IDLE && phase != AMIA_SYNC_LISTENING))
    return;
  if (g_get_monotonic_time () < self->retry_at_us)
    {
      wake_at (self, self->retry_at_us);
      return;
    }

  look (self);
}

static void
changed_cb (AmiaBlobRun *self)
{
  consider (self);
}

/* Another network: what failed on the old one says nothing about it. */
static void
network_changed_cb (AmiaBlobRun *self)
{
  self->n_failures = 0;
  self->retry_at_us = 0;
  consider (self);
}

/* --- The object ------------------------------------------------------------------------------ */

static void
amia_blob_run_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  AmiaBlobRun *self = AMIA_BLOB_RUN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_N_LEFT:
      g_value_set_uint (value, self->n_left);
      break;
    case PROP_DONE:
      g_value_set_int64 (value, self->done);
      break;
    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
amia_blob_run_dispose (GObject *object)
{
  AmiaBlobRun *self = AMIA_BLOB_RUN (object);

  amia_blob_run_stop (self);
  g_clear_object (&self->sync);
  g_clear_object (&self->replica);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (amia_blob_run_parent_class)->dispose (object);
}

static void
amia_blob_run_finalize (GObject *object)
{
  AmiaBlobRun *self = AMIA_BLOB_RUN (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->put_off);
  G_OBJECT_CLASS (amia_blob_run_parent_class)->finalize (object);
}

static void
amia_blob_run_class_init (AmiaBlobRunClass *klass)
{
  GObjectClass    *object_class = G_OBJECT_CLASS (klass);
  GParamFlags      flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  AmiaBlobRunState last = AMIA_BLOB_RUN_PAUSED;

  object_class->get_property = amia_blob_run_get_property;
  object_class->dispose = amia_blob_run_dispose;
  object_class->finalize = amia_blob_run_finalize;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, (int) last, 0, flags);
  properties[PROP_N_LEFT] = g_param_spec_uint ("n-left", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_int64 ("done", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_TOTAL] = g_param_spec_int64 ("total", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
amia_blob_run_init (AmiaBlobRun *self)
{
  self->cancellable = g_cancellable_new ();
  self->put_off = amia_blob_patience_new ();
}

AmiaBlobRun *
amia_blob_run_new (AmiaSync          *sync,
                   AmiaReplica       *replica,
                   AmiaBlobTransport *transport)
{
  AmiaBlobRun *self;

  g_return_val_if_fail (AMIA_IS_SYNC (sync), NULL);
  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (AMIA_IS_BLOB_TRANSPORT (transport), NULL);

  self = g_object_new (AMIA_TYPE_BLOB_RUN, NULL);
  self->sync = g_object_ref (sync);
  self->replica = g_object_ref (replica);
  self->transport = g_object_ref (transport);
  g_signal_connect_object (
      sync, "notify::phase", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      sync, "notify::last-success-ms", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (g_network_monitor_get_default (),
                           "notify::network-metered",
                           G_CALLBACK (network_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  consider (self);
  return self;
}

/* --- Public ---------------------------------------------------------------------------------- */

void
amia_blob_run_now (AmiaBlobRun *run)
{
  g_return_if_fail (AMIA_IS_BLOB_RUN (run));

  run->is_asked_for = TRUE;
  g_hash_table_remove_all (run->put_off);
  network_changed_cb (run);
}

static gpointer
keep_paused (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const char *value = GPOINTER_TO_INT (data) ? "1" : NULL;

  return amia_store_set_setting (store, AMIA_SETTING_BLOBS_PAUSED, value, error) ? store : NULL;
}

static void
paused_kept_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (AmiaBlobRun) self = user_data;

  /* Then it holds until the program ends. */
  if (amia_replica_call_finish (AMIA_REPLICA (source), result, NULL) == NULL)
    g_debug ("that attachments are paused could not be kept");
  consider (self);
}

void
amia_blob_run_set_paused (AmiaBlobRun *run,
                          gboolean     paused)
{
  g_return_if_fail (AMIA_IS_BLOB_RUN (run));

  run->is_paused = paused;
  if (paused)
    run->is_asked_for = FALSE;
  amia_replica_call_async (run->replica,
                           keep_paused,
                           GINT_TO_POINTER (paused),
                           NULL,
                           NULL,
                           NULL,
                           paused_kept_cb,
                           g_object_ref (run));
}

gboolean
amia_blob_run_get_paused (AmiaBlobRun *run)
{
  g_return_val_if_fail (AMIA_IS_BLOB_RUN (run), FALSE);

  return run->is_paused;
}

AmiaBlobRunState
amia_blob_run_get_state (AmiaBlobRun *run)
{
  g_return_val_if_fail (AMIA_IS_BLOB_RUN (run), AMIA_BLOB_RUN_IDLE);

  return run->state;
}

guint
amia_blob_run_get_n_left (AmiaBlobRun *run)
{
  g_return_val_if_fail (AMIA_IS_BLOB_RUN (run), 0);

  return run->n_left;
}

void
amia_blob_run_stop (AmiaBlobRun *run)
{
  g_return_if_fail (AMIA_IS_BLOB_RUN (run));

  g_cancellable_cancel (run->cancellable);
  g_clear_handle_id (&run->timer_id, g_source_remove);
}
