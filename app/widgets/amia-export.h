/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * amia_export_form:
 * @from: the widget that asks
 * @replica: the replica
 * @form_id: a form of a case
 * @name: its title, for the file's name
 *
 * Asks where, and saves the form there as a FHIR QuestionnaireResponse, see
 * amia_store_export_response(). Says that the file is not encrypted, or what went wrong.
 */
void amia_export_form (GtkWidget      *from,
                       AmiaReplica    *replica,
                       const AmiaUuid *form_id,
                       const char     *name);

/**
 * amia_export_case:
 * @from: the widget that asks
 * @replica: the replica
 * @case_id: a case
 * @name: what to call the file
 *
 * Asks where, and saves all of the case's forms there as a FHIR Bundle, see
 * amia_store_export_case().
 */
void amia_export_case (GtkWidget      *from,
                       AmiaReplica    *replica,
                       const AmiaUuid *case_id,
                       const char     *name);

/**
 * amia_export_table:
 * @from: the widget that asks
 * @replica: the replica
 * @url: a form's url
 * @name: its title, for the file's name
 *
 * Asks where, and saves all answers to the form there as a table, see amia_store_export_csv().
 */
void amia_export_table (GtkWidget   *from,
                        AmiaReplica *replica,
                        const char  *url,
                        const char  *name);

G_END_DECLS
