/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-replica.h"

#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-keys.h"
#include "amia-store-private.h"

/* One thread owns the store; everybody else hands it work through a queue and is answered on their
 * own main context. The thread knows the object only weakly: the object ends the thread, never the
 * other way round.
 *
 * What a call changed is told before its answer, so that whoever waits for the answer already sees
 * the world as it is. */

#define CALLS_MAX 10000

/* What the thread works with. It belongs to the thread; the queue is shared. */
typedef struct
{
  GAsyncQueue  *queue; /* (element-type GTask), each with a Call; a task without one ends it */
  GMainContext *context;
  GWeakRef      replica;
  AmiaStore    *store;
  char         *path;
  char         *user; /* NULL: open, do not create */
  char         *agency;
  char         *passphrase; /* or the keyring's secret */
  gboolean      is_keyring;
  GTask        *opening;
} Worker;

typedef struct
{
  AmiaReplicaFunc func;
  gpointer        data;
  GDestroyNotify  data_free;
  GDestroyNotify  result_free;
} Call;

/* An open store on its way to the object that will speak for it. */
typedef struct
{
  GThread     *thread;
  GAsyncQueue *queue;
  Worker      *worker;
  char        *path;
  AmiaUuid     device;
  const char  *user; /* interned, like the two below */
  const char  *agency;
  const char  *role;
} Opened;

/* What a transaction changed, on its way to the main context. */
typedef struct
{
  GWeakRef    replica;
  GArray     *cases;
  GArray     *records;
  AmiaUuid    device;
  const char *role;
} Message;

/* How a call ended, on its way to the main context. */
typedef struct
{
  GTask         *task;
  gpointer       result;
  GDestroyNotify result_free;
  GError        *error;
} Answer;

struct _AmiaReplica
{
  GObject      parent_instance;
  GThread     *thread; /* NULL when closed */
  GAsyncQueue *queue;
  char        *path;
  AmiaIdentity identity; /* strings interned */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmiaReplica, amia_replica, G_TYPE_OBJECT)

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->data_free != NULL)
    call->data_free (call->data);
  g_free (call);
}

/* --- The thread ------------------------------------------------------------------------------ */

static void
post (GMainContext  *context,
      GSourceFunc    func,
      gpointer       data,
      GDestroyNotify data_free)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, data_free);
  g_source_set_static_name (source, "amia-replica");
  g_source_attach (source, context);
}

static gboolean
nothing_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  if (answer->result != NULL && answer->result_free != NULL)
    answer->result_free (answer->result);
  g_clear_error (&answer->error);
  g_object_unref (answer->task);
  g_free (answer);
}

static gboolean
give_answer_cb (gpointer data)
{
  Answer *answer = data;

  if (answer->error != NULL)
    g_task_return_error (answer->task, g_steal_pointer (&answer->error));
  else
    g_task_return_pointer (answer->task, g_steal_pointer (&answer->result), answer->result_free);

  return G_SOURCE_REMOVE;
}

/* A task ends, and loses its last reference, on the context that it came from: what hangs on it may
 * be widgets. */
static void
give_answer (Worker        *worker,
             GTask         *task,
             gpointer       result,
             GDestroyNotify result_free,
             GError        *error)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  answer->result = result;
  answer->result_free = result_free;
  answer->error = error;
  post (worker->context, give_answer_cb, answer, answer_free);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_weak_ref_clear (&message->replica);
  g_array_unref (message->cases);
  g_array_unref (message->records);
  g_free (message);
}

static gboolean
emit_changed_cb (gpointer data)
{
  Message *message = data;
  g_autoptr (AmiaReplica) self = g_weak_ref_get (&message->replica);

  if (self != NULL)
    {
      self->identity.device = message->device;
      self->identity.role = (char *) message->role;
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, message->cases, message->records);
    }

  return G_SOURCE_REMOVE;
}

static void
report_changes (Worker *worker)
{
  g_autoptr (AmiaReplica) replica = NULL;
  GArray  *cases;
  GArray  *records;
  Message *message;

  if (!_amia_store_steal_changed (worker->store, &cases, &records))
    return;

  message = g_new0 (Message, 1);
  message->cases = cases;
  message->records = records;
  message->device = amia_store_get_identity (worker->store)->device;
  message->role = g_intern_string (amia_store_get_identity (worker->store)->role);
  replica = g_weak_ref_get (&worker->replica);
  g_weak_ref_init (&message->replica, replica);
  post (worker->context, emit_changed_cb, message, message_free);

  /* This may be the last reference, and the object must not end in the thread that it joins. */
  if (replica != NULL)
    post (worker->context, nothing_cb, g_steal_pointer (&replica), g_object_unref);
}

