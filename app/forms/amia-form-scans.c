/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-scans.h"

#include <glib/gi18n.h>

#include "amia-attachment-page.h"
#include "amia-attachment-words.h"
#include "amia-navigator.h"
#include "amia-store-blobs.h"

/* Paper that came back: what was written by hand stays to be seen beside what was typed. */

struct _AmiaFormScans
{
  GtkBox parent_instance;

  AmiaFormModel *model;
  GtkWidget     *list;
  GCancellable  *cancellable;
};

G_DEFINE_FINAL_TYPE (AmiaFormScans, amia_form_scans, GTK_TYPE_BOX)

static void
open_cb (AmiaFormScans *self,
         GtkWidget     *button)
{
  GtkWidget *navigator = gtk_widget_get_ancestor (GTK_WIDGET (self), AMIA_TYPE_NAVIGATOR);

  if (navigator != NULL)
    amia_navigator_push (AMIA_NAVIGATOR (navigator),
                         amia_attachment_page_new (amia_form_model_get_replica (self->model),
                                                   g_object_get_data (G_OBJECT (button), "record")));
}

static void
add_page (AmiaFormScans        *self,
          const AmiaAttachment *attachment)
{
  g_autofree char *title = amia_attachment_words_title (attachment);
  GtkWidget       *button = gtk_button_new_with_label (title);

  g_object_set_data_full (G_OBJECT (button), "record",
                          g_memdup2 (&attachment->record, sizeof attachment->record), g_free);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->list), button);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaFormScans) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) rows =
      amia_replica_call_finish (AMIA_REPLICA (source), result, &local_error);
  GtkWidget *child = NULL;

  if (rows == NULL || self->model == NULL)
    return; /* The form itself says when the replica can't be read. */
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaAttachmentRow *row = g_ptr_array_index (rows, i);

      if (amia_uuid_equal (&row->attachment->form, amia_form_model_get_form_id (self->model)))
        add_page (self, row->attachment);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->list) != NULL);
}

static gpointer
load_on_store_thread (AmiaStore    *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  return amia_store_list_attachments (store, data, error);
}

static void
load (AmiaFormScans *self)
{
  amia_replica_call_async (amia_form_model_get_replica (self->model),
                           load_on_store_thread,
                           g_memdup2 (amia_form_model_get_case_id (self->model), sizeof (AmiaUuid)),
                           g_free,
                           (GDestroyNotify) g_ptr_array_unref,
                           self->cancellable,
                           loaded_cb,
                           g_object_ref (self));
}

static void
amia_form_scans_dispose (GObject *object)
{
  AmiaFormScans *self = AMIA_FORM_SCANS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amia_form_scans_parent_class)->dispose (object);
}

static void
amia_form_scans_class_init (AmiaFormScansClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_form_scans_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
amia_form_scans_init (AmiaFormScans *self)
{
  GtkWidget *heading = gtk_label_new (_ ("Scanned paper"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "group-heading");
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->cancellable = g_cancellable_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Scanned paper"), -1);
  gtk_box_append (GTK_BOX (self), heading);
  gtk_box_append (GTK_BOX (self), self->list);
}

GtkWidget *
amia_form_scans_new (AmiaFormModel *model)
{
  AmiaFormScans *self = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (model), NULL);

  self = g_object_new (AMIA_TYPE_FORM_SCANS, NULL);
  self->model = g_object_ref (model);
  load (self);
  return GTK_WIDGET (self);
}
