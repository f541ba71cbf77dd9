/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-due.h"

G_BEGIN_DECLS

/*
 * What somebody does with a due thing, as fields of a user action. A record that is to be done
 * itself gets its own field: the task its day, the meeting that it was held, the referral that it
 * was answered, the entry of the catalogue that it was checked. Of what follows from a rule a
 * `duty` is written. A handover is more than a field: amia_store_confirm_handover().
 */

/**
 * amia_edits_finish_due:
 * @edits: a user action
 * @line: what was done; no handover
 * @today: when, ISO
 * @fresh: the id of a duty that there is not yet
 * @record: (out caller-allocates) (optional): the record that says so
 *
 * Adds that @line was done.
 */
void amia_edits_finish_due (AmiaEdits         *edits,
                            const AmiaDueLine *line,
                            const char        *today,
                            const AmiaUuid    *fresh,
                            AmiaUuid          *record);

/**
 * amia_edits_move_due:
 * @edits: a user action
 * @line: what is to wait
 * @day: until when, ISO
 * @reason: why
 * @fresh: the id of a duty that there is not yet
 * @record: (out caller-allocates) (optional): the record that says so
 *
 * Adds that @line is due on another day. Only in a case: an entry of the catalogue is confirmed or
 * not.
 */
void amia_edits_move_due (AmiaEdits         *edits,
                          const AmiaDueLine *line,
                          const char        *day,
                          const char        *reason,
                          const AmiaUuid    *fresh,
                          AmiaUuid          *record);

/**
 * amia_edits_restore_due:
 * @edits: a user action
 * @line: what was finished or moved, as it was before
 * @record: what the call that did so gave
 *
 * Adds what takes that back.
 */
void amia_edits_restore_due (AmiaEdits         *edits,
                             const AmiaDueLine *line,
                             const AmiaUuid    *record);

G_END_DECLS
