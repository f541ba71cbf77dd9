/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-agenda.h"

G_BEGIN_DECLS

/**
 * AmiaMeetingTyped:
 * @id: the meeting
 * @case_id: its case, nil for an occasion
 * @kind: its kind
 * @title: what it is called, empty for what its kind is called
 * @start: when it begins
 * @end: when it ends
 * @place: where
 * @km: how far, less than 0 for what was not said
 * @people: (array zero-terminated=1): who takes part
 * @note: a remark
 * @status: how it stands
 * @rule: (nullable): how it recurs, of an occasion only
 * @slot: (nullable): the free time that is booked by it
 * @reflection: what the pair says about it
 *
 * A meeting as it stands on the page.
 */
typedef struct
{
  AmiaUuid      id;
  AmiaUuid      case_id;
  const char   *kind;
  char         *title;
  AmiaLocalTime start;
  AmiaLocalTime end;
  char         *place;
  double        km;
  char        **people;
  char         *note;
  const char   *status;
  char         *rule;
  char         *slot;
  char         *reflection;
} AmiaMeetingTyped;

void amia_meeting_typed_free (AmiaMeetingTyped *typed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaMeetingTyped, amia_meeting_typed_free)

/**
 * amia_meeting_save:
 * @store: a store
 * @typed: (type AmiaMeetingTyped): what was typed
 * @cancellable: (nullable): not looked at
 * @error: return location
 *
 * Writes what says something else than the record, in one change: the meeting, the booking of its
 * free time, and that of the one it had before is taken back, as it is when the meeting is called
 * off. An #AmiaReplicaFunc.
 *
 * Returns: %NULL
 */
gpointer amia_meeting_save (AmiaStore    *store,
                            gpointer      typed,
                            GCancellable *cancellable,
                            GError      **error);

/**
 * amia_meeting_remove:
 * @store: a store
 * @id: (type AmiaUuid): a meeting
 * @cancellable: (nullable): not looked at
 * @error: return location
 *
 * Takes a meeting away and its booking back. An #AmiaReplicaFunc.
 *
 * Returns: %NULL
 */
gpointer amia_meeting_remove (AmiaStore    *store,
                              gpointer      id,
                              GCancellable *cancellable,
                              GError      **error);

/**
 * amia_meeting_begin_minutes:
 * @store: a store
 * @id: (type AmiaUuid): a meeting of a case
 * @cancellable: (nullable): not looked at
 * @error: return location
 *
 * The minutes of a meeting are a form: the one it has or, if it has none, a new one that says
 * already when and where. An #AmiaReplicaFunc.
 *
 * Returns: (transfer full): the form's id as text, or %NULL on error
 */
gpointer amia_meeting_begin_minutes (AmiaStore    *store,
                                     gpointer      id,
                                     GCancellable *cancellable,
                                     GError      **error);

G_END_DECLS
