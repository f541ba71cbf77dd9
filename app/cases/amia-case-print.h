/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * amia_case_print:
 * @from: the widget that prints
 * @replica: the replica that has the case
 * @case_id: the case
 * @participant: (nullable): whom it is about, printed on its first page
 *
 * Reads the whole case as it may be shown here, asks for a printer, and prints it with a table of
 * contents. That it was printed is noted for the audit. Failures are told with a toast.
 */
void amia_case_print (GtkWidget      *from,
                      AmiaReplica    *replica,
                      const AmiaUuid *case_id,
                      const char     *participant);

G_END_DECLS
