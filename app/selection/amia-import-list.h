/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"
#include "amia-selection.h"
#include "amia-store-twins.h"

G_BEGIN_DECLS

/**
 * AmiaImportList:
 * @csv: the table
 * @mapping: what its columns hold
 * @candidates: (element-type AmiaCandidate): its rows
 * @twins: (element-type AmiaTwin): for each row who is here already, %NULL for nobody
 *
 * A table held against who is here: everything that is to be known before its people are taken.
 */
typedef struct
{
  AmiaCsv             *csv;
  AmiaSelectionMapping mapping;
  GPtrArray           *candidates;
  GPtrArray           *twins;
} AmiaImportList;

/**
 * amia_import_list_free:
 * @list: (nullable): a table
 */
void amia_import_list_free (AmiaImportList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaImportList, amia_import_list_free)

/**
 * amia_import_list_is_taken:
 * @list: a table
 * @row: a row
 * @takes_similar: whether people who look like somebody who is here are taken
 *
 * Returns: %TRUE if that row becomes a person on the list
 */
gboolean amia_import_list_is_taken (const AmiaImportList *list,
                                    guint                 row,
                                    gboolean              takes_similar);

/**
 * amia_import_list_read_async:
 * @replica: who is here
 * @bytes: the file
 * @mapping: (nullable): what its columns hold, %NULL to guess
 * @cancellable: (nullable): to give up waiting
 * @callback: called when done
 * @user_data: for @callback
 *
 * Reads a table on the store's thread.
 */
void amia_import_list_read_async (AmiaReplica                *replica,
                                  GBytes                     *bytes,
                                  const AmiaSelectionMapping *mapping,
                                  GCancellable               *cancellable,
                                  GAsyncReadyCallback         callback,
                                  gpointer                    user_data);

/**
 * amia_import_list_read_finish:
 * @replica: the replica
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the table, or %NULL with an #AmiaCsvError or an #AmiaStoreError
 */
AmiaImportList *amia_import_list_read_finish (AmiaReplica  *replica,
                                              GAsyncResult *result,
                                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_import_list_take_async:
 * @replica: where to put them
 * @list: (transfer full): a table
 * @subproject: (nullable): for people for whom the table has none
 * @takes_similar: whether people who look like somebody who is here are taken
 * @callback: called when done
 * @user_data: for @callback
 *
 * Puts the people on the selection list, all or none.
 */
void amia_import_list_take_async (AmiaReplica        *replica,
                                  AmiaImportList     *list,
                                  const char         *subproject,
                                  gboolean            takes_similar,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * amia_import_list_take_finish:
 * @replica: the replica
 * @result: what the callback got
 * @n_taken: (out): how many are on the list now
 * @error: return location
 *
 * Returns: %TRUE when they are on disk
 */
gboolean amia_import_list_take_finish (AmiaReplica  *replica,
                                       GAsyncResult *result,
                                       guint        *n_taken,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
