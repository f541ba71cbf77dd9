/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync-place"

#include "config.h"

#include "amia-login-fields.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-input.h"
#include "amia-sync-words.h"
#include "amia-template.h"

/* Two fields and a button. The password is overwritten as soon as it has been handed on. */

struct _AmiaLoginFields
{
  GtkWidget parent_instance;

  GtkWidget *url;
  GtkWidget *user;
  GtkWidget *password;
  GtkWidget *button;
  GtkWidget *spinner;

  AmiaSession  *session;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaLoginFields, amia_login_fields, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_busy (AmiaLoginFields *self,
          gboolean         is_busy)
{
  gtk_widget_set_sensitive (self->button, !is_busy);
  gtk_widget_set_visible (self->spinner, is_busy);
  g_object_set (self->spinner, "spinning", is_busy, NULL);
}

static void
login_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AmiaLoginFields) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = amia_sync_login_finish (AMIA_SYNC (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  if (is_done)
    {
      amia_input_reset (AMIA_INPUT (self->password), NULL);
      g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0);
      return;
    }

  g_message ("%s", error->message);
  amia_input_set_message (AMIA_INPUT (self->password), amia_sync_words_login_error (error));
  gtk_widget_grab_focus (self->password);
}

static gboolean
check (AmiaLoginFields *self,
       const char      *url,
       const char      *password)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  gboolean is_url = uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';

  amia_input_set_message (AMIA_INPUT (self->url),
                          is_url ? NULL
                                 : _ ("Write the whole address, such as https://amia.example.se."));
  amia_input_set_message (AMIA_INPUT (self->password),
                          *password != '\0' ? NULL : _ ("Write the password of your account."));
  if (!is_url)
    gtk_widget_grab_focus (self->url);
  else if (*password == '\0')
    gtk_widget_grab_focus (self->password);

  return is_url && *password != '\0';
}

static void
sign_in_cb (AmiaLoginFields *self)
{
  AmiaReplica     *replica = amia_session_get_replica (self->session);
  g_autofree char *url = amia_input_dup_text (AMIA_INPUT (self->url));
  g_autofree char *password = amia_input_dup_text (AMIA_INPUT (self->password));

  if (check (self, url, password))
    {
      set_busy (self, TRUE);
      amia_sync_login_async (amia_session_get_sync (self->session),
                             url,
                             amia_replica_get_identity (replica)->user,
                             password,
                             self->cancellable,
                             login_cb,
                             g_object_ref (self));
    }

  explicit_bzero (password, strlen (password));
}

static void
amia_login_fields_dispose (GObject *object)
{
  AmiaLoginFields *self = AMIA_LOGIN_FIELDS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_LOGIN_FIELDS);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_login_fields_parent_class)->dispose (object);
}

static void
amia_login_fields_class_init (AmiaLoginFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_login_fields_dispose;

  signals[SIGNAL_SIGNED_IN] = g_signal_new ("signed-in",
                                            AMIA_TYPE_LOGIN_FIELDS,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            0);

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-login-fields.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaLoginFields, url);
  gtk_widget_class_bind_template_child (widget_class, AmiaLoginFields, user);
  gtk_widget_class_bind_template_child (widget_class, AmiaLoginFields, password);
  gtk_widget_class_bind_template_child (widget_class, AmiaLoginFields, button);
  gtk_widget_class_bind_template_child (widget_class, AmiaLoginFields, spinner);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
}

static void
amia_login_fields_init (AmiaLoginFields *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
amia_login_fields_set_session (AmiaLoginFields *self,
                               AmiaSession     *session)
{
  const AmiaIdentity *identity = NULL;
  g_autofree char    *words = NULL;

  g_return_if_fail (AMIA_IS_LOGIN_FIELDS (self));
  g_return_if_fail (AMIA_IS_SESSION (session));

  g_set_object (&self->session, session);
  identity = amia_replica_get_identity (amia_session_get_replica (session));
  /* Translators: the name of an account. */
  words = g_strdup_printf (_ ("You sign in as %s."), identity->user);
  gtk_label_set_label (GTK_LABEL (self->user), words);
  amia_login_fields_update (self);
}

void
amia_login_fields_update (AmiaLoginFields *self)
{
  g_autofree char *url = NULL;

  g_return_if_fail (AMIA_IS_LOGIN_FIELDS (self));

  url = amia_sync_dup_url (amia_session_get_sync (self->session));
  if (url != NULL)
    amia_input_set_text (AMIA_INPUT (self->url), url);
}
