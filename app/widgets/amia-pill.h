/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMIA_TYPE_PILL (amia_pill_get_type ())
G_DECLARE_FINAL_TYPE (AmiaPill, amia_pill, AMIA, PILL, GtkBox)

/**
 * AmiaPill:
 *
 * A small rounded label: an agency, or a state with an icon and a word. Never colour alone: the
 * word carries the meaning, the tint helps to find it.
 */

/**
 * amia_pill_new:
 * @tint: a class of style.css: `neutral`, `accent`, `warning`, `error` or `success`
 * @icon_name: (nullable): a symbolic icon
 * @label: the word
 *
 * Returns: (transfer floating): a pill
 */
GtkWidget *amia_pill_new (const char *tint,
                          const char *icon_name,
                          const char *label);

/**
 * amia_pill_new_agency:
 * @agency: (nullable): `FK`, `AF`, `VARD` or `KOMMUN`
 *
 * Returns: (transfer floating): the agency's pill; its whole name as tooltip
 */
GtkWidget *amia_pill_new_agency (const char *agency);

/**
 * amia_pill_set_agency:
 * @pill: a pill
 * @agency: (nullable): the agency to show from now on
 */
void amia_pill_set_agency (AmiaPill   *pill,
                           const char *agency);

G_END_DECLS
