/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-due-facts-private.h"
#include "amia-store-access-private.h"
#include "amia-store-log.h"

/* What is due here may be done there. That another agency works in a case is known from what both
 * see of it, its team and its forms; the notes and meetings that would say what it has done come
 * only with a consent. So nothing is left out of the list, and it says where it can't know. */

static const struct
{
  const char   *area;
  AmiaDueUnseen unseen;
} areas[] = {
  { "basics", AMIA_DUE_UNSEEN_BASICS },
  { "plan", AMIA_DUE_UNSEEN_PLAN },
  { "closing", AMIA_DUE_UNSEEN_CLOSING },
};

/* NULL for a record of which nothing that this program knows is seen. */
static const char *
find_agency (AmiaStore        *store,
             const AmiaRecord *record)
{
  const AmiaKind *kind = amia_kind_find (record->kind);
  const AmiaHead *head = NULL;
  const char     *agency = NULL;

  for (gsize i = 0; kind != NULL && head == NULL && i < kind->n_fields; i++)
    head = amia_record_get_shown (record, kind->fields[i].name);
  if (head != NULL)
    (void) amia_store_get_author (store, &head->device, &agency);
  return agency;
}

AmiaDueUnseen
_amia_due_find_unseen (AmiaStore        *store,
                       const AmiaRecord *record)
{
  const char            *agency = find_agency (store, record);
  const AmiaScopeAccess *access = NULL;
  AmiaDueUnseen          unseen = AMIA_DUE_SEEN;

  if (agency == NULL || strcmp (agency, store->identity.agency) == 0)
    return AMIA_DUE_SEEN;

  /* Ignored: what can't be read of the rights fails the reading of the records as well. */
  access = _amia_access_get (store, &record->case_id, NULL);
  if (access == NULL || !access->has_row)
    return AMIA_DUE_SEEN;

  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      if (!amia_rights_let_come (access->effective, agency, areas[i].area))
        unseen |= areas[i].unseen;
    }
  return unseen;
}
