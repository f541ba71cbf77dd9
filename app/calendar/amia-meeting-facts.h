/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-agenda.h"

G_BEGIN_DECLS

/**
 * AmiaMeetingFacts:
 * @record: (nullable): the meeting as it is, %NULL for one that is not there yet
 * @name: (nullable): the participant, %NULL for nobody
 * @is_protected: protected identity: @name is not said
 * @people: who would take part: the participant and the team of today, `Anna (FK)`
 * @free_times: (element-type AmiaSlotItem): what the teams offer, the next first
 * @reflection: (nullable): what the pair has said about it
 * @reflection_id: the record of that, nil for none
 *
 * What the page of a meeting has to know, read in one go.
 */
typedef struct
{
  AmiaRecord *record;
  char       *name;
  gboolean    is_protected;
  char       *people;
  GPtrArray  *free_times;
  char       *reflection;
  AmiaUuid    reflection_id;
} AmiaMeetingFacts;

void amia_meeting_facts_free (AmiaMeetingFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaMeetingFacts, amia_meeting_facts_free)

/**
 * amia_meeting_facts_load:
 * @store: a store
 * @id: (nullable): the meeting
 * @case_id: (nullable): the case of one that is not there yet
 * @error: return location
 *
 * On the store's thread.
 *
 * Returns: (transfer full): the facts, or %NULL on error
 */
AmiaMeetingFacts *amia_meeting_facts_load (AmiaStore      *store,
                                           const AmiaUuid *id,
                                           const AmiaUuid *case_id,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_meeting_facts_find_booking:
 * @store: a store
 * @slot: a free time
 * @meeting: a meeting
 * @booking: (out): the own booking of that time for that meeting
 * @error: return location
 *
 * Returns: %TRUE if there is one
 */
gboolean amia_meeting_facts_find_booking (AmiaStore  *store,
                                          const char *slot,
                                          const char *meeting,
                                          AmiaUuid   *booking,
                                          GError    **error);

G_END_DECLS
