/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia"

#include "config.h"

#include "amia-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-ended-page.h"
#include "amia-keyring.h"
#include "amia-store-keys.h"
#include "amia-traces.h"
#include "amia-trouble-page.h"
#include "amia-unlock-page.h"
#include "amia-welcome.h"

/* A stack of what can fill the window: `wait`, `welcome`, `unlock`, `trouble` and `main`. The
 * window holds the path and, until the replica has been opened, the passphrase. */

G_DEFINE_FINAL_TYPE (AmiaWindow, amia_window, ADW_TYPE_APPLICATION_WINDOW)

#define DEFAULT_WIDTH_PX  1280
#define DEFAULT_HEIGHT_PX 800
/* A wait shorter than this shows nothing at all, rather than a flicker. */
#define SPINNER_DELAY_MS 250

static void
forget_passphrase (AmiaWindow *self)
{
  if (self->passphrase != NULL)
    explicit_bzero (self->passphrase, strlen (self->passphrase));

  g_clear_pointer (&self->passphrase, g_free);
}

/* The organisation's public key, if it has put one on this machine. */
static char *
find_recovery_key (void)
{
  const char *const *directories = g_get_system_config_dirs ();
  const char        *given = g_getenv ("AMIA_RECOVERY_KEY");

  if (given != NULL && *given != '\0')
    return g_strdup (given);

  for (gsize i = 0; directories[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (directories[i], "amia", "recovery.pub", NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}

typedef struct
{
  char *path;
  char *passphrase;
  char *key;
} Recovery;

static void
recovery_free (gpointer data)
{
  Recovery *recovery = data;

  explicit_bzero (recovery->passphrase, strlen (recovery->passphrase));
  g_free (recovery->passphrase);
  g_free (recovery->path);
  g_free (recovery->key);
  g_free (recovery);
}

static void
add_recovery_in_thread (GTask        *task,
                        gpointer      source,
                        gpointer      data,
                        GCancellable *cancellable)
{
  const Recovery *recovery = data;
  g_autoptr (GError) error = NULL;

  if (!amia_store_add_recovery (recovery->path, recovery->passphrase, recovery->key, &error))
    g_message ("%s", error->message);
  g_task_return_boolean (task, TRUE);
}

/* Only now is the passphrase at hand that it takes. */
static void
let_organisation_in (AmiaWindow *self)
{
  g_autofree char *key = NULL;
  g_autoptr (GTask) task = NULL;
  Recovery *recovery = NULL;

  if (self->passphrase == NULL || amia_store_has_recovery (self->path) ||
      (key = find_recovery_key ()) == NULL)
    return;

  recovery = g_new0 (Recovery, 1);
  recovery->path = g_strdup (self->path);
  recovery->passphrase = g_strdup (self->passphrase);
  recovery->key = g_steal_pointer (&key);
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, let_organisation_in);
  g_task_set_task_data (task, recovery, recovery_free);
  g_task_run_in_thread (task, add_recovery_in_thread);
}

/* Shows @page in place of what filled the window, and throws that away: what was typed there, a
 * passphrase, say, is not to stay about. */
static void
fill_window (AmiaWindow *self,
             const char *name,
             GtkWidget  *page)
{
  static const char *const names[] = { "welcome", "unlock", "trouble", "ended", "main" };
  GtkStack                *stack = GTK_STACK (self->stack);
  GtkWidget               *old[G_N_ELEMENTS (names)];

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    old[i] = gtk_stack_get_child_by_name (stack, names[i]);

  gtk_stack_add_child (stack, page);
  gtk_stack_set_visible_child (stack, page);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (old[i] != NULL)
        gtk_stack_remove (stack, old[i]);
    }
  gtk_stack_page_set_name (gtk_stack_get_page (stack, page), name);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static gboolean
spin_cb (gpointer data)
{
  AmiaWindow *self = data;

  self->spinner_id = 0;
  gtk_spinner_start (GTK_SPINNER (self->wait_spinner));
  gtk_widget_set_visible (self->wait_spinner, TRUE);
  return G_SOURCE_REMOVE;
}

static void
stop_waiting (AmiaWindow *self)
{
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->wait_spinner));
  gtk_widget_set_visible (self->wait_spinner, FALSE);
}

void
_amia_window_wait (AmiaWindow *self)
{
  stop_waiting (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "wait");
  self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, spin_cb, self);
}

