/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-case-reader.h"

#include "amia-clock.h"

/* The request is shared by the calls that are under way: a later one may be asked for before the
 * first has run. */

typedef struct
{
  AmiaReplicaFunc read;
  gpointer        data;
  GDestroyNotify  data_free;
} Request;

struct _AmiaCaseReader
{
  GObject parent_instance;

  AmiaReplica   *replica;
  gboolean       is_every_case;
  AmiaUuid       case_id;
  gboolean       has_own_record;
  AmiaUuid       own_record;
  Request       *request; /* an atomic box */
  GCancellable  *cancellable;
  gpointer       result;
  GDestroyNotify result_free;
};

G_DEFINE_FINAL_TYPE (AmiaCaseReader, amia_case_reader, G_TYPE_OBJECT)

static guint changed_signal;

static void
clear_request (gpointer data)
{
  Request *request = data;

  if (request->data_free != NULL)
    request->data_free (request->data);
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
         gpointer      user_data)
{
  g_autoptr (AmiaCaseReader) self = user_data;
  g_autoptr (GError) local_error = NULL;
  gpointer answer = amia_replica_call_finish (AMIA_REPLICA (source), result, &local_error);

  if (answer == NULL)
    {
      /* What is wrong with the replica the page itself says. */
      g_debug ("Failed to read from the case: %s",
               local_error != NULL ? local_error->message : "nothing there");
      return;
    }

  g_clear_pointer (&self->result, self->result_free);
  self->result = answer;
  g_signal_emit (self, changed_signal, 0);
}

static void
start_reading (AmiaCaseReader *self)
{
  amia_replica_call_async (self->replica,
                           read_on_store_thread,
                           g_atomic_rc_box_acquire (self->request),
                           release_request,
                           self->result_free,
                           self->cancellable,
                           read_cb,
                           g_object_ref (self));
}

static gboolean
holds (GArray         *uuids,
       const AmiaUuid *uuid)
{
  for (guint i = 0; i < uuids->len; i++)
    {
      if (amia_uuid_equal (&g_array_index (uuids, AmiaUuid, i), uuid))
        return TRUE;
    }

  return FALSE;
}

/* Each pause in typing is a change of the form that somebody is in. */
static void
replica_changed_cb (AmiaCaseReader *self,
                    GArray         *cases,
                    GArray         *records,
                    AmiaReplica    *replica)
{
  gboolean is_only_own =
      self->has_own_record && records->len == 1 && holds (records, &self->own_record);

  gboolean is_ours =
      self->is_every_case ? records->len > 0 : holds (cases, &self->case_id);

  if (is_ours && !is_only_own)
    start_reading (self);
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

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->request, release_request);
  g_clear_pointer (&self->result, self->result_free);

  G_OBJECT_CLASS (amia_case_reader_parent_class)->finalize (object);
}

static void
amia_case_reader_class_init (AmiaCaseReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_case_reader_dispose;
  object_class->finalize = amia_case_reader_finalize;
  changed_signal = g_signal_new ("changed", AMIA_TYPE_CASE_READER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
amia_case_reader_init (AmiaCaseReader *self)
{
  self->cancellable = g_cancellable_new ();
}

AmiaCaseReader *
amia_case_reader_new (AmiaReplica                 *replica,
                      const AmiaCaseReaderOptions *options)
{
  AmiaCaseReader *self = NULL;

  g_return_val_if_fail (replica == NULL || AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (options->read != NULL, NULL);
  g_return_val_if_fail (options->result_free != NULL, NULL);

  self = g_object_new (AMIA_TYPE_CASE_READER, NULL);
  self->is_every_case = options->case_id == NULL;
  self->has_own_record = options->own_record != NULL;
  if (!self->is_every_case)
    self->case_id = *options->case_id;
  if (self->has_own_record)
    self->own_record = *options->own_record;
  self->request = g_atomic_rc_box_new0 (Request);
  self->request->read = options->read;
  self->request->data = options->request;
  self->request->data_free = options->request_free;
  self->result_free = options->result_free;
  if (replica == NULL)
    return self;

  self->replica = g_object_ref (replica);
  g_signal_connect_object (
      replica, "changed", G_CALLBACK (replica_changed_cb), self, G_CONNECT_SWAPPED);
  start_reading (self);
  return self;
}

gpointer
amia_case_reader_get_result (AmiaCaseReader *self)
{
  g_return_val_if_fail (AMIA_IS_CASE_READER (self), NULL);

  return self->result;
}

void
amia_case_reader_find_day_begun (const AmiaRecord *record,
                                 GDate            *day)
{
  g_autoptr (GPtrArray) fields = NULL;
  gint64 first = G_MAXINT64;

  g_return_if_fail (record != NULL);
  g_return_if_fail (day != NULL);

  fields = amia_record_get_fields (record);
  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaHead *head = amia_record_get_shown (record, g_ptr_array_index (fields, i));

      if (head != NULL)
        first = MIN (first, amia_stamp_get_ms (head->stamp));
    }

  g_date_clear (day, 1);
  g_date_set_time_t (day, (time_t) (first / 1000));
}
