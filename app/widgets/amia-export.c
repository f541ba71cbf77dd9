/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-export.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-report.h"
#include "amia-store-export.h"

/* First where, by the portal's chooser, then what, on the store's thread: whoever changes their
 * mind has left no fact in the audit. */

typedef struct
{
  GtkWidget            *from;
  AmiaReplica          *replica;
  GtkFileChooserNative *chooser;
  GFile                *file;
  AmiaUuid              id;  /* of a form or case */
  char                 *url; /* of a table */
  AmiaReplicaFunc       make;
  GBytes               *contents;
} Job;

static void
free_job (Job *job)
{
  g_clear_object (&job->from);
  g_clear_object (&job->replica);
  g_clear_object (&job->chooser);
  g_clear_object (&job->file);
  g_free (job->url);
  g_clear_pointer (&job->contents, g_bytes_unref);
  g_free (job);
}

static gpointer
make_response (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  return amia_store_export_response (store, data, error);
}

static gpointer
make_bundle (AmiaStore    *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  return amia_store_export_case (store, data, NULL, error);
}

static gpointer
make_table (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return amia_store_export_csv (store, data, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    amia_report (job->from, _ ("A copy was saved. It is not encrypted."));
  else
    amia_report (job->from, _ ("The file could not be written there. Choose another place."));
  free_job (job);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  char *text = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (text == NULL)
    {
      amia_report_error (job->from, error);
      free_job (job);
      return;
    }

  job->contents = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (job->file, job->contents, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE, NULL, written_cb, job);
}

static void
chosen_cb (Job *job,
           int  response)
{
  gpointer what = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    job->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (job->chooser));
  if (job->file == NULL)
    {
      free_job (job);
      return;
    }

  what = job->url != NULL ? (gpointer) g_strdup (job->url) : g_memdup2 (&job->id, sizeof job->id);
  amia_replica_call_async (job->replica, job->make, what, g_free, g_free, NULL, made_cb, job);
}

static void
choose_place (Job        *job,
              const char *name,
              const char *ending)
{
  GtkRoot         *root = gtk_widget_get_root (job->from);
  g_autofree char *file_name = g_strconcat (name, ending, NULL);

  g_strdelimit (file_name, "/\\:", '-');
  job->chooser = gtk_file_chooser_native_new (_ ("Save a Copy"),
                                              GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              GTK_FILE_CHOOSER_ACTION_SAVE,
                                              _ ("Save Copy"),
                                              _ ("Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (job->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (job->chooser), file_name);
  g_signal_connect_swapped (job->chooser, "response", G_CALLBACK (chosen_cb), job);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (job->chooser));
}

static Job *
new_job (GtkWidget      *from,
         AmiaReplica    *replica,
         AmiaReplicaFunc make)
{
  Job *job = g_new0 (Job, 1);

  job->from = g_object_ref (from);
  job->replica = g_object_ref (replica);
  job->make = make;
  return job;
}

void
amia_export_form (GtkWidget      *from,
                  AmiaReplica    *replica,
                  const AmiaUuid *form_id,
                  const char     *name)
{
  Job *job = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  job = new_job (from, replica, make_response);
  job->id = *form_id;
  choose_place (job, name, ".json");
}

void
amia_export_case (GtkWidget      *from,
                  AmiaReplica    *replica,
                  const AmiaUuid *case_id,
                  const char     *name)
{
  Job *job = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));

  job = new_job (from, replica, make_bundle);
  job->id = *case_id;
  choose_place (job, name, ".json");
}

void
amia_export_table (GtkWidget   *from,
                   AmiaReplica *replica,
                   const char  *url,
                   const char  *name)
{
  Job *job = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (url != NULL);

  job = new_job (from, replica, make_table);
  job->url = g_strdup (url);
  choose_place (job, name, ".csv");
}
