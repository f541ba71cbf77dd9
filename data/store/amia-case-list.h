/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"
#include "amia-store-lists.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_ITEM (amia_case_item_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseItem, amia_case_item, AMIA, CASE_ITEM, GObject)

/**
 * amia_case_item_get_id:
 * @item: an item
 *
 * Returns: (transfer none): the case's id, known from the start
 */
const AmiaUuid *amia_case_item_get_id (AmiaCaseItem *item);

/**
 * amia_case_item_get_row:
 * @item: an item
 *
 * Returns: (transfer none) (nullable): what to show, or %NULL while it is being fetched; valid
 * until the signal `filled`, which says that it came or changed
 */
const AmiaCaseRow *amia_case_item_get_row (AmiaCaseItem *item);

#define AMIA_TYPE_CASE_LIST (amia_case_list_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseList, amia_case_list, AMIA, CASE_LIST, GObject)

/**
 * amia_case_list_new:
 * @replica: a replica
 *
 * A #GListModel of #AmiaCaseItem, filtered and sorted by the store. Knows its length at once and
 * fetches rows in pages when they are asked for, so that ten thousand cases cost what a hundred do.
 * Follows the replica's `changed` signal with the fewest `items-changed`. The property `loading` is
 * %TRUE while the answer to amia_case_list_set_query() is on its way.
 *
 * Returns: (transfer full): a list of all cases by name
 */
AmiaCaseList *amia_case_list_new (AmiaReplica *replica) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_list_set_query:
 * @list: a list
 * @query: which cases, in which order; copied
 *
 * Asks for another selection. What is shown stays until the answer comes; only the latest question
 * is answered.
 */
void amia_case_list_set_query (AmiaCaseList        *list,
                               const AmiaCaseQuery *query);

/**
 * amia_case_list_get_loading:
 * @list: a list
 *
 * Returns: %TRUE while an answer is on its way
 */
gboolean amia_case_list_get_loading (AmiaCaseList *list);

G_END_DECLS
