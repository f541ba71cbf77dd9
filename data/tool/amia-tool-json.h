/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-uuid.h"

G_BEGIN_DECLS

/*
 * Compact JSON, appended member by member. Each function puts a comma before its member where one
 * is due; who opens a brace or a bracket closes it. Pure.
 */

/**
 * amia_tool_json_key:
 * @out: where to append
 * @key: a member's name
 *
 * Appends `"key":`; the value is to follow.
 */
void amia_tool_json_key (GString    *out,
                         const char *key);

/**
 * amia_tool_json_open:
 * @out: where to append
 * @key: (nullable): a member's name, %NULL for an element of an array
 * @bracket: `{` or `[`
 *
 * Begins an object or an array.
 */
void amia_tool_json_open (GString    *out,
                          const char *key,
                          char        bracket);

/**
 * amia_tool_json_text:
 * @out: where to append
 * @key: a member's name
 * @text: (nullable): its value, %NULL for `null`
 */
void amia_tool_json_text (GString    *out,
                          const char *key,
                          const char *text);

/**
 * amia_tool_json_texts:
 * @out: where to append
 * @key: a member's name
 * @texts: (array zero-terminated=1): its elements
 */
void amia_tool_json_texts (GString           *out,
                           const char        *key,
                           const char *const *texts);

/**
 * amia_tool_json_number:
 * @out: where to append
 * @key: a member's name
 * @number: its value
 */
void amia_tool_json_number (GString    *out,
                            const char *key,
                            gint64      number);

/**
 * amia_tool_json_boolean:
 * @out: where to append
 * @key: a member's name
 * @is_true: its value
 */
void amia_tool_json_boolean (GString    *out,
                             const char *key,
                             gboolean    is_true);

/**
 * amia_tool_json_id:
 * @out: where to append
 * @key: a member's name
 * @id: its value; the nil id becomes `null`
 */
void amia_tool_json_id (GString        *out,
                        const char     *key,
                        const AmiaUuid *id);

/**
 * amia_tool_json_value:
 * @out: where to append
 * @json: a JSON value as somebody wrote it
 *
 * Appends it without the white space between its parts, since a line must stay a line.
 */
void amia_tool_json_value (GString    *out,
                           const char *json);

G_END_DECLS
