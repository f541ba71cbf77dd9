/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * amia_search_keys_capture:
 * @entry: a #GtkSearchEntry
 * @page: the page that it searches; not with a #GtkListBox on it, for Enter on a row would be the
 *   field's
 *
 * Letters typed anywhere on the page go into the search field, and the focus with them: so that
 * Enter is the field's then, and not that of a button that had the focus before.
 */
void amia_search_keys_capture (GtkWidget *entry,
                               GtkWidget *page);

/**
 * AmiaSearchGo:
 * @page: the page that was given to amia_search_keys_add()
 *
 * Returns: %TRUE if there was a hit to go to
 */
typedef gboolean (*AmiaSearchGo) (GtkWidget *page);

/**
 * amia_search_keys_add:
 * @entry: a #GtkSearchEntry
 * @page: the page that it searches
 * @go_to_first: what Down in the field does: gives the first hit the focus
 * @open_first: what Enter in the field does: opens the first hit
 *
 * Down and Enter are for the hits of the words that stand in the field, however fast they follow:
 * until those hits are shown, see amia_search_keys_answered(), the key waits for them. Another key
 * or leaving the field takes it back.
 */
void amia_search_keys_add (GtkWidget   *entry,
                           GtkWidget   *page,
                           AmiaSearchGo go_to_first,
                           AmiaSearchGo open_first);

/**
 * amia_search_keys_asked:
 * @entry: a search entry of amia_search_keys_add()
 *
 * Says that hits are asked for with the words that stand in the field now.
 */
void amia_search_keys_asked (GtkWidget *entry);

/**
 * amia_search_keys_answered:
 * @entry: a search entry of amia_search_keys_add()
 *
 * Says that the hits that were asked for last are shown. A key that waited for them may open one
 * now, and thereby close the page.
 */
void amia_search_keys_answered (GtkWidget *entry);

G_END_DECLS
