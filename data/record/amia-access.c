/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-access.h"

#include <string.h>

#include "amia-case-access-private.h"
#include "amia-kinds.h"

/* Who may see and write what. The server decides by these functions and the program explains by
 * them, so that both always give the same answer. The facts of a case are in amia-case-access.c.
 *
 * A reader is asked four things, in this order; the first no is the answer:
 *
 *   scope     in the team today? for a reflection: one of the pair?       NOT_MEMBER, NOT_PAIR
 *   envelope  is the field one that every member sees?                    yes
 *   own       did the reader's own agency write it?                       yes
 *   consent   is the area known, and does a consent recorded by the
 *             writing agency let it go to the reader's agency today?      OWN_AGENCY, NO_CONSENT
 */

#define PAIR_ROLE        "caseworker"
#define FIRST_PAIR_SIDE  "FK"
#define SECOND_PAIR_SIDE "AF"

static gboolean
is_of_pair (const AmiaCaseAccess *access,
            const AmiaReader     *reader,
            const char           *today)
{
  gboolean is_of_a_side = strcmp (reader->agency, FIRST_PAIR_SIDE) == 0 ||
                          strcmp (reader->agency, SECOND_PAIR_SIDE) == 0;

  return is_of_a_side && _amia_case_access_has_role (access, reader->user, PAIR_ROLE, today);
}

/* A kind that this program does not know is a case's like most: its team's, by area and consent. */
static AmiaScope
get_scope (const AmiaKind *kind)
{
  return kind != NULL ? kind->scope : AMIA_SCOPE_CASE;
}

static AmiaVerdict
check_scope (const AmiaCaseAccess *access,
             AmiaScope             scope,
             const AmiaReader     *reader,
             const char           *today)
{
  if (!amia_case_access_is_member (access, reader->user, today))
    return AMIA_VERDICT_NOT_MEMBER;

  if (scope == AMIA_SCOPE_PAIR && !is_of_pair (access, reader, today))
    return AMIA_VERDICT_NOT_PAIR;

  return AMIA_VERDICT_YES;
}

AmiaVerdict
amia_may_read (const AmiaCaseAccess *access,
               AmiaConsentPolicy     policy,
               const AmiaReader     *reader,
               const AmiaOp         *op,
               const char           *author,
               const char           *agency,
               const char           *today)
{
  const AmiaKind  *kind;
  const AmiaField *field;
  AmiaVerdict      verdict;

  g_return_val_if_fail (reader != NULL, AMIA_VERDICT_NOT_MEMBER);
  g_return_val_if_fail (op != NULL, AMIA_VERDICT_NOT_MEMBER);
  g_return_val_if_fail (author != NULL, AMIA_VERDICT_NOT_MEMBER);
  g_return_val_if_fail (agency != NULL, AMIA_VERDICT_NOT_MEMBER);
  g_return_val_if_fail (today != NULL, AMIA_VERDICT_NOT_MEMBER);

  kind = amia_kind_find (op->kind);
  if (get_scope (kind) == AMIA_SCOPE_ORGANISATION)
    return AMIA_VERDICT_YES;

  if (access == NULL)
    return strcmp (reader->user, author) == 0 ? AMIA_VERDICT_YES : AMIA_VERDICT_NOT_MEMBER;

  verdict = check_scope (access, get_scope (kind), reader, today);
  if (verdict != AMIA_VERDICT_YES || policy == AMIA_CONSENT_RECORDED)
    return verdict;

  field = amia_kind_find_field (kind, op->field);
  if ((field != NULL && (field->flags & AMIA_FIELD_ENVELOPE) != 0) ||
      strcmp (reader->agency, agency) == 0)
    return AMIA_VERDICT_YES;

  if (op->area == NULL || !amia_area_is_known (op->area))
    return AMIA_VERDICT_OWN_AGENCY;

  return _amia_case_access_lets_go (access, agency, reader->agency, op->area, today)
             ? AMIA_VERDICT_YES
             : AMIA_VERDICT_NO_CONSENT;
}

/* May this field of a record that exists be written by someone of the writer's agency? */
static AmiaVerdict
check_owner (const AmiaKind *kind,
             const char     *name,
             const char     *owner_agency,
             const char     *agency)
{
  const AmiaField *field = amia_kind_find_field (kind, name);
  gboolean         is_owner = strcmp (owner_agency, agency) == 0;

  if (kind != NULL && kind->is_append_only)
    {
      gboolean is_later = field != NULL && (field->flags & AMIA_FIELD_LATER) != 0;

      return is_later && is_owner ? AMIA_VERDICT_YES : AMIA_VERDICT_NOT_AUTHOR;
    }

  /* The agency that registered a person answers for whether their identity is protected. */
  if (get_scope (kind) == AMIA_SCOPE_PERSON && strcmp (name, "protected") == 0 && !is_owner)
    return AMIA_VERDICT_NOT_AUTHOR;

  return AMIA_VERDICT_YES;
}

AmiaVerdict
amia_may_write (const AmiaCaseAccess *access,
                const AmiaReader     *writer,
                const AmiaOp         *op,
                const char           *owner_agency,
                const char           *today)
{
  const AmiaKind *kind;

  g_return_val_if_fail (writer != NULL, AMIA_VERDICT_NOT_MEMBER);
  g_return_val_if_fail (op != NULL, AMIA_VERDICT_NOT_MEMBER);
  g_return_val_if_fail (today != NULL, AMIA_VERDICT_NOT_MEMBER);

  kind = amia_kind_find (op->kind);

  if (access != NULL && get_scope (kind) != AMIA_SCOPE_ORGANISATION)
    {
      AmiaVerdict verdict = check_scope (access, get_scope (kind), writer, today);

      if (verdict != AMIA_VERDICT_YES)
        return verdict;
    }
  else if (owner_agency != NULL && strcmp (owner_agency, writer->agency) != 0)
    return AMIA_VERDICT_NOT_MEMBER;

  return owner_agency != NULL ? check_owner (kind, op->field, owner_agency, writer->agency)
                              : AMIA_VERDICT_YES;
}