static void
view_changed_cb (AmiaWindow *self)
{
  amia_window_update_actions (self);
}

static void
show_session (AmiaWindow  *self,
              AmiaSession *session)
{
  AmiaReplica        *replica = amia_session_get_replica (session);
  const AmiaIdentity *identity = amia_replica_get_identity (replica);

  stop_waiting (self);
  g_set_object (&self->session, session);
  g_free (self->path);
  self->path = g_strdup (amia_replica_get_path (replica));
  let_organisation_in (self);
  forget_passphrase (self);
  amia_settings_set_string (self->settings, "last-replica", self->path);
  amia_settings_set_string (self->settings, "user-name", identity->user);
  amia_settings_set_string (self->settings, "agency", identity->agency);

  self->view = AMIA_MAIN_VIEW (amia_main_view_new (session));
  g_signal_connect_object (self->view,
                           "notify::can-go-back",
                           G_CALLBACK (view_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  fill_window (self, "main", GTK_WIDGET (self->view));
  _amia_window_watch (self);
  amia_window_update_actions (self);
}

static void
unlock_cb (AmiaWindow *self,
           const char *passphrase)
{
  g_autofree char *path = g_strdup (self->path);

  amia_window_open (self, path, passphrase);
}

void
_amia_window_ask (AmiaWindow *self,
                  const char *message)
{
  GtkWidget *page = amia_unlock_page_new (self->path);

  stop_waiting (self);
  amia_unlock_page_set_message (AMIA_UNLOCK_PAGE (page), message);
  amia_unlock_page_wait (AMIA_UNLOCK_PAGE (page), amia_store_get_unlock_wait_ms (self->path));
  g_signal_connect_object (page, "unlock", G_CALLBACK (unlock_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "elsewhere", G_CALLBACK (amia_window_welcome), self, G_CONNECT_SWAPPED);
  fill_window (self, "unlock", page);
}

static void
retry_cb (AmiaWindow *self)
{
  g_autofree char *path = g_strdup (self->path);
  g_autofree char *passphrase = g_strdup (self->passphrase);

  amia_window_open (self, path, passphrase);
}

static void
show_trouble (AmiaWindow   *self,
              const GError *error)
{
  GtkWidget *page = amia_trouble_page_new (self->path, self->passphrase, error);

  stop_waiting (self);
  g_signal_connect_object (page, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "elsewhere", G_CALLBACK (amia_window_welcome), self, G_CONNECT_SWAPPED);
  fill_window (self, "trouble", page);
}

static void
begin_session (AmiaWindow  *self,
               AmiaReplica *replica)
{
  g_autoptr (AmiaSession) session = amia_session_new (replica);

  show_session (self, session);
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AmiaWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaReplica) replica = amia_replica_open_finish (result, &error);

  if (replica == NULL)
    {
      g_message ("%s", error->message);
      if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE))
        _amia_window_ask (self,
                          self->passphrase != NULL
                              ? _ ("That is not the right passphrase. Try again.")
                              : _ ("The login keyring did not open it. Write your passphrase."));
      else
        show_trouble (self, error);
      return;
    }

  if (self->is_painted)
    begin_session (self, replica);
  else
    g_set_object (&self->opened, replica);
}

/* Building the main view takes as long as all before it. Somebody who has started the program is to
 * see that it has, so the window's first frame comes before. */
static void
painted_cb (AmiaWindow    *self,
            GdkFrameClock *clock)
{
  g_autoptr (AmiaReplica) replica = g_steal_pointer (&self->opened);

  self->is_painted = TRUE;
  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  if (replica != NULL)
    begin_session (self, replica);
}

static void
amia_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (amia_window_parent_class)->realize (widget);

  g_signal_connect_object (gtk_widget_get_frame_clock (widget),
                           "after-paint",
                           G_CALLBACK (painted_cb),
                           widget,
                           G_CONNECT_SWAPPED);
}

static void
remember_size (AmiaWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self);
  int        width = 0;
  int        height = 0;

  gtk_window_get_default_size (window, &width, &height);
  amia_settings_set_int (self->settings, "window-width", width);
  amia_settings_set_int (self->settings, "window-height", height);
  amia_settings_set_int (self->settings, "window-maximized", gtk_window_is_maximized (window));
}

