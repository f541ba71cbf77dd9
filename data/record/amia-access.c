/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-access.h"

#include <string.h>

#include "amia-kinds.h"

/* Who may see and write what. The server decides by these functions and the program explains by
 * them, so that both always give the same answer. Reading is amia_rights_allow () on the rights
 * that the facts of the case give; writing is decided here. */

/* A kind that this program does not know is a case's like most. */
static AmiaScope
get_scope (const AmiaKind *kind)
{
  return kind != NULL ? kind->scope : AMIA_SCOPE_CASE;
}

/* Whether the writer is of those who write in the op's scope. */
static AmiaVerdict
check_scope (const AmiaCaseAccess *access,
             AmiaScope             scope,
             const AmiaReader     *writer,
             const char           *today)
{
  g_autoptr (AmiaRights) rights = amia_case_access_get_rights (access, writer, today);

  if (!amia_rights_is_member (rights))
    return AMIA_VERDICT_NOT_MEMBER;
  if (scope == AMIA_SCOPE_PAIR && !amia_rights_is_pair (rights))
    return AMIA_VERDICT_NOT_PAIR;

  return AMIA_VERDICT_YES;
}

/* May they say who is in the team? Others could undo the protection by letting somebody in. */
static AmiaVerdict
check_protection (const AmiaCaseAccess *access,
                  const AmiaReader     *writer,
                  const char           *kind)
{
  const char *owner = amia_case_access_get_owner (access);

  if (owner != NULL && strcmp (kind, "member") == 0 && g_strcmp0 (owner, writer->agency) != 0)
    return AMIA_VERDICT_PROTECTED;

  return AMIA_VERDICT_YES;
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

      if (verdict == AMIA_VERDICT_YES)
        verdict = check_protection (access, writer, op->kind);
      if (verdict != AMIA_VERDICT_YES)
        return verdict;
    }
  else if (owner_agency != NULL && strcmp (owner_agency, writer->agency) != 0)
    return AMIA_VERDICT_NOT_MEMBER;

  return owner_agency != NULL ? check_owner (kind, op->field, owner_agency, writer->agency)
                              : AMIA_VERDICT_YES;
}
