/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_day_in_sweden:
 * @now_ms: ms since 1970 UTC
 *
 * The day by the clock on the wall of a Swedish office: memberships and consents begin and end by
 * it, wherever the server stands.
 *
 * Returns: (transfer full): `YYYY-MM-DD`
 */
char *amia_day_in_sweden (gint64 now_ms) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_time_in_sweden:
 * @now_ms: a time, ms since 1970 UTC
 *
 * Returns: (transfer full): what the clock says in Sweden then, as people write it there:
 *   `2026-11-22 kl. 08.15`
 */
char *amia_time_in_sweden (gint64 now_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
