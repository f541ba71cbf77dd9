/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-record-form.h"

G_BEGIN_DECLS

/**
 * amia_field_to_typed:
 * @kind: %AMIA_RECORD_FIELD_NUMBER or %AMIA_RECORD_FIELD_TIMES
 * @value: what the record holds, JSON
 *
 * Returns: (transfer full): the same as a person would type it
 */
char *amia_field_to_typed (AmiaRecordFieldKind kind,
                           const char         *value) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_field_from_typed:
 * @kind: how the field is filled in
 * @text: what was typed
 * @message: (out) (nullable) (transfer none): what is wrong with it, translated, if anything is
 *
 * Returns: (transfer full) (nullable): what was typed as JSON; `null` for nothing; %NULL for what
 *   is neither a number nor times of the week
 */
char *amia_field_from_typed (AmiaRecordFieldKind kind,
                             const char         *text,
                             const char        **message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
