/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_READER (amia_case_reader_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseReader, amia_case_reader, AMIA, CASE_READER, GObject)

/**
 * AmiaCaseReader:
 *
 * Reads something out of a case's records on the store's thread, again whenever the case has
 * changed, and keeps the latest answer. The signal `changed` says that there is a new one. Main
 * thread.
 */

/**
 * AmiaCaseReaderOptions:
 * @case_id: (nullable): the case whose changes matter, %NULL for every case
 * @own_record: (nullable): a record whose changes alone are no reason to read, such as the form
 *   that is being written in
 * @read: reads; gets @request as its data, which it must not change: it is used again
 * @request: (transfer full): what is wanted
 * @request_free: (nullable): frees @request
 * @result_free: frees an answer
 *
 * What a reader reads, and when.
 */
typedef struct
{
  const AmiaUuid *case_id;
  const AmiaUuid *own_record;
  AmiaReplicaFunc read;
  gpointer        request;
  GDestroyNotify  request_free;
  GDestroyNotify  result_free;
} AmiaCaseReaderOptions;

/**
 * amia_case_reader_new:
 * @replica: (nullable): the replica; without one nothing is read
 * @options: what to read
 *
 * Starts to read at once.
 *
 * Returns: (transfer full): a reader without an answer yet
 */
AmiaCaseReader *amia_case_reader_new (AmiaReplica                 *replica,
                                      const AmiaCaseReaderOptions *options)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_reader_get_result:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): the latest answer, valid until `changed`; %NULL as long as
 *   there is none. When reading fails the last answer stays: a drawing is not where somebody is
 *   told that the replica can't be read
 */
gpointer amia_case_reader_get_result (AmiaCaseReader *self);

/**
 * amia_case_reader_find_day_begun:
 * @record: a record with at least one value
 * @day: (out caller-allocates): the local day of the oldest value that is shown
 *
 * When a form was begun that does not say itself what day it is of. Any thread.
 */
void amia_case_reader_find_day_begun (const AmiaRecord *record,
                                      GDate            *day);

G_END_DECLS
