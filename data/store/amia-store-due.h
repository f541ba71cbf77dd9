/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-due.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaCaseDue:
 * @case_id: the case
 * @title: (nullable): the participant's name, as far as the reader may see it
 * @subproject: (nullable): whose routine holds
 * @users: (element-type utf8): the accounts of the team today
 * @dues: (element-type AmiaDue): what is due, the earliest day first
 *
 * What is to be done in one case.
 */
typedef struct
{
  AmiaUuid   case_id;
  char      *title;
  char      *subproject;
  GPtrArray *users;
  GArray    *dues;
} AmiaCaseDue;

void amia_case_due_free (AmiaCaseDue *due);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseDue, amia_case_due_free)

/**
 * amia_store_load_due:
 * @store: a store
 * @case_id: a case
 * @today: the day to look from, ISO
 * @error: return location
 *
 * Reads what has happened in a case from what may be seen of it here, and computes what is due
 * (amia_due_compute()). Nothing is kept: the same facts give the same answer everywhere.
 *
 * Returns: (transfer full): what is due; %NULL with %AMIA_STORE_ERROR_FAILED
 */
AmiaCaseDue *amia_store_load_due (AmiaStore      *store,
                                  const AmiaUuid *case_id,
                                  const char     *today,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
