/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include <glib/gi18n.h>

#include "amia-keyring.h"
#include "amia-report.h"
#include "amia-sign-out.h"
#include "amia-store-end.h"
#include "amia-store-keys.h"
#include "amia-traces.h"
#include "amia-window-private.h"

/* Closing a replica while the window stays: lock, log out, remove, revoked. Always the same order:
 * what is being typed is kept, the pages go, then the replica is closed, which finishes what was
 * asked of it; only then is there nothing left in the window to read. */

#define LOCK_AFTER_DEFAULT_S 600

static void
close_windows_before (AmiaWindow *self)
{
  GList *windows = gtk_window_list_toplevels ();

  /* One may take another with it. */
  for (GList *at = windows; at != NULL; at = at->next)
    g_object_ref (at->data);
  for (GList *at = windows; at != NULL; at = at->next)
    {
      if (GTK_IS_WINDOW (at->data) && gtk_window_get_transient_for (at->data) == GTK_WINDOW (self))
        gtk_window_destroy (at->data);
    }
  g_list_free_full (windows, g_object_unref);
}

static void
close_session (AmiaWindow *self)
{
  GtkWidget *main = gtk_stack_get_child_by_name (GTK_STACK (self->stack), "main");

  /* What is being typed is kept when the focus leaves it, or when it is no longer to be seen. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  close_windows_before (self);
  amia_idle_set_limit (self->idle, 0);
  self->view = NULL;
  if (main != NULL)
    {
      gtk_widget_set_visible (main, FALSE);
      gtk_stack_remove (GTK_STACK (self->stack), main);
    }
  g_signal_handlers_disconnect_by_data (self->session, self);
  amia_session_close (self->session);
  g_clear_object (&self->session);
  amia_traces_clear_clipboard (GTK_WIDGET (self));
  amia_window_update_actions (self);
}

void
amia_window_lock (AmiaWindow *self)
{
  g_return_if_fail (AMIA_IS_WINDOW (self));

  if (self->session == NULL || !amia_store_needs_passphrase (self->path))
    return;

  g_clear_pointer (&self->place, amia_place_free);
  self->place = amia_main_view_dup_place (self->view);
  close_session (self);
  /* Starting the program anew is no way round it. */
  amia_settings_set_int (self->settings, "locked", TRUE);
  _amia_window_ask (self, NULL);
}

static void
screen_locked_cb (AmiaWindow *self)
{
  gboolean is_active = FALSE;

  g_object_get (gtk_window_get_application (GTK_WINDOW (self)),
                "screensaver-active",
                &is_active,
                NULL);
  if (is_active)
    amia_window_lock (self);
}

/* --- Revoked ---------------------------------------------------------------------------------- */

typedef struct
{
  char *path;
  guint n_unsent;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->path);
  g_free (order);
}

static GTask *
new_task (AmiaWindow         *self,
          guint               n_unsent,
          GAsyncReadyCallback callback)
{
  GTask *task = g_task_new (self, NULL, callback, NULL);
  Order *order = g_new0 (Order, 1);

  order->path = g_strdup (self->path);
  order->n_unsent = n_unsent;
  g_task_set_source_tag (task, new_task);
  g_task_set_task_data (task, order, order_free);
  return task;
}

