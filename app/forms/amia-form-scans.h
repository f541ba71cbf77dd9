/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_SCANS (amia_form_scans_get_type ())

/**
 * AmiaFormScans:
 *
 * The scanned pages of a form, each a button that opens it; not there without any.
 */
G_DECLARE_FINAL_TYPE (AmiaFormScans, amia_form_scans, AMIA, FORM_SCANS, GtkBox)

/**
 * amia_form_scans_new:
 * @model: an open form
 *
 * Reads the pages once, when the form is opened.
 *
 * Returns: (transfer floating): the pages
 */
GtkWidget *amia_form_scans_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
