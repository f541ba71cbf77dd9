/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-intake-private.h"
#include "amia-kinds.h"
#include "amia-later.h"
#include "amia-ledger-accounts.h"
#include "amia-protocol.h"
#include "amia-record-error.h"
#include "amia-scope.h"

/* Whether a change may come in. All of its ops must pass, or none of it is taken:
 *
 *   form      a participant has no case, a case is its own case, everything else that is a case's
 *             names it; a record never changes its kind or its case                      invalid
 *   value     what the table of kinds says                                  invalid, append_only
 *   stands    a day of withdrawal is not taken back (amia_record_check_later ())     append_only
 *   rights    amia_may_write (): members write; for a participant, members of any case
 *             about them, and as long as there is none whoever registered them       not_member …
 *   new case  is made by a change that writes the case's own record and makes its author a member;
 *             otherwise nobody would ever be let in, or the wrong one                 not_member
 *   late      what may be written later to a record that is written once only, before that record
 *             has come: after a restore, when laptops bring things back in any order   not_member
 *   link      a case is about a participant whom its author could reach already, or has just
 *             registered; or knowing an id would be enough to read about a person     not_member;
 *             about a protected one only the agency that registered them makes one     protected
 *   bound     and stays about them, since its consents are theirs: about somebody else, it would
 *             let go what they have never consented to                                not_author
 *   team      a membership that another agency wrote down is changed only where it is one's own
 *             agency's; or who was invited could shut out who has invited them         not_author
 *   role      how a sub-project works, and what its forms ask, is said by those who lead it:
 *             a form says of each answer which consent lets it go                      not_leader
 */

static const char *
get_reason (AmiaVerdict verdict)
{
  if (verdict == AMIA_VERDICT_PROTECTED)
    return AMIA_REASON_PROTECTED;

  return verdict == AMIA_VERDICT_NOT_AUTHOR ? AMIA_REASON_NOT_AUTHOR : AMIA_REASON_NOT_MEMBER;
}

static gboolean
is_well_formed (const AmiaOp            *op,
                const AmiaTouchedRecord *record)
{
  const AmiaKind *kind = amia_kind_find (op->kind);
  gboolean        has_case = !amia_uuid_is_nil (&op->case_id);

  if (amia_uuid_is_nil (&op->record) ||
      strcmp (record->row->kind, op->kind) != 0 ||
      !amia_uuid_equal (&record->row->case_id, &op->case_id))
    return FALSE;

  /* A kind of a newer program: all that is known is where it is filed. */
  if (kind == NULL)
    return TRUE;

  if (strcmp (op->kind, "case") == 0)
    return amia_uuid_equal (&op->record, &op->case_id);

  switch (kind->scope)
    {
    case AMIA_SCOPE_CASE:
    case AMIA_SCOPE_PAIR:
      return has_case && !amia_uuid_equal (&op->record, &op->case_id);
    case AMIA_SCOPE_PERSON:
    case AMIA_SCOPE_ORGANISATION:
      return !has_case;
    default:
      g_assert_not_reached ();
    }
}

/* Does an op like this come with the record itself? A membership begins with who it is for: whoever
 * wrote that owns it, and not who ended it and happens to be back earlier. */
static gboolean
is_first (const AmiaKind *kind,
          const AmiaOp   *op)
{
  const AmiaField *field = amia_kind_find_field (kind, op->field);

  if (!kind->is_append_only)
    return strcmp (op->field, "user") == 0;
  return field == NULL || (field->flags & AMIA_FIELD_LATER) == 0;
}

/* Does the change only add to a record that is not here? */
static gboolean
is_late (AmiaIncomingChange      *incoming,
         const AmiaOp            *op,
         const AmiaTouchedRecord *record)
{
  const AmiaKind *kind = amia_kind_find (op->kind);

  if (!incoming->intake->is_set_back || !record->is_new || kind == NULL ||
      (!kind->is_append_only && strcmp (kind->name, "member") != 0))
    return FALSE;

  for (guint i = 0; i < incoming->change->ops->len; i++)
    {
      const AmiaOp *other = g_ptr_array_index (incoming->change->ops, i);

      if (amia_uuid_equal (&other->record, &op->record) && is_first (kind, other))
        return FALSE;
    }

  return TRUE;
}

