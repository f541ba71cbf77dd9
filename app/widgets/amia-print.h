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
 * amia_print_sheet:
 * @from: the widget that prints
 * @sheet: (transfer full): what
 * @name: what the job is called; no name of a person, since print queues show it to everybody
 * @printed: (nullable): called if it was printed, not if it was cancelled
 * @data: passed to it
 * @data_free: (nullable): frees @data when the job is over
 *
 * Asks the person for a printer (or a PDF file) and prints the sheet there. Failures are told with
 * a toast.
 */
void amia_print_sheet (GtkWidget      *from,
                       AmiaSheet      *sheet,
                       const char     *name,
                       AmiaPrintedFunc printed,
                       gpointer        data,
                       GDestroyNotify  data_free);

G_END_DECLS
