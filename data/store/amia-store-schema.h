/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-db.h"

G_BEGIN_DECLS

/* "AMiA" in ASCII, in the file's header. */
#define AMIA_STORE_APPLICATION_ID 0x414d6941

/**
 * amia_store_schema_get:
 * @n_migrations: (out): how many
 *
 * Returns: (array length=n_migrations) (transfer none): the steps of a replica's schema, in order
 */
const AmiaMigration *amia_store_schema_get (gsize *n_migrations);

G_END_DECLS
