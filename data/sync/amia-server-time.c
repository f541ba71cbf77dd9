/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-server-time.h"

#include <stdlib.h>
#include <string.h>

/* The server's clock, read through the wire. Its offset lies between what it would be if the way
 * there took all the time and what it would be if the way back did; the middle of the two is the
 * guess. Pure: the times are parameters. */

#define CHANGE_MS 1000
#define SLACK_MS  1000
#define N_BEST    3

static void
add_sample (AmiaServerTime *time,
            gint64          offset_ms,
            gint64          rtt_ms)
{
  if (time->n_samples == AMIA_SERVER_TIME_SAMPLES)
    {
      memmove (&time->samples[0],
               &time->samples[1],
               (AMIA_SERVER_TIME_SAMPLES - 1) * sizeof time->samples[0]);
      time->n_samples--;
    }

  time->samples[time->n_samples].offset_ms = offset_ms;
  time->samples[time->n_samples].rtt_ms = rtt_ms;
  time->n_samples++;
}

typedef struct
{
  gint64 offset_ms;
  gint64 rtt_ms;
} Sample;

static int
compare_ways (const void *a,
              const void *b)
{
  const Sample *one = a;
  const Sample *other = b;

  return (one->rtt_ms > other->rtt_ms) - (one->rtt_ms < other->rtt_ms);
}

static int
compare_offsets (const void *a,
                 const void *b)
{
  const Sample *one = a;
  const Sample *other = b;

  return (one->offset_ms > other->offset_ms) - (one->offset_ms < other->offset_ms);
}

/* Two have no middle: then the shorter way is believed. */
static gint64
choose (const AmiaServerTime *time)
{
  Sample samples[AMIA_SERVER_TIME_SAMPLES];

  for (guint i = 0; i < time->n_samples; i++)
    samples[i] = (Sample){ time->samples[i].offset_ms, time->samples[i].rtt_ms };

  qsort (samples, time->n_samples, sizeof samples[0], compare_ways);
  if (time->n_samples < N_BEST)
    return samples[0].offset_ms;

  qsort (samples, N_BEST, sizeof samples[0], compare_offsets);
  return samples[N_BEST / 2].offset_ms;
}

gboolean
amia_server_time_note (AmiaServerTime *time,
                       gint64          server_ms,
                       gint64          sent_ms,
                       gint64          received_ms,
                       gboolean        was_held)
{
  const gint64 low_ms = server_ms - received_ms;
  const gint64 high_ms = server_ms - sent_ms;
  gint64       before_ms;
  gboolean     is_first;

  g_return_val_if_fail (time != NULL, FALSE);

  /* A clock that was set in between tells nothing. */
  if (received_ms < sent_ms)
    return FALSE;

  if (time->offset_ms < low_ms - SLACK_MS || time->offset_ms > high_ms + SLACK_MS)
    time->n_samples = 0;
  is_first = time->n_samples == 0;
  if (was_held && !is_first)
    return FALSE;

  /* One that was held has come as soon as it was written. */
  before_ms = time->offset_ms;
  add_sample (time, was_held ? low_ms : low_ms + (high_ms - low_ms) / 2, high_ms - low_ms);
  time->offset_ms = choose (time);
  return is_first || ABS (time->offset_ms - before_ms) >= CHANGE_MS;
}

gint64
amia_server_time_get (const AmiaServerTime *time,
                      gint64                wall_ms)
{
  g_return_val_if_fail (time != NULL, wall_ms);

  return time->n_samples == 0 ? wall_ms : wall_ms + time->offset_ms;
}
