/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Tells when windows of other programs are drawn, as the X server sees it: no program is asked and
 * none is slowed. Prints `ready` when it looks, then for each window of some size `map MS`, and
 * `frame MS WIDTHxHEIGHT` whenever something in it was drawn anew, beginning with the first time
 * that it is not all of one colour: a window is mapped before it has contents. MS is the clock that
 * never goes back (CLOCK_MONOTONIC). Ends with the X server, or when it is told to. */

#define WIDTH_PX_MIN  200
#define HEIGHT_PX_MIN 150
/* What blinks in an entry is narrower. */
#define CARET_PX_MAX 4
/* So many points of another colour are contents. */
#define CONTENTS_PX_MIN 12
#define EDGE_PX         8

typedef struct
{
  Display *display;
  int      damage_event;
  Window   window; /* the one that is watched; none while it is 0 */
  Damage   damage;
  Bool     is_painted;
} Watch;

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* A window may be gone before we have asked about it. */
static int
ignore_error_cb (Display     *display,
                 XErrorEvent *event)
{
  return 0;
}

static Bool
has_contents (const Watch *watch)
{
  XWindowAttributes attributes;
  XImage           *image;
  unsigned long     middle;
  int               n_other = 0;

  if (!XGetWindowAttributes (watch->display, watch->window, &attributes))
    return False;
  image = XGetImage (watch->display,
                     watch->window,
                     0,
                     0,
                     (unsigned) attributes.width,
                     (unsigned) attributes.height,
                     AllPlanes,
                     ZPixmap);
  if (image == NULL)
    return False;

  middle = XGetPixel (image, attributes.width / 2, attributes.height / 2);
  for (int y = EDGE_PX; y < attributes.height - EDGE_PX && n_other < CONTENTS_PX_MIN; y++)
    for (int x = EDGE_PX; x < attributes.width - EDGE_PX && n_other < CONTENTS_PX_MIN; x++)
      n_other += ((XGetPixel (image, x, y) ^ middle) & 0xffffff) != 0;
  XDestroyImage (image);
  return n_other >= CONTENTS_PX_MIN;
}

static void
watch_window (Watch *watch,
              Window window)
{
  XWindowAttributes attributes;
  double            mapped_ms = now_ms ();

  if (!XGetWindowAttributes (watch->display, window, &attributes) ||
      attributes.override_redirect ||
      attributes.width < WIDTH_PX_MIN ||
      attributes.height < HEIGHT_PX_MIN)
    return;

  watch->window = window;
  watch->is_painted = False;
  watch->damage = XDamageCreate (watch->display, window, XDamageReportRawRectangles);
  XSync (watch->display, False);
  printf ("map %.1f\n", mapped_ms);
}

static void
note_damage (Watch                    *watch,
             const XDamageNotifyEvent *event)
{
  double drawn_ms = now_ms ();

  if (event->drawable != watch->window || event->area.width <= CARET_PX_MAX)
    return;
  if (!watch->is_painted)
    watch->is_painted = has_contents (watch);
  if (watch->is_painted)
    printf ("frame %.1f %dx%d\n", drawn_ms, event->area.width, event->area.height);
}

static void
take_event (Watch *watch)
{
  XEvent event;

  XNextEvent (watch->display, &event);
  if (event.type == MapNotify && watch->window == 0)
    watch_window (watch, event.xmap.window);
  else if (event.type == UnmapNotify && event.xunmap.window == watch->window)
    watch->window = 0;
  else if (event.type == DestroyNotify && event.xdestroywindow.window == watch->window)
    watch->window = 0;
  else if (event.type == watch->damage_event)
    note_damage (watch, (XDamageNotifyEvent *) &event);
}

int
main (void)
{
  Watch watch = { .display = XOpenDisplay (NULL) };
  int   damage_error;
  int   major = 1;
  int   minor = 1;

  if (watch.display == NULL ||
      !XDamageQueryExtension (watch.display, &watch.damage_event, &damage_error) ||
      !XDamageQueryVersion (watch.display, &major, &minor))
    {
      fprintf (stderr, "There is no X server here that tells what is drawn.\n");
      return EXIT_FAILURE;
    }

  watch.damage_event += XDamageNotify;
  setvbuf (stdout, NULL, _IOLBF, 0);
  XSetErrorHandler (ignore_error_cb);
  XSelectInput (watch.display, DefaultRootWindow (watch.display), SubstructureNotifyMask);
  XSync (watch.display, False);
  puts ("ready");
  for (;;)
    take_event (&watch);
}
