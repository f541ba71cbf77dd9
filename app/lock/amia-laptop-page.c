/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-lock"

#include "config.h"

#include "amia-laptop-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-input.h"
#include "amia-keyring.h"
#include "amia-leaving.h"
#include "amia-own-name.h"
#include "amia-passphrase-page.h"
#include "amia-report.h"
#include "amia-row.h"
#include "amia-store-keys.h"
#include "amia-template.h"

/* Every change of a key takes a passphrase and half a second of work, which is done on a thread of
 * its own: the replica goes on meanwhile, since no page of it is touched. */

struct _AmiaLaptopPage
{
  GtkWidget parent_instance;

  GtkWidget *own_name;
  GtkWidget *locking;
  GtkWidget *opening;
  GtkWidget *change_row;
  GtkWidget *current;
  GtkWidget *first;
  GtkWidget *second;
  GtkWidget *change;
  GtkWidget *keyring_row;
  GtkWidget *keyring_passphrase;
  GtkWidget *keyring_button;
  GtkWidget *recovery_row;
  GtkWidget *leaving;

  AmiaSession *session;
};

G_DEFINE_FINAL_TYPE (AmiaLaptopPage, amia_laptop_page, GTK_TYPE_WIDGET)

/* What is asked of the thread. */
typedef struct
{
  char *path;
  char *passphrase;
  char *next;
} Order;

static void
clear_text (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->path);
  clear_text (order->passphrase);
  clear_text (order->next);
  g_free (order);
}

static const char *
get_path (AmiaLaptopPage *self)
{
  return amia_replica_get_path (amia_session_get_replica (self->session));
}

static void
run_order (AmiaLaptopPage     *self,
           GtkWidget          *passphrase,
           GtkWidget          *next,
           GTaskThreadFunc     func,
           GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);
  Order *order = g_new0 (Order, 1);

  order->path = g_strdup (get_path (self));
  order->passphrase = amia_input_dup_text (AMIA_INPUT (passphrase));
  order->next = next != NULL ? amia_input_dup_text (AMIA_INPUT (next)) : NULL;
  g_task_set_source_tag (task, run_order);
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, func);
}

/* Beside the field when it is the passphrase, else below in a toast. */
static void
say_wrong (AmiaLaptopPage *self,
           GtkWidget      *input,
           const GError   *error)
{
  if (!g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_PASSPHRASE))
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  amia_input_set_message (AMIA_INPUT (input),
                          amia_store_get_unlock_wait_ms (get_path (self)) > 0
                              ? _ ("Several wrong ones in a row. Wait a moment before you try "
                                   "again.")
                              : _ ("That is not the right passphrase. Try again."));
  gtk_widget_grab_focus (input);
}

static void
update (AmiaLaptopPage *self)
{
  const char *path = get_path (self);
  gboolean    has_keyring = amia_store_has_keyring (path);

  gtk_widget_set_visible (self->locking, amia_store_needs_passphrase (path));
  gtk_widget_set_visible (self->opening, amia_store_needs_passphrase (path));
  amia_row_set (self->keyring_row,
                _ ("Unlock with the login keyring"),
                has_keyring ? _ ("On: signing in to the laptop opens AMiA at the start, too.")
                            : _ ("Off: the passphrase is asked for at each start."));
  gtk_widget_set_visible (self->keyring_passphrase, !has_keyring);
  gtk_button_set_label (GTK_BUTTON (self->keyring_button),
                        has_keyring ? _ ("Ask for the Passphrase Again")
                                    : _ ("Let the Keyring Open AMiA"));
  amia_row_set (self->recovery_row,
                _ ("Forgotten passphrase"),
                amia_store_has_recovery (path)
                    ? _ ("Your organisation has a key that can give you a new one.")
                    : _ ("Nobody can recover it. What has been synced can be fetched again from "
                         "the server."));
}

/* --- Another passphrase ----------------------------------------------------------------------- */

static void
change_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  const Order *order = data;
  GError      *error = NULL;

  if (amia_store_change_passphrase (order->path, order->passphrase, order->next, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  AmiaLaptopPage *self = AMIA_LAPTOP_PAGE (source);
  g_autoptr (GError) error = NULL;
  gboolean is_changed = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->session == NULL)
    return;

  gtk_widget_set_sensitive (self->change, TRUE);
  if (!is_changed)
    {
      say_wrong (self, self->current, error);
      return;
    }

  amia_input_reset (AMIA_INPUT (self->current), NULL);
  amia_input_reset (AMIA_INPUT (self->first), NULL);
  amia_input_reset (AMIA_INPUT (self->second), NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->change_row), FALSE);
  amia_report (GTK_WIDGET (self), _ ("The new passphrase is the one that counts now."));
}

