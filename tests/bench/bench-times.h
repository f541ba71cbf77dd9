/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times that were measured again and again. All are in milliseconds of the clock on the wall, since
 * that is what somebody waits for, or of this process's processor where the name says so. */

typedef GArray BenchTimes; /* (element-type double) */

BenchTimes *bench_times_new (void);
void        bench_times_free (BenchTimes *times);
void        bench_times_add (BenchTimes *times,
                             double      ms);
/* The time below which @quantile (0 to 1) of all lie. */
double bench_times_get (BenchTimes *times,
                        double      quantile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchTimes, bench_times_free)

double bench_now_ms (void);
double bench_processor_ms (void);

/* Prints `name value unit`, the form that all benchmarks keep to. */
void bench_print (const char *name,
                  double      value,
                  const char *unit);

G_END_DECLS
