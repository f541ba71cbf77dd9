/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

/**
 * AmiaFormPrint:
 * @AMIA_FORM_PRINT_FILLED: with its answers, as the caseworkers see them
 * @AMIA_FORM_PRINT_BLANK: to write on
 * @AMIA_FORM_PRINT_OWN_COPY: the participant's own copy
 *
 * What of a form is put on paper.
 */
typedef enum
{
  AMIA_FORM_PRINT_FILLED,
  AMIA_FORM_PRINT_BLANK,
  AMIA_FORM_PRINT_OWN_COPY,
} AmiaFormPrint;

/**
 * amia_form_print:
 * @from: the widget that prints
 * @model: a form that has been loaded
 * @what: what of it
 * @is_large: in large print
 * @is_pdf: into a file
 *
 * Asks for a printer, or for a place to save a PDF, and prints the form there, as it is now. Areas
 * that another agency does not share and that have no answer here are left out, which is said on
 * it. That it was printed is noted for the audit.
 */
void amia_form_print (GtkWidget     *from,
                      AmiaFormModel *model,
                      AmiaFormPrint  what,
                      gboolean       is_large,
                      gboolean       is_pdf);

G_END_DECLS
