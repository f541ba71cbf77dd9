/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-session.h"

#include "amia-http-blob-transport.h"
#include "amia-http-transport.h"
#include "amia-store-end.h"
#include "amia-store-names.h"
#include "amia-store-sync.h"
#include "amia-words.h"

/* The numbers are read again after every transaction, but never twice at the same time: what comes
 * meanwhile makes one more reading when the first is done. */

#define DAY_CHECK_SECONDS 60

struct _AmiaSession
{
  GObject parent_instance;

  AmiaReplica  *replica;
  AmiaSync     *sync;
  AmiaBlobRun  *blobs;
  GCancellable *cancellable;
  AmiaStatus    status;
  guint         n_blobs;       /* not sent */
  guint         n_scopes_done; /* cases and people, of the snapshot under way */
  guint         n_scopes;
  guint         n_fetched; /* changes, in the rounds of this run */
  guint         day_id;
  char         *day;
  char         *person; /* what the one who works here is called */
  gboolean      is_reading;
  gboolean      is_stale;
  gboolean      is_read;
  gboolean      is_rescued;
  gboolean      is_first; /* no sync was ever finished here */
};

G_DEFINE_FINAL_TYPE (AmiaSession, amia_session, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_REVOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_status (AmiaSession *self);

typedef struct
{
  AmiaStatus status;
  guint      n_blobs;
  guint      n_scopes_done;
  guint      n_scopes;
  char      *person;
} Standing;

static void
standing_free (gpointer data)
{
  Standing *standing = data;

  g_free (standing->person);
  g_free (standing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Standing, standing_free)

static gpointer
load_status (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const char *user = data;
  g_autoptr (Standing) standing = g_new0 (Standing, 1);
  g_auto (AmiaSyncState) state = { 0 };

  if (!amia_store_get_status (store, &standing->status, error) ||
      !amia_store_count_unsent_blobs (store, &standing->n_blobs, error) ||
      !amia_store_get_sync_state (store, &state, error))
    return NULL;

  standing->person = g_strdup (amia_store_get_person (store, user));
  if (state.has_snapshot)
    {
      standing->n_scopes_done = state.snapshot.n_done;
      standing->n_scopes = state.snapshot.n_scopes;
    }

  return g_steal_pointer (&standing);
}

static void
read_status_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (AmiaSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Standing) standing =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_reading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (!self->is_read && standing != NULL)
    self->is_first = standing->status.last_sync_ms == 0;
  self->is_read = standing != NULL;
  if (standing != NULL)
    {
      self->status = standing->status;
      self->n_blobs = standing->n_blobs;
      self->n_scopes_done = standing->n_scopes_done;
      self->n_scopes = standing->n_scopes;
      g_free (self->person);
      self->person = g_steal_pointer (&standing->person);
    }
  else
    g_warning ("%s", error != NULL ? error->message : "No status");

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (self->is_stale)
    read_status (self);
}

static void
read_status (AmiaSession *self)
{
  self->is_stale = self->is_reading;
  if (self->is_reading || self->replica == NULL)
    return;

  self->is_reading = TRUE;
  amia_replica_call_async (self->replica,
                           load_status,
                           g_strdup (amia_replica_get_identity (self->replica)->user),
                           g_free,
                           standing_free,
                           self->cancellable,
                           read_status_cb,
                           g_object_ref (self));
}

static void
sync_changed_cb (AmiaSession *self)
{
  AmiaSyncPhase phase = amia_sync_get_phase (self->sync);

  /* The first page makes a success; the first sync is over when there is nothing more to get. */
  if (amia_sync_get_last_success_ms (self->sync) > 0 && phase != AMIA_SYNC_BUSY &&
      phase != AMIA_SYNC_WAITING)
    self->is_first = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  read_status (self);
}

static void
progress_cb (AmiaSession *self,
             guint        pushed,
             guint        pulled)
{
  self->n_fetched = pulled;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* At midnight, or when the laptop wakes on another day, consents and memberships begin and end. The
 * replica hides by itself what is to be hidden; this is for the words. */
static gboolean
day_cb (gpointer data)
{
  AmiaSession     *self = data;
  g_autofree char *today = amia_words_today ();

  if (g_strcmp0 (today, self->day) == 0)
    return G_SOURCE_CONTINUE;

  g_free (self->day);
  self->day = g_steal_pointer (&today);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  read_status (self);
  return G_SOURCE_CONTINUE;
}

static void
revoked_cb (AmiaSession *self)
{
  g_signal_emit (self, signals[SIGNAL_REVOKED], 0);
}

/* A rescue file holds what was here when it was written. */
static void
replica_changed_cb (AmiaSession *self)
{
  self->is_rescued = FALSE;
  read_status (self);
}

static AmiaBlobRun *
start_blobs (AmiaSession *self)
{
  g_autoptr (AmiaBlobTransport) transport =
      amia_http_blob_transport_new (g_getenv ("AMIA_CA_FILE"), NULL);

  /* What is wrong with the certificates has been said already. */
  if (transport == NULL)
    transport = amia_http_blob_transport_new (NULL, NULL);
  return amia_blob_run_new (self->sync, self->replica, transport);
}

static void
start_sync (AmiaSession *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaTransport) transport = NULL;

  /* A server with a certificate of an authority of its own, as in a trial or a test. */
  transport = amia_http_transport_new (g_getenv ("AMIA_CA_FILE"), &error);
  if (transport == NULL)
    {
      g_warning ("%s", error->message);
      transport = amia_http_transport_new (NULL, NULL);
    }

  self->sync = amia_sync_new (self->replica, transport);
  g_signal_connect_object (self->sync,
                           "notify",
                           G_CALLBACK (sync_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "revoked", G_CALLBACK (revoked_cb), self, G_CONNECT_SWAPPED);
  self->blobs = start_blobs (self);
  amia_sync_start (self->sync);
}

static void
amia_session_dispose (GObject *object)
{
  AmiaSession *self = AMIA_SESSION (object);

  amia_session_close (self);
  g_clear_pointer (&self->day, g_free);
  g_clear_pointer (&self->person, g_free);
  g_clear_object (&self->blobs);
  g_clear_object (&self->sync);
  g_clear_object (&self->replica);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (amia_session_parent_class)->dispose (object);
}

static void
amia_session_class_init (AmiaSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_session_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          AMIA_TYPE_SESSION,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  signals[SIGNAL_REVOKED] = g_signal_new ("revoked",
                                          AMIA_TYPE_SESSION,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
amia_session_init (AmiaSession *self)
{
  self->cancellable = g_cancellable_new ();
}

AmiaSession *
amia_session_new (AmiaReplica *replica)
{
  AmiaSession *self = g_object_new (AMIA_TYPE_SESSION, NULL);

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);

  self->replica = g_object_ref (replica);
  g_signal_connect_object (replica, "changed", G_CALLBACK (replica_changed_cb), self, G_CONNECT_SWAPPED);
  self->day = amia_words_today ();
  self->day_id = g_timeout_add_seconds (DAY_CHECK_SECONDS, day_cb, self);
  start_sync (self);
  read_status (self);
  return self;
}

AmiaReplica *
amia_session_get_replica (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), NULL);

  return self->replica;
}

AmiaSync *
amia_session_get_sync (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), NULL);

  return self->sync;
}

