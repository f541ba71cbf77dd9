/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_SIGNATURE (amia_form_signature_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormSignature, amia_form_signature, AMIA, FORM_SIGNATURE, GtkBox)

/**
 * AmiaFormSignature:
 *
 * At the end of a form that is signed: who has signed which content, when, and whether it still
 * says that; and the place to sign, drawn here or on a paper that was scanned.
 */

/**
 * amia_form_signature_new:
 * @model: an open form that is to be signed
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *amia_form_signature_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
