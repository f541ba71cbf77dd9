/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-reader.h"
#include "amia-values.h"

G_BEGIN_DECLS

/**
 * AmiaCaseChecklist:
 * @form_id: the form
 * @group: its case, as in #AmiaValuesMeeting
 * @side: whose it is
 * @day: the day of the meeting
 * @is_own: whether it was begun on this laptop
 *
 * Where a checklist of the value base is found.
 */
typedef struct
{
  AmiaUuid       form_id;
  guint          group;
  AmiaValuesSide side;
  GDate          day;
  gboolean       is_own;
} AmiaCaseChecklist;

/**
 * AmiaCaseValues:
 * @meetings: (element-type AmiaValuesMeeting): by day
 * @checklists: (element-type AmiaCaseChecklist): all, empty ones too
 * @n_cases: of how many cases
 *
 * The checklists of the value base that this reader may see.
 */
typedef struct
{
  GPtrArray *meetings;
  GArray    *checklists;
  guint      n_cases;
} AmiaCaseValues;

/**
 * amia_case_values_new:
 * @replica: the replica
 * @case_id: (nullable): one case; %NULL for all that are on this laptop
 *
 * Main thread.
 *
 * Returns: (transfer full): a reader whose answer is an #AmiaCaseValues
 */
AmiaCaseReader *amia_case_values_new (AmiaReplica    *replica,
                                      const AmiaUuid *case_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_values_read:
 * @store: the store, on its thread
 * @case_id: (nullable): one case; %NULL for all
 * @error: return location
 *
 * Returns: (nullable) (transfer full): the same, once; freed with amia_case_values_free()
 */
AmiaCaseValues *amia_case_values_read (AmiaStore      *store,
                                       const AmiaUuid *case_id,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_values_find:
 * @self: the checklists
 * @group: a case
 * @side: whose checklist
 * @day: the day of the meeting
 *
 * Returns: (nullable) (transfer none): the checklist, one's own before a colleague's
 */
const AmiaCaseChecklist *amia_case_values_find (const AmiaCaseValues *self,
                                                guint                 group,
                                                AmiaValuesSide        side,
                                                const GDate          *day);

void amia_case_values_free (AmiaCaseValues *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseValues, amia_case_values_free)

G_END_DECLS