static void
revoke_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  const Order *order = data;
  GError      *error = NULL;

  if (amia_store_revoke (order->path, order->n_unsent, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  AmiaWindow *self = AMIA_WINDOW (source);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("%s", error->message);

  /* The note is written first; without one the disk takes nothing, and the passphrase is asked for:
   * the server says it again. */
  if (!_amia_window_show_ending (self))
    _amia_window_ask (self, NULL);
}

static void
revoked_cb (AmiaWindow *self)
{
  g_autoptr (GTask) task = NULL;
  guint n_unsent = amia_session_get_unsent (self->session);

  g_clear_pointer (&self->place, amia_place_free);
  close_session (self);
  amia_keyring_forget (self->path);
  _amia_window_wait (self);
  task = new_task (self, n_unsent, ended_cb);
  g_task_run_in_thread (task, revoke_in_thread);
}

void
_amia_window_begin_anew (AmiaWindow *self)
{
  amia_store_forget_ending (self->path);
  amia_settings_set_string (self->settings, "last-replica", NULL);
  amia_window_welcome (self);
}

/* --- Removing --------------------------------------------------------------------------------- */

static void
wipe_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Order *order = data;
  GError      *error = NULL;

  if (amia_store_wipe (order->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
wiped_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  AmiaWindow *self = AMIA_WINDOW (source);
  g_autoptr (GError) error = NULL;
  gboolean is_wiped = g_task_propagate_boolean (G_TASK (result), &error);

  amia_window_welcome (self);
  if (is_wiped)
    amia_report (self->stack, _ ("Your cases are gone from this laptop."));
  else
    amia_report_error (self->stack, error);
}

void
amia_window_remove_replica (AmiaWindow *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AMIA_IS_WINDOW (self));

  /* Asked before by the page; an action can come from elsewhere, too. */
  if (self->session == NULL || !amia_session_may_end (self->session))
    return;

  close_session (self);
  amia_keyring_forget (self->path);
  amia_settings_set_string (self->settings, "last-replica", NULL);
  _amia_window_wait (self);
  task = new_task (self, 0, wiped_cb);
  g_task_run_in_thread (task, wipe_in_thread);
}

/* --- Logging out ------------------------------------------------------------------------------ */

static gpointer
forget_token (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return amia_sign_out_take (store, error);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (AmiaWindow) self = data;
  g_autoptr (AmiaSignOut) sign_out = NULL;
  g_autoptr (GError) error = NULL;

  sign_out = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (sign_out == NULL)
    {
      amia_report_error (self->stack, error);
      return;
    }

  /* Nobody waits for it: without a network the next login does it. */
  amia_sign_out_tell_async (sign_out, NULL, NULL, NULL);

  amia_window_lock (self);
  g_clear_pointer (&self->place, amia_place_free);
}

void
amia_window_log_out (AmiaWindow *self)
{
  g_return_if_fail (AMIA_IS_WINDOW (self));

  if (self->session == NULL || !amia_session_may_end (self->session))
    return;

  amia_sync_stop (amia_session_get_sync (self->session));
  amia_replica_call_async (amia_session_get_replica (self->session),
                           forget_token,
                           NULL,
                           NULL,
                           NULL,
                           NULL,
                           forgotten_cb,
                           g_object_ref (self));
}

/* --- A replica is open ------------------------------------------------------------------------ */

void
_amia_window_watch (AmiaWindow *self)
{
  g_autoptr (AmiaPlace) place = g_steal_pointer (&self->place);

  amia_settings_set_int (self->settings, "locked", FALSE);
  g_signal_connect_object (self->session,
                           "revoked",
                           G_CALLBACK (revoked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  if (self->idle == NULL)
    {
      self->idle = amia_idle_new (GTK_WINDOW (self));
      g_signal_connect_object (self->idle,
                               "idle",
                               G_CALLBACK (amia_window_lock),
                               self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (gtk_window_get_application (GTK_WINDOW (self)),
                               "notify::screensaver-active",
                               G_CALLBACK (screen_locked_cb),
                               self,
                               G_CONNECT_SWAPPED);
    }

  amia_window_set_lock_after (self, amia_window_get_lock_after (self));
  if (place != NULL)
    amia_main_view_go_to (self->view, place);
}

int
amia_window_get_lock_after (AmiaWindow *self)
{
  g_return_val_if_fail (AMIA_IS_WINDOW (self), LOCK_AFTER_DEFAULT_S);

  return amia_settings_get_int (self->settings, "lock-after", LOCK_AFTER_DEFAULT_S);
}

void
amia_window_set_lock_after (AmiaWindow *self,
                            int         limit_s)
{
  g_return_if_fail (AMIA_IS_WINDOW (self));

  if (limit_s != amia_window_get_lock_after (self))
    amia_settings_set_int (self->settings, "lock-after", limit_s);
  if (self->idle != NULL && self->session != NULL)
    amia_idle_set_limit (self->idle,
                         amia_store_needs_passphrase (self->path) ? (guint) limit_s : 0);
}
