/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * amia_store_get_person:
 * @store: a store, on its thread
 * @user: an account
 *
 * What somebody is called: as they themselves have said (a record of the kind `colleague`), else as
 * a team that they are or were in says. Nobody's name is asked of a server.
 *
 * Returns: (transfer none): their name; @user where nobody has said one. Good until something is
 *   written
 */
const char *amia_store_get_person (AmiaStore  *store,
                                   const char *user);

/**
 * amia_store_get_author_person:
 * @store: a store, on its thread
 * @device: the device of an op
 * @agency: (out) (optional): the agency of its author
 *
 * amia_store_get_author() for people to read.
 *
 * Returns: (transfer none) (nullable): the author's name, as amia_store_get_person() has it; %NULL
 *   for an unknown device
 */
const char *amia_store_get_author_person (AmiaStore      *store,
                                          const AmiaUuid *device,
                                          const char    **agency);

/**
 * amia_edits_name_person:
 * @edits: an action
 * @id: the record: the one that amia_store_find_own_name() has found, or a new one
 * @name: what its author is called; empty takes the name back
 *
 * Says what the one who writes is called. Nobody can say it of somebody else: the record does not
 * name an account.
 */
void amia_edits_name_person (AmiaEdits      *edits,
                             const AmiaUuid *id,
                             const char     *name);

/**
 * amia_store_find_own_name:
 * @store: a store, on its thread
 * @id: (out): the record that says what this account is called, nil if there is none
 * @name: (out) (transfer full) (nullable): what it says
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE with an #AmiaStoreError
 */
gboolean amia_store_find_own_name (AmiaStore *store,
                                   AmiaUuid  *id,
                                   char     **name,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
