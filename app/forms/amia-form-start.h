/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * amia_form_start:
 * @from: a widget somewhere on a page of a navigator
 * @replica: the replica
 * @case_id: a case
 * @url: the url of a questionnaire
 *
 * Opens the case's form of that sort, upon the page that @from is on: the one that was begun last
 * or, where there is none, a new one from the current version, with its initial values. Says so if
 * there is no such form to be had. Main thread.
 */
void amia_form_start (GtkWidget      *from,
                      AmiaReplica    *replica,
                      const AmiaUuid *case_id,
                      const char     *url);

/**
 * amia_form_start_find:
 * @store: a store, on its thread
 * @case_id: a case
 * @url: the url of a questionnaire
 * @id: (out): the form that was begun last
 * @is_completed: (out) (optional): whether it is completed
 *
 * Returns: %TRUE if the case has one
 */
gboolean amia_form_start_find (AmiaStore      *store,
                               const AmiaUuid *case_id,
                               const char     *url,
                               AmiaUuid       *id,
                               gboolean       *is_completed);

G_END_DECLS
