/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-response.h"

G_BEGIN_DECLS

/**
 * amia_form_unplaced_new:
 * @response: the answers of a form
 *
 * What was answered in an earlier version to questions that are no longer asked, to be read and
 * copied.
 *
 * Returns: (transfer floating) (nullable): the list, %NULL if there is nothing of the kind
 */
GtkWidget *amia_form_unplaced_new (AmiaResponse *response) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
