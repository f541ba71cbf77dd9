/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_PICKER (amia_case_picker_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCasePicker, amia_case_picker, AMIA, CASE_PICKER, GtkWidget)

/**
 * AmiaCasePicker:
 *
 * A page to choose one of the reader's cases on. The signal `picked (string)` gives the id of the
 * one that was chosen; the page has gone by then.
 */

/**
 * amia_case_picker_new:
 * @session: what is open
 * @title: what the case is chosen for, translated
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_case_picker_new (AmiaSession *session,
                                 const char  *title);

G_END_DECLS
