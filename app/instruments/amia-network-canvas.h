/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-network.h"

G_BEGIN_DECLS

/**
 * AmiaNetworkTie:
 * @AMIA_NETWORK_TIE_UNKNOWN: nobody has said; a thin line
 * @AMIA_NETWORK_TIE_SUPPORT: a thick line
 * @AMIA_NETWORK_TIE_BOTH: a thick line beside a dashed one
 * @AMIA_NETWORK_TIE_STRAIN: a dashed line
 *
 * What a contact gives or takes, told by the style of its line as well as its colour.
 */
typedef enum
{
  AMIA_NETWORK_TIE_UNKNOWN,
  AMIA_NETWORK_TIE_SUPPORT,
  AMIA_NETWORK_TIE_BOTH,
  AMIA_NETWORK_TIE_STRAIN,
} AmiaNetworkTie;

#define AMIA_TYPE_NETWORK_CANVAS (amia_network_canvas_get_type ())
G_DECLARE_FINAL_TYPE (AmiaNetworkCanvas, amia_network_canvas, AMIA, NETWORK_CANVAS, GtkWidget)

/**
 * amia_network_canvas_new:
 *
 * Three rings, slices and lines; the contacts are child widgets that it places. It knows nothing of
 * forms.
 *
 * Returns: (transfer floating): an empty map
 */
GtkWidget *amia_network_canvas_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_network_canvas_set_sectors:
 * @self: a map
 * @labels: (array zero-terminated=1): the kinds of contact, in the template's order
 *
 * Must come before the first contact.
 */
void amia_network_canvas_set_sectors (AmiaNetworkCanvas *self,
                                      const char *const *labels);

/**
 * amia_network_canvas_put:
 * @self: a map
 * @widget: the contact, new or one that is there
 * @ring: see #AmiaNetworkPlace
 * @sector: see #AmiaNetworkPlace
 * @tie: the style of its line
 *
 * Adds @widget, or places it anew. The order in which contacts were first put is their order for
 * the keyboard.
 */
void amia_network_canvas_put (AmiaNetworkCanvas *self,
                              GtkWidget         *widget,
                              int                ring,
                              int                sector,
                              AmiaNetworkTie     tie);

/**
 * amia_network_canvas_remove:
 * @self: a map
 * @widget: a contact
 *
 * Takes the contact off the map.
 */
void amia_network_canvas_remove (AmiaNetworkCanvas *self,
                                 GtkWidget         *widget);

/**
 * amia_network_canvas_find:
 * @self: a map
 * @x: a point of it
 * @y: a point of it
 * @ring: (out): the ring there
 * @sector: (out): the slice there, -1 for that of contacts without a kind
 *
 * What it would mean to put a contact down there.
 */
void amia_network_canvas_find (AmiaNetworkCanvas *self,
                               double             x,
                               double             y,
                               int               *ring,
                               int               *sector);

/**
 * amia_network_canvas_set_dragged:
 * @self: a map
 * @widget: (nullable): a contact that follows the pointer, %NULL for none
 * @x: where its middle is to be
 * @y: where its middle is to be
 *
 * Shows a contact at another place than its own for as long as it is dragged.
 */
void amia_network_canvas_set_dragged (AmiaNetworkCanvas *self,
                                      GtkWidget         *widget,
                                      double             x,
                                      double             y);

G_END_DECLS