static void
restore_size (AmiaWindow *self)
{
  int width = amia_settings_get_int (self->settings, "window-width", DEFAULT_WIDTH_PX);
  int height = amia_settings_get_int (self->settings, "window-height", DEFAULT_HEIGHT_PX);

  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (amia_settings_get_int (self->settings, "window-maximized", FALSE))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
amia_window_close_request (GtkWindow *window)
{
  AmiaWindow *self = AMIA_WINDOW (window);

  remember_size (self);
  amia_traces_clear_clipboard (GTK_WIDGET (self));
  /* What is being typed is kept when the focus leaves it, or when it is no longer to be seen. */
  gtk_window_set_focus (window, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->session != NULL)
    amia_session_close (self->session);

  return GTK_WINDOW_CLASS (amia_window_parent_class)->close_request (window);
}

static void
amia_window_dispose (GObject *object)
{
  AmiaWindow *self = AMIA_WINDOW (object);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  forget_passphrase (self);
  g_clear_object (&self->idle);
  g_clear_pointer (&self->place, amia_place_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  g_clear_object (&self->opened);
  self->view = NULL;

  G_OBJECT_CLASS (amia_window_parent_class)->dispose (object);
}

static void
amia_window_class_init (AmiaWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_window_dispose;
  widget_class->realize = amia_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = amia_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AmiaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AmiaWindow, wait_spinner);
}

static void
amia_window_init (AmiaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amia_window_add_actions (self);
  amia_window_update_actions (self);
}

AmiaWindow *
amia_window_new (AmiaApplication *application,
                 AmiaSettings    *settings)
{
  AmiaWindow *self = g_object_new (AMIA_TYPE_WINDOW, "application", application, NULL);

  g_return_val_if_fail (AMIA_IS_SETTINGS (settings), NULL);

  self->settings = g_object_ref (settings);
  restore_size (self);
  return self;
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (AmiaWindow) self = data;
  g_autoptr (GError) error = NULL;
  char *secret = amia_keyring_lookup_finish (result, &error);

  if (error != NULL)
    g_message ("%s", error->message);
  if (secret != NULL)
    amia_replica_open_with_keyring_async (self->path, secret, NULL, open_cb, g_object_ref (self));
  else
    _amia_window_ask (self, _ ("The login keyring did not open it. Write your passphrase."));
  amia_keyring_free (secret);
}

/* Shows what there is to say of a replica that was revoked. */
gboolean
_amia_window_show_ending (AmiaWindow *self)
{
  AmiaEnding ending;
  GtkWidget *page = NULL;

  if (!amia_store_load_ending (self->path, &ending))
    return FALSE;

  page = amia_ended_page_new (&ending);
  stop_waiting (self);
  g_signal_connect_object (page,
                           "elsewhere",
                           G_CALLBACK (_amia_window_begin_anew),
                           self,
                           G_CONNECT_SWAPPED);
  fill_window (self, "ended", page);
  return TRUE;
}

void
amia_window_open (AmiaWindow *self,
                  const char *path,
                  const char *passphrase)
{
  g_return_if_fail (AMIA_IS_WINDOW (self));
  g_return_if_fail (path != NULL);

  g_free (self->path);
  self->path = g_strdup (path);
  forget_passphrase (self);
  self->passphrase = g_strdup (passphrase);

  if (_amia_window_show_ending (self))
    return;

  if (passphrase == NULL && !amia_settings_get_int (self->settings, "locked", FALSE) &&
      amia_store_has_keyring (path))
    {
      _amia_window_wait (self);
      amia_keyring_lookup_async (path, looked_up_cb, g_object_ref (self));
      return;
    }

  if (passphrase == NULL && amia_store_needs_passphrase (path))
    {
      _amia_window_ask (self, NULL);
      return;
    }

  _amia_window_wait (self);
  amia_replica_open_async (path, passphrase, NULL, open_cb, g_object_ref (self));
}

void
amia_window_welcome (AmiaWindow *self)
{
  GtkWidget       *page = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (AMIA_IS_WINDOW (self));

  g_clear_pointer (&self->place, amia_place_free);
  path = amia_window_dup_default_path ();
  page = amia_welcome_new (path);
  stop_waiting (self);
  g_signal_connect_object (page, "ready", G_CALLBACK (show_session), self, G_CONNECT_SWAPPED);
  fill_window (self, "welcome", page);
}

char *
amia_window_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "amia", "work.amia", NULL);
}

AmiaMainView *
amia_window_get_view (AmiaWindow *self)
{
  g_return_val_if_fail (AMIA_IS_WINDOW (self), NULL);

  return self->view;
}
