/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-lists.h"

G_BEGIN_DECLS

/* How far something has come, in the same words and with the same icon wherever it is said. Never
 * colour alone, and never further than is known. */

/**
 * amia_saved_words_describe:
 * @saved: how far it has come
 * @colleagues: (nullable) (array zero-terminated=1): who has it or has opened it
 *
 * Returns: (transfer full): `on the server · opened by bertil`
 */
char *amia_saved_words_describe (AmiaSaved          saved,
                                 const char *const *colleagues) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_saved_words_get_icon:
 * @saved: how far it has come
 *
 * Returns: (transfer none): a symbolic icon
 */
const char *amia_saved_words_get_icon (AmiaSaved saved);

G_END_DECLS
