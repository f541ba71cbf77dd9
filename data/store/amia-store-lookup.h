/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-questionnaire.h"
#include "amia-store.h"

G_BEGIN_DECLS

/*
 * Answers for those who ask by a callback and know of no store, such as what is printed. The data
 * of the callback is the store, on its thread.
 */

/**
 * amia_store_lookup_form:
 * @canonical: url|version of a form
 * @store: the #AmiaStore
 *
 * Returns: (transfer full) (nullable): the form; %NULL if it is not here or can't be read, and a
 *   case is shown by the names of its fields
 */
AmiaQuestionnaire *amia_store_lookup_form (const char *canonical,
                                           gpointer    store) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_lookup_author:
 * @device: a laptop
 * @store: the #AmiaStore
 *
 * Returns: (transfer full) (nullable): whose it is, `anna, FK`; %NULL if nobody knows
 */
char *amia_store_lookup_author (const AmiaUuid *device,
                                gpointer        store) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
