/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-plan-changes.h"
#include "amia-plan-collisions.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaPlanTodo:
 * @id: the record
 * @text: (nullable): what is to be done
 * @who: (nullable): by whom
 * @due: (nullable): until when, ISO
 * @done: (nullable): the day it was done
 *
 * What was agreed to be done until next time.
 */
typedef struct
{
  AmiaUuid id;
  char    *text;
  char    *who;
  char    *due;
  char    *done;
} AmiaPlanTodo;

/**
 * AmiaPlanRevision:
 * @id: the record
 * @date: (nullable): the day it was agreed on, ISO
 * @note: (nullable): a word about it
 * @author: (nullable): who wrote it down
 * @agency: (nullable): for which agency
 * @plan: the plan as it stood
 *
 * The plan as it was agreed on one day. Never changed.
 */
typedef struct
{
  AmiaUuid        id;
  char           *date;
  char           *note;
  char           *author;
  char           *agency;
  AmiaActionPlan *plan;
} AmiaPlanRevision;

/**
 * AmiaCasePlan:
 * @case_id: the case
 * @plan: goals and activities as they stand
 * @todos: (element-type AmiaPlanTodo): those to be done first, by day
 * @revisions: (element-type AmiaPlanRevision): the last first
 * @meetings: (element-type AmiaPlanMeeting): that are not called off, by time
 * @busy: (nullable): the participant's ordinary week, as last changed
 * @conflicts: (element-type utf8): the ids of goals, activities and todos of which something has
 *   two versions
 * @sources: (element-type AmiaRef): what in goals and activities another agency wrote, so that a
 *   revision that copies it says where it is from
 *
 * Everything that the plan of a case is read beside.
 */
typedef struct
{
  AmiaUuid        case_id;
  AmiaActionPlan *plan;
  GPtrArray      *todos;
  GPtrArray      *revisions;
  GPtrArray      *meetings;
  AmiaPlanBusy   *busy;
  GHashTable     *conflicts;
  GArray         *sources;
} AmiaCasePlan;

void amia_case_plan_free (AmiaCasePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCasePlan, amia_case_plan_free)

/**
 * amia_store_load_plan:
 * @store: a store, on its thread
 * @case_id: a case
 * @error: return location
 *
 * Reads the plan of a case, as far as it may be seen here: five kinds of records and the forms that
 * are weekly schedules.
 *
 * Returns: (transfer full): the plan, empty for a case that has none; %NULL with
 *   %AMIA_STORE_ERROR_FAILED
 */
AmiaCasePlan *amia_store_load_plan (AmiaStore      *store,
                                    const AmiaUuid *case_id,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_edits_agree_plan:
 * @edits: an action
 * @plan: the plan as it stands
 * @id: the new revision's id
 * @on: the day, ISO
 * @note: (nullable): a word about it
 *
 * Writes down that this is what was agreed on: a revision that keeps goals and activities as they
 * are now. Who may not see some of them, later, won't see the revision either.
 */
void amia_edits_agree_plan (AmiaEdits          *edits,
                            const AmiaCasePlan *plan,
                            const AmiaUuid     *id,
                            const char         *on,
                            const char         *note);

G_END_DECLS