static gboolean
check_new (AmiaLaptopPage *self)
{
  g_autofree char *first = amia_input_dup_text (AMIA_INPUT (self->first));
  g_autofree char *second = amia_input_dup_text (AMIA_INPUT (self->second));
  gboolean         is_long = g_utf8_strlen (first, -1) >= AMIA_PASSPHRASE_LENGTH_MIN;
  gboolean         is_same = strcmp (first, second) == 0;

  amia_input_set_message (AMIA_INPUT (self->current), NULL);
  amia_input_set_message (AMIA_INPUT (self->first),
                          is_long ? NULL
                                  : _ ("Make it at least ten letters. Three or four words do "
                                       "well."));
  amia_input_set_message (AMIA_INPUT (self->second),
                          is_same || !is_long
                              ? NULL
                              : _ ("This is not the same as above. Write it once more."));
  explicit_bzero (first, strlen (first));
  explicit_bzero (second, strlen (second));
  if (!is_long || !is_same)
    gtk_widget_grab_focus (is_long ? self->second : self->first);
  return is_long && is_same;
}

static void
change_cb (AmiaLaptopPage *self)
{
  if (!check_new (self))
    return;

  gtk_widget_set_sensitive (self->change, FALSE);
  run_order (self, self->current, self->first, change_in_thread, changed_cb);
}

/* --- The login keyring ------------------------------------------------------------------------ */

static void
add_in_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  const Order *order = data;
  GError      *error = NULL;
  char        *secret = amia_store_add_keyring (order->path, order->passphrase, &error);

  if (secret != NULL)
    g_task_return_pointer (task, secret, (GDestroyNotify) clear_text);
  else
    g_task_return_error (task, error);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AmiaLaptopPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_stored = amia_keyring_store_finish (result, &error);

  if (self->session == NULL)
    return;

  gtk_widget_set_sensitive (self->keyring_button, TRUE);
  amia_input_reset (AMIA_INPUT (self->keyring_passphrase), NULL);
  if (!is_stored)
    {
      g_message ("%s", error->message);
      /* Ignored: a slot without its secret opens nothing. */
      (void) !amia_store_remove_keyring (get_path (self), NULL);
      amia_report (GTK_WIDGET (self), _ ("This laptop has no keyring that AMiA can use."));
    }
  update (self);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  AmiaLaptopPage *self = AMIA_LAPTOP_PAGE (source);
  g_autoptr (GError) error = NULL;
  char *secret = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->session != NULL && secret != NULL)
    amia_keyring_store_async (get_path (self), secret, NULL, stored_cb, g_object_ref (self));
  else if (self->session != NULL)
    {
      gtk_widget_set_sensitive (self->keyring_button, TRUE);
      say_wrong (self, self->keyring_passphrase, error);
    }

  clear_text (secret);
}

static void
keyring_cb (AmiaLaptopPage *self)
{
  g_autoptr (GError) error = NULL;

  amia_input_set_message (AMIA_INPUT (self->keyring_passphrase), NULL);
  if (!amia_store_has_keyring (get_path (self)))
    {
      gtk_widget_set_sensitive (self->keyring_button, FALSE);
      run_order (self, self->keyring_passphrase, NULL, add_in_thread, added_cb);
      return;
    }

  if (!amia_store_remove_keyring (get_path (self), &error))
    amia_report_error (GTK_WIDGET (self), error);
  amia_keyring_forget (get_path (self));
  update (self);
}

/* --- The page --------------------------------------------------------------------------------- */

static void
amia_laptop_page_dispose (GObject *object)
{
  AmiaLaptopPage *self = AMIA_LAPTOP_PAGE (object);

  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_LAPTOP_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_laptop_page_parent_class)->dispose (object);
}

static void
amia_laptop_page_class_init (AmiaLaptopPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_laptop_page_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  g_type_ensure (AMIA_TYPE_LEAVING);
  g_type_ensure (AMIA_TYPE_OWN_NAME);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-laptop-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, own_name);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, locking);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, opening);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, change_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, current);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, first);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, second);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, change);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, keyring_passphrase);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, keyring_button);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, recovery_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaLaptopPage, leaving);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, keyring_cb);
}

static void
amia_laptop_page_init (AmiaLaptopPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
amia_laptop_page_new (AmiaSession *session)
{
  AmiaLaptopPage *self = g_object_new (AMIA_TYPE_LAPTOP_PAGE, NULL);

  g_return_val_if_fail (AMIA_IS_SESSION (session), NULL);

  self->session = g_object_ref (session);
  amia_leaving_set_session (AMIA_LEAVING (self->leaving), session);
  amia_own_name_set_replica (AMIA_OWN_NAME (self->own_name), amia_session_get_replica (session));
  update (self);
  return GTK_WIDGET (self);
}
