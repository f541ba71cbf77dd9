/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-lock"

#include "config.h"

#include "amia-leaving.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-input.h"
#include "amia-passphrase-page.h"
#include "amia-report.h"
#include "amia-rescue.h"
#include "amia-template.h"

struct _AmiaLeaving
{
  GtkWidget parent_instance;

  GtkWidget *state;
  GtkWidget *rescue_row;
  GtkWidget *first;
  GtkWidget *second;
  GtkWidget *save;
  GtkWidget *log_out_row;

  AmiaSession          *session;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (AmiaLeaving, amia_leaving, GTK_TYPE_WIDGET)

/* What is asked of the store's thread. */
typedef struct
{
  char *file;
  char *passphrase;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  explicit_bzero (order->passphrase, strlen (order->passphrase));
  g_free (order->passphrase);
  g_free (order->file);
  g_free (order);
}

static void
update (AmiaLeaving *self)
{
  guint            n_unsent = amia_session_get_unsent (self->session);
  guint            n_blobs = amia_session_get_unsent_blobs (self->session);
  gboolean         may_end = amia_session_may_end (self->session);
  g_autofree char *words = NULL;

  if (n_blobs > 0 && !may_end)
    words = g_strdup (_ ("Attachments that have not been sent are nowhere but here. Sync first, or "
                         "save them with a rescue file: they go into a folder beside it."));
  else if (n_unsent + n_blobs == 0)
    words = g_strdup (_ ("All of your work is on the server."));
  else if (may_end)
    words = g_strdup (_ ("What the server does not have is in your rescue file."));
  else
    words = g_strdup_printf (ngettext ("%u change is nowhere but here. Sync first, or save it to "
                                       "a rescue file.",
                                       "%u changes are nowhere but here. Sync first, or save them "
                                       "to a rescue file.",
                                       n_unsent),
                             n_unsent);

  gtk_label_set_label (GTK_LABEL (self->state), words);
  gtk_widget_set_visible (self->rescue_row, n_unsent + n_blobs > 0 && !may_end);
}

/* --- The rescue file -------------------------------------------------------------------------- */

static gpointer
write_rescue (AmiaStore    *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  const Order *order = data;
  guint       *n_changes = g_new0 (guint, 1);
  guint        n_blobs;

  if (amia_rescue_write (store, order->file, order->passphrase, n_changes, error) &&
      amia_rescue_write_blobs (store, order->file, &n_blobs, error))
    return n_changes;

  g_free (n_changes);
  return NULL;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (AmiaLeaving) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree guint *n_changes = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);

  if (self->session == NULL)
    return;

  gtk_widget_set_sensitive (self->save, TRUE);
  if (n_changes == NULL)
    {
      amia_report_error (GTK_WIDGET (self), error);
      return;
    }

  amia_session_note_rescue (self->session);
  amia_input_reset (AMIA_INPUT (self->first), NULL);
  amia_input_reset (AMIA_INPUT (self->second), NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->rescue_row), FALSE);
  update (self);
}

static void
save_to (AmiaLeaving *self,
         const char  *file)
{
  Order *order = g_new0 (Order, 1);

  order->file = g_strdup (file);
  order->passphrase = amia_input_dup_text (AMIA_INPUT (self->first));
  gtk_widget_set_sensitive (self->save, FALSE);
  amia_replica_call_async (amia_session_get_replica (self->session),
                           write_rescue,
                           order,
                           order_free,
                           g_free,
                           NULL,
                           written_cb,
                           g_object_ref (self));
}

static void
chosen_cb (AmiaLeaving *self,
           int          response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT && self->session != NULL)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL)
    path = g_file_get_path (file);
  g_clear_object (&self->chooser);
  if (path != NULL)
    save_to (self, path);
}

static gboolean
check_passphrases (AmiaLeaving *self)
{
  g_autofree char *first = amia_input_dup_text (AMIA_INPUT (self->first));
  g_autofree char *second = amia_input_dup_text (AMIA_INPUT (self->second));
  GtkWidget       *wrong = NULL;

  amia_input_set_message (AMIA_INPUT (self->first), NULL);
  amia_input_set_message (AMIA_INPUT (self->second), NULL);
  if (g_utf8_strlen (first, -1) < AMIA_PASSPHRASE_LENGTH_MIN)
    {
      wrong = self->first;
      amia_input_set_message (AMIA_INPUT (wrong),
                              _ ("Make it at least ten letters. Three or four words do well."));
    }
  else if (strcmp (first, second) != 0)
    {
      wrong = self->second;
      amia_input_set_message (AMIA_INPUT (wrong),
                              _ ("This is not the same as above. Write it once more."));
    }

  if (wrong != NULL)
    gtk_widget_grab_focus (wrong);
  explicit_bzero (first, strlen (first));
  explicit_bzero (second, strlen (second));
  return wrong == NULL;
}

static void
save_cb (AmiaLeaving *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!check_passphrases (self) || root == NULL || self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Save Rescue File"),
                                               GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _ ("_Save"),
                                               _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  /* Translators: the suggested name of a file, ending in .rescue. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("amia.rescue"));
  g_signal_connect_object (self->chooser,
                           "response",
                           G_CALLBACK (chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- Removing --------------------------------------------------------------------------------- */

static void
confirmed_cb (AmiaLeaving *self,
              const char  *response)
{
  if (strcmp (response, "remove") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.remove", NULL);
}

static void
remove_cb (AmiaLeaving *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = NULL;

  if (!amia_session_may_end (self->session))
    {
      amia_report (GTK_WIDGET (self),
                   _ ("Not yet: something would be lost. Sync first, or save a rescue file."));
      return;
    }

  dialog = adw_message_dialog_new (GTK_WINDOW (root),
                                   _ ("Remove your cases from this laptop?"),
                                   _ ("The keys are destroyed, and nobody can read here again what "
                                      "was written. What is on the server stays there."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("_Cancel"),
                                    "remove",
                                    _ ("_Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirmed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
log_out_cb (AmiaLeaving *self)
{
  if (amia_session_may_end (self->session))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.log-out", NULL);
  else
    amia_report (GTK_WIDGET (self),
                 _ ("Not yet: something would be lost. Sync first, or save a rescue file."));
}

static void
amia_leaving_dispose (GObject *object)
{
  AmiaLeaving *self = AMIA_LEAVING (object);

  g_clear_object (&self->chooser);
  amia_template_dispose (GTK_WIDGET (self), AMIA_TYPE_LEAVING);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (amia_leaving_parent_class)->dispose (object);
}

static void
amia_leaving_class_init (AmiaLeavingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_leaving_dispose;

  g_type_ensure (AMIA_TYPE_INPUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-leaving.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaLeaving, state);
  gtk_widget_class_bind_template_child (widget_class, AmiaLeaving, rescue_row);
  gtk_widget_class_bind_template_child (widget_class, AmiaLeaving, first);
  gtk_widget_class_bind_template_child (widget_class, AmiaLeaving, second);
  gtk_widget_class_bind_template_child (widget_class, AmiaLeaving, save);
  gtk_widget_class_bind_template_child (widget_class, AmiaLeaving, log_out_row);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, log_out_cb);
}

static void
amia_leaving_init (AmiaLeaving *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_leaving_set_session (AmiaLeaving *self,
                          AmiaSession *session)
{
  g_return_if_fail (AMIA_IS_LEAVING (self));
  g_return_if_fail (AMIA_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  gtk_widget_set_visible (self->log_out_row, amia_session_has_server (session));
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
