/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-sheet.h"

G_BEGIN_DECLS

/**
 * AmiaPrintedFunc:
 * @data: what was given with it
 *
 * It went to the printer, or to a file of the user's.
 */
typedef void (*AmiaPrintedFunc) (gpointer data);

/**
 * AmiaPrintJob:
 * @name: what the job is called; no name of a person, since print queues show it to everybody, and
 *   the name of a file is seen in lists of files
 * @is_pdf: whether it becomes a file and no paper
 * @printed: (nullable): called if it was printed, not if it was cancelled
 * @data: passed to it
 * @data_free: (nullable): frees @data when the job is over
 *
 * Where a sheet goes, and who is told.
 */
typedef struct
{
  const char     *name;
  gboolean        is_pdf;
  AmiaPrintedFunc printed;
  gpointer        data;
  GDestroyNotify  data_free;
} AmiaPrintJob;

/**
 * amia_print_sheet:
 * @from: the widget that prints
 * @sheet: (transfer full): what
 * @job: where it goes; copied
 *
 * Asks the person for a printer and prints the sheet there, or for a place (which the file chooser
 * portal gives, so that the program sees nothing of other files) and saves it there as a PDF.
 * Failures are told with a toast, and that the PDF is not encrypted.
 */
void amia_print_sheet (GtkWidget          *from,
                       AmiaSheet          *sheet,
                       const AmiaPrintJob *job);

G_END_DECLS
