/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-lookup.h"

#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-store-templates.h"

/* Forms and authors by callback. */

AmiaQuestionnaire *
amia_store_lookup_form (const char *canonical,
                        gpointer    store)
{
  /* Ignored: why a form can't be had makes no difference to what is printed without it. */
  return amia_store_find_questionnaire (store, canonical, NULL);
}

char *
amia_store_lookup_author (const AmiaUuid *device,
                          gpointer        store)
{
  const char *agency = NULL;
  const char *author = amia_store_get_author_person (store, device, &agency);

  if (author == NULL)
    return NULL;

  return agency != NULL ? g_strdup_printf ("%s, %s", author, agency) : g_strdup (author);
}
