/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

/* The wall clock of a scenario, for LD_PRELOAD: whoever is started with it lives as many seconds
 * ahead as AMIA_SECONDS_AHEAD says, so that a day can pass at the real programs, which have no
 * switch for it. The monotonic clock goes as it goes. */

static time_t
get_ahead (void)
{
  const char *text = getenv ("AMIA_SECONDS_AHEAD");

  return text != NULL ? (time_t) strtoll (text, NULL, 10) : 0;
}

__attribute__ ((visibility ("default"))) int
clock_gettime (clockid_t        clock,
               struct timespec *now)
{
  static int (*real) (clockid_t, struct timespec *) = NULL;
  int result;

  if (real == NULL)
    real = (int (*) (clockid_t, struct timespec *)) dlsym (RTLD_NEXT, "clock_gettime");

  result = real (clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += get_ahead ();
  return result;
}

__attribute__ ((visibility ("default"))) int
gettimeofday (struct timeval *restrict now,
              void *restrict zone)
{
  struct timespec precise;

  (void) zone;
  if (clock_gettime (CLOCK_REALTIME, &precise) != 0)
    return -1;

  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return 0;
}

__attribute__ ((visibility ("default"))) time_t
time (time_t *result)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_REALTIME, &now);
  if (result != NULL)
    *result = now.tv_sec;
  return now.tv_sec;
}
