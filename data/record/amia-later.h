/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-record.h"

G_BEGIN_DECLS

/**
 * amia_record_check_later:
 * @record: a record as it is known before @op
 * @op: an op of it
 * @error: return location
 *
 * Whether @op leaves what was said later about a record that is never changed: the day on
 * which a consent was withdrawn is not taken back and not put off by whoever has seen it, for
 * others have acted on it. It may be brought forward. Who withdraws without knowing of another
 * withdrawal replaces nothing: the earliest day counts (amia_case_access_add()).
 *
 * Returns: %TRUE if so, and for all other fields; else %AMIA_RECORD_ERROR_APPEND_ONLY
 */
gboolean amia_record_check_later (const AmiaRecord *record,
                                  const AmiaOp     *op,
                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
