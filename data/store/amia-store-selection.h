/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-selection.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaSelected:
 * @case_id: the case
 * @participant: its participant, nil if none is named
 * @name: (nullable): the participant's name; %NULL for a protected identity, too
 * @personnummer: (nullable): the same
 * @is_protected: a protected identity
 * @benefit_end: (nullable): the last day of the benefit
 * @opened: (nullable): the day on which the person was put on the list
 * @subproject: (nullable): the sub-project
 * @municipality: (nullable): the home municipality
 * @selection: (nullable): `current`, `not-current`, %NULL while nobody has judged
 * @reason: (nullable): why not current, a code of amia_selection_get_reasons()
 * @note: (nullable): what was noted
 *
 * A person on the selection list. Nothing of it that the reader may not see.
 */
typedef struct
{
  AmiaUuid case_id;
  AmiaUuid participant;
  char    *name;
  char    *personnummer;
  gboolean is_protected;
  char    *benefit_end;
  char    *opened;
  char    *subproject;
  char    *municipality;
  char    *selection;
  char    *reason;
  char    *note;
} AmiaSelected;

/**
 * amia_selected_free:
 * @selected: (nullable): a person on the list
 */
void amia_selected_free (AmiaSelected *selected);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSelected, amia_selected_free)

/**
 * amia_store_list_selection:
 * @store: a store
 * @error: return location
 *
 * Everybody on the selection list, whose benefit ends first first, those without a day last.
 *
 * Returns: (transfer full) (element-type AmiaSelected): the people, or %NULL on error
 */
GPtrArray *amia_store_list_selection (AmiaStore *store,
                                      GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_load_selected:
 * @store: a store
 * @case_id: a case
 * @error: return location
 *
 * Returns: (transfer full) (nullable): that person, or %NULL, without an error if the case is gone
 */
AmiaSelected *amia_store_load_selected (AmiaStore      *store,
                                        const AmiaUuid *case_id,
                                        GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- What is done there: each adds to a user action that the caller commits ------------------- */

/**
 * amia_selection_add:
 * @edits: a user action
 * @values: (array length=AMIA_SELECTION_N_FIELDS): as in #AmiaCandidate
 * @subproject: (nullable): for people for whom @values has none
 * @today: the day, `YYYY-MM-DD`
 * @now_ms: the time, for ids
 * @case_id: (out): the new case
 *
 * Puts somebody on the list: a participant, and a case whose `status` is `selection`.
 */
void amia_selection_add (AmiaEdits         *edits,
                         const char *const *values,
                         const char        *subproject,
                         const char        *today,
                         gint64             now_ms,
                         AmiaUuid          *case_id);

/**
 * amia_selection_judge:
 * @edits: a user action
 * @case_id: the case
 * @reason: (nullable): why not current; %NULL for somebody who is current
 * @note: (nullable): what was noted
 *
 * Says that a person is *aktuell* or *ej aktuell*; the latter never without its reason.
 */
void amia_selection_judge (AmiaEdits      *edits,
                           const AmiaUuid *case_id,
                           const char     *reason,
                           const char     *note);

/**
 * AmiaSelectionHandOver:
 * @case_id: the case
 * @from: the account that hands over
 * @to: the account of the caseworker who gets it
 * @form: (nullable): the filled-in summary
 * @note: (nullable): a word along with it
 * @today: the day: the days for the first contact run from it
 * @now_ms: the time, for ids
 *
 * Somebody on the list gets a caseworker.
 */
typedef struct
{
  const AmiaUuid *case_id;
  const char     *from;
  const char     *to;
  const AmiaUuid *form;
  const char     *note;
  const char     *today;
  gint64          now_ms;
} AmiaSelectionHandOver;

/**
 * amia_selection_hand_over:
 * @edits: a user action
 * @given: what is handed over to whom
 *
 * The case leaves the list and is an ordinary one; the caseworker becomes a member, and a handover
 * waits for their confirmation.
 */
void amia_selection_hand_over (AmiaEdits                   *edits,
                               const AmiaSelectionHandOver *given);

G_END_DECLS
