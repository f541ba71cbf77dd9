/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-due.h"
#include "amia-store-private.h"

G_BEGIN_DECLS

/* What has happened in one case, as far as it makes due dates: read from the records, kept in the
 * table due_fact, and given to the rules.
 *
 * In the table it is a run of texts, each ended by a byte of 0; nothing is an empty one. A list is
 * the texts of its rows, and after them an empty one:
 *
 *   the sub-project
 *   a list of the accounts of the team, and one of its caseworkers
 *   the days of AmiaCaseEvents, in the order of its fields from identified to closed
 *   its surveys, its status and what is not seen of it, as numbers
 *   a list of the months whose hours are reported
 *   a list of records that are to be done: rule, id, day, text, by whom
 *   a list of duties: id, rule, number, day, about which record, done, moved to, why
 *
 * Some of it depends on the day: a meeting takes place, somebody leaves the team. So facts say from
 * which day on, and up to the day before which, they are these. */

typedef struct
{
  char   *from_day;  /* NULL: there is nothing before it that would change them */
  char   *until_day; /* NULL: nor after it */
  GBytes *facts;
} AmiaDueFacts;

void _amia_due_facts_clear (AmiaDueFacts *facts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaDueFacts, _amia_due_facts_clear)

/* From the records of a case; for inside a transaction and outside. */
gboolean _amia_due_facts_read (AmiaStore      *store,
                               const AmiaUuid *case_id,
                               const char     *today,
                               AmiaDueFacts   *facts,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those of one record that is to be done and is in no case. */
void _amia_due_facts_build_one (AmiaDueRule       rule,
                                const AmiaRecord *record,
                                const char       *day,
                                const char       *text,
                                const char       *who,
                                AmiaDueFacts     *facts);
/* What the agency that began @record may have written in its case besides, and we do not see. */
AmiaDueUnseen _amia_due_find_unseen (AmiaStore        *store,
                                     const AmiaRecord *record);
/* Whether facts of @from_day and @until_day, each NULL for none, hold on @today. */
gboolean _amia_due_facts_hold (const char *from_day,
                               const char *until_day,
                               const char *today);
/* Reads @facts for @due, which takes a reference on them: whose the case is, then, when it has its
 * routine, what is to be done in it. */
void _amia_due_facts_get_team (GBytes      *facts,
                               AmiaCaseDue *due);
/* FALSE if nothing in them can be @user's: neither in the team nor named by anything. */
gboolean _amia_due_facts_name (GBytes     *facts,
                               const char *user);
void     _amia_due_facts_apply (GBytes      *facts,
                                const char  *today,
                                AmiaCaseDue *due);

/* --- amia-store-due.c: the projection ------------------------------------------------------ */

/* Something in the case has changed: what was known of it is read anew when somebody asks. */
gboolean _amia_due_forget (AmiaStore      *store,
                           const AmiaUuid *case_id,
                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many rows do not say what the records do. */
gboolean _amia_due_count_wrong (AmiaStore *store,
                                guint     *n_wrong,
                                GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
