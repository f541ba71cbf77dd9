/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-action-plan.h"

G_BEGIN_DECLS

/** AMIA_N_CATEGORIES: the categories of activities; the catalogue calls them `1` to `4` */
#define AMIA_N_CATEGORIES 4

/**
 * amia_category_find:
 * @code: (nullable): a category as the catalogue (`1`) or a plan (`halsa`) calls it
 *
 * Returns: which of the four it is, from 0; -1 for none of them
 */
int amia_category_find (const char *code);

/**
 * amia_category_get_plan_code:
 * @category: (nullable): a category as the catalogue calls it
 *
 * Returns: (nullable): what a plan calls it; %NULL for none of the four
 */
const char *amia_category_get_plan_code (const char *category);

/**
 * amia_proposal_find_lacking:
 * @plan: a plan
 * @is_lacking: (out caller-allocates) (array fixed-size=4): for each category, whether the plan has
 *   nothing of it
 *
 * An activity that was broken off does not count; one that is done does: that part was thought of.
 */
void amia_proposal_find_lacking (const AmiaActionPlan *plan,
                                 gboolean              is_lacking[AMIA_N_CATEGORIES]);

G_END_DECLS
