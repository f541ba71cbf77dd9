/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-lock"

#include "config.h"

#include "amia-idle.h"

#include <time.h>

/* One timeout that is never moved: when it comes it looks how long ago the last event was and sets
 * itself for the rest. The clock is one that goes on while the laptop sleeps, which GLib's timeouts
 * do not, so that each event first looks whether the time was up already. */

#define NS_PER_MS 1000000
#define MS_PER_S  1000

struct _AmiaIdle
{
  GObject parent_instance;

  GtkWindow *window; /* not owned: it goes with the window */
  gint64     last_ms;
  guint      limit_s;
  guint      timeout_id;
};

G_DEFINE_FINAL_TYPE (AmiaIdle, amia_idle, G_TYPE_OBJECT)

enum
{
  SIGNAL_IDLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gint64
get_now_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS;
}

static gint64
get_left_ms (AmiaIdle *self)
{
  return self->last_ms + (gint64) self->limit_s * MS_PER_S - get_now_ms ();
}

static void
say_idle (AmiaIdle *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_signal_emit (self, signals[SIGNAL_IDLE], 0);
}

static gboolean
timeout_cb (gpointer data)
{
  AmiaIdle *self = data;
  gint64    left_ms = get_left_ms (self);

  self->timeout_id = 0;
  if (left_ms > 0)
    self->timeout_id = g_timeout_add ((guint) left_ms, timeout_cb, self);
  else
    say_idle (self);

  return G_SOURCE_REMOVE;
}

static void
start (AmiaIdle *self)
{
  if (self->timeout_id == 0 && self->limit_s > 0)
    self->timeout_id = g_timeout_add (self->limit_s * MS_PER_S, timeout_cb, self);
}

static gboolean
event_cb (AmiaIdle *self,
          GdkEvent *event)
{
  /* Crossing, focus and the like come by themselves, when another window is moved away. */
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  if (self->timeout_id != 0 && get_left_ms (self) <= 0)
    {
      say_idle (self);
      return GDK_EVENT_STOP;
    }

  self->last_ms = get_now_ms ();
  start (self);
  return GDK_EVENT_PROPAGATE;
}

static void
watch (AmiaIdle  *self,
       GtkWindow *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}

static void
window_added_cb (AmiaIdle  *self,
                 GtkWindow *window)
{
  if (window != self->window)
    watch (self, window);
}

static void
amia_idle_dispose (GObject *object)
{
  AmiaIdle *self = AMIA_IDLE (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);

  G_OBJECT_CLASS (amia_idle_parent_class)->dispose (object);
}

static void
amia_idle_class_init (AmiaIdleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_idle_dispose;

  signals[SIGNAL_IDLE] = g_signal_new ("idle",
                                       AMIA_TYPE_IDLE,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       0);
}

static void
amia_idle_init (AmiaIdle *self)
{
}

AmiaIdle *
amia_idle_new (GtkWindow *window)
{
  AmiaIdle       *self = g_object_new (AMIA_TYPE_IDLE, NULL);
  GtkApplication *application = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (window), self);

  self->window = window;
  watch (self, window);
  application = gtk_window_get_application (window);
  if (application != NULL)
    g_signal_connect_object (application,
                             "window-added",
                             G_CALLBACK (window_added_cb),
                             self,
                             G_CONNECT_SWAPPED);
  return self;
}

void
amia_idle_set_limit (AmiaIdle *self,
                     guint     limit_s)
{
  g_return_if_fail (AMIA_IS_IDLE (self));

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->limit_s = limit_s;
  self->last_ms = get_now_ms ();
  start (self);
}
