/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-due.h"
#include "amia-routine.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaCaseDue:
 * @case_id: the case; nil for what is in none, as an entry of the catalogue
 * @title: (nullable): the participant's name, or the case's title or number, as far as the reader
 *   may see it; %NULL when nothing is known, and for somebody whose identity is protected
 * @is_protected: protected identity: no list says whose it is
 * @subproject: (nullable): the sub-project
 * @routine: (nullable): how it works, if it has a routine
 * @users: (array zero-terminated=1): the accounts of the team today
 * @pair: (array zero-terminated=1): those of them who are its caseworkers
 * @lines: (element-type AmiaDueLine): what is due, the earliest day first
 * @facts: what @lines point into
 *
 * What is to be done in one case.
 */
typedef struct
{
  AmiaUuid           case_id;
  char              *title;
  gboolean           is_protected;
  const char        *subproject;
  const AmiaRoutine *routine;
  const char       **users;
  const char       **pair;
  GArray            *lines;
  GBytes            *facts;
} AmiaCaseDue;

/**
 * AmiaDueLine:
 * @of: whose it is; the owner of all the rest
 * @due: what, and by when
 * @text: (nullable): what was agreed, asked, planned, in somebody's own words or as a code: the
 *   kind of a meeting; of a protected person in the list of their own case only
 * @who: (nullable): the account or name of who is to do it; %NULL for the case's caseworkers
 * @reason: (nullable): why it was moved, as far as the reader may see it; as @text
 * @duty: the record that moved it; nil if none did
 *
 * One thing that is to be done.
 */
typedef struct
{
  const AmiaCaseDue *of;
  AmiaDue            due;
  const char        *text;
  const char        *who;
  const char        *reason;
  AmiaUuid           duty;
} AmiaDueLine;

/**
 * AmiaDueFilter:
 * @AMIA_DUE_OF_TEAM: what is due in the cases whose team somebody is in
 * @AMIA_DUE_OF_PAIR: what is due in those whose caseworker they are, whoever of the two does it
 * @AMIA_DUE_OF_ME: and of that what is not for somebody else
 *
 * Whose due things. What names somebody is in all of their lists, whatever their part in the case.
 */
typedef enum
{
  AMIA_DUE_OF_TEAM,
  AMIA_DUE_OF_PAIR,
  AMIA_DUE_OF_ME,
} AmiaDueFilter;

/**
 * AmiaDueQuery:
 * @today: (nullable): the day to look from, ISO; %NULL for today by the store's clock
 * @user: (nullable): whose; %NULL for everything here
 * @filter: which of theirs
 * @case_id: (nullable): only this case
 * @budget_ms: how long to read cases that have changed since somebody looked; 0 for all of them
 *
 * Which due things.
 */
typedef struct
{
  const char     *today;
  const char     *user;
  AmiaDueFilter   filter;
  const AmiaUuid *case_id;
  guint           budget_ms;
} AmiaDueQuery;

/**
 * AmiaDueList:
 * @today: the day it is looked from
 * @cases: (element-type AmiaCaseDue): the cases in which something is due, in no order
 * @lines: (element-type AmiaDueLine): what is due in all of them, the earliest day first; borrowed
 *   from @cases
 * @routines: (element-type AmiaKeptRoutine): the routines that hold
 * @n_left: how many cases there was no time for; ask again
 *
 * What is to be done. Counted references; any thread.
 */
typedef struct
{
  char      *today;
  GPtrArray *cases;
  GPtrArray *lines;
  GArray    *routines;
  guint      n_left;
} AmiaDueList;

/**
 * amia_due_list_ref:
 * @list: a list
 *
 * Returns: (transfer full): @list
 */
AmiaDueList *amia_due_list_ref (AmiaDueList *list);

/**
 * amia_due_list_unref:
 * @list: (transfer full): a list
 */
void amia_due_list_unref (AmiaDueList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaDueList, amia_due_list_unref)

/**
 * amia_due_line_is_of:
 * @line: something due
 * @user: an account
 * @filter: which of theirs
 *
 * Returns: %TRUE if a list of @filter for @user has @line
 */
gboolean amia_due_line_is_of (const AmiaDueLine *line,
                              const char        *user,
                              AmiaDueFilter      filter);

/**
 * amia_store_list_due:
 * @store: a store
 * @query: which
 * @error: return location
 *
 * What is due, computed (amia_due_compute()) from what may be seen here, by the organisation's
 * routines (amia_store_list_routines()). What has happened in a case is read from its records once
 * and kept until one of them changes or the day makes a difference: so a list of all things due in
 * ten thousand cases takes less than a tenth of a second. The same facts give the same answer on
 * every laptop.
 *
 * Returns: (transfer full): what is due; %NULL with an #AmiaStoreError
 */
AmiaDueList *amia_store_list_due (AmiaStore          *store,
                                  const AmiaDueQuery *query,
                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
