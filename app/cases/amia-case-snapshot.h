/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-shares.h"
#include "amia-forgets.h"
#include "amia-record.h"
#include "amia-replica.h"
#include "amia-store-lists.h"
#include "amia-store-sharing.h"

G_BEGIN_DECLS

/**
 * AmiaCaseMember:
 * @id: the member record
 * @user: the account's name
 * @name: what to call them: the name that the membership gives, or the account's
 * @role: (nullable): the role in this case
 * @agency: (nullable): the account's agency, where it is known here
 * @from: (nullable): first day
 * @to: (nullable): last day
 * @is_current: in the team today
 * @may_leave: whether the case is left with a caseworker without them
 *
 * Somebody of the team.
 */
typedef struct
{
  AmiaUuid id;
  char    *user;
  char    *name;
  char    *role;
  char    *agency;
  char    *from;
  char    *to;
  gboolean is_current;
  gboolean may_leave;
} AmiaCaseMember;

/**
 * AmiaCaseVisit:
 * @id: the visit record
 * @step: (nullable): the step
 * @from: (nullable): first day
 * @to: (nullable): last day, %NULL while it lasts
 * @note: (nullable): a word about it
 *
 * A visit to a step of the process.
 */
typedef struct
{
  AmiaUuid id;
  char    *step;
  char    *from;
  char    *to;
  char    *note;
} AmiaCaseVisit;

/**
 * AmiaCaseNote:
 * @id: the journal record
 * @kind: (nullable): its kind
 * @date: (nullable): the day it is about
 * @headline: (nullable): its headline
 * @text: (nullable): its text
 * @author: (nullable): who wrote it, by name
 * @is_own: it is the reader's own
 * @agency: (nullable): for which agency
 * @cites: (nullable): the note that it corrects, its id as text
 * @is_pair: it is a reflection, which the two caseworkers alone can read
 * @at_ms: when it was entered
 * @has_saved: @saved and @colleagues are known: for those of the reader's own notes that were asked
 *   for
 * @saved: how far it has come
 * @colleagues: (nullable) (array zero-terminated=1): who has it
 *
 * A note in the journal.
 */
typedef struct
{
  AmiaUuid  id;
  char     *kind;
  char     *date;
  char     *headline;
  char     *text;
  char     *author;
  gboolean  is_own;
  char     *agency;
  char     *cites;
  gboolean  is_pair;
  gint64    at_ms;
  gboolean  has_saved;
  AmiaSaved saved;
  char    **colleagues;
} AmiaCaseNote;

/**
 * AmiaCaseForm:
 * @id: the form record
 * @title: the template's title in the program's language
 * @status: (nullable): `in-progress` or `completed`
 * @n_answered: questions that have an answer
 * @n_questions: questions that can be answered; 0 for a template that is not known here
 * @n_conflicts: fields with several versions
 * @changed_ms: when it was last changed
 * @author: (nullable): who changed it last
 * @agency: (nullable): for which agency
 * @saved: how far it has come
 *
 * A form of the case.
 */
typedef struct
{
  AmiaUuid  id;
  char     *title;
  char     *status;
  guint     n_answered;
  guint     n_questions;
  guint     n_conflicts;
  gint64    changed_ms;
  char     *author;
  char     *agency;
  AmiaSaved saved;
} AmiaCaseForm;

/**
 * AmiaCaseConsent:
 * @id: the consent record
 * @kind: (nullable): `participation` for a signed one, `spoken`
 * @parties: (array zero-terminated=1): agencies
 * @areas: (array zero-terminated=1): areas; `*` for all
 * @valid_from: (nullable): first day
 * @valid_to: (nullable): last day
 * @note: (nullable): a remark
 * @signed_on: (nullable): the day it was signed
 * @withdrawn: (nullable): the day it was withdrawn
 * @author: (nullable): who registered it
 * @agency: (nullable): whose contents it releases
 * @is_valid: valid today
 *
 * A consent.
 */
