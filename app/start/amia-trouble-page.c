/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-start"

#include "config.h"

#include "amia-trouble-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-report.h"
#include "amia-store.h"
#include "amia-template.h"

/* Salvaging reads the whole file, so it is done on a thread of its own; the page only waits. */

struct _AmiaTroublePage
{
  GtkWidget parent_instance;

  GtkWidget *status;
  GtkWidget *path_label;
  GtkWidget *details;
  GtkWidget *salvage;
  GtkWidget *retry;
  GtkWidget *spinner;
  GtkWidget *buttons;

  char *path;
  char *passphrase;
};

G_DEFINE_FINAL_TYPE (AmiaTroublePage, amia_trouble_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_RETRY,
  SIGNAL_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  char *path;
  char *passphrase;
  guint n_changes;
  char *set_aside;
} Salvage;

static void
free_salvage (gpointer data)
{
  Salvage *salvage = data;

  if (salvage->passphrase != NULL)
    explicit_bzero (salvage->passphrase, strlen (salvage->passphrase));

  g_free (salvage->path);
  g_free (salvage->passphrase);
  g_free (salvage->set_aside);
  g_free (salvage);
}

static void
salvage_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  Salvage *salvage = data;
  g_autoptr (GError) error = NULL;

  if (amia_store_salvage (salvage->path,
                          salvage->passphrase,
                          &salvage->n_changes,
                          &salvage->set_aside,
                          &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
set_busy (AmiaTroublePage *self,
          gboolean         is_busy)
{
  gtk_widget_set_sensitive (self->buttons, !is_busy);
  gtk_widget_set_visible (self->spinner, is_busy);
  g_object_set (self->spinner, "spinning", is_busy, NULL);
}

static void
salvage_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  AmiaTroublePage *self = AMIA_TROUBLE_PAGE (source);
  Salvage         *salvage = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  set_busy (self, FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_warning ("%s", error->message);
      adw_status_page_set_description (
          ADW_STATUS_PAGE (self->status),
          _ ("Not enough of the file could be read to make a new one from it. It still lies where "
             "it was, untouched. Show it to your administrator; what had been synced is on the "
             "server."));
      gtk_label_set_label (GTK_LABEL (self->details), error->message);
      gtk_widget_set_visible (self->salvage, FALSE);
      return;
    }

  words = g_strdup_printf (ngettext ("Salvaged %u change. The rest comes from the server at the "
                                     "next sync.",
                                     "Salvaged %u changes. The rest comes from the server at the "
                                     "next sync.",
                                     salvage->n_changes),
                           salvage->n_changes);
  amia_report (GTK_WIDGET (self), words);
  g_signal_emit (self, signals[SIGNAL_RETRY], 0);
}

static void
salvage_clicked_cb (AmiaTroublePage *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, salvage_cb, NULL);
  Salvage *salvage = g_new0 (Salvage, 1);

  salvage->path = g_strdup (self->path);
  salvage->passphrase = g_strdup (self->passphrase);
  g_task_set_source_tag (task, salvage_clicked_cb);
  g_task_set_task_data (task, salvage, free_salvage);
  set_busy (self, TRUE);
  g_task_run_in_thread (task, salvage_in_thread);
}

static void
retry_clicked_cb (AmiaTroublePage *self)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0);
}

static void
elsewhere_clicked_cb (AmiaTroublePage *self)
{
  g_signal_emit (self, signals[SIGNAL_ELSEWHERE], 0);
}

static void
amia_trouble_page_dispose (GObject *object)
{
  amia_template_dispose (GTK_WIDGET (object), AMIA_TYPE_TROUBLE_PAGE);

  G_OBJECT_CLASS (amia_trouble_page_parent_class)->dispose (object);
}

static void
amia_trouble_page_finalize (GObject *object)
{
  AmiaTroublePage *self = AMIA_TROUBLE_PAGE (object);

  if (self->passphrase != NULL)
    explicit_bzero (self->passphrase, strlen (self->passphrase));

  g_free (self->passphrase);
  g_free (self->path);

  G_OBJECT_CLASS (amia_trouble_page_parent_class)->finalize (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name,
                       AMIA_TYPE_TROUBLE_PAGE,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
amia_trouble_page_class_init (AmiaTroublePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_trouble_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = amia_trouble_page_finalize;
  signals[SIGNAL_RETRY] = new_signal ("retry");
  signals[SIGNAL_ELSEWHERE] = new_signal ("elsewhere");

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-trouble-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmiaTroublePage, status);
  gtk_widget_class_bind_template_child (widget_class, AmiaTroublePage, path_label);
  gtk_widget_class_bind_template_child (widget_class, AmiaTroublePage, details);
  gtk_widget_class_bind_template_child (widget_class, AmiaTroublePage, salvage);
  gtk_widget_class_bind_template_child (widget_class, AmiaTroublePage, retry);
  gtk_widget_class_bind_template_child (widget_class, AmiaTroublePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, AmiaTroublePage, buttons);
  gtk_widget_class_bind_template_callback (widget_class, salvage_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, elsewhere_clicked_cb);
}

static void
amia_trouble_page_init (AmiaTroublePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What helps, by cause; the cause itself is the title. */
static const char *
describe_remedy (const GError *error)
{
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED))
    return _ ("Nothing has been changed in it. AMiA can set the damaged file aside and make a new "
              "one from every change that can still be read; the rest comes from the server.");
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_TOO_NEW))
    return _ ("Nothing has been changed in it. Ask your administrator for the newest AMiA.");
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_FULL))
    return _ ("Empty the waste basket or move something away, then try again.");
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING))
    return _ ("Has it been moved, or is a disk not connected? Put it back and try again.");

  return _ ("Nothing has been changed in it. Check that the disk is connected and that you may "
            "write there, then try again.");
}

static const char *
describe_cause (const GError *error)
{
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED))
    return _ ("The file with your work is damaged");
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_TOO_NEW))
    return _ ("A newer AMiA has written this file");
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_FULL))
    return _ ("The disk is full");
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING))
    return _ ("The file with your work is not there");

  return _ ("The file with your work can't be opened");
}

GtkWidget *
amia_trouble_page_new (const char   *path,
                       const char   *passphrase,
                       const GError *error)
{
  AmiaTroublePage *self = g_object_new (AMIA_TYPE_TROUBLE_PAGE, NULL);
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error != NULL, NULL);

  name = g_filename_display_name (path);
  self->path = g_strdup (path);
  self->passphrase = g_strdup (passphrase);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status), describe_cause (error));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status), describe_remedy (error));
  gtk_label_set_label (GTK_LABEL (self->path_label), name);
  gtk_label_set_label (GTK_LABEL (self->details), error->message);
  gtk_widget_set_visible (
      self->salvage,
      g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED));
  return GTK_WIDGET (self);
}
