/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

/**
 * AmiaPlaceKind:
 * @name: its name in actions: `win.place::NAME`
 * @title: what it is called, to be translated
 * @icon_name: its icon in the side bar
 * @new_root: makes its first page
 *
 * A place of the program.
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *icon_name;
  GtkWidget *(*new_root) (AmiaSession *session);
} AmiaPlaceKind;

/**
 * amia_places_get_all:
 * @n_places: (out): how many
 *
 * The places in the order of the side bar; the first nine are reached by Ctrl and their number.
 *
 * Returns: (array length=n_places) (transfer none): the whole table, for ever
 */
const AmiaPlaceKind *amia_places_get_all (gsize *n_places);

G_END_DECLS
