/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "amia-due-words.h"

G_BEGIN_DECLS

#define AMIA_TYPE_DUE_ENTRY (amia_due_entry_get_type ())
G_DECLARE_FINAL_TYPE (AmiaDueEntry, amia_due_entry, AMIA, DUE_ENTRY, GObject)

/**
 * AmiaDueEntry:
 *
 * A row of the list of what is to be done: a heading, or something due.
 */

/**
 * amia_due_entry_new:
 * @list: what @line is in
 * @line: (nullable): something due; %NULL for a heading
 * @group: how near it is
 *
 * Returns: (transfer full): an item
 */
AmiaDueEntry *amia_due_entry_new (AmiaDueList       *list,
                                  const AmiaDueLine *line,
                                  AmiaDueGroup       group) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_due_entry_get_line:
 * @item: an item
 *
 * Returns: (transfer none) (nullable): what is due; %NULL for a heading
 */
const AmiaDueLine *amia_due_entry_get_line (AmiaDueEntry *item);

/**
 * amia_due_entry_get_group:
 * @item: an item
 *
 * Returns: how near it is, or what is below the heading
 */
AmiaDueGroup amia_due_entry_get_group (AmiaDueEntry *item);

/**
 * amia_due_entry_get_today:
 * @item: an item
 *
 * Returns: (transfer none): the day it is looked from, ISO
 */
const char *amia_due_entry_get_today (AmiaDueEntry *item);

G_END_DECLS
