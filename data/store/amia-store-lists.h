/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-sharing.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaCaseSort:
 * @AMIA_CASE_SORT_NAME: by the participant's name, Swedish order
 * @AMIA_CASE_SORT_CHANGED: last changed first
 *
 * Order of the list of cases.
 */
typedef enum
{
  AMIA_CASE_SORT_NAME,
  AMIA_CASE_SORT_CHANGED,
} AmiaCaseSort;

/**
 * AmiaCaseStage:
 * @AMIA_CASES_UNDER_WAY: neither on the selection list nor closed; with words, closed ones too
 * @AMIA_CASES_SELECTION: people on the selection list, who have no caseworkers yet
 * @AMIA_CASES_CLOSED: closed ones
 * @AMIA_CASES_ALL: all that are here
 *
 * Which part of their way the cases are in.
 */
typedef enum
{
  AMIA_CASES_UNDER_WAY,
  AMIA_CASES_SELECTION,
  AMIA_CASES_CLOSED,
  AMIA_CASES_ALL,
} AmiaCaseStage;

/**
 * AmiaCaseQuery:
 * @words: (nullable): what was typed in the search field, as in amia_store_search() but over name,
 *   personnummer, title and number only; a protected identity is found by none
 * @stage: which part of their way they are in
 * @mine: only cases whose team the reader is in today
 * @with: (nullable): only cases whose team this colleague is in today
 * @without_protected: no cases of people with a protected identity
 * @with_conflicts: only cases with two versions somewhere
 * @waiting: only cases with changes that the server does not have
 * @step: (nullable): only cases that are in this step
 * @subproject: (nullable): only cases of this sub-project, as amia_store_list_subprojects() names
 *   it
 * @sort: order
 *
 * Which cases. Filtered and sorted in SQLite, over the projection.
 */
typedef struct
{
  const char   *words;
  AmiaCaseStage stage;
  gboolean      mine;
  const char   *with;
  gboolean      without_protected;
  gboolean      with_conflicts;
  gboolean      waiting;
  const char   *step;
  const char   *subproject;
  AmiaCaseSort  sort;
} AmiaCaseQuery;

/**
 * AmiaCaseRow:
 * @id: the case
 * @participant: its participant, nil if none is named
 * @title: (nullable): the case's title
 * @number: (nullable): the case's number
 * @name: (nullable): the participant's name
 * @personnummer: (nullable): the participant's personnummer
 * @lock: why less is shown of the participant than the server gave
 * @is_protected: protected identity: name and number are not to be shown in lists
 * @step: (nullable): the step of the process that the case is in
 * @step_visits: how many times that step has been entered
 * @status: (nullable): the case's status
 * @n_conflicts: fields with several versions, in all of the case's records
 * @n_waiting: own changes that the server does not have yet
 * @n_refused: own changes that the server refused
 * @has_consent: %TRUE if there is a consent that is valid today
 * @changed_ms: when anything in the case was last changed, ms since 1970 UTC
 * @members: (array zero-terminated=1): `user agency` of the team today
 *
 * A row of the list of cases.
 */
typedef struct
{
  AmiaUuid        id;
  AmiaUuid        participant;
  char           *title;
  char           *number;
  char           *name;
  char           *personnummer;
  AmiaSharingLock lock;
  gboolean        is_protected;
  char           *step;
  guint           step_visits;
  char           *status;
  guint           n_conflicts;
  guint           n_waiting;
  guint           n_refused;
  gboolean        has_consent;
  gint64          changed_ms;
  char          **members;
} AmiaCaseRow;

void amia_case_row_free (AmiaCaseRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseRow, amia_case_row_free)

/**
 * amia_store_list_case_ids:
 * @store: a store
 * @query: which, in which order
 * @error: return location
 *
 * The whole list as ids (16 bytes each), so that a view knows its length and any page can be
 * fetched by amia_store_load_case_rows(). For 10 000 cases a few milliseconds.
 *
 * Returns: (transfer full) (element-type AmiaUuid): the ids, or %NULL on error
 */
