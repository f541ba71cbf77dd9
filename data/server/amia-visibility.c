/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-visibility.h"

#include "amia-scope.h"

/* Nothing but amia_may_read () with its arguments found. */

gboolean
amia_visibility_check (const AmiaVisibility *visibility,
                       const AmiaChange     *change,
                       const AmiaOp         *op,
                       gboolean             *is_visible,
                       GError              **error)
{
  const AmiaCaseAccess *access = NULL;

  g_return_val_if_fail (visibility != NULL, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);
  g_return_val_if_fail (op != NULL, FALSE);
  g_return_val_if_fail (is_visible != NULL, FALSE);

  *is_visible = FALSE;
  if (amia_op_is_of_person (op))
    {
      if (!amia_teams_find_person_access (visibility->teams,
                                          &op->record,
                                          visibility->reader.user,
                                          &access,
                                          error))
        return FALSE;
    }
  else if (!amia_uuid_is_nil (&op->case_id))
    {
      if (!amia_teams_find_access (visibility->teams, &op->case_id, &access, error))
        return FALSE;
    }

  *is_visible = amia_may_read (access,
                               visibility->policy,
                               &visibility->reader,
                               op,
                               change->author,
                               change->agency,
                               amia_teams_get_today (visibility->teams)) == AMIA_VERDICT_YES;
  return TRUE;
}
