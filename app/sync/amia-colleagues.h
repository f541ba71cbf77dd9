/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaColleague:
 * @user: the account
 * @name: what its owner is called
 * @agency: (nullable): its agency, %NULL if they have not signed in anywhere yet
 * @n_cases: in how many of the cases looked at they are in the team
 * @n_whole: in how many of those their laptop holds all that they may see
 * @n_opened: in how many of those they have opened it since the last change
 *
 * How far what is here has come to somebody.
 */
typedef struct
{
  char *user;
  char *name;
  char *agency;
  guint n_cases;
  guint n_whole;
  guint n_opened;
} AmiaColleague;

/* The teams of so many cases are looked at, those changed last. */
#define AMIA_COLLEAGUES_CASES_MAX 30

/**
 * amia_colleagues_load:
 * @store: a store; on its thread
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaColleague): the colleagues by name, or %NULL on error
 */
GPtrArray *amia_colleagues_load (AmiaStore *store,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_colleagues_describe:
 * @colleagues: (element-type AmiaColleague): the colleagues
 *
 * Returns: (transfer full) (nullable): a line for each; %NULL if there is nobody
 */
char *amia_colleagues_describe (GPtrArray *colleagues) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
