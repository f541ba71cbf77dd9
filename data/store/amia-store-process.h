/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-process-needs.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaVisit:
 * @id: the visit record
 * @step: the step, as amia_process_find_step() knows it; a code of a newer program is kept
 * @from: (nullable): the first day, ISO
 * @to: (nullable): the last day; %NULL while it lasts
 * @note: (nullable): a word about it
 * @author: (nullable): who entered the step
 * @agency: (nullable): for which agency
 *
 * One stay in a step of the process map.
 */
typedef struct
{
  AmiaUuid id;
  char    *step;
  char    *from;
  char    *to;
  char    *note;
  char    *author;
  char    *agency;
} AmiaVisit;

/**
 * AmiaCaseProcess:
 * @case_id: the case
 * @visits: (element-type AmiaVisit): in the order they were begun
 * @facts: what there is of what belongs to the steps
 * @agreed: (nullable): owned by @facts' days
 * @met: (nullable): likewise
 *
 * Where a case is on the process map, how it came there and what is missing.
 */
typedef struct
{
  AmiaUuid         case_id;
  GPtrArray       *visits;
  AmiaProcessFacts facts;
  char            *agreed;
  char            *met;
} AmiaCaseProcess;

void amia_case_process_free (AmiaCaseProcess *process);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseProcess, amia_case_process_free)

/**
 * amia_store_load_process:
 * @store: a store, on its thread
 * @case_id: a case
 * @today: the day to look from, ISO: whether a consent is valid, whether a meeting was
 * @error: return location
 *
 * Reads what may be seen here. Something that another agency does not share counts as missing: the
 * one who shows it has to say so.
 *
 * Returns: (transfer full): the case; %NULL with %AMIA_STORE_ERROR_MISSING if it is not here, or
 *   with %AMIA_STORE_ERROR_FAILED
 */
AmiaCaseProcess *amia_store_load_process (AmiaStore      *store,
                                          const AmiaUuid *case_id,
                                          const char     *today,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_process_get_current:
 * @process: a case
 *
 * Returns: (transfer none) (nullable): the visit that lasts; the one begun last, if two laptops
 *   have each begun one
 */
const AmiaVisit *amia_case_process_get_current (const AmiaCaseProcess *process);

/**
 * amia_case_process_count_visits:
 * @process: a case
 * @step: a step
 *
 * Returns: how many times it was entered
 */
guint amia_case_process_count_visits (const AmiaCaseProcess *process,
                                      const char            *step);

/**
 * amia_edits_enter_step:
 * @edits: an action
 * @process: the case as it stands
 * @id: the new visit's id
 * @step: a step, any: an earlier one is entered again as often as needed
 * @on: the day, ISO
 *
 * Ends every visit that lasts, on that day, and begins a new one. A way back is one more visit and
 * changes nothing that was.
 */
void amia_edits_enter_step (AmiaEdits             *edits,
                            const AmiaCaseProcess *process,
                            const AmiaUuid        *id,
                            const char            *step,
                            const char            *on);

/**
 * amia_edits_leave_step:
 * @edits: an action
 * @process: the case as it stands
 * @on: the day, ISO
 *
 * Ends every visit that lasts and begins none.
 *
 * Returns: %FALSE if none lasts; nothing was added then
 */
gboolean amia_edits_leave_step (AmiaEdits             *edits,
                                const AmiaCaseProcess *process,
                                const char            *on);

G_END_DECLS
