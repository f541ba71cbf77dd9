/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMIA_TYPE_NAVIGATOR (amia_navigator_get_type ())
G_DECLARE_FINAL_TYPE (AmiaNavigator, amia_navigator, AMIA, NAVIGATOR, GtkWidget)

/**
 * AmiaNavigator:
 *
 * The pages of one place, one upon the other: a list, the case opened from it, the form opened from
 * that. Shows the top one. A page is any widget; it brings its own header bar, whose way back is a
 * button with the action `win.back`.
 *
 * The property `depth` (uint, read-only, notified) is how many pages there are.
 */

/**
 * amia_navigator_new:
 * @root: the page at the bottom, which can't be left
 *
 * Returns: (transfer floating): a navigator that shows @root
 */
GtkWidget *amia_navigator_new (GtkWidget *root);

/**
 * amia_navigator_push:
 * @navigator: a navigator
 * @page: (transfer floating): a page
 *
 * Shows @page and moves the keyboard focus into it.
 */
void amia_navigator_push (AmiaNavigator *navigator,
                          GtkWidget     *page);

/**
 * amia_navigator_open:
 * @from: a widget somewhere on a page of a navigator
 * @page: (transfer floating): a page
 *
 * amia_navigator_push() on the navigator that @from is in: how a page opens a further one without
 * knowing who holds it.
 */
void amia_navigator_open (GtkWidget *from,
                          GtkWidget *page);

/**
 * amia_navigator_pop:
 * @navigator: a navigator
 *
 * Takes the top page away and gives the focus back to where it was on the page below.
 *
 * Returns: %FALSE if only the root page is left
 */
gboolean amia_navigator_pop (AmiaNavigator *navigator);

/**
 * amia_navigator_pop_to_root:
 * @navigator: a navigator
 */
void amia_navigator_pop_to_root (AmiaNavigator *navigator);

/**
 * amia_navigator_focus:
 * @navigator: a navigator
 *
 * Moves the keyboard focus to where the work on the top page begins: below its header bar, if
 * anything there takes it. Does nothing if it is there already.
 */
void amia_navigator_focus (AmiaNavigator *navigator);

/**
 * amia_navigator_get_depth:
 * @navigator: a navigator
 *
 * Returns: how many pages there are, the root page included
 */
guint amia_navigator_get_depth (AmiaNavigator *navigator);

/**
 * amia_navigator_get_page:
 * @navigator: a navigator
 *
 * Returns: (transfer none): the page on top
 */
GtkWidget *amia_navigator_get_page (AmiaNavigator *navigator);

G_END_DECLS
