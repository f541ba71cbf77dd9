/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaLogFormat:
 * @AMIA_LOG_TEXT: `time=2026-11-22T08:00:00Z event=round status=200`
 * @AMIA_LOG_JSON: `{"time":"2026-11-22T08:00:00Z","event":"round","status":200}`
 *
 * How a line of the log is written.
 */
typedef enum
{
  AMIA_LOG_TEXT,
  AMIA_LOG_JSON,
} AmiaLogFormat;

/**
 * amia_log_format_parse:
 * @name: `text` or `json`
 * @format: (out): the format
 *
 * Returns: %TRUE if there is one of that name
 */
gboolean amia_log_format_parse (const char    *name,
                                AmiaLogFormat *format) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_log_quote:
 * @text: any text
 *
 * Makes a text the value of a pair of an #AmiaHttpLog line: within quotation marks, with `\"`, `\\`
 * and `\n` for what would end it.
 *
 * Returns: (transfer full): the value
 */
char *amia_log_quote (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_log_print:
 * @line: `name=value` pairs with a space between them; a value may be quoted
 * @now_ms: the time
 * @format: how to write it
 *
 * Returns: (transfer full): a line for the log, without its end
 */
char *amia_log_print (const char   *line,
                      gint64        now_ms,
                      AmiaLogFormat format) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
