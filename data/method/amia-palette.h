/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AMIA_OFFER_MONTHS: how long an entry of the catalogue stands without being looked at again */
#define AMIA_OFFER_MONTHS 6

/**
 * amia_offer_is_late:
 * @checked: (nullable): the day on which its owner last looked at an entry of the catalogue
 * @today: the day to look from, ISO
 *
 * An entry is to be confirmed at least twice a year.
 *
 * Returns: %TRUE if that was more than %AMIA_OFFER_MONTHS ago, or never
 */
gboolean amia_offer_is_late (const char *checked,
                             const char *today);

/**
 * AmiaOfferRank:
 * @category: (nullable): the category of the entry, `1` to `4`
 * @km: how far it is; negative where that is not known
 *
 * What the order of proposals goes by.
 */
typedef struct
{
  const char *category;
  double      km;
} AmiaOfferRank;

/**
 * amia_offer_compare:
 * @a: an entry
 * @b: another
 * @category: (nullable): the category that is looked for; %NULL for any
 *
 * The order in which entries are proposed to a participant: those of the category that is looked
 * for first, then the nearest; what is not known to be near comes last.
 *
 * Returns: less than, equal to or greater than 0 as @a comes before, with or after @b
 */
int amia_offer_compare (const AmiaOfferRank *a,
                        const AmiaOfferRank *b,
                        const char          *category);

G_END_DECLS