AmiaBlobRun *
amia_session_get_blobs (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), NULL);

  return self->blobs;
}

void
amia_session_sync_now (AmiaSession *self)
{
  g_return_if_fail (AMIA_IS_SESSION (self));

  amia_sync_now (self->sync);
  amia_blob_run_now (self->blobs);
}

const AmiaStatus *
amia_session_get_status (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), NULL);

  return &self->status;
}

const char *
amia_session_get_person (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), NULL);

  return self->person != NULL ? self->person : amia_replica_get_identity (self->replica)->user;
}

guint
amia_session_get_unsent (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), 0);

  return self->status.n_waiting + self->status.n_refused;
}

guint
amia_session_get_unsent_blobs (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), 0);

  return self->n_blobs;
}

guint
amia_session_get_fetched (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), 0);

  return self->n_fetched;
}

guint
amia_session_get_scopes (AmiaSession *self,
                         guint       *n_scopes)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), 0);
  g_return_val_if_fail (n_scopes != NULL, 0);

  *n_scopes = self->n_scopes;
  return self->n_scopes_done;
}

gboolean
amia_session_get_is_first (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), FALSE);

  return self->is_first && amia_sync_get_phase (self->sync) == AMIA_SYNC_BUSY;
}

void
amia_session_note_rescue (AmiaSession *self)
{
  g_return_if_fail (AMIA_IS_SESSION (self));

  self->is_rescued = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
amia_session_may_end (AmiaSession *self)
{
  g_return_val_if_fail (AMIA_IS_SESSION (self), FALSE);

  return self->is_read &&
         (self->is_rescued ||
          (!self->is_stale && self->n_blobs == 0 && amia_session_get_unsent (self) == 0));
}

gboolean
amia_session_has_server (AmiaSession *self)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (AMIA_IS_SESSION (self), FALSE);

  url = self->sync != NULL ? amia_sync_dup_url (self->sync) : NULL;
  return url != NULL;
}

void
amia_session_close (AmiaSession *self)
{
  g_return_if_fail (AMIA_IS_SESSION (self));

  if (self->cancellable == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->day_id, g_source_remove);
  if (self->sync != NULL)
    {
      amia_blob_run_stop (self->blobs);
      amia_sync_stop (self->sync);
    }
  if (self->replica != NULL)
    amia_replica_close (self->replica);
}
