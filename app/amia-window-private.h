/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-idle.h"
#include "amia-window.h"

G_BEGIN_DECLS

/*
 * What the window's files share: amia-window.c opens a replica, amia-window-lock.c closes it again.
 */

/* A stack of what can fill the window: `wait`, `welcome`, `unlock`, `trouble`, `ended` and `main`.
 * The window holds the path and, until the replica has been opened, the passphrase. */
struct _AmiaWindow
{
  AdwApplicationWindow parent_instance;

  GtkWidget *toasts;
  GtkWidget *stack;
  GtkWidget *wait_spinner;

  AmiaSettings *settings;
  AmiaSession  *session;
  AmiaMainView *view;
  AmiaIdle     *idle;  /* NULL until the first replica is open */
  AmiaPlace    *place; /* while it is locked: where to go on */
  char         *path;
  char         *passphrase;
  guint         spinner_id;
  AmiaReplica  *opened; /* open before there was a window to see; NULL at all other times */
  gboolean      is_painted;
};

void _amia_window_wait (AmiaWindow *self);
/* Asks for the passphrase of the replica at the window's path. */
void _amia_window_ask (AmiaWindow *self,
                       const char *message);
/* If the replica at the window's path was revoked, says so and returns TRUE. */
gboolean _amia_window_show_ending (AmiaWindow *self);

/* --- amia-window-lock.c ---------------------------------------------------------------------- */

/* A replica is open: locks it in time, and goes back to where somebody was. */
void _amia_window_watch (AmiaWindow *self);
/* The ending has been read: the welcome page. */
void _amia_window_begin_anew (AmiaWindow *self);

G_END_DECLS
