/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-attachments"

#include "config.h"

#include "amia-page-place.h"

#include <glib/gi18n.h>

#include "amia-page-match.h"

/* A page code says nothing by itself: it is compared with the forms of the case that are here. */

typedef struct
{
  const AmiaPageCode *code;
  AmiaPagePlace      *place;
  AmiaUuid           *form;
} Search;

static gboolean
compare_record (const AmiaRecord *record,
                gpointer          data)
{
  Search             *search = data;
  const AmiaPageMatch match = amia_page_match_record (search->code, record);

  if (match == AMIA_PAGE_MATCH_NONE)
    return TRUE;
  *search->form = record->id;
  *search->place =
      match == AMIA_PAGE_MATCH_FORM ? AMIA_PAGE_OF_FORM : AMIA_PAGE_OTHER_VERSION;
  return FALSE;
}

gboolean
amia_page_place_find (AmiaStore          *store,
                      const AmiaUuid     *case_id,
                      const AmiaPageCode *code,
                      AmiaPagePlace      *place,
                      AmiaUuid           *form,
                      GError            **error)
{
  const AmiaRecordQuery query = { .case_id = case_id };
  Search                search = { code, place, form };

  *place = AMIA_PAGE_UNKNOWN_FORM;
  if (code->case_tag != 0 && !amia_page_code_is_of_case (code, case_id))
    {
      *place = AMIA_PAGE_OTHER_CASE;
      return TRUE;
    }
  return code->form_tag == 0 ||
         amia_store_foreach_record (store, &query, compare_record, &search, error);
}

const char *
amia_page_place_describe (AmiaPagePlace place)
{
  switch (place)
    {
    case AMIA_PAGE_OF_FORM:
      return _ ("The page now stands with its form.");
    case AMIA_PAGE_OTHER_VERSION:
      return _ ("The page stands with its form, but was printed from another version of it.");
    case AMIA_PAGE_UNKNOWN_FORM:
      return _ ("The page has a code, but of no form of this case. Choose one by “Form…”.");
    case AMIA_PAGE_OTHER_CASE:
      return _ ("The page belongs to another case. Take it away if it should not be here.");
    case AMIA_PAGE_NO_CODE:
    default:
      return NULL;
    }
}