typedef struct
{
  AmiaUuid id;
  char    *kind;
  char   **parties;
  char   **areas;
  char    *valid_from;
  char    *valid_to;
  char    *note;
  char    *signed_on;
  char    *withdrawn;
  char    *author;
  char    *agency;
  gboolean is_valid;
} AmiaCaseConsent;

/**
 * AmiaCaseSnapshot:
 * @row: the case as the list shows it
 * @record: the case's record
 * @participant: (nullable): the participant's record
 * @members: (element-type AmiaCaseMember): the team, those of today first
 * @visits: (element-type AmiaCaseVisit): visits to steps, the first first
 * @notes: (element-type AmiaCaseNote): the journal, the last first
 * @forms: (element-type AmiaCaseForm): the forms, last changed first
 * @consents: (element-type AmiaCaseConsent): the consents, the last first
 * @shares: (element-type AmiaShare): what the consents let go, and let go before
 * @sharing: who sees what of it, and how far it has come
 * @forgets: (nullable): which laptops had forgotten what ended, as the server said last
 * @today: what day it was when it was read
 * @saved: how far the participant's data has come
 * @colleagues: (array zero-terminated=1): who has it
 * @draft: (nullable): an unfinished note, as the composer kept it
 *
 * All that the case page shows, at one moment. Read in one go on the store's thread, then never
 * changed: widgets are a function of it.
 */
typedef struct
{
  gatomicrefcount      ref_count;
  AmiaCaseRow         *row;
  AmiaRecord          *record;
  AmiaRecord          *participant;
  GPtrArray           *members;
  GPtrArray           *visits;
  GPtrArray           *notes;
  GPtrArray           *forms;
  GPtrArray           *consents;
  GPtrArray           *shares;
  AmiaCaseSharing     *sharing;
  AmiaForgetsResponse *forgets;
  char                *today;
  AmiaSaved            saved;
  char               **colleagues;
  char                *draft;
} AmiaCaseSnapshot;

/**
 * amia_case_snapshot_load:
 * @store: a store; on its thread
 * @case_id: a case
 * @n_notes: of how many of the latest notes to tell how far they have come; that takes the longest
 * @error: return location
 *
 * Returns: (transfer full): the case as it is, or %NULL with an #AmiaStoreError
 */
AmiaCaseSnapshot *amia_case_snapshot_load (AmiaStore      *store,
                                           const AmiaUuid *case_id,
                                           guint           n_notes,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_snapshot_new_empty:
 *
 * Returns: (transfer full): a snapshot with empty lists and no records, for the loader
 */
AmiaCaseSnapshot *amia_case_snapshot_new_empty (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_snapshot_dup_string:
 * @snapshot: a case
 * @field: a field of the participant
 *
 * Returns: (transfer full) (nullable): the participant's value, if it is a string
 */
char *amia_case_snapshot_dup_string (const AmiaCaseSnapshot *snapshot,
                                     const char             *field) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_snapshot_count_visits:
 * @snapshot: a case
 * @step: a step
 *
 * Returns: how many times the case has entered it
 */
guint amia_case_snapshot_count_visits (const AmiaCaseSnapshot *snapshot,
                                       const char             *step);

/**
 * amia_case_snapshot_get_visit:
 * @snapshot: a case
 *
 * Returns: (transfer none) (nullable): the visit that lasts, the latest if there are several
 */
const AmiaCaseVisit *amia_case_snapshot_get_visit (const AmiaCaseSnapshot *snapshot);

/**
 * amia_case_draft_name:
 * @case_id: a case
 *
 * Returns: (transfer full): the name of the device's setting that holds its unfinished note
 */
char *amia_case_draft_name (const AmiaUuid *case_id) G_GNUC_WARN_UNUSED_RESULT;

AmiaCaseSnapshot *amia_case_snapshot_ref (AmiaCaseSnapshot *snapshot);
void              amia_case_snapshot_unref (AmiaCaseSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseSnapshot, amia_case_snapshot_unref)

G_END_DECLS