static const char *
check_value (const AmiaOp            *op,
             const AmiaTouchedRecord *record)
{
  g_autoptr (GError) local_error = NULL;

  if (amia_kind_check_write (amia_kind_find (op->kind),
                             op->field,
                             op->value,
                             !record->is_new,
                             &local_error))
    return NULL;

  return g_error_matches (local_error, AMIA_RECORD_ERROR, AMIA_RECORD_ERROR_APPEND_ONLY)
             ? AMIA_REASON_APPEND_ONLY
             : AMIA_REASON_INVALID;
}

/* Is what was said later about the record taken back? */
static gboolean
check_later (const AmiaOp            *op,
             const AmiaTouchedRecord *record,
             const char             **reason,
             GError                 **error)
{
  const AmiaKind  *kind = amia_kind_find (op->kind);
  const AmiaField *field = kind == NULL ? NULL : amia_kind_find_field (kind, op->field);
  g_autoptr (AmiaRecord) known = NULL;

  if (record->is_new || record->row->state == NULL || field == NULL ||
      (field->flags & AMIA_FIELD_LATER) == 0)
    return TRUE;

  known = amia_record_new (record->row->kind, &record->row->id, &record->row->case_id);
  if (!amia_record_decode (known, record->row->state, error))
    return FALSE;

  if (!amia_record_check_later (known, op, NULL))
    *reason = AMIA_REASON_APPEND_ONLY;
  return TRUE;
}

static gboolean
find_access (AmiaIncomingChange    *incoming,
             const AmiaOp          *op,
             const AmiaCaseAccess **access,
             GError               **error)
{
  AmiaIntake *intake = incoming->intake;

  *access = NULL;
  if (amia_op_is_of_person (op))
    return amia_teams_find_person_access (intake->teams,
                                          &op->record,
                                          intake->writer.user,
                                          access,
                                          error);

  return amia_uuid_is_nil (&op->case_id) ||
         amia_teams_find_access (intake->teams, &op->case_id, access, error);
}

/* Is there an op of the change that writes the record of the case itself, and one that makes the
 * author a member of it? */
static gboolean
founds_case (AmiaIncomingChange *incoming,
             const AmiaUuid     *case_id)
{
  gboolean has_case = FALSE;
  gboolean has_member = FALSE;

  for (guint i = 0; i < incoming->change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (incoming->change->ops, i);

      if (!amia_uuid_equal (&op->case_id, case_id))
        continue;

      if (strcmp (op->kind, "case") == 0)
        has_case = TRUE;
      else if (strcmp (op->kind, "member") == 0 && strcmp (op->field, "user") == 0)
        {
          const AmiaSlice  value = { op->value, strlen (op->value) };
          g_autofree char *user = amia_scan_dup_string (value);

          has_member |= g_strcmp0 (user, incoming->intake->writer.user) == 0;
        }
    }

  return has_case && has_member;
}

static gboolean
check_rights (AmiaIncomingChange      *incoming,
              const AmiaOp            *op,
              const AmiaTouchedRecord *record,
              const char             **reason,
              GError                 **error)
{
  const AmiaReader     *writer = &incoming->intake->writer;
  const char           *today = amia_teams_get_today (incoming->intake->teams);
  const char           *owner = record->is_new ? NULL : record->row->agency;
  const AmiaCaseAccess *access;
  AmiaVerdict           verdict;

  /* Who may begin a record may give it any field; most changes do nothing else. */
  if (record->is_new && incoming->allowed != NULL && amia_op_is_beside (op, incoming->allowed))
    return TRUE;
  if (!find_access (incoming, op, &access, error))
    return FALSE;

  verdict = amia_may_write (access, writer, op, owner, today);
  if (verdict != AMIA_VERDICT_YES)
    *reason = get_reason (verdict);
  else if (access == NULL && !record->is_new && strcmp (record->row->author, writer->user) != 0)
    *reason = AMIA_REASON_NOT_MEMBER;
  else if (access == NULL && !amia_uuid_is_nil (&op->case_id) &&
           !founds_case (incoming, &op->case_id))
    *reason = AMIA_REASON_NOT_MEMBER;

  incoming->allowed = *reason == NULL ? op : NULL;
  return TRUE;
}

