/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-palette.h"

#include <string.h>

#include "amia-date.h"

gboolean
amia_offer_is_late (const char *checked,
                    const char *today)
{
  GDate date;
  char  limit[AMIA_DATE_TEXT_LENGTH + 1];

  g_return_val_if_fail (today != NULL, FALSE);

  g_date_clear (&date, 1);
  if (checked == NULL || !amia_date_parse_iso (checked, -1, &date))
    return TRUE;

  g_date_add_months (&date, AMIA_OFFER_MONTHS);
  return strcmp (amia_date_print_iso (&date, limit), today) < 0;
}

static int
compare_category (const AmiaOfferRank *a,
                  const AmiaOfferRank *b,
                  const char          *category)
{
  gboolean is_a = category == NULL || g_strcmp0 (a->category, category) == 0;
  gboolean is_b = category == NULL || g_strcmp0 (b->category, category) == 0;

  return is_b - is_a;
}

int
amia_offer_compare (const AmiaOfferRank *a,
                    const AmiaOfferRank *b,
                    const char          *category)
{
  int order;

  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  order = compare_category (a, b, category);
  if (order == 0 && (a->km < 0) != (b->km < 0))
    order = a->km < 0 ? 1 : -1;
  if (order == 0 && a->km >= 0)
    order = (a->km > b->km) - (a->km < b->km);
  return order;
}
