/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_FORMS (amia_case_forms_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseForms, amia_case_forms, AMIA, CASE_FORMS, GtkWidget)

/**
 * AmiaCaseForms:
 *
 * The forms of a case with how far each has come, and a menu of the shipped templates for a new
 * one.
 */

/**
 * amia_case_forms_new:
 * @replica: the replica
 *
 * Returns: (transfer floating): the view, empty
 */
GtkWidget *amia_case_forms_new (AmiaReplica *replica);

/**
 * amia_case_forms_set_snapshot:
 * @view: the view
 * @snapshot: the case as it is now
 */
void amia_case_forms_set_snapshot (AmiaCaseForms    *view,
                                   AmiaCaseSnapshot *snapshot);

/**
 * amia_case_forms_choose:
 * @view: the view
 *
 * Opens the menu of templates.
 */
void amia_case_forms_choose (AmiaCaseForms *view);

/**
 * amia_case_form_row_new:
 * @form: a form
 *
 * A row that opens the form: its title, how much is answered, who changed it last, how far it has
 * come.
 *
 * Returns: (transfer floating): an #AdwActionRow
 */
GtkWidget *amia_case_form_row_new (const AmiaCaseForm *form);

/**
 * amia_case_forms_import:
 * @self: the view
 * @file: a QuestionnaireResponse
 *
 * Shows what the answers in @file would become in this case, for somebody to decide.
 */
void amia_case_forms_import (AmiaCaseForms *self,
                             GFile         *file);

G_END_DECLS
