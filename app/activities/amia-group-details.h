/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaGroupOccasion:
 * @id: the record
 * @start: (nullable): local time, `YYYY-MM-DDThh:mm`
 * @end: (nullable): likewise
 * @place: (nullable): where
 * @phase: (nullable): which phase of a course it belongs to
 * @n_present: how many of the reader's participants were there
 * @n_noted: of how many it is noted whether they were
 *
 * An occasion of a group.
 */
typedef struct
{
  AmiaUuid id;
  char    *start;
  char    *end;
  char    *place;
  char    *phase;
  guint    n_present;
  guint    n_noted;
} AmiaGroupOccasion;

/**
 * AmiaGroupMember:
 * @id: the enrolment
 * @case_id: whose
 * @name: what the case is called in lists; nothing of a protected identity
 * @to: (nullable): the last day, if it has ended
 * @reason: (nullable): why it has
 * @queue_place: 0 for who has a place, else the place in the queue
 * @attended: (nullable): what is noted of the occasion that was asked for
 * @n_present: how many occasions they were at
 *
 * A participant of the reader's who takes part in a group.
 */
typedef struct
{
  AmiaUuid id;
  AmiaUuid case_id;
  char    *name;
  char    *to;
  char    *reason;
  guint    queue_place;
  char    *attended;
  guint    n_present;
} AmiaGroupMember;

/**
 * AmiaGroupDetails:
 * @occasions: (element-type AmiaGroupOccasion): by time
 * @members: (element-type AmiaGroupMember): those who take part by name, then those who have left
 * @max: how many the group takes, 0 for as many as come
 * @n_seats: how many have asked for a place, others' participants too
 *
 * What a group is doing, at one moment.
 */
typedef struct
{
  GPtrArray *occasions;
  GPtrArray *members;
  guint      max;
  guint      n_seats;
} AmiaGroupDetails;

/**
 * amia_group_details_load:
 * @store: a store; on its thread
 * @group: a group
 * @occasion: (nullable): the occasion whose attendance is wanted
 * @error: return location
 *
 * Returns: (transfer full): what it is doing, or %NULL with an #AmiaStoreError
 */
AmiaGroupDetails *amia_group_details_load (AmiaStore      *store,
                                           const AmiaUuid *group,
                                           const AmiaUuid *occasion,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;

void amia_group_details_free (AmiaGroupDetails *details);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaGroupDetails, amia_group_details_free)

G_END_DECLS
