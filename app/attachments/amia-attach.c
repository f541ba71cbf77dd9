/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-attachments"

#include "config.h"

#include "amia-attach.h"

#include "amia-blob-file.h"
#include "amia-page-reader.h"
#include "amia-store-blobs.h"

/* One file on its way into a case: sealed first, then a record of the case. What was sealed and did
 * not become one is removed with the job. */

typedef struct
{
  AmiaReplica    *replica;
  GFile          *file;
  char           *path; /* of the replica */
  char           *title;
  char           *area;
  AmiaUuid        case_id;
  AmiaUuid        record;
  AmiaSealedBlob *blob;
  const char     *type;
  gint64          size;
  AmiaPageCode    code; /* on the page, if place is not AMIA_PAGE_NO_CODE */
  AmiaPagePlace   place;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->replica);
  g_object_unref (job->file);
  g_clear_pointer (&job->blob, amia_sealed_blob_free);
  g_free (job->path);
  g_free (job->title);
  g_free (job->area);
  g_free (job);
}

void
amia_attached_free (AmiaAttached *attached)
{
  if (attached == NULL)
    return;

  g_free (attached->title);
  g_free (attached);
}

static gpointer
attach (AmiaStore    *store,
        gpointer      data,
        GCancellable *cancellable,
        GError      **error)
{
  Job              *job = data;
  AmiaUuid          form;
  AmiaNewAttachment what = {
    .case_id = job->case_id,
    .title = job->title,
    .area = job->area,
  };

  if (job->place != AMIA_PAGE_NO_CODE &&
      !amia_page_place_find (store, &job->case_id, &job->code, &job->place, &form, error))
    return NULL;
  if (job->place == AMIA_PAGE_OF_FORM || job->place == AMIA_PAGE_OTHER_VERSION)
    what.form = &form;
  return amia_store_attach (store, &what, job->blob, &job->record, error) ? job : NULL;
}

static void
attached_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  const Job    *job = g_task_get_task_data (task);
  GError       *error = NULL;
  AmiaAttached *attached = NULL;

  if (amia_replica_call_finish (AMIA_REPLICA (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  attached = g_new0 (AmiaAttached, 1);
  attached->record = job->record;
  attached->title = g_strdup (job->title);
  attached->type = job->type;
  attached->size = job->size;
  attached->place = job->place;
  g_task_return_pointer (task, attached, (GDestroyNotify) amia_attached_free);
}

/* A picture without a code is a picture; one that can't be read is for whoever looks at it. */
static void
read_code (Job          *job,
           GCancellable *cancellable)
{
  g_autofree char *contents = NULL;
  gsize            length = 0;
  g_autoptr (GError) ignored = NULL;

  if (!g_str_has_prefix (job->blob->type, "image/") || !amia_page_reader_is_available () ||
      !g_file_load_contents (job->file, cancellable, &contents, &length, NULL, NULL))
    return;
  if (amia_page_reader_read ((const guint8 *) contents, length, &job->code, &ignored))
    job->place = AMIA_PAGE_UNKNOWN_FORM;
}

static void
seal_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job    *job = task_data;
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (job->file, cancellable, &error);

  if (stream != NULL)
    job->blob = amia_blob_seal (job->path, G_INPUT_STREAM (stream), cancellable, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  read_code (job, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
sealed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  Job    *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  job->type = job->blob->type;
  job->size = job->blob->size;
  amia_replica_call_async (job->replica,
                           attach,
                           job,
                           NULL,
                           NULL,
                           g_task_get_cancellable (task),
                           attached_cb,
                           g_object_ref (task));
}

void
amia_attach_async (AmiaReplica        *replica,
                   GFile              *file,
                   const AmiaUuid     *case_id,
                   const char         *area,
                   GCancellable       *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer            data)
{
  GTask *task = NULL;
  g_autoptr (GTask) sealing = NULL;
  g_autofree char *name = NULL;
  Job             *job = NULL;

  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (case_id != NULL);
  g_return_if_fail (area != NULL);

  name = g_file_get_basename (file);
  job = g_new0 (Job, 1);
  job->replica = g_object_ref (replica);
  job->file = g_object_ref (file);
  job->path = g_strdup (amia_replica_get_path (replica));
  job->title = g_filename_display_name (name != NULL ? name : "");
  job->area = g_strdup (area);
  job->case_id = *case_id;

  task = g_task_new (replica, cancellable, callback, data);
  g_task_set_task_data (task, job, job_free);
  sealing = g_task_new (NULL, cancellable, sealed_cb, task);
  g_task_set_task_data (sealing, job, NULL);
  g_task_run_in_thread (sealing, seal_thread);
}

AmiaAttached *
amia_attach_finish (GAsyncResult *result,
                    GError      **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
