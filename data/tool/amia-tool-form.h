/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-message.h"
#include "amia-questionnaire.h"

G_BEGIN_DECLS

/* What the commands around forms in files share. */

/**
 * amia_tool_load_form:
 * @path: a file with a Questionnaire
 * @lists: (nullable) (array zero-terminated=1): files with the value sets it names
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the form
 */
AmiaQuestionnaire *amia_tool_load_form (const char        *path,
                                        const char *const *lists,
                                        GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_tool_print_messages:
 * @messages: (element-type AmiaMessage): findings
 *
 * Writes a line for each to standard error: linkId, code, what it is about.
 */
void amia_tool_print_messages (GPtrArray *messages);

/**
 * amia_tool_form_migrate:
 * @argv: `migrate` and what follows it
 *
 * The command `form migrate`.
 *
 * Returns: an exit code
 */
int amia_tool_form_migrate (char **argv);

/**
 * amia_tool_form_compare:
 * @argv: `compare` and what follows it
 *
 * The command `form compare`.
 *
 * Returns: an exit code
 */
int amia_tool_form_compare (char **argv);

/**
 * amia_tool_form_approvals:
 * @argv: `approvals` and what follows it
 *
 * The command `form approvals`.
 *
 * Returns: an exit code
 */
int amia_tool_form_approvals (char **argv);

/**
 * amia_tool_form_approve:
 * @argv: `approve` and what follows it
 *
 * The command `form approve`.
 *
 * Returns: an exit code
 */
int amia_tool_form_approve (char **argv);

/**
 * amia_tool_form_export:
 * @argv: `export` and what follows it
 *
 * The command `form export`.
 *
 * Returns: an exit code
 */
int amia_tool_form_export (char **argv);

/**
 * amia_tool_form_import:
 * @argv: `import` and what follows it
 *
 * The command `form import`.
 *
 * Returns: an exit code
 */
int amia_tool_form_import (char **argv);

G_END_DECLS
