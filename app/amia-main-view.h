/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-place.h"
#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_MAIN_VIEW (amia_main_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaMainView, amia_main_view, AMIA, MAIN_VIEW, GtkWidget)

/**
 * AmiaMainView:
 *
 * The side bar and the places: each place a pile of pages, one place visible. Folds to one pane
 * when narrow. The property `can-go-back` (boolean, read-only, notified) says whether there is a
 * page below the visible one, or a side bar behind it.
 */

/**
 * amia_main_view_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the view, showing the cases
 */
GtkWidget *amia_main_view_new (AmiaSession *session);

/**
 * amia_main_view_get_session:
 * @view: a view
 *
 * Returns: (transfer none): what is open
 */
AmiaSession *amia_main_view_get_session (AmiaMainView *view);

/**
 * amia_main_view_show_place:
 * @view: a view
 * @place: a place's name (amia_places_get_all()); another does nothing
 *
 * Shows a place as it was left; showing the visible place again goes to its first page.
 */
void amia_main_view_show_place (AmiaMainView *view,
                                const char   *place);

/**
 * amia_main_view_open_case:
 * @view: a view
 * @case_id: a case
 *
 * Opens a case above the list of cases.
 */
void amia_main_view_open_case (AmiaMainView   *view,
                               const AmiaUuid *case_id);

/**
 * amia_main_view_open_form:
 * @view: a view
 * @form_id: a form
 * @path: (nullable): the field of an answer, to begin there
 *
 * Opens a form above its case, as soon as the store has said which that is.
 */
void amia_main_view_open_form (AmiaMainView   *view,
                               const AmiaUuid *form_id,
                               const char     *path);

/**
 * amia_main_view_new_case:
 * @view: a view
 *
 * Opens the page where a participant is registered.
 */
void amia_main_view_new_case (AmiaMainView *view);

/**
 * amia_main_view_go_back:
 * @view: a view
 */
void amia_main_view_go_back (AmiaMainView *view);

/**
 * amia_main_view_get_can_go_back:
 * @view: a view
 *
 * Returns: %TRUE if amia_main_view_go_back() would do something
 */
gboolean amia_main_view_get_can_go_back (AmiaMainView *view);

/**
 * amia_main_view_get_page:
 * @view: a view
 *
 * Returns: (transfer none): the visible page
 */
GtkWidget *amia_main_view_get_page (AmiaMainView *view);

/**
 * amia_main_view_focus_other_pane:
 * @view: a view
 *
 * Moves the keyboard focus from the side bar to the page, or back.
 */
void amia_main_view_focus_other_pane (AmiaMainView *view);

/**
 * amia_main_view_open_laptop:
 * @view: the places
 *
 * Shows what keeps the laptop safe: its lock, its passphrase, how to leave.
 */
void amia_main_view_open_laptop (AmiaMainView *view);

/**
 * amia_main_view_open_templates:
 * @view: the places
 * @path: (nullable): a file with a form to bring in
 *
 * Shows all forms there are, and that of the file on top of them.
 */
void amia_main_view_open_templates (AmiaMainView *view,
                                    const char   *path);

/**
 * amia_main_view_get_place:
 * @view: the places
 *
 * Returns: (transfer none): the name of the place that is shown
 */
const char *amia_main_view_get_place (AmiaMainView *view);

/**
 * amia_main_view_get_form:
 * @view: the places
 *
 * Returns: (transfer none) (nullable): the form that was opened last
 */
const AmiaUuid *amia_main_view_get_form (AmiaMainView *view);

/**
 * amia_main_view_dup_place:
 * @view: the places
 *
 * Returns: (transfer full): where somebody is now; in amia-place.c
 */
AmiaPlace *amia_main_view_dup_place (AmiaMainView *view) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_main_view_go_to:
 * @view: the places
 * @place: where to go; in amia-place.c
 */
void amia_main_view_go_to (AmiaMainView    *view,
                           const AmiaPlace *place);

G_END_DECLS
