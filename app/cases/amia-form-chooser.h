/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-choices.h"
#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_CHOOSER (amia_form_chooser_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormChooser, amia_form_chooser, AMIA, FORM_CHOOSER, GtkWidget)

/**
 * AmiaFormChooser:
 *
 * A list of the forms that can be begun in a case, by the steps of the process, with a field to
 * find one by its words: type, Down, Enter; or type and Enter for the first that is left.
 *
 * The signal `chosen (AmiaFormChoice *choice)` says which; the choice is valid while it is emitted.
 */

/**
 * amia_form_chooser_begin:
 * @chooser: a chooser
 * @replica: the replica
 * @subproject: (nullable): the case's sub-project
 *
 * Empties the field, reads the forms, and takes the keyboard: to be called when it is shown.
 */
void amia_form_chooser_begin (AmiaFormChooser *chooser,
                              AmiaReplica     *replica,
                              const char      *subproject);

G_END_DECLS
