/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-print.h"

#include <glib/gi18n.h>

#include "amia-report.h"
#include "amia-store-sync.h"

/* A sheet draws an A4 page in points with its own margins; the print operation is told just that:
 * full page, points. On other paper the sheet is scaled to fit. */

typedef struct
{
  GtkWidget            *from;
  AmiaSheet            *sheet;
  char                 *name;
  GtkFileChooserNative *chooser; /* while a place for a PDF is asked for */
  AmiaReplica          *replica;
  AmiaUuid              case_id;
  const char           *about;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  amia_sheet_free (job->sheet);
  g_clear_object (&job->chooser);
  g_free (job->name);
  g_clear_object (&job->replica);
  g_object_unref (job->from);
  g_free (job);
}

/* --- The audit -------------------------------------------------------------------------------- */

typedef struct
{
  AmiaUuid    case_id;
  const char *about;
} Note;

static gpointer
add_fact (AmiaStore    *store,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  const Note *note = data;

  /* Ignored: what was printed is printed; the next fact comes all the same. */
  (void) !amia_store_add_fact (store, "print", &note->case_id, note->about, NULL);
  return NULL;
}

void
amia_print_note (AmiaReplica    *replica,
                 const AmiaUuid *case_id,
                 const char     *about)
{
  Note *note = NULL;

  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL && about != NULL);

  note = g_new (Note, 1);
  note->case_id = *case_id;
  note->about = about;
  amia_replica_call_async (replica, add_fact, note, g_free, NULL, NULL, NULL, NULL);
}

/* --- To a printer ----------------------------------------------------------------------------- */

static void
begin_cb (GtkPrintOperation *operation,
          GtkPrintContext   *context,
          gpointer           data)
{
  Job          *job = data;
  PangoContext *pango = gtk_print_context_create_pango_context (context);

  pango_cairo_context_set_resolution (pango, 72);
  gtk_print_operation_set_n_pages (operation, (int) amia_sheet_layout (job->sheet, pango));
  g_object_unref (pango);
}

static void
draw_cb (GtkPrintOperation *operation,
         GtkPrintContext   *context,
         int                page,
         gpointer           data)
{
  Job     *job = data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double   scale = MIN (gtk_print_context_get_width (context) / AMIA_SHEET_WIDTH,
                        gtk_print_context_get_height (context) / AMIA_SHEET_HEIGHT);

  cairo_scale (cr, scale, scale);
  amia_sheet_draw (job->sheet, cr, (guint) page);
}

static void
done_cb (GtkPrintOperation      *operation,
         GtkPrintOperationResult result,
         gpointer                data)
{
  Job *job = data;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    amia_report (job->from, _ ("It could not be printed. Check the printer, or save it as a PDF."));
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY && job->replica != NULL)
    amia_print_note (job->replica, &job->case_id, job->about);
}

static GtkPageSetup *
make_a4 (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  GtkPaperSize *size = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size_and_default_margins (setup, size);
  gtk_paper_size_free (size);
  return setup;
}

static GtkWindow *
find_window (Job *job)
{
  GtkRoot *root = gtk_widget_get_root (job->from);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
print (Job *job)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = make_a4 ();

  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_job_name (operation, job->name);
  g_object_set_data_full (G_OBJECT (operation), "amia-job", job, free_job);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), job);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), job);

  /* Ignored: what goes wrong comes to done_cb () as well. */
  (void) gtk_print_operation_run (operation,
                                  GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                                  find_window (job),
                                  NULL);
}

/* --- Into a file ------------------------------------------------------------------------------ */

static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job             *job = task_data;
  g_autofree char *path = g_file_get_path (source);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_NOT_SUPPORTED,
                             "Failed to save the PDF: not a place on this computer");
  else if (!amia_sheet_save_pdf (job->sheet, path, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Job *job = data;

  /* Ignored: why it failed; the person can do no more about it than choose another place. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    {
      amia_report (job->from, _ ("The PDF could not be saved. Try another place."));
      return;
    }

  amia_report (job->from, _ ("The PDF was saved. It is not encrypted."));
  if (job->replica != NULL)
    amia_print_note (job->replica, &job->case_id, job->about);
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           gpointer         data)
{
  Job *job = data;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GTask) task = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file == NULL)
    {
      free_job (job);
      return;
    }

  task = g_task_new (file, NULL, saved_cb, job);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, save_thread);
}

static void
save (Job *job)
{
  g_autofree char *name = g_strconcat (job->name, ".pdf", NULL);

  g_strdelimit (name, "/\\", '-');
  job->chooser = gtk_file_chooser_native_new (_ ("Save as PDF"),
                                              find_window (job),
                                              GTK_FILE_CHOOSER_ACTION_SAVE,
                                              _ ("Save"),
                                              _ ("Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (job->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (job->chooser), name);
  g_signal_connect (job->chooser, "response", G_CALLBACK (chosen_cb), job);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (job->chooser));
}

void
amia_print_sheet (GtkWidget          *from,
                  AmiaSheet          *sheet,
                  const AmiaPrintJob *description)
{
  Job *job = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (sheet != NULL);
  g_return_if_fail (description != NULL && description->name != NULL);

  job = g_new0 (Job, 1);
  job->from = g_object_ref (from);
  job->sheet = sheet;
  job->name = g_strdup (description->name);
  g_set_object (&job->replica, description->replica);
  if (description->case_id != NULL)
    job->case_id = *description->case_id;
  job->about = description->about;
  if (description->is_pdf)
    save (job);
  else
    print (job);
}
