/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A far-away server: what goes in at one end comes out at the other @delay_ms later, both ways, in
 * order and with no bound on how much. Prints `listening PORT` and runs until it is killed; a
 * process of its own, so that what it does is not counted as ours. */
void bench_delay_run (guint16 port,
                      guint   delay_ms) G_GNUC_NORETURN;

/* Starts that as another process of @program. Returns the port. */
guint16 bench_delay_start (const char   *program,
                           guint16       port,
                           guint         delay_ms,
                           GSubprocess **process);

G_END_DECLS
