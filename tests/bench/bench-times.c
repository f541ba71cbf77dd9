/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-times.h"

#include <time.h>

BenchTimes *
bench_times_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

void
bench_times_free (BenchTimes *times)
{
  g_array_unref (times);
}

void
bench_times_add (BenchTimes *times,
                 double      ms)
{
  g_array_append_val (times, ms);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_times_get (BenchTimes *times,
                 double      quantile)
{
  g_assert (times->len > 0);

  g_array_sort (times, compare_doubles);
  return g_array_index (times, double, (guint) ((double) (times->len - 1) * quantile));
}

static double
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

double
bench_now_ms (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

double
bench_processor_ms (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

void
bench_print (const char *name,
             double      value,
             const char *unit)
{
  /* A small number needs its digits, a large one does not. */
  g_print ("%s %.*f %s\n", name, value < 0.1 ? 4 : value < 100 ? 2
                                                               : 0,
           value, unit);
}
