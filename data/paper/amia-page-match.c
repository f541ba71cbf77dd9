/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-page-match.h"

#include "amia-kinds.h"

/* What program and tool ask alike when a page comes back. */

AmiaPageMatch
amia_page_match_record (const AmiaPageCode *code,
                        const AmiaRecord   *record)
{
  const AmiaKind  *kind = NULL;
  g_autofree char *canonical = NULL;

  g_return_val_if_fail (code != NULL, AMIA_PAGE_MATCH_NONE);
  g_return_val_if_fail (record != NULL, AMIA_PAGE_MATCH_NONE);

  kind = amia_kind_find (record->kind);
  if (kind == NULL || !amia_kind_has_answers (kind) || amia_record_is_removed (record) ||
      !amia_page_code_is_of_form (code, &record->id))
    return AMIA_PAGE_MATCH_NONE;

  canonical = amia_record_dup_string (record, "questionnaire");
  return canonical != NULL && amia_page_code_is_of_template (code, canonical)
             ? AMIA_PAGE_MATCH_FORM
             : AMIA_PAGE_MATCH_OTHER_VERSION;
}
