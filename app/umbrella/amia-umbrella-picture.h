/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-store-umbrella.h"

G_BEGIN_DECLS

#define AMIA_TYPE_UMBRELLA_PICTURE (amia_umbrella_picture_get_type ())
G_DECLARE_FINAL_TYPE (
    AmiaUmbrellaPicture, amia_umbrella_picture, AMIA, UMBRELLA_PICTURE, GtkWidget)

/**
 * AmiaUmbrellaPicture:
 *
 * The umbrella as a picture, as wide as there is room and as high as that takes; in the colours of
 * the style, light and dark. A list with the same contents is to be beside it, and fields for what
 * can be dragged: the picture is for the pointer.
 *
 * The signal `picked` (an #AmiaUmbrellaPlace, the index of an income) is emitted for what is
 * clicked, `moved` (place, index, day as ISO) when its edge has been dragged to another day. The
 * picture shows what it showed before until it is given the umbrella anew.
 */

/**
 * amia_umbrella_picture_set_umbrella:
 * @picture: a picture
 * @umbrella: what to show; borrowed until the next call
 */
void amia_umbrella_picture_set_umbrella (AmiaUmbrellaPicture    *picture,
                                         const AmiaCaseUmbrella *umbrella);

G_END_DECLS
