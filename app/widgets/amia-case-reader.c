/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-case-reader.h"

/* What changes while it reads makes one more reading, whatever number of changes that were. The
 * request may outlive the reader: the last call with it may still be on the store's thread. */

typedef struct
{
  AmiaReplicaFunc read;
  gpointer        data;
  GDestroyNotify  free_data;
} Request;

struct _AmiaCaseReader
{
  GObject parent_instance;

  AmiaReplica   *replica;
  AmiaUuid       case_id;
  AmiaUuid       own_record;
  AmiaUuid       watched;
  gboolean       is_every_case;
  Request       *request; /* an atomic box */
  GDestroyNotify free_read;
  gpointer       what;
  GCancellable  *cancellable;
  gboolean       is_reading;
  gboolean       is_stale;
};

G_DEFINE_FINAL_TYPE (AmiaCaseReader, amia_case_reader, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_again (AmiaCaseReader *self);

static void
clear_request (gpointer data)
{
  Request *request = data;

  if (request->free_data != NULL)
    request->free_data (request->data);
}

static void
release_request (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_request);
}

static gpointer
read_on_store_thread (AmiaStore    *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  const Request *request = data;

  return request->read (store, request->data, cancellable, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaCaseReader) self = data;
  g_autoptr (GError) error = NULL;
  gpointer what = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  self->is_reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&what, self->free_read);
      return;
    }

  if (what != NULL)
    {
      g_clear_pointer (&self->what, self->free_read);
      self->what = what;
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);

  if (self->is_stale)
    read_again (self);
}

static void
read_again (AmiaCaseReader *self)
{
  self->is_stale = self->is_reading;
  if (self->is_reading || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->is_reading = TRUE;
  amia_replica_call_async (self->replica,
                           read_on_store_thread,
                           g_atomic_rc_box_acquire (self->request),
                           release_request,
                           self->free_read,
                           self->cancellable,
                           read_cb,
                           g_object_ref (self));
}

static gboolean
holds (GArray         *ids,
       const AmiaUuid *id)
{
  for (guint i = 0; i < ids->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (ids, AmiaUuid, i), id))
        return TRUE;
    }

  return FALSE;
}

static void
replica_changed_cb (AmiaCaseReader *self,
                    GArray         *cases,
                    GArray         *records)
{
  gboolean is_only_own = records->len == 1 && !amia_uuid_is_nil (&self->own_record) &&
                         holds (records, &self->own_record);
  gboolean is_ours = self->is_every_case ? records->len > 0 : holds (cases, &self->case_id);

  if ((is_ours && !is_only_own) ||
      (!amia_uuid_is_nil (&self->watched) && holds (records, &self->watched)))
    read_again (self);
}

static void
amia_case_reader_dispose (GObject *object)
{
  AmiaCaseReader *self = AMIA_CASE_READER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->replica);

  G_OBJECT_CLASS (amia_case_reader_parent_class)->dispose (object);
}

static void
amia_case_reader_finalize (GObject *object)
{
  AmiaCaseReader *self = AMIA_CASE_READER (object);

  g_clear_pointer (&self->what, self->free_read);
  g_clear_pointer (&self->request, release_request);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (amia_case_reader_parent_class)->finalize (object);
}

static void
amia_case_reader_class_init (AmiaCaseReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_case_reader_dispose;
  object_class->finalize = amia_case_reader_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", AMIA_TYPE_CASE_READER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", AMIA_TYPE_CASE_READER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
amia_case_reader_init (AmiaCaseReader *self)
{
  self->cancellable = g_cancellable_new ();
}

AmiaCaseReader *
amia_case_reader_new (AmiaReplica    *replica,
                      const AmiaUuid *case_id,
                      AmiaReplicaFunc read,
                      GDestroyNotify  free_read)
{
  const AmiaCaseReading reading = {
    .case_id = case_id,
    .read = read,
    .request = case_id != NULL ? g_memdup2 (case_id, sizeof *case_id) : NULL,
    .free_request = g_free,
    .free_read = free_read,
  };

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  return amia_case_reader_new_with (replica, &reading);
}

AmiaCaseReader *
amia_case_reader_new_with (AmiaReplica           *replica,
                           const AmiaCaseReading *reading)
{
  AmiaCaseReader *self = NULL;

  g_return_val_if_fail (replica == NULL || AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (reading != NULL, NULL);
  g_return_val_if_fail (reading->read != NULL, NULL);
  g_return_val_if_fail (reading->free_read != NULL, NULL);

  self = g_object_new (AMIA_TYPE_CASE_READER, NULL);
  self->is_every_case = reading->case_id == NULL;
  if (reading->case_id != NULL)
    self->case_id = *reading->case_id;
  if (reading->own_record != NULL)
    self->own_record = *reading->own_record;
  self->request = g_atomic_rc_box_new0 (Request);
  self->request->read = reading->read;
  self->request->data = reading->request;
  self->request->free_data = reading->free_request;
  self->free_read = reading->free_read;
  if (replica == NULL)
    return self;

  self->replica = g_object_ref (replica);
  g_signal_connect_object (
      replica, "changed", G_CALLBACK (replica_changed_cb), self, G_CONNECT_SWAPPED);
  read_again (self);
  return self;
}

void
amia_case_reader_watch (AmiaCaseReader *self,
                        const AmiaUuid *record)
{
  g_return_if_fail (AMIA_IS_CASE_READER (self));
  g_return_if_fail (record != NULL);

  self->watched = *record;
}

gpointer
amia_case_reader_get (AmiaCaseReader *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_READER (self), NULL);

  return self->what;
}

AmiaReplica *
amia_case_reader_get_replica (AmiaCaseReader *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_READER (self), NULL);

  return self->replica;
}

const AmiaUuid *
amia_case_reader_get_case (AmiaCaseReader *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_READER (self), NULL);

  return &self->case_id;
}

void
amia_case_reader_stop (AmiaCaseReader *self)
{
  if (self != NULL)
    g_cancellable_cancel (self->cancellable);
}
