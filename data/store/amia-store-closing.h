/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-closing.h"
#include "amia-store-process.h"

G_BEGIN_DECLS

/**
 * AmiaCaseClosing:
 * @case_id: the case
 * @status: (nullable): its status
 * @cause: (nullable): why it was closed
 * @way_on: (nullable): where the participant went
 * @closed: (nullable): the last day
 * @ali_from: (nullable): the first day of ALI
 * @status_90: (nullable): what came of it 90 days after ALI
 * @status_270: (nullable): what came of it 270 days after ALI
 * @process: what belongs to the steps, and what is missing
 *
 * How far a case is from its end, and what came after it.
 */
typedef struct
{
  AmiaUuid         case_id;
  char            *status;
  char            *cause;
  char            *way_on;
  char            *closed;
  char            *ali_from;
  char            *status_90;
  char            *status_270;
  AmiaCaseProcess *process;
} AmiaCaseClosing;

/**
 * amia_case_closing_free:
 * @closing: (nullable): a case
 */
void amia_case_closing_free (AmiaCaseClosing *closing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseClosing, amia_case_closing_free)

/**
 * amia_store_load_closing:
 * @store: a store
 * @case_id: a case
 * @today: the day, ISO
 * @error: return location
 *
 * Returns: (transfer full): the case, or %NULL with an #AmiaStoreError
 */
AmiaCaseClosing *amia_store_load_closing (AmiaStore      *store,
                                          const AmiaUuid *case_id,
                                          const char     *today,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_close_case:
 * @store: a store
 * @case_id: a case
 * @wanted: cause, way on and last day; the rest is read here
 * @today: the day, ISO
 * @fault: (out): what stopped it
 * @error: return location
 *
 * Closes a case, if amia_closing_check() lets it: the one way to do so, for window and tool. The
 * visit to the step that lasts ends with it; team and records stay as they are, and so do the
 * follow-up days after ALI.
 *
 * Returns: %TRUE when it is closed, on disk; %FALSE with @fault and no error if it may not be
 */
gboolean amia_store_close_case (AmiaStore         *store,
                                const AmiaUuid    *case_id,
                                const AmiaClosing *wanted,
                                const char        *today,
                                AmiaClosingFault  *fault,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_closing_reopen:
 * @edits: a user action
 * @case_id: a closed case
 *
 * The case is under way again; cause, way on and last day are taken away. What was written stays in
 * the log.
 */
void amia_closing_reopen (AmiaEdits      *edits,
                          const AmiaUuid *case_id);

G_END_DECLS
