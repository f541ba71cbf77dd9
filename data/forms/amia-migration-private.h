/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-migration.h"
#include "amia-response-private.h"

G_BEGIN_DECLS

/* What the files that make up a migration share. */

struct _AmiaMigration
{
  AmiaResponse *old;
  AmiaResponse *response;
  GPtrArray    *changes;
  GPtrArray    *edits;
  /* Items of the new version that a change is about. */
  GHashTable *seen;
};

/* A change about the answer in @old_path, which now stands at @node; without a place if that is
 * NULL. */
AmiaMigrationChange *_amia_migration_add_change (AmiaMigration  *self,
                                                 const AmiaItem *old_item,
                                                 const char     *old_path,
                                                 const char     *old_value,
                                                 AmiaNode       *node);

/* amia-migration-carry.c: takes over all answers of the old response. */
void _amia_migration_carry (AmiaMigration *self);

/* amia-migration-convert.c: one answer to @old_item as an answer to @item, JSON text. An answer
 * that cannot be converted without guessing comes back as it is. */
char *
_amia_migration_convert (const AmiaItem *old_item, const AmiaItem *item, const AmiaRaw *value);

G_END_DECLS