/* Are all whom the record has let in of the writer's agency? */
static gboolean
names_own (AmiaIncomingChange  *incoming,
           const AmiaRecordRow *row,
           gboolean            *is_own,
           GError             **error)
{
  g_autoptr (AmiaRecord) record = amia_record_new (row->kind, &row->id, &row->case_id);
  const AmiaHead *heads;
  gsize           n_heads;

  if (row->state != NULL && !amia_record_decode (record, row->state, error))
    return FALSE;

  heads = amia_record_get_heads (record, "user", &n_heads);
  *is_own = n_heads > 0;
  for (gsize i = 0; i < n_heads && *is_own; i++)
    {
      const AmiaSlice  value = { heads[i].value, strlen (heads[i].value) };
      g_autofree char *user = amia_scan_dup_string (value);
      g_autoptr (AmiaAccount) account = NULL;

      if (user != NULL &&
          !amia_ledger_find_account (incoming->intake->ledger, user, &account, error))
        return FALSE;
      *is_own = account != NULL && strcmp (account->agency, incoming->intake->writer.agency) == 0;
    }

  return TRUE;
}

static gboolean
check_member (AmiaIncomingChange      *incoming,
              const AmiaOp            *op,
              const AmiaTouchedRecord *record,
              const char             **reason,
              GError                 **error)
{
  gboolean is_own;

  if (strcmp (op->kind, "member") != 0 || record->is_new ||
      strcmp (record->row->agency, incoming->intake->writer.agency) == 0)
    return TRUE;
  if (!names_own (incoming, record->row, &is_own, error))
    return FALSE;

  /* Somebody else in their place would be there on the word of an agency that never gave it. */
  if (!is_own || strcmp (op->field, "user") == 0)
    *reason = AMIA_REASON_NOT_AUTHOR;
  return TRUE;
}

static gboolean
is_for_leaders (const char *kind)
{
  return strcmp (kind, "routine") == 0 || strcmp (kind, "template") == 0;
}

static gboolean
check_role (AmiaIncomingChange *incoming,
            const AmiaOp       *op,
            const char        **reason,
            GError            **error)
{
  static const char *const roles[] = { "leader", "admin", NULL };
  g_autoptr (AmiaAccount) account = NULL;

  if (!is_for_leaders (op->kind))
    return TRUE;
  if (!amia_ledger_find_account (
          incoming->intake->ledger, incoming->intake->writer.user, &account, error))
    return FALSE;

  if (account == NULL || !g_strv_contains (roles, account->role))
    *reason = AMIA_REASON_NOT_LEADER;
  return TRUE;
}

static gboolean
is_link (const AmiaOp *op)
{
  return strcmp (op->kind, "case") == 0 && strcmp (op->field, "participant") == 0;
}

gboolean
_amia_op_get_linked (const AmiaOp *op,
                     AmiaUuid     *participant)
{
  return is_link (op) && op->value[0] == '"' &&
         amia_uuid_parse (op->value + 1, (gssize) strlen (op->value) - 2, participant);
}

/* Has an agency other than the writer's registered a consent in the case? */
static gboolean
has_consent_of_others (AmiaIncomingChange *incoming,
                       const AmiaUuid     *case_id,
                       gboolean           *has_some,
                       GError            **error)
{
  g_autoptr (GPtrArray) rows =
      amia_ledger_list_facts (incoming->intake->ledger, case_id, error);

  *has_some = FALSE;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const AmiaRecordRow *row = g_ptr_array_index (rows, i);

      *has_some |= strcmp (row->kind, "consent") == 0 &&
                   strcmp (row->agency, incoming->intake->writer.agency) != 0;
    }

  return rows != NULL;
}

/* Whom a case is about is said once. @participant is %NULL for nobody. */
static gboolean
check_bound (AmiaIncomingChange *incoming,
             const AmiaOp       *op,
             const AmiaUuid     *participant,
             const char        **reason,
             GError            **error)
{
  AmiaUuid before;
  gboolean is_bound;

  if (!amia_ledger_find_link (incoming->intake->ledger, &op->case_id, &before, error))
    return FALSE;
  if (participant != NULL ? amia_uuid_equal (&before, participant) : amia_uuid_is_nil (&before))
    return TRUE;

  is_bound = !amia_uuid_is_nil (&before);
  if (!is_bound && !has_consent_of_others (incoming, &op->case_id, &is_bound, error))
    return FALSE;

  if (is_bound)
    *reason = AMIA_REASON_NOT_AUTHOR;
  return TRUE;
}

