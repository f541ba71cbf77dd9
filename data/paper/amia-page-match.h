/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-page-code.h"
#include "amia-record.h"

G_BEGIN_DECLS

/**
 * AmiaPageMatch:
 * @AMIA_PAGE_MATCH_NONE: the page is not of that form
 * @AMIA_PAGE_MATCH_FORM: it is
 * @AMIA_PAGE_MATCH_OTHER_VERSION: it is, and was printed from another version of it
 *
 * How a scanned page goes with a form.
 */
typedef enum
{
  AMIA_PAGE_MATCH_NONE,
  AMIA_PAGE_MATCH_FORM,
  AMIA_PAGE_MATCH_OTHER_VERSION
} AmiaPageMatch;

/**
 * amia_page_match_record:
 * @code: what was read off the page
 * @record: a record of a case
 *
 * A page code says nothing by itself: it is compared with the forms that are here. Pure.
 *
 * Returns: how they go together; AMIA_PAGE_MATCH_NONE for what is no form, or was removed
 */
AmiaPageMatch amia_page_match_record (const AmiaPageCode *code,
                                      const AmiaRecord   *record);

G_END_DECLS
