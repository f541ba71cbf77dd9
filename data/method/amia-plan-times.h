/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaPlanTime:
 * @day: 1 for Monday to 7
 * @from: minutes after midnight
 * @to: minutes after midnight, more than @from
 *
 * A time at which an activity takes place every week.
 */
typedef struct
{
  guint day;
  guint from;
  guint to;
} AmiaPlanTime;

/**
 * amia_plan_times_from_json:
 * @json: (nullable): a list of `{"day":1,"from":"09:00","to":"11:30"}`
 *
 * Returns: (transfer full) (element-type AmiaPlanTime): the times that can be read, in order of the
 *   week; what can't be is left out
 */
GArray *amia_plan_times_from_json (const char *json) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_times_to_json:
 * @times: (element-type AmiaPlanTime): times
 *
 * Returns: (transfer full): the same as JSON
 */
char *amia_plan_times_to_json (GArray *times) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_times_from_typed:
 * @text: what somebody typed: `mån 9-11, ons 13:30–15`
 * @times: (out) (transfer full) (element-type AmiaPlanTime): the times
 *
 * Reads weekly times as a caseworker types them, in Swedish: days by their name or its first three
 * letters, hours with or without minutes, times separated by commas or semicolons. Nothing is no
 * times.
 *
 * Returns: %TRUE if all of it could be read; else @times is not set
 */
gboolean amia_plan_times_from_typed (const char *text,
                                     GArray    **times) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_times_to_typed:
 * @times: (element-type AmiaPlanTime): times
 *
 * Returns: (transfer full): what amia_plan_times_from_typed() reads: `mån 09:00–11:00`
 */
char *amia_plan_times_to_typed (GArray *times) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