static void
run_call (Worker *worker,
          GTask  *task,
          Call   *call)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  gpointer      result = NULL;
  GError       *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      result = call->func (worker->store, call->data, cancellable, &error);
      report_changes (worker);
    }

  if (error != NULL && result != NULL && call->result_free != NULL)
    call->result_free (g_steal_pointer (&result));
  give_answer (worker, task, result, call->result_free, error);
}

static void
worker_free (Worker *worker)
{
  g_clear_pointer (&worker->store, amia_store_close);
  g_weak_ref_clear (&worker->replica);
  g_async_queue_unref (worker->queue);
  g_main_context_unref (worker->context);
  g_free (worker->path);
  g_free (worker->user);
  g_free (worker->agency);
  g_free (worker->passphrase);
  g_free (worker);
}

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  /* Nobody took it: the thread ends. */
  if (opened->thread != NULL)
    {
      g_async_queue_push (opened->queue, g_task_new (NULL, NULL, NULL, NULL));
      g_thread_join (opened->thread);
    }
  g_clear_pointer (&opened->queue, g_async_queue_unref);
  g_free (opened->path);
  g_free (opened);
}

static Opened *
opened_new (Worker *worker)
{
  const AmiaIdentity *identity = amia_store_get_identity (worker->store);
  Opened             *opened = g_new0 (Opened, 1);

  opened->thread = g_thread_ref (g_thread_self ());
  opened->queue = g_async_queue_ref (worker->queue);
  opened->worker = worker;
  opened->path = g_strdup (worker->path);
  opened->device = identity->device;
  opened->user = g_intern_string (identity->user);
  opened->agency = g_intern_string (identity->agency);
  opened->role = g_intern_string (identity->role);
  return opened;
}

static gboolean
open_store (Worker *worker)
{
  GTask  *task = g_steal_pointer (&worker->opening);
  GError *error = NULL;

  if (worker->user != NULL)
    worker->store = amia_store_create (worker->path, worker->user, worker->agency,
                                       worker->passphrase, &error);
  else if (worker->is_keyring)
    worker->store = amia_store_open_with_keyring (worker->path, worker->passphrase, &error);
  else
    worker->store = amia_store_open (worker->path, worker->passphrase, &error);
  if (worker->passphrase != NULL)
    explicit_bzero (worker->passphrase, strlen (worker->passphrase));

  give_answer (worker,
               task,
               worker->store != NULL ? opened_new (worker) : NULL,
               opened_free,
               error);
  return worker->store != NULL;
}

static gpointer
run_worker (gpointer data)
{
  Worker *worker = data;

  if (open_store (worker))
    {
      for (;;)
        {
          GTask *task = _amia_day_pop (worker->store, worker->queue);
          Call  *call = task != NULL ? g_task_get_task_data (task) : NULL;

          if (task == NULL)
            report_changes (worker);
          else if (call != NULL)
            run_call (worker, task, call);
          else
            {
              g_object_unref (task);
              break;
            }
        }
    }

  worker_free (worker);
  return NULL;
}

/* --- The object ------------------------------------------------------------------------------ */

static void
amia_replica_dispose (GObject *object)
{
  AmiaReplica *self = AMIA_REPLICA (object);

  amia_replica_close (self);
  G_OBJECT_CLASS (amia_replica_parent_class)->dispose (object);
}

static void
amia_replica_finalize (GObject *object)
{
  AmiaReplica *self = AMIA_REPLICA (object);

  g_clear_pointer (&self->queue, g_async_queue_unref);
  g_free (self->path);
  G_OBJECT_CLASS (amia_replica_parent_class)->finalize (object);
}

static void
amia_replica_class_init (AmiaReplicaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_replica_dispose;
  object_class->finalize = amia_replica_finalize;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", AMIA_TYPE_REPLICA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_ARRAY, G_TYPE_ARRAY);
}

static void
amia_replica_init (AmiaReplica *self)
{
}

static void
start_worker (Worker             *worker,
              const char         *path,
              const char         *passphrase,
              GCancellable       *cancellable,
              GAsyncReadyCallback callback,
              gpointer            user_data,
              gpointer            source_tag)
{
  g_autoptr (GThread) thread = NULL;

  worker->queue = g_async_queue_new_full (g_object_unref);
  worker->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&worker->replica, NULL);
  worker->path = g_strdup (path);
  worker->passphrase = g_strdup (passphrase);
  worker->opening = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (worker->opening, source_tag);

  /* It is joined through the reference that it hands out when the store is open. */
  thread = g_thread_new ("amia-store", run_worker, worker);
}

