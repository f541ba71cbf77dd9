/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-audit-entry.h"

G_BEGIN_DECLS

/**
 * amia_audit_print_json:
 * @entry: an entry
 *
 * An entry as a line of JSON, with everything that its hash is made of, so that anybody can check
 * the chain with other tools than ours.
 *
 * Returns: (transfer full): the line, without its end
 */
char *amia_audit_print_json (const AmiaAuditEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_audit_print_text:
 * @entry: an entry
 *
 * An entry in columns with tabs between them: number, time, kind, user, agency, device, case,
 * detail; `-` for what is not there.
 *
 * Returns: (transfer full): the line, without its end
 */
char *amia_audit_print_text (const AmiaAuditEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_audit_print_swedish:
 * @entry: an entry
 *
 * An entry as the participant gets to read it, in Swedish and in Swedish time: when, who, of which
 * agency, and what they did. What is only about the workings of the system is left out.
 *
 * Returns: (transfer full) (nullable): a sentence, or %NULL for an entry that is left out
 */
char *amia_audit_print_swedish (const AmiaAuditEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
