/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_READER (amia_case_reader_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseReader, amia_case_reader, AMIA, CASE_READER, GObject)

/**
 * AmiaCaseReader:
 *
 * Keeps something that is read from one case, or from all, up to date for a page: reads it on the
 * store's thread, again whenever the case has changed, and one reading at a time. The signal
 * `changed` says that there is something new to get, `failed (GError *)` that there is not; a case
 * that is gone is %AMIA_STORE_ERROR_MISSING. Main thread.
 */

/**
 * amia_case_reader_new:
 * @replica: where from
 * @case_id: the case
 * @read: reads; its data is the case's #AmiaUuid. %NULL without an error counts as a failure
 *   without words
 * @free_read: frees what @read returned
 *
 * Begins to read at once; connect the signals before the main loop runs.
 *
 * Returns: (transfer full): a reader that has nothing yet
 */
AmiaCaseReader *amia_case_reader_new (AmiaReplica    *replica,
                                      const AmiaUuid *case_id,
                                      AmiaReplicaFunc read,
                                      GDestroyNotify  free_read) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaCaseReading:
 * @case_id: (nullable): the case whose changes matter; %NULL for every case
 * @own_record: (nullable): a record whose changes alone are no reason to read, such as the form
 *   that somebody is writing in
 * @read: reads; its data is @request, which it must not change: it is used again
 * @request: (transfer full): what is wanted
 * @free_request: (nullable): frees @request
 * @free_read: frees what @read returned
 *
 * What is read, and when.
 */
typedef struct
{
  const AmiaUuid *case_id;
  const AmiaUuid *own_record;
  AmiaReplicaFunc read;
  gpointer        request;
  GDestroyNotify  free_request;
  GDestroyNotify  free_read;
} AmiaCaseReading;

/**
 * amia_case_reader_new_with:
 * @replica: (nullable): where from; without one nothing is ever read
 * @reading: what to read
 *
 * amia_case_reader_new() for whoever needs more than the case's id.
 *
 * Returns: (transfer full): a reader that has nothing yet
 */
AmiaCaseReader *amia_case_reader_new_with (AmiaReplica           *replica,
                                           const AmiaCaseReading *reading)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_reader_watch:
 * @reader: a reader
 * @record: a record that belongs to no case and is looked at, too: the participant
 *
 * Reads again when that record changes as well. The last one named counts.
 */
void amia_case_reader_watch (AmiaCaseReader *reader,
                             const AmiaUuid *record);

/**
 * amia_case_reader_get:
 * @reader: a reader
 *
 * Returns: (transfer none) (nullable): what was read last; good until the next `changed`
 */
gpointer amia_case_reader_get (AmiaCaseReader *reader);

/**
 * amia_case_reader_get_replica:
 * @reader: a reader
 *
 * Returns: (transfer none): where it reads from, to write to
 */
AmiaReplica *amia_case_reader_get_replica (AmiaCaseReader *reader);

/**
 * amia_case_reader_get_case:
 * @reader: a reader
 *
 * Returns: (transfer none): which case, the nil id for every case
 */
const AmiaUuid *amia_case_reader_get_case (AmiaCaseReader *reader);

/**
 * amia_case_reader_stop:
 * @reader: (nullable): a reader
 *
 * Nothing is emitted from here on; for the dispose of who listens.
 */
void amia_case_reader_stop (AmiaCaseReader *reader);

G_END_DECLS
