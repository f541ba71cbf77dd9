/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-migration.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_NEWER (amia_form_newer_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormNewer, amia_form_newer, AMIA, FORM_NEWER, GtkWidget)

/**
 * AmiaFormNewer:
 *
 * What it would mean to go on with a newer version of a form: what somebody has to look at, what
 * is new, what has no place any more and can still be read, and how much simply comes along.
 * Nothing is written before somebody has chosen.
 *
 * The signal `done (gboolean is_chosen)` says what they chose.
 */

/**
 * amia_form_newer_set:
 * @self: the summary
 * @response: a draft
 * @newer: another version of its form
 * @language: (nullable): the reader's language
 *
 * Works out the plan and shows it.
 */
void amia_form_newer_set (AmiaFormNewer     *self,
                          AmiaResponse      *response,
                          AmiaQuestionnaire *newer,
                          const char        *language);

/**
 * amia_form_newer_get_migration:
 * @self: the summary
 *
 * Returns: (transfer none) (nullable): the plan that is shown
 */
AmiaMigration *amia_form_newer_get_migration (AmiaFormNewer *self);

G_END_DECLS
