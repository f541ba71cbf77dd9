/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_LOGIN_FIELDS (amia_login_fields_get_type ())
G_DECLARE_FINAL_TYPE (AmiaLoginFields, amia_login_fields, AMIA, LOGIN_FIELDS, GtkWidget)

/**
 * AmiaLoginFields:
 *
 * The server's address and the password, to sign in for the first time or again. The name is the
 * replica's and can't be chosen. The signal `signed-in` is emitted when it worked; what went wrong
 * is said in its place.
 */

/**
 * amia_login_fields_set_session:
 * @fields: the fields
 * @session: what is open
 */
void amia_login_fields_set_session (AmiaLoginFields *fields,
                                    AmiaSession     *session);

/**
 * amia_login_fields_update:
 * @fields: the fields
 *
 * Fills in the address that the engine has, unless another is being typed.
 */
void amia_login_fields_update (AmiaLoginFields *fields);

G_END_DECLS
