/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-response.h"

G_BEGIN_DECLS

/**
 * amia_response_dup_canonical_content:
 * @self: a response
 *
 * What an approval or a signature is about, as text that is the same on every laptop that has the
 * same answers: the form's `url|version` on the first line, then a line for each enabled answer in
 * the form's order, its path, a tab and its JSON text as it is kept. Worked-out values follow from
 * the rest and may depend on the day; they are left out, and so are answers that the form has no
 * place for at present.
 *
 * Returns: (transfer full): the content
 */
char *amia_response_dup_canonical_content (AmiaResponse *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_response_dup_digest:
 * @self: a response
 *
 * Returns: (transfer full): SHA-256 of amia_response_dup_canonical_content(), 64 hexadecimal digits
 */
char *amia_response_dup_digest (AmiaResponse *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
