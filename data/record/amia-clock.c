/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-clock.h"

#include <string.h>

/* A hybrid logical clock (Kulkarni et al., 2014): wall time where the wall is right, a counter
 * where it stands still or goes back. A stamp is one number, so "counter full" carries into the
 * milliseconds by itself. */

#define COUNTER_BITS 16

/* Keeps room above the greatest wall time, in the year 10889, for the counter to carry into. */
#define MS_MAX ((G_GINT64_CONSTANT (1) << 48) - 2)

#define FOLLOW_AHEAD_MS_MAX (60 * 1000)

static AmiaStamp
stamp_from_wall (gint64 wall_ms)
{
  return (AmiaStamp) CLAMP (wall_ms, 0, MS_MAX) << COUNTER_BITS;
}

AmiaStamp
amia_clock_tick (AmiaClock *clock,
                 gint64     wall_ms)
{
  g_return_val_if_fail (clock != NULL, 0);

  clock->last = MAX (clock->last + 1, stamp_from_wall (wall_ms));
  return clock->last;
}

void
amia_clock_receive (AmiaClock *clock,
                    AmiaStamp  remote,
                    gint64     wall_ms)
{
  AmiaStamp wall = stamp_from_wall (wall_ms);

  g_return_if_fail (clock != NULL);

  clock->last = MAX (clock->last, wall);
  if (amia_stamp_get_ms (remote) <= amia_stamp_get_ms (wall) + FOLLOW_AHEAD_MS_MAX)
    clock->last = MAX (clock->last, remote);
}

gint64
amia_stamp_get_ms (AmiaStamp stamp)
{
  return (gint64) (stamp >> COUNTER_BITS);
}

const char *
amia_stamp_print (AmiaStamp stamp,
                  char      text[AMIA_STAMP_TEXT_LENGTH + 1])
{
  for (int i = AMIA_STAMP_TEXT_LENGTH - 1; i >= 0; i--)
    {
      text[i] = "0123456789abcdef"[stamp & 0x0f];
      stamp >>= 4;
    }
  text[AMIA_STAMP_TEXT_LENGTH] = '\0';

  return text;
}

gboolean
amia_stamp_parse (const char *text,
                  gssize      length,
                  AmiaStamp  *stamp)
{
  AmiaStamp result = 0;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (stamp != NULL, FALSE);

  if ((length < 0 ? strlen (text) : (gsize) length) != AMIA_STAMP_TEXT_LENGTH)
    return FALSE;

  for (gsize i = 0; i < AMIA_STAMP_TEXT_LENGTH; i++)
    {
      int digit = g_ascii_xdigit_value (text[i]);

      if (digit < 0)
        return FALSE;
      result = result << 4 | (AmiaStamp) digit;
    }

  *stamp = result;
  return TRUE;
}
