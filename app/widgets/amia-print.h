/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"
#include "amia-sheet.h"

G_BEGIN_DECLS

/**
 * AmiaPrintJob:
 * @name: what the job is called; no name of a person, since print queues show it to everybody, and
 *   the name of a file is seen in lists of files
 * @is_pdf: whether it becomes a file and no paper
 * @replica: (nullable): whose audit learns that it was printed; %NULL for what says nothing of
 *   anybody
 * @case_id: (nullable): the case that it is about
 * @about: what the audit calls it, see amia_print_note(); lasts for ever
 *
 * Where a sheet goes, and who is told.
 */
typedef struct
{
  const char     *name;
  gboolean        is_pdf;
  AmiaReplica    *replica;
  const AmiaUuid *case_id;
  const char     *about;
} AmiaPrintJob;

/**
 * amia_print_sheet:
 * @from: the widget that prints
 * @sheet: (transfer full): what
 * @job: where it goes; copied
 *
 * Asks the person for a printer and prints the sheet there, or for a place (which the file chooser
 * portal gives, so that the program sees nothing of other files) and saves it there as a PDF.
 * Failures are told with a toast, and that the PDF is not encrypted. The audit learns of it only if
 * it was printed, not if it was cancelled.
 */
void amia_print_sheet (GtkWidget          *from,
                       AmiaSheet          *sheet,
                       const AmiaPrintJob *job);

/**
 * amia_print_note:
 * @replica: a replica
 * @case_id: a case
 * @about: what of it: `case`, `form`, `journal`, `sharing`, `umbrella`, `values`; lasts for
 *   ever
 *
 * Notes for the audit that it was printed, or saved in a file of the user's.
 */
void amia_print_note (AmiaReplica    *replica,
                      const AmiaUuid *case_id,
                      const char     *about);

G_END_DECLS
