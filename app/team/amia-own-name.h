/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_OWN_NAME (amia_own_name_get_type ())
G_DECLARE_FINAL_TYPE (AmiaOwnName, amia_own_name, AMIA, OWN_NAME, GtkWidget)

/**
 * AmiaOwnName:
 *
 * A field for what colleagues read in place of the name of one's account. Kept when it is left.
 */

/**
 * amia_own_name_set_replica:
 * @name: the field
 * @replica: whose account it is
 */
void amia_own_name_set_replica (AmiaOwnName *name,
                                AmiaReplica *replica);

G_END_DECLS
