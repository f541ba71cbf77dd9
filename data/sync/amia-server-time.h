/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMIA_SERVER_TIME_SAMPLES 5

/**
 * AmiaServerTime:
 * @offset_ms: the server's clock minus this laptop's, as far as it is known
 *
 * How far this laptop's clock is from the server's. Every answer tells it within the time that its
 * round took; of the last five the three with the shortest way are believed, and of these the
 * middle one, so that neither a slow way nor one odd answer moves it (RFC 5905 §10 filters in the
 * same manner). Zero-initialised: nothing is known. Plain data.
 */
typedef struct
{
  gint64 offset_ms;
  /*< private >*/
  guint n_samples;
  struct
  {
    gint64 offset_ms;
    gint64 rtt_ms;
  } samples[AMIA_SERVER_TIME_SAMPLES];
} AmiaServerTime;

/**
 * amia_server_time_note:
 * @time: what is known
 * @server_ms: the clock that an answer carried
 * @sent_ms: when its question was sent, by this laptop's wall clock
 * @received_ms: when it came
 * @was_held: the server may have held the answer: then it tells only whether what is known can
 *   still be right
 *
 * An answer that what is known does not fit says that one of the clocks was set: all that was known
 * before is forgotten.
 *
 * Returns: %TRUE if the offset changed by a second or more, or is new, and should be kept
 */
gboolean amia_server_time_note (AmiaServerTime *time,
                                gint64          server_ms,
                                gint64          sent_ms,
                                gint64          received_ms,
                                gboolean        was_held);

/**
 * amia_server_time_get:
 * @time: what is known
 * @wall_ms: this laptop's wall clock
 *
 * Returns: what the server's clock says at that moment; @wall_ms if nothing is known
 */
gint64 amia_server_time_get (const AmiaServerTime *time,
                             gint64                wall_ms);

G_END_DECLS
