/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-page-code.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaPagePlace:
 * @AMIA_PAGE_NO_CODE: no page code was found: an ordinary picture, or a poor one
 * @AMIA_PAGE_OF_FORM: a page of a form of this case
 * @AMIA_PAGE_OTHER_VERSION: a page of a form of this case, printed from another version of it
 * @AMIA_PAGE_UNKNOWN_FORM: of this case or of none, but of no form that is here
 * @AMIA_PAGE_OTHER_CASE: a page of another case
 *
 * Where a scanned page belongs.
 */
typedef enum
{
  AMIA_PAGE_NO_CODE,
  AMIA_PAGE_OF_FORM,
  AMIA_PAGE_OTHER_VERSION,
  AMIA_PAGE_UNKNOWN_FORM,
  AMIA_PAGE_OTHER_CASE
} AmiaPagePlace;

/**
 * amia_page_place_find:
 * @store: a store, on its thread
 * @case_id: the case that the page was added to
 * @code: what was read off the page
 * @place: (out): where it belongs
 * @form: (out): the form, untouched if there is none
 * @error: return location
 *
 * Returns: %TRUE if the case could be read
 */
gboolean amia_page_place_find (AmiaStore          *store,
                               const AmiaUuid     *case_id,
                               const AmiaPageCode *code,
                               AmiaPagePlace      *place,
                               AmiaUuid           *form,
                               GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_page_place_describe:
 * @place: where a page belongs
 *
 * Returns: (nullable): a translated sentence for who has added it, %NULL if there is nothing to say
 */
const char *amia_page_place_describe (AmiaPagePlace place);

G_END_DECLS
