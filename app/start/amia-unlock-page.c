/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-start"

#include "config.h"

#include "amia-unlock-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-input.h"
#include "amia-template.h"

/* One field and one button; Enter is the button. */

struct _AmiaUnlockPage
{
  GtkWidget parent_instance;

  GtkWidget *passphrase;
  GtkWidget *unlock;
  GtkWidget *path;

  gint64 wait_until_us; /* on the monotonic clock */
  guint  wait_id;
};

G_DEFINE_FINAL_TYPE (AmiaUnlockPage, amia_unlock_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_UNLOCK,
  SIGNAL_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
unlock_cb (AmiaUnlockPage *self)
{
  g_autofree char *passphrase = amia_input_dup_text (AMIA_INPUT (self->passphrase));

  /* The page is thrown away by the one who opens the replica. */
  g_object_ref (self);
  if (*passphrase != '\0' && self->wait_id == 0)
    g_signal_emit (self, signals[SIGNAL_UNLOCK], 0, passphrase);
  g_object_unref (self);

  explicit_bzero (passphrase, strlen (passphrase));
}

static gboolean
key_cb (AmiaUnlockPage *self,
        guint           key)
{
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter)
    return FALSE;

  unlock_cb (self);
  return TRUE;
}

/* Each second, so that nobody wonders whether it hangs. */
static gboolean
wait_cb (gpointer data)
{
  AmiaUnlockPage  *self = data;
  gint64           left_us = self->wait_until_us - g_get_monotonic_time ();
  guint            left_s = (guint) MAX ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, 0);
  g_autofree char *words = NULL;

  gtk_widget_set_sensitive (self->unlock, left_us <= 0);
  if (left_us <= 0)
    {
      self->wait_id = 0;
      amia_unlock_page_set_message (self, _ ("Now you can try again."));
      return G_SOURCE_REMOVE;
    }

  words = g_strdup_printf (ngettext ("Several wrong ones in a row. Try again in %u second.",
                                     "Several wrong ones in a row. Try again in %u seconds.",
                                     left_s),
                           left_s);
  amia_unlock_page_set_message (self, words);
  return G_SOURCE_CONTINUE;
}

static void
elsewhere_cb (AmiaUnlockPage *self)
{
  g_signal_emit (self, signals[SIGNAL_ELSEWHERE], 0);
}

static void
amia_unlock_page_dispose (GObject *object)
{
  g_clear_handle_id (&AMIA_UNLOCK_PAGE (object)->wait_id, g_source_remove);
  amia_template_dispose (GTK_WIDGET (object), AMIA_TYPE_UNLOCK_PAGE);

  G_OBJECT_CLASS (amia_unlock_page_parent_class)->dispose (object);
}

static guint
new_signal (const char *name,
            guint       n_params)
{
  return g_signal_new (name,
                       AMIA_TYPE_UNLOCK_PAGE,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_params,
                       G_TYPE_STRING);
}

static void
amia_unlock_page_class_init (AmiaUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_unlock_page_dispose;
  signals[SIGNAL_UNLOCK] = new_signal ("unlock", 1);
  signals[SIGNAL_ELSEWHERE] = new_signal ("elsewhere", 0);

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaUnlockPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, AmiaUnlockPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, AmiaUnlockPage, path);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, elsewhere_cb);
}

static void
amia_unlock_page_init (AmiaUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_unlock_page_new (const char *path)
{
  AmiaUnlockPage  *self = g_object_new (AMIA_TYPE_UNLOCK_PAGE, NULL);
  g_autofree char *name = g_filename_display_name (path);

  gtk_label_set_label (GTK_LABEL (self->path), name);
  return GTK_WIDGET (self);
}

void
amia_unlock_page_set_message (AmiaUnlockPage *self,
                              const char     *message)
{
  g_return_if_fail (AMIA_IS_UNLOCK_PAGE (self));

  amia_input_set_message (AMIA_INPUT (self->passphrase), message);
}

void
amia_unlock_page_wait (AmiaUnlockPage *self,
                       gint64          wait_ms)
{
  g_return_if_fail (AMIA_IS_UNLOCK_PAGE (self));

  g_clear_handle_id (&self->wait_id, g_source_remove);
  if (wait_ms <= 0)
    return;

  self->wait_until_us = g_get_monotonic_time () + wait_ms * 1000;
  self->wait_id = g_timeout_add_seconds (1, wait_cb, self);
  wait_cb (self);
}