static gboolean
check_link (AmiaIncomingChange *incoming,
            const AmiaOp       *op,
            const char        **reason,
            GError            **error)
{
  AmiaIntake           *intake = incoming->intake;
  const AmiaCaseAccess *access;
  AmiaUuid              participant;
  g_autoptr (AmiaRecordRow) row = NULL;

  if (!is_link (op))
    return TRUE;
  if (!_amia_op_get_linked (op, &participant))
    return check_bound (incoming, op, NULL, reason, error);

  if (!amia_teams_find_person_access (intake->teams,
                                      &participant,
                                      intake->writer.user,
                                      &access,
                                      error) ||
      !amia_ledger_find_record (intake->ledger, &participant, &row, error))
    return FALSE;

  if (row != NULL && strcmp (row->kind, "participant") != 0)
    *reason = AMIA_REASON_INVALID;
  else if (access != NULL ? !amia_case_access_is_member (access,
                                                         intake->writer.user,
                                                         amia_teams_get_today (intake->teams))
                          : row != NULL && strcmp (row->author, intake->writer.user) != 0)
    *reason = AMIA_REASON_NOT_MEMBER;
  else if (access != NULL && amia_case_access_get_owner (access) != NULL &&
           strcmp (amia_case_access_get_owner (access), intake->writer.agency) != 0 &&
           _amia_incoming_get_record (incoming, op)->is_new)
    *reason = AMIA_REASON_PROTECTED;

  return *reason != NULL || check_bound (incoming, op, &participant, reason, error);
}

static gboolean
find_record (AmiaIncomingChange *incoming,
             const AmiaOp       *op,
             AmiaTouchedRecord **found,
             GError            **error)
{
  AmiaRecordRow *row;

  *found = _amia_incoming_get_record (incoming, op);
  if (*found != NULL)
    return TRUE;

  if (!amia_ledger_find_record (incoming->intake->ledger, &op->record, &row, error))
    return FALSE;

  *found = g_new (AmiaTouchedRecord, 1);
  (*found)->is_new = row == NULL;
  if (row == NULL)
    {
      row = g_new0 (AmiaRecordRow, 1);
      row->id = op->record;
      row->kind = g_strdup (op->kind);
      row->case_id = op->case_id;
      row->author = g_strdup (incoming->change->author);
      row->agency = g_strdup (incoming->change->agency);
    }
  (*found)->row = row;
  g_hash_table_insert (incoming->records, &row->id, *found);
  return TRUE;
}

static gboolean
judge_op (AmiaIncomingChange *incoming,
          const AmiaOp       *op,
          const char        **reason,
          GError            **error)
{
  AmiaTouchedRecord *record;

  if (!find_record (incoming, op, &record, error))
    return FALSE;

  if (!is_well_formed (op, record))
    {
      *reason = AMIA_REASON_INVALID;
      return TRUE;
    }

  *reason = is_late (incoming, op, record) ? AMIA_REASON_NOT_MEMBER : check_value (op, record);
  if (*reason != NULL)
    return TRUE;

  return check_later (op, record, reason, error) &&
         (*reason != NULL || check_rights (incoming, op, record, reason, error)) &&
         (*reason != NULL || check_role (incoming, op, reason, error)) &&
         (*reason != NULL || check_member (incoming, op, record, reason, error)) &&
         (*reason != NULL || check_link (incoming, op, reason, error));
}

gboolean
_amia_judge (AmiaIncomingChange *incoming,
             GError            **error)
{
  g_assert (incoming->reason == NULL);

  incoming->allowed = NULL;
  for (guint i = 0; i < incoming->change->ops->len && incoming->reason == NULL; i++)
    {
      const AmiaOp *op = g_ptr_array_index (incoming->change->ops, i);

      if (!judge_op (incoming, op, &incoming->reason, error))
        return FALSE;
      if (incoming->reason != NULL)
        incoming->refused = op;
    }

  return TRUE;
}