void
amia_replica_open_async (const char         *path,
                         const char         *passphrase,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_return_if_fail (path != NULL);

  start_worker (g_new0 (Worker, 1), path, passphrase, cancellable, callback, user_data,
                amia_replica_open_async);
}

void
amia_replica_open_with_keyring_async (const char         *path,
                                      const char         *secret,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data)
{
  Worker *worker;

  g_return_if_fail (path != NULL);
  g_return_if_fail (secret != NULL);

  worker = g_new0 (Worker, 1);
  worker->is_keyring = TRUE;
  start_worker (worker, path, secret, cancellable, callback, user_data,
                amia_replica_open_with_keyring_async);
}

void
amia_replica_create_async (const char         *path,
                           const char         *user,
                           const char         *agency,
                           const char         *passphrase,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  Worker *worker;

  g_return_if_fail (path != NULL);
  g_return_if_fail (user != NULL);
  g_return_if_fail (agency != NULL);

  worker = g_new0 (Worker, 1);
  worker->user = g_strdup (user);
  worker->agency = g_strdup (agency);
  start_worker (worker, path, passphrase, cancellable, callback, user_data,
                amia_replica_create_async);
}

AmiaReplica *
amia_replica_open_finish (GAsyncResult *result,
                          GError      **error)
{
  Opened      *opened;
  AmiaReplica *self;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  opened = g_task_propagate_pointer (G_TASK (result), error);
  if (opened == NULL)
    return NULL;

  self = g_object_new (AMIA_TYPE_REPLICA, NULL);
  self->thread = g_steal_pointer (&opened->thread);
  self->queue = g_async_queue_ref (opened->queue);
  self->path = g_strdup (opened->path);
  self->identity.user = (char *) opened->user;
  self->identity.agency = (char *) opened->agency;
  self->identity.role = (char *) opened->role;
  self->identity.device = opened->device;
  g_weak_ref_set (&opened->worker->replica, self);
  opened_free (opened);
  return self;
}

const AmiaIdentity *
amia_replica_get_identity (AmiaReplica *self)
{
  g_return_val_if_fail (AMIA_IS_REPLICA (self), NULL);

  return &self->identity;
}

const char *
amia_replica_get_path (AmiaReplica *self)
{
  g_return_val_if_fail (AMIA_IS_REPLICA (self), NULL);

  return self->path;
}

void
amia_replica_call_async (AmiaReplica        *self,
                         AmiaReplicaFunc     func,
                         gpointer            data,
                         GDestroyNotify      data_free,
                         GDestroyNotify      result_free,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Call *call;

  g_return_if_fail (AMIA_IS_REPLICA (self));
  g_return_if_fail (func != NULL);

  call = g_new0 (Call, 1);
  call->func = func;
  call->data = data;
  call->data_free = data_free;
  call->result_free = result_free;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, amia_replica_call_async);
  g_task_set_task_data (task, call, call_free);

  if (self->thread == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The replica is closed");
  else if (g_async_queue_length (self->queue) >= CALLS_MAX)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "Too many calls wait");
  else
    g_async_queue_push (self->queue, g_steal_pointer (&task));
}

gpointer
amia_replica_call_finish (AmiaReplica  *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
commit (AmiaStore    *store,
        gpointer      data,
        GCancellable *cancellable,
        GError      **error)
{
  gint64 n;

  return amia_store_commit (store, data, &n, error) ? g_memdup2 (&n, sizeof n) : NULL;
}

void
amia_replica_commit_async (AmiaReplica        *self,
                           AmiaEdits          *edits,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_return_if_fail (edits != NULL);

  amia_replica_call_async (self,
                           commit,
                           edits,
                           (GDestroyNotify) amia_edits_free,
                           g_free,
                           cancellable,
                           callback,
                           user_data);
}

gboolean
amia_replica_commit_finish (AmiaReplica  *self,
                            GAsyncResult *result,
                            gint64       *n,
                            GError      **error)
{
  g_autofree gint64 *number = amia_replica_call_finish (self, result, error);

  if (number == NULL)
    return FALSE;

  if (n != NULL)
    *n = *number;
  return TRUE;
}

void
amia_replica_close (AmiaReplica *self)
{
  g_return_if_fail (AMIA_IS_REPLICA (self));

  if (self->thread == NULL)
    return;

  g_async_queue_push (self->queue, g_task_new (NULL, NULL, NULL, NULL));
  g_thread_join (g_steal_pointer (&self->thread));
}