GArray *amia_store_list_case_ids (AmiaStore           *store,
                                  const AmiaCaseQuery *query,
                                  GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_list_subprojects:
 * @store: a store
 * @error: return location
 *
 * Returns: (transfer full) (element-type utf8): the sub-projects of the cases that are here, in
 *   Swedish order; one that has a routine is called as that is. Or %NULL on error
 */
GPtrArray *amia_store_list_subprojects (AmiaStore *store,
                                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_load_case_rows:
 * @store: a store
 * @ids: (array length=n_ids): cases
 * @n_ids: how many
 * @error: return location
 *
 * Returns: (transfer container) (element-type AmiaCaseRow): a row for each, in the same order,
 * %NULL elements for cases that are gone; or %NULL on error
 */
GPtrArray *amia_store_load_case_rows (AmiaStore      *store,
                                      const AmiaUuid *ids,
                                      gsize           n_ids,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaStatus:
 * @n_waiting: own changes that the server does not have
 * @n_refused: own changes that the server refused and nobody has dealt with
 * @n_escrow: own changes that the server keeps sealed until their author is let in again
 * @n_conflicts: fields with several versions
 * @n_cases: cases under way that are here
 * @last_sync_ms: when the last round with the server ended well, 0 for never
 * @lease_days: for how many days after the server's last answer others' contents stay readable
 * @is_lapsed: that was longer ago
 * @n_narrowed: cases and participants of whom less is shown than the server gave: by the lease, or
 *   because something ended by date since it last answered
 *
 * How this replica stands, for the sync line and the sync page.
 */
typedef struct
{
  guint    n_waiting;
  guint    n_refused;
  guint    n_escrow;
  guint    n_conflicts;
  guint    n_cases;
  gint64   last_sync_ms;
  int      lease_days;
  gboolean is_lapsed;
  guint    n_narrowed;
} AmiaStatus;

/**
 * amia_store_get_status:
 * @store: a store
 * @status: (out): how it stands
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_get_status (AmiaStore  *store,
                                AmiaStatus *status,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaSaved:
 * @AMIA_SAVED_HERE: durable on this laptop, nowhere else yet
 * @AMIA_SAVED_REFUSED: the server refused some of it
 * @AMIA_SAVED_ESCROW: the server has it, and keeps some of it sealed: it is delivered to nobody
 * @AMIA_SAVED_SERVER: everything of it is on the server
 * @AMIA_SAVED_COLLEAGUE: every change of it is also on at least one colleague's laptop
 * @AMIA_SAVED_OPENED: and a colleague has opened the case there since
 *
 * How far what is written in a record has come; never further than is known for certain.
 */
typedef enum
{
  AMIA_SAVED_HERE,
  AMIA_SAVED_REFUSED,
  AMIA_SAVED_ESCROW,
  AMIA_SAVED_SERVER,
  AMIA_SAVED_COLLEAGUE,
  AMIA_SAVED_OPENED,
} AmiaSaved;

/**
 * amia_store_get_saved:
 * @store: a store
 * @record: a record
 * @colleagues: (out) (optional) (transfer full) (array zero-terminated=1): names of those who have
 *   opened it or, if nobody has, of those whose laptop has everything of it; empty if none
 * @error: return location
 *
 * A colleague has it when their laptop has said that it holds everything up to the server's number
 * of the record's last change, and of the change that made them a member, and has no backfill under
 * way; and when, by the members and consents that are here, they may see every op of the record. A
 * text that was made of others' texts is said to be on the server at most.
 *
 * Returns: how far it has come; %AMIA_SAVED_HERE on error
 */
AmiaSaved amia_store_get_saved (AmiaStore      *store,
                                const AmiaUuid *record,
                                char         ***colleagues,
                                GError        **error);

G_END_DECLS
