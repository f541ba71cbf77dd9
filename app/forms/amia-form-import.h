/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_IMPORT (amia_form_import_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormImport, amia_form_import, AMIA, FORM_IMPORT, GtkBox)

/**
 * AmiaFormImport:
 *
 * What a file with somebody's answers would become, before it does: which form, how many answers,
 * and by name what has no place. The signal `read ()` says that there is something to look at, and
 * `done (const char *form_id)` that the answers were taken in, or with %NULL that they were not.
 */

/**
 * amia_form_import_set_replica:
 * @self: a preview
 * @replica: the replica
 */
void amia_form_import_set_replica (AmiaFormImport *self,
                                   AmiaReplica    *replica);

/**
 * amia_form_import_read:
 * @self: a preview
 * @file: a QuestionnaireResponse
 * @case_id: the case that it is to come into
 *
 * Reads the file and shows what is in it; says so if it is of no use. Nothing is written before the
 * person agrees.
 */
void amia_form_import_read (AmiaFormImport *self,
                            GFile          *file,
                            const AmiaUuid *case_id);

G_END_DECLS
