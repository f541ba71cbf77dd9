/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-approval.h"

#include <string.h>

/* Two agencies, one document: what it takes for it to be approved by both. */

AmiaApprovalState
amia_approvals_get_state (const AmiaApproval *approvals,
                          gsize               n_approvals,
                          const char         *agency,
                          const char         *hash)
{
  AmiaApprovalState state = AMIA_APPROVAL_NONE;

  g_return_val_if_fail (approvals != NULL || n_approvals == 0, AMIA_APPROVAL_NONE);
  g_return_val_if_fail (agency != NULL, AMIA_APPROVAL_NONE);
  g_return_val_if_fail (hash != NULL, AMIA_APPROVAL_NONE);

  for (gsize i = 0; i < n_approvals; i++)
    {
      if (g_strcmp0 (approvals[i].agency, agency) != 0)
        continue;
      if (g_strcmp0 (approvals[i].hash, hash) == 0)
        return AMIA_APPROVAL_STANDS;
      state = AMIA_APPROVAL_VOID;
    }

  return state;
}

gboolean
amia_approvals_are_joint (const AmiaApproval *approvals,
                          gsize               n_approvals,
                          const char         *hash)
{
  return amia_approvals_get_state (approvals, n_approvals, "FK", hash) == AMIA_APPROVAL_STANDS &&
         amia_approvals_get_state (approvals, n_approvals, "AF", hash) == AMIA_APPROVAL_STANDS;
}
