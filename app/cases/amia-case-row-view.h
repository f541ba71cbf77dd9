/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-case-list.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_ROW_VIEW (amia_case_row_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseRowView, amia_case_row_view, AMIA, CASE_ROW_VIEW, GtkWidget)

/**
 * AmiaCaseRowView:
 *
 * A case in the list: the name, below it personnummer and step, at the end pills for what needs
 * attention and when it was last changed. A list view keeps some two hundred of these, so there is
 * nothing in it that is not shown.
 */

/**
 * amia_case_row_view_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *amia_case_row_view_new (void);

/**
 * amia_case_row_view_set_item:
 * @view: a row
 * @item: (nullable): the case to show from now on; shown when it has been fetched
 * @shows_waiting: whether there is a server that changes can wait for
 */
void amia_case_row_view_set_item (AmiaCaseRowView *view,
                                  AmiaCaseItem    *item,
                                  gboolean         shows_waiting);

/**
 * amia_case_row_dup_name:
 * @row: a case
 *
 * Returns: (transfer full): what the case is called in lists: the participant's name, but for a
 *   protected identity, where nothing of it is said
 */
char *amia_case_row_dup_name (const AmiaCaseRow *row) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_row_load_name:
 * @store: a store; on its thread
 * @case_id: a case
 *
 * Returns: (transfer full) (nullable): what amia_case_row_dup_name() says of it; %NULL if it can't
 *   be read
 */
char *amia_case_row_load_name (AmiaStore      *store,
                               const AmiaUuid *case_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
