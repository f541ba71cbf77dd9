/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * AmiaCasePrint:
 * @is_own_copy: the participant's own copy: nothing of the two caseworkers' own notes, and no
 *   question without an answer
 * @is_large: in large print
 * @is_pdf: into a file
 *
 * How a whole case is put on paper.
 */
typedef struct
{
  gboolean is_own_copy;
  gboolean is_large;
  gboolean is_pdf;
} AmiaCasePrint;

/**
 * amia_case_print:
 * @from: the widget that prints
 * @replica: the replica that has the case
 * @case_id: the case
 * @how: how; copied
 *
 * Reads the whole case as it may be shown here, asks for a printer or for a place to save a PDF,
 * and prints it with a table of contents. What is not shared with the reader is left out and named.
 * That it was printed is noted for the audit. Failures are told with a toast.
 */
void amia_case_print (GtkWidget           *from,
                      AmiaReplica         *replica,
                      const AmiaUuid      *case_id,
                      const AmiaCasePrint *how);

G_END_DECLS
