/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-print.h"

#include <glib/gi18n.h>

#include "amia-report.h"

/* A sheet draws an A4 page in points with its own margins; the print operation is told just that:
 * full page, points. On other paper the sheet is scaled to fit. */

typedef struct
{
  GtkWidget      *from;
  AmiaSheet      *sheet;
  AmiaPrintedFunc printed;
  gpointer        data;
  GDestroyNotify  data_free;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  amia_sheet_free (job->sheet);
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_object_unref (job->from);
  g_free (job);
}

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
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY && job->printed != NULL)
    job->printed (job->data);
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

void
amia_print_sheet (GtkWidget      *from,
                  AmiaSheet      *sheet,
                  const char     *name,
                  AmiaPrintedFunc printed,
                  gpointer        data,
                  GDestroyNotify  data_free)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = make_a4 ();
  GtkRoot *root = NULL;
  Job     *job = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (sheet != NULL);
  g_return_if_fail (name != NULL);

  job = g_new0 (Job, 1);
  job->from = g_object_ref (from);
  job->sheet = sheet;
  job->printed = printed;
  job->data = data;
  job->data_free = data_free;

  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_job_name (operation, name);
  g_object_set_data_full (G_OBJECT (operation), "amia-job", job, free_job);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), job);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), job);

  root = gtk_widget_get_root (from);
  /* Ignored: what goes wrong comes to done_cb () as well. */
  (void) gtk_print_operation_run (operation,
                                  GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                                  GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                  NULL);
}
