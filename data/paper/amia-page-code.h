/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-uuid.h"

G_BEGIN_DECLS

/*
 * Page codes
 * ==========
 *
 * Every page that is printed says what it is a page of, so that a scan of it finds its way back:
 *
 *     7K3MX-9Q2FA4-W4T-03-H8
 *     │     │      │   │  └ two check characters
 *     │     │      │   └ the page, from 1
 *     │     │      └ the form's template with its version
 *     │     └ the form
 *     └ the case
 *
 * The first three are the first 25, 30 and 15 bits of the SHA-256 of the case's id, the form's id
 * and `url|version`, so that nothing can be read out of a code: whoever has the case finds it by
 * comparing. Two cases of one laptop have the same 25 bits once in 33 million; then both are
 * offered. A page that belongs to no case, such as a blank form, has zeros there. The characters
 * are those of Crockford's base 32, which has no I, L, O and U; what is typed for them is read as
 * 1, 1, 0 and V. The check characters are the first 10 bits of the SHA-256 of what is before them:
 * a slip is noticed but for once in a thousand.
 */

/** AMIA_PAGE_CODE_LENGTH: characters of a code as it is printed, with its hyphens */
#define AMIA_PAGE_CODE_LENGTH 22

/** AMIA_PAGE_CODE_PAGE_MAX: the greatest page number that a code has room for; later pages have it
 */
#define AMIA_PAGE_CODE_PAGE_MAX 1023

/**
 * AmiaPageCode:
 * @case_tag: of the case, 0 for none
 * @form_tag: of the form, 0 for none
 * @template_tag: of the template and its version, 0 for none
 * @page: from 1
 */
typedef struct
{
  guint32 case_tag;
  guint32 form_tag;
  guint32 template_tag;
  guint32 page;
} AmiaPageCode;

/**
 * amia_page_code_init:
 * @code: (out): the code of the first page
 * @case_id: (nullable): the case; %NULL or nil for none
 * @form_id: (nullable): the form's record; %NULL or nil for none
 * @canonical: (nullable): the template's `url|version`
 */
void amia_page_code_init (AmiaPageCode   *code,
                          const AmiaUuid *case_id,
                          const AmiaUuid *form_id,
                          const char     *canonical);

/**
 * amia_page_code_print:
 * @code: a code
 * @text: (out caller-allocates): room for %AMIA_PAGE_CODE_LENGTH + 1 bytes
 *
 * Returns: @text, for use in an argument list
 */
const char *amia_page_code_print (const AmiaPageCode *code,
                                  char                text[AMIA_PAGE_CODE_LENGTH + 1]);

/**
 * amia_page_code_parse:
 * @text: what somebody typed or a scanner read; case, hyphens and white space don't matter
 * @code: (out caller-allocates): the code; untouched when @text is none
 *
 * Returns: %TRUE if @text is a code and its check characters are right
 */
gboolean amia_page_code_parse (const char   *text,
                               AmiaPageCode *code) G_GNUC_WARN_UNUSED_RESULT;

/** amia_page_code_is_of_case: Returns: %TRUE if the page belongs to that case */
gboolean amia_page_code_is_of_case (const AmiaPageCode *code,
                                    const AmiaUuid     *case_id);

/** amia_page_code_is_of_form: Returns: %TRUE if the page belongs to that form */
gboolean amia_page_code_is_of_form (const AmiaPageCode *code,
                                    const AmiaUuid     *form_id);

/** amia_page_code_is_of_template: Returns: %TRUE if it is a page of that `url|version` */
gboolean amia_page_code_is_of_template (const AmiaPageCode *code,
                                        const char         *canonical);

G_END_DECLS
