/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaApproval:
 * @agency: the agency that approved: `FK`, `AF` …
 * @hash: SHA-256 of the content that was approved
 *
 * One agency's word for one content of a document. It is a fact that is never changed: what it is
 * worth today depends on what the document says today.
 */
typedef struct
{
  const char *agency;
  const char *hash;
} AmiaApproval;

/**
 * AmiaApprovalState:
 * @AMIA_APPROVAL_NONE: the agency has not approved anything
 * @AMIA_APPROVAL_VOID: it approved another content than the one that stands there now
 * @AMIA_APPROVAL_STANDS: it approved this very content
 */
typedef enum
{
  AMIA_APPROVAL_NONE,
  AMIA_APPROVAL_VOID,
  AMIA_APPROVAL_STANDS,
} AmiaApprovalState;

/**
 * amia_approvals_get_state:
 * @approvals: (array length=n_approvals): all approvals of the document, in any order
 * @n_approvals: how many
 * @agency: an agency
 * @hash: SHA-256 of what the document says now
 *
 * Approvals arrive in any order, from laptops that were without a network: nothing is asked but
 * whether the agency has said yes to this content. Any thread.
 *
 * Returns: what the agency's word is worth
 */
AmiaApprovalState amia_approvals_get_state (const AmiaApproval *approvals,
                                            gsize               n_approvals,
                                            const char         *agency,
                                            const char         *hash);

/**
 * amia_approvals_are_joint:
 * @approvals: (array length=n_approvals): all approvals of the document, in any order
 * @n_approvals: how many
 * @hash: SHA-256 of what the document says now
 *
 * The rule of the method for slutdokumentation and plan: FK and AF have both approved the same
 * version. Any thread.
 *
 * Returns: %TRUE if both stand
 */
gboolean amia_approvals_are_joint (const AmiaApproval *approvals,
                                   gsize               n_approvals,
                                   const char         *hash);

G_END_DECLS
